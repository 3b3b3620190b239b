"""Contacts: adding, finding, changing and importing people. Enrols nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from cadences.moments import Instant
from daemon.errors import BadInput
from daemon.service.replan import replan
from daemon.service.world import World
from daemon.store import enrollments, people, touches
from integrations.people.rows import PersonRow

MOST_NAMED = 8
"""Candidates that an ambiguous name is answered with."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a person: the contact's id, whether it is new, and which details changed."""

    id: str
    name: str
    new: bool
    changed: tuple[str, ...]
    line: int = 0


def find(conn: Connection, words: str) -> Row[Any]:
    """Return the contact (a row of `contacts`) that an id, an email or a part of a name or company means.

    Raises:
        BadInput: Nobody, or more than one, is meant; the message has the candidates.
    """
    if not words.strip():
        raise BadInput("no contact was named", "name an id, an email, or a part of a name or company")
    found = people.find(conn, words, MOST_NAMED + 1)
    if len(found) > 1:
        beginning = [row for row in found if _begins_a_word(words, row)]
        found = beginning if len(beginning) == 1 and len(found) <= MOST_NAMED else found
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(f"there is no contact {words!r}", "klart contact list shows those there are")
    names = "; ".join(f"{row.id} ({_called(row)})" for row in found[:MOST_NAMED])
    more = " and more" if len(found) > MOST_NAMED else ""
    raise BadInput(f"{words!r} may be {names}{more}", "name one by its id")


def add(conn: Connection, world: World, row: PersonRow, now: Instant) -> Kept:
    """Keep a person: as a new contact, or, if it is somebody known, what is new about them.

    What the row does not say stays as it is: an empty cell erases nothing.
    """
    known = people.same(conn, row, world.rep.country)
    said = {name: getattr(row, name) for name in people.DETAILS if getattr(row, name) is not None}
    if known is None:
        return Kept(people.add(conn, said, world.rep.country), row.name, new=True, changed=tuple(said), line=row.line)
    return change(conn, world, known, said, now, line=row.line)


def change(
    conn: Connection, world: World, known: Row[Any], said: dict[str, Any], now: Instant, *, line: int = 0
) -> Kept:
    """Write new details of a contact; plan anew what they move."""
    news = {name: value for name, value in said.items() if value != getattr(known, name)}
    if (
        "last_contact_at" in news
        and known.last_contact_at is not None
        and news["last_contact_at"] < known.last_contact_at
    ):
        del news["last_contact_at"]
    if "notes" in news and known.notes and news["notes"] not in known.notes:
        news["notes"] = f"{known.notes}\n{news['notes']}"
    elif "notes" in news and known.notes:
        del news["notes"]
    if news:
        dated = {"details_at": now} if news.keys() & {"phone", "email"} else {}
        people.change(conn, known.id, news | dated, world.rep.country)
        touches.shows_otherwise(conn, known.id)
        if news.keys() & {"timezone", "country", "region", "phone"}:
            _replan_all_of(conn, world, known.id, now)
    return Kept(known.id, news.get("name", known.name), new=False, changed=tuple(sorted(news)), line=line)


def import_contacts(conn: Connection, world: World, rows: Iterable[PersonRow], now: Instant) -> tuple[Kept, ...]:
    """Keep many people; all of them or, in the caller's transaction, none. Enrols nobody."""
    return tuple(add(conn, world, row, now) for row in rows)


def _replan_all_of(conn: Connection, world: World, contact: str, now: Instant) -> None:
    by_rep: dict[str, list[str]] = {}
    for kept in enrollments.of_contact(conn, contact, only_open=True):
        by_rep.setdefault(kept.enrollment.rep, []).append(kept.enrollment.id)
    for rep, ids in sorted(by_rep.items()):
        replan(conn, world, rep, ids, now)


def _begins_a_word(words: str, row: Row[Any]) -> bool:
    text = people.folded(f"{row.name} {row.company or ''}")
    return re.search(rf"(?<!\w){re.escape(people.folded(words.strip()))}", text) is not None


def _called(row: Row[Any]) -> str:
    return f"{row.name}, {row.company}" if row.company else str(row.name)


def show(conn: Connection, row: Row[Any]) -> dict[str, Any]:
    """Return a contact as `klart contact show --json` writes it."""
    running = enrollments.of_contact(conn, row.id)
    return {
        "id": row.id,
        **{name: _plain(getattr(row, name)) for name in people.DETAILS},
        "do_not_contact": row.do_not_contact_at is not None,
        "enrollments": [
            {
                "id": kept.enrollment.id,
                "cadence": kept.enrollment.cadence,
                "state": enrollments.NAMES[type(kept.enrollment.state)],
                "since": kept.enrollment.opened_at.isoformat(),
            }
            for kept in running
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
