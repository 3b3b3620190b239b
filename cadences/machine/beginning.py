"""The beginning of an enrollment: the first step, and what a yes elsewhere asks to be done before it."""

from __future__ import annotations

from dataclasses import replace

from cadences.cadence import FIRST_WAIT
from cadences.enrollment import Active, Advance, Enrolled, Enrollment, Role
from cadences.machine.following import arrive, decide, skipping
from cadences.machine.opening import Opening, after_wait, at_once, open_side
from cadences.machine.retries import Lead
from cadences.machine.scene import Scene, landmark_end, open_touch
from cadences.outcomes import Yes
from cadences.reasons import Reason


def begin(scene: Scene, fact: Enrolled) -> Advance:
    """Enrol: the first step is next, after its wait, or after the chain's in its place.

    After a yes to a meeting without a time, agreeing it is next; after a yes to a quote, securing its next step (if
    that is not agreed yet) and sending it. The first step's wait counts from the meeting, or from the sending, then.
    """
    enrollment = Enrollment(
        fact.enrollment,
        fact.contact,
        fact.rep,
        fact.cadence,
        fact.version,
        scene.now,
        Active(),
        None,
        landmarks=dict(fact.landmarks),
    )
    scene = replace(scene, at=fact.since)
    lead = _first(scene, fact)
    match fact.after:
        case Yes.MEETING:
            opened = _agree(scene, enrollment, lead, fact)
        case Yes.QUOTE:
            opened = _quote(scene, enrollment, lead, fact)
        case _:
            opened = _step(scene, enrollment, lead, fact)
    # a chain's wait is waited once: whoever is heard from before it is over is not left alone for as long again
    return Advance(replace(opened, next=replace(open_touch(opened), opened_at=scene.now, wait=None)))


def _first(scene: Scene, fact: Enrolled) -> Lead:
    steps = scene.cadence.steps
    if not steps:
        return Lead(None, 1, FIRST_WAIT)
    return Lead(steps[0].id, 1, steps[0].wait if fact.wait is None else fact.wait)


def _step(scene: Scene, enrollment: Enrollment, lead: Lead, fact: Enrolled) -> Enrollment:
    lead = skipping(scene, enrollment, lead)
    if lead.step is None:
        return decide(scene, enrollment, lead, Reason("decide-nothing-left"))
    opening = after_wait(scene, enrollment, lead, "enrolled")
    chained = fact.wait is not None
    if opening.reason.code == "wait-after":
        code = "chained" if chained else "first-step"
        opening = replace(opening, reason=Reason(code, (str(lead.wait), scene.local(fact.since))))
    return arrive(scene, enrollment, lead, replace(opening, joins=opening.joins and chained, note=fact.note))


def _agree(scene: Scene, enrollment: Enrollment, lead: Lead, fact: Enrolled) -> Enrollment:
    reason = Reason("agree-meeting", ("meeting", scene.today.isoformat()))
    return open_side(scene, enrollment, Role.AGREE, lead, _own(scene, reason, "meeting", fact))


def _quote(scene: Scene, enrollment: Enrollment, lead: Lead, fact: Enrolled) -> Enrollment:
    agreed = landmark_end(enrollment.landmarks.get("next_step"), scene)
    role = Role.SECURE if agreed is None else Role.SEND
    code = "secure-next-step" if agreed is None else "send-quote"
    return open_side(
        scene, enrollment, role, lead, _own(scene, Reason(code, (scene.today.isoformat(),)), "quote", fact)
    )


def _own(scene: Scene, reason: Reason, about: str, fact: Enrolled) -> Opening:
    """Open at once: not when the appointment is over, which is what the first step's wait counts from."""
    opening = replace(at_once(scene, reason), note=fact.note or about)
    return replace(opening, due=min(opening.due, scene.now))
