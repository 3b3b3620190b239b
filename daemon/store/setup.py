"""What a store is told when it is set up: whose installation it is, and which calendar is klart's. Knows those rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cadences.moments import Instant
from daemon.store.tables import STANDS, calendars, contacts, meta, objects, outbox, touches


def installation(conn: Connection) -> str | None:
    """Return the installation's random id, or nothing where the store was never set up."""
    return conn.scalar(select(meta.c.value).where(meta.c.key == "installation"))


def keep_installation(conn: Connection, id_: str) -> None:
    """Keep the installation's id; the first one stays for ever, for events carry it."""
    conn.execute(upsert(meta).values(key="installation", value=id_).on_conflict_do_nothing())


def named_server(conn: Connection) -> str | None:
    """Return the server's address in the settings by which the calendar was found, empty for klart's own server.

    Nothing where it was not kept.
    """
    return conn.scalar(select(meta.c.value).where(meta.c.key == "server"))


def keep_named_server(conn: Connection, url: str | None) -> None:
    """Keep by which server's address in the settings the calendar was found; nothing = klart's own server."""
    fresh = upsert(meta).values(key="server", value=url or "")
    conn.execute(fresh.on_conflict_do_update(index_elements=["key"], set_={"value": url or ""}))


def klart_calendar(conn: Connection, rep: str) -> Row[Any] | None:
    """Return the row of the rep's own klart calendar, or nothing."""
    return conn.execute(select(calendars).where(calendars.c.rep == rep, calendars.c.role == "klart")).one_or_none()


def all_calendars(conn: Connection, rep: str) -> list[Row[Any]]:
    """Return the rows of a rep's calendars."""
    return list(conn.execute(select(calendars).where(calendars.c.rep == rep).order_by(calendars.c.id)))


def keep_calendar(conn: Connection, rep: str, url: str, name: str, now: Instant) -> int:
    """Keep where the rep's klart calendar is, due for a round at once; return its id.

    An address that changed is the same calendar at another place (see `start_afresh` for another calendar).
    """
    there = klart_calendar(conn, rep)
    if there is None:
        made = conn.execute(insert(calendars).values(rep=rep, url=url, name=name, role="klart", due_at=now))
        assert made.inserted_primary_key is not None
        return int(made.inserted_primary_key[0])
    if (there.url, there.name) != (url, name):
        values = {"url": url, "name": name, "due_at": now, "retry_at": None}
        conn.execute(update(calendars).where(calendars.c.id == there.id).values(**values))
    return int(there.id)


def start_afresh(conn: Connection, rep: str, id_: int) -> None:
    """Forget what the calendar held, for it is another one now: every touch that stands is to be written there.

    What klart wrote into the calendar before stays there.
    """
    conn.execute(delete(objects).where(objects.c.calendar == id_))
    conn.execute(delete(outbox).where(outbox.c.calendar == id_))
    values = {"token": None, "state": "new", "said": None, "failures": 0, "retry_at": None, "last_sync": None}
    conn.execute(update(calendars).where(calendars.c.id == id_).values(fence=calendars.c.fence + 1, **values))
    shown = (touches.c.rep == rep, touches.c.state.in_(("open", "done")))
    conn.execute(update(touches).where(*shown).values(wanted_rev=touches.c.wanted_rev + 1))


def next_round(conn: Connection, rep: str) -> Instant | None:
    """Return when the next round with one of the rep's calendars is due."""
    return conn.scalar(
        select(calendars.c.due_at)
        .where(calendars.c.rep == rep, calendars.c.due_at.is_not(None))
        .order_by(calendars.c.due_at)
        .limit(1)
    )


def set_next_round(conn: Connection, id_: int, at: Instant) -> None:
    """Keep when a calendar's next round is due."""
    conn.execute(update(calendars).where(calendars.c.id == id_).values(due_at=at))


def glance(conn: Connection, rep: str, now: Instant) -> tuple[int, Instant | None]:
    """Return how many touches of a rep are open, and when the next one begins."""
    standing = (touches.c.rep == rep, STANDS)
    count = conn.execute(select(func.count()).select_from(touches).where(*standing)).scalar_one()
    return count, conn.scalar(select(func.min(touches.c.start)).where(*standing, touches.c.start >= now))


def done_by_name(conn: Connection, rep: str) -> list[tuple[str, int]]:
    """Return the names of a rep's contacts, and how many touches of each were done."""
    done = (touches.c.rep == rep, touches.c.state == "done")
    query = select(contacts.c.name, func.count()).join(contacts, contacts.c.id == touches.c.contact).where(*done)
    return [(row[0], row[1]) for row in conn.execute(query.group_by(contacts.c.id).order_by(contacts.c.id))]
