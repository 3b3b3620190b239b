"""Enrolling a list: first what it would do and what that costs a day, then, if asked, the doing. All or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Connection, select

from cadences.cadence import Cadence
from cadences.delays import Delay, Unit
from cadences.enrollment import By
from cadences.moments import Instant, day_in, zone
from cadences.planner.late import LATE
from daemon.errors import BadInput
from daemon.service import contacts
from daemon.service.enroll import Wish, begin, cadence_or_refuse
from daemon.service.record import settle
from daemon.service.telling import Voice, reasons_of
from daemon.service.world import World
from daemon.service.writing import Writing
from daemon.store import enrollments, people
from daemon.store.tables import STANDS, touches
from daemon.store.touches import open_of
from integrations.people.rows import Fault, PersonRow


class Fate(StrEnum):
    """What enrolling a list does with a row of it."""

    NEW = "new"
    """A contact is made and enrolled."""
    KNOWN = "known"
    """A contact that is known is enrolled."""
    CONFLICT = "conflict"
    """Enrolled already: left alone."""
    DO_NOT_CONTACT = "do-not-contact"
    """Asked never to be contacted again: left alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of a row; `contact` is the known contact's id, `running` the cadence it is enrolled in already."""

    person: PersonRow
    cadence: str
    fate: Fate
    contact: str | None = None
    running: str | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What enrolling a list does.

    `minutes` are those of one touch of each, `a_day` the touches a day that the list asks of the rep while it runs
    (every touch of every cadence's main line over the time that its waits take), `standing` those the rep has on the
    coming days already, by date.
    """

    rows: tuple[Row, ...]
    a_day: float
    minutes_a_day: float
    standing: dict[date, int]

    def of(self, fate: Fate) -> tuple[Row, ...]:
        """Return the rows of one fate."""
        return tuple(row for row in self.rows if row.fate is fate)

    @property
    def enrolled(self) -> int:
        """How many are to be enrolled."""
        return len(self.of(Fate.NEW)) + len(self.of(Fate.KNOWN))


@dataclass(frozen=True, slots=True)
class Enlisted:
    """What was done: the outlook as it was, and the enrollments that began, in the order of the list.

    `late` are the names of those whose first touch stands later than its step's `by` allows, and what is said of it.
    """

    outlook: Outlook
    started: tuple[str, ...]
    late: tuple[tuple[str, str], ...] = ()


def outlook(conn: Connection, world: World, rows: Sequence[PersonRow], cadence: str | None, now: Instant) -> Outlook:
    """Say what enrolling a list would do; writes nothing.

    Args:
        conn: Any connection.
        world: The world.
        rows: The people.
        cadence: The cadence for all; nothing = each row's own.
        now: The present instant.

    Raises:
        BadInput: A row names no cadence, or one that there is not; all such rows are named.
    """
    named = _cadences(world, rows, cadence)
    found = tuple(_row(conn, world, row, cadence or row.cadence or "") for row in rows)
    to_begin = [named[row.cadence] for row in found if row.fate in {Fate.NEW, Fate.KNOWN}]
    a_day = sum(touches_a_day(one) for one in to_begin)
    minutes = sum(touches_a_day(one) * _minutes(one) for one in to_begin)
    return Outlook(found, round(a_day, 1), round(minutes, 1), _standing(conn, world, now))


def enroll_many(
    conn: Connection, world: World, rows: Sequence[PersonRow], cadence: str | None, now: Instant
) -> Enlisted:
    """Enrol a list: contacts are made or filled in, those in conflict are left alone, and all is planned together.

    Raises:
        BadInput: A row names no cadence, or one that there is not; nothing was written.
    """
    seen = outlook(conn, world, rows, cadence, now)
    writing = Writing(conn, world, now)
    for row in seen.rows:
        if row.fate is Fate.DO_NOT_CONTACT:
            continue
        kept = contacts.add(conn, world, row.person, now)
        if row.fate is not Fate.CONFLICT:
            begin(writing, Wish(kept.id, row.cadence), cadence_or_refuse(world, row.cadence), By.CLI)
    settle(writing)
    started = tuple(writing.started)
    return Enlisted(seen, started, _late(conn, world, started, now))


def _cadences(world: World, rows: Sequence[PersonRow], cadence: str | None) -> dict[str, Cadence]:
    """Return the cadences that are asked for, by name, or refuse with every row that names none."""
    if cadence is not None:
        return {cadence: cadence_or_refuse(world, cadence)}
    found: dict[str, Cadence] = {}
    faults: list[Fault] = []
    for row in rows:
        if not row.cadence:
            faults.append(Fault(row.line, f"{row.name}: no cadence is named"))
            continue
        try:
            found[row.cadence] = cadence_or_refuse(world, row.cadence)
        except BadInput as error:
            faults.append(Fault(row.line, f"{row.name}: {error.message}"))
    if faults:
        lines = "; ".join(f"line {fault.line}: {fault.message}" for fault in faults[:10])
        more = f"; and {len(faults) - 10} more" if len(faults) > 10 else ""  # noqa: PLR2004 - as many as are shown
        raise BadInput(f"{lines}{more}", "give --cadence, or name a cadence in every row; nobody was enrolled")
    return found


def _row(conn: Connection, world: World, person: PersonRow, cadence: str) -> Row:
    known = people.same(conn, person, world.rep.country)
    if known is None:
        return Row(person, cadence, Fate.NEW)
    if known.do_not_contact_at is not None:
        return Row(person, cadence, Fate.DO_NOT_CONTACT, known.id)
    running = enrollments.of_contact(conn, known.id, only_open=True)
    if running:
        return Row(person, cadence, Fate.CONFLICT, known.id, running[-1].enrollment.cadence)
    return Row(person, cadence, Fate.KNOWN, known.id)


# --- who is late ----------------------------------------------------------------------------------------------------
def _late(conn: Connection, world: World, started: Sequence[str], now: Instant) -> tuple[tuple[str, str], ...]:
    voice, rows = Voice(world.rep, now), open_of(conn, started)
    found = {
        id_: [one for one in reasons_of(rows[id_].conflicts) if one.code == LATE] for id_ in started if id_ in rows
    }
    names = {id_: people.row_of(conn, rows[id_].contact) for id_, after in found.items() if after}
    return tuple(
        (row.name, said) for id_, row in names.items() if row for said in voice.sentences(found[id_], row.name)
    )


# --- what it costs --------------------------------------------------------------------------------------------------
def touches_a_day(cadence: Cadence) -> float:
    """Return how many touches a working day one enrollment asks for while it runs on its main line."""
    touched, days = 0, 0.0
    for step in cadence.steps:
        tries = step.retry.times or len(step.retry.wait) + 1
        touched += tries
        days += _days(step.wait) + sum(_days(step.retry.rung(n)) for n in range(1, tries))
    return touched / max(1.0, days + 1)


def _days(wait: object) -> float:
    """Return about how many working days a wait takes; one before a known date counts as nothing."""
    if not isinstance(wait, Delay):
        return 0.0
    units = {
        Unit.MINUTE: 0.0,
        Unit.HOUR: 0.0,
        Unit.DAY: 5 / 7,
        Unit.BUSINESS_DAY: 1.0,
        Unit.WEEK: 5.0,
        Unit.MONTH: 21.7,
    }
    return wait.amount * units[wait.unit]


def _minutes(cadence: Cadence) -> float:
    return sum(step.takes for step in cadence.steps) / max(1, len(cadence.steps))


def _standing(conn: Connection, world: World, now: Instant) -> dict[date, int]:
    """Return how many touches the rep has on each of the coming fourteen days."""
    until = Instant(now + timedelta(days=14))
    here = (touches.c.rep == world.rep.id, STANDS, touches.c.start >= now, touches.c.start < until)
    where, found = zone(world.rep.timezone), dict[date, int]()
    for row in conn.execute(select(touches.c.start).where(*here)):
        day = day_in(row.start, where)
        found[day] = found.get(day, 0) + 1
    return found
