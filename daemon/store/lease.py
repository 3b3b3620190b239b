"""Leases: who may do a round now. A fence number counts up with every holder and tells a late one from the present.

A holder that was frozen and wakes up still believes in its lease: its last write asks `holds` in the same
transaction, and finds a newer fence.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from cadences.moments import Instant
from daemon.store.tables import lease


def take(conn: Connection, name: str, holder: str, now: Instant, lasting: timedelta) -> int | None:
    """Take a lease and return its fence, or nothing while another holds it.

    Who holds it already gets a new fence too: whatever the holder began under the older one is over.
    """
    statement = insert(lease).values(name=name, holder=holder, until=now + lasting, fence=1)
    free = or_(lease.c.until <= now, lease.c.holder == holder)
    new = {"holder": holder, "until": now + lasting, "fence": lease.c.fence + 1}
    statement = statement.on_conflict_do_update(index_elements=["name"], set_=new, where=free)
    return conn.execute(statement.returning(lease.c.fence)).scalar_one_or_none()


def renew(conn: Connection, name: str, fence: int, now: Instant, lasting: timedelta) -> bool:
    """Hold a lease for longer; return whether it was still held."""
    here = (lease.c.name == name, lease.c.fence == fence)
    return conn.execute(update(lease).where(*here).values(until=now + lasting)).rowcount == 1


def holds(conn: Connection, name: str, fence: int) -> bool:
    """Whether nobody has taken the lease since that fence was given."""
    return conn.scalar(select(lease.c.fence).where(lease.c.name == name)) == fence


def holder(conn: Connection, name: str, now: Instant) -> str | None:
    """Return who holds a lease now, or nothing."""
    return conn.scalar(select(lease.c.holder).where(lease.c.name == name, lease.c.until > now))


def release(conn: Connection, name: str, fence: int, now: Instant) -> None:
    """Give a lease back; one that another has taken since stays."""
    conn.execute(update(lease).where(lease.c.name == name, lease.c.fence == fence).values(until=now))
