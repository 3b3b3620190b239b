"""Migrations: they lead to the tables as they are, keep what was there, and leave nothing half-done."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest

from daemon import clock
from daemon.errors import FoundWrong, RefusedForSafety
from daemon.store import lease, migrate, schema
from daemon.store.engine import Store, open_store

TWO = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
def upgrade():
    with op.batch_alter_table("contacts") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer()))
    {more}
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "klart.db"


@pytest.fixture
def older(path):
    """A store of schema 1 with a person, a note on them, and a daemon long gone."""
    with open_store(path) as store, store.write() as conn:
        conn.exec_driver_sql(
            "INSERT INTO contacts (id, name, name_key) VALUES ('anna-berg', 'Anna Berg', 'anna berg · ')"
        )
        conn.exec_driver_sql("INSERT INTO notes (contact, at, words) VALUES ('anna-berg', '2026-11-23 08:00:00', 'hi')")
        lease.take(conn, "run", "pid 1", clock.now() - timedelta(hours=1), timedelta(minutes=1))
    return path


@pytest.fixture
def two(tmp_path):
    """The migrations, and a second one that moves and copies a table with children."""

    def write(more="pass"):
        folder = tmp_path / "migrations"
        (folder / "versions").mkdir(parents=True)
        for name in ("env.py", "script.py.mako", "versions/0001_first.py"):
            (folder / name).write_text((migrate.MIGRATIONS / name).read_text())
        (folder / "versions" / "0002_second.py").write_text(TWO.format(more=more))
        return folder

    return write


def shape(path):
    """Return every table, index and trigger with the lines of its statement: constraints may stand in any order."""
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return {row[:3]: {line.strip(" ,)") for line in (row[3] or "").splitlines()} - {""} for row in rows}


def test_the_migrations_lead_to_the_tables_as_they_are(path, tmp_path):
    open_store(path).close()
    migrated = tmp_path / "migrated.db"
    with Store(migrated) as store, store.writer.begin() as conn:
        migrate.run_migrations(conn)
    made, by_hand = shape(path), shape(migrated)
    assert made.keys() == by_hand.keys()
    for what, lines in made.items():
        if what[1] != "alembic_version":
            assert lines == by_hand[what], what


def test_the_newest_migration_is_the_one_the_code_knows():
    names = sorted(one.name for one in (migrate.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert names[-1].startswith(f"{schema.REVISION}_")
    assert int(schema.REVISION) == schema.SCHEMA


def test_a_migration_keeps_children_and_makes_a_backup_before(older, two):
    """In batch mode the parent is dropped and made anew: with foreign keys on, its children would go with it."""
    with Store(older) as store:
        kept = migrate.upgrade(store.writer, older, 1, two(), target=2)
        with store.read() as conn:
            assert conn.exec_driver_sql("SELECT name, shoe_size FROM contacts").all() == [("Anna Berg", None)]
            assert conn.exec_driver_sql("SELECT words FROM notes").all() == [("hi",)]
            assert schema.mark(conn) == 2
        with store.write() as conn:
            assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    with closing(sqlite3.connect(kept)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
        assert raw.execute("SELECT words FROM notes").fetchall() == [("hi",)]


@pytest.mark.parametrize(
    ("more", "error"),
    [('op.execute("DELETE FROM contacts")', FoundWrong), ('raise ValueError("a fault in the migration")', ValueError)],
)
def test_a_migration_that_breaks_something_leaves_all_as_it_was(older, two, more, error):
    before = shape(older)
    with Store(older) as store:
        with pytest.raises(error):
            migrate.upgrade(store.writer, older, 1, two(more), target=2)
        with store.read() as conn:
            assert schema.mark(conn) == 1
            assert conn.exec_driver_sql("SELECT count(*) FROM contacts").scalar_one() == 1
    assert shape(older) == before


def test_no_migration_while_a_daemon_of_the_older_schema_lives(older, two):
    with Store(older) as store:
        with store.write() as conn:
            lease.take(conn, "run", "pid 2", clock.now(), timedelta(minutes=1))
        with pytest.raises(RefusedForSafety, match="still runs"):
            migrate.upgrade(store.writer, older, 1, two(), target=2)


def test_opening_an_older_store_migrates_it(older, two, monkeypatch):
    folder = two()
    monkeypatch.setattr(schema, "SCHEMA", 2)
    monkeypatch.setattr(migrate.upgrade, "__defaults__", (folder, None))
    with open_store(older) as store, store.read() as conn:
        assert schema.mark(conn) == 2


def test_a_store_made_by_two_at_once_is_made_once(path):
    code = (
        "import sys; from pathlib import Path; from daemon.store.engine import open_store\n"
        "open_store(Path(sys.argv[1])).close()"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, path], stderr=subprocess.PIPE) for _ in range(4)]
    for process in running:
        _, said = process.communicate()
        assert (process.returncode, said) == (0, b"")


def test_the_mark_is_written_in_the_transaction_of_the_tables(path):
    open_store(path).close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION,)
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.REVISION,)
