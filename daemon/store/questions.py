"""Questions to the rep: a code of the table of questions and its arguments. Asks nobody; they are shown elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from cadences.moments import Instant
from daemon.store.ledger import Written
from daemon.store.tables import questions


def ask(conn: Connection, written: Written, code: str, args: Mapping[str, str]) -> None:
    """Keep a question that a line of the log raised, unless the same one is open already."""
    here = (questions.c.enrollment == written.enrollment, questions.c.code == code, questions.c.answered_at.is_(None))
    if dict(args) not in list(conn.scalars(select(questions.c.args).where(*here))):
        made = {"enrollment": written.enrollment, "asked_at": written.at, "made_by": written.line}
        conn.execute(insert(questions).values(code=code, args=dict(args), **made))


def waiting(conn: Connection, enrollment: str | None = None) -> list[Row[Any]]:
    """Return the open questions of an enrollment (nothing = of all), the oldest first."""
    query = select(questions).where(questions.c.answered_at.is_(None))
    query = query if enrollment is None else query.where(questions.c.enrollment == enrollment)
    return list(conn.execute(query.order_by(questions.c.asked_at, questions.c.id)))


def answered(conn: Connection, enrollment: str, now: Instant) -> None:
    """Keep that the open questions of an enrollment are answered: a person has since said something of it."""
    here = (questions.c.enrollment == enrollment, questions.c.answered_at.is_(None))
    conn.execute(update(questions).where(*here).values(answered_at=now))


def take_back(conn: Connection, line: int) -> None:
    """Remove the questions that a line of the log made."""
    conn.execute(delete(questions).where(questions.c.made_by == line))
