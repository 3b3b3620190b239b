"""The days of a picture: what stands on each, in the rep's time. Knows a preview; knows no shape, colour or word.

A day shows the windows of the touch it holds, else of the next one; minutes are those of the rep's own day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from cadences.business import SATURDAY, HolidayName, holiday_on
from cadences.cadence import Cadence
from cadences.events.briefing import binding
from cadences.forward.preview import Preview, Shown
from cadences.moments import MINUTES_A_DAY, Instant, at_wall, day_in, minute_in, zone
from cadences.people import Contact, Rep
from cadences.planner.requests import request_for
from cadences.promises import When
from cadences.windows import Window

Minutes: TypeAlias = tuple[int, int]
"""A stretch of a day, `[from, to)` in minutes of the rep's day."""

WEEK: Final = timedelta(days=7)
_EXACT: Final = 10
"""Minutes that an exact time is drawn long."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A preview, and all that it was made from: what a picture shows."""

    cadence: Cadence
    contact: Contact
    rep: Rep
    start: Instant
    preview: Preview
    holiday: HolidayName

    @property
    def where(self) -> ZoneInfo:
        """The zone of the picture: the rep's."""
        return zone(self.rep.timezone)

    def day_of(self, touch: Shown) -> date:
        """Return the rep's day that a touch stands on."""
        return day_in(touch.span.start, self.where)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the rep's. `windows` and `promised` are in order; `past` = it lies before the start."""

    day: date
    touches: tuple[Shown, ...] = ()
    windows: tuple[Minutes, ...] = ()
    promised: tuple[Minutes, ...] = ()
    holiday: str | None = None
    away: bool = False
    past: bool = False

    @property
    def weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.day.isoweekday() >= SATURDAY


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday on, with its seven days."""

    days: tuple[Day, ...]

    @property
    def monday(self) -> date:
        """The first of its days."""
        return self.days[0].day

    @property
    def quiet(self) -> bool:
        """Whether nothing is done in it."""
        return not any(day.touches for day in self.days)


def weeks(pictured: Pictured) -> tuple[tuple[Week, ...], ...]:
    """Return the weeks from the start to the last touch: one with touches alone, quiet ones in a row together."""
    found = [Week(tuple(days)) for days in _by_week(_days(pictured))]
    grouped: list[tuple[Week, ...]] = []
    for week in found:
        if grouped and week.quiet and grouped[-1][-1].quiet:
            grouped[-1] += (week,)
        else:
            grouped.append((week,))
    return tuple(grouped)


def _by_week(days: Iterable[Day]) -> Iterator[list[Day]]:
    for _, run in groupby(days, key=lambda day: day.day.isocalendar()[:2]):
        yield list(run)


def _days(pictured: Pictured) -> Iterator[Day]:
    touches = pictured.preview.touches
    begin = day_in(pictured.start, pictured.where)
    dates = [pictured.day_of(touch) for touch in touches]
    last = max((begin, *dates))
    day = begin - timedelta(days=begin.weekday())
    while day <= last or day.weekday():
        here, after = bisect_left(dates, day), bisect_left(dates, day + timedelta(days=1))
        soon = here < len(dates) and dates[here].isocalendar()[:2] == day.isocalendar()[:2]
        governing = touches[here:after] or touches[here : here + 1]
        yield _day(pictured, day, governing if soon or _shaded(dates, day) else (), day < begin)
        day += timedelta(days=1)


def _shaded(dates: Sequence[date], day: date) -> bool:
    """Whether a day's week has a touch before it: a week without any is drawn without its windows."""
    monday = day - timedelta(days=day.weekday())
    return bisect_left(dates, monday) < bisect_left(dates, day)


def _day(pictured: Pictured, day: date, governing: Sequence[Shown], past: bool) -> Day:  # noqa: FBT001 - a field's own
    """Make a day of the touches that stand on it, or of the next one that waits for its day."""
    own = tuple(touch for touch in governing if pictured.day_of(touch) == day)
    holiday = _holiday(pictured, day)
    away = _away(pictured, day)
    blank = past or away or (not own and (holiday is not None or day.isoweekday() >= SATURDAY))
    windows = () if blank else _merged(span for touch in governing for span in _windows(pictured, touch, day))
    said = () if blank else _merged(span for touch in governing for span in _promised(pictured, touch, day))
    latest = max((pictured.rep.latest, *(minute_in(touch.span.end, pictured.where) for touch in own)))
    promised = tuple((start, min(end, latest)) for start, end in said if start < latest)
    return Day(day, own, windows, promised, holiday, away, past)


def _holiday(pictured: Pictured, day: date) -> str | None:
    contact, rep = pictured.contact, pictured.rep
    places = (contact.country, contact.region), (rep.country, rep.region)
    found = holiday_on(day, pictured.cadence.holidays, *places, pictured.holiday)
    return None if found is None else found[1]


def _away(pictured: Pictured, day: date) -> bool:
    noon = at_wall(day, MINUTES_A_DAY // 2, pictured.where)
    return any(span.holds(noon) for span in pictured.rep.absences)


# --- windows --------------------------------------------------------------------------------------------------------
def _windows(pictured: Pictured, touch: Shown, day: date) -> Iterator[Minutes]:
    """Yield when a touch may stand on a day: in its windows and the rep's hours."""
    request = request_for(touch.opened, pictured.cadence, pictured.contact, pictured.rep, (), None)
    hours = list(_open(pictured.rep.hours, pictured.where, day, pictured.where))
    if not request.windows:
        yield from hours
        return
    for start, end in _open(request.windows, zone(pictured.contact.timezone), day, pictured.where):
        for first, last in hours:
            if max(start, first) < min(end, last):
                yield max(start, first), min(end, last)


def _open(windows: Iterable[Window], theirs: ZoneInfo, day: date, ours: ZoneInfo) -> Iterator[Minutes]:
    """Yield when weekly windows of a zone are open on a day of another."""
    near = (day,) if theirs is ours else (day - timedelta(days=1), day, day + timedelta(days=1))
    for window in windows:
        for other in near:
            span = window.on(other, theirs)
            if span is not None and (cut := _cut(span.start, span.end, day, ours)):
                yield cut


def _cut(start: Instant, end: Instant, day: date, where: ZoneInfo) -> Minutes | None:
    """Return the part of a span that lies on a day, in minutes of that day."""
    first = day_in(start, where)
    begins = minute_in(start, where) if first == day else 0 if first < day else MINUTES_A_DAY
    last = day_in(end, where)
    ends = minute_in(end, where) if last == day else MINUTES_A_DAY if last > day else 0
    return (begins, ends) if begins < ends else None


def _merged(spans: Iterable[Minutes]) -> tuple[Minutes, ...]:
    """Return spans in order, those that touch as one."""
    found: list[Minutes] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


# --- promises -------------------------------------------------------------------------------------------------------
def _promised(pictured: Pictured, touch: Shown, day: date) -> Iterator[Minutes]:
    """Yield when promises let a touch start on a day; the days that wait for it come after they were given."""
    if not touch.opened.next or not touch.opened.next.reaches:
        return
    for promise in binding(touch.promises, touch.opened.id):
        theirs = zone(promise.when.tz or pictured.contact.timezone)
        yield from _said(promise.when, theirs, day, pictured.where)


def _said(when: When, theirs: ZoneInfo, day: date, ours: ZoneInfo) -> Iterator[Minutes]:
    near = (day,) if theirs is ours else (day - timedelta(days=1), day, day + timedelta(days=1))
    for other in near:
        for start, end in hours_on(when, other):
            cut = _cut(at_wall(other, start, theirs), at_wall(other, end, theirs), day, ours)
            if cut:
                yield cut


def hours_on(when: When, day: date) -> tuple[Minutes, ...]:
    """Return when what was said lets a touch start on a day of the contact's, in minutes of that day.

    >>> from cadences.promises import WhenKind
    >>> hours_on(When(WhenKind.STANDING, windows=((1020, None),)), date(2026, 11, 23))
    ((1020, 1440),)
    """
    if when.at is not None:
        minute = when.at.hour * 60 + when.at.minute
        return ((minute, min(minute + _EXACT, MINUTES_A_DAY)),) if when.at.date() == day else ()
    begin, end = _bounds(when, day)
    allowed = day.isoweekday() in (when.days or range(1, 8)) and day.isoweekday() not in when.not_days
    if not allowed or begin >= end:
        return ()
    spans = [(start or 0, MINUTES_A_DAY if stop is None else stop) for start, stop in when.windows or ((None, None),)]
    for start, stop in when.not_windows:
        spans = list(_without(spans, start or 0, MINUTES_A_DAY if stop is None else stop))
    return _merged((max(a, begin), min(b, end)) for a, b in spans if max(a, begin) < min(b, end))


def _bounds(when: When, day: date) -> Minutes:
    """Return which part of a day its first and last bound leave; nothing of it where the first is the later."""
    begin, end = 0, MINUTES_A_DAY
    if when.not_before is not None:
        begin = _minute(when.not_before, day, 0)
    if when.not_after is not None:
        end = _minute(when.not_after, day, MINUTES_A_DAY)
    return begin, end


def _minute(bound: date, day: date, whole: int) -> int:
    on = bound.date() if isinstance(bound, datetime) else bound
    if on != day:
        return MINUTES_A_DAY if on > day else 0
    return bound.hour * 60 + bound.minute if isinstance(bound, datetime) else whole


def _without(spans: Iterable[Minutes], start: int, end: int) -> Iterator[Minutes]:
    for first, last in spans:
        if first < min(last, start):
            yield first, min(last, start)
        if max(first, end) < last:
            yield max(first, end), last
