"""Gathering what events show, for many touches at once: a few queries a batch, none a touch. Writes no text itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Text, func, select, type_coerce

from cadences.cadence import Cadence
from cadences.enrollment import Enrollment, Past, Role, Touch
from cadences.events.briefing import NOTES, PAST, Placed, briefed
from cadences.moments import Span
from cadences.outcomes import Answer, Channel, Missing, Outcome, Yes
from cadences.people import Contact
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.shown import Brief, Note, Question
from daemon.service.world import World
from daemon.store import enrollments, people, promises
from daemon.store.people import parts
from daemon.store.tables import log, notes, questions


@dataclass(frozen=True, slots=True)
class Known:
    """What the store has about a batch of enrollments and their contacts."""

    enrollments: Mapping[str, Enrollment]
    cadences: Mapping[str, Cadence]
    contacts: Mapping[str, Contact]
    promises: Mapping[str, tuple[Promise, ...]]
    notes: Mapping[str, tuple[tuple[str | None, Note], ...]]
    questions: Mapping[str, tuple[Question, ...]]
    origins: Mapping[str, str]


def know(conn: Connection, world: World, rows: Sequence[Row[Any]]) -> Known:
    """Read all that the events of these touches show."""
    kept = enrollments.some(conn, {row.enrollment for row in rows})
    by_id = {each.enrollment.id: each.enrollment for each in kept}
    who = {each.contact for each in by_id.values()}
    said = promises.live(conn, who)
    return Known(
        by_id,
        {each.version: world.cadences.of_version(conn, each.version) for each in by_id.values()},
        people.contacts_of(conn, who, world.rep.timezone),
        {contact: tuple(each.promise for each in found) for contact, found in said.items()},
        _notes(conn, who),
        _questions(conn, by_id),
        _origins(conn, {each.enrollment.id: each.origin for each in kept if each.origin is not None}),
    )


def _notes(conn: Connection, contacts: Collection[str]) -> dict[str, tuple[tuple[str | None, Note], ...]]:
    found: dict[str, tuple[tuple[str | None, Note], ...]] = {}
    for part in parts(contacts):
        touch = func.json_extract(type_coerce(log.c.fact, Text), "$.touch").label("touch")
        shown = select(notes.c.contact, notes.c.enrollment, notes.c.at, notes.c.words, touch)
        query = shown.outerjoin(log, log.c.id == notes.c.made_by).where(notes.c.contact.in_(part))
        for row in conn.execute(query.order_by(notes.c.at.desc(), notes.c.id.desc())):
            found[row.contact] = (*found.get(row.contact, ()), (row.enrollment, Note(row.at, row.words, row.touch)))
    return found


def _questions(conn: Connection, ids: Collection[str]) -> dict[str, tuple[Question, ...]]:
    found: dict[str, tuple[Question, ...]] = {}
    for part in parts(ids):
        here = (questions.c.answered_at.is_(None), questions.c.enrollment.in_(part))
        for row in conn.execute(select(questions).where(*here).order_by(questions.c.asked_at, questions.c.id)):
            found[row.enrollment] = (*found.get(row.enrollment, ()), Question(row.code, row.args))
    return found


def _origins(conn: Connection, by_id: Mapping[str, str]) -> dict[str, str]:
    """Return the names of the contacts through whom enrollments began."""
    first = {each.enrollment.id: each.enrollment.contact for each in enrollments.some(conn, set(by_id.values()))}
    rows = {contact: people.row_of(conn, contact) for contact in set(first.values())}
    names = {contact: row.name for contact, row in rows.items() if row is not None}
    return {id_: names[first[origin]] for id_, origin in by_id.items() if first.get(origin) in names}


# --- one touch ------------------------------------------------------------------------------------------------------
def brief_of(known: Known, world: World, row: Row[Any], span: Span, cadence: Cadence) -> Brief:
    """Return what the event of one touch shows, in the words of that cadence; of a done one also what came of it."""
    enrollment = known.enrollments[row.enrollment]
    contact = known.contacts[row.contact]
    open_, past = _which(enrollment, row.number)
    ref = f"{world.installation[:8]}.{row.enrollment}.{row.number}"
    notes = tuple(note for _, note in known.notes.get(contact.id, ())[:NOTES])
    origin = _origin(known, enrollment, contact)
    if open_ is not None:
        asked = known.questions.get(enrollment.id, ())
        return replace(_open(ref, known, world, row, span, cadence), notes=notes, origin=origin, questions=asked)
    shown = Brief(
        ref=ref,
        contact=contact,
        channel=Channel(row.channel),
        span=span,
        rep_zone=world.rep.timezone,
        role=Role.STEP if past is None else past.role,
        attempt=row.attempt,
        notes=notes,
        origin=origin,
        past=tuple(each for each in reversed(enrollment.past) if each.number != row.number)[:PAST],
    )
    return _done(shown, past)


def _which(enrollment: Enrollment, number: int) -> tuple[Touch | None, Past | None]:
    if enrollment.next is not None and enrollment.next.number == number:
        return enrollment.next, None
    return None, next((each for each in enrollment.past if each.number == number), None)


def _origin(known: Known, enrollment: Enrollment, contact: Contact) -> str:
    came = known.origins.get(enrollment.id)
    own = came is None or came == contact.name  # a chain's origin is the same person
    return (contact.source or "") if own else str(came)


def _done(brief: Brief, past: Past | None) -> Brief:
    if past is None or past.outcome is None:
        return brief
    return replace(brief, answer=answer_of(past), happened_at=past.happened_at)


def answer_of(past: Past) -> Answer:
    """Return a past touch's answer as a record shows it."""
    assert past.outcome is not None
    return Answer(
        past.outcome,
        yes=Yes(past.detail) if past.outcome is Outcome.YES and past.detail in set(Yes) else None,
        reason=past.detail or None if past.outcome is Outcome.NO else None,
        missing=Missing(past.detail) if past.outcome is Outcome.MISSING and past.detail in set(Missing) else None,
        when=past.when,
    )


def _open(ref: str, known: Known, world: World, row: Row[Any], span: Span, cadence: Cadence) -> Brief:
    """Return what the core shows of an open touch; the preparation's words are among the enrollment's own notes."""
    enrollment, contact = known.enrollments[row.enrollment], known.contacts[row.contact]
    placed = Placed(span, _reasons(row.reasons), _reasons(row.conflicts))
    said = known.promises.get(contact.id, ())
    own = [note for of, note in known.notes.get(contact.id, ()) if of == enrollment.id]
    return briefed(ref, cadence, contact, world.rep, enrollment, placed, said, notes=own)


def _reasons(stored: Iterable[Any]) -> tuple[Reason, ...]:
    return tuple(Reason(code, tuple(args)) for code, args in stored)
