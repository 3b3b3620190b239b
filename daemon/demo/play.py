"""Playing the week: a clock of its own, answers by the story, rounds with a real server. Knows the use cases.

What is done is what the daemon and the commands do, with `now` passed in; nothing here is a shortcut of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any, Final

from cadences.enrollment import Answered
from cadences.moments import Instant, at_wall, day_in, instant, zone
from cadences.phrases.answers import read_answer
from daemon.demo.story import OTHERWISE, ZONE, Act
from daemon.doing import Doing
from daemon.service import contacts
from daemon.service.agenda import agenda
from daemon.service.enroll_many import enroll_many
from daemon.service.record import record
from daemon.store import people
from integrations.people.csv_file import read_contacts
from integrations.people.rows import Fault

Touch = Mapping[str, Any]
"""A touch as `agenda --json` has it."""
HOUR: Final = 60
"""Minutes of an hour."""
MINUTE: Final = timedelta(minutes=1)


def at(day: date, hour: int, minute: int = 0) -> Instant:
    """Return an instant of the story's zone."""
    return at_wall(day, hour * HOUR + minute, zone(ZONE))


@dataclass(slots=True)
class Play:
    """The week as far as it has been played."""

    work: Doing
    now: Instant

    def begin(self) -> int:
        """Enrol the people of the shipped file, each in the cadence that it names; return how many."""
        house = self.work.house
        rows = read_contacts(files("daemon").joinpath("demo", "contacts.csv").read_bytes())
        with house.store.write() as conn:
            done = enroll_many(conn, house.world, [row for row in rows if not isinstance(row, Fault)], None, self.now)
        return len(done.started)

    def agenda(self, days: tuple[date, date] | None = None) -> list[Touch]:
        """Return the open touches as of the story's clock."""
        with self.work.house.store.read() as conn:
            found: list[Touch] = agenda(conn, self.work.house.world, self.now, days)["touches"]
        return found

    def next_of(self, contact: str) -> Touch | None:
        """Return somebody's next touch."""
        return next((touch for touch in self.agenda() if touch["contact_id"] == contact), None)

    def until(self, then: Instant, waiting: Collection[str] = ()) -> None:
        """Let time pass: touches that are over by then are done as the story has it, but for calls to those waiting."""
        while (due := self._first(then, waiting)) is not None:
            self.pass_to(_moment(due["end"]))
            self.answer(due["contact_id"], OTHERWISE.get(due["channel"], "no answer"))
        self.pass_to(then)

    def pass_to(self, then: Instant) -> None:
        """Move the clock on, doing what time alone does on the way, at the minute at which it does it."""
        while (due := self.work.due()[0]) is not None and due <= then:
            self.now = max(self.now, due)
            self.work.tend(self.now)
        self.now = max(self.now, then)

    def answer(self, contact: str, words: str) -> None:
        """Log what came of somebody's touch."""
        house = self.work.house
        with house.store.write() as conn:
            row = contacts.find(conn, contact)
            known = people.as_contact(row, house.world.rep.timezone)
            answer = read_answer(words, self.now, zone(known.timezone))
            touch = self.next_of(contact)
            assert touch is not None
            record(conn, house.world, touch["enrollment"], Answered(answer, self.now), self.now)

    def clock(self) -> str:
        """Say what the story's clock shows."""
        there = self.now.astimezone(zone(ZONE))
        return f"{there:%a} {there.day} {there:%b} {there:%H:%M}"

    def sync(self) -> dict[str, Any]:
        """Do a round with the server."""
        return self.work.round(self.now)

    def _first(self, then: Instant, waiting: Collection[str]) -> Touch | None:
        """Return the first touch that is over by then and that nobody waits for."""
        over = (touch for touch in self.agenda() if _moment(touch["end"]) <= then and not _waits(touch, waiting))
        return min(over, key=lambda touch: _moment(touch["end"]), default=None)

    def upcoming(self, acts: Sequence[Act]) -> Act:
        """Return the act whose touch comes first, letting time pass for those who are not rung yet."""
        waiting = {act.who for act in acts}
        while True:
            first = min((touch for touch in self.agenda() if touch["contact_id"] in waiting), key=end_of)
            if _waits(first, waiting):
                self.until(max(self.now, middle_of(first)), waiting)
                return next(act for act in acts if act.who == first["contact_id"])
            self.until(end_of(first), waiting)


def _waits(touch: Touch, waiting: Collection[str]) -> bool:
    return touch["contact_id"] in waiting and touch["channel"] == "call"


def _moment(text: str) -> Instant:
    return instant(datetime.fromisoformat(text))


def end_of(touch: Touch) -> Instant:
    """Return when a touch ends."""
    return _moment(touch["end"])


def middle_of(touch: Touch) -> Instant:
    """Return an instant in the middle of a touch, on a minute that clocks show."""
    start = _moment(touch["start"])
    return Instant(start + (end_of(touch) - start) // 2 // MINUTE * MINUTE)


def monday_after(day: date) -> date:
    """Return the Monday that follows."""
    return day + timedelta(days=7 - day.weekday())


def today(play: Play) -> date:
    """Return the story's day."""
    return day_in(play.now, zone(ZONE))
