"""Calendars, and what they are known to hold, as rows. Knows no protocol and no event's text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select

from cadences.moments import Span
from daemon.store.tables import BUSY, calendars, objects


def busy(conn: Connection, rep: str, within: Span) -> list[Span]:
    """Return the spans in which a rep's calendars hold somebody else's opaque events; klart's own are never busy."""
    here = (
        calendars.c.rep == rep,
        BUSY,
        objects.c.start < within.end,
        objects.c.end > within.start,
    )
    query = select(objects.c.start, objects.c.end).join(calendars, calendars.c.id == objects.c.calendar).where(*here)
    return [Span(row.start, row.end) for row in conn.execute(query.order_by(objects.c.start, objects.c.end))]


def calendars_of(conn: Connection, rep: str | None = None) -> list[Row[Any]]:
    """Return the calendars of a rep (nothing = of all), klart's own first."""
    query = select(calendars) if rep is None else select(calendars).where(calendars.c.rep == rep)
    return list(conn.execute(query.order_by(calendars.c.role.desc(), calendars.c.id)))


def events_in(conn: Connection, calendar: int) -> int:
    """Return how many events of klart's a calendar is known to hold."""
    here = (objects.c.calendar == calendar, objects.c.kind.in_(("touch", "record")), objects.c.state == "live")
    return conn.execute(select(func.count()).select_from(objects).where(*here)).scalar_one()
