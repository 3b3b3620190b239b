"""How often anybody is touched: what counts against the limits of contacts and of the rep. Knows no window.

One contact is touched on so many occasions a day and a week (the contact's dates, ISO weeks), over all cadences and
reps; a touch that joins the occasion before it is none of its own. A rep makes so many touches a day (the rep's
dates), in a cadence and in all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from cadences.cadence import Limits
from cadences.moments import day_in, zone
from cadences.placement import RepWorld, Request, Taken
from cadences.planner.layers import Standing
from cadences.planner.slots import ALL, DAY, WEEK, DayOf, bits, day_at, day_of, days_of, floor_slot


class _Days:
    """The occasions of one contact, by the contact's date; a day on which touches only joined one has one."""

    __slots__ = ("joined", "own")

    def __init__(self) -> None:
        self.own: dict[date, int] = {}
        self.joined: dict[date, int] = {}

    def add(self, day: date, by: int, *, joins: bool) -> None:
        counts = self.joined if joins else self.own
        counts[day] = counts.get(day, 0) + by

    def on(self, day: date) -> int:
        return self.own.get(day, 0) or (1 if self.joined.get(day) else 0)

    def days(self) -> set[date]:
        return {day for days in (self.own, self.joined) for day, count in days.items() if count}


class Budget:
    """What counts, kept up to date while planning."""

    def __init__(self, world: RepWorld, standing: Standing) -> None:
        self._rep = world.rep
        self._where = zone(world.rep.timezone)
        self._standing = standing
        self._known = world.occasions.contact_days
        self._touched = {*self._known, *standing.of}
        self._contacts: dict[str, _Days] = {}
        self._rep_days: defaultdict[tuple[str, date], int] = defaultdict(int, world.occasions.rep_days)
        self._weeks_read: set[int] = set()
        self._full: defaultdict[str, defaultdict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))

    def closed(self, request: Request, week: int) -> int:
        """Return the slots of a week that limits close to a touch that reaches a contact."""
        limits, contact = request.limits, request.contact
        mask = self.rep_closed(request.cadence, limits.touches_per_rep_per_day, week)
        if not request.joins and (contact.id in self._touched or limits.touches_per_contact_per_day <= 0):
            mask |= self.contact_closed(contact.id, contact.timezone, limits, week)
        return mask

    # --- contacts -----------------------------------------------------------------------------------------------------
    def _contact(self, contact: str, where: str) -> _Days:
        days = self._contacts.get(contact)
        if days is None:
            days = self._contacts[contact] = _Days()
            if contact not in self._touched:
                return days
            for day in self._known.get(contact, ()):
                days.add(day, 1, joins=False)
            for taken in self._standing.of.get(contact, ()):
                days.add(day_in(taken.span.start, zone(where)), 1, joins=taken.joins)
        return days

    def contact_closed(self, contact: str, where: str, limits: Limits, week: int) -> int:
        """Return the slots of days and weeks in which the contact has been touched enough."""
        if limits.touches_per_contact_per_day <= 0 or limits.touches_per_contact_per_week <= 0:
            return ALL
        mask = 0
        if contact in self._touched:
            for start, end in self._closed_days(self._contact(contact, where), where, limits):
                mask |= bits(start, end, week)
        return mask

    def _closed_days(self, days: _Days, where: str, limits: Limits) -> Iterator[tuple[int, int]]:
        weeks: dict[date, int] = {}
        for day in days.days():
            weeks[monday(day)] = weeks.get(monday(day), 0) + days.on(day)
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
        weeks = self._full[cadence][limit]
        mask = weeks.get(week)
        if mask is None:
            mask = 0
            for found in days_of(self._rep.timezone, week):
                if self.rep_on_day(cadence, found.day) >= limit:
                    mask |= bits(found.start, found.end, week)
            weeks[week] = mask
        return mask

    def rep_on_day(self, cadence: str, day: date) -> int:
        """Return how many touches of a cadence (`""`: of all) the rep has on a day of theirs."""
        self._read_around(day_of(self._rep.timezone, day))
        return self._rep_days[cadence, day]

    def _read_around(self, day: DayOf) -> None:
        """Count the standing touches of the weeks in which a day lies, once."""
        for week in (day.start // WEEK, (day.end - 1) // WEEK):
            if week not in self._weeks_read:
                self._weeks_read.add(week)
                for taken in self._standing.weeks.get(week, ()):
                    if taken.reaches:
                        starts_on = day_in(taken.span.start, self._where)
                        self._rep_days[taken.cadence, starts_on] += 1
                        self._rep_days["", starts_on] += 1

    # --- keeping count ------------------------------------------------------------------------------------------------
    def count(self, request: Request, here: date, at_reps: DayOf, by: int = 1) -> None:
        """Count a touch that stands (`by` = -1: no more) on a day of the contact's, and on one of the rep's."""
        contact = request.contact
        days = self._contacts.get(contact.id) or self._contact(contact.id, contact.timezone)
        counts = days.joined if request.joins else days.own
        counts[here] = counts.get(here, 0) + by
        self._touched.add(contact.id)
        self.count_for_rep(request.cadence, at_reps, by)

    def count_taken(self, taken: Taken, where: str, by: int) -> None:
        """Count a standing touch that gave way (`by` = -1), or did not after all."""
        start = floor_slot(taken.span.start)
        self._contact(taken.contact, where).add(day_at(where, start).day, by, joins=taken.joins)
        self._touched.add(taken.contact)
        self.count_for_rep(taken.cadence, day_at(self._rep.timezone, start), by)

    def count_for_rep(self, cadence: str, day: DayOf, by: int) -> None:
        """Count a touch on a day of the rep's."""
        if self._standing.weeks:
            self._read_around(day)
        self._rep_days[cadence, day.day] += by
        self._rep_days["", day.day] += by
        if by < 0:
            self._full.clear()
        elif self._full:
            self._close(cadence, day)
            self._close("", day)

    def _close(self, name: str, day: DayOf) -> None:
        """Close a day in the masks that are made already, where it is full now."""
        if name not in self._full:
            return
        count = self._rep_days[name, day.day]
        for limit, weeks in self._full[name].items():
            if count >= limit:
                for week in range((day.start - DAY) // WEEK, (day.end - 1) // WEEK + 1):
                    if week in weeks:
                        weeks[week] |= bits(day.start, day.end, week)


def monday(day: date) -> date:
    """Return the Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())
