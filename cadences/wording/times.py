"""Dates, times, waits and whens as people write them in a language. Knows templates; knows no clock and no plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cadences.delays import Delay
from cadences.promises import Bound, Hours, When, WhenKind
from cadences.windows import Window, clock
from cadences.wording.language import Language

_FAR: Final = 270
"""Days from which a date is written with its year."""

WORKDAYS: Final = frozenset(range(1, 6))
WEEKEND: Final = frozenset({6, 7})


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom something is said to: in which language and zone, near which day, and the contact's first name.

    Without a zone instants are read in the offset they are written with; without a day dates go without a year.
    """

    language: Language
    zone: ZoneInfo | None = None
    near: date | None = None
    who: str = ""

    @property
    def name(self) -> str:
        """The contact's first name, or the word for one."""
        return self.who or self.language.who


def day(when: date, reader: Reader) -> str:
    """Write a day, or the one on which a moment falls for the reader; one far from theirs with its year."""
    words = reader.language
    when = here(when, reader).date() if isinstance(when, datetime) else when
    month = words.months[when.month - 1]
    text = words.date.format(weekday=words.short[when.weekday()], day=when.day, month=month)
    far = reader.near is not None and abs((when - reader.near).days) > _FAR
    return text + words.year.format(year=when.year) if far else text


def moment(when: datetime, reader: Reader) -> str:
    """Write a day and time, in the reader's zone where it has one of its own."""
    there = here(when, reader)
    return reader.language.moment.format(date=day(there.date(), reader), time=f"{there:%H:%M}")


def here(when: datetime, reader: Reader) -> datetime:
    """Return a moment as the reader's clocks show it; a wall-clock one stays as it is."""
    return when.astimezone(reader.zone) if when.tzinfo is not None and reader.zone is not None else when


def wait(written: str, reader: Reader) -> str:
    """Write a wait, as a cadence has it, in the reader's language; the landmark behind `before` is left out."""
    try:
        delay = Delay.parse(written.split(" before ", maxsplit=1)[0])
    except ValueError:
        return written
    one, many = reader.language.units[delay.unit.value]
    return f"{delay.amount} {one if delay.amount == 1 else many}"


def place(zone: str) -> str:
    """Write a zone as the place it is named after.

    >>> place("America/New_York")
    'New York'
    """
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def windows(written: Iterable[str], reader: Reader) -> str:
    """Write weekly windows, as a cadence has them, in the reader's language."""
    return ", ".join(_window(text, reader) for text in written)


def _window(written: str, reader: Reader) -> str:
    try:
        window = Window.parse(written)
    except ValueError:
        return written
    names = reader.language.short
    days = sorted(window.days)
    whole = len(days) > 1 and days[-1] - days[0] == len(days) - 1
    said = f"{names[days[0] - 1]}–{names[days[-1] - 1]}" if whole else listed([names[d - 1] for d in days], ",")  # noqa: RUF001 - a dash between two ends
    return f"{said} {clock(window.start)}–{clock(window.end)}"  # noqa: RUF001 - likewise


def listed(words: list[str], last: str) -> str:
    """Join words as a list is read aloud; `last` stands before the last one."""
    if len(words) < 2:  # noqa: PLR2004 - a list of one
        return "".join(words)
    gap = "" if last == "," else " "
    return f"{', '.join(words[:-1])}{gap}{last} {words[-1]}"


# --- whens ----------------------------------------------------------------------------------------------------------
def when_text(when: When, reader: Reader) -> str:
    """Write what was said about when: "weekdays after 17:00, from Mon 23 Nov"."""
    words = reader.language
    if when.at is not None:
        return _zoned(words.when["at"].format(moment=moment(when.at, reader)), when, reader)
    habit = " habit" if when.kind is WhenKind.STANDING else ""
    first = " ".join(part for part in (_days(when.days, f"on{habit}", reader), _hours(when.windows, words)) if part)
    parts = [first] if first else []
    if when.not_days:
        parts.append(_days(when.not_days, f"not on{habit}", reader))
    parts.extend(words.when["not"].format(hours=_hours((hours,), words)) for hours in when.not_windows)
    parts.extend(_bounds(when, reader))
    return _zoned(", ".join(parts) or words.when["any"], when, reader)


def _zoned(text: str, when: When, reader: Reader) -> str:
    return f"{text} ({reader.language.when['zone'].format(place=place(when.tz))})" if when.tz else text


def _days(days: frozenset[int], template: str, reader: Reader) -> str:
    words = reader.language
    if not days:
        return ""
    if days == WORKDAYS and template.startswith("on"):
        return words.when["workdays"]
    if days == WEEKEND and template.startswith("on"):
        return words.when["weekend"]
    names = words.habitual if template.endswith("habit") else words.plain
    joined = listed([names[each - 1] for each in sorted(days)], words.either if "not" in template else words.both)
    return words.when[template].format(days=joined)


def _hours(windows_: tuple[Hours, ...], words: Language) -> str:
    return listed([_span(hours, words) for hours in windows_], words.either)


def _span(hours: Hours, words: Language) -> str:
    start, end = hours
    if start is not None and end is not None:
        return words.when["between"].format(start=clock(start), end=clock(end))
    if start is not None:
        return words.when["after"].format(start=clock(start))
    return words.when["before"].format(end=clock(end)) if end is not None else words.when["any"]


def _bounds(when: When, reader: Reader) -> Iterable[str]:
    first, last, words = when.not_before, when.not_after, reader.language
    if first is not None and first == last:
        yield words.when["day"].format(start=_bound(first, reader))
    elif first is not None and last is not None:
        yield words.when["from until"].format(start=_bound(first, reader), end=_bound(last, reader))
    elif first is not None:
        yield words.when["from"].format(start=_bound(first, reader))
    elif last is not None:
        yield words.when["until"].format(end=_bound(last, reader))


def _bound(bound: Bound, reader: Reader) -> str:
    return moment(bound, reader) if isinstance(bound, datetime) else day(bound, reader)
