"""What a fact leads to besides the new state, written into the rooms of the store. Decides nothing the core decided."""

from __future__ import annotations

from typing import assert_never

from cadences.enrollment import (
    Ask,
    By,
    ContactOptedOut,
    CorrectDetails,
    Effect,
    Enrollment,
    EnrolPerson,
    KeepNote,
    KeepPromise,
    LapseOneOffs,
    OptOutContact,
    StartChain,
    Tell,
)
from cadences.keeping import binds_alone, keep, lapsed
from cadences.promises import Promise
from cadences.reasons import Reason
from daemon.service import beginning
from daemon.service.writing import Writing
from daemon.store import enrollments, notes, people, promises, questions, touches
from daemon.store.ledger import Written


def carry_out(writing: Writing, written: Written, enrollment: Enrollment, effect: Effect) -> None:
    """Write what one line of the log leads to."""
    match effect:
        case KeepPromise():
            _promise(writing, written, enrollment, effect)
        case LapseOneOffs():
            _lapse(writing, written, enrollment, effect)
        case StartChain():
            beginning.chain(writing, written, enrollment, effect)
        case EnrolPerson():
            beginning.person(writing, written, enrollment, effect)
        case OptOutContact():
            _opt_out(writing, written, enrollment)
        case CorrectDetails():
            _correct(writing, written, enrollment, effect)
        case KeepNote():
            notes.add(writing.conn, enrollment.contact, effect.text, written)
            touches.shows_otherwise(writing.conn, enrollment.contact)
        case Ask():
            questions.ask(writing.conn, written, effect.code, effect.args)
            writing.asked.append(effect)
        case Tell():
            writing.told.append(Reason(effect.code, effect.args))
        case _:
            assert_never(effect)


def _promise(writing: Writing, written: Written, enrollment: Enrollment, effect: KeepPromise) -> None:
    """Keep what was said on the contact, for all reps and cadences; or on the enrollment that it binds alone."""
    alone = enrollment.id if binds_alone(effect.when) else None
    new = Promise(effect.when, effect.said_at, effect.words, alone, effect.own)
    known = promises.live(writing.conn, [enrollment.contact]).get(enrollment.contact, ())
    _, replaced = keep(tuple(one.promise for one in known), new)
    id_ = promises.add(writing.conn, enrollment.contact, new, written.line)
    promises.replace(writing.conn, [one.id for one in known if one.promise in replaced], id_)


def _lapse(writing: Writing, written: Written, enrollment: Enrollment, effect: LapseOneOffs) -> None:
    known = promises.live(writing.conn, [enrollment.contact]).get(enrollment.contact, ())
    over = lapsed([one.promise for one in known], effect.at, enrollment.id)
    if over:
        promises.lapse(writing.conn, [one.id for one in known if one.promise in over], effect.at, written.line)


def _opt_out(writing: Writing, written: Written, enrollment: Enrollment) -> None:
    if people.opt_out(writing.conn, enrollment.contact, writing.now, written.line):
        for kept in enrollments.of_contact(writing.conn, enrollment.contact, only_open=True):
            writing.say(kept.enrollment.id, ContactOptedOut(), By.DAEMON, cause=written.line)


def _correct(writing: Writing, written: Written, enrollment: Enrollment, effect: CorrectDetails) -> None:
    new = {name: getattr(effect, name) for name in ("name", "phone", "email") if getattr(effect, name) is not None}
    people.correct(writing.conn, enrollment.contact, new, written.line, writing.now, writing.world.rep.country)
    touches.shows_otherwise(writing.conn, enrollment.contact)
