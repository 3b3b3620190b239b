"""Reps and contacts as rows. Knows who is the same person; knows no rule of when anybody is touched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cadences.moments import Instant
from cadences.people import Contact, Rep
from cadences.zones import zone_of
from daemon.store.codec import decode, encode
from daemon.store.tables import contacts, reps
from integrations.people.identity import Keys, Named, are_same, keys_of

DETAILS: Final = (
    *("name", "company", "role", "phone", "email", "country", "region", "timezone", "language", "source", "notes"),
    "last_contact_at",
)
"""What is kept of a contact, as it was given."""
_NOBODY: Final = dict.fromkeys(DETAILS)


# --- reps -----------------------------------------------------------------------------------------------------------
def keep_rep(conn: Connection, rep: Rep) -> None:
    """Keep a rep, in place of what was kept under the same id."""
    statement = upsert(reps).values(id=rep.id, profile=encode(Rep, rep))
    conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"profile": statement.excluded.profile}))


def rep(conn: Connection, id_: str) -> Rep | None:
    """Return a rep, or nothing."""
    profile = conn.scalar(select(reps.c.profile).where(reps.c.id == id_))
    return None if profile is None else decode(Rep, profile)


# --- contacts -------------------------------------------------------------------------------------------------------
def as_contact(row: Row[Any], rep_zone: str) -> Contact:
    """Return a row of `contacts` as the core knows it, its zone resolved (a rep's zone is the last resort)."""
    zone, source, call_zones = zone_of(row.timezone, row.country, row.phone, rep_zone)
    return Contact(
        id=row.id,
        timezone=zone,
        zone_source=source,
        call_zones=call_zones,
        do_not_contact=row.do_not_contact_at is not None,
        **{name: getattr(row, name) for name in DETAILS if name != "timezone"},
    )


def contact(conn: Connection, id_: str, rep_zone: str) -> Contact | None:
    """Return a contact, or nothing."""
    row = conn.execute(select(contacts).where(contacts.c.id == id_)).one_or_none()
    return None if row is None else as_contact(row, rep_zone)


def contacts_of(conn: Connection, ids: Collection[str], rep_zone: str) -> dict[str, Contact]:
    """Return contacts by id."""
    rows = (row for part in parts(ids) for row in conn.execute(select(contacts).where(contacts.c.id.in_(part))))
    return {row.id: as_contact(row, rep_zone) for row in rows}


def row_of(conn: Connection, id_: str) -> Row[Any] | None:
    """Return the row of a contact, or nothing."""
    return conn.execute(select(contacts).where(contacts.c.id == id_)).one_or_none()


def add(conn: Connection, details: Mapping[str, Any], near: str | None = None) -> str:
    """Keep a new contact and return its id, made from the name (`anna-berg`, and `anna-berg-2` for another).

    A name in which no Latin letter stands gives none: then the email does, else the company, else `contact-1`.

    `near`, here and below, is the country in which a national number is read where the contact's is not known.
    """
    email, company = (details.get("email") or "").partition("@")[0], details.get("company") or ""
    id_ = _free_id(conn, slug(details["name"]) or slug(email) or slug(company))
    conn.execute(insert(contacts).values(id=id_, **details, **_keys(SimpleNamespace(**_NOBODY | dict(details)), near)))
    return id_


def change(conn: Connection, id_: str, details: Mapping[str, Any], near: str | None = None) -> None:
    """Write some of a contact's details, and what they are compared by."""
    conn.execute(update(contacts).where(contacts.c.id == id_).values(**details))
    row = conn.execute(select(contacts).where(contacts.c.id == id_)).one()
    keys = _keys(row, near)
    if not details.keys() & {"phone", "country"}:
        del keys["phone_key"]  # it was read where it was said
    conn.execute(update(contacts).where(contacts.c.id == id_).values(**keys))


def touched(conn: Connection, id_: str, at: Instant) -> None:
    """Keep when a contact was last touched, if that is later than what is known."""
    later = or_(contacts.c.last_contact_at.is_(None), contacts.c.last_contact_at < at)
    conn.execute(update(contacts).where(contacts.c.id == id_, later).values(last_contact_at=at))


def opt_out(conn: Connection, id_: str, at: Instant, line: int | None) -> bool:
    """Keep that a contact is never to be contacted again, and which line said so, if any; return if it is news."""
    here = (contacts.c.id == id_, contacts.c.do_not_contact_at.is_(None))
    return conn.execute(update(contacts).where(*here).values(do_not_contact_at=at, opted_out_by=line)).rowcount == 1


def opt_in(conn: Connection, id_: str) -> None:
    """Keep that a contact may be contacted after all."""
    values = {"do_not_contact_at": None, "opted_out_by": None}
    conn.execute(update(contacts).where(contacts.c.id == id_).values(**values))


def correct(
    conn: Connection, id_: str, new: Mapping[str, str], line: int, at: Instant, near: str | None = None
) -> None:
    """Write details that were found; the old ones are kept as bad, with the line of the log that said so."""
    row = conn.execute(select(contacts).where(contacts.c.id == id_)).one()
    old = [{"what": name, "was": getattr(row, name), "line": line} for name in new]
    change(conn, id_, {**new, "bad": [*row.bad, *old], "details_at": at}, near)


def take_back(conn: Connection, id_: str, line: int, near: str | None = None) -> None:
    """Undo what a line of the log did to a contact: details come back, an opt-out is lifted."""
    row = conn.execute(select(contacts).where(contacts.c.id == id_)).one()
    back = {one["what"]: one["was"] for one in row.bad if one["line"] == line}
    if back:
        change(conn, id_, {**back, "bad": [one for one in row.bad if one["line"] != line]}, near)
    if row.opted_out_by == line:
        opt_in(conn, id_)


def same(conn: Connection, who: Named, near: str | None = None) -> Row[Any] | None:
    """Return the contact who is the same person (`identity.are_same`), found by email, else phone, else name."""
    keys = keys_of(who, near)
    by = ((contacts.c.email_key, keys.email), (contacts.c.phone_key, keys.phone), (contacts.c.name_key, keys.name))
    for column, key in by:
        if key is not None:
            for row in conn.execute(select(contacts).where(column == key).order_by(contacts.c.id)):
                if are_same(Keys(row.email_key, row.phone_key, row.name_key), keys):
                    return row
    return None


def find(conn: Connection, words: str, limit: int = 10) -> list[Row[Any]]:
    """Return whom an id, an email or a part of a name or a company means; more than one = it is ambiguous."""
    said = words.strip().casefold()
    exact = or_(contacts.c.id == said, contacts.c.email_key == said)
    found = list(conn.execute(select(contacts).where(exact).limit(limit)))
    if found:
        return found
    part = f"%{_escaped(said)}%"
    inside = contacts.c.name_key.like(part, escape="\\")
    found = list(conn.execute(select(contacts).where(inside).order_by(contacts.c.id).limit(limit)))
    return found or _found_folded(conn, words, limit)


def _found_folded(conn: Connection, words: str, limit: int) -> list[Row[Any]]:
    """Return whom a part of a name means that was typed without its accents, or with others."""
    part = folded(words.strip())
    names = conn.execute(select(contacts.c.id, contacts.c.name_key).order_by(contacts.c.id))
    ids = [row.id for row in names if part and part in folded(row.name_key)][:limit]
    return [row for one in parts(ids) for row in conn.execute(select(contacts).where(contacts.c.id.in_(one)))]


def everyone(conn: Connection) -> list[Row[Any]]:
    """Return every contact, by id."""
    return list(conn.execute(select(contacts).order_by(contacts.c.id)))


# --- ids ------------------------------------------------------------------------------------------------------------
def folded(text: str) -> str:
    """Return a text in small letters without accents, as it is typed where a keyboard has none.

    >>> folded("Åsa Sørensen · Smørrebrød")
    'asa sorensen · smorrebrod'
    """
    letters = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d"})
    apart = unicodedata.normalize("NFKD", text.lower().translate(letters))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def slug(name: str) -> str:
    """Return a name as an id: `Åsa Ek` as `asa-ek`; nothing where no Latin letter or digit is in it.

    >>> slug("Sanne de Vries")
    'sanne-de-vries'
    """
    plain = folded(name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def parts(ids: Collection[str], size: int = 500) -> list[list[str]]:
    """Split ids so that a statement holds them (SQLite takes 32,766 values; a short list is compiled once)."""
    ordered = sorted(ids)
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def _free_id(conn: Connection, said: str) -> str:
    wanted = said or "contact"
    # As a range (`.` follows `-`), which the primary key serves; LIKE would read every contact.
    numbered = and_(contacts.c.id >= f"{wanted}-", contacts.c.id < f"{wanted}.")
    taken = set(conn.scalars(select(contacts.c.id).where(or_(contacts.c.id == wanted, numbered))))
    number, id_ = (1, wanted) if said else (0, "")
    while not id_ or id_ in taken:
        number += 1
        id_ = f"{wanted}-{number}"
    return id_


def _keys(who: Any, near: str | None) -> dict[str, str | None]:
    return {f"{name}_key": key for name, key in keys_of(who, near)._asdict().items()}


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
