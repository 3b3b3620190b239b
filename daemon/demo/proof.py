"""The proof at the end: what the server itself says, asked by plain HTTP, beside what the plan says. Trusts neither.

Knows WebDAV's simplest requests and iCalendar; uses nothing of klart's own sync.
"""

from __future__ import annotations

import base64
import http.client
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from cadences.moments import Instant, instant

_LISTING = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the server holds it."""

    start: Instant
    end: Instant
    title: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared: open touches, records of what was done, and every difference in a sentence."""

    planned: int
    records: int
    differences: tuple[str, ...]


def events_of(url: str, user: str, password: str) -> list[Event]:
    """Return every event of the calendar at that address, as the server gives it."""
    from icalendar import Calendar

    parts = urlsplit(url)
    line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    signed = {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}
    try:
        listing = _ask(line, "PROPFIND", parts.path, {**signed, "Depth": "1"}, _LISTING)
        hrefs = [str(node.text) for node in ET.fromstring(listing).iter("{DAV:}href")]  # noqa: S314 - our own server
        bodies = [_ask(line, "GET", href, signed) for href in hrefs if href.rstrip("/") != parts.path.rstrip("/")]
    finally:
        line.close()
    return [_event(node) for body in bodies for node in Calendar.from_ical(body.decode()).walk("VEVENT")]


def _ask(
    line: http.client.HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
) -> bytes:
    line.request(method, path, body or None, dict(headers))
    answer = line.getresponse()
    content = answer.read()
    if answer.status not in {200, 207}:
        raise OSError(answer.status, f"the server answered {method} with {answer.status}", path)
    return content


def _event(node: Any) -> Event:
    return Event(instant(node["DTSTART"].dt), instant(node["DTEND"].dt), str(node["SUMMARY"]))


def compare(events: Sequence[Event], touches: Iterable[Mapping[str, Any]], done: Iterable[tuple[str, int]]) -> Proof:
    """Compare the calendar with the plan: one event for each open touch, one record for each that was done.

    Args:
        events: What the server holds.
        touches: The open touches, as the agenda has them.
        done: The contacts' names, and how many touches of theirs were done.
    """
    differences: list[str] = []
    left = list(events)
    planned = 0
    for touch in touches:
        planned += 1
        wanted = (_instant(touch["start"]), _instant(touch["end"]))
        found = [one for one in left if (one.start, one.end) == wanted and touch["contact"] in one.title]
        if len(found) != 1:
            differences.append(f"{touch['contact']}, {touch['start']}: {len(found)} events in the calendar")
        left = [one for one in left if one not in found]
    records = dict(done)
    held = Counter(name for one in left for name in records if name in one.title)
    differences += [
        f"{name}: {count} done, {held[name]} records in the calendar"
        for name, count in records.items()
        if held[name] != count
    ]
    strangers = [one.title for one in left if not any(name in one.title for name in records)]
    differences += [f"{title}: in the calendar, and not in the plan" for title in strangers]
    return Proof(planned, sum(records.values()), tuple(differences))


def _instant(text: str) -> Instant:
    return instant(datetime.fromisoformat(text))
