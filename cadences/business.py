"""Business days: whose weekends and public holidays count. Knows no holiday itself: the port's name of a day comes in.

A business day is no weekend and no public holiday of whoever the cadence says counts. Weekends are never business
days, whatever `holidays:` says; a country that is not known has weekends alone. Absences block placing; they do not
count here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from cadences.cadence import Counts
from cadences.delays import IsBusinessDay

HolidayName: TypeAlias = Callable[[date, str, str | None], str | None]
"""(day, country, region) -> the public holiday's name, or nothing; `PublicHolidays.name_of` is one."""

Place: TypeAlias = tuple[str | None, str | None]
"""A country (ISO 3166-1, nothing = not known) and its region (nothing = the whole country)."""

SATURDAY = 6
"""The ISO weekday at which the weekend begins."""


def no_holidays(day: date, country: str, region: str | None) -> str | None:  # noqa: ARG001 - the port's own shape
    """Name no day: for a world in which weekends alone count."""
    return None


def weekend(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.isoweekday() >= SATURDAY


def places_of(counts: Counts, contact: Place, rep: Place) -> tuple[Place, ...]:
    """Return the places whose public holidays count, each once, the contact's first.

    >>> places_of(Counts.BOTH, ("SE", None), ("SE", None))
    (('SE', None),)
    """
    chosen = {
        Counts.CONTACT: (contact,),
        Counts.REP: (rep,),
        Counts.BOTH: (contact, rep),
        Counts.NONE: (),
    }[counts]
    return tuple(dict.fromkeys(place for place in chosen if place[0] is not None))


def holiday_on(day: date, counts: Counts, contact: Place, rep: Place, holiday: HolidayName) -> tuple[str, str] | None:
    """Return the country and the name of the first public holiday that counts on that day, or nothing."""
    for country, region in places_of(counts, contact, rep):
        name = holiday(day, country or "", region)
        if name is not None:
            return country or "", name
    return None


def business_days(counts: Counts, contact: Place, rep: Place, holiday: HolidayName) -> IsBusinessDay:
    """Return whether a day is a business day, as a predicate to hand to the waits."""
    places = places_of(counts, contact, rep)

    def is_business_day(day: date) -> bool:
        return not weekend(day) and all(holiday(day, country or "", region) is None for country, region in places)

    return is_business_day
