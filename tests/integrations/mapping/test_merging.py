"""Laws of merging: a person wins field by field, what is not ours stays, and nothing is written without need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cadences.moments import Span, instant
from integrations.caldav.lines import split
from integrations.caldav.mapping import EventText, Seen, Unmergeable, Wanted, merge, read, same, to_body

NOW = instant(datetime(2026, 11, 23, 9, tzinfo=UTC))
LATER = instant(datetime(2026, 11, 25, 14, 30, tzinfo=UTC))
DESCRIPTION = "Answer:\n\nWhy now: 1 week after no answer.\n\nPhone: 070\n\n---\nref 7k2q/1/1"
TEXT = EventText("☎ Anna Berg", DESCRIPTION, None, 10, opaque=True)
OURS = Wanted("5e0c-1", Span(NOW, instant(NOW + timedelta(minutes=10))), "Europe/Stockholm", TEXT, NOW, 1)
BASE = to_body(OURS)
NEXT = replace(
    OURS,
    span=Span(LATER, instant(LATER + timedelta(minutes=20))),
    text=EventText("☎ Anna Berg (try 2)", DESCRIPTION.replace("1 week", "2 weeks"), "Storgatan 1", None),
    stamp=LATER,
    sequence=2,
)


def seen(body: bytes) -> Seen:
    found = read(body)
    assert isinstance(found, Seen)
    return found


def theirs(*edits: Callable[[str], str]) -> bytes:
    text = BASE.decode()
    for edit in edits:
        changed = edit(text)
        assert changed != text
        text = changed
    return text.encode()


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def add(*lines: str) -> Callable[[str], str]:
    return swap("BEGIN:VALARM", "\r\n".join([*lines, "BEGIN:VALARM"]))


MOVED = (swap("T100000", "T170000"), swap("T101000", "T171000"))
STRANGE = add(
    "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC",
    "X-MOZ-LASTACK:20261123T080000Z",
    "COLOR:tomato",
    "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:AAAA",
    'X-ODD;A="x:y":a\\,b;c',
    "a line that is no property",
)


def test_where_nobody_touched_it_all_is_as_wanted() -> None:
    merged = seen(merge(BASE, BASE, NEXT))

    assert same(merged, seen(to_body(NEXT)))
    assert merged.alarms == ()
    assert merged.last_modified == LATER


def test_what_is_wanted_already_is_not_written() -> None:
    assert merge(BASE, BASE, OURS) is BASE
    assert merge(BASE, BASE, replace(OURS, stamp=LATER, sequence=9)) is BASE


def test_writing_again_writes_nothing() -> None:
    once = merge(BASE, BASE, NEXT)

    assert merge(once, once, NEXT, to_body(NEXT)) is once
    assert merge(once, once, NEXT) is once


@pytest.mark.parametrize("rewrite", [False, True])
def test_a_rewriting_server_makes_no_second_write(*, rewrite: bool) -> None:
    body = Calendar.from_ical(merge(BASE, BASE, NEXT)).to_ical(sorted=rewrite)

    assert merge(body, body, NEXT, to_body(NEXT)) is body


def test_a_persons_time_stays_and_the_rest_is_ours() -> None:
    merged = seen(merge(BASE, theirs(*MOVED), NEXT))

    assert merged.start == instant(NOW + timedelta(hours=7))
    assert merged.end - merged.start == timedelta(minutes=10)
    assert merged.summary == NEXT.text.summary


def test_a_time_is_never_merged_by_half() -> None:
    merged = seen(merge(BASE, theirs(swap("T101000", "T120000")), NEXT))

    assert (merged.start, merged.end) == (NOW, instant(NOW + timedelta(hours=2)))


def test_a_time_that_was_understood_may_move_on() -> None:
    moved = theirs(*MOVED)

    assert seen(merge(moved, moved, NEXT, BASE)).start == LATER


def test_a_day_becomes_a_time_again_once_it_was_understood() -> None:
    days = theirs(
        swap("DTSTART;TZID=Europe/Stockholm:20261123T100000", "DTSTART;VALUE=DATE:20261124"),
        swap("DTEND;TZID=Europe/Stockholm:20261123T101000", "DTEND;VALUE=DATE:20261125"),
    )

    assert seen(merge(BASE, days, NEXT)).all_day
    assert seen(merge(days, days, NEXT, BASE)).start == LATER


def test_a_duration_gives_way_to_an_end() -> None:
    body = theirs(swap("DTEND;TZID=Europe/Stockholm:20261123T101000", "DURATION:PT10M"))
    names = [line.name for line in split(merge(BASE, body, NEXT))]

    assert "DURATION" not in names
    assert names.count("DTEND") == 1


def test_a_time_in_a_zone_nobody_knows_is_left_alone() -> None:
    body = theirs(swap(";TZID=Europe/Stockholm", ";TZID=Nowhere"))

    assert b"DTSTART;TZID=Nowhere:20261123T100000" in merge(body, body, NEXT, BASE)


def test_new_times_bring_their_zones_rules_along() -> None:
    bare = theirs(lambda text: text[: text.index("BEGIN:VTIMEZONE")] + text[text.index("BEGIN:VEVENT") :])
    wrong = theirs(swap("TZOFFSETTO:+0200", "TZOFFSETTO:+0300"))

    for body in (bare, wrong):
        merged = merge(body, body, NEXT)
        assert merged.count(b"BEGIN:VTIMEZONE") == 1
        assert b"TZOFFSETTO:+0200" in merged


@pytest.mark.parametrize("name", ["SUMMARY", "LOCATION"])
def test_a_persons_title_and_place_stay_for_ever(name: str) -> None:
    edits = {"SUMMARY": swap("SUMMARY:☎ Anna Berg", "SUMMARY:Lunch"), "LOCATION": add("LOCATION:Café")}
    edited = theirs(edits[name])

    for before in (BASE, edited):
        merged = seen(merge(before, edited, NEXT, BASE))
        assert getattr(merged, name.lower()) in {"Lunch", "Café"}


def test_a_persons_words_stay_when_ours_change_around_them() -> None:
    edited = theirs(swap("Answer:\\n", "Answer: ej svar\\n"), swap("ref 7k2q/1/1", "ref 7k2q/1/1\\nfråga Eva"))

    for before in (BASE, edited):
        text = seen(merge(before, edited, NEXT, BASE)).description
        assert text.startswith("Answer: ej svar\n")
        assert text.endswith("ref 7k2q/1/1\nfråga Eva")
        assert "2 weeks" in text
        assert "1 week " not in text


def test_all_that_is_not_ours_stays_byte_for_byte() -> None:
    edited = theirs(STRANGE)
    before = [line.raw for line in split(edited)]
    after = [line.raw for line in split(merge(edited, edited, NEXT, BASE))]
    ours = {"DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "TRANSP"}

    kept = [raw for raw in before if raw.split(":")[0].split(";")[0] not in ours]
    for raw in kept[: kept.index("BEGIN:VALARM")]:
        assert raw in after


STRANGERS = st.lists(
    st.tuples(
        st.from_regex(r"X-[A-Z]{1,8}", fullmatch=True),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cs"]), max_size=200),
    ),
    max_size=6,
)


@given(STRANGERS)
def test_properties_that_nobody_knows_stay(strangers: list[tuple[str, str]]) -> None:
    lines = [f"{name}:{value}" for name, value in strangers]
    edited = theirs(add("COMMENT:x", *lines))
    merged = {line.whole for line in split(merge(edited, edited, NEXT, BASE))}

    assert {line.strip("\ufeff") for line in lines} <= {line.strip("\ufeff") for line in merged}


def test_octets_that_are_no_utf8_stay() -> None:
    edited = theirs(add("X-NAME:Bj@rn")).replace(b"@", b"\xf6")

    assert b"X-NAME:Bj\xf6rn\r\n" in merge(edited, edited, NEXT, BASE)


def alarm(trigger: str, uid: str = "theirs") -> str:
    return f"BEGIN:VALARM\r\nUID:{uid}\r\nACTION:DISPLAY\r\nTRIGGER:{trigger}\r\nEND:VALARM\r\n"


def test_a_persons_reminder_stays_beside_ours() -> None:
    edited = theirs(swap("END:VEVENT", alarm("-PT1H") + "END:VEVENT"))
    quiet = seen(merge(edited, edited, NEXT, BASE))

    assert [each.seconds for each in quiet.alarms] == [-3600]


def test_our_reminder_that_a_person_changed_is_theirs() -> None:
    edited = theirs(swap("TRIGGER:-PT10M", "TRIGGER:-PT1H"))

    assert [each.seconds for each in seen(merge(edited, edited, NEXT, BASE)).alarms] == [-3600]


def test_our_reminder_that_a_person_took_away_does_not_come_back() -> None:
    edited = theirs(lambda text: text[: text.index("BEGIN:VALARM")] + text[text.index("END:VEVENT") :])
    louder = replace(NEXT, text=replace(NEXT.text, alarm_minutes=5))

    assert seen(merge(edited, edited, louder, BASE)).alarms == ()


def test_our_reminder_follows_what_is_wanted_however_it_is_written() -> None:
    louder = replace(NEXT, text=replace(NEXT.text, alarm_minutes=5))
    edited = theirs(swap("TRIGGER:-PT10M", "TRIGGER:-P0DT0H10M0S"))
    quiet = to_body(NEXT)

    assert [each.seconds for each in seen(merge(edited, edited, louder, BASE)).alarms] == [-300]
    assert [each.seconds for each in seen(merge(quiet, quiet, louder)).alarms] == [-300]


def test_an_event_with_guests_is_never_written() -> None:
    with pytest.raises(Unmergeable, match="guests"):
        merge(BASE, theirs(add("ATTENDEE:mailto:eva@acme.example")), NEXT)


@pytest.mark.parametrize("body", [b"", b"<html>", BASE.replace(b"DTSTART;TZID=Europe/Stockholm:20", b"DTSTART:xx")])
def test_what_cannot_be_read_is_never_written(body: bytes) -> None:
    with pytest.raises(Unmergeable):
        merge(BASE, body, NEXT)


def test_a_version_never_goes_back() -> None:
    assert seen(merge(BASE, theirs(swap("SEQUENCE:1", "SEQUENCE:7")), NEXT)).sequence == 8


def test_changed_instances_of_a_repeating_event_stay() -> None:
    more = "BEGIN:VEVENT\r\nUID:5e0c-1\r\nRECURRENCE-ID:20261130T090000Z\r\nDTSTART:20261130T100000Z\r\nEND:VEVENT\r\n"
    edited = theirs(add("RRULE:FREQ=WEEKLY"), swap("END:VCALENDAR", more + "END:VCALENDAR"))
    merged = merge(edited, edited, NEXT, BASE)

    assert more.encode() in merged
    assert seen(merged).overrides == 1


def test_a_cancelled_event_stays_so_until_it_was_understood() -> None:
    edited = theirs(swap("STATUS:CONFIRMED", "STATUS:CANCELLED"))

    assert seen(merge(BASE, edited, NEXT)).status == "CANCELLED"
    assert seen(merge(edited, edited, NEXT, BASE)).status == "CONFIRMED"


@given(title=st.text(), text=st.text(), opaque=st.booleans())
def test_whatever_the_texts_nobody_is_invited_and_it_stays_one_event(title: str, text: str, *, opaque: bool) -> None:
    merged = merge(BASE, theirs(STRANGE), replace(NEXT, text=EventText(title, text, text, 5, opaque)))
    names = [line.name for line in split(merged)]

    assert not {"ATTENDEE", "ORGANIZER"} & set(names)
    assert [line.whole for line in split(merged)].count("BEGIN:VEVENT") == 1
    assert isinstance(read(merged), Seen)
