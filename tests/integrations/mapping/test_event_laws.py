"""What is written is what is read, whatever the text: by our own reading and by the library's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cadences.moments import Instant, Span, instant
from cadences.wording.plain import bounded, clean, one_line
from integrations.caldav.lines import escape, fold, join, split, unescape
from integrations.caldav.mapping import EventText, Seen, Wanted, read, same, to_body

HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
NOW = instant(datetime(2026, 11, 23, 9, tzinfo=UTC))
ZONES = ("Europe/Stockholm", "America/New_York", "Asia/Kathmandu", "Africa/Casablanca", "Australia/Lord_Howe", "UTC")
PIECES = (
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\\",
    "\\n",
    ";",
    ":",
    ",",
    '"',
    " ",
    "\u202e",
    "\u2028",
    "\x00",
    "\ufeff",
    "\ufffe",
    "\ud800",
)
HOSTILE = (
    "👩\u200d🚀",
    "e\u0301",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "\r\nATTENDEE:mailto:eve@evil.example",
    "<br>",
    "<p>",
    "ref x",
)
ANY_TEXT = st.lists(st.text(max_size=30) | st.sampled_from(PIECES + HOSTILE), max_size=12).map("".join)


def moments() -> st.SearchStrategy[Instant]:
    return st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31)).map(
        lambda naive: instant(naive.replace(second=0, microsecond=0, tzinfo=UTC))
    )


@st.composite
def texts(draw: st.DrawFn) -> EventText:
    return EventText(
        draw(ANY_TEXT),
        draw(ANY_TEXT),
        draw(st.none() | ANY_TEXT),
        draw(st.none() | st.integers(0, 600)),
        draw(st.booleans()),
    )


@st.composite
def wanteds(draw: st.DrawFn) -> Wanted:
    start = draw(moments())
    end = instant(start + timedelta(minutes=draw(st.integers(1, 600))))
    return Wanted(
        "5e0c-1", Span(start, end), draw(st.sampled_from(ZONES)), draw(texts()), NOW, draw(st.integers(0, 99))
    )


@given(wanteds())
def test_what_is_read_is_what_was_wanted(wanted: Wanted) -> None:
    seen = read(to_body(wanted))

    assert isinstance(seen, Seen)
    assert (seen.start, seen.end) == (wanted.span.start, wanted.span.end)
    assert (seen.uid, seen.sequence, seen.last_modified) == ("5e0c-1", wanted.sequence, NOW)
    assert seen.summary == one_line(wanted.text.summary)
    assert "<" in wanted.text.description or seen.description == bounded(clean(wanted.text.description)).strip()
    assert seen.location == one_line(wanted.text.location)
    assert seen.transparent is not wanted.text.opaque
    assert seen.status == "CONFIRMED"
    assert [alarm.seconds for alarm in seen.alarms] == (
        [] if wanted.text.alarm_minutes is None else [-60 * wanted.text.alarm_minutes]
    )


@given(wanteds())
def test_the_library_reads_the_same_and_finds_no_fault(wanted: Wanted) -> None:
    calendar = Calendar.from_ical(to_body(wanted))
    (event,) = calendar.walk("VEVENT")

    assert calendar.errors == event.errors == []
    assert str(event["SUMMARY"]) == one_line(wanted.text.summary)
    assert event.start.astimezone(UTC) == wanted.span.start
    assert event.end.astimezone(UTC) == wanted.span.end
    assert str(event.get("LOCATION", "")) == one_line(wanted.text.location)
    assert str(event["DESCRIPTION"]) == clean(wanted.text.description).strip()[: len(str(event["DESCRIPTION"]))]


@given(wanteds())
def test_nobody_is_ever_invited_and_nothing_breaks_out(wanted: Wanted) -> None:
    body = to_body(wanted)
    names = [line.name for line in split(body)]

    assert "ATTENDEE" not in names
    assert "ORGANIZER" not in names
    assert names.count("UID") == (1 if wanted.text.alarm_minutes is None else 2)
    assert [line.whole for line in split(body)].count("BEGIN:VEVENT") == 1


@given(wanteds())
def test_lines_are_folded_at_75_octets_inside_no_character(wanted: Wanted) -> None:
    body = to_body(wanted)

    assert body.endswith(b"\r\n")
    for line in body.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode()


@given(wanteds())
def test_writing_twice_gives_the_same_bytes(wanted: Wanted) -> None:
    assert to_body(wanted) == to_body(wanted)


@given(ANY_TEXT)
def test_any_text_survives_folding_and_escaping(text: str) -> None:
    told = clean(text)
    (line,) = split(join([fold(f"DESCRIPTION:{escape(told)}")]))

    assert line.name == "DESCRIPTION"
    assert unescape(line.value) == told


@given(ANY_TEXT)
def test_no_harmful_character_leaves_the_house(text: str) -> None:
    told = clean(text)

    assert (
        re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]", told)
        is None
    )
    assert clean(told) == told
    assert "\n" not in one_line(text)


def without_the_librarys_own_fault(wanted: Wanted) -> bool:
    """Whether no text holds a backslash before an N: the library writes that as a line break."""
    return "\\N" not in f"{wanted.text.summary}{wanted.text.description}{wanted.text.location}"


@given(wanteds().filter(without_the_librarys_own_fault))
def test_a_reading_means_the_same_as_itself_rewritten_by_the_library(wanted: Wanted) -> None:
    body = to_body(wanted)
    seen, rewritten = read(body), read(Calendar.from_ical(body).to_ical(sorted=True))

    assert isinstance(seen, Seen)
    assert isinstance(rewritten, Seen)
    assert same(seen, rewritten)


def test_a_long_text_is_cut_to_eight_kibibytes() -> None:
    text = EventText("☎ Anna Berg", "å" * 9000)
    wanted = Wanted("1", Span(NOW, instant(NOW + timedelta(minutes=5))), "Europe/Stockholm", text, NOW)
    seen = read(to_body(wanted))

    assert isinstance(seen, Seen)
    assert len(seen.description.encode()) <= 8 * 1024
    assert seen.description.endswith("…")


@pytest.mark.parametrize("minute", [0, 30])
def test_the_second_of_two_equal_times_in_autumn_is_said_in_utc(minute: int) -> None:
    second = instant(datetime(2026, 10, 25, 1, minute, tzinfo=UTC))
    span = Span(second, instant(second + timedelta(minutes=10)))
    body = to_body(Wanted("1", span, "Europe/Stockholm", EventText("☎", ""), NOW))
    seen = read(body)

    assert f"DTSTART:20261025T01{minute:02}00Z".encode() in body
    assert isinstance(seen, Seen)
    assert seen.start == second


def test_times_stand_in_the_reps_zone_with_its_rules() -> None:
    span = Span(instant(datetime(2026, 11, 24, 16, tzinfo=UTC)), instant(datetime(2026, 11, 24, 16, 10, tzinfo=UTC)))
    body = to_body(Wanted("1", span, "Europe/Stockholm", EventText("☎", ""), NOW))

    assert b"DTSTART;TZID=Europe/Stockholm:20261124T170000" in body
    assert b"DTEND;TZID=Europe/Stockholm:20261124T171000" in body
    assert body.count(b"BEGIN:VTIMEZONE") == 1


def test_an_event_that_ends_as_it_starts_lasts_a_minute() -> None:
    seen = read(to_body(Wanted("1", Span(NOW, NOW), "UTC", EventText("☎", ""), NOW)))

    assert isinstance(seen, Seen)
    assert seen.end - seen.start == timedelta(minutes=1)
    assert seen.start.astimezone(ZoneInfo("UTC")) == NOW
