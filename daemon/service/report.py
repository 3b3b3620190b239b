"""What was planned and done: the rep's prospecting, promises, put-offs, silence, and where enrollments end. Reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Text, func, select, type_coerce

from cadences.cadence import Kind
from cadences.delays import months_after
from cadences.moments import Instant, Span, at_wall
from daemon.service.agenda import open_touches
from daemon.service.status import promises
from daemon.service.telling import Voice
from daemon.service.world import World
from daemon.store.tables import WAS_DONE, enrollments, touches

WEEK_GOAL: Final = 150
"""Minutes of prospecting a week: half an hour at the start of each working day."""
MONTH_GOAL: Final = 600


def report(conn: Connection, world: World, now: Instant) -> dict[str, Any]:
    """Return the shape of `klart report --json`, for the rep's present week and month."""
    voice = Voice(world.rep, now)
    monday = voice.today - timedelta(days=voice.today.weekday())
    first = voice.today.replace(day=1)
    week = _span(voice, monday, monday + timedelta(days=7))
    month = _span(voice, first, months_after(1, first))
    return {
        "prospecting": {
            "week": {**_minutes(conn, world, week), "goal_min": WEEK_GOAL},
            "month": {**_minutes(conn, world, month), "goal_min": MONTH_GOAL},
        },
        "promises": promises(conn, touches.c.happened_at >= month.start, touches.c.happened_at < month.end),
        "put_off": _put_off(conn),
        "silent": _silent(conn),
        "skipped": _skipped(conn, month),
        "funnel": _funnel(conn),
        "goals": _goals(conn, world),
    }


def _span(voice: Voice, first: date, end: date) -> Span:
    return Span(at_wall(first, 0, voice.zone), at_wall(end, 0, voice.zone))


def _minutes(conn: Connection, world: World, within: Span) -> dict[str, int]:
    """Return the minutes of prospecting planned in a stretch of time, and those of them that were done in it."""
    here = (touches.c.rep == world.rep.id, touches.c.kind == Kind.PROSPECTING.value)
    inside = (touches.c.start >= within.start, touches.c.start < within.end)
    planned = select(touches.c.start, touches.c.end).where(*here, *inside, touches.c.state.in_(("open", "done")))
    when = (touches.c.happened_at >= within.start, touches.c.happened_at < within.end)
    done = select(touches.c.start, touches.c.end).where(*here, *when, WAS_DONE, touches.c.start.is_not(None))
    return {
        "planned_min": sum(int((row.end - row.start).total_seconds()) // 60 for row in conn.execute(planned)),
        "done_min": sum(int((row.end - row.start).total_seconds()) // 60 for row in conn.execute(done)),
    }


def _put_off(conn: Connection) -> list[dict[str, Any]]:
    """Return the open touches that were put off, the most often first."""
    query = open_touches().where(touches.c.put_offs > 0).order_by(None)
    rows = conn.execute(query.order_by(touches.c.put_offs.desc(), touches.c.enrollment))
    return [{"contact": row.name, "cadence": row.cadence, "step": row.step, "times": row.put_offs} for row in rows]


def _silent(conn: Connection) -> list[dict[str, Any]]:
    """Return the enrollments in which klart asks what is missing."""
    query = open_touches().join(enrollments, enrollments.c.id == touches.c.enrollment)
    rows = conn.execute(query.where(enrollments.c.state == "diagnosing"))
    return [{"contact": row.name, "cadence": row.cadence} for row in rows]


def _skipped(conn: Connection, within: Span) -> int:
    here = (WAS_DONE, touches.c.outcome == "skipped")
    when = (touches.c.happened_at >= within.start, touches.c.happened_at < within.end)
    return conn.execute(select(func.count()).select_from(touches).where(*here, *when)).scalar_one()


def _goals(conn: Connection, world: World) -> dict[str, dict[str, int]]:
    """Return how many enrollments of each cadence were won, and how many of those by a yes that is its goal.

    Every yes is one to a cadence that names no goal.
    """
    to = func.json_extract(type_coerce(enrollments.c.snapshot, Text), "$.state.to").label("to")
    counted = select(enrollments.c.cadence, enrollments.c.version, to, func.count().label("n"))
    counted = counted.where(enrollments.c.state == "won").group_by(enrollments.c.cadence, enrollments.c.version, to)
    found: dict[str, dict[str, int]] = {}
    for row in conn.execute(counted.order_by(enrollments.c.cadence)):
        goal = world.cadences.of_version(conn, row.version).goal
        counts = found.setdefault(row.cadence, {"won": 0, "reached": 0})
        counts["won"] += row.n
        counts["reached"] += row.n if not goal or row.to in goal else 0
    return found


def _funnel(conn: Connection) -> dict[str, dict[str, int]]:
    """Return how many enrollments of each cadence stand where."""
    counted = select(enrollments.c.cadence, enrollments.c.state, func.count())
    counted = counted.where(enrollments.c.state != "withdrawn").group_by(enrollments.c.cadence, enrollments.c.state)
    found: dict[str, dict[str, int]] = {}
    for cadence, state, count in conn.execute(counted.order_by(enrollments.c.cadence, enrollments.c.state)):
        found.setdefault(cadence, {})[state] = count
    return found
