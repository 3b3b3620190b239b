"""A load as a picture: a bar a day, stacked by channel, as one SVG. Pure; nothing in it is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil
from typing import Final

from cadences.forward.load import Day, Load, monday
from cadences.outcomes import Channel
from cadences.people import Rep
from cadences.pictures.drawing import STYLE, box, escaped, group, icon, number, rule, words
from cadences.pictures.palette import styles

MARGIN: Final = 28
_AXIS: Final = 46
_HIGH: Final = 240
_TOP: Final = 96
_WIDEST_BAR: Final = 14.0
_NARROWEST: Final = 860.0
_LEAST_HOURS: Final = 2
_SMALLEST: Final = 0.4
_WEEK: Final = 7
_LABEL: Final = 58
"""Pixels that the date of a week takes."""


def svg(load: Load, title: str, rep: Rep) -> str:
    """Return the picture: minutes a day by channel over the weeks, and how much the rep's hours hold."""
    wide = max(_NARROWEST, load.roster.weeks * _WEEK * 5.0)
    chart = _Chart(load, rep, wide)
    parts = [*_head(load, title, wide), *_legend(load), *chart.scale(), *chart.weeks(), *chart.bars(), *chart.hours()]
    high = _TOP + _HIGH + 2 * MARGIN
    full = wide + _AXIS + 2 * MARGIN
    size = f'viewBox="0 0 {number(full)} {number(high)}" width="{number(full)}" height="{number(high)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="klart-picture" role="img" {size}'
        f' aria-labelledby="klart-title klart-desc" lang="en">'
        f'<title id="klart-title">{escaped(title)}</title><desc id="klart-desc">{escaped(_told(load))}</desc>'
        f"<style>{STYLE}{styles()}</style>"
        f"{box(0, 0, full, high, 'paper', round_=10)}"
        f'<g transform="translate({MARGIN} {MARGIN})">{"".join(parts)}</g></svg>\n'
    )


def _told(load: Load) -> str:
    """Say the whole picture in a sentence."""
    said = f"{load.touches:,} touches and {load.minutes / 60:,.0f} hours in {load.roster.weeks} weeks"
    peaks = load.peaks(1)
    return f"{said}; most on {_day(peaks[0].day)}: {_of(peaks[0])}." if peaks else f"{said}."


def _head(load: Load, title: str, wide: float) -> Iterator[str]:
    yield words(0, 18, title, size=20, bold=True, room=wide)
    yield words(0, 42, _told(load), size=12.5, role="soft", room=wide)


def _legend(load: Load) -> Iterator[str]:
    x = 0.0
    for channel in _channels(load.days):
        yield box(x, 60, 14, 14, channel.value, round_=3)
        yield icon(channel, x + 20, 60)
        yield words(x + 40, 71, channel.value, size=12, role="soft")
        x += 52 + 7 * len(channel.value)
    yield rule(x, 67, x + 16, 67, "breach", kind="k-d k-t")
    yield words(x + 22, 71, "the rep's hours", size=12, role="soft")


def _channels(days: Iterable[Day]) -> list[Channel]:
    found = {channel for day in days for channel in day.touches}
    return [channel for channel in Channel if channel in found]


class _Chart:
    """Where days and minutes stand."""

    def __init__(self, load: Load, rep: Rep, wide: float) -> None:
        self.load = load
        self.rep = rep
        self.wide = wide
        self.first = monday(load.roster.start)
        self.each = wide / (load.roster.weeks * _WEEK)
        most = max([day.minutes for day in load.days] + [_free(rep, number) for number in range(1, _WEEK + 1)])
        self.top_hours = max(_LEAST_HOURS, ceil(most / 60))

    def x(self, day: date) -> float:
        """Return where a day begins."""
        return _AXIS + (day - self.first).days * self.each

    def y(self, minutes: float) -> float:
        """Return the height of minutes."""
        return _TOP + _HIGH - minutes / (self.top_hours * 60) * _HIGH

    def scale(self) -> Iterator[str]:
        """Draw the hours at the side."""
        step = ceil(self.top_hours / 6)
        for hours in range(0, self.top_hours + 1, step):
            yield rule(_AXIS, self.y(hours * 60), _AXIS + self.wide, self.y(hours * 60), "line")
            yield words(_AXIS - 8, self.y(hours * 60) + 4, f"{hours} h", size=11, role="soft", end=True)

    def weeks(self) -> Iterator[str]:
        """Draw where weeks begin, with as many dates as there is room for."""
        every = ceil(_LABEL / (self.each * _WEEK))
        for n in range(self.load.roster.weeks):
            week = self.first + timedelta(weeks=n)
            yield rule(self.x(week), _TOP, self.x(week), _TOP + _HIGH + 4, "edge")
            if n % every == 0:
                yield words(self.x(week) + 3, _TOP + _HIGH + 18, _short(week), size=11, role="soft")

    def bars(self) -> Iterator[str]:
        """Draw a bar a day."""
        bar = min(_WIDEST_BAR, self.each * 0.76)
        for day in self.load.days:
            x = self.x(day.day) + (self.each - bar) / 2
            yield group(self._bar(day, x, bar), about=f"{_day(day.day)}: {_of(day)}")

    def _bar(self, day: Day, x: float, bar: float) -> Iterator[str]:
        below = 0.0
        for channel, minutes in day.by_channel.items():
            high = self.y(below) - self.y(below + minutes)
            yield box(x, self.y(below + minutes), bar, max(_SMALLEST, high - _SMALLEST), channel.value)
            below += minutes

    def hours(self) -> Iterator[str]:
        """Draw how much the rep's hours hold, day by day."""
        for n in range(self.load.roster.weeks * _WEEK):
            day = self.first + timedelta(days=n)
            free = _free(self.rep, day.isoweekday())
            if free:
                yield rule(self.x(day), self.y(free), self.x(day) + self.each, self.y(free), "breach", kind="k-d")


def _free(rep: Rep, weekday: int) -> int:
    """Return the minutes of a rep's working day."""
    return sum(window.end - window.start for window in rep.hours if weekday in window.days)


def _of(day: Day) -> str:
    return f"{day.count} touches, {day.minutes // 60} h {day.minutes % 60:02} min"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}" if day.month > 1 or day.day > _WEEK else f"{day.day} {day:%b %Y}"
