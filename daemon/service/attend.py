"""What time alone does: silence after a message, put-offs, a promise's second chance, the end of a pause.

Costs what is due: the index of `attend_at` names it, and nothing else is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from cadences.attending import Passing, Standing, passings
from cadences.enrollment import By, Enrollment, PutOff, Resume, Unanswered
from cadences.moments import Instant, Span, at_wall, day_in, zone
from cadences.people import Rep
from cadences.planner.plan import plan
from daemon.service.neighbours import Neighbours, around
from daemon.service.record import settle
from daemon.service.replan import Open, attend_to, once, opened, place, request_of
from daemon.service.world import World, rep_of
from daemon.service.writing import Writing
from daemon.store import enrollments, touches

BATCH: Final = 200
"""Enrollments attended to in one transaction: others may write in between."""


@dataclass(frozen=True, slots=True)
class Attended:
    """How many facts time wrote, whose touch now stands elsewhere, and whether more is due at once."""

    written: int
    moved: tuple[str, ...]
    more: bool


def attend(conn: Connection, world: World, now: Instant, limit: int = BATCH) -> Attended:
    """Do what time has done to enrollments by now; call again while there is `more`.

    One put-off a touch, however many days were missed: after it the touch lies in the future.
    """
    writing = Writing(conn, world, now)
    due = enrollments.due(conn, now, limit)
    written, moved = 0, []
    for kept in enrollments.some(conn, due):
        rep = rep_of(conn, world, kept.enrollment.rep)
        one = opened(conn, rep, [kept])[kept.enrollment.id] if kept.enrollment.open else None
        if one is None or one.row.start is None:
            writing.changed[kept.enrollment.id] = None
        elif _pass(writing, rep, one):
            written += 1
        else:
            moved.append(kept.enrollment.id)
    return Attended(written, (*moved, *settle(writing)), more=bool(due) and _more(conn, now))


def _more(conn: Connection, now: Instant) -> bool:
    upcoming = enrollments.next_due(conn)
    return upcoming is not None and upcoming <= now


def _pass(writing: Writing, rep: Rep, one: Open) -> bool:
    """Do the first thing that time has done to an enrollment; return whether it was a fact."""
    span = Span(one.row.start, one.row.end)
    standing = Standing(span, once=once(one.row))
    passed = [what for at, what in passings(one.enrollment, rep, standing) if at <= writing.now]
    if not passed:
        attend_to(writing.conn, rep, one, standing)
        return False
    # Once the day is over there is no second chance on it.
    what = Passing.PUT_OFF if Passing.PUT_OFF in passed and passed[0] is Passing.AGAIN else passed[0]
    if what is Passing.AGAIN:
        _once_more(writing, rep, one)
        return False
    writing.say(one.enrollment.id, _fact(what, one.enrollment, span), By.DAEMON)
    if what is Passing.PUT_OFF:
        where = zone(rep.timezone)
        tomorrow = at_wall(day_in(span.end, where) + timedelta(days=1), 0, where)
        touches.roll(writing.conn, one.enrollment.id, one.row.number, tomorrow)
    return True


def _fact(what: Passing, enrollment: Enrollment, span: Span) -> Unanswered | PutOff | Resume:
    assert enrollment.next is not None
    match what:
        case Passing.UNANSWERED:
            return Unanswered(enrollment.next.number, span.start)
        case Passing.RESUME:
            return Resume()
        case _:
            return PutOff(enrollment.next.number)


def _once_more(writing: Writing, rep: Rep, one: Open) -> None:
    """Place a touch whose promised time passed once more the same day, if what was promised leaves time for it."""
    conn, now = writing.conn, writing.now
    request = request_of(conn, writing.world, rep, one)
    request = replace(request, due=max(request.due, now), placed=None, pin=None)
    near = Neighbours(conn, rep, writing.world.holiday, {one.enrollment.id: one.contact})
    near.read([around(now)])
    answer = plan(near.world(), [request], writing.world.holiday, now)
    (placement,), where = answer.placements, zone(one.contact.timezone)
    if not placement.conflicts and day_in(placement.span.start, where) == day_in(one.row.start, where):
        place(conn, rep, one, placement, again=True)
        writing.changed.update(dict.fromkeys(answer.displaced))
    else:
        touches.not_again(conn, one.enrollment.id, one.row.number)
        attend_to(conn, rep, one, Standing(Span(one.row.start, one.row.end), once=True))
