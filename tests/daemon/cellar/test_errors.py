"""A fault says what and what to do; its kind says the exit code, and the codes are a promise to scripts."""

import pytest

from daemon.errors import BadInput, CannotReach, ExitCode, FoundWrong, KlartError, RefusedForSafety


def test_the_exit_codes_are_kept_stable() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "WELL": 0,
        "FOUND": 1,
        "USAGE": 2,
        "UNREACHABLE": 3,
        "REFUSED": 4,
    }


@pytest.mark.parametrize(
    ("kind", "code"), [(FoundWrong, 1), (BadInput, 2), (CannotReach, 3), (RefusedForSafety, 4), (KlartError, 1)]
)
def test_a_kind_of_fault_has_its_code(kind: type[KlartError], code: int) -> None:
    fault = kind("no contact is called 'anna'", "klart contact list shows who there is")

    assert fault.exit_code == code
    assert str(fault) == "no contact is called 'anna'; klart contact list shows who there is"
    assert str(kind("gone")) == "gone"
