"""A walk through a cadence, told as a little story: which day, which step, what came of it. Days are nominal.

The story begins on a Monday, and weekends alone are no business days: it shows how a cadence can go, not when. A wait
before a date that nobody knows here, or tries beyond counting, end the counting of days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from cadences.delays import NOTHING, Before, Unit, Wait, days_after
from cadences.outcomes import WRITTEN, Outcome
from cadences.proofs.flow import BACK, At, Flow, Way
from cadences.proofs.walks import shortest

_MONDAY: Final = date(2026, 11, 23)
_MOST_COUNTED: Final = 50
"""More tries than that no story counts day by day."""

_SAID: Final = {Outcome.SENT: "sent, and no reply"}


def walk(flow: Flow, ends: Iterable[At], starts: Iterable[At] = ()) -> list[Way]:
    """Return a shortest walk, in touches, from the first step (or from other places) to one of these; none = no way."""
    every = flow.cadence.silence_after
    return shortest(
        list(starts) or [flow.first],
        frozenset(ends),
        lambda at: ((way, way.end, _cost(way, every)) for way in flow.ways.get(at, ())),
    )


def _cost(way: Way, every: int) -> int:
    return way.tries + (every if way.said else 0) + (way.via is not None)


def tell(flow: Flow, ways: list[Way], last: str) -> tuple[str, ...]:
    """Return the story of a walk, a line for each touch; `last` is how it ends."""
    story = _Story(flow)
    return (*story.lines(ways), f"then {last}")


class _Story:
    """Tells touch by touch, and counts the days."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.day: date | None = _MONDAY

    def lines(self, ways: list[Way]) -> Iterator[str]:
        """Return the lines of a walk."""
        for way in ways:
            yield self._tried(way)
            if way.said is not None and way.via is None:
                yield self._asked(way)
            if way.via is not None:
                yield from self._detour(way)
            self._wait(way.pause.waits[0])

    def _tried(self, way: Way) -> str:
        step, first = self.flow.steps[way.start.step], self._number()
        if way.tries > 1:
            self._retried(step.retry.wait, way.tries)
        outcome = Outcome.SENT if step.channel in WRITTEN and way.outcome is Outcome.NO_REPLY else way.outcome
        said = _SAID.get(outcome, str(outcome).replace("_", " "))
        often = "" if way.tries == 1 else f", {way.tries} tries"
        last = self._number()
        when = f"day {first}" if last == first else f"days {first} to {last}"
        return f"{when if last else 'later'}, {step.id}: {said}{often}"

    def _asked(self, way: Way) -> str:
        if way.outcome is Outcome.MISSING:
            return f"  what is missing: {way.said}"
        touches = self.flow.cadence.silence_after
        count = "1 touch" if touches == 1 else f"{touches} touches"
        return f"  {count} unanswered, and asked what is missing: {way.said}"

    def _detour(self, way: Way) -> Iterator[str]:
        """Return the lines of a detour, up to where it leads back."""
        assert way.via is not None
        self._wait(self.flow.steps[way.via.step].wait)
        yield from (f"  {line}" for line in self.lines(walk(self.flow, [BACK], [way.via])))

    def _retried(self, ladder: tuple[Wait, ...], tries: int) -> None:
        if tries > _MOST_COUNTED:
            self.day = None
        for attempt in range(1, tries if self.day else 0):
            self._wait(ladder[min(attempt, len(ladder)) - 1])

    def _wait(self, wait: Wait) -> None:
        if self.day is None or isinstance(wait, Before):
            self.day = None
        elif wait != NOTHING and wait.unit not in {Unit.MINUTE, Unit.HOUR}:
            try:
                self.day = days_after(wait, self.day, lambda day: day.isoweekday() < 6)  # noqa: PLR2004 - Saturday
            except (OverflowError, ValueError):
                self.day = None

    def _number(self) -> int:
        return 0 if self.day is None else (self.day - _MONDAY).days + 1
