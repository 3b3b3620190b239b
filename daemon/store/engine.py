"""Opening the store, and its two doors: `write` and `read`. Knows SQLite's settings; knows no table but its mark.

A write begins IMMEDIATE: the driver's default loses updates without an error, and a deferred one that upgrades is
refused at once, busy timeout or not (both measured). Nothing reads first and upgrades: readers cannot write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, create_engine, event

from daemon.store import place, schema
from daemon.store.faults import told

BUSY_MS: Final = 5000
"""How long a transaction waits for another process's, in milliseconds; ours are far shorter."""


class Store:
    """An open store. Use from any thread; a connection belongs to the thread that opened it, until it is left."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer = _engine(path, "BEGIN IMMEDIATE", read_only=False)
        self.reader = _engine(path, "BEGIN", read_only=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that may write: all of it stands afterwards, or, after any exception, nothing.

        Keep it short: no other process writes meanwhile. Never hold one across a request to a server.

        Raises:
            KlartError: The store is locked for too long, full, read-only or damaged; nothing was written.
        """
        with told(self.path), self.writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the store and can write nothing.

        Raises:
            KlartError: The store cannot be read.
        """
        with told(self.path), self.reader.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file; the last to do so folds the write-ahead log into it."""
        self.reader.dispose()
        self.writer.dispose()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def open_store(path: Path) -> Store:
    """Open the store at that file; make it, and its folder, where there is none; migrate an older one.

    Raises:
        BadInput: The file is no store of klart's, or its place cannot be written.
        RefusedForSafety: Others may read it, it lies on a network or in a synced folder, its schema is newer than
            this klart, or is older while a daemon of that schema still runs.
    """
    place.prepare(path)
    store = Store(path)
    try:
        schema.bring_up_to_date(store.writer, path)
    except BaseException:
        store.close()
        raise
    return store


def open_existing(path: Path) -> Store:
    """Open the store at that file, as `open_store` does, but make none.

    Raises:
        BadInput: There is none.
    """
    place.refuse_absent(path)
    return open_store(path)


def _engine(path: Path, begin: str, *, read_only: bool) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})

    def settle(raw: Any, _record: object) -> None:
        # The driver is not to begin transactions by itself; ours begin in `start`.
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", settle)
    event.listen(engine, "begin", start)
    return engine
