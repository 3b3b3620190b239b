"""Where a touch fits: the first start that keeps the rules, and what gives way when none does. Places nothing.

The order of giving up: cadence windows, the rep's hours, limits, each alone, then together; at last the promise
itself. Call hours, holidays that count and absences are never given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Final

from cadences.cadence import Vary
from cadences.moments import at_wall, minute_in, zone
from cadences.outcomes import Channel
from cadences.placement import Part
from cadences.planner.asks import Ask, frame_beneath
from cadences.planner.board import Board
from cadences.planner.frames import HOURS, LIMITS, PROMISE, WINDOWS, Frame
from cadences.planner.layers import Layer
from cadences.planner.slots import (
    DAY,
    EVERY_DAY,
    STARTS,
    WEEK,
    DayOf,
    bits,
    day_at,
    floor_slot,
    lowest,
    open_slots,
    open_starts,
    touching,
    whole,
)
from cadences.windows import Window

NEVER_OPENS: Final = 8 * WEEK
"""After so many slots without a single start that the rules allow, nothing fits: to wait for the week in which two
zones change their clocks apart from each other keeps no promise. (Busy time and limits are waited for longer.)"""

GIVE_UP: Final = tuple(sum(given) for count in (1, 2, 3) for given in combinations((WINDOWS, HOURS, LIMITS), count))
"""What is given up, in this order, before the promise is."""

_DAYS_ON: Final = 6
"""Another day of the week is looked for on so many days after the first there is."""

PARTS: Final = {
    Part.EARLY: (Window(EVERY_DAY, 0, 600),),
    Part.LATE_MORNING: (Window(EVERY_DAY, 600, 720),),
    Part.EARLY_AFTERNOON: (Window(EVERY_DAY, 720, 900),),
    Part.LATE_AFTERNOON: (Window(EVERY_DAY, 900, 1440),),
}
"""The parts of the day, as windows of the contact's time."""


def part_at(minute: int) -> Part:
    """Return the part of the day in which a minute of it lies."""
    return next(part for part, (window,) in PARTS.items() if window.start <= minute < window.end)


def room(board: Board, ask: Ask, week: int, given_up: int = 0, layers: Sequence[Layer] | None = None) -> int:
    """Return where a touch could start in a week's mask, beside what some layers (all) hold and limits close."""
    free = ask.frame.starts_without(week, given_up & ~LIMITS) if given_up else ask.frame.starts(week)
    return _left(board, ask, week, free, given_up, layers) if free else 0


def _left(board: Board, ask: Ask, week: int, free: int, given_up: int, layers: Sequence[Layer] | None) -> int:
    """Return what of the starts that the rules allow is left by others and by limits."""
    held = board.time.all(week) if layers is None else board.time.of(layers, week)
    free &= ~touching(held, ask.length)
    if free and ask.limited and not given_up & LIMITS:
        closed = board.budget.closed(ask.request, week)
        if closed:
            free &= ~closed
    return free


def seek(
    board: Board, ask: Ask, given_up: int = 0, layers: Sequence[Layer] | None = None, high: int | None = None
) -> int | None:
    """Return the first slot at which a touch could start, or nothing."""
    low, high = ask.low, ask.high if high is None else min(high, ask.high)
    frame, opened = ask.frame, False
    for week in range(low // WEEK, (high - 1) // WEEK + 1):
        free = frame.starts_without(week, given_up & ~LIMITS) if given_up else frame.starts(week)
        if free:
            opened = True
            first = max(low, week * WEEK)
            free = _left(board, ask, week, free, given_up, layers) >> (first - week * WEEK)
            if free:
                slot = first + lowest(free)
                if slot < min(high, (week + 1) * WEEK):
                    return slot
        elif not opened and week * WEEK - low > NEVER_OPENS:
            return None
    return None


def within(mask: int, week: int, low: int, high: int) -> int:
    """Return what of a week's mask lies in the slots `[low, high)`."""
    base = week * WEEK
    if mask and base < low:
        mask = mask >> (low - base) << (low - base)
    if mask and base + WEEK > high:
        mask &= (1 << max(0, high - base)) - 1
    return mask


def contact_day(ask: Ask, slot: int) -> DayOf:
    """Return the contact's day in which a slot lies."""
    return day_at(ask.frame.shape.zone, slot)


def varies(ask: Ask) -> bool:
    """Whether it is a retry of a call that prefers another part of the day to those that were tried."""
    request = ask.request
    return bool(request.tried) and request.vary is Vary.HOUR and request.channel is Channel.CALL


def varies_day(ask: Ask) -> bool:
    """Whether it is a retry of a call that prefers another day of the week to those that were tried."""
    request = ask.request
    return bool(request.tried_days) and request.vary is Vary.DAY and request.channel is Channel.CALL


def another_day(board: Board, ask: Ask, slot: int, given_up: int = 0) -> int:
    """Return the first start within a week on a day of the week that was tried less often, or the same slot."""
    tried, day = ask.request.tried_days, contact_day(ask, slot)
    often = tried.count(day.day.isoweekday())
    for _ in range(_DAYS_ON if often else 0):
        day = contact_day(ask, day.end)
        if tried.count(day.day.isoweekday()) >= often:
            continue
        for week in range(day.start // WEEK, (day.end - 1) // WEEK + 1):
            free = room(board, ask, week, given_up) & bits(day.start, min(day.end, ask.high), week)
            if free:
                return week * WEEK + lowest(free)
    return slot


def varied(board: Board, ask: Ask, slot: int, given_up: int = 0) -> int:
    """Return a start on the same day in a part of the day tried less often, or the same slot."""
    where, week, day = ask.frame.shape.zone, slot // WEEK, contact_day(ask, slot)
    tried = ask.request.tried
    free = room(board, ask, week, given_up) & bits(slot, min(day.end, ask.high), week)
    for _, parts in sorted(_by_tries(tried).items()):
        mask = 0
        for part in parts:
            mask |= open_slots(PARTS[part], where, week)
        if free & mask:
            return week * WEEK + lowest(free & mask)
    return slot


def _by_tries(tried: Sequence[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for part in Part:
        found.setdefault(tried.count(part), []).append(part)
    return found


# --- the promise itself is given up ---------------------------------------------------------------------------------
def nearest(board: Board, ask: Ask) -> int | None:
    """Return the start nearest to the promise on the first day it could have been kept.

    The days that were promised are tried first, then others; days on which the rep works before those off; limits are
    kept where they can be. Where an exact time is given up, older promises hold again as far as they can.
    """
    under = frame_beneath(board, ask)
    limits = (0, LIMITS) if ask.limited else (0,)
    for given_up in (limit | hours | PROMISE for limit in limits for hours in (0, HOURS)):
        for same_days in (True, False):
            for week, day, free in _open_days(board, ask, given_up, under if same_days else None, same_days=same_days):
                target = _target(ask, day, week)
                if not target:  # days alone were promised: the cadence's windows still say when
                    own = whole(ask.frame.windows(week) & ask.frame.hours(week), ask.length)
                    free = free & own or free  # noqa: PLW2901 - what is left of it, if anything is
                return week * WEEK + _nearest_bit(free, target)
    return None


def _open_days(
    board: Board, ask: Ask, given_up: int, under: Frame | None, *, same_days: bool
) -> Iterator[tuple[int, DayOf, int]]:
    """Go through the contact's days on which the touch could start, the promise aside."""
    low, high = ask.low, ask.high if same_days else ask.ceiling
    for week in range(low // WEEK, (high - 1) // WEEK + 1):
        free = room(board, ask, week, given_up) & bits(low, high, week)
        if same_days:
            free &= ask.frame.promised_days(week) if under is None else under.promised(week)
        while free & STARTS:
            day = contact_day(ask, week * WEEK + lowest(free))
            here = free & bits(day.start, day.end, week)
            yield week, day, here
            free &= ~here


def _target(ask: Ask, day: DayOf, week: int) -> int:
    """Return the promised starts of a day, whatever stands in their way; nothing where only days were promised."""
    bind, where = ask.bind, ask.frame.shape.zone
    if bind.at is not None:
        slot = floor_slot(at_wall(day.day, minute_in(bind.at, zone(where)), zone(where)))
        return bits(slot, slot + 1, week)
    if not bind.hours:
        return 0
    mask = open_starts(bind.hours, bind.hours_zone, week)
    for hours, there in bind.not_hours:
        mask &= ~open_starts(hours, there, week)
    return mask & bits(day.start, day.end, week)


def _nearest_bit(free: int, target: int) -> int:
    """Return the bit of one mask that lies nearest to another's bits; the earlier of two."""
    if target:
        for far in range(DAY + 1):
            found = free & (target << far | target >> far)
            if found:
                return lowest(found)
    return lowest(free)


# --- nothing fits at all ----------------------------------------------------------------------------------------------
def anywhere(board: Board, ask: Ask) -> int:
    """Return a start where none is to be had: on top of what stands; at last the first there is.

    Call hours, holidays and absences are kept while there is a start that keeps them.
    """
    frame, length = ask.frame, ask.length
    low = ask.low if ask.bind.lower is not None or ask.bind.at is not None else ask.floor
    end = max(ask.ceiling, low + DAY)
    masks: tuple[Callable[[int], int], ...] = (
        lambda week: frame.starts_without(week, PROMISE),
        lambda week: whole(frame.hard(week) & frame.reach(week), length),
        lambda week: whole(frame.hard(week), length),
        frame.reach,
    )
    for mask in masks:
        for week in range(low // WEEK, (end - 1) // WEEK + 1):
            away = touching(board.time.of((Layer.AWAY,), week), length)
            free = within(mask(week) & ~away & STARTS, week, low, end)
            if free:
                return week * WEEK + lowest(free)
    return low
