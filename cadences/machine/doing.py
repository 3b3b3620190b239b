"""What the rep did or left: tries that nobody answered, things sent and done, tries left out. Hears no contact.

A touch that still awaits a reply to what was sent before it, and is itself begun, counts that silence too: the fold is
the same whether the daemon logged `no_reply` first or the rep was quicker. Where such a touch is skipped, its
successor awaits the reply.
"""

from __future__ import annotations

from dataclasses import replace

from cadences.enrollment import (
    Advance,
    Answered,
    Enrollment,
    RefusedError,
    Role,
    Tell,
    Touch,
)
from cadences.machine.following import Turn, decide, diagnose, go
from cadences.machine.hearing import lapsed
from cadences.machine.opening import after_wait, at_once, open_lead, open_side
from cadences.machine.retries import Lead, back_lead, lead_of, lead_on
from cadences.machine.scene import Scene, close, open_touch
from cadences.moves import Place, place_of_touch, words_that_fit
from cadences.outcomes import SPOKEN, Answer, Channel, Outcome
from cadences.reasons import Reason


def channel_used(touch: Touch, fact: Answered) -> Channel:
    """Return the channel that was used: the one named, else the one an outcome cannot do without, else the touch's."""
    if fact.answer.channel is not None:
        return fact.answer.channel
    place = place_of_touch(touch)
    if place is Place.WRITTEN and fact.answer.outcome in {Outcome.BUSY, Outcome.VOICEMAIL, Outcome.GATEKEEPER}:
        return Channel.CALL
    if place in {Place.CALL, Place.VISIT} and fact.answer.outcome is Outcome.SENT:
        return Channel.EMAIL
    return touch.channel


# --- silence ---------------------------------------------------------------------------------------------------------
def silence(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Count a silence; the next try, else the next step."""
    return _unanswered(scene, enrollment, fact, fact.answer.outcome)


def tried(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Take a call that was set done as one that nobody answered, and say so."""
    advance = _unanswered(scene, enrollment, fact, Outcome.NO_ANSWER)
    return replace(advance, effects=(*advance.effects, Tell("told-done-on-call")))


def unreplied(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Take something written as sent and not replied to."""
    return _unanswered(scene, enrollment, fact, Outcome.NO_REPLY)


def _unanswered(scene: Scene, enrollment: Enrollment, fact: Answered, outcome: Outcome) -> Advance:
    touch, answer = open_touch(enrollment), fact.answer
    channel = channel_used(touch, fact)
    shut = close(scene, enrollment, outcome, answer=answer, channel=channel)
    shut = replace(counted(shut, touch), silences=shut.silences + 1 + touch.awaits_reply)
    lead = _after_try(scene, shut, touch, outcome, other=channel is not touch.channel)
    return Advance(go(scene, shut, lead, Turn(outcome, answer.when, silent=True)), lapsed(scene, touch))


def counted(enrollment: Enrollment, touch: Touch) -> Enrollment:
    """Count that a touch was really tried: deletions in a row are over, bad data too where it reached out."""
    bad_data = 0 if touch.reaches else enrollment.bad_data
    return replace(enrollment, deletions=0, bad_data=bad_data)


def _after_try(scene: Scene, enrollment: Enrollment, touch: Touch, outcome: Outcome, *, other: bool) -> Lead:
    """Return what follows a try; what was to be agreed still is after one in vain."""
    if touch.role in {Role.AGREE, Role.SECURE}:
        return lead_of(scene.cadence, touch)
    return lead_on(scene.cadence, enrollment, touch, outcome, other=other)


def count(scene: Scene, enrollment: Enrollment) -> Advance:
    """Count that nothing came back on what was sent; nothing moves, unless the silence limit is reached."""
    touch = open_touch(enrollment)
    if not touch.awaits_reply:
        return Advance(enrollment)
    home = replace(touch.home, silent=True) if touch.home else None
    begun = replace(enrollment, silences=enrollment.silences + 1, next=replace(touch, awaits_reply=False, home=home))
    if home is not None or begun.silences < scene.cadence.silence_after or touch.role is Role.DIAGNOSE:
        return Advance(begun)
    lead = lead_of(scene.cadence, touch)
    return Advance(diagnose(scene, close(scene, begun, None), lead))


# --- done, sent ------------------------------------------------------------------------------------------------------
def did(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Go on after what the rep did alone."""
    touch, answer = open_touch(enrollment), fact.answer
    shut = close(scene, enrollment, answer.outcome, answer=answer)
    shut = replace(counted(shut, touch), silences=shut.silences + touch.awaits_reply)
    lead = lead_on(scene.cadence, shut, touch, answer.outcome)
    return Advance(go(scene, shut, lead, Turn(answer.outcome, answer.when, silent=touch.awaits_reply)))


def sent(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Plan at once what no reply would lead to; it awaits the reply until it begins."""
    touch, answer = open_touch(enrollment), fact.answer
    channel = channel_used(touch, fact)
    shut = close(scene, enrollment, Outcome.SENT, answer=answer, channel=channel)
    shut = replace(counted(shut, touch), silences=shut.silences + touch.awaits_reply)
    lead = _after_sending(scene, shut, touch, answer.outcome, other=channel is not touch.channel)
    turn = Turn(Outcome.SENT, answer.when, silent=touch.awaits_reply, awaits=True)
    return Advance(go(scene, shut, lead, turn), lapsed(scene, touch))


def _after_sending(scene: Scene, enrollment: Enrollment, touch: Touch, said: Outcome, *, other: bool) -> Lead:
    """Return what `on` has for what was said, else what no reply leads to."""
    step = scene.cadence.step(touch.step) if touch.role is Role.STEP else None
    said = next((word for word in (said, Outcome.SENT) if step and word in step.on), Outcome.NO_REPLY)
    return lead_on(scene.cadence, enrollment, touch, said, other=other)


# --- skipped ---------------------------------------------------------------------------------------------------------
def skip(scene: Scene, enrollment: Enrollment, *, deleted: bool, answer: Answer | None = None) -> Advance:
    """Use up a try without silence; a deletion counts towards the two in a row that make a decision touch."""
    touch = open_touch(enrollment)
    shut = close(scene, enrollment, Outcome.SKIPPED, answer=answer)
    shut = replace(shut, deletions=shut.deletions + deleted)
    when = answer.when if answer else None
    if touch.role is Role.FIND:
        return Advance(decide(scene, shut, back_lead(scene.cadence, touch), Reason("decide-skipped-find")))
    if touch.role is Role.SECURE:
        return Advance(open_sending(scene, shut, touch))
    lead = lead_on(scene.cadence, shut, touch, Outcome.SKIPPED)
    return Advance(go(scene, shut, lead, Turn(Outcome.SKIPPED, when, awaits=touch.awaits_reply)))


def open_sending(scene: Scene, enrollment: Enrollment, touch: Touch) -> Enrollment:
    """Open the touch that sends a quote, once its next step is secured or left."""
    opening = at_once(scene, Reason("send-quote", (scene.today.isoformat(),)))
    return open_side(scene, enrollment, Role.SEND, back_lead(scene.cadence, touch), replace(opening, note="quote"))


# --- a silent outcome on a preparation -------------------------------------------------------------------------------
def prepared(scene: Scene, enrollment: Enrollment, fact: Answered) -> Enrollment:
    """Close the preparation as done and open the call after it, on which the outcome is then to be taken.

    Raises:
        RefusedError: No call comes after it.
    """
    touch = open_touch(enrollment)
    shut = replace(close(scene, enrollment, Outcome.DONE, answer=fact.answer), deletions=0)
    lead = lead_on(scene.cadence, shut, touch, Outcome.DONE)
    step = scene.cadence.step(lead.step) if lead.step else None
    if step is None or lead.role is not Role.STEP or step.channel not in SPOKEN:
        words = ", ".join(words_that_fit(place_of_touch(touch)))
        raise RefusedError(f"no call comes after {touch.step}, so {fact.answer.outcome} does not fit; it takes {words}")
    return open_lead(scene, shut, lead, replace(after_wait(scene, shut, lead, Outcome.DONE), awaits=touch.awaits_reply))
