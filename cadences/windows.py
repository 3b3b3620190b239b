"""Weekly windows: spans of local time in which touching is allowed. Knows wall clocks, no zone and no holiday."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Self

from cadences.moments import MINUTES_A_DAY, Span, at_wall

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Monday first; ISO weekday n is `DAY_NAMES[n - 1]`."""

_WORDS: Final = {"weekdays": frozenset(range(1, 6)), "every day": frozenset(range(1, 8))}
_SHAPE: Final = re.compile(r"(?P<days>\S(?:.*\S)?) (?P<from>\d\d:\d\d)-(?P<to>\d\d:\d\d)")


def clock(minute: int) -> str:
    """Write a minute of the day as a clock shows it.

    >>> clock(1020)
    '17:00'
    """
    return f"{minute // 60:02}:{minute % 60:02}"


def parse_clock(text: str) -> int:
    """Read `HH:MM` (00:00 to 24:00) as a minute of the day.

    Raises:
        ValueError: It is no time of day.
    """
    found = re.fullmatch(r"(\d\d):(\d\d)", text, re.ASCII)
    if found is None:
        msg = f"{text!r} is no time of day; write one like 09:00"
        raise ValueError(msg)
    minute = int(found[1]) * 60 + int(found[2])
    if int(found[2]) > 59 or minute > MINUTES_A_DAY:  # noqa: PLR2004 - minutes of an hour
        msg = f"{text!r} is no time of day; hours go to 24:00, minutes to 59"
        raise ValueError(msg)
    return minute


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A weekly recurring span of local time, `[start, end)`, on some weekdays (ISO: Monday is 1).

    Raises:
        ValueError: It has no day, or ends where it starts or before.
    """

    days: frozenset[int]
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a window that never opens."""
        if not self.days:
            msg = "a window needs a day"
            raise ValueError(msg)
        if not 0 <= self.start < self.end <= MINUTES_A_DAY:
            msg = f"a window must end after it starts and may not cross midnight: {clock(self.start)}-{clock(self.end)}"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `DAYS HH:MM-HH:MM`, where DAYS is like `Mon`, `Mon-Fri`, `Mon+Wed`, `weekdays`, `every day`.

        >>> str(Window.parse("Mon+Wed-Fri 09:00-11:30"))
        'Mon+Wed-Fri 09:00-11:30'

        Raises:
            ValueError: It is no window; the message says how to write one.
        """
        found = _SHAPE.fullmatch(text)
        if found is None:
            msg = f"{text!r} is no window; write one like Mon-Fri 09:00-17:00"
            raise ValueError(msg)
        return cls(parse_days(found["days"]), parse_clock(found["from"]), parse_clock(found["to"]))

    def __str__(self) -> str:
        """Write the window as it is read."""
        return f"{write_days(self.days)} {clock(self.start)}-{clock(self.end)}"

    def on(self, day: date, where: ZoneInfo) -> Span | None:
        """Return when it is open on a day of a zone, or nothing. A window that falls into a spring gap is empty."""
        if day.isoweekday() not in self.days:
            return None
        span = Span(at_wall(day, self.start, where), at_wall(day, self.end, where))
        return span if span.start < span.end else None


def parse_days(text: str) -> frozenset[int]:
    """Read the days of a window as ISO weekdays.

    Raises:
        ValueError: A part is no day and no range of days.
    """
    if text in _WORDS:
        return _WORDS[text]
    if "," in text:
        msg = f"{text!r} would fall apart inside a list; write {text.replace(', ', '+').replace(',', '+')}"
        raise ValueError(msg)
    return frozenset(day for part in text.split("+") for day in _range(part))


def _range(part: str) -> range:
    names = part.split("-")
    if not 1 <= len(names) <= 2 or any(name not in DAY_NAMES for name in names):  # noqa: PLR2004 - a day or two ends
        msg = f"{part!r} is no day; days are Mon, Tue, Wed, Thu, Fri, Sat, Sun, and ranges like Mon-Fri"
        raise ValueError(msg)
    first, last = DAY_NAMES.index(names[0]) + 1, DAY_NAMES.index(names[-1]) + 1
    if last < first:
        msg = f"{part!r} runs backwards; write the later part apart, like Sat-Sun+Mon"
        raise ValueError(msg)
    return range(first, last + 1)


def write_days(days: Iterable[int]) -> str:
    """Write ISO weekdays as a window's days, runs of three and more as ranges."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "+".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    names = [DAY_NAMES[day - 1] for day in run]
    return f"{names[0]}-{names[-1]}" if len(names) > 1 else names[0]
