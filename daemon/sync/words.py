"""Whose words an event shows: the file's as it is now; an event of today keeps those that it shows. Writes nothing.

A change of words alone reaches open enrollments by itself, with each event's next write: nothing is written for its
sake, and nobody finds another text in an event of this day than the one read in the morning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row

from cadences.cadence import Cadence
from cadences.language.hashing import flow_version
from cadences.moments import Instant, Span, day_in, zone
from daemon.errors import KlartError
from daemon.service.world import World
from daemon.store import versions


def words_of(cadence: Cadence) -> str:
    """Return the version that names a cadence's words as they are: of the flow it is pinned to."""
    return f"{flow_version(cadence.version)}-{cadence.words_version}"


def worded(conn: Connection, world: World, cadence: Cadence, row: Row[Any], span: Span, now: Instant) -> Cadence:
    """Return the cadence with the words that a touch's event is to show; `cadence` has the newest."""
    if row.words in {None, words_of(cadence)} or flow_version(row.words) != flow_version(cadence.version):
        return cadence
    where = zone(world.rep.timezone)
    if row.state == "open" and day_in(span.start, where) != day_in(now, where):
        return cadence
    return world.cadences.as_kept(conn, row.words) or cadence


def to_keep(world: World, shown: Mapping[str, Cadence]) -> dict[str, versions.Kept]:
    """Return the texts of versions whose words are shown, as far as the files have them."""
    found = {}
    for version, cadence in shown.items():
        try:
            now = world.cadences.current(cadence.name)
            if now is not None and now.version == version:
                found[version] = world.cadences.kept(cadence.name)
        except KlartError:
            continue  # a faulty file: its words are not shown
    return found
