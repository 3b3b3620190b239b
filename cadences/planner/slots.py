"""Time as bits: weeks of 5-minute slots in whole numbers. Knows zones and windows; knows no rep and no touch.

Slots count from Monday 5 January 1970, 00:00 UTC; every zone's offset has been a multiple of five minutes since 1972,
so local times on the grid are slots. A week's mask is an int: bit n is the week's n-th slot. It reaches a day beyond
its week, so that a touch that starts on Sunday's last slot is judged whole; starts are taken from the week alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from cadences.moments import MINUTES_A_DAY, Instant, at_wall, zone
from cadences.windows import Window

MINUTES: Final = 5
"""The grid."""
DAY: Final = MINUTES_A_DAY // MINUTES
WEEK: Final = 7 * DAY
BITS: Final = WEEK + DAY
"""Slots in a week's mask: the week and the day after it."""
ALL: Final = (1 << BITS) - 1
STARTS: Final = (1 << WEEK) - 1
ORIGIN: Final = Instant(datetime(1970, 1, 5, tzinfo=UTC))
EVERY_DAY: Final = frozenset(range(1, 8))

_SECONDS: Final = 60 * MINUTES


def floor_slot(moment: Instant) -> int:
    """Return the slot that holds an instant."""
    since = moment - ORIGIN
    return since.days * DAY + since.seconds // _SECONDS


def ceil_slot(moment: Instant) -> int:
    """Return the first slot that starts at or after an instant."""
    since = moment - ORIGIN
    whole_slots, rest = divmod(since.seconds, _SECONDS)
    return since.days * DAY + whole_slots + (1 if rest or since.microseconds else 0)


def moment_of(slot: int) -> Instant:
    """Return the instant at which a slot starts."""
    return Instant(ORIGIN + timedelta(0, _SECONDS * slot))


def bits(start: int, end: int, week: int) -> int:
    """Return the slots `[start, end)` as a week's mask; what lies outside it is left out."""
    base = week * WEEK
    low, high = max(0, start - base), min(BITS, end - base)
    return ((1 << (high - low)) - 1) << low if low < high else 0


class DayOf(NamedTuple):
    """A local day and its slots, `[start, end)`."""

    day: date
    start: int
    end: int


NO_DAY: Final = DayOf(date.min, 0, 0)
"""The day of what stands nowhere yet."""


@lru_cache(maxsize=8192)
def day_of(where: str, day: date) -> DayOf:
    """Return a day of a zone; 23 or 25 hours long where clocks change."""
    there = zone(where)
    return DayOf(day, ceil_slot(at_wall(day, 0, there)), ceil_slot(at_wall(day, MINUTES_A_DAY, there)))


@lru_cache(maxsize=4096)
def days_of(where: str, week: int) -> tuple[DayOf, ...]:
    """Return the days of a zone that a week's mask touches, in order."""
    first = (ORIGIN + timedelta(weeks=week)).date()
    days = (day_of(where, first + timedelta(days=n)) for n in range(-1, 10))
    return tuple(found for found in days if bits(found.start, found.end, week))


@lru_cache(maxsize=4096)
def _days_by_end(where: str, week: int) -> tuple[tuple[DayOf, ...], tuple[int, ...]]:
    days = days_of(where, week)
    return days, tuple(day.end for day in days)


def day_at(where: str, slot: int) -> DayOf:
    """Return the day of a zone in which a slot lies."""
    days, ends = _days_by_end(where, slot // WEEK)
    return days[bisect_right(ends, slot)]


def days_where(holds: Callable[[date], bool], where: str, week: int) -> int:
    """Return the slots of those days of a zone for which something holds."""
    mask = 0
    for found in days_of(where, week):
        if holds(found.day):
            mask |= bits(found.start, found.end, week)
    return mask


@lru_cache(maxsize=16384)
def open_slots(windows: tuple[Window, ...], where: str, week: int) -> int:
    """Return the slots that lie whole inside windows of a zone."""
    there = zone(where)
    mask = 0
    for found in days_of(where, week):
        weekday = found.day.isoweekday()
        for window in windows:
            if weekday in window.days:
                start, end = at_wall(found.day, window.start, there), at_wall(found.day, window.end, there)
                mask |= bits(ceil_slot(start), floor_slot(end), week)
    return mask


@lru_cache(maxsize=4096)
def open_starts(hours: tuple[tuple[int | None, int | None], ...], where: str, week: int) -> int:
    """Return the slots that start inside daily hours of a zone; a side left open ends with the day."""
    there = zone(where)
    mask = 0
    for found in days_of(where, week):
        for start, end in hours:
            low = found.start if start is None else ceil_slot(at_wall(found.day, start, there))
            high = found.end if end is None else ceil_slot(at_wall(found.day, end, there))
            mask |= bits(low, high, week)
    return mask


def whole(mask: int, length: int) -> int:
    """Return the slots at which so many slots in a row lie inside a mask.

    >>> bin(whole(0b110111, 2))
    '0b10011'
    """
    done = 1
    while done < length and mask:
        step = min(done, length - done)
        mask &= mask >> step
        done += step
    return mask


def touching(mask: int, length: int) -> int:
    """Return the slots at which so many slots in a row would touch a mask.

    >>> bin(touching(0b1000, 2))
    '0b1100'
    """
    if length == 2:  # noqa: PLR2004 - ten minutes, what most calls take
        return mask | mask >> 1
    if length == 3:  # noqa: PLR2004 - a quarter of an hour
        return mask | mask >> 1 | mask >> 2
    done = 1
    while done < length:
        step = min(done, length - done)
        mask |= mask >> step
        done += step
    return mask


def lowest(mask: int) -> int:
    """Return the number of the lowest bit of a mask that has one."""
    return (mask & -mask).bit_length() - 1
