"""Promises as rows: which are live, which lapsed, which a newer one replaced. Knows no rule of what replaces what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from cadences.moments import Instant
from cadences.promises import Promise, When
from daemon.store.codec import decode, encode
from daemon.store.people import parts
from daemon.store.tables import promises


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise as it lies in the store."""

    id: int
    contact: str
    promise: Promise


def live(conn: Connection, contacts: Collection[str]) -> dict[str, tuple[Kept, ...]]:
    """Return the promises of contacts that neither lapsed nor were replaced, by contact, the newest last."""
    found: dict[str, tuple[Kept, ...]] = {}
    for part in parts(contacts):
        here = (promises.c.contact.in_(part), promises.c.lapsed_at.is_(None), promises.c.replaced_by.is_(None))
        for row in conn.execute(select(promises).where(*here).order_by(promises.c.said_at, promises.c.id)):
            found[row.contact] = (*found.get(row.contact, ()), _kept(row))
    return found


def add(conn: Connection, contact: str, promise: Promise, made_by: int) -> int:
    """Keep a promise that a line of the log made; return its id."""
    row = conn.execute(
        insert(promises).values(
            contact=contact,
            enrollment=promise.enrollment,
            when=encode(When, promise.when),
            said_at=promise.said_at,
            words=promise.words,
            by_rep=promise.by_rep,
            made_by=made_by,
        )
    )
    assert row.inserted_primary_key is not None
    return int(row.inserted_primary_key[0])


def replace(conn: Connection, ids: Collection[int], by: int) -> None:
    """Keep that promises were replaced by a newer one."""
    if ids:
        conn.execute(update(promises).where(promises.c.id.in_(ids)).values(replaced_by=by))


def lapse(conn: Connection, ids: Collection[int], at: Instant, lapsed_by: int) -> None:
    """Keep that promises are over, by a line of the log."""
    conn.execute(update(promises).where(promises.c.id.in_(ids)).values(lapsed_at=at, lapsed_by=lapsed_by))


def take_back(conn: Connection, line: int) -> None:
    """Undo what a line of the log did to promises: those it made go, those it ended are live again."""
    made = select(promises.c.id).where(promises.c.made_by == line)
    conn.execute(update(promises).where(promises.c.replaced_by.in_(made)).values(replaced_by=None))
    conn.execute(update(promises).where(promises.c.lapsed_by == line).values(lapsed_at=None, lapsed_by=None))
    conn.execute(delete(promises).where(promises.c.made_by == line))


def of_contact(conn: Connection, contact: str) -> list[Row[Any]]:
    """Return every promise of a contact there ever was, the newest first."""
    newest = (promises.c.said_at.desc(), promises.c.id.desc())
    return list(conn.execute(select(promises).where(promises.c.contact == contact).order_by(*newest)))


def _kept(row: Row[Any]) -> Kept:
    promise = Promise(decode(When, row.when), row.said_at, row.words, row.enrollment, row.by_rep)
    return Kept(row.id, row.contact, promise)
