"""The agenda: the rep's open touches, in the order of the day. Only reads."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from cadences.moments import MINUTES_A_DAY, Instant, at_wall
from daemon.service.telling import Voice, touch_shape
from daemon.service.world import World
from daemon.store.tables import STANDS, contacts, touches


def agenda(conn: Connection, world: World, now: Instant, days: tuple[date, date] | None = None) -> dict[str, Any]:
    """Return the open touches in the shape of `klart agenda --json`.

    Args:
        conn: Any connection.
        world: The world; its rep's touches are meant.
        now: The present instant.
        days: The first and the last day, in the rep's zone; nothing = every open touch.
    """
    voice = Voice(world.rep, now)
    query = open_touches().where(touches.c.rep == world.rep.id)
    if days is not None:
        first, last = at_wall(days[0], 0, voice.zone), at_wall(days[1], MINUTES_A_DAY, voice.zone)
        query = query.where(touches.c.start >= first, touches.c.start < last)
    return {"touches": [touch_shape(row, voice) for row in conn.execute(query)]}


def next_touch(conn: Connection, world: World, enrollment: str, now: Instant) -> dict[str, Any] | None:
    """Return the open touch of an enrollment in the agenda's shape, or nothing for a closed one."""
    row: Row[Any] | None = conn.execute(open_touches().where(touches.c.enrollment == enrollment)).one_or_none()
    return None if row is None else touch_shape(row, Voice(world.rep, now))


def open_touches() -> Select[Any]:
    """Return the query for open touches and who they are about, in their order."""
    who = (contacts.c.name, contacts.c.company, contacts.c.phone, contacts.c.email)
    query = select(touches, *who).join(contacts, contacts.c.id == touches.c.contact).where(STANDS)
    return query.order_by(touches.c.start, touches.c.enrollment)
