"""How often anybody is touched: what counts against the limits of contacts and of the rep. Knows no window.

One contact is touched on so many occasions a day and a week (the contact's dates, ISO weeks), over all cadences and
reps; a touch that joins the occasion before it is none of its own. A rep makes so many touches a day (the rep's
dates), in a cadence and in all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from cadences.cadence import Limits
from cadences.moments import day_in, zone
from cadences.placement import RepWorld, Taken
from cadences.slots import ALL, WEEK, bits, day_of, days_of, floor_slot, moment_of


class Count(NamedTuple):
    """A touch as limits see it."""

    slot: int
    contact: str
    cadence: str
    reaches: bool
    joins: bool


@dataclass(slots=True)
class _Days:
    """The occasions of one contact, by the contact's date; `joined` are days on which something joined one."""

    occasions: Counter[date] = field(default_factory=Counter)
    joined: Counter[date] = field(default_factory=Counter)

    def on(self, day: date) -> int:
        return max(self.occasions[day], 1 if self.joined[day] else 0)

    def days(self) -> set[date]:
        return {day for days in (self.occasions, self.joined) for day, count in days.items() if count}


class Budget:
    """What counts, kept up to date while planning."""

    def __init__(self, world: RepWorld, asked: Collection[str]) -> None:
        self._rep = world.rep
        self._where = zone(world.rep.timezone)
        self._contacts: dict[str, _Days] = {}
        self._known = world.occasions.contact_days
        self._taken_of: defaultdict[str, list[Taken]] = defaultdict(list)
        self._taken_in: defaultdict[int, list[Taken]] = defaultdict(list)
        for taken in world.taken:
            if taken.reaches and taken.key not in asked:
                self._taken_of[taken.contact].append(taken)
                self._taken_in[floor_slot(taken.span.start) // WEEK].append(taken)
        self._rep_days: Counter[tuple[str, date]] = Counter(world.occasions.rep_days)
        self._weeks_read: set[int] = set()
        self._full: dict[tuple[str, int, int], int] = {}

    # --- contacts -----------------------------------------------------------------------------------------------------
    def _contact(self, contact: str, where: str) -> _Days:
        days = self._contacts.get(contact)
        if days is None:
            days = self._contacts[contact] = _Days(Counter(self._known.get(contact, ())))
            for taken in self._taken_of.get(contact, ()):
                (days.joined if taken.joins else days.occasions)[day_in(taken.span.start, zone(where))] += 1
        return days

    def contact_closed(self, contact: str, where: str, limits: Limits, week: int) -> int:
        """Return the slots of days and weeks in which the contact has been touched enough."""
        if limits.touches_per_contact_per_day <= 0 or limits.touches_per_contact_per_week <= 0:
            return ALL
        days = self._contact(contact, where)
        mask = 0
        if days.occasions or days.joined:
            for start, end in self._closed_days(days, where, limits):
                mask |= bits(start, end, week)
        return mask

    def _closed_days(self, days: _Days, where: str, limits: Limits) -> Iterator[tuple[int, int]]:
        weeks: Counter[date] = Counter()
        for day in days.days():
            weeks[monday(day)] += days.on(day)
            if days.on(day) >= limits.touches_per_contact_per_day:
                found = day_of(where, day)
                yield found.start, found.end
        for first, count in weeks.items():
            if count >= limits.touches_per_contact_per_week:
                yield day_of(where, first).start, day_of(where, first + timedelta(days=6)).end

    def on_day(self, contact: str, where: str, day: date) -> int:
        """Return the contact's occasions on a day."""
        return self._contact(contact, where).on(day)

    def in_week(self, contact: str, where: str, day: date) -> int:
        """Return the contact's occasions in the ISO week of a day."""
        days, first = self._contact(contact, where), monday(day)
        return sum(days.on(first + timedelta(days=n)) for n in range(7))

    # --- the rep ------------------------------------------------------------------------------------------------------
    def rep_closed(self, cadence: str, limit: int | None, week: int) -> int:
        """Return the slots of the rep's days that are full: by a cadence's limit, and by the rep's own."""
        mask = self._full_days(cadence, limit, week) if limit is not None else 0
        if self._rep.capacity is not None:
            mask |= self._full_days("", self._rep.capacity, week)
        return mask

    def _full_days(self, cadence: str, limit: int, week: int) -> int:
        asked = (cadence, limit, week)
        mask = self._full.get(asked)
        if mask is None:
            mask = 0
            for found in days_of(self._rep.timezone, week):
                if self.rep_on_day(cadence, found.day) >= limit:
                    mask |= bits(found.start, found.end, week)
            self._full[asked] = mask
        return mask

    def rep_on_day(self, cadence: str, day: date) -> int:
        """Return how many touches of a cadence (`""`: of all) the rep has on a day of theirs."""
        first = floor_slot_of(self._rep.timezone, day) // WEEK
        for week in (first, first + 1):
            self._read(week)
        return self._rep_days[cadence, day]

    def _read(self, week: int) -> None:
        """Count the standing touches of a week, once."""
        if week not in self._weeks_read:
            self._weeks_read.add(week)
            for taken in self._taken_in.get(week, ()):
                self._count_rep(taken.cadence, day_in(taken.span.start, self._where), 1)

    def _count_rep(self, cadence: str, day: date, by: int) -> None:
        self._rep_days[cadence, day] += by
        self._rep_days["", day] += by

    # --- keeping count ------------------------------------------------------------------------------------------------
    def add(self, count: Count, where: str, by: int = 1) -> None:
        """Count a touch that was placed (`by` = -1: that was taken away)."""
        if not count.reaches:
            return
        moment = moment_of(count.slot)
        days = self._contact(count.contact, where)
        (days.joined if count.joins else days.occasions)[day_in(moment, zone(where))] += by
        day = day_in(moment, self._where)
        self.rep_on_day(count.cadence, day)
        self._count_rep(count.cadence, day, by)
        if by > 0:
            self._close(count.cadence, day)
        else:
            self._full.clear()

    def _close(self, cadence: str, day: date) -> None:
        """Close a day in the masks that are made already, where it is full now."""
        found = day_of(self._rep.timezone, day)
        for asked, mask in self._full.items():
            name, limit, week = asked
            if name in {cadence, ""} and self._rep_days[name, day] >= limit:
                self._full[asked] = mask | bits(found.start, found.end, week)


def floor_slot_of(where: str, day: date) -> int:
    """Return the first slot of a day of a zone."""
    return day_of(where, day).start


def monday(day: date) -> date:
    """Return the Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())
