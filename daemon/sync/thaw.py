"""A person's word on a frozen calendar: skip what vanished, or put it back. Knows the store; asks no server.

The next round does it; nothing is sent here.
"""

from __future__ import annotations

from sqlalchemy import Connection

from daemon.store import mirror, touches
from daemon.sync.held import removed
from daemon.sync.pull import ACCEPTED


def accept(conn: Connection, calendar: int) -> int:
    """Take what vanished for deleted by the rep; return how many events that is."""
    lost = mirror.vanished(conn, calendar)
    if lost:
        mirror.note(conn, calendar, state=ACCEPTED, said=None, retry_at=None)
    return len(lost)


def restore(conn: Connection, calendar: int) -> int:
    """Have what vanished written again, each under its next generation; return how many events that is."""
    lost = mirror.vanished(conn, calendar)
    mirror.keep(conn, [removed(each) for each in lost])
    for each in lost:
        if each.touch is not None:
            touches.next_generation(conn, *each.touch)
    if lost:
        mirror.note(conn, calendar, state="ok", said=None, retry_at=None)
    return len(lost)
