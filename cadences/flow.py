"""The graph of a cadence: its states (a try of a step, a round of `then`, the end) and the moves between them.

Every outcome but a clear one leads from a state to another, after a wait. Tries beyond a ladder's last rung are alike
and stand as one, so that the graph is small whatever the number of tries. Outcomes that wait for what a contact said,
or that klart's own steps answer, are no moves of the cadence's; an `on` makes them so. Knows cadences; judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from cadences.cadence import Cadence, Step, Then
from cadences.channels import CHANNELS
from cadences.delays import NOTHING, Wait
from cadences.outcomes import SILENT, Outcome

T = TypeVar("T")

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
    """A state: the try of a step (from 1), or a round of `then`; both stop counting at the ladder's last rung."""

    step: str
    attempt: int
    rounds: bool = False


END: Final = At("", 0)
"""Nothing comes after it: an enrollment would end here without a clear answer."""


class Way(NamedTuple):
    """A way from a state to another, and how long it waits. `rung` = the wait is that of a ladder."""

    start: At
    end: At
    wait: Wait
    rung: int | None = None


class Flow:
    """The states of a cadence that can be reached, and the ways between them. `ends` = it says `then: end`."""

    def __init__(self, cadence: Cadence, *, ends: bool = False) -> None:
        self.steps: dict[str, Step] = {}
        for step in cadence.steps:
            self.steps.setdefault(step.id, step)
        order = list(self.steps)
        self._after = dict(pairwise(order))
        self._then = _then(cadence, ends=ends)
        self.ways: dict[At, tuple[Way, ...]] = {}
        self._known_leads: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._walk(At(order[0], 1))

    def _walk(self, first: At) -> None:
        todo = [first]
        while todo:
            at = todo.pop()
            if at not in self.ways:
                self.ways[at] = () if at == END else tuple(self._from(at, self.steps[at.step]))
                todo.extend(way.end for way in reversed(self.ways[at]))

    def _from(self, at: At, step: Step) -> Iterator[Way]:
        for target, tried in self._leads(step):
            if target in self.steps:
                yield Way(at, At(target, 1), self.steps[target].wait)
            elif target == "then":
                yield self._round(at, at.attempt + 1 if at.rounds else 1)
            else:
                yield self._again(at, step) if tried else self._next(at)

    def _leads(self, step: Step) -> tuple[tuple[str, bool], ...]:
        """Return where a step's outcomes lead, each once: a step's id or word, and whether to another try."""
        if step.id not in self._known_leads:
            outcomes = sorted(CHANNELS[step.channel].outcomes)
            own = frozenset() if step.retry.until_clear else _OWN
            leads = [
                (step.on.get(outcome, "next"), _tried_again(step, outcome))
                for outcome in outcomes
                if outcome in step.on or outcome not in own
            ]
            self._known_leads[step.id] = tuple(dict.fromkeys(leads))
        return self._known_leads[step.id]

    def _again(self, at: At, step: Step) -> Way:
        """Return another try if one is left, else what comes next."""
        rungs, times = len(step.retry.wait), step.retry.times
        last = None if times is None else min(times, rungs + 1)
        if at.rounds or at.attempt == last:
            return self._next(at)
        again = At(step.id, min(at.attempt + 1, last or rungs))
        return Way(at, again, step.retry.rung(at.attempt), min(at.attempt, rungs))

    def _next(self, at: At) -> Way:
        after = None if at.rounds else self._after.get(at.step)
        if after is None:
            return self._round(at, at.attempt + 1 if at.rounds else 1)
        return Way(at, At(after, 1), self.steps[after].wait)

    def _round(self, at: At, number: int) -> Way:
        if self._then is None:
            return Way(at, END, NOTHING)
        rung = min(number, len(self._then.wait))
        return Way(at, At(self._then.repeat, rung, rounds=True), self._then.rung(number), rung)


def _then(cadence: Cadence, *, ends: bool) -> Then | None:
    """Return what comes after the last step; nothing = the end."""
    if ends or (cadence.then is None and not any(step.reaches for step in cadence.steps)):
        return None
    return cadence.repeats


def _tried_again(step: Step, outcome: Outcome) -> bool:
    if outcome in step.on:
        return step.on[outcome] == "retry"
    if step.retry.until_clear or outcome is Outcome.SKIPPED:
        return True
    return outcome in (SILENT if step.retry.after is None else step.retry.after)


def reachable(starts: Iterable[T], onwards: Callable[[T], Iterable[T]], but: AbstractSet[T] = frozenset()) -> set[T]:
    """Return all that lies on some way from the starts, the starts included, past none of `but`."""
    found = set(starts)
    todo = list(found)
    while todo:
        new = [other for other in onwards(todo.pop()) if other not in found and other not in but]
        found.update(new)
        todo.extend(new)
    return found


def rounds(ways: Mapping[At, Iterable[At]]) -> list[list[At]]:
    """Return the sets of states from each of which every other of the set can be reached, and itself again.

    Kosaraju's way: from the last state left on a walk, walk backwards.
    """
    backwards: dict[At, list[At]] = {at: [] for at in ways}
    for at, ends in ways.items():
        for end in ends:
            backwards[end].append(at)
    told: set[At] = set()
    found = []
    for at in reversed(_left(ways)):
        if at not in told:
            together = reachable([at], backwards.__getitem__, told)
            told |= together
            if len(together) > 1 or at in ways[at]:
                found.append([other for other in ways if other in together])
    return found


def _left(ways: Mapping[At, Iterable[At]]) -> list[At]:
    """Return the states in the order in which a walk into the depth leaves them."""
    left: list[At] = []
    seen: set[At] = set()
    for first in ways:
        if first in seen:
            continue
        seen.add(first)
        path = [(first, iter(ways[first]))]
        while path:
            at, ends = path[-1]
            end = next((end for end in ends if end not in seen), None)
            if end is None:
                left.append(at)
                path.pop()
            else:
                seen.add(end)
                path.append((end, iter(ways[end])))
    return left
