"""A preview as a calendar: the very events a rep would get, for any calendar app. Knows iCalendar's frame alone.

Nothing rings: a preview is looked at. Each event's name is made from what it is, so that opening it twice is once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from cadences.forward.preview import Shown
from cadences.pictures.days import Pictured
from cadences.pictures.names import Speaker
from integrations.caldav.lines import escape, fold
from integrations.caldav.mapping import Wanted, to_body

_EVENT: Final = "BEGIN:VEVENT\r\n"
_END: Final = "END:VCALENDAR\r\n"
_ZONE: Final = "BEGIN:VTIMEZONE\r\n"


def calendar_of(pictured: Pictured) -> str:
    """Return all events of a preview as one calendar object (RFC 5545), the same text for the same preview."""
    speaker = Speaker(pictured)
    zone, events = "", []
    for touch in pictured.preview.touches:
        block, event = _parts(touch, speaker, pictured.rep.timezone)
        if block and zone and block != zone:  # its clocks change by other rules: only UTC says that with one zone
            block, event = _parts(touch, speaker, "UTC")
        zone = zone or block
        events.append(event)
    return f"{_head(pictured)}{zone}{''.join(events)}{_END}"


def _head(pictured: Pictured) -> str:
    name = escape(pictured.cadence.name)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//klart//klart//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [fold(f"NAME:{name}"), fold(f"X-WR-CALNAME:{name}")]
    return "".join(f"{line}\r\n" for line in lines)


def _parts(touch: Shown, speaker: Speaker, zone: str) -> tuple[str, str]:
    """Return the zone that an event needs, and the event."""
    pictured = speaker.pictured
    text = replace(speaker.event(touch, f"preview.{touch.n}"), alarm_minutes=None)
    wanted = Wanted(_uid(touch, pictured), touch.span, zone, text, pictured.start)
    before, event = to_body(wanted).decode().split(_EVENT)
    block = before[before.index(_ZONE) :] if _ZONE in before else ""
    return block, _EVENT + event.removesuffix(_END)


def _uid(touch: Shown, pictured: Pictured) -> str:
    cadence = pictured.cadence
    return str(uuid5(NAMESPACE_URL, f"klart:{cadence.name}:{cadence.version}:{pictured.start.isoformat()}:{touch.n}"))
