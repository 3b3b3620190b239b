"""Writing facts down: the one way by which anything happens to an enrollment. Knows no use case; places nothing.

A fact is advanced by the core, written into the log, and what it leads to (`effects`) is written in the same
transaction, other enrollments' facts included; those name the line that caused them, so that undoing it finds them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from cadences.attending import brought_forward
from cadences.cadence import Cadence
from cadences.enrollment import Ask, By, Enrolled, Enrollment, Fact, Migrated, RefusedError, Terms
from cadences.machine import Entry, advance
from cadences.moments import Instant
from cadences.people import Rep
from cadences.reasons import Reason
from daemon.errors import BadInput
from daemon.service.world import World, rep_of
from daemon.store import enrollments, ledger, people, touches
from daemon.store.enrollments import Kept


@dataclass(slots=True)
class Writing:
    """One use case's writing. What changed and what is to be said grows as facts are written.

    `changed` are enrollments to plan anew, in the order in which they changed; `started` those that began; `versions`
    those of cadences that were kept; `freed` those enrollments whose touch may begin sooner than before.
    """

    conn: Connection
    world: World
    now: Instant
    changed: dict[str, None] = field(default_factory=dict)
    told: list[Reason] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)
    freed: set[str] = field(default_factory=set)

    def say(self, id_: str, fact: Fact, by: By, cause: int | None = None) -> Enrollment:
        """Write a fact about an enrollment down, and all that it leads to; return what the enrollment has become.

        Raises:
            BadInput: There is no such enrollment, or the fact does not fit where it stands; nothing was written.
        """
        kept = kept_or_refuse(self.conn, id_)
        row = people.row_of(self.conn, kept.enrollment.contact)
        assert row is not None
        version = fact.version if isinstance(fact, Migrated) else kept.enrollment.version
        cadence = self.world.cadences.of_version(self.conn, version)
        rep = rep_of(self.conn, self.world, kept.enrollment.rep)
        entry = Entry(kept.seq + 1, self.now, by, fact, terms_of(row, rep))
        return self._write(kept, entry, cadence, cause)

    def begin(self, fact: Enrolled, cadence: Cadence, by: By, cause: int | None = None) -> Enrollment:
        """Write the beginning of an enrollment down; its version's text must be kept already."""
        row = people.row_of(self.conn, fact.contact)
        assert row is not None
        entry = Entry(1, self.now, by, fact, terms_of(row, rep_of(self.conn, self.world, fact.rep)))
        self.started.append(fact.enrollment)
        return self._write(None, entry, cadence, cause)

    def _write(self, kept: Kept | None, entry: Entry, cadence: Cadence, cause: int | None) -> Enrollment:
        from daemon.service.correcting import is_correction, take_back_corrected
        from daemon.service.effects import carry_out  # they write facts in turn

        before = None if kept is None else kept.enrollment
        try:
            step = advance(before, entry.fact, cadence, entry.terms, self.world.holiday, self.now)
        except RefusedError as error:
            raise BadInput(str(error)) from error
        after = step.enrollment
        if before is None:
            assert isinstance(entry.fact, Enrolled)
            enrollments.add(self.conn, after, rep_of(self.conn, self.world, after.rep).timezone, entry.fact.origin)
        else:
            enrollments.keep(self.conn, after, entry.seq, self.now, rep_of(self.conn, self.world, after.rep).timezone)
        written = ledger.append(self.conn, after.id, entry, cause)
        if before is not None and is_correction(before, after):
            take_back_corrected(self, before, entry)
        self.follow(before, after, cadence)
        for effect in step.effects:
            carry_out(self, written, after, effect)
        return after

    def follow(self, before: Enrollment | None, after: Enrollment, cadence: Cadence) -> None:
        """Bring the rows of an enrollment's touches to its new fold, and count it as changed."""
        touches.follow(self.conn, before, after, cadence)
        if after.last_contact_at is not None:
            people.touched(self.conn, after.contact, after.last_contact_at)
        self.changed[after.id] = None
        if brought_forward(before, after, self.now):
            self.freed.add(after.id)


def kept_or_refuse(conn: Connection, id_: str) -> Kept:
    """Return an enrollment.

    Raises:
        BadInput: There is none.
    """
    kept = enrollments.get(conn, id_)
    if kept is None:
        raise BadInput(f"there is no enrollment {id_!r}", "klart status names those there are")
    return kept


def terms_of(row: Row[Any], rep: Rep) -> Terms:
    """Return what a fold needs to know of a contact and the rep as they are now."""
    contact = people.as_contact(row, rep.timezone)
    return Terms(
        contact_zone=contact.timezone,
        rep_zone=rep.timezone,
        contact_country=contact.country,
        contact_region=contact.region,
        rep_country=rep.country,
        rep_region=rep.region,
        has_phone=contact.phone is not None,
        has_email=contact.email is not None,
        details_at=row.details_at,
    )
