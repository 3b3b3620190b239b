"""The weeks as a picture: a row a week, a column a day, the hours downwards. Knows where things go; decides nothing.

A day's ground shows when a touch may stand (its windows) and what was promised; a touch is a card at its hour, pushed
down where another one stands. Weeks in which nothing is done share one slim row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cadences.forward.preview import Shown
from cadences.pictures.days import Day, Minutes, Pictured, Week, weeks
from cadences.pictures.drawing import box, escaped, group, hatch, icon, path, rule, shape, timed, words
from cadences.pictures.names import Speaker

LEFT: Final = 116
"""Where the days begin, after the weeks' names."""
RIGHT: Final = 1072
_NARROW: Final = 58
_HEAD: Final = 22
"""What stands above the hours of a day: its date, its holiday."""
_HOUR: Final = 7.5
_CARD: Final = 34
_GAP: Final = 4
_SLIM: Final = 26
_NIGHT: Final = 24 * 60
_DIAMOND: Final = 4.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """Shapes, and how high they are together."""

    parts: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Where days and hours lie: the left side of each column and the last right one; the first and last hour."""

    columns: tuple[float, ...]
    first: int
    last: int

    def span(self, weekday: int) -> tuple[float, float]:
        """Return a column's left side and width; Monday is 0."""
        return self.columns[weekday], self.columns[weekday + 1] - self.columns[weekday] - 2

    def y(self, minute: float) -> float:
        """Return how far below the first hour a minute lies."""
        return (min(max(minute, self.first * 60), self.last * 60) / 60 - self.first) * _HOUR

    @property
    def height(self) -> float:
        """How high the hours are."""
        return (self.last - self.first) * _HOUR


def draw_weeks(speaker: Speaker, top: float) -> Drawn:
    """Draw the weeks below each other, from a height on."""
    rows = weeks(speaker.pictured)
    grid = _grid(rows, speaker.pictured)
    y = top + 20
    parts = list(_weekdays(grid, speaker, top + 13))
    year = None
    for row in rows:
        iso = row[0].monday.isocalendar()[0]
        drawn = _week(row[0], grid, speaker, y, iso != year) if _whole(row) else _quiet(row, speaker, y)
        year = iso
        parts += drawn.parts
        y += drawn.height + 6
    return Drawn(tuple(parts), y - top)


def _whole(row: Sequence[Week]) -> bool:
    return not row[0].quiet


def _grid(rows: Sequence[Sequence[Week]], pictured: Pictured) -> Grid:
    days = [day for row in rows for week in row for day in week.days if not week.quiet]
    resting = not any(day.touches for day in days if day.weekend)
    weekend = _NARROW if resting else (RIGHT - LEFT) / 7
    each = (RIGHT - LEFT - 2 * weekend) / 5
    columns = [LEFT + each * at for at in range(6)]
    columns += [columns[-1] + weekend, columns[-1] + 2 * weekend]
    return Grid(tuple(columns), *_hours(days, pictured))


def _hours(days: Sequence[Day], pictured: Pictured) -> tuple[int, int]:
    """Return the first and the last hour that something stands in, an office day at least."""
    spans = [window for day in days for window in day.windows]
    for day in days:
        spans += [(start, min(start + 120, end)) for start, end in day.promised if start > 0]
        for touch in day.touches:
            start, end = _minutes(touch, pictured)
            spans.append((start, min(end + 45, _NIGHT)))
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return min([9 * 60, *starts]) // 60, min(-(-max([16 * 60, *ends]) // 60), 24)


def _minutes(touch: Shown, pictured: Pictured) -> Minutes:
    begin, end = (each.astimezone(pictured.where) for each in (touch.span.start, touch.span.end))
    start = begin.hour * 60 + begin.minute
    return start, end.hour * 60 + end.minute if end.date() == begin.date() else _NIGHT


def _weekdays(grid: Grid, speaker: Speaker, y: float) -> Iterator[str]:
    for at, name in enumerate(speaker.reader.language.short):
        yield words(grid.span(at)[0] + 6, y, name, size=11.5, role="soft", bold=True)


# --- a week with touches --------------------------------------------------------------------------------------------
def _week(week: Week, grid: Grid, speaker: Speaker, top: float, with_year: bool) -> Drawn:  # noqa: FBT001 - one look
    cards = [_cards(day, grid, speaker, top + _HEAD) for day in week.days]
    bottom = max([top + _HEAD + grid.height, *(drawn.height for drawn in cards)]) + 4
    parts = [*_name(week, speaker, top, with_year=with_year)]
    for day in week.days:
        parts += _ground(day, grid, speaker, top, bottom)
    parts += _clock(grid, top + _HEAD)
    parts += [part for drawn in cards for part in drawn.parts]
    return Drawn(tuple(parts), bottom - top)


def _name(week: Week, speaker: Speaker, top: float, *, with_year: bool) -> Iterator[str]:
    number = str(week.monday.isocalendar()[1])
    yield words(0, top + 15, speaker.word("week", week=number), size=13, bold=True, room=LEFT - 34)
    first, last = week.days[0].day, week.days[-1].day
    yield words(0, top + 32, speaker.days(first, last), size=11.5, role="soft", room=LEFT - 28)
    if with_year:
        yield words(0, top + 48, str(week.monday.isocalendar()[0]), size=11.5, role="soft")


def _ground(day: Day, grid: Grid, speaker: Speaker, top: float, bottom: float) -> Iterator[str]:
    """Draw what lies below a day's cards: its windows, what was promised, that it is free."""
    x, wide = grid.span(day.day.weekday())
    hours = top + _HEAD
    yield box(x, top, wide, bottom - top, "rest" if day.weekend or day.past else "sheet", round_=4)
    for start, end in day.windows:
        yield box(x, hours + grid.y(start), wide, grid.y(end) - grid.y(start), "window")
    for start, end in day.promised:
        if grid.y(end) > grid.y(start):
            yield box(x, hours + grid.y(start), wide, max(grid.y(end) - grid.y(start), 2), "band")
            yield box(x, hours + grid.y(start), 3, max(grid.y(end) - grid.y(start), 2), "promise")
    if day.away or day.holiday is not None:
        yield hatch(x, hours, wide, bottom - hours - 2, "edge" if day.away else "stripe")
    date = speaker.short_day(day.day) if day.day.day == 1 else str(day.day.day)
    yield words(x + 6, top + 15, date, size=11.5, role="soft" if day.past or day.weekend else "ink")
    off = speaker.word("away") if day.away else day.holiday
    if off and wide > _NARROW:
        yield words(x + 11 + 7.5 * len(date), top + 15, off, size=11, role="holiday", room=wide - 16 - 7.5 * len(date))


def _clock(grid: Grid, top: float) -> Iterator[str]:
    """Draw the hours beside a week, every third."""
    for hour in range(-(-grid.first // 3) * 3, grid.last + 1, 3):
        y = top + grid.y(hour * 60)
        yield words(LEFT - 8, y + 3.5, f"{hour:02}", size=10, role="soft", end=True)
        if grid.first < hour < grid.last:
            yield rule(LEFT, y, RIGHT - 2, y, "line")


# --- touches --------------------------------------------------------------------------------------------------------
def _cards(day: Day, grid: Grid, speaker: Speaker, top: float) -> Drawn:
    """Draw the day's touches at their hours, none on top of another."""
    parts, free = [], top
    x, wide = grid.span(day.day.weekday())
    for touch in day.touches:
        minute = _minutes(touch, speaker.pictured)[0]
        y = max(top + grid.y(minute), free)
        parts.append(_card(touch, speaker, x, y, wide))
        free = y + _CARD + _GAP
    return Drawn(tuple(parts), free - _GAP)


def _card(touch: Shown, speaker: Speaker, x: float, y: float, wide: float) -> str:
    """Draw a touch: its channel's mark, time and name; the try and what is taken to have come of it below."""
    promised, broken = speaker.promised(touch), bool(touch.conflicts)
    edge = "breach" if broken else "promise" if promised else "edge"
    left, room = x + 4, wide - 8
    start = speaker.local(touch.span.start)
    below = " · ".join(filter(None, (speaker.tried(touch), speaker.outcome(touch.answer))))
    parts = [
        box(left, y, room, _CARD, "card", edge=edge, round_=4),
        box(left, y, 4, _CARD, touch.channel.value, round_=2),
        icon(touch.channel, left + 8, y + 10),
        timed(left + 27, y + 14.5, f"{start:%H:%M}", speaker.name(touch), room - 29),
        words(left + 27, y + 28, below, size=10, role="soft", room=room - (44 if promised or broken else 30)),
        *(_mark(left + room - 9, y + 24.5, broken=broken) if promised or broken else ()),
    ]
    return group(parts, about=_told(touch, speaker), marked=f'class="k-touch" data-touch="{touch.n}"')


def _mark(x: float, y: float, *, broken: bool) -> Iterator[str]:
    """Draw a diamond for a promise that is kept, an exclamation mark for a rule that is broken."""
    if broken:
        yield path(f"M{x:g} {y - 5:g}V{y + 1:g}M{x:g} {y + 3.5:g}v1", "breach", kind="k-t")
    else:
        yield shape(diamond(x, y), "promise")


def diamond(x: float, y: float) -> str:
    """Return the path of a diamond around a point."""
    return f"M{x:g} {y - _DIAMOND:g}l{_DIAMOND} {_DIAMOND}l-{_DIAMOND} {_DIAMOND}l-{_DIAMOND} -{_DIAMOND}z"


def _told(touch: Shown, speaker: Speaker) -> str:
    """Say a touch in a sentence, for who points at it or has it read out."""
    start = speaker.local(touch.span.start)
    name = ", ".join(filter(None, (speaker.name(touch), speaker.tried(touch))))
    head = f"{touch.n}. {speaker.day(touch.span.start)} {start:%H:%M}: {name}: {speaker.outcome(touch.answer)}."
    said = [*speaker.why(touch.reasons), *speaker.why(touch.conflicts, 3)]
    return " ".join((head, *(f"{why}." for why in said)))


# --- weeks in which nothing is done ---------------------------------------------------------------------------------
def _quiet(row: Sequence[Week], speaker: Speaker, top: float) -> Drawn:
    free = [f"{speaker.short_day(day.day)} {day.holiday}" for week in row for day in week.days if day.holiday]
    days = speaker.days(row[0].days[0].day, row[-1].days[-1].day)
    said = " · ".join((speaker.count("quiet", len(row), "weeks"), days, *dict.fromkeys(free)))
    parts = (
        box(LEFT, top, RIGHT - LEFT - 2, _SLIM, "rest", round_=4),
        words(LEFT + 10, top + 17, said, size=11.5, role="soft", room=RIGHT - LEFT - 24),
        f'<path d="M{LEFT - 30} {top + 13:g}h16" class="k-n ks-edge k-d"><title>{escaped(said)}</title></path>',
    )
    return Drawn(parts, _SLIM)
