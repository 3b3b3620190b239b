"""Taking a contact's last act back: a reversal is appended, and all that the act led to is undone with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from cadences.enrollment import By, Enrolled, Pause, RefusedError, Resume, Undone
from cadences.machine import Entry
from cadences.machine.folding import standing
from cadences.machine.undo import ACTS, last_act
from cadences.moments import Instant
from daemon.errors import BadInput, RefusedForSafety
from daemon.service.correcting import answered, put_back_corrected
from daemon.service.record import Recorded, settle
from daemon.service.world import World, rep_of
from daemon.service.writing import Writing
from daemon.store import enrollments, ledger, notes, people, promises, questions, touches
from daemon.store.enrollments import Kept
from daemon.store.ledger import Line
from daemon.store.rebuild import folded_of


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was undone, what the enrollment is again (nothing = its beginning was undone), and what was withdrawn."""

    entry: Entry
    recorded: Recorded | None
    withdrawn: tuple[str, ...]


def undo(conn: Connection, world: World, contact: str, now: Instant) -> TakenBack:
    """Take back the last thing that a person said or did about a contact.

    The touch it closed is open again; touches and enrollments that it made are withdrawn; promises, notes, details and
    an opt-out that it wrote are as before.

    Raises:
        BadInput: There is nothing to take back.
        RefusedForSafety: A person has since answered or moved something that it made.
    """
    kept, line = _last(conn, contact)
    writing = Writing(conn, world, now)
    led_to = [*_ends_of_pause(conn, line), *_all_caused(conn, line)]
    made = {one.enrollment for one in (line, *led_to) if isinstance(one.entry.fact, Enrolled)}
    for id_ in sorted(made - {kept.enrollment.id}):
        _refuse_answered(conn, id_)
    for one in (*reversed(led_to), line):
        _reverse(writing, one, withdrawn=one.enrollment in made)
        _take_back(writing, one)
    put_back_corrected(writing, line)
    settle(writing)
    return TakenBack(line.entry, _as_it_is(conn, kept.enrollment.id), tuple(sorted(made)))


def _last(conn: Connection, contact: str) -> tuple[Kept, Line]:
    """Return the newest act of a person on any of a contact's enrollments.

    Raises:
        BadInput: There is none.
        RefusedForSafety: Something has been done since to what it made.
    """
    newest: tuple[int, Kept, dict[int, Line]] | None = None
    for kept in enrollments.of_contact(conn, contact):
        lines = {line.entry.seq: line for line in ledger.lines(conn, kept.enrollment.id)}
        acts = [lines[one.seq].id for one in standing([line.entry for line in lines.values()]) if _is_act(one)]
        if acts and (newest is None or max(acts) > newest[0]):
            newest = (max(acts), kept, lines)
    if newest is None:
        raise BadInput("there is nothing to take back", "klart why shows what was said")
    _, kept, lines = newest
    try:
        return kept, lines[last_act([line.entry for line in lines.values()]).seq]
    except RefusedError as error:
        raise RefusedForSafety(str(error)) from error


def _is_act(entry: Entry) -> bool:
    return isinstance(entry.fact, ACTS) and entry.by is not By.DAEMON


def _ends_of_pause(conn: Connection, line: Line) -> list[Line]:
    """Return the end of a pause as the daemon wrote it down on its day: without the pause there is none to end."""
    if not isinstance(line.entry.fact, Pause):
        return []
    later = (one for one in ledger.lines(conn, line.enrollment) if one.entry.seq > line.entry.seq)
    return [one for one in later if isinstance(one.entry.fact, Resume) and one.entry.by is By.DAEMON][:1]


def _all_caused(conn: Connection, line: Line) -> list[Line]:
    """Return the lines that a line led to, and those that these led to, in the order in which they were written."""
    found: list[Line] = []
    for one in ledger.caused_by(conn, line.id):
        found += [one, *_all_caused(conn, one)]
    return found


def _refuse_answered(conn: Connection, id_: str) -> None:
    """Refuse where a person's word stands in what is to be withdrawn; a note, or a word taken back, is no hindrance."""
    entry = answered(conn, id_)
    if entry is not None:
        kept = enrollments.get(conn, id_)
        cadence = kept.enrollment.cadence if kept else id_
        what, day = type(entry.fact).__name__.lower(), entry.at.date().isoformat()
        raise RefusedForSafety(f"it started {cadence}, which was {what} on {day}", "take that back first")


def _reverse(writing: Writing, line: Line, *, withdrawn: bool) -> None:
    """Append the reversal of a line, and bring its enrollment to the fold without it."""
    conn, world = writing.conn, writing.world
    kept = enrollments.get(conn, line.enrollment)
    if kept is None:
        return
    before = kept.enrollment
    fact = Undone(line.entry.seq, before.last_number)
    entry = Entry(kept.seq + 1, writing.now, By.CLI, fact, line.entry.terms)
    ledger.append(conn, line.enrollment, entry)
    if withdrawn:
        enrollments.withdraw(conn, line.enrollment, entry.seq, writing.now)
        touches.withdraw_all(conn, line.enrollment)
        return
    try:
        after = folded_of(conn, line.enrollment, partial(world.cadences.of_version, conn), world.holiday)
    except RefusedError as error:
        raise RefusedForSafety(f"what was said since does not fit without it: {error}", "log what holds now") from error
    assert after is not None
    cadence = world.cadences.of_version(conn, after.version)
    enrollments.keep(conn, after, entry.seq, writing.now, rep_of(conn, world, after.rep).timezone)
    writing.follow(before, after, cadence)


def _take_back(writing: Writing, line: Line) -> None:
    """Take back what a line wrote beside the log."""
    conn = writing.conn
    contact = enrollments.contact_of(conn, line.enrollment)
    promises.take_back(conn, line.id)
    notes.take_back(conn, line.id)
    questions.take_back(conn, line.id)
    people.take_back(conn, contact, line.id, writing.world.rep.country)
    touches.shows_otherwise(conn, contact)


def _as_it_is(conn: Connection, id_: str) -> Recorded | None:
    kept = enrollments.get(conn, id_)
    return None if kept is None else Recorded(kept.enrollment, touches.open_of(conn, [id_]).get(id_))
