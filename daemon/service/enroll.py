"""Enrolling one contact: refused where it could do harm, and said why. One transaction, planned at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from cadences.cadence import Cadence
from cadences.enrollment import By, Enrolled
from cadences.moments import Instant
from daemon.errors import BadInput, RefusedForSafety
from daemon.service.beginning import keep_version, new_id
from daemon.service.record import Recorded, finish
from daemon.service.world import World
from daemon.service.writing import Writing
from daemon.store import enrollments, people, touches


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to be enrolled in what.

    `again` = although the contact is enrolled already. `despite_opt_out` = why, although the contact asked never to
    be contacted again: it lifts the opt-out and stands in the log. `note` is kept with the beginning.
    """

    contact: str
    cadence: str
    again: bool = False
    despite_opt_out: str | None = None
    note: str = ""


def enroll(conn: Connection, world: World, wish: Wish, now: Instant, by: By = By.CLI) -> Recorded:
    """Enrol a contact for the world's rep, keep the cadence's version, and place the first touch.

    Raises:
        BadInput: The contact or the cadence is not known, or the cadence's file is faulty.
        RefusedForSafety: The contact is do-not-contact, or enrolled already (the first enrollment is named).
    """
    cadence = cadence_or_refuse(world, wish.cadence)
    contact = people.row_of(conn, wish.contact)
    if contact is None:
        raise BadInput(f"there is no contact {wish.contact!r}", "klart contact add makes one")
    _refuse_opted_out(conn, contact, wish)
    if not wish.again:
        _refuse_enrolled(conn, contact)
    writing = Writing(conn, world, now)
    id_ = begin(writing, wish, cadence, by)
    return finish(writing, id_)


def begin(writing: Writing, wish: Wish, cadence: Cadence, by: By) -> str:
    """Write the beginning of an enrollment down, without planning it; return its id."""
    conn, world, now = writing.conn, writing.world, writing.now
    if cadence.version not in writing.versions:
        people.keep_rep(conn, world.rep)
        keep_version(conn, world, cadence, now)
        writing.versions.add(cadence.version)
    note = " · ".join(filter(None, (wish.note, wish.despite_opt_out)))
    start = Enrolled(
        enrollment=new_id(conn, world, wish.contact, now),
        contact=wish.contact,
        rep=world.rep.id,
        cadence=cadence.name,
        version=cadence.version,
        since=now,
        note=note,
    )
    return writing.begin(start, cadence, by).id


def cadence_or_refuse(world: World, name: str) -> Cadence:
    """Return a cadence as its file has it.

    Raises:
        BadInput: There is none of that name, or its file is faulty.
    """
    cadence = world.cadences.current(name)
    if cadence is None:
        raise BadInput(f"there is no cadence {name!r}", "name one from HOME/cadences or the library, or a file")
    return cadence


def _refuse_opted_out(conn: Connection, contact: Row[Any], wish: Wish) -> None:
    if contact.do_not_contact_at is None:
        return
    if wish.despite_opt_out:
        people.opt_in(conn, contact.id)
        return
    day = contact.do_not_contact_at.date().isoformat()
    raise RefusedForSafety(
        f"{contact.name} asked on {day} never to be contacted again; nobody was enrolled",
        "only an override with its reason lifts that",
    )


def _refuse_enrolled(conn: Connection, contact: Row[Any]) -> None:
    running = enrollments.of_contact(conn, contact.id, only_open=True)
    if running:
        first = running[-1].enrollment
        row = touches.open_of(conn, [first.id])[first.id]
        upcoming = f", next touch {row.start.date().isoformat()}" if row.start is not None else ""
        since = first.opened_at.date().isoformat()
        raise RefusedForSafety(
            f"{contact.name} is enrolled in {first.cadence} already, since {since}{upcoming}",
            "close or pause that one, or ask for a second enrollment",
        )
