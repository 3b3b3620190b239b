"""Walks through any graph: what can be reached, which rounds there are, the shortest way. Knows no cadence."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
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


def shortest(starts: Iterable[T], ends: AbstractSet[T], onwards: Callable[[T], Iterable[tuple[W, T]]]) -> list[W]:
    """Return the ways of a shortest walk from a start to an end, at least one way long; none = there is no such walk.

    `onwards` gives the ways from a place with where each leads. Among equally short walks the one written first.
    """
    came: dict[T, tuple[T, W]] = {}
    firsts = dict.fromkeys(starts)
    todo = deque(firsts)
    while todo:
        at = todo.popleft()
        for way, end in onwards(at):
            if end in ends:
                return [*_back(at, came, firsts), way]
            if end not in came and end not in firsts:
                came[end] = (at, way)
                todo.append(end)
    return []


def _back(at: T, came: Mapping[T, tuple[T, W]], firsts: Mapping[T, None]) -> list[W]:
    ways = []
    while at not in firsts:
        at, way = came[at]
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
