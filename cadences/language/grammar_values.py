"""The single values of a cadence: ids, durations, windows, outcomes. Knows how each is written, not where."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from cadences.cadence import RESERVED
from cadences.delays import NOTHING, Before, Delay, Unit, Wait
from cadences.language.findings import Place
from cadences.language.nodes import Node, Row, Scalar
from cadences.language.reader import Reader, guess
from cadences.language.shapes import ListOf, Schema, Shape, Spelled
from cadences.near import id_like, window_like
from cadences.outcomes import CLEAR, Outcome
from cadences.windows import DAY_NAMES, Window, parse_days

LANDMARKS: Final = ("meeting", "valid_until", "contract_end")
"""Known dates that a wait may end before: of an agreed meeting, of a quote's end, of a competitor's contract's end."""

KEPT_IDS: Final = RESERVED | {"then"}
"""Ids no step may have: klart's own steps, and the words that `on` understands."""

_KEPT: Final = 1024
"""So many durations, windows and outcomes are kept as they were read: cadences say the same few again and again."""

_ID: Final = "[a-z][a-z0-9-]*"
_UNITS: Final = "|".join(Unit)
_MOST_DIGITS: Final = 5
_AMOUNT: Final = re.compile(r"([0-9]+) *([A-Za-z ]+)")
_BEFORE: Final = " before "
_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]"


# --- ids -------------------------------------------------------------------------------------------------------------
def fits_id(text: str) -> bool:
    """Whether a text could be an id."""
    return re.fullmatch(_ID, text) is not None


def parse_id(text: str) -> str:
    """Read a cadence's id.

    Raises:
        ValueError: It does not fit the pattern.
    """
    if not fits_id(text):
        raise ValueError(f"{text!r} is no id: small letters, digits and hyphens; write {id_like(text) or 'a word'}")
    return text


NAME: Final = Spelled(parse_id, f"^{_ID}$", "an id like first-call", "K107")


@dataclass(frozen=True, slots=True)
class StepId(Shape[str]):
    """A step's id; reserved ones are refused."""

    def read(self, node: Node, name: str, reader: Reader) -> str | None:
        """Read the id."""
        word = NAME.read(node, name, reader)
        if word in KEPT_IDS:
            reader.fault(
                "K109", node.place, f"klart has a use of its own for `{word}`", f"call it {word}-1 or the like"
            )
            return None
        return word

    def schema(self) -> Schema:
        """Return the pattern, and the words left out."""
        return {**NAME.schema(), "not": {"enum": sorted(KEPT_IDS)}}


# --- durations -------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=_KEPT)
def parse_duration(text: str) -> Delay:
    """Read a duration; `0 UNIT` is 0.

    Raises:
        ValueError: It is none; the message says how to write it.
    """
    try:
        delay = Delay.parse(text if text.isascii() else "")
    except ValueError as error:
        if "no duration" not in str(error):
            raise
        raise ValueError(f"{' '.join(text.split())!r} is no duration{_unbroken(text)}; {_better(text)}") from error
    return NOTHING if delay.amount == 0 else delay


def _unbroken(text: str) -> str:
    """Name what nobody sees: blanks that do not break, as they come along from letters and web pages."""
    return ": it has a blank in it that is none (U+00A0)" if "\xa0" in text else ""


def _better(text: str) -> str:
    """Return how it should have been written, as far as that can be seen."""
    found = _AMOUNT.fullmatch(" ".join(text.split()))  # blanks that do not break lie among those of `split`
    units = {unit + plural: unit + plural for unit in Unit for plural in ("", "s")} | {
        "working days": "business days",
        "working day": "business day",
        "min": "minutes",
        "h": "hours",
        "d": "days",
        "w": "weeks",
    }
    if found and found[2].strip().lower() in {"year", "years"} and found[1].isdigit() and len(found[1]) < _MOST_DIGITS:
        return f"write it in months: {int(found[1]) * 12} months"
    if found and len(found[1]) >= _MOST_DIGITS:
        return "that is longer than anybody waits; write one like 15 minutes, 2 business days, 1 week"
    near = difflib.get_close_matches(found[2].strip().lower(), units, 1) if found else []
    if found and near:
        return f"did you mean `{found[1]} {units[near[0]]}`?"
    if text.isdigit():
        return f"of what? write {text} business days, {text} minutes or the like"
    return "write 0 or one like 15 minutes, 2 business days, 1 week"


def parse_wait(text: str) -> Wait:
    """Read a duration, or one before a known date: `1 business day before meeting`.

    Raises:
        ValueError: It is neither.
    """
    head, before, landmark = text.partition(_BEFORE)
    if not before:
        return parse_duration(text)
    if landmark not in LANDMARKS:
        raise ValueError(f"{landmark!r} is no known date; {guess(landmark, LANDMARKS)}")
    return Before(parse_duration(head), landmark)


def parse_more_than_nothing(text: str) -> Delay:
    """Read a duration that is not 0.

    Raises:
        ValueError: It is 0, or none.
    """
    delay = parse_duration(text)
    if delay == NOTHING:
        raise ValueError("0 is no time; write one like 6 weeks")
    return delay


def parse_minutes(text: str) -> int:
    """Read a length in minutes or hours, up to a day, as minutes.

    Raises:
        ValueError: It is none, is 0, or has another unit.
    """
    if text.isdigit() or text.split(" ", maxsplit=1)[0] == "0":
        meant = f"write {text} minutes" if text.strip("0") and text.isdigit() else "write one like 10 minutes"
        raise ValueError(f"{text!r} is no length of a touch; {meant}")
    delay = parse_duration(text)
    minutes = delay.amount * (60 if delay.unit is Unit.HOUR else 1)
    if delay.unit not in {Unit.MINUTE, Unit.HOUR} or minutes > 24 * 60:
        raise ValueError(f"{text!r} is no length of a touch; write minutes or hours, like 10 minutes")
    return minutes


def parse_alarm(text: str) -> Delay:
    """Read how long before a touch an alarm sounds: minutes, hours or days.

    Raises:
        ValueError: It is none, or has another unit.
    """
    delay = parse_duration(text)
    if not delay.exact and delay.unit is not Unit.DAY:
        raise ValueError(f"{text!r} is no alarm; write minutes, hours or days, like 5 minutes")
    return delay


def _pattern(units: str) -> str:
    return f"[0-9]{{1,9}} ({units})s?"


_LENGTH: Final = f"^0*[1-9][0-9]{{0,8}} ({Unit.MINUTE}|{Unit.HOUR})s?$"
DURATION: Final = Spelled(
    parse_duration, f"^(0|{_pattern(_UNITS)})$", "a duration like 2 business days", "K104", numbers=True
)
MORE_THAN_NOTHING: Final = Spelled(
    parse_more_than_nothing, f"^0*[1-9][0-9]{{0,8}} ({_UNITS})s?$", "a duration like 6 weeks", "K104"
)
WAIT: Final = Spelled(
    parse_wait,
    f"^(0|{_pattern(_UNITS)})( before ({'|'.join(LANDMARKS)}))?$",
    "a duration like 2 business days, or 1 week before contract_end",
    "K104",
    numbers=True,
)
LADDER: Final = ListOf(WAIT, single=True)
MINUTES: Final = Spelled(parse_minutes, _LENGTH, "a length like 10 minutes", "K104")
ALARM: Final = Spelled(
    parse_alarm,
    f"^(0|0+ ({_UNITS})s?|{_pattern(f'{Unit.MINUTE}|{Unit.HOUR}|{Unit.DAY}')})$",
    "a duration like 5 minutes",
    "K104",
    numbers=True,
)


# --- windows ---------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=_KEPT)
def parse_window(text: str) -> Window:
    """Read a window.

    Raises:
        ValueError: It is none; the message says how to write it.
    """
    if _only_days(text):
        raise ValueError(f"{text!r} has no hours; write {text} 09:00-17:00, and several days with a +, like Mon+Wed")
    try:
        return Window.parse(text if text.isascii() else "")
    except ValueError as error:
        meant = window_like(text)
        if meant is not None and meant != text and _is_window(meant):
            raise ValueError(f"{text!r} is no window; did you mean `{meant}`?") from error
        if not text.isascii():
            raise ValueError(f"{text!r} is no window; write one like Mon-Fri 09:00-17:00") from error
        raise


@lru_cache(maxsize=_KEPT)
def _only_days(text: str) -> bool:
    try:
        return bool(parse_days(text))
    except ValueError:
        return False


def _days_pattern() -> str:
    ranges = [f"{day}(-({'|'.join(DAY_NAMES[at:])}))?" for at, day in enumerate(DAY_NAMES)]
    part = f"({'|'.join(ranges)})"
    return f"(weekdays|every day|{part}(\\+{part})*)"


WINDOW: Final = Spelled(
    parse_window, f"^{_days_pattern()} {_CLOCK}-({_CLOCK}|24:00)$", "a window like Mon-Fri 09:00-17:00", "K105"
)


@dataclass(frozen=True, slots=True)
class Windows(Shape[tuple[Window, ...]]):
    """A list of windows. `[Mon,Wed 09:00-10:00]` has fallen apart at its comma, and is told so."""

    def read(self, node: Node, name: str, reader: Reader) -> tuple[Window, ...] | None:
        """Read each window; nothing if any has a fault."""
        apart = _fallen_apart(node)
        if apart is not None:
            place, days, rest = apart
            message = f"`{name}`: {days!r} fell off its window, since a comma parts the list"
            reader.fault("K105", place, message, f"write {days}+{rest}")
            return None
        return ListOf(WINDOW).read(node, name, reader)

    def spoken(self) -> str:
        """Return what stands in the list."""
        return ListOf(WINDOW).spoken()

    def schema(self) -> Schema:
        """Return the list."""
        return ListOf(WINDOW).schema()


def _fallen_apart(node: Node) -> tuple[Place, str, str] | None:
    parts = node.parts if isinstance(node, Row) else ()
    texts = [part.text if isinstance(part, Scalar) else "" for part in parts]
    for at, (days, rest) in enumerate(pairwise(texts)):
        if _only_days(days) and _is_window(rest):
            return parts[at].place, days, rest
    return None


@lru_cache(maxsize=_KEPT)
def _is_window(text: str) -> bool:
    try:
        return bool(Window.parse(text))
    except ValueError:
        return False


# --- outcomes --------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=_KEPT)
def parse_outcome(text: str) -> Outcome:
    """Read an outcome that leads somewhere; `no answer` and `no-answer` are `no_answer`.

    Raises:
        ValueError: It is none, or it is a clear one.
    """
    word = text.replace(" ", "_").replace("-", "_")
    taken = [outcome.value for outcome in Outcome if outcome not in CLEAR]
    if word in {outcome.value for outcome in CLEAR}:
        raise ValueError(f"`{word}` is a clear answer and ends the enrollment; what follows one stands in `answers`")
    if word not in taken:
        raise ValueError(f"{text!r} is no outcome; {guess(word, taken)}")
    return Outcome(word)


def outcome_pattern() -> str:
    """Return how outcomes that lead somewhere may be spelled."""
    return f"^({'|'.join(o.value.replace('_', '[_ -]') for o in Outcome if o not in CLEAR)})$"


OUTCOME: Final = Spelled(parse_outcome, outcome_pattern(), "an outcome like no_answer", "K115")
