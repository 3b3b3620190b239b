"""The sync's one door to the core: what the calendar says becomes facts there. Knows use cases; knows no calendar."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from cadences.enrollment import By, Fact
from cadences.moments import Instant, Span
from daemon.errors import KlartError
from daemon.service import record as recording
from daemon.service.replan import replan
from daemon.service.world import World
from daemon.store import touches


def record(conn: Connection, world: World, enrollment: str, fact: Fact, now: Instant) -> bool:
    """Tell the core a fact, and let it plan; return whether it fitted. One that does not leaves no trace."""
    spot = conn.begin_nested()
    try:
        recording.record(conn, world, enrollment, fact, now, by=By.CALENDAR)
    except KlartError:
        spot.rollback()
        return False
    spot.commit()
    return True


def make_room(conn: Connection, world: World, busy: Iterable[Span], now: Instant) -> None:
    """Plan anew what stands where somebody else's event stands now; what is held there says so."""
    hit = {taken.key for span in busy for taken in touches.standing(conn, world.rep.id, span)}
    if hit:
        replan(conn, world, world.rep.id, sorted(hit), now)
