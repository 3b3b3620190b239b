"""The graph of a cadence: where an enrollment can stand (a step, a round of `then`, a detour) and the ways between.

Every outcome but a clear one leads somewhere, after a wait. Tries and rounds are counted over the whole enrollment, so
whatever goes on for ever goes on after the last try that `times` allows, and at the last rung of every ladder: ways of
further tries that do not last are marked. Outcomes that wait for what a contact said, or that klart's own steps
answer, are no ways of the cadence's; an `on` makes them so.

A detour leads back to where it left, so a detour's own ways end in `BACK`, and every way into it has a twin that goes
by it and comes back. That keeps the graph as large as the cadence, and every walk in it one that can happen. Knows
cadences; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from cadences.cadence import Cadence, Step
from cadences.proofs.flow_ways import BACK, END, At, Way, Ways, Where
from cadences.proofs.walks import reachable

__all__ = ["BACK", "END", "At", "Flow", "Way", "Where"]


class Flow:
    """Where an enrollment in a cadence can come, and the ways between. `ends` = it says `then: end`."""

    def __init__(self, cadence: Cadence, *, ends: bool = False) -> None:
        self.cadence = cadence
        self._all = Ways(cadence, ends=ends)
        self.first = self._all.first
        self.steps: dict[str, Step] = self._all.steps
        self.ways: dict[At, tuple[Way, ...]] = {}
        self._walk(self.first)

    def _walk(self, first: At) -> None:
        plain = self._met(first)
        self.returning = self._back(plain, hurried=False)
        hurried = self._back(plain, hurried=True)
        todo = [first]
        while todo:
            at = todo.pop()
            if at in self.ways or at is BACK:
                continue
            ways = plain.get(at, ())
            if any(way.home is not None for way in ways):  # else there is none to add, and none stands there twice
                ways = tuple(dict.fromkeys(self._with_returns(ways, hurried)))
            self.ways[at] = ways
            todo.extend(way.end for way in reversed(self.ways[at]))

    def _met(self, first: At) -> dict[At, tuple[Way, ...]]:
        """Return the ways out of every place that could be met if every detour came back."""
        found: dict[At, tuple[Way, ...]] = {}
        helping = [lead for lead in self.cadence.missing.values() if lead in self.steps]
        todo = [first, *(At(str(lead), Where.ASIDE) for lead in helping)]  # asked for on the way back from any detour
        while todo:
            at = todo.pop()
            if at not in found and at is not BACK:
                found[at] = () if at == END else tuple(self._all.out_of(at))
                todo.extend(way.end for way in found[at])
                todo.extend(way.home for way in found[at] if way.home is not None)
        return found

    @staticmethod
    def _back(plain: dict[At, tuple[Way, ...]], *, hurried: bool) -> set[At]:
        """Return the places on detours from which there is a way back; `hurried` = one without a wait."""
        backwards: dict[At, list[At]] = {}
        for at, ways in plain.items():
            if at.where is Where.ASIDE:
                for way in ways:
                    if way.home is None and (way.pause.never or not hurried):
                        backwards.setdefault(way.end, []).append(at)
        return reachable([BACK], lambda at: backwards.get(at, ()))

    def _with_returns(self, ways: tuple[Way, ...], hurried: set[At]) -> Iterator[Way]:
        """Return ways out of a place, and for each into a detour the one that comes back from it."""
        asked = {way.home for way in ways if way.said is not None}
        for way in ways:
            yield way
            if way.home is None or way.end not in self.returning:
                continue
            slow = way.end not in hurried or not way.pause.never
            back = way._replace(end=way.home, pause=way.home_pause, home=None, via=way.end, slow=slow)
            yield back
            if way.home not in asked:
                asked.add(way.home)
                again = back._replace(lasts=False, said=None)
                yield from (helped for helped in self._all.helped(again) if helped.said is not None)
