"""Where tabs may stand in YAML, and where they may not. Knows events and text alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import yaml

_RUN: Final = re.compile("\t+")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class Run(NamedTuple):
    """A stretch of a text, `[start, end)` in characters."""

    start: int
    end: int


def stray_tabs(text: str, events: Iterable[Any]) -> list[Run]:
    """Return the runs of tabs that stand outside quoted and block text.

    `events` are those of the text with blanks in place of its tabs, so that indices are the same in both.
    """
    spans = [span for event in events if isinstance(event, yaml.ScalarEvent) for span in _allowed(text, event)]
    starts = [span.start for span in spans]
    return [Run(*run.span()) for run in _RUN.finditer(text) if not _inside(run.start(), spans, starts)]


def with_blanks(text: str, runs: Iterable[Run]) -> str:
    """Return the text with blanks in place of these runs."""
    parts, end = [], 0
    for run in runs:
        parts += [text[end : run.start], " " * (run.end - run.start)]
        end = run.end
    return "".join([*parts, text[end:]])


def _inside(index: int, spans: Sequence[Run], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, index) - 1
    return at >= 0 and index < spans[at].end


def _allowed(text: str, event: Any) -> Iterator[Run]:
    """Return where a scalar may hold tabs: between its quotes, or right of its block's indentation."""
    start, end = event.start_mark.index, event.end_mark.index
    if event.style in {"'", '"'}:
        yield Run(start, end)
    elif event.style in {"|", ">"}:
        header = _LINE.match(text, start)
        assert header is not None
        yield from _block(text, header.end(), end)


def _block(text: str, start: int, end: int) -> Iterator[Run]:
    """Return, line by line, what lies right of a block's indentation: that of its first line with words."""
    lines = []
    while start < end:
        line = _LINE.match(text, start, end)
        assert line is not None
        lines.append(line)
        start = line.end()
    worded = [line[0] for line in lines if line[0].strip()]
    indent = len(worded[0]) - len(worded[0].lstrip()) if worded else 0
    for line in lines:
        yield Run(min(line.start() + indent, line.end()), line.end())
