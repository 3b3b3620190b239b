"""How what must find a place finds it: in its turn, beside what stands, and whose slot it may take.

A promise takes a slot from what is not promised only to be kept on an earlier day; a fresh contact takes that of
today's prospecting only to be reached today. Whoever gives way comes again in its own turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from cadences.cadence import Kind
from cadences.moments import Instant, Span
from cadences.planner.asks import Ask, Rank, count, put, put_span
from cadences.planner.board import Board
from cadences.planner.layers import BELOW_EXACT, BELOW_PROMISE, Holder, Layer
from cadences.planner.search import (
    GIVE_UP,
    another_day,
    anywhere,
    contact_day,
    nearest,
    seek,
    varied,
    varies,
    varies_day,
)
from cadences.planner.slots import WEEK, bits, ceil_slot, day_of, floor_slot
from cadences.planner.why import days_before

Asks = Mapping[str, Ask]
"""Every request of the planning, by its key."""


_TURNS: Final = (0, *GIVE_UP)


def place(board: Board, asks: Asks, ask: Ask) -> list[Holder]:
    """Place a touch; return whom it displaced."""
    if ask.rank is Rank.EXACT and appoint(board, ask):
        return _displace(board, asks, ask, (Layer.PROMISED, Layer.LOOSE), ask.start, ask.end)
    if ask.rank is not Rank.EXACT:
        for given_up in _TURNS:
            moved = _settle(board, asks, ask, given_up)
            if moved is not None:
                return moved
    _bend(board, ask)
    return []


def appoint(board: Board, ask: Ask) -> bool:
    """Place an exact appointment to the minute, on top of busy time and pins; not in an absence, nor on another one."""
    span = appointment(board, ask)
    if span is not None:
        put_span(board, ask, span, Layer.FIRM)
    return span is not None


def appointment(board: Board, ask: Ask) -> Span | None:
    """Return the span of an exact appointment, or nothing where it cannot be."""
    at = ask.bind.at
    assert at is not None
    span = Span(at, Instant(at + timedelta(minutes=ask.request.takes)))
    start = floor_slot(span.start)
    end = max(ceil_slot(span.end), start + 1)
    wanted = bits(start, end, start // WEEK)
    hard = ask.frame.hard(start // WEEK)
    if at < board.now or hard & wanted != wanted or board.time.holds(BELOW_EXACT, start, end):
        return None
    return span


def lost(board: Board, ask: Ask) -> bool:
    """Whether a promise cannot be kept, whatever else is given up."""
    if ask.rank is Rank.EXACT:
        return appointment(board, ask) is None
    return bool(ask.promises) and all(seek(board, ask, given_up) is None for given_up in _TURNS)


def _settle(board: Board, asks: Asks, ask: Ask, given_up: int) -> list[Holder] | None:
    """Place a touch with something given up; return whom it displaced, or nothing where it does not fit."""
    slot = seek(board, ask, given_up)
    if ask.rank is Rank.PROMISED and (needed := _needed(board, ask, given_up, slot)) is not None:
        moved = _displace(board, asks, ask, (Layer.LOOSE,), needed, needed + ask.length)
        put(board, ask, needed, bent=given_up != 0)
        return moved
    if ask.rank is Rank.FRESH and not given_up and (moved_today := _today_instead(board, asks, ask, slot)) is not None:
        return moved_today
    if slot is None:
        return None
    ask.day = contact_day(ask, slot)
    if ask.low < ask.day.start:
        ask.why = days_before(board, ask)
    put(board, ask, _varied(board, ask, slot, given_up), bent=given_up != 0)
    return []


def _varied(board: Board, ask: Ask, slot: int, given_up: int) -> int:
    """Return a start that varies a retry as its cadence says, if there is one; else the same."""
    if ask.request.tried and varies(ask):
        return varied(board, ask, slot, given_up)
    return another_day(board, ask, slot, given_up) if varies_day(ask) else slot


def _needed(board: Board, ask: Ask, given_up: int, slot: int | None) -> int | None:
    """Return the start that a promise takes from what is not promised: only to be kept on an earlier day."""
    if slot is not None and slot < ask.first.end:
        return None
    needed = seek(board, ask, given_up, BELOW_PROMISE)
    if needed is None or (slot is not None and slot < contact_day(ask, needed).end):
        return None
    return needed


def _bend(board: Board, ask: Ask) -> None:
    """Give up the promise itself; at last any rule but those that are never given up."""
    found = nearest(board, ask) if ask.promises else None
    ask.nowhere = found is None
    put(board, ask, anywhere(board, ask) if found is None else found, bent=True)


# --- whose slot is taken ----------------------------------------------------------------------------------------------
def _displace(board: Board, asks: Asks, ask: Ask, layers: Sequence[Layer], start: int, end: int) -> list[Holder]:
    """Take away what some layers hold of the slots `[start, end)`."""
    moved = [held for held in board.time.holders(layers, start, end) if held.key != ask.request.key]
    for held in moved:
        _lift(board, asks, held)
    return moved


def _lift(board: Board, asks: Asks, held: Holder, by: int = -1) -> None:
    """Take a touch from the board, or (`by` = 1) put it back."""
    if by < 0:
        board.time.release(held)
    else:
        board.time.hold(held)
    if held.asked:
        ask = asks[held.key]
        if ask.reaches:
            count(board, ask, by)
        return
    taken = board.taken[held.key]
    if taken.reaches:
        zones = [ask.request.contact.timezone for ask in asks.values() if ask.request.contact.id == taken.contact]
        board.budget.count_taken(taken, zones[0] if zones else board.rep.timezone, by)


def _today_instead(board: Board, asks: Asks, ask: Ask, slot: int | None) -> list[Holder] | None:
    """Place a fresh contact's touch today in place of prospecting, if it would not be today otherwise.

    One that is hurried takes the first slot at which it may start, also from a prospecting touch about to begin.
    """
    end, soonest = day_of(board.rep.timezone, board.today).end, board.soonest_of(ask.request)
    if ask.request.hurried:
        end = min(end, ask.low + 1)
    if ask.low >= end or (slot is not None and slot < end):
        return None
    prospects = board.time.holders((Layer.LOOSE,), soonest, end)
    prospects = [held for held in prospects if held.kind is Kind.PROSPECTING and held.start >= soonest]
    for tried in (*([held] for held in prospects), prospects):
        for held in tried:
            _lift(board, asks, held)
        today = seek(board, ask, high=end)
        if today is not None:
            put(board, ask, today)
            return list(tried)
        for held in tried:
            _lift(board, asks, held, 1)
    return None
