"""Start and end as others wrote them: dates, zones of every kind, durations. Knows iCalendar's times, no other line."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from cadences.moments import Instant, UnknownZoneError, instant, zone
from integrations.caldav.lines import Line

_TIMES: Final = ("DTSTART", "DTEND", "DURATION")
_TZID: Final = re.compile(r';TZID=("[^"]*"|[^;:]*)', re.IGNORECASE)


class NoTimeError(Exception):
    """Why the times of an event cannot be understood; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Times:
    """When an event is; the fields are those of a reading."""

    start: Instant
    end: Instant
    day: date | None = None
    zone: str | None = None
    floating: bool = False
    zone_unreadable: bool = False


def times_of(own: dict[str, list[Line]], lines: list[Line], home: ZoneInfo) -> Times:
    """Read the times of an event.

    Args:
        own: The event's own lines by their names.
        lines: The whole object, for its zones.
        home: The zone in which days and times without a zone are meant.

    Raises:
        NoTimeError: They cannot be understood. (The library may raise more on hostile bytes.)
    """
    if "DTSTART" not in own:
        raise NoTimeError("it has no start")
    event = _parsed([own[name][0] for name in _TIMES if name in own])
    start, end = event.start, event.end
    if not isinstance(start, datetime):
        return _days(start, end, home)
    first = _zone(own["DTSTART"][0], start, lines)
    last = _zone(own["DTEND"][0], end, lines) if "DTEND" in own else first
    begins = _moment(start, first or home)
    ends = _moment(end, last or home) if "DTEND" in own else Instant(begins + (end - start))
    told = bool(_tzid(own["DTSTART"][0]))
    return Times(
        begins,
        max(begins, ends),
        zone=first.key if isinstance(first, ZoneInfo) else None,
        floating=first is None and not told,
        zone_unreadable=first is None and told,
    )


def _parsed(times: list[Line]) -> Any:
    """Have the library read the times alone, without their zones: it takes the first VTIMEZONE of a name for all."""
    from icalendar import Event  # heavy, and not needed by `klart --help`

    bare = [_TZID.sub("", line.whole) for line in times]
    text = "\r\n".join(["BEGIN:VEVENT", *bare, "END:VEVENT", ""])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a guess of the library's is no fault of ours
        event = Event.from_ical(text.encode("utf-8", errors="replace"))
    if event.errors:
        raise NoTimeError(f"its time cannot be read ({event.errors[0][0]})")
    return event


def _days(start: date, end: Any, home: ZoneInfo) -> Times:
    last = end if isinstance(end, date) and not isinstance(end, datetime) and end > start else start + timedelta(days=1)
    begins, ends = (datetime.combine(day, time(), home) for day in (start, last))
    return Times(instant(begins), instant(ends), start)


def _moment(there: datetime, where: tzinfo) -> Instant:
    return instant(there if there.tzinfo else there.replace(tzinfo=where))


def _tzid(line: Line) -> str:
    found = _TZID.search(line.whole)
    return found[1].strip('"').strip() if found else ""


def _zone(line: Line, there: Any, lines: list[Line]) -> tzinfo | None:
    """Return the zone of a time, or nothing where none is given or the one given is not known."""
    if isinstance(there, datetime) and there.tzinfo is not None:
        return UTC
    name = _tzid(line)
    return (_named(name) or _told(name, lines)) if name else None


def _named(name: str) -> ZoneInfo | None:
    """Return a zone by its IANA name, behind a vendor's prefix too, or by its name on Windows."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = name.split("/")
    tails = ["/".join(parts[at:]) for at in range(1, len(parts) - 1)] if name.startswith("/") else []
    for candidate in (name, WINDOWS_TO_OLSON.get(name), *tails):
        try:
            if candidate:
                return zone(candidate)
        except UnknownZoneError:
            continue
    return None


def _told(name: str, lines: list[Line]) -> tzinfo | None:
    """Return the zone that the object's own VTIMEZONE describes, if its rules are yearly (others could run on)."""
    from io import StringIO

    from dateutil.tz import tzical  # type: ignore[import-untyped]  # it has no types; heavy, and for strange zones alone

    block = _timezone(name, lines)
    if not block or any(line.name == "RRULE" and "FREQ=YEARLY" not in line.value.upper() for line in block):
        return None
    try:
        found: tzinfo | None = tzical(StringIO("\r\n".join(line.whole for line in block))).get(name)
    except (ValueError, TypeError, KeyError):
        return None
    return found


def _timezone(name: str, lines: list[Line]) -> list[Line]:
    begin = 0
    for at, line in enumerate(lines):
        mark = line.whole.strip().upper()
        if mark == "BEGIN:VTIMEZONE":
            begin = at
        elif mark == "END:VTIMEZONE":
            block = lines[begin : at + 1]
            if any(part.name == "TZID" and part.value.strip() == name for part in block):
                return block
    return []
