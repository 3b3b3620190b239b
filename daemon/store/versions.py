"""Versions of cadences: the texts of each that ever had an enrollment, under the hash of its flow. Parses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from cadences.moments import Instant
from daemon.errors import FoundWrong
from daemon.store.tables import versions


class Kept(NamedTuple):
    """A version as it is kept: the cadence's name, its text, and those of the cadences that it extends, by name."""

    name: str
    text: str
    bases: Mapping[str, str] = MappingProxyType({})


def keep(conn: Connection, version: str, kept: Kept, now: Instant) -> None:
    """Keep a version; one that is kept already stays as it is."""
    statement = insert(versions).values(
        version=version, name=kept.name, text=kept.text, bases=dict(kept.bases), kept_at=now
    )
    conn.execute(statement.on_conflict_do_nothing())


def get(conn: Connection, version: str) -> Kept:
    """Return a version.

    Raises:
        FoundWrong: The store does not keep it.
    """
    query = select(versions.c.name, versions.c.text, versions.c.bases).where(versions.c.version == version)
    row = conn.execute(query).one_or_none()
    if row is None:
        raise FoundWrong(f"the store does not keep version {version} of a cadence", "restore a backup")
    return Kept(row.name, row.text, row.bases)


def newest(conn: Connection, name: str) -> str | None:
    """Return the version of a cadence that was kept last, or nothing if none ever was."""
    query = select(versions.c.version).where(versions.c.name == name).order_by(versions.c.kept_at.desc()).limit(1)
    return conn.scalar(query)


def named(conn: Connection, name: str) -> tuple[str, ...]:
    """Return every version of a cadence that is kept, the oldest first."""
    query = select(versions.c.version).where(versions.c.name == name).order_by(versions.c.kept_at, versions.c.version)
    return tuple(conn.scalars(query))
