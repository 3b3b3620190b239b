"""Events as others write them: apps, servers and strangers. Reading never raises."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.caldav.mapping import Seen, Unreadable, read, same

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CUSTOM = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def body(*lines: str, before: str = "", after: str = "") -> bytes:
    event = "\r\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{before}{event}\r\n{after}END:VCALENDAR\r\n".encode()


def seen(*lines: str, before: str = "", after: str = "") -> Seen:
    found = read(body(*lines, before=before, after=after), STOCKHOLM)
    assert isinstance(found, Seen)
    return found


FIVE = datetime(2026, 11, 24, 16, tzinfo=UTC)
"""17:00 in Stockholm."""


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART:20261124T160000Z",
        "DTSTART;TZID=Europe/Stockholm:20261124T170000",
        'DTSTART;TZID="Europe/Stockholm":20261124T170000',
        "DTSTART;TZID=W. Europe Standard Time:20261124T170000",
        "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261124T170000",
        "DTSTART;VALUE=DATE-TIME;TZID=Europe/Stockholm;X-A=1:20261124T170000",
        "DTSTART;TZID=Asia/Kathmandu:20261124T214500",
    ],
)
def test_a_time_is_read_in_its_zone(start: str) -> None:
    found = seen(start, "DURATION:PT30M")

    assert found.start == FIVE
    assert (found.end - found.start).total_seconds() == 1800
    assert not found.zone_unreadable
    assert not found.floating


def test_a_time_without_a_zone_floats_and_is_read_where_the_rep_is() -> None:
    found = seen("DTSTART:20261124T170000", "DTEND:20261124T173000")

    assert found.floating
    assert found.start == FIVE
    assert not found.zone_unreadable


def test_a_zone_that_nobody_knows_is_told() -> None:
    found = seen("DTSTART;TZID=Nowhere/Else:20261124T170000")

    assert found.zone_unreadable
    assert not found.floating
    assert found.start == FIVE


def test_a_zone_of_its_own_is_read_from_its_own_block_each_time() -> None:
    start = "DTSTART;TZID=Customized Time Zone:20261124T170000"
    first, second = (seen(start, before=CUSTOM.format(offset=offset)) for offset in ("+0300", "+0500"))

    assert (first.start.hour, second.start.hour) == (14, 12)


def test_a_block_whose_rule_would_run_on_for_ever_is_not_followed() -> None:
    block = CUSTOM.format(offset="+0300").replace("TZOFFSETFROM", "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM")

    assert seen("DTSTART;TZID=Customized Time Zone:20261124T170000", before=block).zone_unreadable


def test_days_are_days_of_the_reader() -> None:
    found = seen("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126")

    assert found.all_day
    assert found.day == date(2026, 11, 24)
    assert (found.end - found.start).days == 2
    assert found.start == datetime(2026, 11, 23, 23, tzinfo=UTC)


@pytest.mark.parametrize("end", [(), ("DURATION:P1D",), ("DTEND;VALUE=DATE:20261125",)])
def test_a_day_without_an_end_lasts_a_day(end: tuple[str, ...]) -> None:
    found = seen("DTSTART;VALUE=DATE:20261124", *end)

    assert (found.end - found.start).days == 1


def test_of_a_repeating_event_the_first_is_read_and_changed_ones_are_counted() -> None:
    changed = "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20261201T160000Z\r\nDTSTART:20261201T180000Z\r\nEND:VEVENT\r\n"
    master = ("DTSTART:20261124T160000Z", "RRULE:FREQ=WEEKLY")

    assert (seen(*master, after=changed).recurring, seen(*master, after=changed).overrides) == (True, 1)
    assert seen(*master, before=changed).start == FIVE


def test_guests_status_and_alarms_are_seen() -> None:
    alarms = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER;RELATED=START:-PT0H15M", "UID:x", "END:VALARM")
    found = seen(
        "DTSTART:20261124T160000Z",
        "STATUS:cancelled",
        "TRANSP:TRANSPARENT",
        'ATTENDEE;CN="Lund: Erik":mailto:erik@fjordkraft.example',
        "CATEGORIES:klart,work",
        "SEQUENCE:7",
        "LAST-MODIFIED:20261123T080000Z",
        *alarms,
    )

    assert found.attendees == ("mailto:erik@fjordkraft.example",)
    assert (found.status, found.transparent, found.sequence) == ("CANCELLED", True, 7)
    assert [(alarm.seconds, alarm.uid) for alarm in found.alarms] == [(-900, "x")]
    assert found.categories == ("klart", "work")
    assert found.last_modified == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_what_an_alarm_says_is_not_what_the_event_says() -> None:
    alarm = ("BEGIN:VALARM", "SUMMARY:no", "DESCRIPTION:no", "END:VALARM")

    assert seen("DTSTART:20261124T160000Z", *alarm, "SUMMARY:yes").summary == "yes"


def test_markup_is_read_as_text() -> None:
    html = '<html-blob>Answer: ej svar<br>Phone: <a href=\\"tel:070\\">070</a><p>a &amp\\; b</p></html-blob>'
    found = seen("DTSTART:20261124T160000Z", f"DESCRIPTION:{html}")

    assert found.description.split("\n")[:2] == ["Answer: ej svar", "Phone: 070"]
    assert "a & b" in found.description


def test_text_with_angles_that_is_no_markup_stays() -> None:
    assert seen("DTSTART:20261124T160000Z", "DESCRIPTION:if a < b then c > d").description == "if a < b then c > d"


def test_the_last_ref_counts() -> None:
    text = "Note: see ref 1111/1/1\\n---\\nref 7k2q/3f9c1d/4"

    assert seen("DTSTART:20261124T160000Z", f"DESCRIPTION:{text}").ref == "7k2q/3f9c1d/4"


def test_a_broken_property_of_somebody_elses_hides_nothing() -> None:
    found = seen("DTSTART:20261124T160000Z", "GEO:nowhere", "X-BAD;=:;", "no property at all", "SUMMARY:Anna")

    assert found.summary == "Anna"


def test_octets_that_are_no_utf8_hide_nothing() -> None:
    found = read(body("DTSTART:20261124T160000Z", "SUMMARY:Bj\x01rn").replace(b"\x01", b"\xf6"))

    assert isinstance(found, Seen)
    assert found.summary == "Bjrn"


def test_a_huge_text_is_read_at_once() -> None:
    assert len(seen("DTSTART:20261124T160000Z", "DESCRIPTION:" + "a" * 3_000_000).description) == 3_000_000


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((), "no start"),
        (("DTSTART:tomorrow",), "cannot be read"),
        (("DTSTART:20261345T990000Z",), "cannot be read"),
        (("DTSTART:20261124T160000Z", "DTEND:20261124T170000Z", "DURATION:PT5M"), "cannot be read"),
    ],
)
def test_what_cannot_be_understood_says_why(lines: tuple[str, ...], says: str) -> None:
    found = read(body(*lines))

    assert isinstance(found, Unreadable)
    assert says in found.reason


@pytest.mark.parametrize("start", ["DTSTART;TZID=Europe/Stockholm:00010101T000000", "DTSTART:99991231T235959Z"])
def test_a_time_at_the_end_of_all_time_is_told_not_raised(start: str) -> None:
    assert isinstance(read(body(start, "DURATION:P1D")), Unreadable)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", errors="replace")))
def test_reading_never_raises(octets: bytes) -> None:
    assert isinstance(read(octets), Seen | Unreadable)
    wrapped = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + octets + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert isinstance(read(wrapped), Seen | Unreadable)


def test_an_empty_object_is_told_apart() -> None:
    assert read(b"") == Unreadable("it holds no event")
    assert read(b"<html>Log in</html>") == Unreadable("it holds no event")


def test_stamps_alarms_and_spaces_do_not_make_a_difference_and_times_do() -> None:
    one = seen("DTSTART:20261124T160000Z", "DURATION:PT1H", "DESCRIPTION:a \\nb\\n", "DTSTAMP:20261124T160000Z")
    two = seen("DTSTART;TZID=Europe/Stockholm:20261124T170000", "DTEND:20261124T170000Z", "DESCRIPTION:a\\n b")
    later = seen("DTSTART:20261124T170000Z", "DURATION:PT1H", "DESCRIPTION:a\\nb")

    assert same(one, two)
    assert not same(one, later)
