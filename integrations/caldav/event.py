"""A touch's event as klart writes it. Knows iCalendar; knows no plan, no server, no store, and nobody's else event.

There is never an ATTENDEE or ORGANIZER: nobody is to be sent an invitation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cadences.moments import Instant, Span, zone
from cadences.shown import EventText
from cadences.wording.plain import bounded, clean, one_line
from integrations.caldav.lines import escape, fold
from integrations.caldav.timezones import vtimezone

ALARM: Final = "-alarm"
"""How the UID of our reminder ends (RFC 9074, 4): others in the same event are a person's."""

_HEAD: Final = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//klart//klart//EN\r\n"
_UTC_NAMES: Final = frozenset({"UTC", "Etc/UTC", "Etc/GMT", "GMT", "Z"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """An event as klart wants it. `zone` is the rep's (IANA; `UTC` for servers that cannot hold zones).

    `stamp` is when it was written; `sequence` counts its versions and never goes back. `record` = it tells what
    happened, which happened once.
    """

    uid: str
    span: Span
    zone: str
    text: EventText
    stamp: Instant
    sequence: int = 0
    record: bool = False


def to_body(wanted: Wanted) -> bytes:
    """Write a touch's event as a calendar object (RFC 5545), the same bytes for the same event.

    Raises:
        UnknownZoneError: The zone database has no such zone.
    """
    text = wanted.text
    summary, description = _summary(text), _description(text)
    parts = [
        _zone_block(wanted),
        f"BEGIN:VEVENT\r\nUID:{wanted.uid}\r\nDTSTAMP:{_utc(wanted.stamp)}\r\nLAST-MODIFIED:{_utc(wanted.stamp)}",
        f"SEQUENCE:{wanted.sequence}",
        *_time_lines(wanted),
        fold(f"SUMMARY:{escape(summary)}"),
        fold(f"DESCRIPTION:{escape(description)}"),
        "CATEGORIES:klart\r\nSTATUS:CONFIRMED",
        _transparency(text),
    ]
    if text.location:
        parts.append(fold(f"LOCATION:{escape(one_line(text.location))}"))
    if text.alarm_minutes is not None:
        parts.extend(_alarm_lines(wanted))
    body = "\r\n".join(part for part in parts if part)
    return f"{_HEAD}{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()


def _summary(text: EventText) -> str:
    return one_line(text.summary)


def _description(text: EventText) -> str:
    return bounded(clean(text.description)).strip()


def _transparency(text: EventText) -> str:
    return "TRANSP:OPAQUE" if text.opaque else "TRANSP:TRANSPARENT"


def _alarm_lines(wanted: Wanted) -> list[str]:
    return [
        "BEGIN:VALARM",
        fold(f"UID:{wanted.uid}{ALARM}"),
        "ACTION:DISPLAY",
        f"TRIGGER:{_trigger(wanted.text)}",
        fold(f"DESCRIPTION:{escape(_summary(wanted.text))}"),
        "END:VALARM",
    ]


def _trigger(text: EventText) -> str:
    return f"-PT{text.alarm_minutes}M" if text.alarm_minutes else "PT0S"


def _times(wanted: Wanted) -> tuple[datetime, datetime, bool]:
    """Return start and end as they are written, and whether in UTC.

    A time that an autumn night has twice can only be said in UTC when the second is meant (RFC 5545, 3.3.5).
    An end that is no later than its start is no event to some servers: a minute is the least.
    """
    start, end = wanted.span.start, max(wanted.span.end, wanted.span.start + timedelta(minutes=1))
    if wanted.zone in _UTC_NAMES:
        return start, end, True
    where = zone(wanted.zone)
    here, there = start.astimezone(where), end.astimezone(where)
    if (here.fold and _twice(here)) or (there.fold and _twice(there)):
        return start, end, True
    return here, there, False


def _twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.utcoffset()


def _time_lines(wanted: Wanted) -> list[str]:
    start, end, utc = _times(wanted)
    if utc:
        return [f"DTSTART:{start:%Y%m%dT%H%M%S}Z", f"DTEND:{end:%Y%m%dT%H%M%S}Z"]
    prefix = f";TZID={wanted.zone}:"
    return [f"DTSTART{prefix}{start:%Y%m%dT%H%M%S}", f"DTEND{prefix}{end:%Y%m%dT%H%M%S}"]


def _zone_block(wanted: Wanted) -> str:
    start, _, utc = _times(wanted)
    return "" if utc else vtimezone(wanted.zone, start.year)


def _utc(moment: Instant) -> str:
    return f"{moment:%Y%m%dT%H%M%S}Z"
