"""What the planner must know beside the touches it is asked about: the rep's time, and what counts against limits.

Reads only the stretches of time in which those touches may land, so that one change costs what one change costs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from cadences.business import HolidayName, business_days
from cadences.cadence import Counts
from cadences.moments import Instant, Span, day_in, zone
from cadences.people import Contact, Rep
from cadences.placement import Occasions, RepWorld, Taken
from daemon.store import objects, touches

WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
"""So much before a touch may begin is read too: the rest of its day, in any zone."""
LIMITS: Final = timedelta(days=8)
"""How far back a limit looks: the days of an ISO week, and one for the zones."""
AHEAD: Final = WEEK
"""How far after its due date a touch is looked for a place at first; it goes further where there is none."""
THIN: Final = 0.8
"""A week with this share of what stands in a full one may have room; fuller ones are passed over."""
MOST_WEEKS: Final = 60
NOT_YET: Final = Instant(datetime.max.replace(tzinfo=UTC))


def around(start: Instant, ahead: timedelta = AHEAD) -> Span:
    """Return the stretch of time to read where a touch that may begin then is to be placed."""
    return Span(Instant(start - DAY), Instant(start + ahead))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return stretches of time in order, those that meet as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


class Neighbours:
    """A rep's time as far as it was read, and the rest of it as far as it is known to be full.

    `asked` are the enrollments that are asked about, and whom each is about. `holiday` names public holidays.
    """

    def __init__(self, conn: Connection, rep: Rep, holiday: HolidayName, asked: Mapping[str, Contact]) -> None:
        self._conn, self._rep, self._holiday = conn, rep, holiday
        self._contacts, self._asked = list(asked.values()), asked.keys()
        self._read: tuple[Span, ...] = ()
        self._taken: dict[str, Taken] = {}
        self._busy: dict[Span, None] = {}
        self._full: list[Span] = []
        self._origin: Instant = NOT_YET
        self._weeks: dict[int, int] | None = None

    def read(self, spans: Iterable[Span]) -> None:
        """Read more of the rep's time; what was read is not read again."""
        for span in merged(spans):
            for part in _without(span, self._read):
                self._busy.update(dict.fromkeys(objects.busy(self._conn, self._rep.id, part)))
                self._taken.update({one.key: one for one in touches.standing(self._conn, self._rep.id, part)})
            self._read = merged([*self._read, span])

    def holds(self, span: Span) -> bool:
        """Whether all that could bear on a touch there has been read."""
        return any(one.start <= span.start - DAY / 2 and span.end <= one.end for one in self._read)

    def pass_over_full(self, start: Instant) -> Instant:
        """Return from when on there may be room, and take what lies before it for full.

        What was read up to there had no room: weeks with about as many touches in them have none either. That is a
        guess, and a hole in a full month may be passed over; what it saves is reading months for one answer.
        """
        if self._weeks is None:
            self._origin = Instant(start - WEEK)
            self._weeks = touches.standing_by_week(self._conn, self._rep.id, self._origin, MOST_WEEKS)
        first = max(1, -((self._origin - start) // WEEK))
        full = self._a_day(0)
        found = next((n for n in range(first, MOST_WEEKS) if full == 0 or self._a_day(n) < THIN * full), first)
        week = max(start, Instant(self._origin + found * WEEK))
        self._full.extend(_without(Span(start, week), self._read))
        return week

    def _a_day(self, week: int) -> float:
        """Return how many touches begin on each business day of the rep's in a week; 0 is one that was full."""
        assert self._weeks is not None
        rep = (self._rep.country, self._rep.region)
        works = business_days(Counts.BOTH, rep, rep, self._holiday)
        first = day_in(Instant(self._origin + week * WEEK), zone(self._rep.timezone))
        days = sum(works(first + timedelta(days=n)) for n in range(7))
        return self._weeks.get(week, 0) / max(1, days)

    def world(self) -> RepWorld:
        """Return what is known, as the planner takes it."""
        taken = tuple(one for key, one in self._taken.items() if key not in self._asked)
        busy = (*self._busy, *(span for full in self._full for span in _without(full, self._read)))
        known = self._taken.keys() | set(self._asked)
        counted = Counted(known, frozenset(self._asked))
        return RepWorld(self._rep, busy, taken, _occasions(self._conn, self._rep, self._contacts, self._read, counted))


def _without(span: Span, others: Sequence[Span]) -> list[Span]:
    """Return what of a stretch of time lies in no other (these in order, and apart)."""
    left, start = [], span.start
    for other in others:
        if other.start < span.end and start < other.end:
            if start < other.start:
                left.append(Span(start, other.start))
            start = max(start, other.end)
    return [*left, Span(start, span.end)] if start < span.end else left


@dataclass(frozen=True, slots=True)
class Counted:
    """The enrollments whose open touches the planner counts itself, and those of them that it is asked about."""

    known: Collection[str]
    asked: Collection[str]


def _occasions(
    conn: Connection, rep: Rep, contacts: Collection[Contact], within: Sequence[Span], counted: Counted
) -> Occasions:
    """Return the occasions that limits count: touches done, and other reps' touches of the same contacts.

    Open touches of this rep are not among them: the planner sees those in `taken`, or is asked about them. A day on
    which touches only joined another is one occasion; beside one that stands there they are none.
    """
    if not within:
        return Occasions()
    since = Instant(within[0].start - LIMITS)
    days: dict[str, list[date]] = {}
    own, joined = set[tuple[str, date]](), set[tuple[str, date]]()
    zones = {contact.id: zone(contact.timezone) for contact in contacts}
    for row in touches.reached(conn, zones.keys(), since):
        planned_here = row.state == "open" and row.rep == rep.id and row.enrollment in counted.known
        if row.at is None or (planned_here and (row.joins or row.enrollment in counted.asked)):
            continue
        day = day_in(row.at, zones[row.contact])
        (joined if row.joins else own).add((row.contact, day))
        if not row.joins and not planned_here:
            days.setdefault(row.contact, []).append(day)
    for contact, day in joined - own:
        days.setdefault(contact, []).append(day)
    return Occasions({contact: tuple(sorted(found)) for contact, found in days.items()}, _rep_days(conn, rep, since))


def _rep_days(conn: Connection, rep: Rep, since: Instant) -> dict[tuple[str, date], int]:
    where = zone(rep.timezone)
    counts: dict[tuple[str, date], int] = {}
    for row in touches.done_since(conn, rep.id, since):
        for key in ((row.cadence, day_in(row.happened_at, where)), ("", day_in(row.happened_at, where))):
            counts[key] = counts.get(key, 0) + 1
    return counts
