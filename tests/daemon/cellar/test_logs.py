"""No secret is ever written, no contact named above debug, and each line can be read by a machine."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon import logs

CANARY = "korpfjäder-7f3a"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    import structlog

    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    yield io.StringIO()
    root.handlers, root.level = before
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


secret_names = st.sampled_from(
    ["password", "caldav_password", "api_key", "token", "Authorization", "cookie", "client_secret", "CREDENTIALS"]
)
nested = st.recursive(
    st.builds(lambda name: {name: CANARY}, secret_names),
    lambda inner: st.one_of(st.lists(inner, min_size=1, max_size=2), st.fixed_dictionaries({"server": inner})),
    max_leaves=3,
)


@given(nested, st.sampled_from(["debug", "info", "error"]), st.booleans())
def test_a_secret_is_never_said_however_deep_it_lies(value: object, method: str, personal: bool) -> None:
    said = logs.Redactor(personal=personal)(None, method, {"event": "e", "settings": value})

    assert CANARY not in repr(said)


def test_user_and_password_of_an_address_are_left_out(out: io.StringIO) -> None:
    logs.configure(stream=out)

    logs.logger().error("refused", url=f"https://anna:{CANARY}@cal.example/dav/", tried=[f"http://{CANARY}@h/"])

    assert CANARY not in out.getvalue()
    assert lines(out)[0]["url"] == "https://***@cal.example/dav/"


def test_a_contact_is_a_tag_above_debug_and_always_the_same(out: io.StringIO) -> None:
    logs.configure("debug", stream=out, salt="s")

    logs.logger().info("answered", contact="anna-berg", words="ring efter 17", outcome="callback")
    logs.logger().info("planned", contact="anna-berg", step="first-call")
    logs.logger().debug("seen", contact="anna-berg", words="ring efter 17")
    first, second, third = lines(out)

    assert "anna" not in json.dumps([first, second])
    assert "words" not in first
    assert first["contact"] == second["contact"]
    assert first["outcome"] == "callback"
    assert (third["contact"], third["words"]) == ("anna-berg", "ring efter 17")


def test_settings_may_say_personal(out: io.StringIO) -> None:
    logs.configure(stream=out, personal=True)

    logs.logger().info("answered", contact="anna-berg", words="ring efter 17")

    assert lines(out)[0]["words"] == "ring efter 17"


def test_two_installations_tag_the_same_person_differently() -> None:
    assert logs.Redactor(salt="a").tag("anna-berg") != logs.Redactor(salt="b").tag("anna-berg")


def test_a_fault_is_written_without_local_variables(out: io.StringIO) -> None:
    logs.configure(stream=out)
    password = CANARY

    try:
        raise ValueError(f"no entry of {len(password)} at https://anna:{password}@cal.example/")
    except ValueError:
        logs.logger().exception("fault")

    assert CANARY not in out.getvalue()
    assert "ValueError: no entry" in str(lines(out)[0]["exception"])


def test_libraries_speak_the_same_way_from_warning_on(out: io.StringIO) -> None:
    logs.configure(stream=out)

    logging.getLogger("caldav").info("chatter")
    logging.getLogger("caldav").warning("odd answer from https://anna:%s@cal.example/", CANARY)
    try:
        raise OSError(f"gone: https://anna:{CANARY}@cal.example/")
    except OSError:
        logging.getLogger("caldav").exception("fault")
    warned, failed = lines(out)

    assert (warned["event"], warned["level"]) == ("odd answer from https://***@cal.example/", "warning")
    assert "OSError: gone" in str(failed["exception"])
    assert CANARY not in out.getvalue()


def test_pretty_on_a_terminal_is_for_people_and_hides_as_much(out: io.StringIO) -> None:
    logs.configure(stream=out, pretty=True)

    logs.logger().info("round", calendar="work", password=CANARY)
    token = CANARY
    try:
        raise ValueError("gone" + token[:0])
    except ValueError:
        logs.logger().exception("fault")

    assert "ValueError: gone" in out.getvalue()
    assert "round" in out.getvalue()
    assert "calendar=work" in out.getvalue()
    assert CANARY not in out.getvalue()


def test_a_piece_of_work_leaves_one_line(out: io.StringIO) -> None:
    logs.configure(stream=out)

    with logs.canonical("round", calendar="work") as line:
        line.add(pulled=3)
        line.add(pushed=2)
    with pytest.raises(OSError, match="gone"), logs.canonical("round", calendar="busy"):
        raise OSError("gone")
    well, failed = lines(out)

    assert (well["calendar"], well["pulled"], well["pushed"]) == ("work", 3, 2)
    assert isinstance(well["took"], float)
    assert (failed["failed"], failed["level"]) == ("OSError", "warning")


def test_the_level_may_change_while_it_runs(out: io.StringIO) -> None:
    logs.configure("warning", stream=out)
    logs.logger().info("quiet")
    logs.configure("info", stream=out)
    logs.logger().info("heard")

    assert [line["event"] for line in lines(out)] == ["heard"]
