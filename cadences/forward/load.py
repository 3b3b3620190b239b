"""What a roster costs a rep: many contacts in a cadence, played through. Knows counts; draws and prints nothing.

The machine and the planner of the daemon run forward (`simulate`), with answers from rates (`load_rates`). Minutes are
those a touch takes in the calendar; days are the rep's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Final

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.enrollment import Touch, state_word
from cadences.forward.course import Course, Stand
from cadences.forward.load_rates import Rates, answer_of
from cadences.forward.simulate import Simulation
from cadences.moments import Instant, at_wall, day_in, zone
from cadences.outcomes import Answer, Channel
from cadences.people import Contact, Rep
from cadences.reasons import Reason

DELAYING: Final = ("rep-full", "day-full", "week-full", "busy")
"""Reasons that tell of a day on which a touch was wanted and had no place."""

Tell = Callable[[date, int], None]
"""Is told how far it has come: the day, and how many contacts are enrolled."""


@dataclass(frozen=True, slots=True)
class Roster:
    """How many contacts are enrolled, how many a working day, from when on, and how many weeks are looked at."""

    contacts: int
    a_day: int
    start: date
    weeks: int


@dataclass(frozen=True, slots=True)
class Done:
    """A touch that was done: its day, channel and minutes, and by how many days what had no room delayed it."""

    day: date
    channel: Channel
    minutes: int
    late: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A rep's day: touches and minutes by channel, and how many touches no room made later."""

    day: date
    touches: Mapping[Channel, int]
    by_channel: Mapping[Channel, int]
    late: int = 0

    @property
    def minutes(self) -> int:
        """All minutes."""
        return sum(self.by_channel.values())

    @property
    def count(self) -> int:
        """All touches."""
        return sum(self.touches.values())


@dataclass(frozen=True, slots=True)
class Delays:
    """Touches that stood later than their wait because there was no room: how many, by how many days, and why."""

    count: int
    days: int
    most: int
    why: Mapping[str, int]

    @property
    def mean(self) -> float:
        """Days of delay of one that was delayed."""
        return self.days / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class Load:
    """What a roster costs. `days` are those on which something is done, in order; `ended` counts states at the end."""

    roster: Roster
    days: tuple[Day, ...]
    delays: Delays
    enrolled: int
    ended: Mapping[str, int]
    starts: Mapping[str, int] = field(default_factory=dict)

    @property
    def touches(self) -> int:
        """All touches."""
        return sum(day.count for day in self.days)

    @property
    def minutes(self) -> int:
        """All minutes."""
        return sum(day.minutes for day in self.days)

    def peaks(self, most: int = 5) -> tuple[Day, ...]:
        """Return the days of most minutes, the heaviest first."""
        return tuple(sorted(self.days, key=lambda day: (-day.minutes, -day.count, day.day))[:most])

    def weeks(self) -> tuple[tuple[date, tuple[Day, ...]], ...]:
        """Return the days by the Mondays of their weeks; a week without any is there too."""
        first = monday(self.roster.start)
        found = [(first + timedelta(weeks=n), list[Day]()) for n in range(self.roster.weeks)]
        for day in self.days:
            found[(day.day - first).days // 7][1].append(day)
        return tuple((week, tuple(days)) for week, days in found)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def load(
    cadence: Cadence,
    roster: Roster,
    contact: Contact,
    rep: Rep,
    holiday: HolidayName,
    rates: Rates,
    seed: int,
    *,
    tell: Tell | None = None,
) -> Load:
    """Return what a roster costs; the same arguments give the same load.

    Args:
        cadence: What all are enrolled in; cadences that answers start are counted, and not followed.
        roster: How many, how fast, from when on and for how long.
        contact: Whom each of them is like: zone, country and language.
        rep: Whose days are filled; hours, capacity and absences count.
        holiday: Names the public holidays.
        rates: What comes of touches.
        seed: Another one plays another course of things with the same rates.
        tell: Is told of each day as it is played.
    """
    run = _Run(Simulation(rep, holiday, _begin(rep, roster.start)), cadence, contact, rates, seed)
    last = monday(roster.start) + timedelta(weeks=roster.weeks)
    left = roster.contacts
    day = roster.start
    while day < last:
        run.simulation.run(_begin(rep, day))
        if left and any(day.isoweekday() in window.days for window in rep.hours) and not _holiday(rep, holiday, day):
            left -= run.enrol(min(left, roster.a_day))
        if tell is not None:
            tell(day, roster.contacts - left)
        day += timedelta(days=1)
    run.simulation.run(_begin(rep, last))
    done = [one for one in run.done if one.day < last]
    return Load(roster, _days(done), _delays(done), roster.contacts - left, _ended(run.courses), _starts(run.courses))


def _begin(rep: Rep, day: date) -> Instant:
    """Return when the rep's day begins to be planned: the first of the hours on it, else of the day."""
    minutes = [window.start for window in rep.hours if day.isoweekday() in window.days]
    return at_wall(day, min(minutes, default=0), zone(rep.timezone))


def _holiday(rep: Rep, holiday: HolidayName, day: date) -> bool:
    return rep.country is not None and holiday(day, rep.country, rep.region) is not None


@dataclass(slots=True)
class _Run:
    """A load under way."""

    simulation: Simulation
    cadence: Cadence
    contact: Contact
    rates: Rates
    seed: int
    courses: list[Course] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)

    def enrol(self, count: int) -> int:
        """Enrol so many now, and place their first touches together."""
        for _ in range(count):
            who = f"c{len(self.courses) + 1:05}"
            contact = Contact(
                who,
                who,
                self.contact.timezone,
                country=self.contact.country,
                region=self.contact.region,
                language=self.contact.language,
            )
            answers = partial(self._answer, who)
            self.courses.append(
                self.simulation.enrol(self.cadence, contact, who, policy=answers, together=True),
            )
        self.simulation.place()
        return count

    def _answer(self, who: str, touch: Touch, now: Instant) -> Answer:  # noqa: ARG002 - a policy is given the time too
        """Answer a touch by the rates, and count it."""
        course = self.simulation.roster.courses[who]
        assert course.stand is not None
        self.done.append(_done(touch, course.stand, self.simulation.rep.timezone))
        return answer_of(self.rates, self.cadence, self.seed, who, touch)


def _done(touch: Touch, stand: Stand, where: str) -> Done:
    here = zone(where)
    day = day_in(stand.span.start, here)
    minutes = round((stand.span.end - stand.span.start).total_seconds() / 60)
    why = next((reason for reason in stand.reasons if reason.code in DELAYING), None)
    if why is None:
        return Done(day, touch.channel, minutes)
    late = (day - _wanted(why, day_in(touch.due, here))).days
    return Done(day, touch.channel, minutes, max(0, late), why.code)


def _wanted(why: Reason, due: date) -> date:
    """Return the first day that had no room: the one named, of a full week its first that would have done."""
    return max(due, date.fromisoformat(why.args[0]))


# --- counting ---------------------------------------------------------------------------------------------------------
def _days(done: Iterable[Done]) -> tuple[Day, ...]:
    by_day: dict[date, list[Done]] = {}
    for one in done:
        by_day.setdefault(one.day, []).append(one)
    return tuple(_day(day, by_day[day]) for day in sorted(by_day))


def _day(day: date, done: Sequence[Done]) -> Day:
    touches, minutes = Counter[Channel](), Counter[Channel]()
    for one in done:
        touches[one.channel] += 1
        minutes[one.channel] += one.minutes
    order = [channel for channel in Channel if touches[channel]]
    late = sum(one.late > 0 for one in done)
    return Day(day, {channel: touches[channel] for channel in order}, {each: minutes[each] for each in order}, late)


def _delays(done: Iterable[Done]) -> Delays:
    late = [one for one in done if one.late]
    why = Counter(one.why for one in late)
    most = max((one.late for one in late), default=0)
    return Delays(len(late), sum(one.late for one in late), most, {code: why[code] for code in DELAYING if why[code]})


def _ended(courses: Iterable[Course]) -> dict[str, int]:
    counted = Counter("open" if course.open else state_word(course.enrollment.state) for course in courses)
    return dict(sorted(counted.items()))


def _starts(courses: Iterable[Course]) -> dict[str, int]:
    counted = Counter(following.cadence for course in courses for following in course.then)
    return dict(sorted(counted.items()))
