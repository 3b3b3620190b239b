"""What a person does to the next touch without an answer: moves it, pauses it, leaves it for another day; and notes.

A pin stands, and may break a pause or a wait: the enrollment goes on from there then. A pause that answers a decision
or a diagnose touch closes it: what was planned before comes next, when the pause is over. An all-day move pins the
day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cadences.enrollment import (
    Advance,
    Ask,
    Enrollment,
    KeepNote,
    Moved,
    Noted,
    Pause,
    Paused,
    RefusedError,
    Role,
    Touch,
    Waiting,
)
from cadences.machine.opening import after_wait, open_lead, state_of
from cadences.machine.retries import back_lead
from cadences.machine.scene import Scene, close, instant_of, open_touch
from cadences.moments import Instant, at_wall, day_in
from cadences.outcomes import Outcome

if TYPE_CHECKING:
    from cadences.enrollment import Effect

PUT_OFFS_TO_ASK: Final = 3


# --- the next touch is another day's ---------------------------------------------------------------------------------
def pin(scene: Scene, enrollment: Enrollment, fact: Moved) -> Advance:
    """Let the touch stand where a person put it.

    Raises:
        RefusedError: It says no place.
    """
    touch = open_touch(enrollment)
    if fact.pin.span is None and fact.pin.day is None:
        raise RefusedError("a move needs a time or a day to go to")
    state = enrollment.state
    held = bound_of(scene, enrollment)
    if held is not None and _pinned_at(scene, fact) < held:
        state = state_of(touch)
    return Advance(replace(enrollment, state=state, deletions=0, next=replace(touch, pin=fact.pin)))


def _pinned_at(scene: Scene, fact: Moved) -> Instant:
    """Return the latest start that a pin means; of a day its end."""
    if fact.pin.span is not None:
        return fact.pin.span.start
    assert fact.pin.day is not None
    return at_wall(fact.pin.day, 24 * 60, scene.zone)


def roll(enrollment: Enrollment) -> Advance:
    """Count a put-off; the pin has passed. The third asks: now, a date, or a clear no?"""
    touch = open_touch(enrollment)
    rolled = replace(touch, put_offs=touch.put_offs + 1, pin=None)
    asks: tuple[Effect, ...] = ()
    if rolled.put_offs == PUT_OFFS_TO_ASK:
        asks = (Ask("ask-put-off", {"touch": str(touch.number)}),)
    return Advance(replace(enrollment, next=rolled), asks)


# --- pauses ----------------------------------------------------------------------------------------------------------
def pause(scene: Scene, enrollment: Enrollment, fact: Pause) -> Advance:
    """Let the next touch not be before a date (00:00 there).

    Raises:
        RefusedError: The date is not after today, or too far away.
    """
    today = day_in(scene.now, scene.zone)
    if fact.until <= today:
        raise RefusedError(f"a pause ends after today; write a date from {(today + timedelta(days=1)).isoformat()}")
    until = instant_of(fact.until, scene)
    touch = open_touch(enrollment)
    if touch.role in {Role.DECIDE, Role.DIAGNOSE}:
        enrollment = _decided(scene, enrollment)
        touch = open_touch(enrollment)
    return Advance(_held(enrollment, touch, Paused(fact.until), until))


def _decided(scene: Scene, enrollment: Enrollment) -> Enrollment:
    """Close a decision or diagnose touch that the pause answers, and open what was planned before it."""
    touch = open_touch(enrollment)
    shut = close(scene, enrollment, Outcome.DONE)
    shut = replace(shut, silences=0 if touch.role is Role.DIAGNOSE else shut.silences, deletions=0, bad_data=0)
    lead = back_lead(scene.cadence, touch)
    return open_lead(scene, shut, lead, after_wait(scene, shut, lead, Outcome.DONE))


def _held(enrollment: Enrollment, touch: Touch, state: Paused | Waiting, until: Instant) -> Enrollment:
    own = touch.own_due or touch.due
    pin_ = touch.pin if touch.pin is not None and _stands(touch, until) else None
    held = replace(touch, due=max(own, until), own_due=own, pin=pin_)
    return replace(enrollment, state=state, next=held)


def _stands(touch: Touch, until: Instant) -> bool:
    """Whether a pin lies beyond a bound."""
    assert touch.pin is not None
    return touch.pin.span is not None and touch.pin.span.start >= until


def resume(scene: Scene, enrollment: Enrollment) -> Advance:
    """End a pause: the touch is due as it was before.

    Raises:
        RefusedError: It is not paused.
    """
    if not isinstance(enrollment.state, Paused):
        raise RefusedError("only a pause can be ended, and there is none")
    touch = open_touch(enrollment)
    due = touch.own_due or touch.due
    until = due if touch.reason.code == "waited" and due > scene.at else None
    return Advance(replace(enrollment, state=state_of(touch, until), next=replace(touch, due=due, own_due=None)))


# --- what holds the next touch back ----------------------------------------------------------------------------------
def bound_of(scene: Scene, enrollment: Enrollment) -> Instant | None:
    """Return the instant before which the next touch may not be, where somebody named one that is still to come."""
    match enrollment.state:
        case Paused(until):
            bound = at_wall(until, 0, scene.zone)
        case Waiting(until):
            bound = until
        case _:
            return None
    return bound if bound > scene.at else None


def hold(scene: Scene, before: Enrollment, after: Enrollment) -> Enrollment:
    """Keep a pause or a wait that is still to come over a move in which nobody said anything about when."""
    bound = bound_of(scene, before)
    touch = after.next
    if bound is None or touch is None or touch.due >= bound:
        return after
    assert isinstance(before.state, Paused | Waiting)
    return _held(after, touch, before.state, bound)


# --- notes -----------------------------------------------------------------------------------------------------------
def note(enrollment: Enrollment, fact: Noted) -> Advance:
    """Keep what a person wrote."""
    return Advance(enrollment, (KeepNote(fact.words, fact.touch),) if fact.words.strip() else ())
