"""Whether retries can be kept where they must: K304. Knows weekdays and limits; no holiday.

A step that says `by` must have happened so long after it is due. What is looked for is one week of tries that keeps
it: from whatever day and window the try before, within whatever the limits leave. Only where there is none is it said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from cadences.business import SATURDAY
from cadences.cadence import Limits, Step
from cadences.delays import Before, Delay, Unit, days_after
from cadences.language.draft import Draft
from cadences.language.findings import Faults
from cadences.language.grammar_steps import ReadStep
from cadences.moments import MINUTES_A_DAY
from cadences.outcomes import Channel
from cadences.proofs.hours import spans_of
from cadences.proofs.places import at, of_rung, of_step

_MONDAY: Final = date(2026, 11, 23)
_ENOUGH: Final = 14
"""Within so many days every window comes, and every limit of a week is new."""
_MOST_TRIES: Final = 12


class _Try(NamedTuple):
    """When a try may have been: weekday (Monday is 0), minute, and which occasion of that day and that week it was."""

    day: int
    minute: int
    that_day: int
    that_week: int


def lint_retries(draft: Draft, faults: Faults) -> None:
    """Note retries that no window meets within `by` and the limits."""
    for read in draft.steps + draft.detours:
        step = read.step
        if step.by is not None and step.retry.times != 1 and step.reaches:
            spans = spans_of(step.windows or draft.cadence.windows, calls=step.channel is Channel.CALL)
            late = _Week(step, step.by, spans, draft.cadence.limits).first_missed()
            if late is not None:
                _note(read, late, draft.cadence.limits, faults)


def _note(read: ReadStep, attempt: int, limits: Limits, faults: Faults) -> None:
    step = read.step
    wait = step.retry.rung(attempt)
    place = of_rung(at(read.table, "retry", "wait"), attempt - 1, of_step(read, "by"))
    often = limits.touches_per_contact_per_week
    message = (
        f"no window meets try {attempt + 1} of `{step.id}`, {wait} after the one before, within {step.by} of its time "
        f"and {often} {'touch' if often == 1 else 'touches'} a week"
    )
    faults.add("K304", place, message, "wait otherwise, open more windows, or give it longer than `by`")


class _Week:
    """Follows all the tries that are possible, week by week alike."""

    def __init__(self, step: Step, by: Delay, spans: list[tuple[int, int, int]], limits: Limits) -> None:
        self.step, self.by, self.limits = step, by, limits
        self.length = step.takes + step.preparation
        self.spans = [(day - 1, start, end - self.length) for day, start, end in spans if end - start >= self.length]

    def first_missed(self) -> int | None:
        """Return the first try (from 1) after which the next cannot be kept from anywhere; nothing where all can."""
        if not self.spans or _days_of(self.by) >= _ENOUGH:
            return None
        tries = min(self.step.retry.times or _MOST_TRIES, _MOST_TRIES)
        here = {_Try(day, minute, 1, 1) for day, start, last in self.spans for minute in self._minutes(start, last)}
        for attempt in range(1, tries):
            wait = self.step.retry.rung(attempt)
            if isinstance(wait, Before):
                return None
            here = {found for one in here for found in self._after(one, wait)}
            if not here:
                return attempt
        return None

    def _minutes(self, start: int, last: int) -> set[int]:
        """Return minutes at which a try may begin: the first, the last, and those from which a wait hits a window."""
        found = {start, last}
        for wait in self.step.retry.wait:
            if isinstance(wait, Delay) and wait.exact:
                found |= {begin - _minutes_of(wait) for _, begin, _ in self.spans}
        return {minute for minute in found if start <= minute <= last}

    def _after(self, before: _Try, wait: Delay) -> Iterator[_Try]:
        """Return when the next try may begin."""
        day, minute = _due(before, wait)
        last_day, last_minute = self._by(day, minute)
        for ahead in range(day, last_day + 1):
            for weekday, start, last in self.spans:
                first = max(start, minute) if ahead == day else start
                latest = min(last, last_minute) if ahead == last_day else last
                if weekday == ahead % 7 and first <= latest:
                    yield from self._kept(before, wait, ahead, {first, latest})

    def _by(self, day: int, minute: int) -> tuple[int, int]:
        if self.by.exact:
            ahead, minutes = divmod(minute + _minutes_of(self.by), MINUTES_A_DAY)
            return day + ahead, minutes
        return _later(day, self.by), MINUTES_A_DAY

    def _kept(self, before: _Try, wait: Delay, day: int, minutes: set[int]) -> Iterator[_Try]:
        same = day == before.day
        that_day = before.that_day + 1 if same else 1
        that_week = before.that_week + 1 if day // 7 == before.day // 7 else 1
        if same and wait.exact:
            that_day, that_week = before.that_day, before.that_week
        limits = self.limits
        if that_day <= limits.touches_per_contact_per_day and that_week <= limits.touches_per_contact_per_week:
            yield from (_Try(day % 7, minute, that_day, that_week) for minute in minutes)


def _due(before: _Try, wait: Delay) -> tuple[int, int]:
    """Return the day (from that week's Monday) and the minute at which a try is due."""
    if wait.exact:
        ahead, minute = divmod(before.minute + _minutes_of(wait), MINUTES_A_DAY)
        return before.day + ahead, minute
    return _later(before.day, wait), 0


def _later(day: int, wait: Delay) -> int:
    begin = _MONDAY + timedelta(days=day)
    return (days_after(wait, begin, lambda one: one.isoweekday() < SATURDAY) - _MONDAY).days


def _minutes_of(wait: Delay) -> int:
    return wait.amount * (60 if wait.unit is Unit.HOUR else 1)


def _days_of(wait: Delay) -> int:
    return _minutes_of(wait) // MINUTES_A_DAY if wait.exact else _later(0, wait)
