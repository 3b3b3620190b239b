"""Bounds that are lifted: a touch that they had pushed away is asked about anew. Knows no planner; places nothing.

Calm keeps a touch where it stands. That must not hold where what pushed it there is gone: a pause that a person ended
or took back, a promise that was replaced, undone, or lapsed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row

from cadences.enrollment import Enrollment
from cadences.moments import Instant
from cadences.promises import Promise, pieces
from daemon.service.attending import PROMISED
from daemon.store import promises, touches
from daemon.store.enrollments import Kept


def brought_forward(before: Enrollment | None, after: Enrollment, now: Instant) -> bool:
    """Whether a touch may begin sooner than it could before, and the bound that is gone lies ahead."""
    was, is_ = before.next if before is not None else None, after.next
    if was is None or is_ is None or was.number != is_.number:
        return False
    return is_.due < was.due and was.due > now


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
        if enrollment.id in freed or _stands_by_a_lifted(row, enrollment, live):
            touches.let_go(conn, enrollment.id, row.number)


def _stands_by_a_lifted(row: Row[Any], enrollment: Enrollment, live: Collection[Promise]) -> bool:
    """Whether one of the promises that a touch was placed by holds no more."""
    whens = [promise.when for promise in live if promise.enrollment in {None, enrollment.id}]
    if enrollment.next is not None and enrollment.next.when is not None:
        whens.append(enrollment.next.when)
    hold = [pieces(when) for when in whens]
    named = [tuple(args) for code, args in row.reasons if code in PROMISED]
    return any(all(args[-len(one) :] != one for one in hold) for args in named)
