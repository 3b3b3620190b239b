"""Days as people write them: `tomorrow`, `Tue`, `in 3 days`, `2027-03-01`, `March`, `week 3`. Knows no time of day.

The readings are those of the reading policy (3.6 to 3.12): a weekday is the first one strictly after today, the one
that is today is asked about; a week is the first of that number whose Sunday is not past; a month without a year is
this one or the next to come; what has begun is cut at today.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cadences.delays import LONGEST_YEARS, months_after
from cadences.moments import Instant, day_in

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# fmt: off
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)
# fmt: on
_DAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Final = {
    **{name: number for number, name in enumerate(_DAYS, 1)},
    **{name[:3]: number for number, name in enumerate(_DAYS, 1)},
    "tues": 2,
    "thur": 4,
    "thurs": 4,
}
MONTHS: Final = {
    **{name: number for number, name in enumerate(_MONTHS, 1)},
    **{name[:3]: number for number, name in enumerate(_MONTHS, 1)},
    "sept": 9,
}
GROUPS: Final = {"weekdays": range(1, 6), "weekday": range(1, 6), "weekends": range(6, 8)}
_UNITS: Final = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_FEW_MONTHS: Final = 12


class DayError(ValueError):
    """A day that is past, that does not exist, or that may be meant in two ways."""


@dataclass(frozen=True, slots=True)
class Named:
    """Days that were named, both inclusive; `last` of nothing = from then on. `moment` is a wall-clock time instead.

    `sort` is what was named (`day`, `weekday`, `week`, `month`, `year`): "until" reads them differently.
    """

    first: date
    last: date | None
    sort: str = "day"
    moment: datetime | None = None


def weekday(word: str) -> tuple[int, bool] | None:
    """Return the ISO weekday of a name, and whether it was said in the plural ("Fridays")."""
    if word in WEEKDAYS:
        return WEEKDAYS[word], False
    if word.endswith("s") and word[:-1] in WEEKDAYS:
        return WEEKDAYS[word[:-1]], True
    return None


def read_days(words: Sequence[str], now: Instant, where: ZoneInfo) -> tuple[Named, int] | None:
    """Return the days that the words begin with, and how many words those are; nothing if they name none.

    Raises:
        DayError: They are past, do not exist, or may be meant in two ways.
    """
    if not words:
        return None
    today = day_in(now, where)
    for reader in (_plain, _iso, _weekday, _relative, _week, _month_day, _month):
        found = reader(words, today)
        if found is not None:
            _near(found[0], today)
            return found
    return _hours(words, now, where)


def _near(named: Named, today: date) -> None:
    if named.first.year > today.year + LONGEST_YEARS:
        raise DayError(f"{named.first.isoformat()} is more than {LONGEST_YEARS} years away")
    if named.last is not None and named.last < today:
        raise DayError(f"{named.last.isoformat()} is past; today is {today.isoformat()}")


def _plain(words: Sequence[str], today: date) -> tuple[Named, int] | None:
    ahead = {"today": 0, "tonight": 0, "tomorrow": 1}.get(words[0])
    if ahead is None:
        return None
    day = today + timedelta(days=ahead)
    return Named(day, day), 1


def _iso(words: Sequence[str], today: date) -> tuple[Named, int] | None:  # noqa: ARG001 - readers are called alike
    word = words[0]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        day = _date(*map(int, word.split("-")))
        return Named(day, day), 1
    if re.fullmatch(r"\d{4}-\d\d", word):
        year, month = map(int, word.split("-"))
        return _whole_month(_date(year, month, 1)), 1
    if re.fullmatch(r"20\d\d", word):
        return Named(date(int(word), 1, 1), date(int(word), 12, 31), "year"), 1
    return None


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DayError(f"there is no {year:04}-{month:02}-{day:02} in the calendar") from error


def _weekday(words: Sequence[str], today: date) -> tuple[Named, int] | None:
    used = 2 if words[0] in {"next", "this", "coming"} and len(words) > 1 else 1
    found = weekday(words[used - 1])
    if found is None or found[1]:
        return None
    ahead = (found[0] - today.isoweekday()) % 7
    coming = today + timedelta(days=ahead or 7)
    if words[0] == "next" and coming.isocalendar()[:2] == today.isocalendar()[:2]:
        after = coming + timedelta(days=7)
        raise DayError(f"next {words[1]} may be {coming.isoformat()} or {after.isoformat()}; write the date")
    if words[0] != "next" and not ahead:
        raise DayError(f"today is a {_DAYS[found[0] - 1].title()}: write {today.isoformat()} or {coming.isoformat()}")
    return Named(coming, coming, "weekday"), used


def _relative(words: Sequence[str], today: date) -> tuple[Named, int] | None:
    match words:
        case ["in", ("a" | "one"), ("day" | "week" | "month") as unit, *_]:
            return _ahead(1, unit, today), 3
        case ["in", amount, unit, *_] if amount.isdecimal() and (unit in _UNITS or unit in {"month", "months"}):
            return _ahead(int(amount), unit, today), 3
        case ["in", amount, "business", ("day" | "days"), *_] if amount.isdecimal():
            raise DayError(f"in {amount} business days depends on holidays; write a date or in {amount} days")
        case ["next", "month", *_]:
            return _whole_month(months_after(1, today.replace(day=1))), 2
        case ["this", "month", *_]:
            return _clip(_whole_month(today.replace(day=1)), today), 2
        case _:
            return None


def _ahead(amount: int, unit: str, today: date) -> Named:
    if amount > LONGEST_YEARS * 366:
        raise DayError(f"in {amount} {unit} is more than {LONGEST_YEARS} years away")
    if unit.startswith("month"):
        return Named(months_after(amount, today), None)
    return Named(today + timedelta(days=amount * _UNITS[unit]), None)


def _week(words: Sequence[str], today: date) -> tuple[Named, int] | None:
    monday = today - timedelta(days=today.isoweekday() - 1)
    match words:
        case ["next", "week", *_]:
            return Named(monday + timedelta(days=7), monday + timedelta(days=13), "week"), 2
        case ["this", "week", *_]:
            return Named(today, monday + timedelta(days=6), "week"), 2
        case ["week", number, *_] if number.isdecimal():
            return _clip(_week_numbered(int(number), monday, today), today), 2
        case _:
            return None


def _week_numbered(number: int, monday: date, today: date) -> Named:
    first = monday
    while first.isocalendar()[1] != number:
        first += timedelta(days=7)
        if first > months_after(_FEW_MONTHS, today):
            raise DayError(f"there is no week {number} within a year; write a date")
    return Named(first, first + timedelta(days=6), "week")


def _month_day(words: Sequence[str], today: date) -> tuple[Named, int] | None:
    match words:
        case [day, month, *rest] if day.isdecimal() and month in MONTHS:
            pass
        case [month, day, *rest] if month in MONTHS and re.fullmatch(r"\d{1,2}", day):
            pass
        case _:
            return None
    if rest and re.fullmatch(r"20\d\d", rest[0]):
        found = _date(int(rest[0]), MONTHS[month], int(day))
        return Named(found, found), 3
    found = _date(today.year, MONTHS[month], int(day))
    if found < today:
        found = _date(today.year + 1, MONTHS[month], int(day))
    return Named(found, found), 2


def _month(words: Sequence[str], today: date) -> tuple[Named, int] | None:
    month = MONTHS.get(words[0])
    if month is None:
        return None
    if len(words) > 1 and re.fullmatch(r"20\d\d", words[1]):
        return _clip(_whole_month(date(int(words[1]), month, 1)), today), 2
    year = today.year + (month < today.month)
    return _clip(_whole_month(date(year, month, 1)), today), 1


def _whole_month(first: date) -> Named:
    return Named(first, months_after(1, first) - timedelta(days=1), "month")


def _clip(named: Named, today: date) -> Named:
    """Cut at today what has begun."""
    if named.last is not None and named.first < today <= named.last:
        return Named(today, named.last, named.sort)
    return named


def _hours(words: Sequence[str], now: Instant, where: ZoneInfo) -> tuple[Named, int] | None:
    """Read `in 2 hours`: elapsed time, then the wall clock that it leads to."""
    match words:
        case ["in", amount, ("hour" | "hours" | "minute" | "minutes") as unit, *_] if re.fullmatch(r"\d{1,4}", amount):
            passed = timedelta(hours=int(amount)) if unit.startswith("hour") else timedelta(minutes=int(amount))
            there = Instant(now + passed).astimezone(where).replace(tzinfo=None, second=0, microsecond=0)
            return Named(there.date(), None, "moment", there), 3
        case _:
            return None
