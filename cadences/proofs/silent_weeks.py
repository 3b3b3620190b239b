"""A cadence that nobody answers, day by day: on which days it asks for a touch. Weekends alone are no business days.

It is what the waits ask for, before any limit, promise or calendar: the planner may place it later. Knows one cadence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from cadences.business import SATURDAY
from cadences.cadence import Cadence, Step, Then
from cadences.delays import Before, Delay, Unit, Wait, days_after
from cadences.outcomes import SPOKEN, WRITTEN, Outcome
from cadences.proofs.hours import WORKDAYS

_MONDAY: Final = date(2026, 11, 23)
_MOST_TOUCHES: Final = 60
_WEEK: Final = 7


class Asked(NamedTuple):
    """A touch that is asked for: of which step, after what wait, and under which key that stands: wait, retry, then."""

    step: Step
    wait: Wait
    key: str
    rung: int = 0


def silent_way(cadence: Cadence) -> Iterator[Asked]:
    """Return the touches of a cadence in which nobody ever answers, as far as it is worth looking."""
    steps, done = {step.id: step for step in cadence.every_step}, Counter[str]()
    asked: Asked | None = Asked(cadence.steps[0], cadence.steps[0].wait, "wait")
    again, rounds = _repeated(cadence), 0
    for _ in range(_MOST_TOUCHES):
        if asked is None:
            return
        yield asked
        step = asked.step
        done[step.id] += 1
        target = step.on.get(silence_of(step))
        if target is None and asked.key == "then" and _rare(asked.wait) and asked.rung >= len(cadence.repeats.wait) - 1:
            return
        if target is not None and target in steps and cadence.is_detour(target):
            yield Asked(steps[target], steps[target].wait, "wait")
            target = None
        if asked.key == "then" or target == "then":
            asked = _round(again, rounds := rounds + 1)
        elif target in steps:
            asked = Asked(steps[target], steps[target].wait, "wait")
        elif target != "next" and (target == "retry" or _again(step)) and _left(step, done[step.id]):
            asked = Asked(step, step.retry.rung(done[step.id]), "retry", done[step.id] - 1)
        else:
            after = cadence.after(step.id)
            asked = Asked(after, after.wait, "wait") if after else _round(again, rounds := rounds + 1)


def silence_of(step: Step) -> Outcome:
    """Return what comes of a step when nobody answers."""
    if step.channel in SPOKEN:
        return Outcome.NO_ANSWER
    return Outcome.NO_REPLY if step.channel in WRITTEN else Outcome.DONE


def _again(step: Step) -> bool:
    if step.retry.until_clear:
        return True
    return step.reaches and (step.retry.after is None or silence_of(step) in step.retry.after)


def _left(step: Step, tries: int) -> bool:
    return step.retry.times is None or tries < step.retry.times


def _rare(wait: Wait) -> bool:
    """Whether no week has two touches of which each waits so long after the one before."""
    return isinstance(wait, Delay) and wait.amount > 0 and wait.unit in {Unit.WEEK, Unit.MONTH}


def _repeated(cadence: Cadence) -> tuple[Step, Then] | None:
    """Return the step that comes after the last one, again and again, and how."""
    if cadence.then is None and not any(step.reaches for step in cadence.steps):
        return None
    then = cadence.repeats
    step = cadence.step(then.repeat)
    return None if step is None else (step, then)


def _round(again: tuple[Step, Then] | None, number: int) -> Asked | None:
    return None if again is None else Asked(again[0], again[1].rung(number), "then", number - 1)


def crowded(cadence: Cadence, way: list[Asked], weekday: int) -> tuple[Asked, int] | None:
    """Return the touch with which a week first has more occasions than the cadence's limit, and how many it has.

    Args:
        cadence: Its windows and limits.
        way: The touches it asks for.
        weekday: The ISO weekday on which it begins.
    """
    limit = cadence.limits.touches_per_contact_per_week
    day, met = _MONDAY + timedelta(days=weekday - 1), date.min
    weeks: dict[int, list[Asked]] = {}
    days = {step.id: _open_days(cadence, step) for step in cadence.every_step}
    for asked in way:
        day = _open(days[asked.step.id], _after(day, asked.wait))
        if not asked.step.reaches or (day == met and not isinstance(asked.wait, Before) and asked.wait.exact):
            continue
        met = day
        weeks.setdefault((day.toordinal() - 1) // _WEEK, []).append(asked)  # the first day of all was a Monday
    full = next((week for week in weeks.values() if len(week) > limit), None)
    return None if full is None else (full[limit], len(full))


def _after(day: date, wait: Wait) -> date:
    """Return the day a wait leads to; a date that nobody knows here is today."""
    if isinstance(wait, Before) or wait.exact:
        return day
    if wait.unit is Unit.BUSINESS_DAY and day.isoweekday() < SATURDAY:
        return weekdays_after(wait.amount, day)
    return days_after(wait, day, lambda one: one.isoweekday() < SATURDAY)


def weekdays_after(amount: int, day: date) -> date:
    """Return the n-th weekday after a weekday: as `business_days_after` without a holiday, but not day by day."""
    weeks, left = divmod(amount, len(WORKDAYS))
    weekend = _WEEK - len(WORKDAYS) if day.isoweekday() + left >= SATURDAY else 0
    return day + timedelta(weeks=weeks, days=left + weekend)


def _open_days(cadence: Cadence, step: Step) -> frozenset[int]:
    """Return the ISO weekdays on which a step has a window."""
    windows = step.windows or cadence.windows
    return frozenset(one for window in windows for one in window.days) & WORKDAYS or WORKDAYS


def _open(days: frozenset[int], day: date) -> date:
    """Return the first day from there on that is one of these."""
    while day.isoweekday() not in days:
        day += timedelta(days=1)
    return day
