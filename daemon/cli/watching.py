"""Looking at files until they change. Knows what the file system says of them; reads none.

A look costs about 10 microseconds a file, so that a folder of a thousand cadences, looked at twice a second, takes
some two per cent of one core; it sees what is replaced whole, renamed or on a network drive, where a kernel's notices
stay out. Nothing is looked at before the pause is over, and an interruption ends the pause at once.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, TypeAlias

PAUSE: Final = 0.5
"""Seconds between two looks."""
SETTLED: Final = 0.05
"""Seconds for which nothing may change before a change is told: editors write in more than one stroke."""

Look: TypeAlias = dict[str, tuple[int, int, int] | None]
"""What each file is: its inode, size and time of change; nothing = it is not there."""


def look_at(paths: Iterator[str]) -> Look:
    """Look at files."""
    return {path: _stat(path) for path in paths}


def _stat(path: str) -> tuple[int, int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def changes(look: Callable[[], Look], seen: Look, ended: threading.Event) -> Iterator[list[str]]:
    """Yield the paths that changed, each time some have; what changes meanwhile is told the next time."""
    while not ended.wait(PAUSE):
        found = look()
        if found == seen:
            continue
        while not ended.wait(SETTLED) and (again := look()) != found:
            found = again
        seen, before = found, seen
        yield sorted(path for path in {*before, *seen} if before.get(path) != seen.get(path))


@contextmanager
def until_interrupted() -> Iterator[threading.Event]:
    """Give an event that is set when the user, or whoever started this, wants it to end."""
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
