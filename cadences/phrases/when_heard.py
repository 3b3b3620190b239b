"""What was understood of a WHEN, part by part, and what the parts make together. Reads no text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cadences.moments import MINUTES_A_DAY, Instant, day_in, minute_in
from cadences.phrases.spoken_days import Named
from cadences.promises import Hours, When, WhenKind
from cadences.windows import clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class WhenError(ValueError):
    """What was written is no time that can be read, or may be read in two ways; the message is one sentence."""


@dataclass(slots=True)
class Heard:
    """What was understood so far of a text; every part once."""

    text: str
    now: Instant
    zone: ZoneInfo
    days: list[Named] = field(default_factory=list)
    weekdays: set[int] = field(default_factory=set)
    not_days: set[int] = field(default_factory=set)
    not_before: date | datetime | None = None
    not_after: date | None = None
    start: int | None = None
    end: int | None = None
    part: tuple[int, int] | None = None
    not_windows: list[Hours] = field(default_factory=list)
    exact: int | None = None
    habitual: bool = False

    @property
    def today(self) -> date:
        """The day that clocks in the zone show."""
        return day_in(self.now, self.zone)

    # --- one part more -----------------------------------------------------------------------------------------------
    def begin(self, bound: date | datetime) -> None:
        """Take the earliest day or moment."""
        if self.not_before is not None:
            raise WhenError(f"{self.text!r} names two beginnings; write one")
        self.not_before = bound

    def finish(self, bound: date) -> None:
        """Take the latest day."""
        if self.not_after is not None:
            raise WhenError(f"{self.text!r} names two ends; write one")
        self.not_after = bound

    def window(self, start: int | None, end: int | None) -> None:
        """Take a limit on the time of day, on one side or both."""
        if (start is not None and self.start is not None) or (end is not None and self.end is not None):
            raise WhenError(f"{self.text!r} names two limits on the same side; write one")
        self.start = start if start is not None else self.start
        self.end = end if end is not None else self.end

    def at(self, minute: int) -> None:
        """Take an exact time of day."""
        if self.exact is not None:
            raise WhenError(f"{self.text!r} names two times; write between them, like between 12:00 and 13:00")
        self.exact = minute

    # --- what they make together -------------------------------------------------------------------------------------
    def whole(self) -> When | None:
        """Return what was said, or nothing where nothing was.

        Raises:
            WhenError: The parts contradict each other, or it is all past.
        """
        self._one_span_of_days()
        if self.exact is not None:
            return self._exactly(self.exact)
        windows = self._windows()
        if self.weekdays and not self.habitual and self.not_before is None and self.not_after is None:
            self._few_days()
        self._check_days()
        when = When(
            self._kind(bool(windows)),
            self.not_before,
            self.not_after,
            windows,
            tuple(self.not_windows),
            frozenset(self.weekdays),
            frozenset(self.not_days),
        )
        return None if when == When(when.kind) else when

    def _kind(self, hours: bool) -> WhenKind:  # noqa: FBT001 - a fact about it, no switch
        """Dates make a one-off, also beside *only*; so do days ruled out without *never*; all else stands."""
        dated = self.not_before is not None or self.not_after is not None
        ruled_out = bool(self.not_days) and not self.habitual
        standing = self.habitual or hours or bool(self.not_windows)
        return WhenKind.STANDING if standing and not dated and not ruled_out else WhenKind.ONE_OFF

    def _one_span_of_days(self) -> None:
        """Make the days that were named one span; a weekday beside a date must be that date's."""
        dates = [named for named in self.days if named.sort != "weekday"] or self.days
        for named in self.days:
            if named not in dates and not _same_weekday(named, dates):
                raise WhenError(f"{self.text!r} names a weekday that the date is not; write one of them")
        if len(dates) > 1:
            raise WhenError(f"{self.text!r} names two days; write Mon+Wed, or from one, by the other")
        if dates and dates[0].last is not None:
            self.begin(dates[0].first)
            self.finish(dates[0].last)

    def _few_days(self) -> None:
        """Make "Tue or Thu" a one-off: from the first of them to the last."""
        coming = [self.today + timedelta(days=(day - self.today.isoweekday() - 1) % 7 + 1) for day in self.weekdays]
        self.begin(min(coming))
        self.finish(max(coming))

    def _windows(self) -> tuple[Hours, ...]:
        """Return the hours; "after" a clock replaces a part of the day, "before" one its end."""
        start, end = self.start, self.end
        if self.part is not None and start is None:
            start, end = self.part[0], self.part[1] if end is None else end
        if start is None and end is None:
            return ()
        if (MINUTES_A_DAY if end is None else end) <= (start or 0):
            raise WhenError(f"{self.text!r} ends before it begins; write the earlier time first")
        return ((start, end),)

    def _check_days(self) -> None:
        """Refuse days that end before they begin, or that are over."""
        first, last = self.not_before, self.not_after
        if last is None:
            return
        if last < self.today or (first is not None and first.isoformat()[:10] > last.isoformat()):
            raise WhenError(f"{self.text!r} ends before it begins, or is past; today is {self.today.isoformat()}")
        minute = minute_in(self.now, self.zone)
        end = self.end if self.end is not None or self.part is None or self.start is not None else self.part[1]
        if last == self.today and end is not None and end <= minute:
            raise WhenError(f"{self.text!r} is over already; it is {clock(minute)} there now")

    def _exactly(self, minute: int) -> When:
        """Return an exact time, on the one day that was named, else today or the next weekday."""
        other = self.weekdays or self.not_days or self.not_windows or self.habitual
        limited = self.start is not None or self.end is not None or isinstance(self.not_before, datetime)
        if other or limited or self.not_after not in {None, self.not_before}:
            raise WhenError(f"{self.text!r}: an exact time needs one day, like Tue 14:30")
        day = self.not_before if self.not_before is not None else self._day_of_clock(minute)
        at = datetime.combine(day, time()) + timedelta(minutes=minute)
        there = self.now.astimezone(self.zone).replace(tzinfo=None)
        if at <= there:
            raise WhenError(f"{self.text!r} is past; it is {there:%Y-%m-%d %H:%M} there now")
        return When(WhenKind.AT, at=at)

    def _day_of_clock(self, minute: int) -> date:
        """Return today if the clock is still ahead, else the next weekday."""
        day = self.today
        if minute <= minute_in(self.now, self.zone):
            day += timedelta(days=1)
            while day.isoweekday() > 5:  # noqa: PLR2004 - Saturday and Sunday
                day += timedelta(days=1)
        return day


def _same_weekday(named: Named, days: list[Named]) -> bool:
    return any(day.first == day.last and day.first.isoweekday() == named.first.isoweekday() for day in days)
