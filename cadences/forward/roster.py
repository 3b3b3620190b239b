"""All the courses of one rep that are played through, and the placing of their touches. Says no fact; passes no time.

What the daemon's replanning does, with lists in the place of rows: the touches named are asked about, those that break
something are asked again, and what a promise displaces is asked about next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cadences.attending import has_begun, stands_by_a_lifted
from cadences.business import HolidayName
from cadences.enrollment import Enrollment
from cadences.forward.course import Course, newly_done
from cadences.moments import Instant, day_in, zone
from cadences.people import Rep
from cadences.placement import Occasions, Plan, RepWorld, Request, Taken
from cadences.planner.plan import plan
from cadences.planner.requests import request_for
from cadences.promises import Promise

MOST_ROUNDS: Final = 12
"""So often may one displaced touch displace others; then what is left is placed beside all that stands."""
MOST_PASSES: Final = 3
"""So often are touches placed together: what stood first may have to make room for what was placed after it."""


@dataclass(slots=True)
class Roster:
    """The courses by id, the promises of each contact, and what counts against limits.

    `own_days` are the contact's local days on which it was touched, `joined_days` those on which a touch joined
    another; `rep_days` counts the rep's touches as `Occasions` has it.
    """

    rep: Rep
    holiday: HolidayName
    courses: dict[str, Course] = field(default_factory=dict)
    open: dict[str, Course] = field(default_factory=dict)
    promises: dict[str, tuple[Promise, ...]] = field(default_factory=dict)
    own_days: dict[str, list[date]] = field(default_factory=dict)
    joined_days: dict[str, list[date]] = field(default_factory=dict)
    rep_days: dict[tuple[str, date], int] = field(default_factory=dict)

    def add(self, course: Course) -> None:
        """Take a course in."""
        self.courses[course.id] = course
        self.open[course.id] = course

    def of_contact(self, contact: str) -> list[Course]:
        """Return the open courses of a contact."""
        return [course for course in self.open.values() if course.contact.id == contact]

    def promises_of(self, course: Course) -> tuple[Promise, ...]:
        """Return the promises that bind a course."""
        said = self.promises.get(course.contact.id, ())
        return tuple(one for one in said if one.enrollment in {None, course.id})

    def became(self, course: Course, before: Enrollment | None, after: Enrollment) -> None:
        """Let a course be what a fact made of it, and count what was done."""
        course.enrollment, course.stale = after, True
        number = None if after.next is None else after.next.number
        for past in newly_done(before, after):
            joined = before is not None and before.next is not None and before.next.joins
            self._count(course, past.happened_at, joined=joined)
        if course.stand is not None and course.stand.number != number:
            course.lift()
        if not after.open:
            self.open.pop(course.id, None)

    def _count(self, course: Course, at: Instant, *, joined: bool) -> None:
        days = self.joined_days if joined else self.own_days
        days.setdefault(course.contact.id, []).append(day_in(at, zone(course.contact.timezone)))
        day = day_in(at, zone(self.rep.timezone))
        for name in (course.cadence.name, ""):
            self.rep_days[name, day] = self.rep_days.get((name, day), 0) + 1

    # --- placing ------------------------------------------------------------------------------------------------------
    def settle(self, changed: Collection[str], freed: Collection[str], now: Instant) -> tuple[str, ...]:
        """Place anew what changed, the contacts' other touches too; return the courses whose touch stands otherwise."""
        ids: dict[str, None] = {}
        for id_ in changed:
            ids.update(dict.fromkeys(one.id for one in self.of_contact(self.courses[id_].contact.id)))
        for id_ in ids:
            self._let_go(self.open[id_], now, freed=id_ in freed)
        return self.replan(ids, now)

    def _let_go(self, course: Course, now: Instant, *, freed: bool) -> None:
        """Take its place away where only a bound had pushed it that is gone."""
        stand = course.stand
        if stand is None or stand.span.start <= now:
            return
        if freed or stands_by_a_lifted(stand.reasons, course.enrollment, self.promises_of(course)):
            course.lift()

    def replan(self, changed: Iterable[str], now: Instant) -> tuple[str, ...]:
        """Place the touches of courses anew, and those that break something; return whose stands otherwise."""
        broken = (course.id for course in self.open.values() if course.stand is not None and course.stand.conflicts)
        ids = [id_ for id_ in dict.fromkeys((*changed, *broken)) if id_ in self.open]
        moved: dict[str, None] = {}
        for _ in range(MOST_PASSES):
            news = self._pass(ids, now)
            moved.update(dict.fromkeys(news))
            if len(ids) < 2 or not news:  # noqa: PLR2004 - one alone is not in its own way
                break
        return tuple(moved)

    def _pass(self, ids: Collection[str], now: Instant) -> list[str]:
        """Place touches once, and those that they displace."""
        waiting = {id_: self.open[id_] for id_ in ids}
        news: list[str] = []
        placed: set[str] = set()
        for turn in range(MOST_ROUNDS + 1):
            last = turn == MOST_ROUNDS
            result = self._plan(waiting, placed, now, last=last)
            news += [one.key for one in result.placements if self.open[one.key].put(one, self.rep.timezone)]
            placed |= waiting.keys()
            displaced = [key for key in result.displaced if key not in placed]
            if not displaced:
                break
            waiting = {key: self.open[key] for key in displaced}
        return news

    def _plan(self, waiting: Mapping[str, Course], firm: Collection[str], now: Instant, *, last: bool) -> Plan:
        requests = [self.request_of(course) for course in waiting.values() if not _waits(course, now)]
        if not requests:
            return Plan(())
        return plan(self.world(waiting, firm, last=last), requests, self.holiday, now)

    def request_of(self, course: Course) -> Request:
        """Return the question to the planner about a course's open touch."""
        stand, told = course.stand, self.promises_of(course)
        placed = None if stand is None else stand.span
        request = request_for(course.enrollment, course.cadence, course.contact, self.rep, told, placed)
        said = () if stand is None else stand.reasons
        rolled = course.rolled
        ahead = rolled is not None and course.touch is not None and rolled[0] == course.touch.number
        due = max(request.due, rolled[1]) if ahead and rolled is not None else request.due
        return replace(request, said=said, due=due)

    def world(self, asked: Collection[str], firm: Collection[str] = (), *, last: bool = False) -> RepWorld:
        """Return the rep's time beside the courses asked about; what was placed just now (`firm`) is not displaced."""
        taken = tuple(
            _fixed(course.taken) if last or key in firm else course.taken
            for key, course in self.open.items()
            if course.taken is not None and key not in asked
        )
        contacts = {self.open[key].contact.id for key in asked}
        return RepWorld(self.rep, taken=taken, occasions=Occasions(self._days(contacts), self.rep_days))

    def _days(self, contacts: Iterable[str]) -> dict[str, tuple[date, ...]]:
        """Return the days on which contacts were touched; one on which touches only joined is one occasion."""
        found = {}
        for contact in contacts:
            own = self.own_days.get(contact, [])
            joined = sorted({*self.joined_days.get(contact, ())} - {*own})
            found[contact] = (*own, *joined)
        return found


def _fixed(taken: Taken) -> Taken:
    return replace(taken, movable=False, promised=False)


def _waits(course: Course, now: Instant) -> bool:
    """Whether a touch has begun and waits where it is for its answer."""
    touch, stand = course.touch, course.stand
    if touch is None or stand is None:
        return False
    return has_begun(touch, stand.span.start, None if course.rolled is None else stand.rolled_to, now)
