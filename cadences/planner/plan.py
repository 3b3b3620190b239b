"""Where touches go, and why: one rep's touches together. Pure, and the same whatever the order of what it is given.

First what a person pinned, then what stands and may stay; then, in the order when time is short, what must find a
place.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from datetime import datetime

from cadences.business import HolidayName
from cadences.moments import Instant
from cadences.placement import Placement, Plan, RepWorld, Request
from cadences.planner.asks import Ask, Rank, begun, make_ask, pinned_span, put, put_span
from cadences.planner.board import Board
from cadences.planner.conflicts import conflicts
from cadences.planner.frames import HOURS, PROMISE
from cadences.planner.late import late
from cadences.planner.layers import Layer
from cadences.planner.place import Asks, appoint, lost, place
from cadences.planner.search import room
from cadences.planner.slots import WEEK, ceil_slot, floor_slot, whole
from cadences.planner.why import OF_ITS_DAY, reasons

_Turn = tuple[Rank, tuple[Instant, int, datetime, str], Ask]


def plan(world: RepWorld, requests: Sequence[Request], holiday: HolidayName, now: Instant) -> Plan:
    """Give each request its place, beside what the rep's world holds already.

    Windows are read in the contact's zone, hours in the rep's. A touch that was `placed` stays if it still may; one
    that has begun stays until it is put off (its `due` then lies after it). Requests may be all of a rep's, or the
    changed few beside `world.taken`; the cost is theirs, and one pass over what is taken.

    Args:
        world: The rep, busy spans, standing touches, and what counts against limits.
        requests: The touches that want a place, of keys unlike each other; a taken touch of the same key is left out.
        holiday: Names the public holidays; a pure function, since masks made with it are kept for the next planning.
        now: The instant of planning; starts lie 15 minutes ahead of it at least, exact times aside, and what must
            happen sooner by its step.

    Returns:
        The placements in the order of the requests, each with its reasons and the rules that had to give, and the
        keys of taken touches whose slots were needed: they are to be planned anew.
    """
    board = Board(world, requests, holiday, now)
    asks = {request.key: make_ask(board, request) for request in requests}
    turns = sorted((ask.rank, ask.order, ask) for ask in asks.values())
    turns = [turn for turn in turns if not _pinned(board, turn[-1])]
    turns = [turn for turn in turns if turn[-1].request.placed is None or not _stays(board, turn[-1])]
    displaced = _place_all(board, asks, turns)
    return Plan(tuple(_placement(board, asks[request.key]) for request in requests), displaced)


def _placement(board: Board, ask: Ask) -> Placement:
    assert ask.span is not None
    broken = conflicts(board, ask) if ask.bent else ()
    return Placement(ask.request.key, ask.span, reasons(board, ask, broken), broken + late(board, ask))


def _place_all(board: Board, asks: Asks, turns: list[_Turn]) -> tuple[str, ...]:
    """Place the rest in order; return the keys of taken touches that gave way."""
    displaced: list[str] = []
    turn = 0
    while turn < len(turns):
        moved = place(board, asks, turns[turn][-1])
        turn += 1
        for held in moved:
            if held.asked:
                insort(turns, _comes_again(asks, held.key), lo=turn)
            else:
                displaced.append(held.key)
    return tuple(sorted(displaced))


def _comes_again(asks: Asks, key: str) -> _Turn:
    ask = asks[key]
    ask.gave_way, ask.bent, ask.span, ask.why = True, False, None, ()
    return ask.rank, ask.order, ask


# --- what stands ------------------------------------------------------------------------------------------------------
def _pinned(board: Board, ask: Ask) -> bool:
    """Put a touch where a person put it, or where its time has come; it stands, whatever it breaks."""
    if ask.request.pin is None and ask.request.placed is None:
        return False
    span = pinned_span(ask, board.now)
    ask.pinned = span is not None
    if span is None and begun(ask, board.now):
        span = ask.request.placed
    if span is None:
        return False
    put_span(board, ask, span, Layer.PINNED)
    _settled(ask)
    return True


def _stays(board: Board, ask: Ask) -> bool:
    """Let a placed touch stay where it is, if it still may."""
    placed = ask.request.placed
    assert placed is not None
    slot = floor_slot(placed.start)
    if ask.rank is Rank.EXACT and placed.start == ask.bind.at:
        stays = appoint(board, ask)
    else:
        stays = ceil_slot(placed.start) == slot and _may_stay(board, ask, slot)
        if stays:
            put(board, ask, slot, bent=slot < board.near or bool(ask.promises))
    if stays:
        _settled(ask)
    return stays


def _settled(ask: Ask) -> None:
    """Let what was true when it was placed be said again."""
    ask.why = tuple(reason for reason in ask.request.said if reason.code in OF_ITS_DAY)


def _may_stay(board: Board, ask: Ask, slot: int) -> bool:
    """Whether it may stay where it is placed; a promise that cannot be kept anywhere does not move it again."""
    if slot < _earliest(board, ask):
        return False
    if ask.rank is not Rank.EXACT and slot < ask.high and _keeps(board, ask, slot):
        return True
    week, bit = slot // WEEK, slot % WEEK
    placeable = ask.frame.starts_without(week, PROMISE | HOURS) >> bit & 1 == 1
    return placeable and slot < ask.ceiling and _free(board, ask, slot) and lost(board, ask)


def _earliest(board: Board, ask: Ask) -> int:
    """Return the first slot on which it could stand; the lead time does not bind what is placed already."""
    if ask.low != board.soonest_of(ask.request):
        return ask.low
    now = ceil_slot(board.now)
    return now if ask.rank is Rank.PINNED_DAY else max(ceil_slot(ask.request.due), now)


def _keeps(board: Board, ask: Ask, slot: int) -> bool:
    """Whether it keeps the rules there.

    What lies today or tomorrow moves for a promise, a person, a meeting of the rep's and the contact's limits alone.
    """
    week, bit = slot // WEEK, slot % WEEK
    if slot >= board.near:
        return room(board, ask, week) >> bit & 1 == 1
    starts = whole(ask.frame.hard(week), ask.length) & ask.frame.promised(week)
    return starts >> bit & 1 == 1 and _free(board, ask, slot)


def _free(board: Board, ask: Ask, slot: int) -> bool:
    """Whether nobody holds its slots, and the contact is not touched enough without it."""
    if board.time.holds(tuple(Layer), slot, slot + ask.length):
        return False
    if not ask.limited or ask.request.joins:
        return True
    contact, limits, week = ask.request.contact, ask.request.limits, slot // WEEK
    return not board.budget.contact_closed(contact.id, contact.timezone, limits, week) >> (slot % WEEK) & 1
