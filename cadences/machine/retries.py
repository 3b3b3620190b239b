"""Which step follows: `on`, `retry`, the main line, `then`. Knows the cadence; opens nothing and reads no time.

The rules:

- `on` of the step comes first: a step's id is a jump (after that step's own wait), `retry` the next try if any is
  left, `next` the next step, `then` what comes after the last one.
- Else the step's `retry`: an outcome of `after` (default: every silent one), or a skipped try, leads to the next try
  if any is left, after the ladder's rung for the try that was; `until clear answer` takes every outcome.
- Else the next step on the main line, after its own wait; after the last one `then`.
- In a round of `then` each rung is one try of its step, whatever `retry` says: every outcome leads to the next round.
- A try in another channel than the step's ("mailed instead") leads to the next step.
- Tries are counted by step over the whole enrollment: `times` are tries in all, also where a jump comes back to a
  step. Each arrival gives at least one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cadences.cadence import DEFAULT_LADDER
from cadences.delays import NOTHING, Wait
from cadences.enrollment import Enrollment, Role, Touch
from cadences.outcomes import SILENT, Outcome

if TYPE_CHECKING:
    from cadences.cadence import Cadence, Step

_PUT_BY = frozenset({Role.FIND, Role.DECIDE, Role.DIAGNOSE, Role.LEARN})
"""Roles that only stand before what they lead back to."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What comes next: a step (nothing = the cadence has none left), as which try, in which round of `then`.

    `role` is another than STEP where one of klart's own touches comes next, after `wait`, that itself leads back to
    the step, after `back_wait`.
    """

    step: str | None
    attempt: int
    wait: Wait
    round: int = 0
    role: Role = Role.STEP
    back_wait: Wait | None = None


def lead_after(
    cadence: Cadence, enrollment: Enrollment, touch: Touch, outcome: Outcome, *, other: bool = False
) -> Lead:
    """Return what follows a step's touch that is closed; `other` = it was done in another channel."""
    step = cadence.step(touch.step)
    if step is None:
        return next_lead(cadence, enrollment, touch.step)
    if outcome in step.on:
        return _target(cadence, enrollment, touch, step, step.on[outcome])
    if touch.round:
        return then_lead(cadence, enrollment)
    if tries_again(step, touch, outcome, other=other):
        return again_lead(step, touch)
    return next_lead(cadence, enrollment, touch.step)


def tries_again(step: Step, touch: Touch, outcome: Outcome, *, other: bool = False) -> bool:
    """Whether an outcome leads to another try of the step."""
    retry = step.retry
    if retry.until_clear:
        return True
    if other or not _left(step, touch):
        return False
    after = SILENT if retry.after is None else retry.after
    return outcome in after or outcome is Outcome.SKIPPED


def _left(step: Step, touch: Touch) -> bool:
    return step.retry.times is None or touch.attempt < step.retry.times


def again_lead(step: Step, touch: Touch) -> Lead:
    """Return the next try of the touch's step."""
    return Lead(step.id, touch.attempt + 1, step.retry.rung(touch.attempt), touch.round)


def same_lead(cadence: Cadence, touch: Touch) -> Lead:
    """Return the same try once more, after the wait that the ladder has for it."""
    step = cadence.step(touch.step)
    if touch.round:
        wait: Wait = cadence.repeats.rung(touch.round)
    else:
        wait = step.retry.rung(touch.attempt) if step else NOTHING
    return Lead(touch.step, touch.attempt, wait, touch.round)


def _target(cadence: Cadence, enrollment: Enrollment, touch: Touch, step: Step, target: str) -> Lead:
    match target:
        case "retry" if touch.round:
            return then_lead(cadence, enrollment)
        case "retry" if _left(step, touch):
            return again_lead(step, touch)
        case "retry" | "next":
            return then_lead(cadence, enrollment) if touch.round else next_lead(cadence, enrollment, touch.step)
        case "then":
            return then_lead(cadence, enrollment)
        case _:
            return step_lead(enrollment, cadence.step(target)) or next_lead(cadence, enrollment, touch.step)


def step_lead(enrollment: Enrollment, step: Step | None) -> Lead | None:
    """Return a step after its own wait, as its next try."""
    return None if step is None else Lead(step.id, enrollment.tries.get(step.id, 0) + 1, step.wait)


def next_lead(cadence: Cadence, enrollment: Enrollment, name: str) -> Lead:
    """Return what follows a step on the main line."""
    return step_lead(enrollment, cadence.after(name)) or then_lead(cadence, enrollment)


def then_lead(cadence: Cadence, enrollment: Enrollment) -> Lead:
    """Return the next round of `then`; no step where nothing in the cadence reaches out."""
    try:
        repeats = cadence.repeats
    except ValueError:
        return Lead(None, 1, NOTHING)
    if cadence.step(repeats.repeat) is None:
        return Lead(None, 1, NOTHING)
    round_ = enrollment.rounds + 1
    return Lead(repeats.repeat, enrollment.tries.get(repeats.repeat, 0) + 1, repeats.rung(round_), round_)


# --- back from beside the main line ----------------------------------------------------------------------------------
def back_lead(cadence: Cadence, touch: Touch) -> Lead:
    """Return what one of klart's own touches leads back to; another of klart's own comes back at once."""
    wait = touch.back_wait
    if wait is None:
        wait = _own_wait(cadence, touch.back_to, touch.back_attempt, touch.back_round)
    if touch.back_role is Role.STEP:
        return Lead(touch.back_to, touch.back_attempt, wait, touch.back_round)
    return Lead(touch.back_to, touch.back_attempt, NOTHING, touch.back_round, touch.back_role, wait)


def lead_of(cadence: Cadence, touch: Touch) -> Lead:
    """Return an open touch as what comes next, where something else takes its place for a while."""
    if touch.role is Role.STEP:
        return Lead(touch.step, touch.attempt, _own_wait(cadence, touch.step, touch.attempt, touch.round), touch.round)
    back = back_lead(cadence, touch)
    if touch.role in _PUT_BY:
        return back
    wait = DEFAULT_LADDER[min(touch.attempt, len(DEFAULT_LADDER)) - 1]
    return Lead(back.step, back.attempt, wait, back.round, touch.role, back.wait)


def lead_on(cadence: Cadence, enrollment: Enrollment, touch: Touch, outcome: Outcome, *, other: bool = False) -> Lead:
    """Return what follows a touch of any role that is closed."""
    if touch.role is Role.STEP:
        return lead_after(cadence, enrollment, touch, outcome, other=other)
    return back_lead(cadence, touch)


def _own_wait(cadence: Cadence, name: str | None, attempt: int, round_: int) -> Wait:
    step = cadence.step(name) if name else None
    if step is None:
        return NOTHING
    if round_:
        return cadence.repeats.rung(round_)
    return step.retry.rung(attempt - 1) if attempt > 1 else step.wait
