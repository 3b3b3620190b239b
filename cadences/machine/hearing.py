"""What the contact said, short of a clear answer: promises, words, replies, an appointment not kept.

It is taken in every open state. "The same step" is the open touch if it reaches the contact, else the last step that
was tried, else the first that reaches out. A touch that the rep was to do alone closes as superseded; a decision touch
takes `talked` as its answer (in `sidesteps`). What was talked about while such a touch was open leads to what follows
that touch: no step that reaches out is left out because the contact called first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cadences.cadence import DEFAULT_WAIT
from cadences.delays import Wait
from cadences.enrollment import Advance, Answered, Effect, Enrollment, KeepPromise, LapseOneOffs, Role, Tell, Touch
from cadences.machine.closing import enrol, person_named
from cadences.machine.following import Turn, bound_home, go, told_why
from cadences.machine.opening import Opening, after_wait, again, at_once, open_lead, open_side, when_said
from cadences.machine.retries import Lead, lead_of, lead_on, onward, same_lead, then_lead
from cadences.machine.scene import Scene, close, heard, open_touch
from cadences.outcomes import WRITTEN, Answer, Outcome
from cadences.reasons import Reason

if TYPE_CHECKING:
    from cadences.cadence import Step
    from cadences.enrollment import Past


def kept(scene: Scene, answer: Answer) -> tuple[Effect, ...]:
    """Return the promise in what the contact said, if any."""
    return () if answer.when is None else (KeepPromise(answer.when, answer.words, scene.said_at),)


def lapsed(scene: Scene, touch: Touch) -> tuple[Effect, ...]:
    """Return that one-offs said before are over, where a try reached out."""
    return (LapseOneOffs(scene.said_at),) if touch.reaches else ()


# --- callback, not now -----------------------------------------------------------------------------------------------
def promise(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Open the same step again when the contact said: no try used, silence back to 0."""
    touch, answer = open_touch(enrollment), fact.answer
    shut = _shut(scene, enrollment, touch, answer, spends=False)
    effects = lapsed(scene, touch) + kept(scene, answer)
    lead = _promised_lead(scene, shut, touch, answer.outcome)
    opening, told = _promised(scene, shut, lead, answer)
    if touch.reaches and (touch.role is not Role.STEP or lead.step == touch.step):
        same = replace(touch, attempt=lead.attempt, home=lead.home)
        return Advance(again(scene, shut, same, opening), effects + told)
    if lead.led_by is not None and lead.home is not None:
        lead = lead if opening.reason.code == "same-step" else bound_home(lead, opening)
        opening = told_why(scene, lead, after_wait(scene, shut, lead, answer.outcome))
    return Advance(open_lead(scene, shut, lead, opening), effects + told)


def _shut(scene: Scene, enrollment: Enrollment, touch: Touch, answer: Answer, *, spends: bool) -> Enrollment:
    """Close the open touch with what was said, or as superseded where the rep was to do it alone."""
    outcome = answer.outcome if touch.reaches else None
    shut = close(scene, enrollment, outcome, answer=answer, channel=answer.channel, spends=spends)
    return heard(scene, shut)


def _promised_lead(scene: Scene, enrollment: Enrollment, touch: Touch, outcome: Outcome) -> Lead:
    if not touch.reaches:
        return _last_tried(scene, enrollment, touch)
    if touch.role is not Role.STEP:
        return Lead(touch.step, touch.attempt, DEFAULT_WAIT, home=touch.home)
    step = scene.cadence.step(touch.step)
    if step is not None and outcome in step.on:
        return lead_on(scene.cadence, enrollment, touch, outcome)
    return same_lead(scene.cadence, touch)


def _last_tried(scene: Scene, enrollment: Enrollment, touch: Touch) -> Lead:
    """Return the last step that was tried, else the first that reaches out, as its next try.

    A detour that was tried counts while something stands before it alone: it is not left by then.
    """
    lines = [step for step in scene.cadence.every_step if not scene.cadence.is_detour(step.id) or _under(touch, step)]
    steps = {step.id: step for step in lines if step.reaches}
    told = [past for past in enrollment.past if past.role is Role.STEP and past.outcome not in {None, Outcome.SKIPPED}]
    tried = [past.step for past in told if past.step in steps]
    name = tried[-1] if tried else next(iter(steps), None)
    if name is None:
        return then_lead(scene.cadence, enrollment)
    used = enrollment.tries.get(name, 0)
    repeats = scene.cadence.repeats
    home = touch.home if _under(touch, steps[name]) else None
    planned = touch.home.round if touch.home and home is None else touch.back_round
    round_ = planned if name == repeats.repeat else 0
    return Lead(name, used + 1, steps[name].retry.rung(max(used, 1)), round_, home=home)


def _under(touch: Touch, step: Step) -> bool:
    """Whether a step of a detour is what the open touch stands before."""
    return touch.home is not None and touch.back_to == step.id


def _promised(scene: Scene, enrollment: Enrollment, lead: Lead, answer: Answer) -> tuple[Opening, tuple[Effect, ...]]:
    """Return when the contact is touched again, and what is said back where nothing was said about when."""
    if answer.when is not None:
        return when_said(scene, answer.when, answer.outcome, standing=True), ()
    if answer.outcome is Outcome.NOT_NOW:
        opening = waited(scene, enrollment, lead, scene.cadence.not_now, answer.outcome)
        day = scene.local(opening.due)[:10]
        return opening, (Tell("told-not-now-default", (str(scene.cadence.not_now), day)),)
    opening = after_wait(scene, enrollment, lead, answer.outcome)
    return replace(opening, reason=Reason("same-step", (str(answer.outcome), scene.local(scene.at)))), ()


def waited(scene: Scene, enrollment: Enrollment, lead: Lead, wait: Wait, named: str) -> Opening:
    """Return an opening after a wait that is none of the step's own, in which the enrollment is waiting."""
    opening = after_wait(scene, enrollment, replace(lead, wait=wait, round=0, due=None), named)
    reason = Reason("waited", (str(wait), str(named), scene.local(scene.at)))
    return replace(opening, reason=reason, joins=False, until=opening.due if opening.due > scene.at else None)


# --- talked, introduced ----------------------------------------------------------------------------------------------
def reached(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Go on to the next step, silence back to 0; somebody introduced is enrolled beside it."""
    touch, answer = open_touch(enrollment), fact.answer
    others = introduced(fact)
    shut = _shut(scene, enrollment, touch, answer, spends=True)
    if touch.reaches or touch.role is not Role.STEP:
        other = answer.channel not in {None, touch.channel}
        lead = lead_on(scene.cadence, shut, touch, answer.outcome, other=other)
    else:
        lead = onward(scene.cadence, shut, touch.step, touch.home)
    opened = go(scene, shut, lead, Turn(answer.outcome, answer.when, standing=True))
    return Advance(opened, lapsed(scene, touch) + kept(scene, answer) + others)


def introduced(fact: Answered) -> tuple[Effect, ...]:
    """Return the wish to enrol who was introduced; who may not be enrolled is told."""
    if fact.answer.outcome is not Outcome.INTRODUCED:
        return ()
    person = person_named(fact.answer)
    return (Tell("told-no-referral", (person.name,)),) if fact.barred else (enrol(person, replaces=False),)


# --- replied ---------------------------------------------------------------------------------------------------------
def answer_reply(scene: Scene, enrollment: Enrollment, fact: Answered, replied: Past | None = None) -> Advance:
    """Open a touch to answer at once, in place of the planned one, which comes after it.

    `replied` is the touch that the reply came to; else it is the last one that was written, else the open one, else
    the last that was tried. A reply that comes before our own mail went out takes the mail's place. `on` of the step
    that was replied to comes first.
    """
    touch, answer = open_touch(enrollment), fact.answer
    step, attempt, planned = _replied_to(scene, enrollment, touch, replied)
    outcome = answer.outcome if planned and touch.reaches else None
    shut = heard(scene, close(scene, enrollment, outcome, answer=answer if replied is None else None))
    effects = kept(scene, answer)
    known = scene.cadence.step(step)
    if known is not None and answer.outcome in known.on:
        home = touch.home if step == touch.step or scene.cadence.is_detour(known.on[answer.outcome]) else None
        round_ = _round_of(enrollment, touch, step, attempt)
        told = replace(touch, step=step, attempt=attempt, role=Role.STEP, round=round_, home=home)
        lead = lead_on(scene.cadence, shut, told, answer.outcome)
        return Advance(go(scene, shut, lead, Turn(answer.outcome, answer.when, standing=True)), effects)
    back = lead_of(scene.cadence, touch) if outcome is None else lead_on(scene.cadence, shut, touch, answer.outcome)
    return Advance(_to_answer(scene, shut, back, answer, (step, attempt + 1)), effects)


def _to_answer(scene: Scene, enrollment: Enrollment, back: Lead, answer: Answer, as_: tuple[str, int]) -> Enrollment:
    """Open the touch that answers; `as_` is the step it goes by and its try."""
    if answer.when is not None:
        opening = when_said(scene, answer.when, answer.outcome, standing=True)
    else:
        opening = at_once(scene, Reason("to-answer", (scene.today.isoformat(),)))
    if back.role is Role.REPLY:
        back = replace(back, role=Role.STEP)
    return open_side(scene, enrollment, Role.REPLY, back, replace(opening, replied=as_))


def _replied_to(scene: Scene, enrollment: Enrollment, touch: Touch, replied: Past | None) -> tuple[str, int, bool]:
    """Return the step and the try that a reply came to, and whether that is the open touch itself."""
    if replied is not None:
        return replied.step, replied.attempt, False
    if touch.role is Role.STEP and touch.channel in WRITTEN and not touch.awaits_reply:
        return touch.step, touch.attempt, True
    tried = [past for past in enrollment.past if past.outcome is not None and past.role in {Role.STEP, Role.REPLY}]
    wrote = [past for past in tried if past.channel in WRITTEN]
    if wrote:
        return wrote[-1].step, wrote[-1].attempt, False
    if touch.role is Role.STEP and touch.reaches:
        return touch.step, touch.attempt, False
    lead = _last_tried(scene, enrollment, touch)
    return lead.step or touch.step, lead.attempt - 1, False


def _round_of(enrollment: Enrollment, touch: Touch, step: str, attempt: int) -> int:
    """Return the round of `then` in which a step was tried that was replied to; an answer to a reply is a try more."""
    if (touch.step, touch.attempt) == (step, attempt):
        return touch.round
    tried = [past for past in enrollment.past if past.role is Role.STEP and past.step == step]
    return next((past.round for past in reversed(tried) if past.attempt <= attempt), 0)


# --- an appointment that was not kept --------------------------------------------------------------------------------
def meet_again(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Open a touch to agree a new time; then the same step."""
    touch, answer = open_touch(enrollment), fact.answer
    step = scene.cadence.step(touch.step)
    mapped = touch.role is Role.STEP and touch.reaches and step is not None and Outcome.NO_SHOW in step.on
    outcome = answer.outcome if touch.reaches else None
    shut = close(scene, enrollment, outcome, answer=answer, spends=mapped)
    if mapped:
        lead = lead_on(scene.cadence, shut, touch, answer.outcome)
        return Advance(go(scene, shut, lead, Turn(answer.outcome, answer.when)), lapsed(scene, touch))
    lead = lead_of(scene.cadence, touch)
    if lead.role in {Role.AGREE, Role.SECURE}:
        lead = replace(lead, role=Role.STEP)
    if answer.when is not None:
        opening = when_said(scene, answer.when, answer.outcome, standing=False)
    else:
        opening = at_once(scene, Reason("agree-meeting", ("meeting", scene.today.isoformat())))
    opened = open_side(scene, shut, Role.AGREE, lead, replace(opening, note="meeting"))
    return Advance(opened, lapsed(scene, touch))
