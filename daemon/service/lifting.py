"""Bounds that are lifted: a touch that they had pushed away is asked about anew. Knows no planner; places nothing.

Calm keeps a touch where it stands. That must not hold where what pushed it there is gone: a pause that a person ended
or took back, a promise that was replaced, undone, or lapsed.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from cadences.attending import stands_by_a_lifted
from cadences.moments import Instant
from cadences.reasons import Reason
from daemon.store import promises, touches
from daemon.store.enrollments import Kept


def let_go(conn: Connection, open_: Collection[Kept], freed: Collection[str], now: Instant) -> None:
    """Take the places of those touches away that stand where only a bound had pushed them that is gone.

    Args:
        conn: A writing connection.
        open_: Open enrollments that are about to be planned.
        freed: Those of them whose touch may begin sooner than before.
        now: The present instant; what has begun waits where it stands for its answer.
    """
    rows = touches.open_of(conn, [kept.enrollment.id for kept in open_])
    said = promises.live(conn, {kept.enrollment.contact for kept in open_})
    for kept in open_:
        enrollment, row = kept.enrollment, rows[kept.enrollment.id]
        if row.start is None or row.start <= now:
            continue
        live = [one.promise for one in said.get(enrollment.contact, ())]
        reasons = [Reason(code, tuple(args)) for code, args in row.reasons]
        if enrollment.id in freed or stands_by_a_lifted(reasons, enrollment, live):
            touches.let_go(conn, enrollment.id, row.number)
