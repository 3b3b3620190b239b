"""What a word that is corrected had led to: taken back with the correction, put back when that is undone.

The core says how an enrollment goes on from where it stood before the corrected word; here is what that word wrote
beside the log: promises and details, which promises it ended, and whom it enrolled. Notes stay: a person wrote them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from sqlalchemy import Connection

from cadences.enrollment import By, CorrectDetails, Enrolled, Enrollment, EnrolPerson, KeepPromise, LapseOneOffs, Undone
from cadences.machine import Entry, advance, fold
from cadences.machine.folding import standing
from cadences.machine.undo import TOUCHED
from daemon.service.writing import Writing
from daemon.store import enrollments, ledger, people, promises, questions, touches
from daemon.store.ledger import Line, Written

EFFECTS: Final = (KeepPromise, LapseOneOffs, CorrectDetails, EnrolPerson)
"""What is taken back, and put back."""


def is_correction(before: Enrollment | None, after: Enrollment) -> bool:
    """Whether a word made an enrollment go on from before the last one: the touch that was next never was."""
    if before is None or before.next is None:
        return False
    numbers = {past.number for past in after.past} | ({after.next.number} if after.next is not None else set())
    return before.next.number not in numbers


def take_back_corrected(writing: Writing, before: Enrollment, entry: Entry) -> None:
    """Take back what the word that an entry corrects had led to; `before` is the enrollment before the entry."""
    found = _corrected(writing, before, entry.seq)
    if found is None:
        return
    conn, line = writing.conn, found[0]
    promises.take_back(conn, line.id)
    questions.take_back(conn, line.id)
    people.take_back(conn, before.contact, line.id, writing.world.rep.country)
    for one in ledger.caused_by(conn, line.id):
        if isinstance(one.entry.fact, Enrolled) and not answered(conn, one.enrollment):
            withdraw(writing, one)
    touches.shows_otherwise(conn, before.contact)


def put_back_corrected(writing: Writing, line: Line) -> None:
    """Write again what the word had led to that a line corrected, now that this line is undone."""
    from daemon.service.effects import carry_out  # they write facts in turn

    before = _fold(writing, _until(writing.conn, line.enrollment, line.entry.seq))
    after = _fold(writing, (*_until(writing.conn, line.enrollment, line.entry.seq), line.entry))
    found = _corrected(writing, before, line.entry.seq) if is_correction(before, after) else None
    if found is None:
        return
    one, stood = found
    cadence = writing.world.cadences.of_version(writing.conn, stood.version)
    step = advance(stood, one.entry.fact, cadence, one.entry.terms, writing.world.holiday, one.entry.at)
    for effect in step.effects:
        if isinstance(effect, EFFECTS):
            carry_out(writing, Written(one.id, one.enrollment, one.entry.at), step.enrollment, effect)


def answered(conn: Connection, id_: str) -> Entry | None:
    """Return what a person said of an enrollment or did with it, if that stands; notes are no such thing."""
    said = standing(ledger.entries(conn, id_))
    return next((one for one in said if isinstance(one.fact, TOUCHED) and one.by is not By.DAEMON), None)


def withdraw(writing: Writing, line: Line) -> None:
    """Take an enrollment back, whose beginning a line is: it is as if it had never begun."""
    kept = enrollments.get(writing.conn, line.enrollment)
    if kept is None:
        return
    undone = Entry(
        kept.seq + 1, writing.now, By.DAEMON, Undone(line.entry.seq, kept.enrollment.last_number), line.entry.terms
    )
    ledger.append(writing.conn, line.enrollment, undone)
    enrollments.withdraw(writing.conn, line.enrollment, undone.seq, writing.now)
    touches.withdraw_all(writing.conn, line.enrollment)


def _corrected(writing: Writing, before: Enrollment, seq: int) -> tuple[Line, Enrollment] | None:
    """Return the line that closed the touch at which a correction begins again, and what stood before that line."""
    if before.before is None or before.before.next is None:
        return None
    number = before.before.next.number
    lines = {line.entry.seq: line for line in ledger.lines(writing.conn, before.id)}
    entries = _until(writing.conn, before.id, seq)
    for n in range(len(entries) - 1, 0, -1):
        stood = _fold(writing, entries[:n])
        if stood.next is not None and stood.next.number == number:
            return lines[entries[n].seq], stood
    return None


def _until(conn: Connection, id_: str, seq: int) -> tuple[Entry, ...]:
    return standing(entry for entry in ledger.entries(conn, id_) if entry.seq < seq)


def _fold(writing: Writing, entries: Sequence[Entry]) -> Enrollment:
    return fold(entries, partial(writing.world.cadences.of_version, writing.conn), writing.world.holiday)
