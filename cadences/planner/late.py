"""Whether a placed touch stands later than its step's `by` allows. Reads the board; moves nothing on it.

`by` counts from when a step is due. Days end with the day, in the contact's zone; minutes and hours count from the
first start that windows, hours and holidays leave from then on: nobody is late for a night. What the contact asked
for, or where a person put it, is never late.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from cadences.business import business_days
from cadences.delays import Delay, due_after
from cadences.moments import Instant, at_wall, day_in, zone
from cadences.planner.asks import Ask
from cadences.planner.board import Board
from cadences.planner.search import NEVER_OPENS, within
from cadences.planner.slots import WEEK, ceil_slot, lowest, moment_of
from cadences.reasons import Reason

LATE: Final = "conflict-late"
"""The code of what is said of a touch that stands later than its step's `by` allows."""


def late(board: Board, ask: Ask) -> tuple[Reason, ...]:
    """Return until when the touch was to have happened, where it stands later; else nothing."""
    by = ask.request.by
    if by is None or ask.pinned or ask.promises or ask.span is None:
        return ()
    found = _after_minutes(ask, by) if by.exact and by.amount else _after_days(board, ask, by)
    return () if found is None else (found,)


def _after_minutes(ask: Ask, by: Delay) -> Reason | None:
    assert ask.span is not None
    opens, where = _opens(ask), zone(ask.request.contact.timezone)
    until = due_after(by, opens, where, lambda _: True)
    return None if ask.span.start <= until else Reason(LATE, (str(by), until.astimezone(where).isoformat()))


def _opens(ask: Ask) -> Instant:
    """Return the first start that the rules leave from when it is due."""
    low = ceil_slot(ask.request.due)
    for week in range(low // WEEK, (low + NEVER_OPENS) // WEEK + 1):
        starts = within(ask.frame.starts(week), week, low, low + NEVER_OPENS)
        if starts:
            return moment_of(week * WEEK + lowest(starts))
    return ask.request.due


def _after_days(board: Board, ask: Ask, by: Delay) -> Reason | None:
    assert ask.span is not None
    request, rep = ask.request, board.rep
    contact, where = request.contact, zone(request.contact.timezone)
    places = (contact.country, contact.region), (rep.country, rep.region)
    is_business = business_days(request.counts, *places, board.holiday)
    last = day_in(due_after(by, request.due, where, is_business), where)
    end = at_wall(last + timedelta(days=1), 0, where)
    return None if ask.span.start < end else Reason(LATE, (str(by), last.isoformat()))
