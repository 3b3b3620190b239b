"""What was about to be sent to a calendar, committed before it is. Knows rows; sends nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from cadences.moments import Instant
from daemon.store.tables import outbox


class Act(StrEnum):
    """What a request does to an object."""

    CREATE = "create"
    REPLACE = "replace"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Letter:
    """A request: what it does to which object, with what body, under which ETag; for which touch as of which `rev`.

    `ours` is what klart wanted to stand there, before a person's words were woven in.
    """

    href: str
    act: Act
    enrollment: str | None = None
    number: int | None = None
    body: bytes | None = None
    ours: bytes | None = None
    etag: str | None = None
    rev: int | None = None

    @property
    def touch(self) -> tuple[str, int] | None:
        """The enrollment and number of its touch."""
        return None if self.enrollment is None or self.number is None else (self.enrollment, self.number)


_NAMES: Final = tuple(each.name for each in fields(Letter))


def post(conn: Connection, calendar: int, letters: Iterable[Letter], fence: int, now: Instant) -> None:
    """Keep requests that are about to go out.

    Raises:
        sqlalchemy.exc.IntegrityError: The result of an earlier request to one of the objects is not known yet.
    """
    rows = [
        {name: getattr(each, name) for name in _NAMES}
        | {"act": each.act.value, "calendar": calendar, "fence": fence, "at": now}
        for each in letters
    ]
    if rows:
        conn.execute(insert(outbox), rows)


def unsettled(conn: Connection, calendar: int) -> dict[str, Letter]:
    """Return the requests whose result is not known, by href."""
    columns = [outbox.c[name] for name in _NAMES]
    here = (outbox.c.calendar == calendar, outbox.c.state == "open")
    found: dict[str, Letter] = {}
    for row in conn.execute(select(*columns).where(*here)):
        values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - it is the public way to a row's names
        found[row.href] = Letter(**values | {"act": Act(row.act)})
    return found


def settle(conn: Connection, calendar: int, results: Iterable[tuple[str, bool, str | None]]) -> None:
    """Keep what became of requests: href, whether it was done, and a word on it. Bodies are kept no longer."""
    rows = [{"h": href, "s": "done" if done else "failed", "r": words} for href, done, words in results]
    if not rows:
        return
    here = (outbox.c.calendar == calendar, outbox.c.href == bindparam("h"), outbox.c.state == "open")
    new: dict[str, Any] = {"state": bindparam("s"), "result": bindparam("r"), "body": None, "ours": None}
    conn.execute(update(outbox).where(*here).values(**new), rows)


def forget(conn: Connection, calendar: int, before: Instant) -> None:
    """Drop requests whose result has been known for long."""
    old = (outbox.c.calendar == calendar, outbox.c.state != "open", outbox.c.at < before)
    conn.execute(delete(outbox).where(*old))
