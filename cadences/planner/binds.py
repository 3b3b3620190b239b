"""What promises bind: all that apply to a touch, brought down to one set of bounds. Knows no calendar and no rep.

Hours and weekdays bind calls and visits; dates bind all that reaches the contact; what the rep does alone is bound by
the rep's own promises. Of two promises in the same dimension the newer holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cadences.moments import Instant, at_wall, day_in, zone
from cadences.outcomes import REACHING, SPOKEN, Channel
from cadences.planner.slots import ceil_slot, floor_slot
from cadences.promises import Bound, Hours, Promise, When, WhenKind


@dataclass(frozen=True, slots=True)
class Bind:
    """Bounds on the start of a touch.

    `at` is an exact start; `lower` and `upper` bound the slot of the start, `[lower, upper)`. `hours` and
    `not_hours` are daily, in their zones; `days` and `not_days` ISO weekdays of the contact's. `named` are the dates
    that were named as days to touch on (first and last). `excepted` = limits do not bind it.
    """

    at: Instant | None = None
    lower: int | None = None
    upper: int | None = None
    hours: tuple[Hours, ...] = ()
    hours_zone: str = ""
    not_hours: tuple[tuple[tuple[Hours, ...], str], ...] = ()
    days: frozenset[int] = frozenset()
    not_days: frozenset[int] = frozenset()
    named: tuple[date, date] | None = None
    excepted: bool = False

    def names(self, day: date) -> bool:
        """Whether that day was named as one to touch on, so that the weekend gives way."""
        return day.isoweekday() in self.days or (self.named is not None and self.named[0] <= day <= self.named[1])

    @property
    def names_days(self) -> bool:
        """Whether any day was named."""
        return bool(self.days) or self.named is not None


FREE = Bind()


def binding(channel: Channel, promises: Iterable[Promise]) -> tuple[Promise, ...]:
    """Return the promises that bind a channel at all, reduced to what binds it; the newest last."""
    kept: list[Promise] = []
    for promise in promises:
        when = _bound_part(channel, promise)
        if when is not None:
            kept.append(promise if when is promise.when else replace(promise, when=when))
    return tuple(sorted(kept, key=lambda promise: (promise.said_at, promise.words)))


def _bound_part(channel: Channel, promise: Promise) -> When | None:
    """Return what of a promise binds a channel, or nothing."""
    when = promise.when
    if channel in SPOKEN:
        return when
    if channel not in REACHING:
        return when if promise.by_rep else None
    if when.at is not None:
        return When(WhenKind.ONE_OFF, not_before=when.at.date(), not_after=when.at.date(), tz=when.tz)
    dates = replace(when, windows=(), not_windows=(), days=frozenset(), not_days=frozenset())
    return dates if dates.not_before or dates.not_after else None


def in_force(promises: Sequence[Promise], contact_zone: str, due: Instant) -> tuple[Promise, ...]:
    """Return the promises (given the newest last) that count, the newest first; what a newer one replaces goes."""
    found: list[Promise] = []
    named: set[str] = set()
    for promise in reversed(promises):
        if "at" in named or bind((promise,), contact_zone, due) is FREE:
            continue
        mine = _dimensions(promise)
        if not mine <= named:
            found.append(promise)
        named |= mine
    return tuple(found)


def _dimensions(promise: Promise) -> set[str]:
    when = promise.when
    parts = {
        "at": when.at,
        "dates": when.not_before or when.not_after,
        "hours": when.windows,
        "not-hours": when.not_windows and (when.not_windows, promise.said_at),
        "days": when.days or when.not_days,
    }
    return {name for name, part in parts.items() if part}


def bind(promises: Sequence[Promise], contact_zone: str, due: Instant) -> Bind:
    """Bring promises (the newest last) down to one set of bounds.

    An exact time that lies before `due` is over: it was kept, or put off, by the touch before.
    """
    found = FREE
    for promise in promises:
        found = _with(found, promise.when, promise.when.tz or contact_zone, due)
    return found


def _with(older: Bind, when: When, where: str, due: Instant) -> Bind:
    """Add a newer promise to the bounds."""
    if when.at is not None:
        at = moment_in(when.at, where)
        return Bind(at=at, excepted=True) if at >= due else older
    lower, upper = _lower(when.not_before, where), _upper(when.not_after, where)
    found = _without_stale_at(older, when, lower, upper, where)
    if lower is not None or upper is not None:
        found = _dated(found, lower, upper, _named(when))
    if when.days:
        found = replace(found, days=when.days, not_days=frozenset(), excepted=found.excepted)
    if when.windows:
        found = replace(found, hours=when.windows, hours_zone=where)
    return replace(
        found,
        not_days=found.not_days | when.not_days,
        days=found.days - when.not_days,
        not_hours=(*found.not_hours, (when.not_windows, where)) if when.not_windows else found.not_hours,
        excepted=found.excepted or when.kind is not WhenKind.STANDING,
    )


def _without_stale_at(older: Bind, when: When, lower: int | None, upper: int | None, where: str) -> Bind:
    """Let an exact time go that a newer word excludes."""
    if older.at is None:
        return older
    slot, day = floor_slot(older.at), day_in(older.at, zone(where))
    outside = (lower is not None and slot < lower) or (upper is not None and slot >= upper)
    wrong_day = (when.days and day.isoweekday() not in when.days) or day.isoweekday() in when.not_days
    return FREE if outside or wrong_day else older


def _dated(older: Bind, lower: int | None, upper: int | None, named: tuple[date, date] | None) -> Bind:
    """Bound the dates; where the older bounds leave nothing of the newer, the newer hold. A day beats weekdays."""
    low = max((bound for bound in (older.lower, lower) if bound is not None), default=None)
    high = min((bound for bound in (older.upper, upper) if bound is not None), default=None)
    if low is not None and high is not None and low >= high:
        low, high = lower, upper
    if named is None:
        return replace(older, lower=low, upper=high)
    return replace(older, lower=low, upper=high, named=named, days=frozenset(), not_days=frozenset())


def _named(when: When) -> tuple[date, date] | None:
    """Return the dates that were named as days to touch on: a single day, or some of a weekend alone.

    A range like a week or a month names no day of its own: it does not say that the weekend will do.
    """
    first, last = _date(when.not_before), _date(when.not_after)
    if first is None or last is None or last < first:
        return None
    weekend = (last - first).days <= 1 and first.isoweekday() > 5 and last.isoweekday() > 5  # noqa: PLR2004 - Friday
    return (first, last) if first == last or weekend else None


def _date(bound: Bound | None) -> date | None:
    return bound.date() if isinstance(bound, datetime) else bound


def moment_in(wall: datetime, where: str) -> Instant:
    """Return when clocks in a zone show that date and time; kept to the minute."""
    return at_wall(wall.date(), wall.hour * 60 + wall.minute, zone(where))


def _lower(bound: Bound | None, where: str) -> int | None:
    if bound is None:
        return None
    there: ZoneInfo = zone(where)
    return ceil_slot(moment_in(bound, where) if isinstance(bound, datetime) else at_wall(bound, 0, there))


def _upper(bound: Bound | None, where: str) -> int | None:
    """Return the first slot that is too late: inclusive, and a date means the whole day."""
    if bound is None:
        return None
    if isinstance(bound, datetime):
        return floor_slot(moment_in(bound, where)) + 1
    return ceil_slot(at_wall(bound + timedelta(days=1), 0, zone(where)))
