"""Walks through any graph: what can be reached, which rounds there are, the shortest way. Knows no cadence."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from typing import TypeVar

T = TypeVar("T", bound=Hashable)
W = TypeVar("W")


def reachable(starts: Iterable[T], onwards: Callable[[T], Iterable[T]], but: AbstractSet[T] = frozenset()) -> set[T]:
    """Return all that lies on some way from the starts, the starts included, past none of `but`."""
    found = set(starts)
    todo = list(found)
    while todo:
        new = [other for other in onwards(todo.pop()) if other not in found and other not in but]
        found.update(new)
        todo.extend(new)
    return found


def shortest(starts: Iterable[T], ends: AbstractSet[T], onwards: Callable[[T], Iterable[tuple[W, T, int]]]) -> list[W]:
    """Return the ways of a cheapest walk from a start to an end, at least one way long; none = there is no such walk.

    `onwards` gives the ways from a place, where each leads and what it costs (at least 1). Among equals the one given
    first. Dijkstra's way.
    """
    came: dict[T, tuple[T | None, W | None]] = {}
    todo: list[tuple[int, int, T | None, W | None, T]] = [(0, at, None, None, start) for at, start in enumerate(starts)]
    count = len(todo)
    while todo:
        cost, _, before, way, at = heappop(todo)
        if way is not None and at in ends:
            return [*_back(before, came), way]
        if at in came:
            continue
        came[at] = (before, way)
        for onward, end, price in onwards(at):
            count += 1
            heappush(todo, (cost + price, count, at, onward, end))
    return []


def _back(at: T | None, came: Mapping[T, tuple[T | None, W | None]]) -> list[W]:
    ways: list[W] = []
    while at is not None:
        at, way = came[at]
        if way is not None:
            ways.append(way)
    return ways[::-1]


def rounds(ways: Mapping[T, Iterable[T]]) -> list[list[T]]:
    """Return the sets of states from each of which every other of the set can be reached, and itself again.

    Kosaraju's way: from the last state left on a walk, walk backwards.
    """
    backwards: dict[T, list[T]] = {at: [] for at in ways}
    for at, ends in ways.items():
        for end in ends:
            backwards[end].append(at)
    told: set[T] = set()
    found = []
    for at in reversed(_left(ways)):
        if at not in told:
            together = reachable([at], backwards.__getitem__, told)
            told |= together
            if len(together) > 1 or at in ways[at]:
                found.append([other for other in ways if other in together])
    return found


def _left(ways: Mapping[T, Iterable[T]]) -> list[T]:
    """Return the states in the order in which a walk into the depth leaves them."""
    left: list[T] = []
    seen: set[T] = set()
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
