"""Which step follows: `on`, `retry`, the main line, `then`. Knows the cadence; opens nothing and reads no time.

The rules:

- `on` of the step comes first: a step's id is a jump (after that step's own wait), `retry` the next try if any is
  left, `next` the next step, `then` what comes after the last one.
- Else the step's `retry`: an outcome of `after` (default: every silent one), or a skipped try, leads to the next try
  if any is left, after the ladder's rung for the try that was; `until clear answer` takes every outcome.
- Else the next step on the main line, after its own wait; after the last one `then`.
- A detour (a step of `detours` that `on` names; also any step that `missing` names, see `sidesteps`) is done once, its
  own `retry` and `on` included, and leads back to where it left: the same step, the same try. What was left unanswered,
  skipped, done or sent is used up: back is the next try, else what follows. There is one place to go back to: a detour
  begun inside a detour replaces it. A step of the main line that `on` names is a jump: nothing leads back.
- In a round of `then` each rung is one try of its step, whatever `retry` says: every outcome leads to the next round.
- A try in another channel than the step's ("mailed instead") leads to the next step.
- Tries are counted by step over the whole enrollment: `times` are tries in all, also where a jump comes back to a
  step. Each arrival gives at least one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cadences.cadence import DEFAULT_LADDER
from cadences.delays import NOTHING, Wait
from cadences.enrollment import Enrollment, Home, Role, Touch
from cadences.outcomes import SILENT, WRITTEN, Missing, Outcome

if TYPE_CHECKING:
    from cadences.cadence import Cadence, Step
    from cadences.moments import Instant
    from cadences.promises import When
    from cadences.reasons import Reason

_PUT_BY = frozenset({Role.FIND, Role.DECIDE, Role.DIAGNOSE, Role.LEARN})
"""Roles that only stand before what they lead back to."""

_OVER: Final = frozenset({Outcome.DONE, Outcome.SENT, Outcome.MISSING})
"""What was done is not done again after a detour."""

_MENDED: Final = frozenset({Outcome.WRONG_NUMBER, Outcome.BOUNCED})
"""What a detour mends: the same try comes at once after it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What comes next: a step (nothing = the cadence has none left), as which try, in which round of `then`.

    `role` is another than STEP where one of klart's own touches comes next, after `wait`, that itself leads back to
    the step, after `back_wait`. `home` is where it leads back to in the end, where it lies on a detour; `led_by` what
    led there, where the detour begins with it. One that comes back from a detour has what its `Home` kept: `silent`,
    and `due`, `when` and `why`.
    """

    step: str | None
    attempt: int
    wait: Wait
    round: int = 0
    role: Role = Role.STEP
    back_wait: Wait | None = None
    home: Home | None = None
    led_by: Outcome | Missing | None = None
    silent: bool = False
    due: Instant | None = None
    when: When | None = None
    why: Reason | None = None


def lead_after(
    cadence: Cadence, enrollment: Enrollment, touch: Touch, outcome: Outcome, *, other: bool = False
) -> Lead:
    """Return what follows a step's touch that is closed; `other` = it was done in another channel."""
    step = cadence.step(touch.step)
    if step is None:
        return onward(cadence, enrollment, touch.step, touch.home)
    if outcome in step.on:
        return _target(cadence, enrollment, touch, step, outcome)
    if touch.round:
        return then_lead(cadence, enrollment)
    if tries_again(step, touch, outcome, other=other):
        return again_lead(step, touch)
    return onward(cadence, enrollment, touch.step, touch.home)


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
    return Lead(step.id, touch.attempt + 1, step.retry.rung(touch.attempt), touch.round, home=touch.home)


def same_lead(cadence: Cadence, touch: Touch) -> Lead:
    """Return the same try once more, after the wait that the ladder has for it."""
    step = cadence.step(touch.step)
    if touch.round:
        wait: Wait = cadence.repeats.rung(touch.round)
    else:
        wait = step.retry.rung(touch.attempt) if step else NOTHING
    return Lead(touch.step, touch.attempt, wait, touch.round, home=touch.home)


def _target(cadence: Cadence, enrollment: Enrollment, touch: Touch, step: Step, outcome: Outcome) -> Lead:
    match step.on[outcome]:
        case "retry":
            return _next_try(cadence, enrollment, touch, step)
        case "next":
            return _beyond(cadence, enrollment, touch)
        case "then":
            return then_lead(cadence, enrollment)
        case target if cadence.is_detour(target):
            left = _left_at(cadence, enrollment, touch, step, outcome)
            return visit_lead(enrollment, cadence.step(target), left, outcome) or left
        case target:
            return step_lead(enrollment, cadence.step(target)) or onward(cadence, enrollment, touch.step, touch.home)


def _next_try(cadence: Cadence, enrollment: Enrollment, touch: Touch, step: Step) -> Lead:
    """Return the next try if any is left, else what follows the step."""
    tries = not touch.round and _left(step, touch)
    return again_lead(step, touch) if tries else _beyond(cadence, enrollment, touch)


def _beyond(cadence: Cadence, enrollment: Enrollment, touch: Touch) -> Lead:
    """Return what follows a step: in a round of `then` the next round."""
    return then_lead(cadence, enrollment) if touch.round else onward(cadence, enrollment, touch.step, touch.home)


# --- detours ---------------------------------------------------------------------------------------------------------
def visit_lead(enrollment: Enrollment, step: Step | None, left: Lead, led_by: Outcome | Missing) -> Lead | None:
    """Return a step that is done once and then leads back to `left`; nothing where there is no such step.

    Where that is what was to come anyhow, it simply comes now.
    """
    if step is None:
        return None
    if left.step == step.id and left.role is Role.STEP:
        return replace(left, wait=step.wait)
    lead = Lead(step.id, enrollment.tries.get(step.id, 0) + 1, step.wait)
    return replace(lead, home=left.home or _home(left), led_by=led_by)


def _home(left: Lead) -> Home:
    said = (left.due, left.when, left.why)
    return Home(left.step, left.attempt, left.wait, left.round, left.role, left.back_wait, left.silent, *said)


def onward(cadence: Cadence, enrollment: Enrollment, name: str, home: Home | None) -> Lead:
    """Return what follows a step: on a detour what it leads back to, else the next one on the main line."""
    if home is None:
        return next_lead(cadence, enrollment, name)
    lead = Lead(home.step, home.attempt, home.wait, home.round, home.role, home.back_wait)
    return replace(lead, silent=home.silent, due=home.due, when=home.when, why=home.why)


def _left_at(cadence: Cadence, enrollment: Enrollment, touch: Touch, step: Step, outcome: Outcome) -> Lead:
    """Return what a detour leads back to that begins with an outcome of a step."""
    if outcome in SILENT or outcome is Outcome.SKIPPED:
        return _next_try(cadence, enrollment, touch, step)
    if outcome in _OVER:
        again = tries_again(step, touch, Outcome.NO_REPLY if touch.channel in WRITTEN else outcome)
        return again_lead(step, touch) if again and not touch.round else _beyond(cadence, enrollment, touch)
    same = same_lead(cadence, touch)
    return replace(same, wait=NOTHING) if outcome in _MENDED else same


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
        wait = own_wait(cadence, touch.back_to, touch.back_attempt, touch.back_round)
    if touch.back_role is Role.STEP:
        return Lead(touch.back_to, touch.back_attempt, wait, touch.back_round, home=touch.home)
    return Lead(touch.back_to, touch.back_attempt, NOTHING, touch.back_round, touch.back_role, wait, touch.home)


def lead_of(cadence: Cadence, touch: Touch) -> Lead:
    """Return an open touch as what comes next, where something else takes its place for a while."""
    if touch.role is Role.STEP:
        own = own_wait(cadence, touch.step, touch.attempt, touch.round)
        wait = own if touch.wait is None else touch.wait
        return Lead(touch.step, touch.attempt, wait, touch.round, home=touch.home)
    back = back_lead(cadence, touch)
    if touch.role in _PUT_BY:
        return back
    wait = DEFAULT_LADDER[min(touch.attempt, len(DEFAULT_LADDER)) - 1]
    return Lead(back.step, back.attempt, wait, back.round, touch.role, back.wait, touch.home)


def lead_on(cadence: Cadence, enrollment: Enrollment, touch: Touch, outcome: Outcome, *, other: bool = False) -> Lead:
    """Return what follows a touch of any role that is closed."""
    if touch.role is Role.STEP:
        return lead_after(cadence, enrollment, touch, outcome, other=other)
    return back_lead(cadence, touch)


def own_wait(cadence: Cadence, name: str | None, attempt: int, round_: int) -> Wait:
    """Return what a step has for a try, however it was come to: its own wait, its ladder's rung, that of `then`."""
    step = cadence.step(name) if name else None
    if step is None:
        return NOTHING
    if round_:
        return cadence.repeats.rung(round_)
    return step.retry.rung(attempt - 1) if attempt > 1 else step.wait
