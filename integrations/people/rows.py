"""A person as a file of contacts describes one, parsed so that nothing in it can be wrong. Knows no format of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from cadences.moments import Instant, instant, zone
from cadences.zones import countries, known_country

COLUMNS: Final = (
    *("name", "company", "role", "phone", "email", "country", "region", "timezone", "language", "source", "notes"),
    *("last_contact_at", "cadence"),
)
"""What is known by these names; every other column is kept as a note."""
LONGEST: Final[Mapping[str, int]] = {"notes": 20_000}
"""The most characters of a field; 200 where nothing is said."""
_PHONE: Final = re.compile(r"[+(]?[\d\s().,/+-]*\d(?:\s*(?:ext\.?|x|#)\s*\d+)?", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2})?")
_EMAIL: Final = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_FEWEST_DIGITS: Final = 5


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as somebody described one; nothing = not said. `line` is where (0 = not in a file).

    `timezone` and `country` are known ones. `cadence` is a name that may or may not exist.
    """

    name: str
    company: str | None = None
    role: str | None = None
    phone: str | None = None
    email: str | None = None
    country: str | None = None
    region: str | None = None
    timezone: str | None = None
    language: str | None = None
    source: str | None = None
    notes: str | None = None
    last_contact_at: Instant | None = None
    cadence: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong in a file of contacts, in one sentence, and on which line."""

    line: int
    message: str


def person(cells: Mapping[str, str], line: int = 0) -> PersonRow | tuple[Fault, ...]:
    """Read a person from texts by column name, or all that is wrong with them; an empty text is nothing."""
    read: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, text in cells.items():
        try:
            read[column] = _READERS.get(column, _line)(_short(column, text.strip())) if text.strip() else None
        except ValueError as error:
            faults.append(Fault(line, str(error) if column in str(error) else f"{column}: {error}"))
    if not read.get("name") and not any("name" in fault.message for fault in faults):
        faults.append(Fault(line, "there is no name; every person needs one"))
    return tuple(faults) if faults else PersonRow(line=line, **read)


def _short(column: str, text: str) -> str:
    most = LONGEST.get(column, 200)
    if len(text) > most:
        msg = f"{column} has {len(text):,} characters, at most {most:,} are kept; is a quote missing?"
        raise ValueError(msg)
    if "\0" in text:
        msg = f"{column} holds a NUL character; save the file as text (UTF-8)"
        raise ValueError(msg)
    return text


def _line(text: str) -> str:
    if any(ord(sign) < ord(" ") for sign in text):
        msg = f"{text[:40]!r} runs over several lines; is a quote missing?"
        raise ValueError(msg)
    return " ".join(text.split())


def _phone(text: str) -> str:
    number = _line(text)
    if not _PHONE.fullmatch(number) or sum(sign.isdigit() for sign in number) < _FEWEST_DIGITS:
        msg = f"{text[:40]!r} is no phone number; write one like +46 70 123 45 67"
        raise ValueError(msg)
    return number


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        msg = f"{text[:40]!r} is no email address; write one like anna@acme.example"
        raise ValueError(msg)
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        msg = f"{text[:40]!r} is no language; write one like sv"
        raise ValueError(msg)
    return text.replace("_", "-").lower()


def _country(text: str) -> str:
    return known_country(text.upper() if text.upper() in countries() else text)


def _moment(text: str) -> Instant:
    """Read a date, or an instant with an offset. A date is kept as noon UTC: the same date nearly everywhere."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"{text[:40]!r} is no date; write one like 2026-11-23"
        raise ValueError(msg) from error
    if moment.tzinfo is None:
        moment = datetime.combine(date.fromisoformat(moment.date().isoformat()), time(12), UTC)
    return instant(moment)


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "notes": str,
    "phone": _phone,
    "email": _email,
    "language": _language,
    "timezone": lambda text: zone(text).key,
    "country": _country,
    "last_contact_at": _moment,
}
