"""Promises: what a contact asked for about when. The shape is that of the reading policy (docs/whens.md).

A `When` is what was understood of the words; a `Promise` is a `When` that somebody gave at some time.
Wall-clock values are the contact's, unless `tz` names another zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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
