"""Times of day as people write them: `17`, `17:00`, `5 pm`, `noon`. Knows no day.

The readings (docs: the reading policy, 3.3): 1:00 to 6:59 is the afternoon, 7:00 to 7:59 is asked about, 8 to 23 is as
written; zero-padded (`07:30`), am and pm, or a part of the day named beside it, are as written.
"""

from __future__ import annotations

import re
from typing import Final

from cadences.moments import MINUTES_A_DAY
from cadences.windows import clock

PARTS: Final = {
    "morning": (8 * 60, 12 * 60),
    "lunch": (12 * 60, 13 * 60),
    "afternoon": (13 * 60, 17 * 60),
    "evening": (17 * 60, 20 * 60),
}
"""Parts of the day (the reading policy, 3.15 and 3.16), in minutes of the day."""

_SHAPE: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm)?")
_WORDS: Final = {"noon": 12 * 60, "midday": 12 * 60}
_HOUR: Final = 60
_ASKED: Final = 7
"""The hour that may be meant in the morning as well as in the evening."""
_FROM_HERE_AS_WRITTEN: Final = 8
_HALF_DAY: Final = 12


class ClockError(ValueError):
    """A time of day that may be read in two ways, or cannot be."""


def read_clock(word: str, *, half: str | None = None) -> int | None:
    """Return the minute of the day that a word names, or nothing if it names none.

    `half` (am or pm) is what a part of the day beside it says: "tomorrow afternoon after 2".

    >>> clock(read_clock("17")), clock(read_clock("5pm")), clock(read_clock("2:30")), clock(read_clock("02:30"))
    ('17:00', '17:00', '14:30', '02:30')

    Raises:
        ClockError: There is no such time, or it may be meant in two ways.
    """
    if word in _WORDS:
        return _WORDS[word]
    found = _SHAPE.fullmatch(word)
    if found is None:
        return None
    hour, minute, named = int(found[1]), int(found[2] or 0), found[3]
    if named:
        return _of_half(word, hour, minute, named)
    total = hour * _HOUR + minute
    if minute >= _HOUR or total > MINUTES_A_DAY:
        raise ClockError(f"{word} is no time of day; hours go to 24:00, minutes to 59")
    if found[1].startswith("0") or hour >= _HALF_DAY or (hour >= _FROM_HERE_AS_WRITTEN and half != "pm"):
        return total
    if half is not None:
        return total + _HALF_DAY * _HOUR * (half == "pm")
    if hour == _ASKED:
        raise ClockError(f"{word} may be {clock(total)} or {clock(total + _HALF_DAY * _HOUR)}; write which")
    return total + _HALF_DAY * _HOUR


def half_of(part: tuple[int, int]) -> str:
    """Return the half of the day that a part of it lies in."""
    return "am" if part[1] <= _HALF_DAY * _HOUR else "pm"


def _of_half(word: str, hour: int, minute: int, half: str) -> int:
    if not 1 <= hour <= _HALF_DAY or minute >= _HOUR:
        raise ClockError(f"{word} is no time of day; am and pm go with 1 to 12")
    return (hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)) * _HOUR + minute
