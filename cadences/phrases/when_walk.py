"""Walking over the words of a WHEN in structured English, once. Knows the grammar, not what the parts make together."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NoReturn

from cadences.moments import Instant
from cadences.phrases.clocks import PARTS, half_of, read_clock
from cadences.phrases.spoken_days import GROUPS, MONTHS, Named, read_days, weekday
from cadences.phrases.when_heard import Heard, WhenError
from cadences.promises import When

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

EXAMPLES: Final = (
    "after 17:00, between 12:00 and 13:00, tomorrow, in 3 days, Tue 14:30, 2027-03-01, not before 2027-03-01, "
    "not on Fri, only on Mon+Wed, weekdays after 17:00"
)
_LONGEST: Final = 200
_TOKEN: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?!\d)|\d{1,2}[:.]\d\d(?:am|pm)?|\d+(?:am|pm)?|[a-z]+|[-+,]", re.ASCII)
_JOINS: Final = frozenset({"+", "or", "and", ","})
_FILLERS: Final = ("on", "at", "and", "but", ",", "call", "the")
_ENDS: Final = frozenset({"before", "not after", "by"})
_LIMITS: Final = (
    (("not", "before"), "from"),
    (("never", "before"), "from"),
    (("not", "until"), "from"),
    (("not", "after"), "not after"),
    (("never", "after"), "not after"),
    (("no", "later", "than"), "not after"),
    (("not", "later", "than"), "not after"),
    (("away", "until"), "until"),
    (("back", "on"), "from"),
    (("back",), "from"),
    (("before",), "before"),
    (("after",), "after"),
    (("by",), "by"),
    (("from",), "from"),
    (("until",), "until"),
)
"""Longer ones first."""


class Walk:
    """One walk over one text."""

    def __init__(self, text: str, now: Instant, zone: ZoneInfo) -> None:
        self.text = text.strip()[:60]
        self.heard = Heard(self.text, now, zone)
        self.words = self._tokens(text)
        self.half = next((half_of(part) for word in self.words if (part := _part([word]))), None)

    # --- walking -----------------------------------------------------------------------------------------------------
    def read(self) -> When:
        """Walk over the words, then say what they make together."""
        while self.words:
            self._clause()
        return self._said()

    def _clause(self) -> None:
        for reader in (self._limit, self._habit, self._days_named, self._hours_named, self._day, self._filler):
            if reader():
                return
        self._unreadable()

    def _said(self) -> When:
        said = self.heard.whole()
        return self._unreadable() if said is None else said

    def _tokens(self, text: str) -> list[str]:
        lowered = re.sub(r"(?<=\d)t(?=\d)", " ", text.strip().lower()).replace("\u2013", "-")
        lowered = re.sub(r"(?<=\d)\s+(am|pm)\b", r"\1", lowered)
        if not lowered or len(lowered) > _LONGEST or _TOKEN.sub("", lowered).strip(" ."):
            self._unreadable()
        return _TOKEN.findall(lowered)

    def _take(self, *words: str) -> bool:
        """Take the words if they come next."""
        if self.words[: len(words)] != list(words):
            return False
        del self.words[: len(words)]
        return True

    def _filler(self) -> bool:
        return any(self._take(word) for word in _FILLERS)

    def _unreadable(self) -> NoReturn:
        raise WhenError(f"{self.text!r} is no time that can be read here; write one like {EXAMPLES}")

    # --- limits ------------------------------------------------------------------------------------------------------
    def _limit(self) -> bool:
        """Read a limit on one side, of a day or of the time of day."""
        if self._take("between"):
            return self._between()
        for words, side in _LIMITS:
            if self._take(*words):
                self._limited(side)
                return True
        return False

    def _between(self) -> bool:
        first = self._clock_next()
        last = self._clock_next() if first is not None and self._take("and") else None
        if first is None or last is None:
            self._unreadable()
        self.heard.window(first, last)
        return True

    def _limited(self, side: str) -> None:
        named = self._days_next()
        if named is not None:
            self._limited_by_day(side, named)
            return
        part = self._part_next()
        if part is not None:
            self._limited_by_clock(side, part[0] if side in _ENDS else part[1])
            return
        minute = self._clock_next()
        if minute is None:
            self._unreadable()
        self._limited_by_clock(side, minute)

    def _limited_by_day(self, side: str, named: Named) -> None:
        """Bound the days: before = through the day before, by and not after = through it, after = the day after.

        A clock behind one day belongs to it: `not before Tue 10:00` is that moment, `by Tue 15:00` that day till then.
        """
        minute = self._clock_next() if named.first == named.last else None
        if minute is not None:
            self._limited_by_moment(side, named, minute)
            return
        day = timedelta(days=1)
        last = named.last
        if side in _ENDS and last is None:
            raise WhenError(f"{self.text!r}: write a date behind {side}")
        match side:
            case "before":
                self.heard.finish(named.first - day)
            case "by" | "not after":
                self.heard.finish(last or named.first)
            case "after":
                self.heard.begin((last or named.first) + day)
            case "until" if named.sort == "day":
                self.heard.begin((last or named.first) + day)
            case _:
                self.heard.begin(named.moment or named.first)

    def _limited_by_moment(self, side: str, named: Named, minute: int) -> None:
        if side in _ENDS:
            self.heard.days.append(named)
            self.heard.window(None, minute)
        else:
            self.heard.begin(datetime.combine(named.first, time()) + timedelta(minutes=minute))

    def _limited_by_clock(self, side: str, minute: int) -> None:
        match side:
            case "before" | "not after":
                self.heard.window(None, minute)
            case "by":
                self._today_if_none()
                self.heard.window(None, minute)
            case "until":
                self.heard.begin(datetime.combine(self.heard.today, time()) + timedelta(minutes=minute))
            case _:
                self.heard.window(minute, None)

    def _today_if_none(self) -> None:
        """A day is meant by a clock with `by`, so that what is late is not carried on: today, if none is named."""
        following = read_days(self.words, self.heard.now, self.heard.zone)
        if not (self.heard.days or self.heard.weekdays or following):
            self.heard.days.append(Named(self.heard.today, self.heard.today))

    # --- days --------------------------------------------------------------------------------------------------------
    def _habit(self) -> bool:
        """Read `only`, and days or parts of the day that are ruled out."""
        if self._take("only"):
            self._take("on")
            self.heard.habitual = True
            return True
        never = self._take("never")
        if not never and not self._take("not"):
            return False
        if not self._take("on") and self.words[:2] == ["in", "the"]:
            del self.words[:2]
        self.heard.habitual = self.heard.habitual or never
        self._rule_out()
        return True

    def _rule_out(self) -> None:
        part = self._part_next()
        if part is not None:
            self.heard.not_windows.append(part)
            return
        days = self._weekdays_next()
        if not days:
            self._unreadable()
        self.heard.not_days |= days

    def _days_named(self) -> bool:
        """Read several weekdays, or days that are said as a habit; one plain weekday is a date."""
        known = list(self.words)
        habitual = self.heard.habitual
        days = self._weekdays_next()
        if not days:
            return False
        if len(days) == 1 and self.heard.habitual == habitual and not habitual:
            self.words = known
            return False
        self.heard.weekdays |= days
        return True

    def _weekdays_next(self) -> set[int]:
        """Take weekdays joined by `+`, `or`, `and`, a comma or a hyphen; the plural and ranges are habits."""
        if self._take("every", "day"):
            self.heard.habitual = True
            return set(range(1, 8))
        days = self._one_weekday()
        while days and len(self.words) > 1 and self.words[0] in _JOINS and _is_day(self.words[1]):
            self.words.pop(0)
            days |= self._one_weekday()
        return days

    def _one_weekday(self) -> set[int]:
        """Take a weekday, a range of them, or a word for several."""
        if not self.words or not _is_day(self.words[0]):
            return set()
        word = self.words.pop(0)
        if word in GROUPS:
            self.heard.habitual = True
            return set(GROUPS[word])
        found = weekday(word)
        assert found is not None
        self.heard.habitual = self.heard.habitual or found[1]
        return self._range_from(found[0])

    def _range_from(self, first: int) -> set[int]:
        if len(self.words) < 2 or self.words[0] not in {"-", "to"}:  # noqa: PLR2004 - a hyphen and a day
            return {first}
        last = weekday(self.words[1])
        if last is None:
            return {first}
        del self.words[:2]
        self.heard.habitual = True
        return {(first - 1 + step) % 7 + 1 for step in range((last[0] - first) % 7 + 1)}

    def _day(self) -> bool:
        named = self._days_next()
        if named is None:
            return False
        if named.last is None:
            self.heard.begin(named.moment or named.first)
        else:
            self.heard.days.append(named)
        return True

    def _days_next(self) -> Named | None:
        if self.words and self.words[0] == "tonight" and self.heard.part is None:
            self.heard.part = PARTS["evening"]
        found = read_days(self.words, self.heard.now, self.heard.zone)
        if found is None:
            return None
        del self.words[: found[1]]
        return found[0]

    # --- hours -------------------------------------------------------------------------------------------------------
    def _hours_named(self) -> bool:
        """Read a part of the day, a clock, or two clocks with a hyphen between."""
        part = self._part_next()
        if part is not None:
            self.heard.part = part
            return True
        if self.words[1:] and self.words[0].isdecimal() and self.words[1] in MONTHS:
            return False  # the day of a month: "1 March"
        first = self._clock_next()
        if first is None:
            return False
        if not (self._take("-") or self._take("to")):
            self.heard.at(first)
            return True
        last = self._clock_next()
        if last is None:
            self._unreadable()
        self.heard.window(first, last)
        return True

    def _part_next(self) -> tuple[int, int] | None:
        if not self.words:
            return None
        if self.words[0] == "in" and self.words[1:2] == ["the"] and _part(self.words[2:3]):
            del self.words[:2]
        part = _part(self.words[:1]) if self.words[0] != "tonight" else None
        if part is not None:
            self.words.pop(0)
        return part

    def _clock_next(self) -> int | None:
        self._take("at")
        minute = read_clock(self.words[0], half=self.half) if self.words else None
        if minute is not None:
            self.words.pop(0)
        return minute


def _is_day(word: str) -> bool:
    return word in GROUPS or weekday(word) is not None


def _part(words: list[str]) -> tuple[int, int] | None:
    if words and words[0] == "tonight":
        return PARTS["evening"]
    return PARTS.get(words[0].removesuffix("s")) if words else None
