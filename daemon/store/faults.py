"""What SQLite's faults mean for people. Knows error codes; knows no table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DatabaseError

from daemon.errors import CannotReach, FoundWrong, KlartError, RefusedForSafety

GO_BACK: Final = (
    "keep the file elsewhere, stop klart, remove klart.db-wal and klart.db-shm, put a copy from backups in the place of"
    " klart.db, and start it again"
)
"""How to go back to a copy, as docs/operating.md says it."""
_MEANING: Final[dict[int, tuple[type[KlartError], str, str]]] = {
    sqlite3.SQLITE_BUSY: (RefusedForSafety, "is being written by another process", "try again in a moment"),
    sqlite3.SQLITE_LOCKED: (RefusedForSafety, "is being written by another process", "try again in a moment"),
    sqlite3.SQLITE_FULL: (CannotReach, "cannot grow: the disk is full", "make room; nothing was changed"),
    sqlite3.SQLITE_READONLY: (CannotReach, "cannot be written", "make the file and its folder writable for you"),
    sqlite3.SQLITE_CANTOPEN: (CannotReach, "cannot be opened", "look at the rights of the file and its folder"),
    sqlite3.SQLITE_IOERR: (
        CannotReach,
        "cannot be read or written: the disk failed",
        "look at the disk; nothing was changed",
    ),
    sqlite3.SQLITE_CORRUPT: (FoundWrong, "is damaged", GO_BACK),
    sqlite3.SQLITE_NOTADB: (FoundWrong, "is no database", GO_BACK),
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the faults of a database into sentences; an error of ours in a statement stays what it is.

    Raises:
        KlartError: The store is locked for too long, full, read-only or damaged.
    """
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        # Those of a connection's first pragmas come as the driver's own.
        code = getattr(error.orig if isinstance(error, DatabaseError) else error, "sqlite_errorcode", 0)
        meant = _MEANING.get(code & 0xFF)
        if meant is None:
            raise
        kind, what, hint = meant
        raise kind(f"the store {path} {what}", hint) from error
