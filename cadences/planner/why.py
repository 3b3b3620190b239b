"""Why a touch stands where it stands, and which rules had to give. Reads the board; moves nothing on it.

Most important first. What was true of the days before (no room, enough touches) is found when a touch is placed, and
said again while it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from cadences.moments import day_in, minute_in, zone
from cadences.people import Contact
from cadences.planner.asks import Ask, Rank
from cadences.planner.binds import bind
from cadences.planner.board import Board
from cadences.planner.frames import frame_of
from cadences.planner.layers import Layer
from cadences.planner.limits import monday
from cadences.planner.search import contact_day, part_at, varies, varies_day
from cadences.planner.slots import WEEK, DayOf, bits, day_of, floor_slot, touching
from cadences.promises import Promise, pieces
from cadences.reasons import Reason

OF_ITS_DAY: Final = frozenset({"absent", "busy", "day-full", "week-full", "rep-full", "gave-way"})
"""Reasons that were true when a touch was placed and are said again while it stays."""
_FAR: Final = 14
_AWAY: Final = (Layer.AWAY,)
_GAVE_WAY: Final = Reason("gave-way")


def reasons(board: Board, ask: Ask, broken: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return why a placed touch stands there, most important first."""
    request = ask.request
    found = [*_by_person(board, ask), *_by_promise(board, ask)] if ask.promises or request.pin else []
    found.append(request.reason)
    if request.tried and varies(ask):
        found += _another_part(ask)
    elif request.tried_days and varies_day(ask):
        found += _another_day(ask)
    before = ask.frame.holidays_before(ask.day.day)
    if before:
        found += _since(ask, before, max(ask.due, ask.bind.lower or 0))
    if ask.gave_way:
        found.append(_GAVE_WAY)
    found += ask.why
    if request.windows and not broken and not ask.pinned and not ask.bind.hours and ask.bind.at is None:
        found.append(ask.frame.windows_reason)
    if ask.reaches:
        found += _about_zone(board, ask)
    return tuple(found)


# --- people and promises --------------------------------------------------------------------------------------------
def _by_person(board: Board, ask: Ask) -> Iterator[Reason]:
    assert ask.span is not None
    if ask.pinned:
        yield Reason("pinned", (ask.span.start.astimezone(zone(board.rep.timezone)).isoformat(),))
    elif ask.rank is Rank.PINNED_DAY:
        yield Reason("pinned-day", (day_in(ask.span.start, zone(board.rep.timezone)).isoformat(),))


def _by_promise(board: Board, ask: Ask) -> Iterator[Reason]:
    for promise in ask.promises:
        if not ask.bent or kept(board, ask, promise):
            yield promise_reason(ask, promise, "own-promise" if promise.by_rep else "promised")


def promise_reason(ask: Ask, promise: Promise, code: str) -> Reason:
    """Return a promise as a reason: who, when it was said, the words, and what they bind."""
    contact = ask.request.contact
    said = day_in(promise.said_at, zone(contact.timezone)).isoformat()
    who = () if code == "own-promise" else (contact.name,)
    return Reason(code, (*who, said, promise.words, *pieces(promise.when)))


def kept(board: Board, ask: Ask, promise: Promise) -> bool:
    """Whether a placed touch keeps a promise."""
    assert ask.span is not None
    bound = bind((promise,), ask.request.contact.timezone, ask.request.due)
    start = ask.span.start
    if bound.at is not None:
        return start == bound.at
    slot = floor_slot(start)
    if (bound.lower is not None and slot < bound.lower) or (bound.upper is not None and slot >= bound.upper):
        return False
    week = slot // WEEK
    frame = frame_of(ask.frame.shape._replace(bind=bound), board.office, board.holiday)
    return frame.promised(week) >> (slot - week * WEEK) & 1 == 1


# --- parts of the day ---------------------------------------------------------------------------------------------
def _another_part(ask: Ask) -> Iterator[Reason]:
    """Return that it takes another part of the day than the tries before, if it does."""
    assert ask.span is not None
    part, tried = part_at(minute_in(ask.span.start, zone(ask.frame.shape.zone))), ask.request.tried
    if part not in tried:
        yield Reason("another-part", (part.value, *dict.fromkeys(other.value for other in tried)))


def _another_day(ask: Ask) -> Iterator[Reason]:
    """Return that it takes another day of the week than the tries before, if it does."""
    day, tried = ask.day.day.isoweekday(), ask.request.tried_days
    if day not in tried:
        yield Reason("another-day", (str(day), *map(str, dict.fromkeys(tried))))


# --- days before ----------------------------------------------------------------------------------------------------
def _since(ask: Ask, before: tuple[tuple[date, Reason], ...], wanted: int) -> Iterator[Reason]:
    """Return the holidays on which it was wanted already."""
    for day, holiday in before:
        if day_of(ask.frame.shape.zone, day).end <= wanted:
            return
        yield holiday


def days_before(board: Board, ask: Ask) -> tuple[Reason, ...]:
    """Return what closed the first day it could have stood on, and the last before its day if that is another thing.

    Asked before it holds slots, of the first start there is: no day before that has room.
    """
    day, last = ask.first, ask.day.start - 1
    week = ask.low // WEEK
    if ask.day.start <= (week + 1) * WEEK and not ask.frame.starts(week) & bits(ask.low, ask.day.start, week):
        return ()
    for _ in range(_FAR):
        first = _closed_by(board, ask, day)
        if first is not None or day.end > last:
            break
        day = contact_day(ask, day.end)
    if first is None:
        return ()
    while last >= day.end:
        before = contact_day(ask, last)
        found = _closed_by(board, ask, before)
        if found is not None:
            return (first,) if found.code == first.code else (first, found)
        last = before.start - 1
    return (first,)


def _closed_by(board: Board, ask: Ask, day: DayOf) -> Reason | None:
    """Return what left no room on a day on which the rules would have let it start, or nothing."""
    week = day.start // WEEK
    starts = ask.frame.starts(week) & bits(max(ask.low, day.start), day.end, week)
    if not starts:
        return None
    away = board.time.of(_AWAY, week)
    if away and not starts & ~touching(away, ask.length):
        said = day.day.isoformat()
        return Reason("absent", (said, said))
    full = _full(board, ask, day, starts) if ask.limited else None
    return full or Reason("busy", (day.day.isoformat(),))


def _full(board: Board, ask: Ask, day: DayOf, starts: int) -> Reason | None:
    """Return the limit that closes all the starts of a day, or nothing."""
    request, contact, week = ask.request, ask.request.contact, day.start // WEEK
    limits, budget = request.limits, board.budget
    if not starts & ~budget.rep_closed(request.cadence, limits.touches_per_rep_per_day, week):
        return Reason("rep-full", (day.day.isoformat(),))
    if request.joins or starts & ~budget.contact_closed(contact.id, contact.timezone, limits, week):
        return None
    if budget.on_day(contact.id, contact.timezone, day.day) >= limits.touches_per_contact_per_day:
        return Reason("day-full", (day.day.isoformat(),))
    return Reason("week-full", (monday(day.day).isoformat(),))


# --- zones ------------------------------------------------------------------------------------------------------------
def _about_zone(board: Board, ask: Ask) -> tuple[Reason, ...]:
    """Return what is to be known of a contact's zone and country; the same for all whose are."""
    contact, zones = ask.request.contact, ask.frame.shape.call_zones
    shared: tuple[object, ...] = (contact.country, contact.region)
    if zones or contact.zone_source != "given":
        shared = (*shared, contact.zone_source, contact.timezone, zones)
    found = board.notes.get(shared)
    if found is None:
        found = board.notes[shared] = tuple(_notes(board, contact, zones))
    return found


def _notes(board: Board, contact: Contact, zones: tuple[str, ...]) -> Iterator[Reason]:
    if contact.zone_source == "rep":
        yield Reason("zone-rep", (contact.timezone,))
    elif contact.zone_source == "phone":
        yield Reason("zone-phone", (contact.timezone,))
    elif contact.zone_source == "country":
        yield Reason("zone-country", (contact.timezone, contact.country or ""))
    if len(zones) > 1:
        yield Reason("call-zones", zones)
    if contact.country is not None and board.without_holidays(contact.country, contact.region):
        yield Reason("no-holidays", (contact.country,))
