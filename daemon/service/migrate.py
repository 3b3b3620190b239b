"""Taking open enrollments to the newest version of their cadence: what would happen to each, and then doing it.

Both are the same writing, in one transaction; what is only to be shown is rolled back. Where somebody stands in the
new version is the core's word (`cadences.machine.migration`), where that lies in the calendar the planner's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row

from cadences.cadence import Cadence
from cadences.enrollment import By, Migrated
from cadences.language.hashing import flow_version
from cadences.machine import advance
from cadences.machine.migration import migrated
from cadences.machine.scene import open_touch
from cadences.moments import Instant, day_in, zone
from daemon.errors import KlartError
from daemon.service.beginning import keep_version
from daemon.service.enroll import cadence_or_refuse
from daemon.service.record import settle
from daemon.service.world import World, rep_of
from daemon.service.writing import Writing, terms_of
from daemon.store import enrollments, people, touches, versions
from daemon.store.enrollments import Kept

_MARK: Final = 10
"""Hexadecimal digits of the mark that tells one outlook from another."""


class Fate(StrEnum):
    """What going on in the newest version does to an open enrollment."""

    STAYS = "stays"
    """Its touch stays where it stands."""
    MOVES = "moves"
    """Its touch moves in the calendar, or another takes its place."""
    LATER = "later"
    """Its touch is gone from the cadence, and lies today or tomorrow: it is made first, nothing is changed."""
    NEWEST = "newest"
    """It is in that flow already."""


@dataclass(frozen=True, slots=True)
class Course:
    """One open enrollment: who, and the row of its open touch before and after."""

    enrollment: str
    name: str
    company: str | None
    fate: Fate
    before: Row[Any]
    after: Row[Any]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What comes of a cadence's open enrollments; `mark` names just this, `moved` others that had to make room."""

    cadence: str
    courses: tuple[Course, ...]
    mark: str
    moved: tuple[str, ...] = ()

    def of(self, fate: Fate) -> tuple[Course, ...]:
        """Return the courses of one fate."""
        return tuple(course for course in self.courses if course.fate is fate)

    @property
    def changed(self) -> bool:
        """Whether anybody goes on in another version than before."""
        return bool(self.of(Fate.STAYS) or self.of(Fate.MOVES))


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is meant: a cadence's open enrollments, or one contact's (an id); `soon` = today's and tomorrow's too."""

    cadence: str
    contact: str | None = None
    soon: bool = False


def outlook(conn: Connection, world: World, asked: Asked, now: Instant) -> Outlook:
    """Say what `migrate` would do. It is done on a writing connection, and taken back.

    Raises:
        BadInput: There is no such cadence, or its file is faulty.
    """
    spot = conn.begin_nested()
    try:
        return migrate(conn, world, asked, now)
    finally:
        spot.rollback()


def migrate(conn: Connection, world: World, asked: Asked, now: Instant) -> Outlook:
    """Take open enrollments to the version that the cadence's file has, and plan anew what that changes.

    Raises:
        BadInput: There is no such cadence, or its file is faulty; nothing was written.
    """
    new = cadence_or_refuse(world, asked.cadence)
    found = _meant(conn, asked)
    going = _Going(Writing(conn, world, now), new, asked, touches.open_of(conn, [kept.enrollment.id for kept in found]))
    going.mark.update(new.version.encode())
    for kept in found:
        going.take(kept)
    moved = settle(going.writing)
    after = touches.open_of(conn, going.rows)
    courses = tuple(going.course(kept, after[kept.enrollment.id]) for kept in found)
    others = tuple(id_ for id_ in moved if id_ not in going.rows)
    return Outlook(new.name, courses, going.mark.hexdigest()[:_MARK], others)


def _meant(conn: Connection, asked: Asked) -> list[Kept]:
    found = enrollments.open_in(conn, asked.cadence)
    return [kept for kept in found if asked.contact in {None, kept.enrollment.contact}]


@dataclass(slots=True)
class _Going:
    """A migration under way."""

    writing: Writing
    new: Cadence
    asked: Asked
    rows: dict[str, Row[Any]]
    fates: dict[str, Fate] = field(default_factory=dict)
    mark: Any = field(default_factory=hashlib.sha256)
    kept: bool = False

    def take(self, kept: Kept) -> None:
        """Take one enrollment there, unless it is there or its touch of these days would have to go."""
        id_, row = kept.enrollment.id, self.rows[kept.enrollment.id]
        self.mark.update(f"|{id_} {kept.seq} {row.start} {row.end}".encode())
        if flow_version(kept.enrollment.version) == flow_version(self.new.version):
            self.fates[id_] = Fate.NEWEST
            return
        fact = self._fact(kept, row)
        if fact is None:
            self.fates[id_] = Fate.LATER
            return
        self._write(kept, fact)

    def _fact(self, kept: Kept, row: Row[Any]) -> Migrated | None:
        """Return what is to be said; nothing where a touch of today or tomorrow would give way to another."""
        conn, world = self.writing.conn, self.writing.world
        old = world.cadences.of_version(conn, kept.enrollment.version)
        near = _is_near(row, kept, self.writing)
        between = tuple(_others(conn, world, {kept.enrollment.version, self.new.version}, self.new.name))
        fact = migrated(kept.enrollment, old, self.new, between, calm=near)
        if near and not self.asked.soon and self._replaces(kept, fact):
            return None
        return fact

    def _replaces(self, kept: Kept, fact: Migrated) -> bool:
        contact = people.row_of(self.writing.conn, kept.enrollment.contact)
        assert contact is not None
        world = self.writing.world
        terms = terms_of(contact, rep_of(self.writing.conn, world, kept.enrollment.rep))
        step = advance(kept.enrollment, fact, self.new, terms, world.holiday, self.writing.now)
        assert step.enrollment.next is not None
        return step.enrollment.next.number != open_touch(kept.enrollment).number

    def _write(self, kept: Kept, fact: Migrated) -> None:
        conn, id_ = self.writing.conn, kept.enrollment.id
        if not self.kept:
            keep_version(conn, self.writing.world, self.new, self.writing.now)
            self.kept = True
        after = self.writing.say(id_, fact, By.CLI)
        assert after.next is not None
        touches.of_kind(conn, id_, after.next.number, self.new.kind.value)
        row = self.rows[id_]
        if after.next.number == row.number and not _is_near(row, kept, self.writing):
            touches.shown_otherwise(conn, id_, after.next.number)
        self.fates[id_] = Fate.STAYS

    def course(self, kept: Kept, after: Row[Any]) -> Course:
        """Return what became of one, now that all is planned."""
        id_, before = kept.enrollment.id, self.rows[kept.enrollment.id]
        fate = self.fates[id_]
        if fate is Fate.STAYS and (before.number, before.start, before.end) != (after.number, after.start, after.end):
            fate = Fate.MOVES
        contact = people.row_of(self.writing.conn, kept.enrollment.contact)
        assert contact is not None
        return Course(id_, contact.name, contact.company, fate, before, after)


def _is_near(row: Row[Any], kept: Kept, writing: Writing) -> bool:
    """Whether a touch has begun, or lies today or tomorrow: its event stays as it is."""
    if row.start is None:
        return False
    where = zone(rep_of(writing.conn, writing.world, kept.enrollment.rep).timezone)
    return day_in(row.start, where) <= day_in(writing.now, where) + timedelta(days=1)


def _others(conn: Connection, world: World, but: set[str], name: str) -> Iterator[Cadence]:
    """Yield the other versions of a cadence that the store keeps; one that can no longer be read tells no names."""
    for version in versions.named(conn, name):
        if version not in but:
            try:
                yield world.cadences.of_version(conn, version)
            except KlartError:
                continue


# --- all at once -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Adrift:
    """A cadence whose file is gone, and how many go on in the version that the store keeps."""

    cadence: str
    open: int


def named(conn: Connection, world: World, contact: str | None = None) -> tuple[tuple[str, ...], tuple[Adrift, ...]]:
    """Return the cadences with open enrollments (of a contact): those that have a file, and those whose file is gone.

    Raises:
        BadInput: A file is faulty.
    """
    there, gone = [], []
    for name in enrollments.cadences_open(conn):
        found = _meant(conn, Asked(name, contact))
        if not found:
            continue
        if world.cadences.current(name) is None:
            gone.append(Adrift(name, len(found)))
        else:
            there.append(name)
    return tuple(there), tuple(gone)


def mark_of(outlooks: Sequence[Outlook]) -> str:
    """Return the mark of several outlooks together."""
    return hashlib.sha256(" ".join(one.mark for one in outlooks).encode()).hexdigest()[:_MARK]
