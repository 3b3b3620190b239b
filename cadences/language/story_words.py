"""What the rows of a story say: what is expected, what a person does. Types, and how each is read; plays nothing.

Days and clocks of a story are the rep's, unless a key says otherwise. An expectation reads as it is written:

>>> str(read_expectation("call ring on 2026-11-24 between 09:00 and 11:30"))
'call ring on 2026-11-24 between 09:00 and 11:30'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from cadences.language.reader import guess
from cadences.moments import MINUTES_A_DAY
from cadences.moves import StateName
from cadences.outcomes import NO_REASONS, Channel, Yes
from cadences.windows import clock, parse_clock

NOTHING: Final = "nothing"
"""The answer of a day that passes."""
STATES: Final = ("waiting", "won", "lost", "opted_out", "referred", "given_up", "paused")
"""States that a story may expect; all else is the next touch."""

_CHANNELS: Final = {channel.value: channel for channel in Channel}
_FIRST_YEAR: Final = 1970
_LAST_YEAR: Final = 2199
"""The years a story may lie in: clocks, holidays and waits of years still have days before and after them."""

_ON: Final = re.compile(r"(?P<what>\S+ \S+?)(?: on (?P<day>\S+)(?P<when> .+)?)?")
_WHEN: Final = re.compile(r" at (?P<at>\S+)| between (?P<from>\S+) and (?P<to>\S+)")
_BEFORE: Final = re.compile(r"nothing before (?P<day>\S+)")


# --- what is expected ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TouchExpected:
    """The next touch: its channel and step, and where it is said the rep's day and between which minutes it begins.

    `start` alone = at that minute; with `end` it begins in `[start, end)`.
    """

    channel: Channel
    step: str
    day: date | None = None
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        """Write it as it is read."""
        on = "" if self.day is None else f" on {self.day.isoformat()}"
        if self.start is None:
            return f"{self.channel} {self.step}{on}"
        when = f" at {clock(self.start)}" if self.end is None else f" between {clock(self.start)} and {clock(self.end)}"
        return f"{self.channel} {self.step}{on}{when}"


@dataclass(frozen=True, slots=True)
class StateExpected:
    """What the enrollment has become; `detail` is the kind of a yes, the reason of a no, a name, or a day."""

    state: StateName
    detail: str = ""

    def __str__(self) -> str:
        """Write it as it is read."""
        until = "until " if self.state in {StateName.WAITING, StateName.PAUSED} and self.detail else ""
        return f"{self.state} {until}{self.detail}".rstrip()


@dataclass(frozen=True, slots=True)
class NothingBefore:
    """No touch before a day of the rep's."""

    day: date

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"nothing before {self.day.isoformat()}"


Expected: TypeAlias = TouchExpected | StateExpected | NothingBefore


def read_expectation(text: str) -> Expected:
    """Read `CHANNEL STEP [on DATE [at T | between T and T]]`, `STATE [detail]` or `nothing before DATE`.

    Raises:
        ValueError: It is none of them; the message says what is wrong, and behind a semicolon how to mend it.
    """
    plain = " ".join(text.split())
    head, _, rest = plain.partition(" ")
    if head == NOTHING:
        found = _BEFORE.fullmatch(plain)
        if found is None:
            raise ValueError(f"{plain!r} says no day; write nothing before 2026-12-01")
        return NothingBefore(read_day(found["day"]))
    if head.replace("-", "_") in STATES:
        return _state(StateName(head.replace("-", "_")), rest)
    return _touch(plain, head)


def _touch(text: str, head: str) -> TouchExpected:
    channel = _CHANNELS.get(head)
    if channel is None:
        raise ValueError(f"{head!r} is no channel and no state; {guess(head, [*_CHANNELS, *STATES, NOTHING])}")
    found = _ON.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no expectation; write it like call first-call on 2026-11-24 at 09:00")
    step = found["what"].partition(" ")[2]
    day = None if found["day"] is None else read_day(found["day"])
    if not found["when"]:
        return TouchExpected(channel, step, day)
    when = _WHEN.fullmatch(found["when"])
    if when is None:
        raise ValueError(f"{found['when'].strip()!r} is no time of day; write at 09:00, or between 09:00 and 11:30")
    if when["at"]:
        return TouchExpected(channel, step, day, read_clock(when["at"]))
    start, end = read_clock(when["from"]), parse_clock(when["to"])
    if end <= start:
        raise ValueError(f"between {when['from']} and {when['to']} lies nothing; write the earlier time first")
    return TouchExpected(channel, step, day, start, end)


def _state(state: StateName, detail: str) -> StateExpected:
    match state:
        case StateName.WAITING | StateName.PAUSED:
            until, _, day = detail.partition(" ")
            if detail and (until != "until" or not day):
                raise ValueError(f"{detail!r} says not until when; write {state} until 2026-12-01")
            return StateExpected(state, read_day(day).isoformat() if day else "")
        case StateName.WON:
            return StateExpected(state, _one_of(detail, tuple(Yes), "a yes is to"))
        case StateName.LOST:
            return StateExpected(state, _one_of(detail.replace(" ", "_"), NO_REASONS[1:], "a reason is"))
        case StateName.REFERRED:
            return StateExpected(state, detail.removeprefix("to "))
        case _:
            if detail:
                raise ValueError(f"{state} has nothing behind it, and {detail!r} stands there; write {state} alone")
            return StateExpected(state)


def _one_of(detail: str, words: tuple[str, ...], about: str) -> str:
    if detail and detail not in words:
        raise ValueError(f"{detail!r} is none: {about} {', '.join(words)}; {guess(detail, words)}")
    return detail


# --- days and times --------------------------------------------------------------------------------------------------
def read_day(text: str) -> date:
    """Read a calendar day, `2026-11-24`.

    Raises:
        ValueError: It is none.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is None:
        raise ValueError(f"{text!r} is no date; write one like 2026-11-24")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no {text}; look at a calendar") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"{text} is no day of a story; write one from {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


def read_moment(text: str) -> datetime:
    """Read a wall-clock moment, `2026-11-23T08:00`.

    Raises:
        ValueError: It is none.
    """
    day, found, time = text.partition("T")
    if not found:
        raise ValueError(f"{text!r} is no moment; write a date and a time, like 2026-11-23T08:00")
    minute = read_clock(time)
    there = read_day(day)
    return datetime(there.year, there.month, there.day, minute // 60, minute % 60)  # noqa: DTZ001 - wall-clock


def read_clock(text: str) -> int:
    """Read a time of day at which something may begin, `09:00`.

    Raises:
        ValueError: It is none.
    """
    minute = parse_clock(text)
    if minute == MINUTES_A_DAY:
        raise ValueError("24:00 is the next day's; write its date and 00:00")
    return minute


def read_days(text: str) -> tuple[date, date]:
    """Read a day, or days from the first to the last, `2026-12-21..2027-01-03`.

    Raises:
        ValueError: They are none.
    """
    first, dots, last = text.partition("..")
    days = (read_day(first.strip()), read_day((last if dots else first).strip()))
    if days[1] < days[0]:
        raise ValueError(f"{text!r} ends before it begins; write the earlier day first")
    return days


# --- what a person does ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Moves:
    """The event is moved: to a minute of its day or of another one, or (no minute) to a day."""

    day: date | None
    minute: int | None


@dataclass(frozen=True, slots=True)
class Deletes:
    """The event is deleted."""


@dataclass(frozen=True, slots=True)
class Writes:
    """Words are written into the event."""

    words: str


@dataclass(frozen=True, slots=True)
class GivesUp:
    """It is closed without an answer."""

    why: str


@dataclass(frozen=True, slots=True)
class Pauses:
    """It is paused until a day."""

    until: date


Act: TypeAlias = Moves | Deletes | Writes | GivesUp | Pauses
ACTS: Final = ("moves to", "deletes", "writes", "gives up", "pauses until")


def read_act(text: str) -> Act:
    """Read what a person does with the event.

    >>> read_act("moves to 15:00")
    Moves(day=None, minute=900)

    Raises:
        ValueError: It is no such act.
    """
    plain = " ".join(text.split())
    word = next((act for act in ACTS if plain == act or plain.startswith(f"{act} ")), None)
    rest = plain.removeprefix(word or "").strip()
    match word:
        case "moves to":
            return _moves(rest)
        case "deletes" if not rest:
            return Deletes()
        case "writes" if _unquoted(rest):
            return Writes(_unquoted(rest))
        case "gives up" if _unquoted(rest):
            return GivesUp(_unquoted(rest))
        case "pauses until":
            return Pauses(read_day(rest))
        case _:
            how = (
                'moves to 15:00, moves to 2026-11-25T15:00, deletes, writes "…", gives up "…", pauses until 2026-12-01'
            )
            raise ValueError(f"{plain[:60]!r} is nothing that a person does; write one of {how}")


def _moves(text: str) -> Moves:
    if text[:1].isdigit() and "T" in text:
        moment = read_moment(text)
        return Moves(moment.date(), moment.hour * 60 + moment.minute)
    return Moves(None, read_clock(text)) if ":" in text else Moves(read_day(text), None)


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return (text[1:-1] if quoted else text).strip()


def plain_answer(text: str) -> str:
    """Return an answer without the quotes around what was said: `callback "after 17:00"` is `callback after 17:00`."""
    found = re.fullmatch(r"([\w -]+?:?) *\"([^\"]*)\"", text.strip())
    return f"{found[1]} {found[2]}" if found else _unquoted(text)
