"""Where a touch may start for all that does not change while planning: a mask a week. Knows no busy time, no limit.

Windows, hours and call hours hold the whole touch; a promise binds its start. What may be given up when nothing fits
is a set of flags; call hours and holidays that count have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from cadences.business import HolidayName, Place, weekend
from cadences.cadence import Counts
from cadences.callhours import CallHours, call_hours
from cadences.people import Rep
from cadences.planner.binds import FREE, Bind
from cadences.planner.slots import ALL, EVERY_DAY, bits, days_of, days_where, open_slots, open_starts, whole
from cadences.reasons import Reason
from cadences.windows import Window

WINDOWS: Final = 1
"""The cadence's windows are given up."""
HOURS: Final = 2
"""The rep's hours are given up, up to `earliest` and `latest`."""
LIMITS: Final = 4
"""Limits are given up (the search's own part)."""
PROMISE: Final = 8
"""The promise itself is given up, and the cadence's windows; the rep's day may still be stretched on workdays."""


_FAR: Final = 14
"""How many days back holidays are told."""


class Shape(NamedTuple):
    """All that a frame depends on besides the rep: touches of one shape share their masks.

    `place` is the contact's country and region, nothing for what the rep does alone. `ring` = it is a call, in
    `call_country` under whose rules, in all of `call_zones`.
    """

    zone: str
    place: Place | None
    counts: Counts
    windows: tuple[Window, ...]
    length: int
    ring: bool = False
    call_country: str | None = None
    call_zones: tuple[str, ...] = ()
    bind: Bind = FREE


class Frame:
    """The masks of one shape, made week by week as they are asked for."""

    def __init__(self, shape: Shape, rep: Rep, holiday: HolidayName) -> None:
        self.shape = shape
        self.rep = rep
        self._holiday = holiday
        self._plain: dict[int, int] = {}
        self._bent: dict[tuple[int, int], int] = {}
        self._hard: dict[int, int] = {}
        self._off: dict[date, tuple[str, str] | None] = {}
        self._before: dict[date, tuple[tuple[date, Reason], ...]] = {}

    def starts(self, week: int) -> int:
        """Return where it may start in a week by every rule."""
        found = self._plain.get(week)
        if found is None:
            found = self._plain[week] = self._make(week, 0)
        return found

    def starts_without(self, week: int, given_up: int) -> int:
        """Return where it may start in a week, but for what is given up."""
        if not given_up:
            return self.starts(week)
        found = self._bent.get((week, given_up))
        if found is None:
            found = self._bent[week, given_up] = self._make(week, given_up)
        return found

    def _make(self, week: int, given_up: int) -> int:
        inside = self.hard(week) & ~self.weekends(week)
        if given_up & HOURS:
            inside &= self.reach(week)
        else:
            inside &= self.stretched(week) if given_up & PROMISE else self.hours(week)
        if not given_up & (WINDOWS | PROMISE):
            inside &= self.windows(week)
        starts = whole(inside, self.shape.length)
        return starts if given_up & PROMISE else starts & self.promised(week)

    def hard(self, week: int) -> int:
        """Return the slots that no conflict gives up: inside call hours, on no holiday that counts."""
        found = self._hard.get(week)
        if found is None:
            found = self._hard[week] = self.rings(week) & ~self.holidays(week)
        return found

    # --- call hours -------------------------------------------------------------------------------------------------
    @cached_property
    def rules(self) -> CallHours:
        """The call hours of the contact's country."""
        return call_hours(self.shape.call_country)

    def rings(self, week: int) -> int:
        """Return the slots in which the contact may be rung; all of them for what is no call."""
        mask = ALL
        if self.shape.ring:
            for where in self.shape.call_zones or (self.shape.zone,):
                mask &= _ringing(self.shape.call_country, where, week)
        return mask

    # --- business days ----------------------------------------------------------------------------------------------
    def holidays(self, week: int) -> int:
        """Return the slots of days that are public holidays and count."""
        return self._days(week, self.holiday_here, self.holiday_at_reps)

    def weekends(self, week: int) -> int:
        """Return the slots of weekends, but for days that a promise names."""
        mask = self._days(week, self._weekend_here, self._weekend_at_reps)
        return mask & ~self._named(week) if self.shape.bind.names_days else mask

    def _days(self, week: int, here: Callable[[date], object], at_reps: Callable[[date], object]) -> int:
        mask = days_where(lambda day: bool(at_reps(day)), self.rep.timezone, week)
        if self.shape.place is not None:
            mask |= days_where(lambda day: bool(here(day)), self.shape.zone, week)
        return mask

    def holiday_on(self, day: date) -> tuple[str, str] | None:
        """Return the country and name of a holiday that counts on a day, the contact's first."""
        if day not in self._off:
            self._off[day] = self.holiday_here(day) or self.holiday_at_reps(day)
        return self._off[day]

    def holidays_before(self, day: date) -> tuple[tuple[date, Reason], ...]:
        """Return the holidays right before a day, weekends aside, the nearest first."""
        found = self._before.get(day)
        if found is None:
            found = self._before[day] = tuple(self._read_before(day))
        return found

    def _read_before(self, day: date) -> Iterator[tuple[date, Reason]]:
        for _ in range(_FAR):
            day -= timedelta(days=1)
            if weekend(day):
                continue
            holiday = self.holiday_on(day)
            if holiday is None:
                return
            yield day, Reason("holiday", (day.isoformat(), holiday[1], holiday[0]))

    def holiday_here(self, day: date) -> tuple[str, str] | None:
        """Return the country and name of the contact's holiday on a day of theirs, if it counts."""
        if self.shape.place is None:
            return None
        by_law = self.shape.ring and self.rules.never_on_holidays
        if by_law and (name := self._name(day, self.shape.call_country, self.shape.place[1])):
            return self.shape.call_country or "", name
        if self.shape.counts in {Counts.CONTACT, Counts.BOTH} and (name := self._name(day, *self.shape.place)):
            return self.shape.place[0] or "", name
        return None

    def holiday_at_reps(self, day: date) -> tuple[str, str] | None:
        """Return the country and name of the rep's holiday on a day of theirs, if it counts."""
        if self.shape.counts in {Counts.REP, Counts.BOTH} and (name := self._name(day, *self._rep_place)):
            return self.rep.country or "", name
        return None

    def _name(self, day: date, country: str | None, region: str | None) -> str | None:
        return self._holiday(day, country, region) if country else None

    @cached_property
    def _rep_place(self) -> Place:
        return self.rep.country, self.rep.region

    def _weekend_here(self, day: date) -> bool:
        return self.shape.counts is not Counts.REP and weekend(day)

    def _weekend_at_reps(self, day: date) -> bool:
        return (self.shape.counts is not Counts.CONTACT or self.shape.place is None) and weekend(day)

    def _named(self, week: int) -> int:
        return days_where(self.shape.bind.names, self.shape.zone, week)

    # --- the rep's hours --------------------------------------------------------------------------------------------
    def hours(self, week: int) -> int:
        """Return the rep's hours, as far as a promise stretches them.

        A promised window may reach to `earliest` and `latest` on the days the rep works; a named day on which the rep
        does not work is open between the two.
        """
        bind = self.shape.bind
        mask = self.stretched(week) if bind.hours or bind.at else open_slots(self.rep.hours, self.rep.timezone, week)
        if bind.names_days:
            off = days_where(lambda day: day.isoweekday() not in self._workdays, self.rep.timezone, week)
            mask |= self._named(week) & off & self.reach(week)
        return mask

    def stretched(self, week: int) -> int:
        """Return the days on which the rep works, between the rep's `earliest` and `latest`; and the rep's hours."""
        windows = self.rep.hours
        if self._workdays:
            windows = (*windows, Window(self._workdays, *self._bounds))
        return open_slots(windows, self.rep.timezone, week)

    def reach(self, week: int) -> int:
        """Return every day between the rep's `earliest` and `latest`."""
        return open_slots((Window(EVERY_DAY, *self._bounds),), self.rep.timezone, week)

    @cached_property
    def _workdays(self) -> frozenset[int]:
        return frozenset(day for window in self.rep.hours for day in window.days)

    @cached_property
    def _bounds(self) -> tuple[int, int]:
        return self.rep.earliest, self.rep.latest

    # --- windows and promises ---------------------------------------------------------------------------------------
    def windows(self, week: int) -> int:
        """Return the cadence's windows, as far as a promise leaves them: it replaces what it names."""
        windows, where, bind = self.shape.windows, self.shape.zone, self.shape.bind
        if not windows:
            return ALL
        days = frozenset(day for window in windows for day in window.days)
        if bind.hours or bind.at:
            return days_where(lambda day: day.isoweekday() in days or bind.names(day), where, week)
        mask = open_slots(windows, where, week)
        if bind.names_days:
            anew = days_where(lambda day: bind.names(day) and day.isoweekday() not in days, where, week)
            mask |= anew & open_slots(tuple(Window(EVERY_DAY, w.start, w.end) for w in windows), where, week)
        return mask

    @cached_property
    def windows_reason(self) -> Reason:
        """The windows as a reason: the contact's zone, then each."""
        return Reason("windows", (self.shape.zone, *(str(window) for window in self.shape.windows)))

    def promised(self, week: int) -> int:
        """Return the slots at which promises let a touch start, but for the first and last of all."""
        bind, mask = self.shape.bind, ALL
        if bind is FREE:
            return mask
        if bind.hours:
            mask &= open_starts(bind.hours, bind.hours_zone, week)
        for hours, where in bind.not_hours:
            mask &= ~open_starts(hours, where, week)
        return mask & self.promised_days(week)

    def promised_days(self, week: int) -> int:
        """Return the days that promises leave."""
        bind = self.shape.bind
        if not bind.days and not bind.not_days:
            return ALL
        allowed = (bind.days or EVERY_DAY) - bind.not_days
        return days_where(lambda day: day.isoweekday() in allowed, self.shape.zone, week)


@lru_cache(maxsize=1024)
def frame_of(shape: Shape, rep: Rep, holiday: HolidayName) -> Frame:
    """Return the frame of a shape for a rep; kept between plannings, since holidays and hours seldom change."""
    return Frame(shape, rep, holiday)


@lru_cache(maxsize=4096)
def _ringing(country: str | None, where: str, week: int) -> int:
    rules = call_hours(country)
    mask = open_slots(rules.windows, where, week)
    if rules.until:
        for found in days_of(where, week):
            end = rules.end_on(found.day)
            if end is not None:
                mask &= ~(bits(found.start, found.end, week) & open_starts(((end, None),), where, week))
    return mask
