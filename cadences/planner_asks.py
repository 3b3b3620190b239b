"""Requests made ready to be placed: their frame, their bounds, their rank. Decides nothing yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final

from cadences.cadence import Kind
from cadences.moments import Instant, Span
from cadences.outcomes import REACHING, Channel
from cadences.placement import Request
from cadences.planner_binds import FREE, Bind, bind, binding
from cadences.planner_board import Board
from cadences.planner_frames import Frame, Shape
from cadences.planner_limits import Count
from cadences.planner_time import Held, Layer
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.slots import DAY, WEEK, DayOf, ceil_slot, day_of, floor_slot, moment_of, slots_in
from cadences.zones import country_of

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


@dataclass(slots=True, eq=False)
class Ask:
    """A request made ready: its frame, its bounds and its rank; and, in the end, where it was put.

    The start lies in `[low, high)` with the promise, in `[floor, ceiling)` without; none lies before a `not before` or
    an exact time. `bent` = a rule may have had to give; `nowhere` = nothing fits; `over` = limits
    were passed when it was placed; `why` are the reasons that were true
    when it was placed.
    """

    request: Request
    frame: Frame
    bind: Bind
    promises: tuple[Promise, ...]
    rank: Rank
    length: int
    low: int
    high: int
    floor: int
    ceiling: int
    order: tuple[Instant, int, datetime, str]
    span: Span | None = None
    pinned: bool = False
    bent: bool = False
    nowhere: bool = False
    over: bool = False
    gave_way: bool = False
    why: tuple[Reason, ...] = ()

    @property
    def reaches(self) -> bool:
        """Whether the contact is touched by it."""
        return self.request.channel in REACHING

    @property
    def excepted(self) -> bool:
        """Whether limits do not bind it: the contact asked for it, or for the time of it."""
        return self.bind.excepted or self.request.excepted

    @property
    def layer(self) -> Layer:
        """Which layer of the rep's time it holds once placed."""
        if self.rank is Rank.EXACT or self.rank is Rank.PINNED_DAY:
            return Layer.FIRM
        return Layer.PROMISED if self.rank is Rank.PROMISED else Layer.LOOSE

    def count(self, slot: int) -> Count:
        """Return it as limits see it."""
        request = self.request
        return Count(slot, request.contact.id, request.cadence, self.reaches, request.joins)


def make_ask(board: Board, request: Request) -> Ask:
    """Make a request ready."""
    promises = binding(request.channel, request.promises) if request.promises else ()
    bound = bind(promises, request.contact.timezone, request.due) if promises else FREE
    length = slots_in(request.takes)
    frame = board.frame(_shape(request, bound, length))
    floor = max(ceil_slot(request.due), board.soonest)
    floor = board.time.back_after(floor)
    if promises:
        floor = max(floor, bound.lower or floor, ceil_slot(bound.at) if bound.at else floor)
    ceiling = floor + HORIZON
    high = ceiling if bound.upper is None else min(bound.upper, ceiling)
    said = promises[-1].said_at if bound.at and promises else request.due
    last = request.contact.last_contact_at or _NEVER
    rank = _rank(request, bound)
    first = said if rank is Rank.EXACT else _SAME
    order = (first, -request.put_offs, last, request.key)
    ask = Ask(request, frame, bound, promises, rank, length, floor, high, floor, ceiling, order)
    if request.pin is not None and request.pin.day is not None:
        _pin_to_day(board, ask, day_of(board.rep.timezone, request.pin.day))
    return ask


_SAME: Final = Instant(_NEVER)


def _shape(request: Request, bound: Bind, length: int) -> Shape:
    contact = request.contact
    if request.channel not in REACHING:
        return Shape(contact.timezone, None, request.counts, request.windows, length, bind=bound)
    place = (contact.country, contact.region)
    if request.channel is not Channel.CALL:
        return Shape(contact.timezone, place, request.counts, request.windows, length, bind=bound)
    country = contact.country or country_of(contact.phone)
    zones = contact.call_zones
    return Shape(
        contact.timezone,
        place,
        request.counts,
        request.windows,
        length,
        ring=True,
        call_country=country,
        call_zones=zones,
        bind=bound,
    )


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


def put(board: Board, ask: Ask, span: Span, layer: Layer | None = None, *, bent: bool = False) -> None:
    """Let a touch hold its place; `bent` = rules may have had to give."""
    ask.bent = bent
    if bent and ask.reaches and not ask.excepted:
        slot = floor_slot(span.start)
        ask.over = board.closed(ask.request, slot // WEEK) >> (slot % WEEK) & 1 == 1
    start, end = floor_slot(span.start), ceil_slot(span.end)
    ask.span = span
    request = ask.request
    held = Held(
        request.key, ask.layer if layer is None else layer, start, max(end, start + 1), request.kind, asked=True
    )
    board.time.hold(held)
    board.budget.add(ask.count(start), request.contact.timezone)


def span_at(ask: Ask, slot: int) -> Span:
    """Return the span of a touch that starts on a slot."""
    start = moment_of(slot)
    return Span(start, Instant(start + timedelta(minutes=ask.request.takes)))
