"""Promises: what a contact asked for about when. The shape is that of the reading policy (docs/whens.md).

A `When` is what was understood of the words; a `Promise` is a `When` that somebody gave at some time.
Wall-clock values are the contact's, unless `tz` names another zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from cadences.moments import Instant

Hours = tuple[int | None, int | None]
"""A daily window `[from, to)` in minutes of the day; nothing = open on that side."""

Bound = date | datetime
"""A day (`date`), or a wall-clock moment (a naive `datetime`, to be read in the contact's zone)."""


class WhenKind(StrEnum):
    """How long what was said binds."""

    ONE_OFF = "one_off"
    """The next try that reaches out, and no further."""
    STANDING = "standing"
    """Every touch, until it is replaced."""
    AT = "at"
    """An exact appointment."""


@dataclass(frozen=True, slots=True)
class When:
    """A constraint on when a contact may be touched; an absent part binds nothing.

    `not_before` and `not_after` are inclusive (a day means the whole day). `days` and `not_days` are ISO weekdays.
    """

    kind: WhenKind
    not_before: Bound | None = None
    not_after: Bound | None = None
    windows: tuple[Hours, ...] = ()
    not_windows: tuple[Hours, ...] = ()
    days: frozenset[int] = frozenset()
    not_days: frozenset[int] = frozenset()
    at: datetime | None = None
    tz: str | None = None

    @property
    def names_a_day(self) -> bool:
        """Whether it names days or dates, so that it overrides the weekend."""
        return bool(self.at or self.not_before or self.not_after or self.days)


@dataclass(frozen=True, slots=True)
class Promise:
    """A `When` that was given to us, or that we gave.

    `enrollment` is set where it binds that enrollment alone (an exact time); else it binds the contact's every
    touch. `words` are what was said, for `why`.
    """

    when: When
    said_at: Instant
    words: str = ""
    enrollment: str | None = None
    by_rep: bool = False


@lru_cache(maxsize=1024)
def pieces(when: When) -> tuple[str, ...]:
    """Write a `When` as short strings, for the arguments of a reason; `of_pieces` reads them back.

    >>> pieces(When(WhenKind.STANDING, windows=((1020, None),), not_days=frozenset({5})))
    ('standing', 'windows=1020-', 'not_days=5')
    """
    return (when.kind.value, *(f"{name}={value}" for name, value in _written(when) if value))


def _written(when: When) -> Iterator[tuple[str, str]]:
    yield "not_before", when.not_before.isoformat() if when.not_before else ""
    yield "not_after", when.not_after.isoformat() if when.not_after else ""
    yield "windows", _hours(when.windows)
    yield "not_windows", _hours(when.not_windows)
    yield "days", ",".join(str(day) for day in sorted(when.days))
    yield "not_days", ",".join(str(day) for day in sorted(when.not_days))
    yield "at", when.at.isoformat() if when.at else ""
    yield "tz", when.tz or ""


def _hours(windows: tuple[Hours, ...]) -> str:
    return ",".join("-".join("" if end is None else str(end) for end in hours) for hours in windows)


def of_pieces(words: Iterable[str]) -> When:
    """Read what `pieces` wrote.

    Raises:
        ValueError: It was not written by `pieces`.
    """
    kind, *rest = words
    named = dict(word.split("=", 1) for word in rest)
    return When(
        WhenKind(kind),
        not_before=_bound(named.get("not_before")),
        not_after=_bound(named.get("not_after")),
        windows=_windows(named.get("windows")),
        not_windows=_windows(named.get("not_windows")),
        days=_days(named.get("days")),
        not_days=_days(named.get("not_days")),
        at=datetime.fromisoformat(named["at"]) if "at" in named else None,
        tz=named.get("tz"),
    )


def _bound(text: str | None) -> Bound | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _windows(text: str | None) -> tuple[Hours, ...]:
    ends = [tuple(int(end) if end else None for end in hours.split("-")) for hours in (text or "").split(",") if hours]
    return tuple((start, end) for start, end in ends)


def _days(text: str | None) -> frozenset[int]:
    return frozenset(int(day) for day in (text or "").split(",") if day)
