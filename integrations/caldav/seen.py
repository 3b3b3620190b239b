"""Events as others wrote them: bytes to what klart can understand of them. Knows iCalendar; knows no plan.

Reading never raises: what cannot be understood is `Unreadable` and says why. Only the few lines that bear on klart
are given to the library, so that a broken property of somebody else's hides nothing; text is read by `lines`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cadences.moments import Instant, instant
from cadences.wording.plain import clean
from integrations.caldav.lines import Line, split, unescape
from integrations.caldav.spans import NoTimeError, times_of

REF: Final = re.compile(r"\bref[: ]\s*([A-Za-z0-9][A-Za-z0-9./_-]{3,80})", re.IGNORECASE)
"""How an event names its touch below the line of dashes; tolerant, since apps re-wrap."""

_STAMP: Final = re.compile(r"(\d{8}T\d{6})Z")
_TRIGGER: Final = re.compile(r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_SECONDS: Final = (604_800, 86_400, 3600, 60, 1)
_MARKUP: Final = re.compile(r"<(?:br|/?p|/?div|/?html|/?body|/?span|/?b|/?a|/?ul|/?li|hr)\b[^>]*>", re.IGNORECASE)
_BREAKING: Final = re.compile(r"<(?:br|/?p|/?div|/?li|hr)\b[^>]*>", re.IGNORECASE)
_GAP: Final = re.compile(r"\n\s*\n\s*")
_TAG: Final = re.compile(r"</?[A-Za-z!][^<>]*>")
_UTC: Final = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An object that cannot be understood; it is left alone. `reason` is one sentence for `klart status`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder: its trigger as it is written, and its own UID (ours ends in `-alarm`), empty where it has none."""

    trigger: str
    uid: str = ""

    @property
    def seconds(self) -> int | None:
        """How long after the start it comes (before = negative), however it is written; nothing for a fixed time."""
        found = _TRIGGER.fullmatch(self.trigger)
        if found is None:
            return None
        length = sum(int(amount or 0) * unit for amount, unit in zip(found.groups()[1:], _SECONDS, strict=True))
        return -length if found[1] == "-" else length


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as it was read; of a recurring one the first.

    `day` is set on all-day events, whose span is that of the days in the reader's zone. `floating` = no zone was
    given, `zone_unreadable` = one was given that nobody knows: both are read as the reader's zone, and never to be
    written back from it. `overrides` counts changed instances of a recurring event. Text is clean, without markup.
    """

    uid: str
    start: Instant
    end: Instant
    summary: str = ""
    description: str = ""
    location: str = ""
    day: date | None = None
    zone: str | None = None
    floating: bool = False
    zone_unreadable: bool = False
    status: str = "CONFIRMED"
    transparent: bool = False
    recurring: bool = False
    overrides: int = 0
    attendees: tuple[str, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    categories: tuple[str, ...] = ()
    sequence: int = 0
    last_modified: Instant | None = None
    ref: str | None = None

    @property
    def all_day(self) -> bool:
        """Whether it has days instead of times."""
        return self.day is not None


def same(a: Seen, b: Seen) -> bool:
    """Whether two readings mean the same to klart: servers rewrite bytes, stamps, alarms and the order of lines."""
    return _meaning(a) == _meaning(b)


def _meaning(seen: Seen) -> tuple[object, ...]:
    text = tuple(" ".join(line.split()) for line in seen.description.strip().split("\n"))
    times = (seen.start, seen.end, seen.day, seen.floating, seen.zone_unreadable)
    people = frozenset(guest.casefold() for guest in seen.attendees)
    plain = (seen.uid, " ".join(seen.summary.split()), text, " ".join(seen.location.split()))
    return (*plain, *times, seen.status, seen.transparent, seen.recurring, people)


def read(body: bytes, home: ZoneInfo = _UTC) -> Seen | Unreadable:
    """Read an object; `home` is the zone in which days and times without a zone are meant (the rep's)."""
    try:
        return _read(split(body), home)
    except (NoTimeError, LookupError) as fault:
        return Unreadable(str(fault))
    except Exception as error:  # noqa: BLE001 - hostile bytes may break any line of the library; none may stop a round
        return Unreadable(f"the event cannot be read ({type(error).__name__})")


def masters(lines: list[Line]) -> list[tuple[int, int]]:
    """Return where each VEVENT stands, from its BEGIN to its END, both included."""
    found, begin = [], None
    for at, line in enumerate(lines):
        mark = line.whole.strip().upper()
        if mark == "BEGIN:VEVENT" and begin is None:
            begin = at
        elif mark == "END:VEVENT" and begin is not None:
            found.append((begin, at))
            begin = None
    return found


def own_lines(lines: list[Line], begin: int, end: int) -> list[int]:
    """Return where an event's own properties stand: inside it, outside its alarms and other components."""
    depth, found = 0, []
    for at in range(begin + 1, end):
        name = lines[at].name
        depth += (name == "BEGIN") - (name == "END")
        if depth == 0 and name != "END":
            found.append(at)
    return found


def master(lines: list[Line]) -> tuple[int, int]:
    """Return where the event itself stands, as opposed to changed instances of it.

    Raises:
        LookupError: There is none.
    """
    for begin, end in masters(lines):
        if all(lines[at].name != "RECURRENCE-ID" for at in own_lines(lines, begin, end)):
            return begin, end
    raise LookupError("it holds no event")


def _read(lines: list[Line], home: ZoneInfo) -> Seen:
    begin, end = master(lines)
    own: dict[str, list[Line]] = {}
    for at in own_lines(lines, begin, end):
        own.setdefault(lines[at].name, []).append(lines[at])
    times = times_of(own, lines, home)
    description = _plain(_text(own, "DESCRIPTION"))
    return Seen(
        uid=_text(own, "UID"),
        start=times.start,
        end=times.end,
        day=times.day,
        zone=times.zone,
        floating=times.floating,
        zone_unreadable=times.zone_unreadable,
        summary=_text(own, "SUMMARY"),
        description=description,
        location=_text(own, "LOCATION"),
        status=_text(own, "STATUS").upper() or "CONFIRMED",
        transparent=_text(own, "TRANSP").upper() == "TRANSPARENT",
        recurring="RRULE" in own or "RDATE" in own,
        overrides=len(masters(lines)) - 1,
        attendees=tuple(line.value.strip() for line in own.get("ATTENDEE", ())),
        alarms=_alarms(lines[begin:end]),
        categories=tuple(w for line in own.get("CATEGORIES", ()) for w in unescape(line.value).split(",")),
        sequence=_number(_text(own, "SEQUENCE")),
        last_modified=_stamped(_text(own, "LAST-MODIFIED")),
        ref=_ref(description),
    )


def _text(own: dict[str, list[Line]], name: str) -> str:
    """Return a text, or nothing where it is absent; of several the first."""
    return clean(unescape(own[name][0].value)).strip() if name in own else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - 32 bits


def _stamped(text: str) -> Instant | None:
    found = _STAMP.fullmatch(text)
    try:
        return instant(datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)) if found else None
    except ValueError:
        return None


def _ref(description: str) -> str | None:
    """Return the last ref: ours stands at the end, and a copied text may hold another before it."""
    found = REF.findall(description)
    return found[-1] if found else None


def _plain(text: str) -> str:
    """Return a description without markup: some apps make HTML of it."""
    if "<" not in text or _MARKUP.search(text) is None:
        return text
    stripped = _TAG.sub("", _BREAKING.sub("\n", text))
    return _GAP.sub("\n\n", clean(html.unescape(stripped)).replace("\xa0", " ")).strip()


def _alarms(event: list[Line]) -> tuple[Alarm, ...]:
    alarms: list[Alarm] = []
    inside = False
    for line in event:
        mark = line.whole.strip().upper()
        if mark == "BEGIN:VALARM":
            alarms.append(Alarm(""))
        inside = (inside or mark == "BEGIN:VALARM") and mark != "END:VALARM"
        if inside and line.name == "TRIGGER":
            alarms[-1] = replace(alarms[-1], trigger=line.value.strip().upper())
        elif inside and line.name == "UID":
            alarms[-1] = replace(alarms[-1], uid=unescape(line.value).strip())
    return tuple(alarms)
