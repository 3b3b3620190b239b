"""Versions of cadences: the text of each that ever had an enrollment, under the hash of its flow. Parses nothing."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from cadences.moments import Instant
from daemon.errors import FoundWrong
from daemon.store.tables import versions


def keep(conn: Connection, version: str, name: str, text: str, now: Instant) -> None:
    """Keep a version; one that is kept already stays as it is."""
    statement = insert(versions).values(version=version, name=name, text=text, kept_at=now)
    conn.execute(statement.on_conflict_do_nothing())


def get(conn: Connection, version: str) -> tuple[str, str]:
    """Return the cadence's name and the version's text.

    Raises:
        FoundWrong: The store does not keep it.
    """
    row = conn.execute(select(versions.c.name, versions.c.text).where(versions.c.version == version)).one_or_none()
    if row is None:
        raise FoundWrong(f"the store does not keep version {version} of a cadence", "restore a backup")
    return row.name, row.text


def newest(conn: Connection, name: str) -> str | None:
    """Return the version of a cadence that was kept last, or nothing if none ever was."""
    query = select(versions.c.version).where(versions.c.name == name).order_by(versions.c.kept_at.desc()).limit(1)
    return conn.scalar(query)
