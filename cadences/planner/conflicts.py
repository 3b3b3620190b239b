"""Which rules a placed touch breaks, and why a promise could not be kept. Reads the board; moves nothing on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from cadences.moments import day_in, minute_in, zone
from cadences.planner.asks import Ask, beneath
from cadences.planner.board import Board
from cadences.planner.layers import Layer
from cadences.planner.limits import monday
from cadences.planner.search import contact_day, within
from cadences.planner.slots import DAY, WEEK, DayOf, bits, ceil_slot, floor_slot, lowest, moment_of
from cadences.planner.why import kept, promise_reason
from cadences.reasons import Reason
from cadences.windows import clock

LOOKED: Final = 8 * WEEK
"""How far ahead the first day of a promise is looked for, in slots."""


def conflicts(board: Board, ask: Ask) -> tuple[Reason, ...]:
    """Return the rules that a placed touch breaks, most important first."""
    return tuple(_conflicts(board, ask))


def _conflicts(board: Board, ask: Ask) -> Iterator[Reason]:
    if ask.nowhere:
        yield Reason("conflict-nothing-fits", (str((ask.ceiling - ask.floor) // DAY),))
    given_up = False
    for promise in ask.promises:
        if not kept(board, ask, promise):
            given_up = True
            yield promise_reason(ask, promise, "conflict-promise")
            yield from _cannot(board, ask)
    if given_up:  # an exact time that cannot be kept no longer excuses the others
        yield from (promise_reason(ask, one, "conflict-promise") for one in beneath(ask) if not kept(board, ask, one))
    yield from _hard(board, ask)
    yield from _overlaps(board, ask)
    if not ask.pinned:
        yield from _soft(board, ask, given_up=given_up)
    yield from _limits(board, ask)


def _cannot(board: Board, ask: Ask) -> Iterator[Reason]:
    """Return why a promise cannot be kept on the first day on which it could have been."""
    if ask.pinned:
        return
    bound, frame, soonest = ask.bind, ask.frame, max(ceil_slot(ask.request.due), board.soonest)
    if (bound.upper is not None and bound.upper <= soonest) or (bound.at is not None and bound.at < board.now):
        yield Reason("cannot-passed", (_last_day(ask).isoformat(),))
        return
    day = _first_day(ask, soonest)
    week = day.start // WEEK
    wanted = _wanted(ask, day, week)
    holiday = frame.holiday_here(day.day) or frame.holiday_at_reps(day.day)
    said = day.day.isoformat()
    if holiday is not None:
        yield Reason("cannot-holiday", (said, holiday[1]))
    elif bound.at is None and not wanted & ~frame.weekends(week):
        return  # the days that were left are weekends: that is said by the promise itself
    elif not wanted & ~board.time.of((Layer.AWAY,), week):
        yield Reason("cannot-absent", (said,))
    elif not wanted & frame.rings(week):
        yield Reason("cannot-call-hours", tuple(str(window) for window in frame.rules.windows))
    elif not wanted & frame.reach(week):
        yield Reason("cannot-latest", (clock(board.rep.earliest), clock(board.rep.latest)))
    else:
        yield Reason("cannot-busy", (said,))


def _first_day(ask: Ask, soonest: int) -> DayOf:
    """Return the first of the contact's days on which a promise could be kept, if nothing stood in its way."""
    if ask.bind.at is not None:
        return contact_day(ask, floor_slot(ask.bind.at))
    low = max(soonest, ask.bind.lower or soonest)
    high = low + LOOKED if ask.bind.upper is None else min(ask.bind.upper, low + LOOKED)
    for week in range(low // WEEK, high // WEEK + 1):
        starts = within(ask.frame.promised(week), week, low, high)
        if starts:
            return contact_day(ask, week * WEEK + lowest(starts))
    return contact_day(ask, low)


def _wanted(ask: Ask, day: DayOf, week: int) -> int:
    if ask.bind.at is not None:
        return 1 << (floor_slot(ask.bind.at) - week * WEEK)
    return ask.frame.promised(week) & bits(day.start, day.end, week)


def _last_day(ask: Ask) -> date:
    if ask.bind.at is not None:
        return day_in(ask.bind.at, zone(ask.frame.shape.zone))
    assert ask.bind.upper is not None
    return contact_day(ask, ask.bind.upper - 1).day


def _hard(board: Board, ask: Ask) -> Iterator[Reason]:
    """Return call hours, holidays and absences that a person's pin breaks (or that nothing could keep)."""
    assert ask.span is not None
    slots, week = _slots(ask)
    frame, start = ask.frame, ask.span.start
    if slots & ~frame.rings(week):
        here = clock(minute_in(start, zone(frame.shape.zone)))
        yield Reason("conflict-call-hours", (here, *(str(window) for window in frame.rules.windows)))
    if slots & frame.holidays(week):
        here_day, reps_day = day_in(start, zone(frame.shape.zone)), day_in(start, zone(board.rep.timezone))
        holiday = frame.holiday_here(here_day) or frame.holiday_at_reps(reps_day) or ("", "")
        yield Reason("conflict-holiday", (here_day.isoformat(), holiday[1]))
    if slots & board.time.of((Layer.AWAY,), week):
        yield Reason("conflict-absent", (day_in(start, zone(board.rep.timezone)).isoformat(),))


def _overlaps(board: Board, ask: Ask) -> Iterator[Reason]:
    """Return the event of the rep's, and the other touch, that it stands on."""
    where = zone(board.rep.timezone)
    for other in board.time.holders(tuple(Layer)[1:], ask.start, ask.end):
        if other.layer is Layer.BUSY:
            ends = (other.start, other.end)
            yield Reason("conflict-busy", tuple(moment_of(end).astimezone(where).isoformat() for end in ends))
        elif other.key != ask.request.key:
            yield Reason("conflict-overlap", (other.key,))


def _soft(board: Board, ask: Ask, *, given_up: bool) -> Iterator[Reason]:
    """Return the cadence's windows and the rep's hours, where a touch of klart's own placing lies outside them."""
    assert ask.span is not None
    slots, week = _slots(ask)
    frame = ask.frame
    exact = ask.bind.at is not None
    if not exact and not given_up and slots & ~frame.windows(week):
        yield Reason("conflict-windows", frame.windows_reason.args)
    if slots & ~(frame.reach(week) if exact or given_up else frame.hours(week)):
        yield Reason("conflict-hours", (clock(minute_in(ask.span.start, zone(board.rep.timezone))),))


def _limits(board: Board, ask: Ask) -> Iterator[Reason]:
    """Return the limits that are passed with it."""
    assert ask.span is not None
    if not ask.over:
        return
    request, contact, limits, budget = ask.request, ask.request.contact, ask.request.limits, board.budget
    day, reps_day = day_in(ask.span.start, zone(contact.timezone)), day_in(ask.span.start, zone(board.rep.timezone))
    a_day, a_week = limits.touches_per_contact_per_day, limits.touches_per_contact_per_week
    if not request.joins and budget.on_day(contact.id, contact.timezone, day) > a_day:
        yield Reason("conflict-limit-day", (day.isoformat(), str(a_day)))
    if not request.joins and budget.in_week(contact.id, contact.timezone, day) > a_week:
        yield Reason("conflict-limit-week", (monday(day).isoformat(), str(a_week)))
    for name, limit in ((request.cadence, limits.touches_per_rep_per_day), ("", board.rep.capacity)):
        if limit is not None and budget.rep_on_day(name, reps_day) > limit:
            yield Reason("conflict-limit-rep", (reps_day.isoformat(), str(limit)))


def _slots(ask: Ask) -> tuple[int, int]:
    """Return the slots of a placed touch as a mask, and its week."""
    assert ask.span is not None
    start, end = floor_slot(ask.span.start), max(ceil_slot(ask.span.end), floor_slot(ask.span.start) + 1)
    return bits(start, end, start // WEEK), start // WEEK
