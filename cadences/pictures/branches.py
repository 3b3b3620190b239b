"""What each answer to a touch would lead to: the machine asked what if. Pure; the machine alone decides.

Answers that lead to the same are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.channels import CHANNELS
from cadences.enrollment import Advance, Answered, Enrollment, RefusedError, StartChain, State, Terms, Touch
from cadences.machine import advance
from cadences.moments import Instant
from cadences.outcomes import NO_REASONS, REACHING, Answer, Channel, Missing, Outcome, Person, Yes
from cadences.people import Contact, Rep

ANYONE: Final = Person("?")
"""Who is meant where somebody else is named and nobody in particular."""

Place: TypeAlias = tuple[str, str, str, int, int]
Key: TypeAlias = tuple[type[State], Place | None, Instant | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Branch:
    """What some answers lead to: the state, the next touch where it stays open, and the cadences that start."""

    answers: tuple[Answer, ...]
    state: State
    next: Touch | None
    starts: tuple[StartChain, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Where it is asked: whose zones and holidays count."""

    cadence: Cadence
    contact: Contact
    rep: Rep
    holiday: HolidayName

    @property
    def terms(self) -> Terms:
        """The terms of a contact who can be reached."""
        contact, rep = self.contact, self.rep
        places = (contact.country, contact.region, rep.country, rep.region)
        return Terms(contact.timezone, rep.timezone, *places)


def branches(scene: Scene, opened: Enrollment, at: Instant, now: Instant) -> tuple[Branch, ...]:
    """Return what each answer to the open touch would lead to, clear answers last.

    Args:
        scene: The cadence, the people and the holidays.
        opened: An enrollment with an open touch.
        at: When the answer would have happened.
        now: When it would be told.
    """
    touch = opened.next
    if touch is None:
        return ()
    told: dict[Key, Branch] = {}
    for answer in possible(scene.cadence, touch):
        step = _ask(scene, opened, answer, at, now)
        if step is not None:
            branch = _branch(answer, step)
            same = told.get(key := _key(branch))
            told[key] = branch if same is None else Branch((*same.answers, answer), same.state, same.next, same.starts)
    return tuple(told.values())


def possible(cadence: Cadence, touch: Touch) -> Iterator[Answer]:
    """Yield the answers that a touch may have, as far as its channel says; the machine may refuse some."""
    if touch.channel is Channel.DIAGNOSE:
        yield from (Answer(Outcome.MISSING, missing=missing) for missing in Missing)
        return
    known = CHANNELS[touch.channel].outcomes - {Outcome.MISSING, Outcome.NO_REPLY}
    for outcome in (each for each in Outcome if each in known):
        yield Answer(outcome, person=ANYONE if outcome is Outcome.INTRODUCED else None)
    if touch.channel in REACHING:
        yield from clear_answers(cadence)


def clear_answers(cadence: Cadence) -> Iterator[Answer]:
    """Yield the clear answers; of a no the reasons that the cadence tells apart."""
    yield from (Answer(Outcome.YES, yes=yes) for yes in Yes)
    told = [reason for reason in NO_REASONS[1:] if reason in cadence.no]
    yield from (Answer(Outcome.NO, reason=reason) for reason in (*told, None))
    yield Answer(Outcome.REFERRED, person=ANYONE)
    yield Answer(Outcome.OPT_OUT)


def _ask(scene: Scene, opened: Enrollment, answer: Answer, at: Instant, now: Instant) -> Advance | None:
    """Return what the machine makes of an answer; nothing where it refuses it."""
    assert opened.next is not None
    fact = Answered(answer, at, opened.next.number)
    try:
        return advance(opened, fact, scene.cadence, scene.terms, scene.holiday, now)
    except RefusedError:
        return None


def _branch(answer: Answer, step: Advance) -> Branch:
    starts = tuple(effect for effect in step.effects if isinstance(effect, StartChain))
    return Branch((answer,), step.enrollment.state, step.enrollment.next, starts)


def _key(branch: Branch) -> Key:
    touch = branch.next
    place = None if touch is None else (touch.step, touch.role.value, touch.channel.value, touch.attempt, touch.round)
    due = None if touch is None else touch.due
    return type(branch.state), place, due, tuple((chain.cadence, str(chain.wait)) for chain in branch.starts)


def outcomes_of(branch: Branch) -> Iterable[Outcome]:
    """Return the outcomes of a branch's answers, each once."""
    return dict.fromkeys(answer.outcome for answer in branch.answers)
