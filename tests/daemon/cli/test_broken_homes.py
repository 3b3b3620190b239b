"""What is said of a store or settings that are not there, empty or damaged: never that all is well."""

import re
from pathlib import Path

import pytest

from daemon.cli.root import COMMANDS
from daemon.first_try import for_a_person

ROOT = Path(__file__).parents[3]


def _wrong(told, what):
    return [line for line in told.out.splitlines() if line.startswith("✗") and what in line]


@pytest.mark.parametrize("breaking", ["missing", "empty", "damaged"])
def test_doctor_sees_a_store_that_holds_nothing(klart, staffed, breaking):
    store = staffed / "klart.db"
    for path in staffed.glob("klart.db-*"):
        path.unlink()
    store.unlink()
    if breaking != "missing":
        store.write_bytes(b"" if breaking == "empty" else b"no database at all " * 300)
        store.chmod(0o600)
    told = klart("doctor", "--home", staffed)
    assert told.code == 1, told
    assert _wrong(told, "store"), told
    assert "all is well" not in told.out
    if breaking != "damaged":
        assert (store.read_bytes() if store.exists() else b"") == b"", "doctor changes nothing"


def test_a_damaged_store_is_told_with_the_steps_of_the_manual(klart, staffed):
    for path in staffed.glob("klart.db-*"):
        path.unlink()
    (staffed / "klart.db").write_bytes(b"no database at all " * 300)
    told = klart("agenda", "--home", staffed)
    assert told.code == 1
    for word in ("stop klart", "klart.db-wal", "klart.db-shm", "a copy from backups"):
        assert word in told.err, told


def test_every_command_that_a_sentence_names_is_one():
    text = "".join(path.read_text() for part in ("daemon", "integrations") for path in (ROOT / part).rglob("*.py"))
    named = set(re.findall(r"(?:run|with) klart (?!as\b)([a-z]+)", text))
    assert named <= {*COMMANDS}, named


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("h cannot be reached (x); klart tries again", "h cannot be reached (x); check the address and the network"),
        ("h refuses the password; correct it, then klart goes on", "h refuses the password; correct it"),
        ("h is closed (503)", "h is closed (503)"),
    ],
)
def test_a_person_is_not_told_what_the_daemon_would_do(what, said):
    assert for_a_person(what) == said
