"""Where each answer leads, as a picture: a card for each step, beside it a line for each answer. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cadences.pictures.drawing import box, group, icon, number, path, shape, words, wrapped
from cadences.pictures.leads import Stop, Way, stops
from cadences.pictures.names import Speaker
from cadences.pictures.weeks import RIGHT, Drawn

_X: Final = 40
_WIDE: Final = 300
_ANSWERS: Final = _X + _WIDE + 26
_ARROW: Final = 668
_TARGET: Final = _ARROW + 40
_LINE: Final = 24
_GAP: Final = 20


def draw_ways(speaker: Speaker, top: float) -> Drawn:
    """Draw the steps below each other, from a height on, and what holds at each of them."""
    parts: list[str] = []
    y = top
    middle: dict[str, float] = {}
    found = stops(speaker)
    for at, stop in enumerate(found):
        drawn = _stop(stop, y)
        parts += drawn.parts
        if stop.id:
            middle.setdefault(stop.id, y + 20)
        if stop.leads_to in middle:
            parts += _back(y + 20, middle[stop.leads_to])
        if stop.main and at + 1 < len(found) and found[at + 1].main:
            parts += _down(y + _card_height(stop), y + drawn.height + _GAP)
        y += drawn.height + _GAP
    return Drawn(tuple(parts), y - _GAP - top)


def _card_height(stop: Stop) -> float:
    return 17 * len(_title(stop)) + 15 * len(_lines(stop)) + (17 if stop.lines else 19)


def _left(stop: Stop) -> int:
    return 36 if stop.channel is not None else 14


def _title(stop: Stop) -> list[str]:
    return wrapped(stop.title, _WIDE - _left(stop) - 10, 14)


def _lines(stop: Stop) -> list[str]:
    return [line for said in stop.lines for line in wrapped(said, _WIDE - 48, 11)]


def _stop(stop: Stop, y: float) -> Drawn:
    high = _card_height(stop)
    left = _left(stop)
    parts = [box(_X, y, _WIDE, high, "sheet", edge="edge", round_=6)]
    if stop.channel is not None:
        parts += [box(_X, y, 4, high, stop.channel.value, round_=2), icon(stop.channel, _X + 13, y + 10)]
    title = _title(stop)
    parts += [words(_X + left, y + 21.5 + 17 * at, line, size=13, bold=True) for at, line in enumerate(title)]
    below = y + 21.5 + 17 * len(title)
    parts += [words(_X + left, below + 15 * at, line, size=11, role="soft") for at, line in enumerate(_lines(stop))]
    below = y
    for way in stop.ways:
        drawn = _way(way, below)
        parts += drawn.parts
        below += drawn.height
    return Drawn((group(parts, marked='class="k-stop"'),), max(high, below - y))


def _way(way: Way, y: float) -> Drawn:
    """Draw a line from some answers to where they lead; long answers take more lines."""
    said = wrapped(way.answers, _ARROW - _ANSWERS - 14, 12)
    middle = y + 18
    parts = [words(_ANSWERS, middle + 4 + 15 * at, line, size=12) for at, line in enumerate(said)]
    parts += _arrow(middle, said != [])
    left = _TARGET
    if way.channel is not None:
        parts.append(icon(way.channel, left, middle - 7))
        left += 20
    role = {"again": "soft", "won": "won", "soft": "soft"}.get(way.kind, "ink")
    target = wrapped(way.target, RIGHT - left - 4, 13)
    parts += [
        words(left, middle + 4 + 15 * at, line, size=12, role=role, bold=way.kind in {"ink", "won"})
        for at, line in enumerate(target)
    ]
    return Drawn(tuple(parts), _LINE + 15 * (max(len(said), len(target), 1) - 1))


def _arrow(y: float, wide: bool) -> Iterator[str]:  # noqa: FBT001 - a line with words before it, or without
    start = _ARROW if wide else _ANSWERS
    yield path(f"M{number(start)} {number(y)}H{number(_TARGET - 12)}", "edge", kind="k-t")
    yield shape(f"M{number(_TARGET - 7)} {number(y)}l-8 -4.5v9z", "edge")


def _down(y: float, to: float) -> Iterator[str]:
    """Draw the way from a step to the next one."""
    x = _X + 20
    yield path(f"M{x} {number(y)}V{number(to - 6)}", "edge", kind="k-t")
    yield shape(f"M{x} {number(to)}l-4.5 -8h9z", "edge")


def _back(y: float, to: float) -> Iterator[str]:
    """Draw the way back to the step that is repeated, along the left side."""
    left = f"M{_X} {number(y)}H18a6 6 0 0 1 -6 -6V{number(to + 6)}a6 6 0 0 1 6 -6H{_X - 8}"
    yield path(left, "edge", kind="k-t k-d")
    yield shape(f"M{_X - 1} {number(to)}l-8 -4.5v9z", "edge")
