"""klart's own touches beside the main line: finding details, what is missing, decisions, agreeing a time.

- *Bad data.* A number, an address or a name that was written in the touch becomes the contact's, and the same step
  comes again at once, also the second time in a row: a fresh number needs no decision. Without one it is looked up
  first; the second in a row, or leaving the looking up out, makes a decision touch. Looking up is not done while phone
  and email are unchanged.
- *Missing*: what the cadence maps it to: a step or a detour, done once, then what was planned; or a wait. Else
  consequence, owner, champion = a task to find it; urgency = 6 weeks; fit = a decision touch; nothing = go on.
- *A decision* that is put aside comes back the next business day, and after that every 4 weeks.
- *Agreeing.* What a time was named for goes on from there; without a time the same touch comes again on the ladder of
  `retry: until clear answer`. A quote's next step may be left open: then it is sent all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cadences.cadence import FOUR_WEEKS
from cadences.delays import NOTHING, Delay, Unit
from cadences.enrollment import Advance, Answered, CorrectDetails, Enrollment, KeepNote, RefusedError, Role, Tell, Touch
from cadences.machine.closing import win, yes_meant
from cadences.machine.doing import counted, open_sending
from cadences.machine.following import Turn, arrive, decide, diagnose, go, lacks_address, skipping
from cadences.machine.hearing import kept, lapsed, waited
from cadences.machine.opening import Opening, after_wait, again, at_once, open_lead, open_side, when_said
from cadences.machine.retries import Lead, back_lead, lead_of, lead_on, onward, own_wait, visit_lead
from cadences.machine.scene import Scene, appointment, close, heard, open_touch
from cadences.outcomes import Answer, Channel, Missing, Outcome, Yes
from cadences.reasons import Reason

if TYPE_CHECKING:
    from cadences.moments import Instant

URGENCY_WAIT: Final = Delay(6, Unit.WEEK)
NEXT_BUSINESS_DAY: Final = Delay(1, Unit.BUSINESS_DAY)
TO_LEARN: Final = frozenset({Missing.CONSEQUENCE, Missing.OWNER, Missing.CHAMPION})
_AGREED_ON: Final = {Role.AGREE: frozenset({Yes.MEETING}), Role.SECURE: frozenset({Yes.MEETING, Yes.QUOTE})}
_HEARD: Final = frozenset({Outcome.TALKED, Outcome.REPLIED, Outcome.YES})


# --- wrong number, bounced -------------------------------------------------------------------------------------------
def mend(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Take the right details, else have them looked up; then the same step."""
    touch, answer = open_touch(enrollment), fact.answer
    shut = close(scene, enrollment, answer.outcome, answer=answer, channel=answer.channel, spends=False)
    shut = replace(shut, bad_data=shut.bad_data + 1, deletions=0)
    step = scene.cadence.step(touch.step) if touch.role is Role.STEP else None
    found = details(answer)
    if step is not None and answer.outcome in step.on:
        lead = lead_on(scene.cadence, shut, touch, answer.outcome)
        return Advance(go(scene, shut, lead, Turn(answer.outcome, answer.when, awaits=touch.awaits_reply)), found)
    same = lead_of(scene.cadence, touch)
    lead = replace(same, wait=NOTHING)
    if found:
        opening = replace(_said_or_after(scene, shut, lead, answer), awaits=touch.awaits_reply)
        return Advance(open_lead(scene, shut, same, opening), found)
    if shut.bad_data > 1:
        return Advance(decide(scene, shut, lead, Reason("decide-data", (str(answer.outcome),))))
    reason = Reason("find-details", (str(answer.outcome), scene.today.isoformat()))
    return Advance(open_side(scene, shut, Role.FIND, lead, replace(at_once(scene, reason), note=str(touch.channel))))


def details(answer: Answer) -> tuple[CorrectDetails, ...]:
    """Return the details that were written in an answer, if any."""
    person = answer.person
    phone = answer.phone or (person.phone if person else None)
    email = answer.email or (person.email if person else None)
    name = person.name.strip() or None if person else None
    return (CorrectDetails(phone, email, name),) if phone or email or name else ()


def found(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Keep the details that were found; then the step they were missing for, at once.

    Raises:
        RefusedError: Phone and email are what they were.
    """
    touch = open_touch(enrollment)
    new = details(fact.answer)
    changed = scene.terms.details_at is not None and scene.terms.details_at > touch.opened_at
    wanted = _wanted(scene, touch)
    if not changed and not any(getattr(one, name) for one in new for name in _DETAILS.get(wanted, _ALL)):
        raise RefusedError(f"no new {wanted} is known yet; write it behind done, or say skipped")
    shut = close(scene, enrollment, Outcome.DONE, answer=fact.answer)
    shut = replace(shut, silences=shut.silences + touch.awaits_reply, deletions=0)
    lead = back_lead(scene.cadence, touch)
    if touch.awaits_reply and lead.home is not None:
        lead = replace(lead, home=replace(lead.home, silent=True))
    elif touch.awaits_reply and shut.silences >= scene.cadence.silence_after:
        return Advance(diagnose(scene, shut, lead), new)
    opening = _said_or_after(scene, shut, lead, fact.answer)
    own = own_wait(scene.cadence, lead.step, lead.attempt, lead.round)  # it comes at once, and is no other touch for it
    return Advance(open_lead(scene, shut, replace(lead, wait=own), opening), new)


_DETAILS: Final = {"email address": ("email",), "number": ("phone",)}
_ALL: Final = ("phone", "email", "name")


def _wanted(scene: Scene, touch: Touch) -> str:
    """Return what is to be found, as it is said."""
    if touch.note == Channel.EMAIL and not scene.terms.has_email:
        return "email address"
    return "number" if touch.note == Channel.MESSAGE and not scene.terms.has_phone else "number or address"


def _said_or_after(scene: Scene, enrollment: Enrollment, lead: Lead, answer: Answer) -> Opening:
    """Return the opening that a named time gives, else the wait."""
    if answer.when is not None:
        return when_said(scene, answer.when, answer.outcome, standing=False)
    return after_wait(scene, enrollment, lead, answer.outcome)


# --- what is missing -------------------------------------------------------------------------------------------------
def missing(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Take the answer of a diagnose touch: silence back to 0, then what helps against what is missing.

    Raises:
        RefusedError: It was not said what is missing.
    """
    touch, what = open_touch(enrollment), fact.answer.missing
    if what is None:
        raise RefusedError(f"what is missing? Say missing: {', '.join(Missing)}")
    shut = replace(close(scene, enrollment, Outcome.MISSING, answer=fact.answer), silences=0, deletions=0)
    lead = lead_on(scene.cadence, shut, touch, Outcome.MISSING)
    noted = (KeepNote(fact.answer.words),) if fact.answer.words.strip() else ()
    return Advance(_helping(scene, shut, lead, what, fact.answer), noted)


def _helping(scene: Scene, enrollment: Enrollment, lead: Lead, what: Missing, answer: Answer) -> Enrollment:
    """Open what the cadence has against what is missing, or klart, when it was said, else at once or after its wait."""
    way = scene.cadence.missing.get(what, URGENCY_WAIT if what is Missing.URGENCY else "")
    turn = Turn(Outcome.MISSING, answer.when)
    if isinstance(way, Delay):
        if answer.when is not None:
            return go(scene, enrollment, lead, turn)
        lead = skipping(scene, enrollment, lead)
        return arrive(scene, enrollment, lead, waited(scene, enrollment, lead, way, what))
    visit = visit_lead(enrollment, scene.cadence.step(way), lead, what)
    if visit is None and what in TO_LEARN:
        return _learning(scene, enrollment, lead, what, answer)
    if visit is None and what is Missing.FIT:
        return decide(scene, enrollment, lead, Reason("decide-fit"))
    return go(scene, enrollment, visit or lead, turn)


def _learning(scene: Scene, enrollment: Enrollment, lead: Lead, what: Missing, answer: Answer) -> Enrollment:
    reason = Reason("learn", (str(what),))
    said = None if answer.when is None else when_said(scene, answer.when, answer.outcome, standing=False)
    opening = at_once(scene, reason) if said is None else replace(said, reason=reason)
    return open_side(scene, enrollment, Role.LEARN, lead, replace(opening, note=str(what)))


# --- decisions -------------------------------------------------------------------------------------------------------
def decided(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Go on: what was planned before the decision touch comes next, without a step whose address was not found."""
    touch, answer = open_touch(enrollment), fact.answer
    shut = close(scene, enrollment, answer.outcome, answer=answer)
    shut = heard(scene, shut) if answer.outcome is Outcome.TALKED else replace(shut, deletions=0, bad_data=0)
    lead = back_lead(scene.cadence, touch)
    if lead.step and lacks_address(scene, lead):
        lead = onward(scene.cadence, shut, lead.step, lead.home)
    promised = kept(scene, answer) if answer.outcome is Outcome.TALKED else ()
    return Advance(go(scene, shut, lead, Turn(answer.outcome, answer.when, standing=bool(promised))), promised)


def aside(scene: Scene, enrollment: Enrollment, *, answer: Answer | None = None) -> Advance:
    """Bring a decision touch back: the next business day, and when that is put aside too, after 4 weeks."""
    touch = open_touch(enrollment)
    shut = close(scene, enrollment, Outcome.SKIPPED, answer=answer)
    lead = back_lead(scene.cadence, touch)
    if answer is not None and answer.when is not None:
        opening = when_said(scene, answer.when, answer.outcome, standing=False)
        return Advance(open_side(scene, shut, Role.DECIDE, lead, opening))
    if _put_aside(shut) == 1:
        opening = after_wait(scene, shut, replace(lead, wait=NEXT_BUSINESS_DAY, round=0, due=None), Outcome.SKIPPED)
        opening = replace(opening, reason=Reason("decide-returns"), joins=False)
        return Advance(open_side(scene, shut, Role.DECIDE, lead, opening))
    opening = waited(scene, shut, lead, FOUR_WEEKS, Role.DECIDE)
    told = Tell("told-decide-waits", (scene.local(opening.due)[:10],))
    return Advance(open_side(scene, shut, Role.DECIDE, lead, opening), (told,))


def _put_aside(enrollment: Enrollment) -> int:
    """Return how many decision touches in a row were put aside."""
    count = 0
    for past in reversed(enrollment.past):
        if past.role is not Role.DECIDE or past.outcome is not Outcome.SKIPPED:
            break
        count += 1
    return count


# --- agreeing a time -------------------------------------------------------------------------------------------------
def agreed(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Take the time that was agreed, and go on from there; without one the same touch again."""
    touch, answer = open_touch(enrollment), fact.answer
    if answer.outcome is Outcome.YES and _another_yes(scene, touch, answer):
        return win(scene, enrollment, fact)
    shut = close(scene, enrollment, answer.outcome, answer=answer, channel=answer.channel)
    shut = heard(scene, shut) if answer.outcome in _HEARD else counted(shut, touch)
    time = appointment(answer.when, scene)
    if touch.role is Role.SECURE:
        named = shut if time is None else _with_landmark(shut, "next_step", time[0])
        return Advance(open_sending(scene, named, touch), lapsed(scene, touch))
    if time is None:
        return Advance(_ask_again(scene, shut, touch, answer), lapsed(scene, touch))
    return Advance(_from_there(scene, shut, touch, answer, time), lapsed(scene, touch))


def _another_yes(scene: Scene, touch: Touch, answer: Answer) -> bool:
    if answer.yes is None:
        return False
    return yes_meant(scene.cadence, answer) not in _AGREED_ON[touch.role]


def _with_landmark(enrollment: Enrollment, name: str, value: str) -> Enrollment:
    return replace(enrollment, landmarks={**enrollment.landmarks, name: value})


def _ask_again(scene: Scene, enrollment: Enrollment, touch: Touch, answer: Answer) -> Enrollment:
    lead = lead_of(scene.cadence, touch)
    if answer.outcome is Outcome.REPLIED:
        opening = at_once(scene, Reason("to-answer", (scene.today.isoformat(),)))
        return again(scene, enrollment, touch, opening)
    awaits = answer.outcome in {Outcome.DONE, Outcome.SENT}
    return go(scene, enrollment, lead, Turn(answer.outcome, answer.when, awaits=awaits))


def _from_there(
    scene: Scene, enrollment: Enrollment, touch: Touch, answer: Answer, time: tuple[str, Instant]
) -> Enrollment:
    """Open the step that waited: a visit is the appointment itself, all else counts from its end."""
    met = _with_landmark(enrollment, "meeting", time[0])
    lead = back_lead(scene.cadence, touch)
    step = scene.cadence.step(lead.step) if lead.step else None
    if step is not None and step.channel is Channel.VISIT:
        return go(scene, met, lead, Turn(answer.outcome, answer.when))
    return go(scene, met, lead, Turn(answer.outcome, since=max(time[1], scene.at)))
