"""On to another version of the cadence, as `migration` found it and the fact says. Decides no place itself.

Promises, silences, tries, what is past and what is known stay. A pause or a wait stays, and so do a pin and a time
that was named. A touch whose step goes on keeps its number; else the next number takes its place. What cannot be
corrected any more, because its step is gone, becomes a question when a second word comes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cadences.delays import NOTHING
from cadences.enrollment import Advance, Enrollment, Landing, Migrated, Paused, RefusedError, Role, Touch, Waiting
from cadences.machine.following import arrive, lacks_address, skipping
from cadences.machine.hands import bound_of, hold
from cadences.machine.opening import Opening, after_wait
from cadences.machine.retries import Lead, own_wait
from cadences.machine.scene import Scene, open_touch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadences.delays import Wait
    from cadences.enrollment import Home


def migrate(scene: Scene, enrollment: Enrollment, fact: Migrated) -> Advance:
    """Let an open enrollment go on in another version; `scene` has that one's cadence.

    Raises:
        RefusedError: It is closed.
    """
    if not enrollment.open:
        raise RefusedError("a closed enrollment goes on in no version of its cadence")
    if enrollment.version == fact.version:
        return Advance(enrollment)
    touch = open_touch(enrollment)
    there = replace(
        enrollment,
        version=fact.version,
        tries=renamed_tries(enrollment.tries, fact.steps),
        before=_renamed(enrollment.before, fact),
    )
    if touch.role is not Role.STEP:
        return Advance(replace(there, next=_beside(touch, fact)))
    if fact.stays and fact.at is not None and not _lacks(scene, touch, fact.at):
        return Advance(_stays(scene, there, touch, fact))
    return Advance(_another(scene, there, touch, fact))


def renamed_tries(tries: Mapping[str, int], steps: Mapping[str, str]) -> dict[str, int]:
    """Return the tries of each step by its new id; those of a step that is gone are kept too."""
    taken = set(steps.values())
    gone = {id_: count for id_, count in tries.items() if id_ not in steps and id_ not in taken}
    return gone | {steps[id_]: count for id_, count in tries.items() if id_ in steps}


# --- the same touch --------------------------------------------------------------------------------------------------
def _beside(touch: Touch, fact: Migrated) -> Touch:
    """Return one of klart's own touches, leading back to where that is now."""
    was = None if touch.back_to is None else fact.steps.get(touch.back_to)
    gone = touch.home is not None and was is None
    back = fact.back or Landing("", touch.back_attempt, touch.back_round)
    same = (back.step or None) == was
    return replace(
        touch,
        step=fact.steps.get(touch.step, touch.step),
        back_to=back.step or None,
        back_attempt=back.attempt,
        back_round=back.round,
        back_wait=touch.back_wait if same else None,
        home=None if gone else _home(touch.home, fact.home),
    )


def _home(home: Home | None, landing: Landing | None) -> Home | None:
    """Return what a detour leads back to, where that is now."""
    if home is None or landing is None:
        return None if home is None else replace(home, step=None)
    return replace(home, step=landing.step, attempt=landing.attempt, round=landing.round)


def _lacks(scene: Scene, touch: Touch, at: Landing) -> bool:
    """Whether the step is done by another channel now, for which the contact's address or number is not known."""
    step = scene.cadence.step(at.step)
    changed = step is not None and step.channel is not touch.channel
    return changed and lacks_address(scene, Lead(at.step, at.attempt, NOTHING))


def _stays(scene: Scene, there: Enrollment, touch: Touch, fact: Migrated) -> Enrollment:
    """Keep the touch, as the new version has its step."""
    at = fact.at
    assert at is not None
    step = scene.cadence.step(at.step)
    assert step is not None
    kept = replace(
        touch,
        step=at.step,
        attempt=at.attempt,
        round=at.round,
        channel=step.channel,
        takes=step.takes,
        home=_home(touch.home, fact.home),
    )
    if fact.wait is None:
        return replace(there, next=kept)
    opening = _counted_anew(scene, there, touch, fact)
    kept = replace(kept, due=opening.due, own_due=None, reason=opening.reason, joins=opening.joins and touch.joins)
    kept = replace(kept, wait=_its_own(scene, kept, fact.wait))
    return hold(scene, there, replace(there, next=kept))


def _counted_anew(scene: Scene, there: Enrollment, touch: Touch, fact: Migrated) -> Opening:
    assert fact.at is not None
    assert fact.wait is not None
    lead = Lead(fact.at.step, fact.at.attempt, fact.wait, fact.at.round)
    after = touch.reason.args[1] if touch.reason.code in {"wait-after", "then-round"} else _last_outcome(there)
    return after_wait(scene, there, lead, after, fact.since)


def _its_own(scene: Scene, touch: Touch, wait: Wait) -> Wait | None:
    """Return a wait where it is not what the step has for such a try."""
    return None if wait == own_wait(scene.cadence, touch.step, touch.attempt, touch.round) else wait


def _last_outcome(enrollment: Enrollment) -> str:
    """Return what came of the last touch, the enrolling aside."""
    return next((str(past.outcome) for past in reversed(enrollment.past) if past.outcome is not None), "done")


# --- another in its place --------------------------------------------------------------------------------------------
def _another(scene: Scene, there: Enrollment, touch: Touch, fact: Migrated) -> Enrollment:
    """Open what comes in the place of a touch whose step is gone or used up."""
    at = fact.at
    going_home = touch.home is not None and fact.home is None and not fact.stays
    home = None if going_home else _home(touch.home, fact.home)
    lead = Lead(at.step, at.attempt, fact.wait or NOTHING, at.round, home=home) if at else Lead(None, 1, NOTHING)
    if fact.wait is not None:
        opening = _counted_anew(scene, there, touch, fact)
    else:
        opening = Opening(touch.own_due or touch.due, touch.reason, joins=touch.joins, when=touch.when)
    if going_home and touch.home is not None and touch.home.due is not None:
        why = touch.home.why or touch.reason
        opening = replace(opening, due=touch.home.due, when=touch.home.when, reason=why)
    opening = replace(opening, awaits=touch.awaits_reply)
    opened = arrive(scene, replace(there, next=None), skipping(scene, there, lead), opening)
    if fact.wait is None:  # it is due as before, after no wait of this version's
        opened = replace(opened, next=replace(open_touch(opened), wait=None))
    return _as_before(scene, there, opened, touch)


def _as_before(scene: Scene, there: Enrollment, opened: Enrollment, touch: Touch) -> Enrollment:
    """Keep a pin, a pause and a wait over the change."""
    opened = replace(opened, next=replace(open_touch(opened), pin=touch.pin))
    if isinstance(there.state, Paused | Waiting) and bound_of(scene, there) is not None:
        held = hold(scene, there, opened)
        return replace(held, state=there.state)
    return opened


# --- what a correction starts from -----------------------------------------------------------------------------------
def _renamed(before: Enrollment | None, fact: Migrated) -> Enrollment | None:
    """Return the enrollment before its last word with the new ids; nothing where a place in it is gone."""
    touch = before.next if before is not None else None
    if before is None or touch is None:
        return None
    home = touch.home
    places = [touch.step] if touch.role is Role.STEP else [touch.back_to]
    places += [home.step] if home is not None else []
    if any(place is not None and place not in fact.steps for place in places):
        return None
    moved = replace(
        touch,
        step=fact.steps.get(touch.step, touch.step),
        back_to=_named(touch.back_to, fact),
        home=None if home is None else replace(home, step=_named(home.step, fact)),
    )
    return replace(before, version=fact.version, tries=renamed_tries(before.tries, fact.steps), next=moved)


def _named(step: str | None, fact: Migrated) -> str | None:
    return None if step is None else fact.steps[step]
