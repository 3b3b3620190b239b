"""Writing what is wanted into what stands on the server: knows which fields are ours; knows no server and no plan.

Lines are spliced, so that what klart does not own stays byte for byte: alarms, attachments, colours, X- properties,
changed instances, and what the library would drop as broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from integrations.caldav.event import ALARM, Wanted, to_body
from integrations.caldav.lines import Line, escape, fold, join, split
from integrations.caldav.said import retitled, woven
from integrations.caldav.seen import Alarm, Seen, Unreadable, master, masters, own_lines, read

_TIME: Final = ("DTSTART", "DTEND", "DURATION")
_REPEATS: Final = ("RRULE", "RDATE", "EXRULE", "EXDATE")
_STAMPS: Final = ("DTSTAMP", "LAST-MODIFIED")


class Unmergeable(ValueError):
    """An event that must not be written: it cannot be read, or has guests whom a write would mail."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """The event as it stands (`now`), as it was last understood, as we last wrote it, and as it is wanted.

    `fresh` are the lines of the wanted one; `record` = it tells what happened.
    """

    now: Seen
    before: Seen
    mine: Seen
    want: Seen
    fresh: list[Line]
    record: bool

    @property
    def single(self) -> bool:
        """Whether it must stop repeating: what happened is no plan, and stands nowhere in the future."""
        return self.record and (self.now.recurring or self.now.overrides > 0)

    def line(self, name: str) -> str | None:
        """Return a property's line as it is wanted, or nothing where it is to be absent."""
        return next((line.raw for line in _own(self.fresh) if line.name == name), None)


def merge(base: bytes, theirs: bytes, wanted: Wanted, ours: bytes | None = None) -> bytes:
    """Write what is wanted into what stands on the server.

    `base` is the object as it was last understood: start and end (together), status and busy are written where
    theirs is still as it was then. `ours` is the last `to_body` that was wanted there (nothing = `base` is all ours):
    it tells our own words from a person's, so that a title, a place or a reminder of theirs stays, and so does every
    line that somebody put into the description. All else of theirs is kept byte for byte, but for a rule by which a
    record would repeat.

    Returns:
        The new body, or `theirs` itself where nothing is to be written.

    Raises:
        Unmergeable: Theirs cannot be read, or has guests.
        UnknownZoneError: The zone database has no zone of the wanted name.
    """
    now = read(theirs)
    if isinstance(now, Unreadable):
        raise Unmergeable(now.reason)
    if now.attendees:
        raise Unmergeable("it has guests, who would be sent mail")
    before = now if base == theirs else _or(read(base), now)
    mine = before if ours is None else _or(read(ours), before)
    fresh = to_body(wanted)
    want = read(fresh)
    assert isinstance(want, Seen)
    sides = _Sides(now, before, mine, want, split(fresh), wanted.record)
    changed, alarm = _changes(sides), _alarm(sides)
    if not changed and alarm is None:
        return theirs
    return _written(split(theirs), sides, changed, alarm)


def _or(read_so: Seen | Unreadable, otherwise: Seen) -> Seen:
    return otherwise if isinstance(read_so, Unreadable) else read_so


# --- what changes ---------------------------------------------------------------------------------------------------
def _changes(sides: _Sides) -> dict[str, str | None]:
    """Return the new lines by the names of the properties they replace; nothing = it goes."""
    now, before, mine, want = sides.now, sides.before, sides.mine, sides.want
    changed: dict[str, str | None] = {}
    if _moved(now, before, want):
        changed |= {name: sides.line(name) for name in _TIME}
    title = retitled(mine.summary, now.summary, want.summary)
    if title != now.summary:
        changed["SUMMARY"] = fold(f"SUMMARY:{escape(title)}")
    text = woven(mine.description, now.description, want.description)
    if _lines(text) != _lines(now.description):
        changed |= {"DESCRIPTION": fold(f"DESCRIPTION:{escape(text)}"), "X-ALT-DESC": None}
    if now.location == mine.location != want.location:
        changed["LOCATION"] = sides.line("LOCATION")
    if now.status == before.status != want.status:
        changed["STATUS"] = sides.line("STATUS")
    if sides.single:
        changed |= dict.fromkeys(_REPEATS)
    if now.transparent == before.transparent != want.transparent:
        changed["TRANSP"] = sides.line("TRANSP")
    return changed


def _moved(now: Seen, before: Seen, want: Seen) -> bool:
    """Whether the time is to be written: nobody has moved it since, and it stands elsewhere.

    A time whose zone nobody knows is never written over: what a person meant is not known.
    """
    untouched = (now.start, now.end, now.day) == (before.start, before.end, before.day)
    elsewhere = (now.start, now.end, now.day) != (want.start, want.end, want.day)
    return untouched and elsewhere and not now.zone_unreadable


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.strip().split("\n")]


@dataclass(frozen=True, slots=True)
class _Reminder:
    """What becomes of our reminder: a trigger to write, or nothing to take it away."""

    trigger: str | None


def _alarm(sides: _Sides) -> _Reminder | None:
    """Return what is to become of our reminder, or nothing where it stays: one that a person changed is theirs."""
    asked, there, had = _ours(sides.want), _ours(sides.now), _ours(sides.mine)
    if there is None:
        return _Reminder(asked.trigger) if asked is not None and had is None else None
    if had is None or there.seconds != had.seconds:
        return None
    if asked is None:
        return _Reminder(None)
    return _Reminder(asked.trigger) if asked.seconds != there.seconds else None


def _ours(seen: Seen) -> Alarm | None:
    return next((alarm for alarm in seen.alarms if alarm.uid.endswith(ALARM)), None)


# --- how it is written ----------------------------------------------------------------------------------------------
def _own(lines: list[Line]) -> list[Line]:
    return [lines[at] for at in own_lines(lines, *master(lines))]


def _written(lines: list[Line], sides: _Sides, changed: dict[str, str | None], alarm: _Reminder | None) -> bytes:
    """Put the new lines where theirs stood; an event's version never goes back."""
    sequence = max(sides.want.sequence, sides.now.sequence + ("DTSTART" in changed))
    left = changed | {name: sides.line(name) for name in _STAMPS} | {"SEQUENCE": f"SEQUENCE:{sequence}"}
    ours = frozenset(left)
    begin, end = master(lines)
    own = own_lines(lines, begin, end)
    out = [[line.raw] for line in lines]
    for at in own:
        if lines[at].name in ours:
            new = left.pop(lines[at].name, None)
            out[at] = [new] if new is not None else []
    out[own[-1] if own else begin].extend(new for new in left.values() if new is not None)
    if alarm is not None:
        _remind(out, lines, sides.fresh, alarm, (begin, end))
    if sides.single:
        _leave_one(out, lines, begin)
    if changed.get("DTSTART"):
        _rezone(out, lines, sides.fresh)
    return join([raw for raws in out for raw in raws])


def _leave_one(out: list[list[str]], lines: list[Line], begin: int) -> None:
    """Leave out the changed instances of an event, which begins there."""
    for first, last in masters(lines):
        if first != begin:
            out[first : last + 1] = [[] for _ in range(first, last + 1)]


def _remind(
    out: list[list[str]], lines: list[Line], fresh: list[Line], alarm: _Reminder, event: tuple[int, int]
) -> None:
    """Write, change or take away our reminder."""
    begin, end = event
    found = next(((a, b) for a, b in _blocks(lines, "VALARM", begin, end) if _is_ours(lines[a:b])), None)
    if found is None:
        out[end][:0] = [line.raw for a, b in _blocks(fresh, "VALARM", 0, len(fresh)) for line in fresh[a : b + 1]]
        return
    for at in range(found[0], found[1] + 1):
        if alarm.trigger is None:
            out[at] = []
        elif lines[at].name == "TRIGGER":
            out[at] = [f"TRIGGER:{alarm.trigger}"]


def _is_ours(block: list[Line]) -> bool:
    return any(line.name == "UID" and line.value.strip().endswith(ALARM) for line in block)


def _rezone(out: list[list[str]], lines: list[Line], fresh: list[Line]) -> None:
    """Put our block of the zone that the new times are in where theirs of that name stood, else before the events."""
    for begin, end in _blocks(fresh, "VTIMEZONE", 0, len(fresh)):
        block = [line.raw for line in fresh[begin : end + 1]]
        name = _tzid(fresh[begin:end])
        for a, b in _blocks(lines, "VTIMEZONE", 0, len(lines)):
            if _tzid(lines[a:b]) == name:
                out[a : b + 1] = [block, *([] for _ in range(b - a))]
                return
        first = next(at for at, line in enumerate(lines) if line.whole.strip().upper() == "BEGIN:VEVENT")
        out[first][:0] = block


def _tzid(block: list[Line]) -> str:
    return next((line.value.strip() for line in block if line.name == "TZID"), "")


def _blocks(lines: list[Line], kind: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return where components of a kind begin and end, both included."""
    found, at = [], begin
    for here in range(begin, end):
        mark = lines[here].whole.strip().upper()
        if mark == f"BEGIN:{kind}":
            at = here
        elif mark == f"END:{kind}":
            found.append((at, here))
    return found
