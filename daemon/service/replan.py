"""Planning anew what changed, and writing what the planner says. Knows the planner's question; decides no place.

Only the touches named are asked about; the rep's others stand, and are read only where those may land. Where a
promise took somebody's slot, that one is asked about next, until nobody is displaced any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Row

from cadences.attending import PROMISED, Standing, attend_at, has_begun
from cadences.enrollment import Enrollment
from cadences.moments import Instant, Span, day_in, zone
from cadences.people import Contact, Rep
from cadences.placement import Placement, Plan, RepWorld, Request
from cadences.planner.plan import plan
from cadences.planner.requests import request_for
from cadences.promises import Promise
from cadences.reasons import Reason
from daemon.service.neighbours import AHEAD, Neighbours, around
from daemon.service.world import World, rep_of
from daemon.store import enrollments, people, promises, touches
from daemon.store.enrollments import Kept

MOST_ROUNDS: Final = 12
"""So often may one displaced touch displace others; then what is left is placed beside all that stands."""
MOST_PASSES: Final = 3
"""So often are touches placed together: what stood first may have to make room for what was placed after it."""
MOST_WIDENINGS: Final = 16
"""So often is more of the rep's time read, twice as much each time."""


@dataclass(frozen=True, slots=True)
class Open:
    """An open enrollment with all that its planning needs; `row` is its open touch as it stands."""

    kept: Kept
    row: Row[Any]
    contact: Contact
    promises: tuple[Promise, ...]

    @property
    def enrollment(self) -> Enrollment:
        """The enrollment."""
        return self.kept.enrollment


def replan(
    conn: Connection, world: World, rep_id: str, changed: Collection[str] | None, now: Instant
) -> tuple[str, ...]:
    """Place the next touches of enrollments anew; return the enrollments whose touch now stands or reads otherwise.

    Args:
        conn: A writing connection.
        world: The world; its rep is the one of `rep_id` unless the store knows another by that id.
        rep_id: Whose time it is.
        changed: Enrollments whose touch is to be placed; nothing = every open one of the rep's. Those whose touch
            breaks something where it stands are asked about again too: there may be room for them now.
        now: The present instant.
    """
    rep = rep_of(conn, world, rep_id)
    asked = enrollments.open_of_rep(conn, rep_id) if changed is None else _with_broken(conn, rep_id, changed)
    ids = [kept.enrollment.id for kept in asked if kept.enrollment.open and kept.enrollment.rep == rep_id]
    moved: dict[str, None] = {}
    for _ in range(MOST_PASSES):
        news = _pass(conn, world, rep, ids, now)
        moved.update(dict.fromkeys(news))
        if len(ids) < 2 or not news:  # noqa: PLR2004 - one alone is not in its own way
            break
    return tuple(moved)


def _pass(conn: Connection, world: World, rep: Rep, ids: Sequence[str], now: Instant) -> list[str]:
    """Place touches once, and those that they displace; return whose touch now stands or reads otherwise."""
    waiting = opened(conn, rep, enrollments.some(conn, ids))
    news: list[str] = []
    placed: set[str] = set()
    for turn in range(MOST_ROUNDS + 1):
        result = _plan(conn, world, rep, waiting, Turn(now, firm=frozenset(placed), last=turn == MOST_ROUNDS))
        news += _write(conn, rep, waiting, result)
        placed |= waiting.keys()
        displaced = [key for key in result.displaced if key not in placed]
        if not displaced:
            break
        waiting = opened(conn, rep, enrollments.some(conn, displaced))
    return news


def _with_broken(conn: Connection, rep_id: str, changed: Collection[str]) -> list[Kept]:
    return enrollments.some(conn, {*changed, *touches.in_conflict(conn, rep_id)})


@dataclass(frozen=True, slots=True)
class Turn:
    """One question to the planner: `firm` touches were placed in this replanning, and in the `last` turn all are."""

    now: Instant
    firm: frozenset[str]
    last: bool


def opened(conn: Connection, rep: Rep, kept: Sequence[Kept]) -> dict[str, Open]:
    """Return open enrollments with all that their planning needs, by id."""
    contacts = people.contacts_of(conn, {one.enrollment.contact for one in kept}, rep.timezone)
    said = promises.live(conn, contacts.keys())
    rows = touches.open_of(conn, [one.enrollment.id for one in kept])
    return {
        one.enrollment.id: Open(
            one,
            rows[one.enrollment.id],
            contacts[one.enrollment.contact],
            _applying(one.enrollment, said.get(one.enrollment.contact, ())),
        )
        for one in kept
    }


def _applying(enrollment: Enrollment, said: Sequence[promises.Kept]) -> tuple[Promise, ...]:
    return tuple(one.promise for one in said if one.promise.enrollment in {None, enrollment.id})


# --- asking ---------------------------------------------------------------------------------------------------------
def _plan(conn: Connection, world: World, rep: Rep, waiting: Mapping[str, Open], turn: Turn) -> Plan:
    """Ask the planner, with as much of the rep's time as the answers turn out to need.

    What was not read is taken for free: whoever lands there is asked again, with what stands around it known.
    """
    requests = [request_of(conn, world, rep, one) for one in waiting.values() if not _waits(one, turn.now)]
    if not requests:
        return Plan(())
    near = Neighbours(conn, rep, world.holiday, {key: one.contact for key, one in waiting.items()})
    near.read(around(start) for request in requests for start in _starts(request, turn.now))
    plain = not any(request.promises or request.pin for request in requests)
    for widening in range(MOST_WIDENINGS):
        result = plan(_fixed(near.world(), turn), requests, world.holiday, turn.now)
        beyond = [one.span.start for one in result.placements if not near.holds(one.span)]
        if not beyond:
            break
        # Promises may mean any day, the full ones too; all else begins where there may be room.
        starts = {near.pass_over_full(start) for start in beyond} if plain else set(beyond)
        near.read(around(start, AHEAD if plain else AHEAD * 2**widening) for start in starts)
    return result


def _starts(request: Request, now: Instant) -> Iterator[Instant]:
    """Return where a touch may begin as far as can be told beforehand: when it is due, and where it stands."""
    yield max(request.due, now)
    if request.placed is not None:
        yield request.placed.start


def _fixed(known: RepWorld, turn: Turn) -> RepWorld:
    """Let what was placed in this replanning stand: it is not displaced in turn."""
    if not turn.last and not turn.firm:
        return known
    taken = (
        replace(one, movable=False, promised=False) if turn.last or one.key in turn.firm else one for one in known.taken
    )
    return replace(known, taken=tuple(taken))


def request_of(conn: Connection, world: World, rep: Rep, one: Open) -> Request:
    """Return the question to the planner about an open touch."""
    cadence = world.cadences.of_version(conn, one.enrollment.version)
    placed = None if one.row.start is None else Span(one.row.start, one.row.end)
    request = request_for(one.enrollment, cadence, one.contact, rep, one.promises, placed)
    said = tuple(Reason(code, tuple(args)) for code, args in one.row.reasons)
    return replace(request, said=said, due=max(request.due, one.row.rolled_to or request.due))


def _waits(one: Open, now: Instant) -> bool:
    """Whether an open touch stands in the past, and waits there for its answer."""
    touch = one.enrollment.next
    return touch is not None and has_begun(touch, one.row.start, one.row.rolled_to, now)


# --- writing --------------------------------------------------------------------------------------------------------
def _write(conn: Connection, rep: Rep, waiting: Mapping[str, Open], result: Plan) -> list[str]:
    """Write what is news, and when time alone will next do something to each; return whose touch it was."""
    placements = {placement.key: placement for placement in result.placements}
    news = []
    for key, one in waiting.items():
        placement = placements.get(key)
        if placement is not None and place(conn, rep, one, placement):
            news.append(key)
        elif placement is None:
            attend_to(conn, rep, one, Standing(Span(one.row.start, one.row.end), once=once(one.row)))
    return news


def place(conn: Connection, rep: Rep, one: Open, placement: Placement, *, again: bool = False) -> bool:
    """Write where a touch goes, and when time alone will next do something to it; return whether its place is news."""
    row, where = one.row, zone(rep.timezone)
    same_day = row.start is not None and day_in(row.start, where) == day_in(placement.span.start, where)
    again = again or (row.again and same_day)
    promised = any(reason.code in PROMISED for reason in placement.reasons)
    attend_to(conn, rep, one, Standing(placement.span, once=again or not promised))
    return touches.place(conn, row, placement, promised=promised, again=again)


def attend_to(conn: Connection, rep: Rep, one: Open, standing: Standing) -> None:
    """Write when time alone will next do something to an enrollment."""
    at = attend_at(one.enrollment, rep, standing)
    if at != one.kept.attend_at:
        enrollments.attend(conn, one.enrollment.id, at)


def once(row: Row[Any]) -> bool:
    """Whether a touch is not placed again the same day: no promise holds it, or it was."""
    return bool(row.again or not row.promised)
