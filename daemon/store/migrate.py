"""Migrating an older store. Knows Alembic, and is imported only where there is something to migrate.

Foreign keys are off while it runs and are checked before it commits: in batch mode the parent table is dropped and
made anew, and with foreign keys on its children go with it (measured: 3 of 3). All of it is one transaction.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, bindparam, text

from daemon import clock
from daemon.errors import FoundWrong, RefusedForSafety
from daemon.store import backup, schema
from daemon.store.columns import UtcInstant

MIGRATIONS: Final = Path(__file__).with_name("migrations")


def upgrade(engine: Engine, path: Path, found: int, migrations: Path = MIGRATIONS, target: int | None = None) -> Path:
    """Bring an older store to the newest schema; return the backup that was made before.

    Raises:
        RefusedForSafety: A daemon of the older schema still runs.
        FoundWrong: The result breaks a foreign key; the store is as it was.
    """
    kept = path.with_name(f"{path.name}.schema-{found}")
    with engine.connect() as connection:
        _refuse_living(connection, path)
        backup.copy(connection, kept)
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _run(connection, path, migrations, schema.SCHEMA if target is None else target)
        finally:
            raw.execute("PRAGMA foreign_keys=ON")
    return kept


def _run(connection: Connection, path: Path, migrations: Path, target: int) -> None:
    if schema.mark(connection) >= target:
        return  # another process was first
    run_migrations(connection, migrations)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise FoundWrong(
            f"migrating {path} would break {len(broken)} references, the first in {broken[0][0]}",
            "nothing was changed; stay with the klart you had, and ask for help with this sentence",
        )
    schema.set_mark(connection, target)


def run_migrations(connection: Connection, migrations: Path = MIGRATIONS) -> None:
    """Run every migration that the store has not had, in the transaction of this connection."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_living(connection: Connection, path: Path) -> None:
    # As text: the tables of an older schema are not those of `tables`.
    query = text("SELECT holder FROM lease WHERE until > :now LIMIT 1")
    found = connection.execute(query.bindparams(bindparam("now", clock.now(), UtcInstant))).scalar()
    if found is not None:
        raise RefusedForSafety(f"a klart of an older schema still runs on {path} ({found})", "stop it first")
