"""The log: facts in the order in which they were said, never changed. Knows lines and words; folds nothing.

What people said and whom they named does not stand in the line but in a row of `words`, which can be erased: then
the line stays, and so does the state that follows from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from sqlalchemy import Connection, Row, Select, insert, select, update

from cadences.enrollment import By, Fact, Terms
from cadences.machine import Entry
from cadences.moments import Instant
from daemon.store.codec import decode, encode
from daemon.store.tables import enrollments, log, words

FACTS: Final = {kind.__name__: kind for kind in get_args(Fact)}
ERASED: Final = "…"
"""What stands for words that were erased: that there were some still decides how the log folds."""

PERSONAL: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "Enrolled": (("note",),),
    "Answered": tuple(("answer", part) for part in ("words", "person", "phone", "email")),
    "GiveUp": (("why",),),
    "Noted": (("words",),),
}
"""Where, in each kind of fact, names and words of people stand."""


@dataclass(frozen=True, slots=True)
class Written:
    """A line that was just written: what else it leads to refers to it, so that undoing it finds all of it."""

    line: int
    enrollment: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log as it lies in the store; `cause` is the line that led to it."""

    id: int
    enrollment: str
    entry: Entry
    cause: int | None


def append(conn: Connection, enrollment: str, entry: Entry, cause: int | None = None) -> Written:
    """Write a fact down.

    Raises:
        sqlalchemy.exc.IntegrityError: There is a line of that number already: somebody else wrote meanwhile.
    """
    kind = type(entry.fact).__name__
    plain, personal = _apart(kind, encode(type(entry.fact), entry.fact))
    kept = _keep(conn, personal) if personal else None
    said = {"seq": entry.seq, "at": entry.at, "by": entry.by.value, "kind": kind, "terms": encode(Terms, entry.terms)}
    line = conn.execute(insert(log).values(enrollment=enrollment, fact=plain, words=kept, cause=cause, **said))
    assert line.inserted_primary_key is not None
    return Written(int(line.inserted_primary_key[0]), enrollment, entry.at)


def lines(conn: Connection, enrollment: str) -> tuple[Line, ...]:
    """Return an enrollment's lines in their order."""
    return tuple(map(_line, conn.execute(_lines().where(log.c.enrollment == enrollment).order_by(log.c.seq))))


def entries(conn: Connection, enrollment: str) -> tuple[Entry, ...]:
    """Return an enrollment's facts in their order, as the core folds them."""
    return tuple(line.entry for line in lines(conn, enrollment))


def caused_by(conn: Connection, line: int) -> tuple[Line, ...]:
    """Return the lines that a line led to, in other enrollments and in its own."""
    return tuple(map(_line, conn.execute(_lines().where(log.c.cause == line).order_by(log.c.id))))


def of_contact(conn: Connection, contact: str) -> tuple[Line, ...]:
    """Return everything that was ever said about a contact, in the order in which it was written down."""
    theirs = select(enrollments.c.id).where(enrollments.c.contact == contact)
    return tuple(map(_line, conn.execute(_lines().where(log.c.enrollment.in_(theirs)).order_by(log.c.id))))


def erase(conn: Connection, contact: str) -> int:
    """Erase what was said about and by a contact; return how many rows of words were emptied."""
    theirs = select(log.c.words).join(enrollments, enrollments.c.id == log.c.enrollment)
    rows = conn.execute(select(words).where(words.c.id.in_(theirs.where(enrollments.c.contact == contact)))).all()
    for row in rows:
        emptied = json.dumps(_emptied(json.loads(row.text)), ensure_ascii=False)
        conn.execute(update(words).where(words.c.id == row.id).values(text=emptied))
    return len(rows)


def _lines() -> Select[Any]:
    return select(log, words.c.text.label("said")).outerjoin(words, words.c.id == log.c.words)


def _line(row: Row[Any]) -> Line:
    plain = _together(row.kind, row.fact, json.loads(row.said) if row.said else {})
    fact = decode(FACTS[row.kind], plain)
    return Line(row.id, row.enrollment, Entry(row.seq, row.at, By(row.by), fact, decode(Terms, row.terms)), row.cause)


def _keep(conn: Connection, personal: Mapping[str, Any]) -> int:
    kept = conn.execute(insert(words).values(text=json.dumps(personal, ensure_ascii=False)))
    assert kept.inserted_primary_key is not None
    return int(kept.inserted_primary_key[0])


def _apart(kind: str, plain: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a fact without what is personal in it, and that apart."""
    rest, personal = json.loads(json.dumps(plain)), {}
    for path in PERSONAL.get(kind, ()):
        held = rest
        for part in path[:-1]:
            held = held.get(part, {})
        if path[-1] in held:
            personal[".".join(path)] = held.pop(path[-1])
    return rest, personal


def _together(kind: str, rest: Mapping[str, Any], personal: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(rest)) if personal else dict(rest)
    for path in PERSONAL.get(kind, ()):
        if ".".join(path) in personal:
            held = plain
            for part in path[:-1]:
                held = held[part]
            held[path[-1]] = personal[".".join(path)]
    return plain


def _emptied(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {name: _emptied(part) for name, part in said.items()}
    return ERASED if isinstance(said, str) else said
