"""Where everything stands, in numbers, and what needs a person. Only reads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, cast, func, or_, select
from sqlalchemy.types import Text

from cadences import wording
from cadences.moments import Instant
from daemon.errors import BadInput
from daemon.service.agenda import open_touches
from daemon.service.telling import SIGNIFICANT, Voice, reasons_of
from daemon.service.world import World
from daemon.store import enrollments as enrolled
from daemon.store import objects, questions
from daemon.store.tables import OPEN, STANDS, STATES, WAS_DONE, contacts, enrollments, touches


def status(conn: Connection, world: World, now: Instant) -> dict[str, Any]:
    """Return the shape of `klart status --json`: numbers, conflicts, questions, calendars, promises kept and broken."""
    voice = Voice(world.rep, now)
    counted = select(enrollments.c.state, func.count()).group_by(enrollments.c.state)
    states: dict[str, int] = {row[0]: row[1] for row in conn.execute(counted)}
    running = sum(states.get(name, 0) for name in STATES)
    overdue = _count(conn, touches.c.end <= now)
    return {
        "open": running,
        "overdue": overdue,
        "planned": _count(conn) - overdue,
        **{name: states.get(name, 0) for name in ("won", "lost", "opted_out", "referred", "given_up")},
        "without_next_touch": _without_next(conn),
        "conflicts": _conflicts(conn, voice),
        "questions": _questions(conn, voice),
        "adrift": adrift(conn, world),
        "put_off": _count(conn, touches.c.put_offs >= SIGNIFICANT),
        "calendars": _calendars(conn, world, voice),
        "promises": promises(conn),
    }


def promises(conn: Connection, *since: Any) -> dict[str, int]:
    """Return how many promised touches were made as promised, and how many were not."""
    broken = cast(touches.c.conflicts, Text).like("%conflict-promise%")
    here = (WAS_DONE, touches.c.reaches, or_(touches.c.promised, broken), *since)
    rows = conn.execute(select(broken, func.count()).where(*here).group_by(broken))
    found = {bool(row[0]): row[1] for row in rows}
    return {"kept": found.get(False, 0), "broken": found.get(True, 0)}


def _count(conn: Connection, *conditions: Any) -> int:
    return conn.execute(select(func.count()).select_from(touches).where(STANDS, *conditions)).scalar_one()


def _without_next(conn: Connection) -> int:
    """Return how many open enrollments have no next touch: none, ever (invariant 1)."""
    theirs = select(touches.c.number).where(touches.c.enrollment == enrollments.c.id, STANDS).exists()
    return conn.execute(select(func.count()).select_from(enrollments).where(OPEN, ~theirs)).scalar_one()


def _conflicts(conn: Connection, voice: Voice) -> list[dict[str, Any]]:
    query = open_touches().where(cast(touches.c.conflicts, Text) != "[]")
    return [
        {
            "touch": f"{row.enrollment}/{row.number}",
            "contact": row.name,
            "start": voice.moment(row.start),
            "codes": [reason.code for reason in reasons_of(row.conflicts)],
            "why": voice.sentences(reasons_of(row.conflicts), row.name),
        }
        for row in conn.execute(query)
    ]


def _questions(conn: Connection, voice: Voice) -> list[dict[str, Any]]:
    found = []
    for row in questions.waiting(conn):
        here = select(contacts.c.name).join(enrollments, enrollments.c.contact == contacts.c.id)
        name = conn.execute(here.where(enrollments.c.id == row.enrollment)).scalar_one()
        text = wording.ask(row.code, row.args, voice.rep.language, zone=voice.zone, near=voice.today)
        asked = {
            "contact": name,
            "code": row.code,
            "args": row.args,
            "asked": text,
            "since": voice.moment(row.asked_at),
        }
        found.append({"enrollment": row.enrollment, **asked})
    return found


def adrift(conn: Connection, world: World) -> list[dict[str, Any]]:
    """Return the cadences whose file is gone or faulty, and who goes on in the version kept."""
    found = []
    for name in enrolled.cadences_open(conn):
        gone, why = False, None
        try:
            gone = world.cadences.current(name) is None
        except BadInput as error:
            why = error.message
        if gone or why is not None:
            who = _names(conn, name)
            shown = {"why": why or "there is no file of that name", "gone": gone}
            found.append({"cadence": name, "open": len(who), "who": who, **shown})
    return found


def _names(conn: Connection, cadence: str) -> list[str]:
    """Return the names of those who go on in a cadence."""
    joined = select(contacts.c.name).join(enrollments, enrollments.c.contact == contacts.c.id)
    return list(conn.scalars(joined.where(enrollments.c.cadence == cadence, OPEN).order_by(contacts.c.name)))


def _calendars(conn: Connection, world: World, voice: Voice) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "role": row.role,
            "state": row.state,
            "said": row.said,
            "last_sync": voice.moment(row.last_sync),
            "events": objects.events_in(conn, row.id),
            "unpushed": _unpushed(conn, world) if row.role == "klart" else 0,
        }
        for row in objects.calendars_of(conn, world.rep.id)
    ]


def _unpushed(conn: Connection, world: World) -> int:
    here = (touches.c.rep == world.rep.id, touches.c.wanted_rev != touches.c.pushed_rev)
    return conn.execute(select(func.count()).select_from(touches).where(*here)).scalar_one()
