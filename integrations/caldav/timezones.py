"""Time zones as iCalendar says them (RFC 5545, 3.6.5): one compact VTIMEZONE a zone. Knows the zone database alone.

The library's own blocks are wrong for an hour at each change and end in 2038; these are fitted to the zone's real
changes and checked against them: a yearly rule where one holds, else the changes of the years around the event.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from cadences.moments import zone

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_AHEAD: Final = 10
"""Years beyond the event's that a rule is fitted to, where it holds so long; the least is one on either side."""
_OLDEST: Final = 1970
_STRIDE: Final = timedelta(days=7)
"""No zone changes its clocks twice within a week in the years of the zone database that an event may lie in."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a zone's clocks: local time before it, UTC offsets before and after, the name after."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def daylight(self) -> bool:
        """Whether clocks go forward; a block names the greater offset daylight, whatever a law calls it."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Yearly:
    """A yearly onset: in a month, on the nth (or last) such weekday, or the one among seven days of the month."""

    month: int
    weekday: int
    clock: timedelta
    nth: int = 0
    from_day: int = 0

    def on(self, year: int) -> datetime:
        """Return the local onset of a year."""
        if self.nth < 0:
            day = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
            day -= timedelta(days=(day.weekday() - self.weekday) % 7)
        else:
            day = date(year, self.month, self.from_day or (self.nth - 1) * 7 + 1)
            day += timedelta(days=(self.weekday - day.weekday()) % 7)
        return datetime(day.year, day.month, day.day) + self.clock  # noqa: DTZ001 - local time is what a block says

    def __str__(self) -> str:
        """Write it as a recurrence rule."""
        by = f"BYDAY={self.nth or ''}{_WEEKDAYS[self.weekday]}"
        if self.from_day:
            by += ";BYMONTHDAY=" + ",".join(str(self.from_day + n) for n in range(7))
        return f"FREQ=YEARLY;BYMONTH={self.month};{by}"


@lru_cache(maxsize=512)
def vtimezone(name: str, year: int) -> str:
    """Return the block of an IANA zone, lines parted by CRLF, that is right from the year before to the year after.

    Raises:
        UnknownZoneError: The zone database has no such zone.
    """
    where = zone(name)
    for last in (year + _AHEAD, year + 1):
        changes = changes_of(where, year - 1, last)
        if not changes:
            return _block(name, _fixed(where, year))
        rules = _rules(changes, last - year + 2)
        if rules:
            return _block(name, [line for pair in rules for line in _observance(*pair, where)])
    return _block(name, _listed(where, year, changes_of(where, year - 1, year + 1)))


def changes_of(where: ZoneInfo, first: int, last: int) -> list[Change]:
    """List the changes of a zone's clocks in some years, both ends included."""
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    offset, found = _offset(moment, where), []
    while moment < end:
        after = min(moment + _STRIDE, end)
        if (then := _offset(after, where)) != offset:
            found.append(_between(moment, after, where))
            offset = then
        moment = after
    return found


def _between(low: datetime, high: datetime, where: ZoneInfo) -> Change:
    before = _offset(low, where)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(middle, where) == before else (low, middle)
    moment = high.replace(microsecond=0)
    there = moment.astimezone(where)
    return Change(moment.replace(tzinfo=None) + before, before, _offset(moment, where), there.tzname() or "")


def _offset(moment: datetime, where: ZoneInfo) -> timedelta:
    offset = moment.astimezone(where).utcoffset()
    assert offset is not None
    return offset


def _rules(changes: list[Change], years: int) -> list[tuple[Change, Yearly]]:
    """Return the two yearly rules that the changes follow, or nothing."""
    forward = [change for change in changes if change.daylight]
    back = [change for change in changes if not change.daylight]
    fitted = [(same[0], rule) for same in (forward, back) if len(same) == years and (rule := _fit(same)) is not None]
    return fitted if len(fitted) == 2 and len(changes) == 2 * years else []  # noqa: PLR2004 - there and back


def _fit(changes: list[Change]) -> Yearly | None:
    """Return the yearly rule of changes of one kind, one a year, or nothing."""
    kinds = {(c.local.month, c.local.weekday(), c.before, c.after, c.local.time()) for c in changes}
    if len(kinds) != 1:
        return None
    first = changes[0].local
    clock = timedelta(hours=first.hour, minutes=first.minute, seconds=first.second)
    earliest = min(change.local.day for change in changes)
    candidates = [
        Yearly(first.month, first.weekday(), clock, nth=-1),
        *(Yearly(first.month, first.weekday(), clock, nth=nth) for nth in range(1, 5)),
        *(Yearly(first.month, first.weekday(), clock, from_day=day) for day in _starts(earliest)),
    ]
    return next((rule for rule in candidates if all(rule.on(c.local.year) == c.local for c in changes)), None)


def _starts(earliest: int) -> Iterable[int]:
    """Return the days at which seven days of a month may begin that hold the earliest."""
    return range(min(earliest, 24), max(earliest - 7, 0), -1)


def _observance(change: Change, rule: Yearly, where: ZoneInfo) -> list[str]:
    year = change.local.year
    while year > _OLDEST and _holds(rule.on(year - 1), change, where):
        year -= 1
    return _lines(change, rule.on(year), f"RRULE:{rule}")


def _holds(onset: datetime, change: Change, where: ZoneInfo) -> bool:
    moment = (onset - change.before).replace(tzinfo=UTC)
    return _offset(moment - timedelta(seconds=1), where) == change.before and _offset(moment, where) == change.after


def _lines(change: Change, onset: datetime, *more: str) -> list[str]:
    kind = "DAYLIGHT" if change.daylight else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{onset:%Y%m%dT%H%M%S}",
        *more,
        f"TZOFFSETFROM:{_signed(change.before)}",
        f"TZOFFSETTO:{_signed(change.after)}",
        f"TZNAME:{change.name}",
        f"END:{kind}",
    ]


def _fixed(where: ZoneInfo, year: int) -> list[str]:
    there = datetime(year, 1, 1, tzinfo=UTC).astimezone(where)
    offset = _offset(there, where)
    still = Change(datetime(_OLDEST, 1, 1), offset, offset, there.tzname() or "")  # noqa: DTZ001 - local time
    return _lines(still, still.local)


def _listed(where: ZoneInfo, year: int, changes: list[Change]) -> list[str]:
    """Return one observance a change, after one that holds from the beginning of the year before."""
    begin = datetime(year - 1, 1, 1, tzinfo=UTC)
    offset = _offset(begin, where)
    there = begin.astimezone(where)
    still = Change(there.replace(tzinfo=None), offset, offset, there.tzname() or "")
    return [line for change in (still, *changes) for line in _lines(change, change.local)]


def _signed(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}{f'{left:02}' if left else ''}"


def _block(name: str, lines: list[str]) -> str:
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE"])
