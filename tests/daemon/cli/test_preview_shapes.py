"""`klart preview` as people meet it: a timeline in 80 columns, a calendar, files; the same touches in each shape."""

import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import icalendar
import pytest
from rich.cells import cell_len

WHERE = ("--start", "2026-11-23T08:00", "--timezone", "Europe/Stockholm", "--country", "SE")
LONG = """
cadence: long
title: A title of a cadence that goes on and on, far past what any line of a terminal has room for, 全角も
steps:
  - call: a-step-with-an-id-that-is-far-too-long-for-any-column
    title: A step whose title is far too long for its column, and has wide letters 全角文字 in it as well
  - message: hello
    send: Hello
  - call: again
    retry: until clear answer
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "long.yaml"
    path.write_text(LONG, "utf-8")
    return path


def events(text):
    calendar = icalendar.Calendar.from_ical(text)
    return calendar, list(calendar.walk("VEVENT"))


@pytest.mark.parametrize("language", ["en", "sv", "da", "nl"])
def test_a_timeline_keeps_to_80_columns(klart, file, tmp_path, language):
    for source in (file, "cold-call", "existing-customer"):
        more = ("--count", 40, "--language", language, "--answer", "callback: after 17:00")
        told = klart("preview", source, *WHERE, *more)
        klart("preview", source, *WHERE, *more, "--output", tmp_path / "timeline.txt")
        written = (tmp_path / "timeline.txt").read_text("utf-8")

        assert told.out == written
        assert max(map(cell_len, written.splitlines())) <= 80


def test_headings_name_the_year_they_are_in(klart):
    told = klart("preview", "cold-call", *WHERE, "--count", 14)
    headings = [line for line in told.out.splitlines() if line.startswith("Week")]

    assert headings[0] == "Week 48 · 23–29 Nov 2026"  # noqa: RUF001 - a dash between two ends
    assert any(re.fullmatch(r"Week \d+ · .* 2027( ·.*)?", line) for line in headings)
    assert all(re.search(r"20\d\d", line) for line in headings)


def test_a_timeline_says_how_it_ends_and_what_starts_then(klart):
    told = klart("preview", "cold-call", *WHERE, "--answers", "no answer,callback: after 17:00,yes meeting")
    lines = told.out.splitlines()

    assert "◆ After 17:00, said on Wed 25 Nov" in lines
    assert "Won: a clear yes (a meeting)" in lines
    assert lines[-1].startswith("Then ")
    assert any("◆ After 17:00, because Anna asked for it" in line for line in lines)


def test_the_same_touches_stand_in_every_shape(klart):
    answers = ("--answers", "no answer,callback: after 17:00", "--count", 9)
    shape = json.loads(klart("preview", "cold-call", *WHERE, *answers, "--json").out)
    starts = [touch["start"] for touch in shape["touches"]]
    _, found = events(klart("preview", "cold-call", *WHERE, *answers, "--format", "ics").out)
    drawn = ET.fromstring(klart("preview", "cold-call", *WHERE, *answers, "--format", "svg").out)
    page = klart("preview", "cold-call", *WHERE, *answers, "--format", "html").out
    text = klart("preview", "cold-call", *WHERE, *answers).out

    assert [event["DTSTART"].dt.isoformat() for event in found] == starts
    assert [each.get("data-touch") for each in drawn.iter() if each.get("data-touch")] == [str(n) for n in range(1, 10)]
    assert re.findall(r'<time datetime="([^"]*)"', page) == starts
    assert re.findall(r"^ *(\d+)  \w{3} \d+ \w{3} +\d\d:\d\d", text, re.MULTILINE) == [str(n) for n in range(1, 10)]


# --- the calendar ---------------------------------------------------------------------------------------------------
def test_a_calendar_has_the_reps_events_and_nothing_rings(klart):
    calendar, found = events(klart("preview", "cold-call", *WHERE, "--format", "ics", "--count", 6).out)

    assert str(found[1]["SUMMARY"]) == "☎ Anna Berg · Acme AB"
    assert "Why now: " in found[1]["DESCRIPTION"]
    assert found[1]["DTEND"].dt - found[1]["DTSTART"].dt == timedelta(minutes=10)
    assert {str(event["TRANSP"]) for event in found} == {"TRANSPARENT"}
    assert len(list(calendar.walk("VTIMEZONE"))) == 1
    assert list(calendar.walk("VALARM")) == []
    assert not any("ATTENDEE" in event or "ORGANIZER" in event for event in found)


def test_opening_a_calendar_twice_is_opening_it_once(klart):
    command = ("preview", "cold-call", *WHERE, "--format", "ics", "--count", 6)
    first, again = klart(*command).out, klart(*command).out
    _, found = events(first)

    assert first == again
    assert len({str(event["UID"]) for event in found}) == 6


def test_a_zone_whose_rules_are_listed_by_year_is_right_in_every_year(klart):
    where = ("--start", "2026-11-23T08:00", "--timezone", "Africa/Casablanca")
    shape = json.loads(klart("preview", "cold-call", *where, "--count", 40, "--json").out)
    calendar, found = events(klart("preview", "cold-call", *where, "--count", 40, "--format", "ics").out)

    assert len(list(calendar.walk("VTIMEZONE"))) == 1
    assert {event["DTSTART"].dt.year for event in found} >= {2026, 2027, 2028, 2029}
    assert [event["DTSTART"].dt.timestamp() for event in found] == [
        datetime.fromisoformat(touch["start"]).timestamp() for touch in shape["touches"]
    ]
    in_zone = {event["DTSTART"].dt.year for event in found if "TZID" in event["DTSTART"].params}
    assert in_zone == {2026}  # the block that stands there tells the clocks of the years around it alone


# --- options --------------------------------------------------------------------------------------------------------
def test_a_file_is_written_in_the_shape_its_name_says(klart, tmp_path):
    for name, begins in (
        ("a.svg", "<svg "),
        ("a.html", "<!doctype html>"),
        ("a.ics", "BEGIN:VCALENDAR\r\n"),
        ("a.json", "{"),
    ):
        told = klart("preview", "cold-call", *WHERE, "--output", tmp_path / name)
        assert (told.code, told.out) == (0, "")
        assert (tmp_path / name).read_bytes().decode().startswith(begins)
    klart("preview", "cold-call", *WHERE, "--output", tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text() == klart("preview", "cold-call", *WHERE).out


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(klart, tmp_path):
    told = klart("preview", "cold-call", *WHERE, "--output", tmp_path / "none" / "a.svg")

    assert told.code == 2
    assert "cannot be written" in told.err


def test_reps_elsewhere_and_away(klart):
    more = (
        "--rep-timezone",
        "America/New_York",
        "--rep-country",
        "US",
        "--away",
        "2026-11-24..2026-11-27",
        "--count",
        3,
    )
    shape = json.loads(klart("preview", "cold-call", *WHERE, *more, "--json").out)

    assert shape["rep_timezone"] == "America/New_York"
    assert shape["start"] == "2026-11-23T14:00:00+01:00"
    assert shape["touches"][1]["start"] >= "2026-11-30"
    assert shape["touches"][0]["timezone"] == "Europe/Stockholm"


def test_branches_say_what_each_answer_would_lead_to(klart):
    shape = json.loads(klart("preview", "cold-call", *WHERE, "--count", 2, "--json").out)
    leads = {word: branch for branch in shape["touches"][1]["branches"] for word in branch["answers"]}

    assert (leads["no_answer"]["step"], leads["no_answer"]["try"]) == ("first-call", 2)
    assert leads["no_answer"]["due"] == "2026-11-25T00:00:00+01:00"
    assert (leads["yes meeting"]["state"], leads["yes meeting"]["step"]) == ("won", None)
    assert leads["yes meeting"]["starts"]
    assert leads["opt_out"]["state"] == "opted_out"
    assert leads["referred"]["state"] == "referred"
    assert leads["introduced"] == leads["talked"]
    assert leads["wrong_number"]["step"] == "find-details"


def test_reasons_are_said_in_the_language_asked_for_or_the_homes(klart, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "klart.toml").write_text('[rep]\nlanguage = "sv"\n')
    asked = klart("preview", "cold-call", *WHERE, "--language", "da").out
    homes = klart("preview", "cold-call", *WHERE, "--home", home).out

    assert "Uge 48" in asked
    assert "Vecka 48" in homes


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "pdf"], "--format"),
        (["--json", "--format", "svg"], "two shapes"),
        (["--away", "2026-12-24..2026-12-01"], "ends before it begins"),
        (["--away", "Christmas"], "is no date"),
        (["--language", "zz"], "is not one of en, sv, da, nl"),
        (["--start", "9999-11-01T08:00"], "past the last day of the calendar"),
        (["--promise", "soonish"], "soonish"),
        (["--count", "0"], "--count"),
    ],
)
@pytest.mark.parametrize("shape", ["text", "svg"])
def test_what_cannot_be_is_told_in_a_sentence(klart, options, said, shape):
    shape_of = [] if "--format" in options else ["--format", shape]
    told = klart("preview", "cold-call", *WHERE, *shape_of, *options)

    assert told.code == 2
    assert said in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


@pytest.mark.parametrize("shape", ["svg", "html", "ics", "json", "text"])
def test_the_last_years_of_the_calendar_are_refused_in_every_shape(klart, shape):
    told = klart("preview", "cold-call", *WHERE[2:], "--start", "9998-06-01T08:00", "--format", shape)

    assert told.code in {0, 2}
    assert "klart's own" not in told.err
