"""Notes on contacts: what a person wrote that is no answer. Erasable."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from cadences.moments import Instant
from daemon.store.ledger import Written
from daemon.store.tables import notes


def add(conn: Connection, contact: str, words: str, written: Written) -> None:
    """Keep a note on a contact that a line of the log made."""
    made = {"at": written.at, "enrollment": written.enrollment, "made_by": written.line}
    conn.execute(insert(notes).values(contact=contact, words=words, **made))


def add_apart(conn: Connection, contact: str, words: str, at: Instant) -> None:
    """Keep a note on a contact that belongs to no enrollment."""
    conn.execute(insert(notes).values(contact=contact, words=words, at=at))


def newest(conn: Connection, contact: str, limit: int = 2) -> list[tuple[Instant, str]]:
    """Return the newest notes on a contact, the newest first: when, and the words."""
    query = select(notes.c.at, notes.c.words).where(notes.c.contact == contact)
    return [
        (row.at, row.words) for row in conn.execute(query.order_by(notes.c.at.desc(), notes.c.id.desc()).limit(limit))
    ]


def take_back(conn: Connection, line: int) -> None:
    """Remove the notes that a line of the log made."""
    conn.execute(delete(notes).where(notes.c.made_by == line))
