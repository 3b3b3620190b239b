"""Waits: how long until a touch is due. Knows business days by a predicate; knows no holiday itself.

Minutes and hours are exact time; days and longer are dates (docs: the domain, "Time").
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from cadences.moments import Instant, at_wall, day_in

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

IsBusinessDay = Callable[[date], bool]

LONGEST_YEARS: Final = 10
"""No wait is longer; what is meant by a thousand years is a slip of the finger."""


class Unit(StrEnum):
    """The units of a delay, as they are written in the singular."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"


_DAYS: Final = {
    Unit.MINUTE: 1 / 1440,
    Unit.HOUR: 1 / 24,
    Unit.DAY: 1,
    Unit.BUSINESS_DAY: 1.4,
    Unit.WEEK: 7,
    Unit.MONTH: 31,
}
_SHAPE: Final = re.compile(r"(?P<amount>\d{1,9}) (?P<unit>minute|hour|day|business day|week|month)s?")


@dataclass(frozen=True, slots=True)
class Delay:
    """A number of units; zero means the same day, as soon as possible.

    Raises:
        ValueError: It is negative or longer than ten years.
    """

    amount: int
    unit: Unit = Unit.DAY

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.amount < 0:
            msg = "a wait cannot be negative"
            raise ValueError(msg)
        if self.amount * _DAYS[self.unit] > LONGEST_YEARS * 366:
            msg = f"{self} is longer than {LONGEST_YEARS} years"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `0`, or an integer, one space and a unit, singular or plural.

        >>> str(Delay.parse("2 business days"))
        '2 business days'

        Raises:
            ValueError: It is no duration; the message says how to write one.
        """
        if text == "0":
            return cls(0)
        found = _SHAPE.fullmatch(text)
        if found is None:
            msg = f"{text!r} is no duration; write 0 or one like 15 minutes, 2 business days, 1 week"
            raise ValueError(msg)
        return cls(int(found["amount"]), Unit(found["unit"]))

    def __str__(self) -> str:
        """Write the delay as it is read."""
        if self.amount == 0:
            return "0"
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def exact(self) -> bool:
        """Whether it is plain time (nothing, minutes, hours), so that the touch belongs to the occasion before it."""
        return self.amount == 0 or self.unit in {Unit.MINUTE, Unit.HOUR}


NOTHING: Final = Delay(0)


def due_after(delay: Delay, since: Instant, where: ZoneInfo, is_business_day: IsBusinessDay) -> Instant:
    """Return when a touch is due that waits so long after something happened.

    Minutes and hours are exact. Longer waits are dates: 00:00, in the zone, of the n-th (business) day after the
    local date of what happened. A month from the 31st ends on the last day.
    """
    if delay.amount == 0:
        return since
    if delay.unit is Unit.MINUTE:
        return Instant(since + timedelta(minutes=delay.amount))
    if delay.unit is Unit.HOUR:
        return Instant(since + timedelta(hours=delay.amount))
    return at_wall(days_after(delay, day_in(since, where), is_business_day), 0, where)


def days_after(delay: Delay, day: date, is_business_day: IsBusinessDay, direction: int = 1) -> date:
    """Return the day that lies a delay of whole days after another; `direction` -1 counts back."""
    amount = delay.amount * direction
    match delay.unit:
        case Unit.BUSINESS_DAY:
            return business_days_after(amount, day, is_business_day)
        case Unit.WEEK:
            return day + timedelta(weeks=amount)
        case Unit.MONTH:
            return months_after(amount, day)
        case _:
            return day + timedelta(days=amount if delay.unit is Unit.DAY else 0)


def due_before(delay: Delay, landmark: date, where: ZoneInfo, is_business_day: IsBusinessDay) -> Instant:
    """Return when a touch is due that lies so long before a known day (its 00:00 in the zone)."""
    if delay.unit in {Unit.MINUTE, Unit.HOUR}:
        minutes = delay.amount * (60 if delay.unit is Unit.HOUR else 1)
        return Instant(at_wall(landmark, 0, where) - timedelta(minutes=minutes))
    return at_wall(days_after(delay, landmark, is_business_day, -1), 0, where)


def business_days_after(amount: int, day: date, is_business_day: IsBusinessDay) -> date:
    """Return the n-th business day after a day; `amount` may be negative to count back."""
    step = timedelta(days=1 if amount > 0 else -1)
    left = abs(amount)
    while left:
        day += step
        left -= is_business_day(day)
    return day


def months_after(amount: int, day: date) -> date:
    """Return the same day of the month so many months later, or that month's last day.

    >>> months_after(1, date(2026, 1, 31)).isoformat()
    '2026-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Before:
    """A wait that ends so long before a known date: `1 business day before meeting`.

    `instead` is the wait of a chain whose date nobody knows; no author writes it.
    """

    delay: Delay
    landmark: str
    instead: Delay | None = None

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"{self.delay} before {self.landmark}"


Wait = Delay | Before
