"""Whether every state is what its log makes of it. Knows the fold; changes a store only where it is asked to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.enrollment import Enrollment, Undone
from cadences.machine import fold
from daemon.store import enrollments, ledger
from daemon.store.tables import enrollments as rows

CadenceOf = Callable[[str], Cadence]
"""A cadence by its version."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An enrollment whose kept state is not what its log makes of it."""

    enrollment: str
    kept: Enrollment | None
    folded: Enrollment | None


def differences(conn: Connection, cadence_of: CadenceOf, holiday: HolidayName) -> Iterator[Difference]:
    """Fold the log of every enrollment anew, and return those that are kept otherwise. Reads the whole store."""
    for id_ in list(conn.scalars(select(rows.c.id).order_by(rows.c.id))):
        kept = enrollments.get(conn, id_)
        folded = folded_of(conn, id_, cadence_of, holiday)
        if (None if kept is None else kept.enrollment) != folded:
            yield Difference(id_, None if kept is None else kept.enrollment, folded)


def folded_of(conn: Connection, id_: str, cadence_of: CadenceOf, holiday: HolidayName) -> Enrollment | None:
    """Return an enrollment as its log makes it; nothing for one whose beginning was undone."""
    entries = ledger.entries(conn, id_)
    if any(isinstance(entry.fact, Undone) and entry.fact.seq == 1 for entry in entries):
        return None
    return fold(entries, cadence_of, holiday)
