"""Requests made ready to be placed: their frame, their bounds, their rank. Decides nothing yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import ClassVar, Final

from cadences.cadence import Kind
from cadences.moments import Instant, Span
from cadences.outcomes import REACHING
from cadences.placement import Request
from cadences.planner.binds import FREE, Bind, bind, binding, in_force
from cadences.planner.board import Board
from cadences.planner.frames import Frame
from cadences.planner.layers import Layer
from cadences.planner.slots import DAY, MINUTES, NO_DAY, WEEK, DayOf, ceil_slot, day_at, day_of, floor_slot, moment_of
from cadences.promises import Promise
from cadences.reasons import Reason

HORIZON: Final = 400 * DAY
"""How far ahead a place is looked for, in slots."""
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class Rank(IntEnum):
    """The order when time is short."""

    EXACT = 0
    PINNED_DAY = 1
    PROMISED = 2
    REPLY = 3
    FRESH = 4
    LOOK_BACK = 5
    PROSPECTING = 6


_KINDS: Final = {
    Kind.FRESH: Rank.FRESH,
    Kind.LOOK_BACK: Rank.LOOK_BACK,
    Kind.PROSPECTING: Rank.PROSPECTING,
}


_LAYERS: Final = {
    rank: Layer.LOOSE if rank > Rank.PROMISED else Layer.PROMISED if rank is Rank.PROMISED else Layer.FIRM
    for rank in Rank
}
"""Which layer of the rep's time a touch holds once placed."""


@dataclass(slots=True, eq=False)
class Ask:
    """A request made ready: its frame, its bounds and its rank; and, in the end, where it was put.

    The start lies in `[low, high)` with the promise, in `[floor, ceiling)` without; none lies before a `not before` or
    an exact time. `due` is the slot of its due. `reaches` = the contact is touched by it; `limited` = limits bind it.
    Once put it holds the slots `[start, end)` in a layer of the rep's time, on the contact's `day`. `bent` = a rule
    may have had to give; `nowhere` = nothing fits; `over` = limits were passed when it was placed; `why` are the
    reasons that were true then.
    """

    key: str
    request: Request
    frame: Frame
    bind: Bind
    promises: tuple[Promise, ...]
    rank: Rank
    length: int
    due: int
    low: int
    high: int
    floor: int
    ceiling: int
    order: tuple[Instant, int, datetime, str]
    reaches: bool
    limited: bool
    span: Span | None = None
    layer: Layer = Layer.LOOSE
    start: int = 0
    end: int = 0
    day: DayOf = NO_DAY
    pinned: bool = False
    bent: bool = False
    nowhere: bool = False
    over: bool = False
    gave_way: bool = False
    why: tuple[Reason, ...] = ()

    asked: ClassVar[bool] = True

    @property
    def kind(self) -> Kind | None:
        """The kind of its cadence, as far as others may take its slot; a reply in a prospecting cadence is none."""
        return self.request.kind if self.rank is Rank.PROSPECTING else None

    @property
    def first(self) -> DayOf:
        """The contact's day of `low`."""
        return day_at(self.request.contact.timezone, self.low)


def make_ask(board: Board, request: Request) -> Ask:
    """Make a request ready."""
    promises, bound = _bound(board, request) if request.promises else ((), FREE)
    length = -(-request.takes // MINUTES) or 1
    due = ceil_slot(request.due)
    floor = max(due, board.soonest_of(request))
    if board.time.long:
        floor = board.time.back_after(floor)
    if promises:
        floor = max(floor, bound.lower or floor, ceil_slot(bound.at) if bound.at else floor)
    ceiling = floor + HORIZON
    high = ceiling if bound.upper is None else min(bound.upper, ceiling)
    rank = _rank(request, bound)
    said = next(one.said_at for one in promises if one.when.at) if rank is Rank.EXACT else _SAME
    order = (said, _precedence(request, bound), request.contact.last_contact_at or _NEVER, request.key)
    reaches = request.channel in REACHING
    limited = reaches and not bound.excepted and not request.excepted
    frame = board.frame(request, bound, length)
    ask = Ask(
        request.key,
        request,
        frame,
        bound,
        promises,
        rank,
        length,
        due,
        floor,
        high,
        floor,
        ceiling,
        order,
        reaches,
        limited,
    )
    if request.pin is not None and request.pin.day is not None:
        _pin_to_day(board, ask, day_of(board.rep.timezone, request.pin.day))
    return ask


def beneath(ask: Ask) -> tuple[Promise, ...]:
    """Return the promises, the newest first, that hold again where an exact time cannot be kept."""
    request = ask.request
    if ask.rank is not Rank.EXACT:
        return ()
    older = [one for one in binding(request.channel, request.promises) if one.when.at is None]
    return in_force(older, request.contact.timezone, request.due)


def frame_beneath(board: Board, ask: Ask) -> Frame | None:
    """Return the frame of the promises beneath an exact time, if there are any."""
    older = beneath(ask)
    if not older:
        return None
    bound = bind(older[::-1], ask.request.contact.timezone, ask.request.due)
    return board.frame(ask.request, bound, ask.length)


def _precedence(request: Request, bound: Bind) -> int:
    """Return who comes first of two of one rank: what was put off most often; of exact times what stands on its own.

    Two exact times said at one instant would else change places with each planning.
    """
    if bound.at is None:
        return -request.put_offs
    return int(request.placed is None or request.placed.start != bound.at)


def _bound(board: Board, request: Request) -> tuple[tuple[Promise, ...], Bind]:
    """Return the promises in force, the newest first, and what they come down to; once for all promised the same."""
    asked = (request.channel, request.contact.timezone, request.promises)
    found = board.bounds.get(asked)
    if found is None:
        promises, where = binding(request.channel, request.promises), request.contact.timezone
        found = in_force(promises, where, request.due), bind(promises, where, request.due)
        if all(promise.when.at is None for promise in promises):  # an exact time hangs on when it is due
            board.bounds[asked] = found
    return found


_SAME: Final = Instant(_NEVER)


def _rank(request: Request, bound: Bind) -> Rank:
    if bound.at is not None:
        return Rank.EXACT
    if bound is not FREE:
        return Rank.PROMISED
    return Rank.REPLY if request.reply else _KINDS[request.kind]


def _pin_to_day(board: Board, ask: Ask, day: DayOf) -> None:
    """Bound a touch by the day of the rep's that a person put it on; a day that is past binds nothing.

    An exact time on that very day stays exact.
    """
    if day.end <= board.soonest or (ask.bind.at and day.start <= floor_slot(ask.bind.at) < day.end):
        return
    ask.rank = Rank.PINNED_DAY
    ask.floor, ask.ceiling = max(day.start, board.soonest), day.end
    ask.low, ask.high = max(ask.floor, ask.bind.lower or ask.floor), min(ask.ceiling, ask.bind.upper or ask.ceiling)


def pinned_span(ask: Ask, now: Instant) -> Span | None:
    """Return where a person put a touch, while that is not past."""
    pin = ask.request.pin
    return pin.span if pin is not None and pin.span is not None and pin.span.end > now else None


def begun(ask: Ask, now: Instant) -> bool:
    """Whether a touch stands where its time has come, so that nothing but its being put off moves it."""
    request = ask.request
    if request.placed is None or request.placed.start > now:
        return False
    pinned = request.pin is not None and request.pin.span == request.placed
    return pinned or request.due <= request.placed.start


def put(board: Board, ask: Ask, slot: int, *, bent: bool = False) -> None:
    """Let a touch stand on a slot; `bent` = rules may have had to give."""
    start = moment_of(slot)
    ask.span = Span(start, Instant(start + timedelta(0, 60 * ask.request.takes)))
    ask.layer = _LAYERS[ask.rank]
    ask.start, ask.end = slot, slot + ask.length
    _hold(board, ask, bent=bent)


def put_span(board: Board, ask: Ask, span: Span, layer: Layer) -> None:
    """Let a touch stand where a person put it or the contact said, to the minute, whatever has to give."""
    start, end = floor_slot(span.start), ceil_slot(span.end)
    ask.span, ask.layer, ask.start, ask.end = span, layer, start, max(end, start + 1)
    _hold(board, ask, bent=True)


def _hold(board: Board, ask: Ask, *, bent: bool) -> None:
    start, day = ask.start, ask.day
    ask.bent = bent
    if not day.start <= start < day.end:
        ask.day = day_at(ask.request.contact.timezone, start)
    if ask.limited and bent:
        ask.over = board.budget.closed(ask.request, start // WEEK) >> (start % WEEK) & 1 == 1
    board.time.hold(ask)
    if ask.reaches:
        count(board, ask, 1)


def count(board: Board, ask: Ask, by: int) -> None:
    """Count a touch that stands against limits, or (`by` = -1) no more."""
    request, where = ask.request, board.rep.timezone
    at_reps = ask.day if where == request.contact.timezone else day_at(where, ask.start)
    board.budget.count(request, ask.day.day, at_reps, by)
