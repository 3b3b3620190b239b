"""Pausing, resuming and giving up an enrollment: what a person says about it, not what a contact said."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Row

from cadences.enrollment import Answered, GiveUp, Noted, Pause, Resume
from cadences.moments import Instant, day_in, zone
from daemon.errors import BadInput
from daemon.service.record import Recorded, record
from daemon.service.world import World
from daemon.store import enrollments, notes, people, touches
from daemon.store.enrollments import Kept


def pause(conn: Connection, world: World, enrollment_id: str, until: date, now: Instant) -> Recorded:
    """Pause an enrollment until a day of the rep's; its next touch is shown there.

    Raises:
        BadInput: The day is not in the future, or the enrollment is closed.
    """
    today = day_in(now, zone(world.rep.timezone))
    if until <= today:
        raise BadInput(f"a pause until {until.isoformat()} is over already", f"name a day after {today.isoformat()}")
    return record(conn, world, enrollment_id, Pause(until), now)


def resume(conn: Connection, world: World, enrollment_id: str, now: Instant) -> Recorded:
    """End a pause.

    Raises:
        BadInput: The enrollment is not paused.
    """
    return record(conn, world, enrollment_id, Resume(), now)


def give_up(conn: Connection, world: World, enrollment_id: str, why: str, now: Instant) -> Recorded:
    """Close an enrollment without an answer, and say why.

    Raises:
        BadInput: No reason was given, or the enrollment is closed.
    """
    if not why.strip():
        raise BadInput("closing without an answer needs a reason", "say why, in a few words")
    return record(conn, world, enrollment_id, GiveUp(why.strip()), now)


def opt_out(conn: Connection, world: World, contact: str, fact: Answered, now: Instant) -> Recorded | None:
    """Take an opt-out in every state: it ends all that is open, and holds where nothing is, or ever was.

    Returns:
        What came of the newest enrollment; nothing where there never was one.
    """
    running = enrollments.of_contact(conn, contact, only_open=True) or enrollments.of_contact(conn, contact)
    recorded = record(conn, world, running[0].enrollment.id, fact, now) if running else None
    # Without a log of an enrollment's, or where that one tells of an opt-out already that was lifted since.
    if people.opt_out(conn, contact, now, None):
        notes.add_apart(conn, contact, fact.answer.words or fact.answer.outcome.value, now)
    return recorded


def note(conn: Connection, world: World, contact: str, words: str, now: Instant) -> None:
    """Keep a note on a contact: in the log of its newest enrollment, if there is one.

    Raises:
        BadInput: There are no words.
    """
    if not words.strip():
        raise BadInput("an empty note says nothing", "write some words")
    found = enrollments.of_contact(conn, contact)
    if found:
        record(conn, world, found[0].enrollment.id, Noted(words.strip()), now)
    else:
        notes.add_apart(conn, contact, words.strip(), now)
        touches.shows_otherwise(conn, contact)


def the_one(conn: Connection, contact: Row[tuple[object, ...]], cadence: str | None = None) -> Kept:
    """Return the enrollment that a word on a contact means: the open one, else the last one closed.

    Args:
        conn: Any connection.
        contact: A row of `contacts`.
        cadence: Its cadence, where there are several.

    Raises:
        BadInput: There is none, or several are open and no cadence was named.
    """
    found = enrollments.of_contact(conn, contact.id)
    if cadence is not None:
        found = [kept for kept in found if kept.enrollment.cadence == cadence]
    if not found:
        where = f"in {cadence}" if cadence else "in any cadence"
        raise BadInput(f"{contact.name} is not enrolled {where}", "klart enroll does that")
    running = [kept for kept in found if kept.enrollment.open]
    if len(running) > 1:
        names = ", ".join(sorted(kept.enrollment.cadence for kept in running))
        raise BadInput(f"{contact.name} is enrolled in {names}", "name one with --cadence")
    return running[0] if running else found[0]
