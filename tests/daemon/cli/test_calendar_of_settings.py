"""Which calendar it is: one that is lost and made anew, and one that the settings name and nobody set up."""

import json

import pytest


@pytest.fixture
def own(klart, staffed, tmp_path, radicale_server):
    """A home in step with a calendar of its own on a real server, and that calendar's address."""
    password = tmp_path / "password"
    password.write_text(radicale_server.password)
    password.chmod(0o600)
    words = ["--caldav", radicale_server.home, "--user", radicale_server.user, "--password-file", password]
    assert klart("init", *words, "--calendar", f"own-{tmp_path.name}", "--home", staffed).code == 0
    assert klart("once", "--home", staffed).code == 0
    (one,) = json.loads(klart("calendar", "list", "--json", "--home", staffed).out)["calendars"]
    return staffed, one["url"]


def steps(klart, home):
    return [touch["id"] for touch in json.loads(klart("agenda", "--json", "--home", home).out)["touches"]]


def counts(klart, home):
    told = klart("once", "--json", "--home", home)
    return told.code, json.loads(told.out)["round"]


@pytest.mark.parametrize("noticed", [True, False])
def test_a_calendar_made_anew_is_written_anew_and_nothing_was_deleted(klart, own, radicale_server, noticed):
    home, url = own
    before = steps(klart, home)
    assert radicale_server.ask("DELETE", url)[0] in {200, 204}
    if noticed:
        assert klart("once", "--home", home).code == 3
    told = klart("init", "--yes", "--home", home)
    assert told.code == 0
    assert "made anew" in told.out
    code, done = counts(klart, home)
    assert code == 0
    assert "deleted" not in done["read"]
    assert done["wrote"] == {"created": len(before)}
    assert steps(klart, home) == before
    assert counts(klart, home)[1]["wrote"] == {}


def test_init_on_a_calendar_that_is_there_writes_nothing(klart, own):
    home, _ = own
    assert "made anew" not in klart("init", "--yes", "--home", home).out
    assert counts(klart, home)[1]["wrote"] == {}
