"""Opening the next touch: when it is due and why it is there. Knows no outcome's meaning, decides nothing.

Waits count from when the previous touch really happened. A wait before a date that is not known is the default wait
(1 business day, nothing for the first step; a chain's is as long as its author has others wait), and the touch says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cadences.cadence import DEFAULT_WAIT, FIRST_WAIT
from cadences.delays import NOTHING, Before, due_after, due_before
from cadences.enrollment import Active, Diagnosing, Enrollment, Past, Role, Touch, Waiting
from cadences.machine.retries import Lead, own_wait
from cadences.machine.scene import Scene, landmark_day, start_of
from cadences.moments import Instant, day_in
from cadences.outcomes import REACHING, Channel, Outcome
from cadences.promises import WhenKind
from cadences.reasons import Reason

if TYPE_CHECKING:
    from cadences.promises import When

STEP_IDS: Final = {
    Role.FIND: "find-details",
    Role.DECIDE: "decide",
    Role.DIAGNOSE: "diagnose",
    Role.LEARN: "diagnose",
    Role.REPLY: "answer-reply",
    Role.AGREE: "answer-reply",
    Role.SECURE: "answer-reply",
    Role.SEND: "answer-reply",
}
"""The reserved id of each of klart's own touches; one that answers a reply has the replied step's."""

TAKES: Final = {
    Role.FIND: 10,
    Role.DECIDE: 5,
    Role.DIAGNOSE: 10,
    Role.LEARN: 15,
    Role.REPLY: 10,
    Role.AGREE: 10,
    Role.SECURE: 10,
    Role.SEND: 15,
}
"""Minutes that klart's own touches take."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a touch opens: when it is due and why.

    `joins` = it belongs to the occasion before it, if there was one that day. `until` = somebody named that instant.
    `awaits` = something was sent that may be answered until it begins. `replied` are the step and the try that a reply
    came to.
    """

    due: Instant
    reason: Reason
    joins: bool = False
    when: When | None = None
    until: Instant | None = None
    awaits: bool = False
    note: str = ""
    replied: tuple[str, int] | None = None


# --- when ------------------------------------------------------------------------------------------------------------
def after_wait(scene: Scene, enrollment: Enrollment, lead: Lead, outcome: str, since: Instant | None = None) -> Opening:
    """Return the opening that a wait gives, counted from when the previous touch really happened (or `since`).

    Where a time was named before a detour, that binds what the detour leads back to.
    """
    start = since or scene.at
    if lead.due is not None and lead.why is not None:
        until = lead.due if lead.due > scene.at else None
        return Opening(until or scene.at, lead.why, when=lead.when, until=until)
    wait = lead.wait
    if isinstance(wait, Before):
        return _before(scene, enrollment, wait, start)
    due = due_after(wait, start, scene.zone, scene.is_business_day)
    if lead.round:
        reason = Reason("then-round", (str(wait), str(outcome), scene.local(start), str(lead.round)))
    else:
        reason = Reason("wait-after", (str(wait), str(outcome), scene.local(start)))
    return Opening(due, reason, joins=wait.exact)


def _before(scene: Scene, enrollment: Enrollment, wait: Before, since: Instant) -> Opening:
    """Count back from a known date; what is past by then is due at once, an unknown date means the default wait.

    What waits for the end of an appointment (`since` is still to come) may well be due before it.
    """
    known = enrollment.landmarks.get(wait.landmark)
    day = landmark_day(known, scene) if known is not None else None
    if day is None:
        instead = wait.instead or (DEFAULT_WAIT if enrollment.past else FIRST_WAIT)
        due = due_after(instead, since, scene.zone, scene.is_business_day)
        return Opening(due, Reason("wait-no-landmark", (str(wait), wait.landmark, str(instead))))
    due = due_before(wait.delay, day, scene.zone, scene.is_business_day)
    return Opening(max(due, min(since, scene.now)), Reason("wait-before", (str(wait), wait.landmark, day.isoformat())))


def when_said(scene: Scene, when: When, outcome: str, *, standing: bool) -> Opening:
    """Return the opening of a time that was named in place of the wait.

    `standing` = it is kept as the contact's promise, so that one which binds for good needs no keeping by the touch.
    """
    start = start_of(when, scene)
    said_at = scene.said_at
    until = start if start is not None and start > said_at else None
    kept = None if standing and when.kind is WhenKind.STANDING else when
    return Opening(until or said_at, Reason("said", (str(outcome), scene.local(said_at))), when=kept, until=until)


# --- opening ---------------------------------------------------------------------------------------------------------
def open_lead(scene: Scene, enrollment: Enrollment, lead: Lead, opening: Opening) -> Enrollment:
    """Open what comes next: a step's touch, or one of klart's own that leads back to it."""
    step = scene.cadence.step(lead.step) if lead.step else None
    if step is None:
        return open_side(scene, enrollment, Role.DECIDE, lead, at_once(scene, Reason("decide-nothing-left")))
    if lead.role is not Role.STEP:
        back = Lead(lead.step, lead.attempt, lead.back_wait or NOTHING, lead.round, home=lead.home)
        replied = _replied_last(enrollment) if lead.role is Role.REPLY else None
        return open_side(scene, enrollment, lead.role, back, replace(opening, replied=opening.replied or replied))
    touch = Touch(
        enrollment.last_number + 1,
        step.id,
        step.channel,
        lead.attempt,
        opening.due,
        step.takes,
        scene.said_at,
        opening.reason,
        joins=opening.joins and _met_today(scene, enrollment),
        when=opening.when,
        awaits_reply=opening.awaits,
        note=opening.note,
        round=lead.round,
        home=lead.home,
        wait=None if lead.wait == own_wait(scene.cadence, step.id, lead.attempt, lead.round) else lead.wait,
    )
    return stand(enrollment, touch, opening.until)


def open_side(scene: Scene, enrollment: Enrollment, role: Role, back: Lead, opening: Opening) -> Enrollment:
    """Open one of klart's own touches; `back` is what it leads back to."""
    step, attempt = opening.replied or (STEP_IDS[role], _tries_of(enrollment, role) + 1)
    touch = Touch(
        enrollment.last_number + 1,
        step,
        side_channel(scene, role),
        attempt,
        opening.due,
        TAKES[role],
        scene.said_at,
        opening.reason,
        joins=opening.joins and _met_today(scene, enrollment),
        when=opening.when,
        awaits_reply=opening.awaits,
        back_to=back.step,
        back_attempt=back.attempt,
        note=opening.note,
        role=role,
        back_round=back.round,
        back_wait=back.wait if back.role is Role.STEP else back.back_wait,
        back_role=back.role,
        home=back.home,
    )
    return stand(enrollment, touch, opening.until)


def again(scene: Scene, enrollment: Enrollment, touch: Touch, opening: Opening) -> Enrollment:
    """Open a touch that is closed once more, as the same try at the same step."""
    same = replace(
        touch,
        number=enrollment.last_number + 1,
        due=opening.due,
        opened_at=scene.said_at,
        reason=opening.reason,
        joins=opening.joins and _met_today(scene, enrollment),
        when=opening.when,
        pin=None,
        put_offs=0,
        awaits_reply=False,
        own_due=None,
    )
    return stand(enrollment, same, opening.until)


def stand(enrollment: Enrollment, touch: Touch, until: Instant | None = None) -> Enrollment:
    """Make a touch the next one, and the state what it says."""
    return replace(
        enrollment,
        next=touch,
        last_number=touch.number,
        rounds=max(enrollment.rounds, touch.round),
        state=state_of(touch, until),
    )


def state_of(touch: Touch, until: Instant | None = None) -> Active | Waiting | Diagnosing:
    """Return the state of an enrollment whose next touch is this."""
    if until is not None:
        return Waiting(until)
    return Diagnosing() if touch.role is Role.DIAGNOSE else Active()


def side_channel(scene: Scene, role: Role) -> Channel:
    """Return how one of klart's own touches is done: written where there is an address, a quote talked through."""
    match role:
        case Role.DIAGNOSE:
            return Channel.DIAGNOSE
        case Role.REPLY | Role.SEND:
            return Channel.EMAIL
        case Role.AGREE:
            return Channel.EMAIL if scene.terms.has_email or not scene.terms.has_phone else Channel.CALL
        case Role.SECURE:
            return Channel.CALL if scene.terms.has_phone or not scene.terms.has_email else Channel.EMAIL
        case _:
            return Channel.TASK


def _replied_last(enrollment: Enrollment) -> tuple[str, int] | None:
    """Return the step and the try of the last touch that answered a reply."""
    answers = [past for past in enrollment.past if past.role is Role.REPLY]
    return (answers[-1].step, answers[-1].attempt) if answers else None


def _tries_of(enrollment: Enrollment, role: Role) -> int:
    """Return the try of the last touch of that role, where it still waits for its answer in the same matter."""
    if role not in {Role.AGREE, Role.SECURE, Role.SEND}:
        return 0
    return next((past.attempt for past in reversed(enrollment.past) if past.role is role), 0)


def _met_today(scene: Scene, enrollment: Enrollment) -> bool:
    """Whether there is an occasion to join: a touch that reached the contact, or their own word, this local day.

    A chained enrollment that has done nothing yet joins the occasion of the answer that started it.
    """
    if not enrollment.past:
        return True
    met = [past.happened_at for past in enrollment.past if _reached(past)]
    met += [enrollment.last_contact_at] if enrollment.last_contact_at else []
    return bool(met) and day_in(max(met), scene.zone) == day_in(scene.now, scene.zone)


def _reached(past: Past) -> bool:
    """Whether the contact was touched; a number that proved wrong was rung all the same."""
    return past.channel in REACHING and past.outcome not in {None, Outcome.SKIPPED}


def at_once(scene: Scene, reason: Reason) -> Opening:
    """Return the opening of what belongs to what just happened."""
    return Opening(scene.at, reason, joins=True)
