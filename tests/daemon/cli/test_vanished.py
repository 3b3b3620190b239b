"""All of klart's events are gone from the server: a person says by one command what it was."""

import json
import re

import pytest


def hrefs(server, url):
    """The names of the objects that a calendar holds, by plain HTTP."""
    status, _, body = server.ask("PROPFIND", url, Depth="1")
    assert status == 207
    return sorted(set(re.findall(r"[0-9a-f-]{36}\.ics", body.decode())))


def empty(server, url):
    """Delete every object, as an app gone wrong does."""
    for name in hrefs(server, url):
        assert server.ask("DELETE", url + name)[0] in {200, 204}


def test_what_was_no_wish_is_put_back(klart, own, radicale_server):
    home, url = own
    before = hrefs(radicale_server, url)
    empty(radicale_server, url)
    assert klart("once", "--home", home).code == 1
    assert hrefs(radicale_server, url) == [], "nothing is made anew unasked"
    assert "klart calendar accept, or restore" in klart("status", "--home", home).out
    assert "3 events" in klart("calendar", "restore", "--home", home).out
    assert klart("once", "--home", home).code == 0
    after = hrefs(radicale_server, url)
    assert len(after) == len(before) == 3
    assert not set(after) & set(before), "a deleted UID is never used again"


def test_what_was_deleted_on_purpose_is_skipped(klart, own, radicale_server):
    home, url = own
    steps = [touch["id"] for touch in json.loads(klart("agenda", "--json", "--home", home).out)["touches"]]
    empty(radicale_server, url)
    assert klart("once", "--home", home).code == 1
    assert klart("calendar", "accept", "--home", home).code == 0
    assert klart("once", "--home", home).code == 0
    now = [touch["id"] for touch in json.loads(klart("agenda", "--json", "--home", home).out)["touches"]]
    assert len(now) == 3
    assert not set(now) & set(steps), "each has gone on to its next touch"
    assert len(hrefs(radicale_server, url)) == 3


@pytest.mark.parametrize("word", ["accept", "restore"])
def test_where_nothing_is_missing_there_is_nothing_to_decide(klart, staffed, word):
    told = klart("calendar", word, "--home", staffed)
    assert told.code == 4
    assert "no events are missing" in told.err


def test_a_frozen_calendar_is_wrong_and_says_what_to_do(klart, own, radicale_server):
    home, url = own
    assert re.search("✓ +calendar ", klart("doctor", "--home", home).out)
    empty(radicale_server, url)
    told = klart("once", "--home", home)
    assert told.code == 1
    assert "klart calendar accept, or restore" in told.err
    assert "next round" not in told.err, "no round catches up before a person has said what it was"
    assert re.search("✗ +calendar ", klart("doctor", "--home", home).out)
    looked = klart("doctor", "--json", "--home", home)
    assert looked.code == 1
    (look,) = (each for each in json.loads(looked.out)["looks"] if each["what"] == "calendar")
    assert look["state"] == "wrong"
    assert "vanished" in look["said"]
    assert "klart calendar accept" in look["hint"]
    assert "klart calendar restore" in look["hint"]
    assert klart("calendar", "restore", "--home", home).code == 0
    assert klart("once", "--home", home).code == 0
    assert re.search("✓ +calendar ", klart("doctor", "--home", home).out)
