"""How enrollments begin by what was said in another: chains and referrals. Knows rows and the core's facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection, Row

from cadences.cadence import Cadence
from cadences.enrollment import Ask, By, Enrolled, Enrollment, EnrolPerson, StartChain
from cadences.moments import Instant
from cadences.reasons import Reason
from daemon.errors import BadInput
from daemon.service.world import World
from daemon.service.writing import Writing
from daemon.store import enrollments, notes, people, questions, touches, versions
from daemon.store.ledger import Written


def new_id(conn: Connection, world: World, contact: str, now: Instant) -> str:
    """Return the id of an enrollment that begins now.

    A name made from what it is, and from when: a store restored from a backup never gives one id to two things,
    whose events in a calendar would then be taken for each other.
    """
    nth = enrollments.count_of_contact(conn, contact)
    return uuid5(NAMESPACE_URL, f"klart:{world.installation}/{contact}/{nth}/{now.isoformat()}").hex[:12]


def keep_version(conn: Connection, world: World, cadence: Cadence, now: Instant) -> None:
    """Keep the texts of a cadence with its version, so that what begins in it can go on in it."""
    versions.keep(conn, cadence.version, world.cadences.kept(cadence.name), now)


def chain(writing: Writing, written: Written, enrollment: Enrollment, effect: StartChain) -> None:
    """Start the cadence that an answer leads to: as its file has it now, else as the store last kept it."""
    contact = people.row_of(writing.conn, enrollment.contact)
    assert contact is not None
    if contact.do_not_contact_at is not None:
        return
    cadence = resolve(writing, effect.cadence)
    if cadence is None:
        _ask(writing, written, Ask("ask-chain-missing", {"cadence": effect.cadence}))
        return
    start = Enrolled(
        enrollment=new_id(writing.conn, writing.world, enrollment.contact, writing.now),
        contact=enrollment.contact,
        rep=enrollment.rep,
        cadence=cadence.name,
        version=cadence.version,
        since=effect.since,
        wait=effect.wait,
        origin=enrollment.id,
        landmarks=effect.landmarks,
        after=effect.after,
    )
    writing.begin(start, cadence, By.DAEMON, cause=written.line)


def resolve(writing: Writing, name: str) -> Cadence | None:
    """Return a cadence by name: its file, its version kept; else the version that the store kept last; else nothing."""
    conn, world = writing.conn, writing.world
    try:
        cadence = world.cadences.current(name)
    except BadInput:
        cadence = None
    if cadence is not None:
        keep_version(conn, world, cadence, writing.now)
        return cadence
    version = versions.newest(conn, name)
    if version is None:
        return None
    writing.told.append(Reason("told-chain-from-store", (name,)))
    return world.cadences.of_version(conn, version)


# --- people who are named -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Somebody:
    """A person named in an answer, with what is known of them."""

    name: str
    company: str | None = None
    phone: str | None = None
    email: str | None = None


def barred(conn: Connection, contact: str, who: Somebody, near: str | None) -> bool:
    """Whether a person who was named may not be enrolled: do-not-contact, or the contact themself.

    `near` is the country in which a national number is read: that of whoever named them.
    """
    found = people.same(conn, who, near)
    return found is not None and (found.id == contact or found.do_not_contact_at is not None)


def person(writing: Writing, written: Written, enrollment: Enrollment, effect: EnrolPerson) -> None:
    """Enrol somebody who was named, in the same cadence, with a note of who named them.

    Who is enrolled already is noted there; who is do-not-contact, or the contact themself, is left alone.
    """
    conn = writing.conn
    by = people.row_of(conn, enrollment.contact)
    assert by is not None
    who = Somebody(effect.name, effect.company or by.company, effect.phone, effect.email)
    near = by.country or writing.world.rep.country
    if barred(conn, enrollment.contact, who, near):
        writing.told.append(Reason("told-no-referral", (effect.name,)))
        return
    note = f"{by.name} ({by.company})" if by.company else by.name
    contact = _known(writing, who, by, written)
    running = enrollments.of_contact(conn, contact, only_open=True)
    if running:
        notes.add(conn, contact, note, Written(written.line, running[0].enrollment.id, written.at))
        touches.shows_otherwise(conn, contact)
        return
    cadence = writing.world.cadences.of_version(conn, enrollment.version)
    start = Enrolled(
        enrollment=new_id(conn, writing.world, contact, writing.now),
        contact=contact,
        rep=enrollment.rep,
        cadence=enrollment.cadence,
        version=enrollment.version,
        since=writing.now,
        origin=enrollment.id,
        note=note,
    )
    writing.begin(start, cadence, By.DAEMON, cause=written.line)


def _known(writing: Writing, who: Somebody, by: Row[Any], written: Written) -> str:
    """Return the id of a person, kept as a contact if need be; what was said of them fills what is not known."""
    conn, near = writing.conn, by.country or writing.world.rep.country
    found = people.same(conn, who, near)
    if found is not None:
        said = {"phone": who.phone, "email": who.email}
        new = {name: value for name, value in said.items() if value is not None and getattr(found, name) is None}
        if new:
            people.correct(conn, found.id, new, written.line, writing.now, near)
        return str(found.id)
    firm = {name: getattr(by, name) for name in ("country", "region", "timezone", "language")}
    said = {"name": who.name, "company": who.company, "phone": who.phone, "email": who.email}
    said |= (firm if who.company == by.company else {}) | {"source": f"referral by {by.name}"}
    return people.add(conn, said, near)


def _ask(writing: Writing, written: Written, ask: Ask) -> None:
    questions.ask(writing.conn, written, ask.code, ask.args)
    writing.asked.append(ask)
