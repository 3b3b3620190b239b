"""Which schema a store has, and bringing an older one up to date. Knows the mark in the file; imports Alembic last.

The mark is SQLite's own `user_version`, which costs one page to read: a command that finds it right never imports
Alembic. A new store is made from the tables as they are; a test proves that the migrations lead to the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from daemon.errors import BadInput, RefusedForSafety
from daemon.store.faults import told

SCHEMA: Final = 1
"""The number of the newest migration in `migrations/versions`."""
REVISION: Final = "0001"
APPLICATION: Final = 0x6B6C6172
"""`klar` in ASCII: SQLite's `application_id`, by which a store is told from any other database."""


def bring_up_to_date(engine: Engine, path: Path) -> None:
    """Make the tables of a new store, or migrate an older one.

    Raises:
        BadInput: The file is another program's database.
        RefusedForSafety: The schema is newer than this klart, or a daemon of the older one still runs.
    """
    with told(path):
        with engine.connect() as connection:
            found = mark(connection)
        if found == SCHEMA:
            return
        if found == 0:
            with engine.begin() as connection:
                _make(connection, path)
            return
        if found > SCHEMA:
            raise RefusedForSafety(
                f"the store {path} was written by a newer klart (schema {found}, this one knows {SCHEMA})",
                "upgrade klart on this machine",
            )
        from daemon.store import migrate

        migrate.upgrade(engine, path, found)


def mark(connection: Connection) -> int:
    """Return the schema's number; 0 = there is none yet."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def set_mark(connection: Connection, number: int) -> None:
    """Write the schema's number and whose file this is; part of the transaction it is called in."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    connection.exec_driver_sql(f"PRAGMA user_version = {number:d}")


def _make(connection: Connection, path: Path) -> None:
    # Asked again under the lock: another process may have made it meanwhile.
    if mark(connection) == SCHEMA:
        return
    if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
        raise BadInput(f"{path} is the database of another program", "name another file for the store")
    from daemon.store.tables import catalogue

    catalogue.create_all(connection, checkfirst=False)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql("INSERT INTO alembic_version (version_num) VALUES (?)", (REVISION,))
    set_mark(connection, SCHEMA)
