"""Copies of the store while it is in use, and whether a store is sound. Knows files and SQLite; knows no schedule.

A copy is taken in one step: in many, with a writer beside it, it starts over for ever (measured: 668 times in 8 s).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from daemon.errors import FoundWrong
from daemon.store.faults import told


def copy(connection: Connection, target: Path) -> None:
    """Copy what is committed in the store to a file (0600), which takes its name only when it is whole and on the disk.

    Raises:
        FoundWrong: The copy is not sound; the target is as it was.
        KlartError: The disk is full, or the folder cannot be written.
    """
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with told(target):
            _copy(connection, unfinished)
        os.replace(unfinished, target)  # noqa: PTH105 - as the standard says it: atomic, also over an older one
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(target.parent)


def _copy(connection: Connection, unfinished: Path) -> None:
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    where = next(row[2] for row in connection.exec_driver_sql("PRAGMA database_list") if row[1] == "main")
    # By a connection of its own: one that is in the middle of writing would wait for itself, for ever.
    with closing(sqlite3.connect(where)) as source, closing(sqlite3.connect(unfinished)) as copied:
        source.backup(copied, pages=-1)
        copied.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        faults = _faults(copied, "integrity_check")
    if faults:
        raise FoundWrong(f"the copy of the store is damaged: {faults[0]}", "check the disk; the older backups are kept")
    _sync(unfinished)


def check(connection: Connection, *, thorough: bool = False) -> tuple[str, ...]:
    """Return what SQLite finds wrong with the store; nothing = it is sound.

    `thorough` compares the indexes too, and takes as long as reading the whole file several times.
    """
    source = connection.connection.dbapi_connection
    assert isinstance(source, sqlite3.Connection)
    broken = [f"{row[0]} points to a missing {row[2]}" for row in source.execute("PRAGMA foreign_key_check")]
    return (*_faults(source, "integrity_check" if thorough else "quick_check"), *broken)


def rotate(folder: Path, pattern: str, keep: int) -> tuple[Path, ...]:
    """Remove all but the newest so many files of a pattern, by name; return those removed."""
    found = sorted(folder.glob(pattern))
    old = found[: max(0, len(found) - keep)]
    for path in old:
        path.unlink(missing_ok=True)
    return tuple(old)


def _faults(raw: sqlite3.Connection, pragma: str) -> tuple[str, ...]:
    try:
        return tuple(row[0] for row in raw.execute(f"PRAGMA {pragma}") if row[0] != "ok")
    except sqlite3.DatabaseError as error:
        return (str(error),)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
