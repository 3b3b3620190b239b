"""Enrollments as rows: the fold of the log so far, and when time alone will do something. Decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from cadences.enrollment import (
    Active,
    Diagnosing,
    Enrollment,
    GivenUp,
    Lost,
    OptedOut,
    Paused,
    Referred,
    State,
    Waiting,
    Won,
)
from cadences.moments import Instant, instant, zone
from daemon.store.codec import decode, encode
from daemon.store.people import parts
from daemon.store.tables import OPEN, enrollments

NAMES: dict[type[State], str] = {
    Active: "active", Waiting: "waiting", Diagnosing: "diagnosing", Paused: "paused", Won: "won", Lost: "lost",
    OptedOut: "opted_out", Referred: "referred", GivenUp: "given_up",
}  # fmt: skip
"""The states as the store, the commands and the reports name them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An enrollment as it lies in the store: the fold of its log up to line `seq`."""

    enrollment: Enrollment
    seq: int
    attend_at: Instant | None
    origin: str | None


def add(conn: Connection, enrollment: Enrollment, rep_zone: str, origin: str | None) -> None:
    """Keep a new enrollment; its first line is to be written in the same transaction."""
    conn.execute(
        insert(enrollments).values(
            id=enrollment.id,
            contact=enrollment.contact,
            rep=enrollment.rep,
            cadence=enrollment.cadence,
            opened_at=enrollment.opened_at,
            origin=origin,
            seq=1,
            **_shown(enrollment, enrollment.opened_at, rep_zone),
        )
    )


def keep(conn: Connection, enrollment: Enrollment, seq: int, now: Instant, rep_zone: str) -> None:
    """Keep what an enrollment has become with line `seq` of its log."""
    shown = _shown(enrollment, now, rep_zone)
    conn.execute(update(enrollments).where(enrollments.c.id == enrollment.id).values(seq=seq, **shown))


def withdraw(conn: Connection, id_: str, seq: int, now: Instant) -> None:
    """Keep that an enrollment was undone: it is as if it had never begun."""
    values = {"state": "withdrawn", "closed_at": now, "until": None, "attend_at": None, "seq": seq}
    conn.execute(update(enrollments).where(enrollments.c.id == id_).values(**values))


def attend(conn: Connection, id_: str, at: Instant | None) -> None:
    """Keep when time alone will do something to an enrollment (nothing = never)."""
    conn.execute(update(enrollments).where(enrollments.c.id == id_).values(attend_at=at))


def get(conn: Connection, id_: str) -> Kept | None:
    """Return an enrollment, or nothing; one that was undone is nothing."""
    row = conn.execute(_rows().where(enrollments.c.id == id_)).one_or_none()
    return None if row is None else _kept(row)


def contact_of(conn: Connection, id_: str) -> str:
    """Return the contact of an enrollment, also of one that was undone."""
    return str(conn.execute(select(enrollments.c.contact).where(enrollments.c.id == id_)).scalar_one())


def some(conn: Connection, ids: Collection[str]) -> list[Kept]:
    """Return enrollments by id, in the order of their ids."""
    found: Iterable[Row[Any]] = (
        row for part in parts(ids) for row in conn.execute(_rows().where(enrollments.c.id.in_(part)))
    )
    return sorted(map(_kept, found), key=lambda kept: kept.enrollment.id)


def open_of_rep(conn: Connection, rep: str) -> list[Kept]:
    """Return every open enrollment of a rep, by id."""
    query = _rows().where(enrollments.c.rep == rep, OPEN).order_by(enrollments.c.id)
    return list(map(_kept, conn.execute(query)))


def open_in(conn: Connection, cadence: str) -> list[Kept]:
    """Return every open enrollment in a cadence, by id, whatever its version."""
    query = _rows().where(enrollments.c.cadence == cadence, OPEN).order_by(enrollments.c.id)
    return list(map(_kept, conn.execute(query)))


def cadences_open(conn: Connection) -> list[str]:
    """Return the names of the cadences that have open enrollments, in order."""
    return list(conn.scalars(select(enrollments.c.cadence).where(OPEN).distinct().order_by(enrollments.c.cadence)))


def of_contact(conn: Connection, contact: str, *, only_open: bool = False) -> list[Kept]:
    """Return the enrollments of a contact, the newest first."""
    query = _rows().where(enrollments.c.contact == contact)
    query = query.where(OPEN) if only_open else query
    return list(map(_kept, conn.execute(query.order_by(enrollments.c.opened_at.desc(), enrollments.c.id))))


def count_of_contact(conn: Connection, contact: str) -> int:
    """Return how many enrollments a contact ever had, the undone ones too."""
    query = select(func.count()).select_from(enrollments).where(enrollments.c.contact == contact)
    return conn.execute(query).scalar_one()


def due(conn: Connection, now: Instant, limit: int) -> list[str]:
    """Return the enrollments to which time has done something by now, the longest waiting first."""
    at = enrollments.c.attend_at
    query = select(enrollments.c.id).where(at.is_not(None), at <= now).order_by(at, enrollments.c.id).limit(limit)
    return list(conn.scalars(query))


def next_due(conn: Connection) -> Instant | None:
    """Return when time alone next does something to any enrollment."""
    at = enrollments.c.attend_at
    return conn.scalar(select(at).where(at.is_not(None)).order_by(at).limit(1))


def started_by(conn: Connection, id_: str) -> list[str]:
    """Return the enrollments that answers of this one started."""
    return list(conn.scalars(select(enrollments.c.id).where(enrollments.c.origin == id_).order_by(enrollments.c.id)))


def _rows() -> Select[Any]:
    shown = (enrollments.c.snapshot, enrollments.c.seq, enrollments.c.attend_at, enrollments.c.origin)
    return select(*shown).where(enrollments.c.state != "withdrawn")


def _kept(row: Row[Any]) -> Kept:
    return Kept(decode(Enrollment, row.snapshot), row.seq, row.attend_at, row.origin)


def _shown(enrollment: Enrollment, now: Instant, rep_zone: str) -> dict[str, Any]:
    return {
        "version": enrollment.version,
        "state": NAMES[type(enrollment.state)],
        "until": until_of(enrollment.state, rep_zone),
        "closed_at": None if enrollment.open else func.coalesce(enrollments.c.closed_at, now),
        "snapshot": encode(Enrollment, enrollment),
    }


def until_of(state: State, rep_zone: str) -> Instant | None:
    """Return until when a state bounds the next touch's start; a pause ends with a day of the rep's."""
    if isinstance(state, Waiting):
        return state.until
    if isinstance(state, Paused):  # a day of the rep's
        return instant(datetime.combine(state.until, time(), zone(rep_zone)))
    return None
