"""Which calendar it is: one that is lost and made anew, and one that the settings name and nobody set up."""

import json

import pytest

from daemon import clock
from daemon.doing import doing
from daemon.errors import RefusedForSafety
from daemon.home import Home
from daemon.wiring import opened


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


def by_hand(home, old, new):
    """Edit the settings as a person does."""
    file = home / "klart.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_an_address_changed_by_hand_is_refused(klart, own, radicale_server):
    home, _ = own
    by_hand(home, radicale_server.home, "https://dav.acme.example/")
    for command in (["once"], ["run"]):
        told = klart(*command, "--home", home)
        assert told.code == 4, told
        assert "https://dav.acme.example/" in told.err
        assert radicale_server.home in told.err
        assert "klart init --caldav https://dav.acme.example/" in told.err
    looked = klart("doctor", "--home", home)
    assert looked.code == 1
    assert "klart.toml names the calendar" in " ".join(looked.out.split())
    by_hand(home, "https://dav.acme.example/", radicale_server.home)
    assert klart("once", "--home", home).code == 0


def test_a_name_changed_by_hand_is_refused_until_init_moves_there(klart, own, tmp_path):
    home, _ = own
    before = steps(klart, home)
    by_hand(home, f"own-{tmp_path.name}", f"new-{tmp_path.name}")
    told = klart("once", "--home", home)
    assert told.code == 4
    assert f"new-{tmp_path.name}" in told.err
    assert f"own-{tmp_path.name}" in told.err
    assert klart("init", "--home", home).code == 0
    code, done = counts(klart, home)
    assert (code, done["wrote"]) == (0, {"created": len(before)})


def test_a_server_named_by_hand_is_refused(klart, staffed, tmp_path):
    server = f'url = "https://dav.acme.example/"\nuser = "anna"\npassword.file = "{tmp_path}/password"'
    by_hand(staffed, "\n[calendar]\n", f"\n[calendar]\n{server}\n")
    told = klart("once", "--home", staffed)
    assert told.code == 4
    assert "klart's own server" in told.err


def test_a_running_daemon_keeps_its_calendar_and_says_so(own):
    home, url = own
    with opened(Home(home, home)) as house:
        work = doing(house)
        by_hand(home, "own-", "new-")
        with pytest.raises(RefusedForSafety, match="names the calendar"):
            work.reload(clock.now())
        assert house.settings.calendar.name.startswith("own-")
        done = work.round(clock.now(), asked=True)
        work.hang_up()
    assert done["state"] == "ok", url
