"""What facts lead to in a simulation: promises kept, details found, others enrolled. As the daemon's, in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from cadences.business import business_days
from cadences.delays import Delay, due_after
from cadences.effects import (
    Ask,
    CorrectDetails,
    Effect,
    EnrolPerson,
    KeepNote,
    KeepPromise,
    LapseOneOffs,
    OptOutContact,
    StartChain,
    Tell,
)
from cadences.enrollment import ContactOptedOut
from cadences.forward.course import Course, Following
from cadences.keeping import binds_alone, keep, lapsed
from cadences.moments import Instant, zone
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.shown import Note

if TYPE_CHECKING:
    from cadences.forward.simulate import Simulation


def carry_out(simulation: Simulation, course: Course, effect: Effect) -> None:
    """Do what a fact about a course leads to."""
    match effect:
        case KeepPromise():
            _promise(simulation, course, effect)
        case LapseOneOffs():
            _lapse(simulation, course, effect)
        case StartChain():
            _chain(simulation, course, effect)
        case EnrolPerson():
            _person(simulation, course, effect)
        case OptOutContact():
            _opt_out(simulation, course)
        case CorrectDetails():
            _correct(simulation, course, effect)
        case _:
            _say(simulation, course, effect)


def _say(simulation: Simulation, course: Course, effect: KeepNote | Ask | Tell) -> None:
    match effect:
        case KeepNote(text, touch):
            course.notes.insert(0, Note(simulation.now, text, touch))
        case Ask():
            course.asked.append(effect)
        case Tell():
            course.told.append(Reason(effect.code, effect.args))
        case _:
            assert_never(effect)


def _promise(simulation: Simulation, course: Course, effect: KeepPromise) -> None:
    """Keep what was said on the contact, or on the enrollment that it binds alone."""
    promises = simulation.roster.promises
    alone = course.id if binds_alone(effect.when) else None
    new = Promise(effect.when, effect.said_at, effect.words, alone, effect.own)
    promises[course.contact.id], _ = keep(promises.get(course.contact.id, ()), new)


def _lapse(simulation: Simulation, course: Course, effect: LapseOneOffs) -> None:
    promises = simulation.roster.promises
    known = promises.get(course.contact.id, ())
    over = lapsed(known, effect.at, course.id)
    promises[course.contact.id] = tuple(promise for promise in known if promise not in over)


def _opt_out(simulation: Simulation, course: Course) -> None:
    for other in simulation.roster.of_contact(course.contact.id):
        simulation.write(other, ContactOptedOut())


def _correct(simulation: Simulation, course: Course, effect: CorrectDetails) -> None:
    """Take the details that were found into the contact, in all of the contact's courses."""
    new = {name: value for name in ("name", "phone", "email") if (value := getattr(effect, name)) is not None}
    for other in {*simulation.roster.of_contact(course.contact.id), course}:
        other.contact = replace(other.contact, **new)
        other.has_phone, other.has_email = other.has_phone or "phone" in new, other.has_email or "email" in new
        other.details_at = simulation.now


# --- who begins -------------------------------------------------------------------------------------------------------
def _due(simulation: Simulation, course: Course, chain: StartChain) -> Instant | None:
    """Return when a chain's first touch is due, as far as its wait says."""
    if not isinstance(chain.wait, Delay):
        return chain.since if chain.wait is None else None
    contact, rep = course.contact, simulation.rep
    here, at_reps = (contact.country, contact.region), (rep.country, rep.region)
    counts = business_days(course.cadence.holidays, here, at_reps, simulation.holiday)
    return due_after(chain.wait, chain.since, zone(contact.timezone), counts)


def _chain(simulation: Simulation, course: Course, effect: StartChain) -> None:
    """Note the cadence that an answer leads to, and start it where it is at hand."""
    course.then.append(Following(effect.cadence, _due(simulation, course, effect)))
    cadence = None if simulation.cadences is None else simulation.cadences(effect.cadence)
    if cadence is None or course.contact.do_not_contact:
        return
    began = simulation.begin_chain(course, cadence, effect)
    course.started.append(began.id)


def _person(simulation: Simulation, course: Course, effect: EnrolPerson) -> None:
    """Enrol somebody who was named, in the same cadence, where others are followed at all."""
    if simulation.cadences is None:
        return
    began = simulation.begin_person(course, effect)
    course.started.append(began.id)
