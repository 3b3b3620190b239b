"""The graph of a cadence: where an enrollment can stand (a step, a round of `then`, the end) and the ways between.

Every outcome but a clear one leads somewhere, after a wait. Tries and rounds are counted over the whole enrollment, so
whatever goes on for ever goes on after the last try that `times` allows, and at the last rung of every ladder: that is
what stands here, whatever the number of tries. Outcomes that wait for what a contact said, or that klart's own steps
answer, are no ways of the cadence's; an `on` makes them so. Knows cadences; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from cadences.cadence import Cadence, Step, Then
from cadences.channels import CHANNELS
from cadences.delays import NOTHING, Wait
from cadences.outcomes import SILENT, Outcome

_OWN: Final = frozenset(
    {
        Outcome.CALLBACK,
        Outcome.NOT_NOW,
        Outcome.REPLIED,
        Outcome.NO_SHOW,
        Outcome.WRONG_NUMBER,
        Outcome.BOUNCED,
        Outcome.MISSING,
    }
)
"""Outcomes that klart itself answers where `on` does not say otherwise: they lead to the same step again."""


class At(NamedTuple):
    """Where an enrollment stands: at a step, on the main line or in a round of `then`."""

    step: str
    rounds: bool = False


END: Final = At("")
"""Nothing comes after it: an enrollment would end here without a clear answer."""


class Way(NamedTuple):
    """A way from one place to another, and how long it waits; `ladder` = the wait is a ladder's last rung."""

    start: At
    end: At
    wait: Wait
    ladder: bool = False


class Flow:
    """Where an enrollment in a cadence can come, and the ways between. `ends` = it says `then: end`."""

    def __init__(self, cadence: Cadence, *, ends: bool = False) -> None:
        self.steps: dict[str, Step] = {}
        for step in cadence.steps:
            self.steps.setdefault(step.id, step)
        order = list(self.steps)
        self._after = dict(pairwise(order))
        self._then = _then(cadence, ends=ends)
        self.ways: dict[At, tuple[Way, ...]] = {}
        self._walk(At(order[0]))

    def _walk(self, first: At) -> None:
        todo = [first]
        while todo:
            at = todo.pop()
            if at not in self.ways:
                self.ways[at] = () if at == END else tuple(dict.fromkeys(self._from(at, self.steps[at.step])))
                todo.extend(way.end for way in reversed(self.ways[at]))

    def _from(self, at: At, step: Step) -> Iterator[Way]:
        for outcome in sorted(CHANNELS[step.channel].outcomes):
            target = step.on.get(outcome)
            if target in self.steps:
                yield Way(at, At(target), self.steps[target].wait)
            elif target == "then":
                yield self._round(at)
            elif not at.rounds and step.retry.times is None and _tried_again(step, outcome):
                yield Way(at, at, step.retry.wait[-1], ladder=True)
            elif target is not None or outcome not in _OWN:
                yield self._next(at)

    def _next(self, at: At) -> Way:
        after = None if at.rounds else self._after.get(at.step)
        return self._round(at) if after is None else Way(at, At(after), self.steps[after].wait)

    def _round(self, at: At) -> Way:
        if self._then is None:
            return Way(at, END, NOTHING)
        return Way(at, At(self._then.repeat, rounds=True), self._then.wait[-1], ladder=True)


def _then(cadence: Cadence, *, ends: bool) -> Then | None:
    """Return what comes after the last step; nothing = the end."""
    if ends or (cadence.then is None and not any(step.reaches for step in cadence.steps)):
        return None
    return cadence.repeats


def _tried_again(step: Step, outcome: Outcome) -> bool:
    """Whether an outcome leads to another try of a step that is tried without limit."""
    if outcome in step.on:
        return step.on[outcome] == "retry"
    if step.retry.until_clear:
        return True
    return outcome is Outcome.SKIPPED or outcome in (SILENT if step.retry.after is None else step.retry.after)
