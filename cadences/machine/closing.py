"""What ends an enrollment: a clear answer, somebody else instead, a person's giving up. Knows no step.

A yes without a word to what is one to the cadence's only goal; where there are several goals, or none, it must be
said. A time said with a yes is the appointment: the chained cadence's wait counts from its end. Without one a chained
cadence begins with agreeing a meeting, or with securing the next step of a quote and sending it; where no cadence is
chained, the enrollment is won and no more. A date in a no is kept as `contract_end`; a chain that waits for one that
was not said waits long instead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cadences.cadence import FOUR_WEEKS, Chain
from cadences.delays import Before, Delay, due_after
from cadences.enrollment import (
    Advance,
    Answered,
    Closed,
    Effect,
    Enrollment,
    EnrolPerson,
    GivenUp,
    KeepNote,
    Lost,
    OptedOut,
    OptOutContact,
    Referred,
    RefusedError,
    Role,
    StartChain,
    Tell,
    Won,
)
from cadences.machine.following import decide
from cadences.machine.retries import lead_of, lead_on
from cadences.machine.scene import Scene, appointment, close, heard, open_touch
from cadences.outcomes import Answer, Outcome, Person, Yes
from cadences.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadences.cadence import Cadence
    from cadences.delays import Wait

ANY_REASON: Final = "any"
LANDMARK_OF: Final = {Yes.MEETING: "meeting", Yes.QUOTE: "next_step"}
"""The landmark that a time said with a yes gives; after a purchase there is none."""


def end(scene: Scene, enrollment: Enrollment, state: Closed, outcome: Outcome, answer: Answer | None) -> Enrollment:
    """Close the enrollment; a touch that the rep was to do alone closes as superseded, another with the outcome."""
    touch = open_touch(enrollment)
    decided = touch.reaches or touch.role in {Role.DECIDE, Role.DIAGNOSE}
    shut = close(scene, enrollment, outcome if decided else None, answer=answer)
    return replace(heard(scene, shut), state=state)


# --- yes -------------------------------------------------------------------------------------------------------------
def win(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Close as won, and start what the cadence has for that yes."""
    answer = fact.answer
    to = yes_meant(scene.cadence, answer)
    won = end(scene, enrollment, Won(to), Outcome.YES, replace(answer, yes=to))
    chain = scene.cadence.yes.get(to.value)
    return Advance(won, () if chain is None else (_after_yes(scene, enrollment, to, answer, chain),))


def yes_meant(cadence: Cadence, answer: Answer) -> Yes:
    """Return what a yes was to.

    Raises:
        RefusedError: It was not said, and the cadence has not one goal alone.
    """
    if answer.yes is not None:
        return answer.yes
    if len(cadence.goal) == 1 and cadence.goal[0] in list(Yes):
        return Yes(cadence.goal[0])
    raise RefusedError("a yes to what? Say yes meeting, yes quote or yes purchase")


def _after_yes(scene: Scene, enrollment: Enrollment, to: Yes, answer: Answer, chain: Chain) -> StartChain:
    landmarks = dict(enrollment.landmarks)
    agreed = appointment(answer.when, scene)
    if agreed is not None and to in LANDMARK_OF:
        landmarks[LANDMARK_OF[to]] = agreed[0]
    since = max(agreed[1], scene.at) if agreed is not None else scene.at
    first = to if to is Yes.QUOTE or (to is Yes.MEETING and agreed is None) else None
    wait = chain.wait if first is not None else _chain_wait(scene, chain)
    return StartChain(chain.start, wait, since, landmarks, first)


def _chain_wait(scene: Scene, chain: Chain) -> Wait | None:
    """Return a chain's wait; one before a date says what holds where nobody knows the date: never nothing.

    What the author has every other no wait, where that is days at least; else the cadence's `not_now`, 4 weeks or more.
    """
    wait = chain.wait
    if not isinstance(wait, Before):
        return wait
    others = scene.cadence.no.get(ANY_REASON)
    if others is not None and isinstance(others.wait, Delay) and not others.wait.exact:
        return replace(wait, instead=others.wait)
    long = (scene.cadence.not_now, FOUR_WEEKS)
    return replace(wait, instead=max(long, key=lambda one: due_after(one, scene.at, scene.zone, scene.is_business_day)))


# --- no --------------------------------------------------------------------------------------------------------------
def lose(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Close as lost, keep when a contract ends, and start what the cadence has for that reason."""
    answer = fact.answer
    reason = answer.reason or ANY_REASON
    landmarks = _with_contract_end(enrollment.landmarks, answer)
    lost = replace(end(scene, enrollment, Lost(reason), Outcome.NO, answer), landmarks=landmarks)
    chain = scene.cadence.no.get(reason) or scene.cadence.no.get(ANY_REASON)
    if chain is None:
        return Advance(lost)
    return Advance(lost, (StartChain(chain.start, _chain_wait(scene, chain), scene.at, landmarks),))


def _with_contract_end(landmarks: Mapping[str, str], answer: Answer) -> Mapping[str, str]:
    """Keep the date that was said with a no; of a time span its first day ("until 2028")."""
    when = answer.when
    bound = None if when is None else when.at or when.not_before or when.not_after
    if bound is None:
        return landmarks
    return {**landmarks, "contract_end": bound.isoformat()[:10]}


# --- never again, somebody else, enough ------------------------------------------------------------------------------
def opt_out(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Close for ever. One that is closed already stays as it was; the contact is do-not-contact all the same."""
    if isinstance(enrollment.state, OptedOut):
        return Advance(enrollment)
    if not enrollment.open:
        return Advance(enrollment, (OptOutContact(),))
    return Advance(end(scene, enrollment, OptedOut(), Outcome.OPT_OUT, fact.answer), (OptOutContact(),))


def refer(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Close as referred and enrol the person named; who may not be enrolled makes a decision touch instead."""
    person = person_named(fact.answer)
    if fact.barred:
        return _no_referral(scene, enrollment, fact.answer, person)
    gone = end(scene, enrollment, Referred(person.name), Outcome.REFERRED, fact.answer)
    return Advance(gone, (enrol(person, replaces=True),))


def _no_referral(scene: Scene, enrollment: Enrollment, answer: Answer, person: Person) -> Advance:
    touch = open_touch(enrollment)
    shut = heard(scene, close(scene, enrollment, Outcome.REFERRED if touch.reaches else None, answer=answer))
    cadence = scene.cadence
    lead = lead_on(cadence, shut, touch, Outcome.TALKED) if touch.reaches else lead_of(cadence, touch)
    decided = decide(scene, shut, lead, Reason("decide-referral", (person.name,)))
    return Advance(decided, (Tell("told-no-referral", (person.name,)),))


def person_named(answer: Answer) -> Person:
    """Return the person named in an answer.

    Raises:
        RefusedError: There is none.
    """
    if answer.person is None or not answer.person.name.strip():
        raise RefusedError(f"{answer.outcome} to whom? Write {answer.outcome}: and a name, like Eva Ek, 070-123 45 67")
    return answer.person


def enrol(person: Person, *, replaces: bool) -> EnrolPerson:
    """Return the wish to enrol a person."""
    return EnrolPerson(person.name, person.phone, person.email, person.company, replaces)


def give_up(scene: Scene, enrollment: Enrollment, why: str) -> Advance:
    """Close without an answer, by a person's word.

    Raises:
        RefusedError: No reason is given.
    """
    if not why.strip():
        raise RefusedError('giving up needs a reason; add --why "…"')
    shut = close(scene, enrollment, None)
    effects: tuple[Effect, ...] = (KeepNote(why),)
    return Advance(replace(shut, state=GivenUp(why)), effects)


def opted_out_elsewhere(scene: Scene, enrollment: Enrollment) -> Advance:
    """Close for ever, because the contact said so in another enrollment."""
    return Advance(replace(close(scene, enrollment, None), state=OptedOut()))
