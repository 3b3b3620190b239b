"""What a calendar is known to hold, object by object, and how its rounds fare. Knows rows; knows no server, no event.

A round takes no lock: it reads the calendar's fence at its start, and every write of its checks it and counts it up,
so that of two rounds at once the second to write is told that it is late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from cadences.moments import Instant
from daemon.store.people import parts
from daemon.store.tables import calendars, objects

DAY: Final = timedelta(days=1)


class LateError(Exception):
    """Another round has written since this one began; what this one found is no longer the newest."""


@dataclass(frozen=True, slots=True)
class Held:
    """An object as it lies in the store; see the table `objects`. `gone` with no `gone_at` = it never came to be."""

    calendar: int
    href: str
    kind: str
    uid: str | None = None
    enrollment: str | None = None
    number: int | None = None
    generation: int = 0
    etag: str | None = None
    base: bytes | None = None
    ours: bytes | None = None
    state: str = "live"
    gone_at: Instant | None = None
    start: Instant | None = None
    end: Instant | None = None
    opaque: bool = False
    failures: int = 0
    retry_at: Instant | None = None
    quarantine: str | None = None

    @property
    def own(self) -> bool:
        """Whether klart wrote it."""
        return self.kind != "foreign"

    @property
    def touch(self) -> tuple[str, int] | None:
        """The enrollment and number of its touch."""
        return None if self.enrollment is None or self.number is None else (self.enrollment, self.number)


_NAMES: Final = tuple(each.name for each in fields(Held))
_COLUMNS: Final = tuple(objects.c[name] for name in _NAMES)
_KEY: Final = ("calendar", "href")


# --- calendars ------------------------------------------------------------------------------------------------------
def calendar(conn: Connection, id_: int) -> Row[Any]:
    """Return the row of a calendar."""
    return conn.execute(select(calendars).where(calendars.c.id == id_)).one()


def advance(conn: Connection, id_: int, fence: int) -> int:
    """Count a calendar's fence up in this transaction and return it.

    Raises:
        LateError: Somebody has done so since `fence` was read.
    """
    here = (calendars.c.id == id_, calendars.c.fence == fence)
    if conn.execute(update(calendars).where(*here).values(fence=fence + 1)).rowcount != 1:
        raise LateError(f"another round of calendar {id_} has written meanwhile")
    return fence + 1


def note(conn: Connection, id_: int, **values: Any) -> None:
    """Keep something about a calendar: its token, state, `said`, `last_sync`, failures, `retry_at`."""
    conn.execute(update(calendars).where(calendars.c.id == id_).values(**values))


# --- objects --------------------------------------------------------------------------------------------------------
def named(conn: Connection, id_: int, hrefs: Collection[str]) -> dict[str, Held]:
    """Return what is known of objects, by their hrefs."""
    found = {}
    for part in parts(hrefs):
        for row in conn.execute(select(*_COLUMNS).where(objects.c.calendar == id_, objects.c.href.in_(part))):
            found[row.href] = Held(*row)
    return found


def live(conn: Connection, id_: int) -> dict[str, Held]:
    """Return all that a calendar is believed to hold; this reads every row of it."""
    here = (objects.c.calendar == id_, objects.c.state.in_(("live", "given", "vanished")))
    return {row.href: Held(*row) for row in conn.execute(select(*_COLUMNS).where(*here))}


def vanished(conn: Connection, id_: int) -> list[Held]:
    """Return what was reported gone and not believed."""
    here = (objects.c.calendar == id_, objects.c.state == "vanished")
    return [Held(*row) for row in conn.execute(select(*_COLUMNS).where(*here).order_by(objects.c.href))]


def of_touches(
    conn: Connection, id_: int, touches: Collection[tuple[str, int]]
) -> dict[tuple[str, int], tuple[Held, ...]]:
    """Return all objects there are or were of touches, the oldest generation first."""
    found: dict[tuple[str, int], tuple[Held, ...]] = {}
    for part in parts({enrollment for enrollment, _ in touches}):
        query = select(*_COLUMNS).where(objects.c.calendar == id_, objects.c.enrollment.in_(part))
        for row in conn.execute(query.order_by(objects.c.generation, objects.c.href)):
            if (key := (row.enrollment, row.number)) in touches:
                found[key] = (*found.get(key, ()), Held(*row))
    return found


def keep(conn: Connection, held: Iterable[Held]) -> None:
    """Write objects, new or known."""
    rows = [{name: getattr(each, name) for name in _NAMES} for each in held]
    if not rows:
        return
    statement = insert(objects)
    new = {name: statement.excluded[name] for name in _NAMES if name not in _KEY}
    conn.execute(statement.on_conflict_do_update(index_elements=list(_KEY), set_=new), rows)


def left_alone(conn: Connection, id_: int) -> list[str]:
    """Return in a sentence each why klart leaves some of its own objects alone."""
    here = (objects.c.calendar == id_, objects.c.quarantine.is_not(None), objects.c.kind != "foreign")
    return [str(why) for why in conn.scalars(select(objects.c.quarantine).where(*here).order_by(objects.c.href))]


def outlived(conn: Connection, id_: int, before: Instant) -> list[tuple[str, int]]:
    """Return the touches whose records have been kept for long enough; this reads every row of the calendar."""
    here = (objects.c.calendar == id_, objects.c.kind == "record", objects.c.state == "live", objects.c.end < before)
    rows = conn.execute(select(objects.c.enrollment, objects.c.number).where(*here, objects.c.enrollment.is_not(None)))
    return [(row.enrollment, row.number) for row in rows]


def forget_gone(conn: Connection, id_: int, before: Instant) -> None:
    """Drop foreign objects that are gone, and are of no use to the gate any more."""
    old = (objects.c.kind == "foreign", objects.c.state == "gone", objects.c.calendar == id_)
    conn.execute(objects.delete().where(*old, func.coalesce(objects.c.gone_at, before) <= before))


# --- for the gate ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Census:
    """How many events of klart's a calendar is believed to hold: all, those to come, and those deleted in a day."""

    known: int
    future: int
    gone_today: int


def census(conn: Connection, id_: int, now: Instant) -> Census:
    """Count what the gate weighs a deletion against; what vanished while it was to come still is."""
    here = (objects.c.calendar == id_, objects.c.kind != "foreign")
    there = (*here, objects.c.state.in_(("live", "given", "vanished")))
    to_come = or_(objects.c.start > now, and_(objects.c.state == "vanished", objects.c.start > objects.c.gone_at))
    future = (*there, objects.c.kind == "touch", to_come)
    today = (*here, objects.c.kind == "touch", objects.c.state == "gone", objects.c.gone_at > now - DAY)
    counts = [conn.scalar(select(func.count()).select_from(objects).where(*each)) for each in (there, future, today)]
    return Census(*(count or 0 for count in counts))
