"""Reasons, conflicts and questions as sentences. Knows the tables of each language; decides nothing.

What a table does not have is never an error here: an event is written in any case.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from cadences.delays import Delay
from cadences.promises import of_pieces
from cadences.reasons import CODES, Reason
from cadences.windows import clock
from cadences.wording.da import DA
from cadences.wording.en import EN
from cadences.wording.language import Language, Table
from cadences.wording.nl import NL
from cadences.wording.plain import one_line
from cadences.wording.sv import SV
from cadences.wording.times import Reader, day, here, listed, moment, place, wait, when_text, windows

LANGUAGES: Final[Mapping[str, Language]] = {language.code: language for language in (EN, SV, DA, NL)}
"""The languages there are; everybody else reads English."""

_WEEK: Final = frozenset("1234567")
_LONGEST: Final = 120
"""Characters of somebody's own words that are quoted in a reason."""


def language_of(code: str | None) -> Language:
    """Return a language by its code, a region behind it or not (`sv`, `sv-SE`, `nl_BE`); English for any other."""
    return LANGUAGES.get((code or "en").replace("_", "-").split("-")[0].casefold(), EN)


def say(reason: Reason, reader: Reader) -> str:
    """Say one reason, without a capital and a full stop: it may stand in a longer sentence."""
    templates = reader.language.reasons
    template = templates.get(reason.code + _variant(reason.args)) or templates.get(reason.code)
    if template is None:
        return " ".join(reason.code.replace("-", " ").split())
    return _Filler(reader).vformat(template, reason.args, {"who": reader.name})


def sentence(reasons: Sequence[Reason], reader: Reader) -> str:
    """Say reasons in one sentence, most important first; nothing where there are none."""
    clauses = list(dict.fromkeys(filter(None, (say(reason, reader) for reason in reasons))))
    return capital("; ".join(clauses)) + _stop(clauses[-1]) if clauses else ""


def asked(code: str, args: Mapping[str, str], reader: Reader) -> str:
    """Say a question; its arguments have names, whose order is that of the table of codes."""
    names = [name for name in CODES.get(code, "").split("`")[1::2] if name in args]
    return sentence([Reason(code, tuple(args[name] for name in names))], reader)


def capital(text: str) -> str:
    """Return the text with a capital in front."""
    return text[:1].upper() + text[1:]


def _stop(clause: str) -> str:
    return "" if clause.endswith(("?", ".", "!")) else "."


def _variant(args: Sequence[str]) -> str:
    if args[:1] and _is_nothing(args[0]):
        return ":0"
    return ":1" if len(set(args[:2])) < len(args[:2]) else ""


def _is_nothing(written: str) -> bool:
    try:
        return Delay.parse(written.split(" before ", maxsplit=1)[0]).amount == 0
    except ValueError:
        return False


class _Filler(string.Formatter):
    """Fills the places of a template from a reason's arguments; an absent argument is empty."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Return the arguments from a place on; a name stands for itself."""
        return kwargs[key] if isinstance(key, str) else tuple(args[key:])

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write a place as its template asks."""
        if isinstance(value, str):
            return value
        if not value:
            return ""
        if format_spec in _WHOLE:
            return _WHOLE[format_spec](value, self._reader)
        return _ONE[format_spec](value[0], self._reader) if format_spec else one_line(value[0])


def _day(arg: str, reader: Reader) -> str:
    found = _parsed(arg)
    if isinstance(found, datetime):
        found = here(found, reader).date()
    return day(found, reader) if found is not None else arg


def _moment(arg: str, reader: Reader) -> str:
    found = _parsed(arg)
    return moment(found, reader) if isinstance(found, datetime) else _day(arg, reader)


def _clock(arg: str, reader: Reader) -> str:
    if arg.isdigit():
        return clock(int(arg))
    found = _parsed(arg)
    return f"{here(found, reader):%H:%M}" if isinstance(found, datetime) else arg


def _parsed(arg: str) -> date | datetime | None:
    try:
        return datetime.fromisoformat(arg) if "T" in arg else date.fromisoformat(arg)
    except ValueError:
        return None


def _quoted(arg: str, reader: Reader) -> str:
    return reader.language.quoted.format(words=one_line(arg, _LONGEST)) if arg.strip() else ""


def first_name(name: str) -> str:
    """Return how somebody is spoken of: the first part of a name, the whole one where that is an initial."""
    name = one_line(name)
    first = name.split(" ")[0]
    return first if len(first.rstrip(".")) > 1 else name


def _named(table: Callable[[Language], Table]) -> Callable[[str, Reader], str]:
    return lambda arg, reader: table(reader.language).get(arg, arg.replace("_", " "))


def _weekday(arg: str, reader: Reader) -> str:
    return reader.language.plain[int(arg) - 1] if arg in _WEEK else arg


def back(channel_or_role: str, language: Language) -> str:
    """Return what a detour leads back to, in a few words."""
    return language.channels.get(channel_or_role) or language.event.get(f"about {channel_or_role}", channel_or_role)


def _when(args: Sequence[str], reader: Reader) -> str:
    try:
        return when_text(of_pieces(args), reader)
    except (ValueError, KeyError):
        return " ".join(args)


_ONE: Final[Mapping[str, Callable[[str, Reader], str]]] = {
    "day": _day,
    "moment": _moment,
    "clock": _clock,
    "quoted": _quoted,
    "wait": wait,
    "first": lambda arg, _: first_name(arg),
    "place": lambda arg, _: place(arg),
    "outcome": _named(lambda language: language.outcomes),
    "event": _named(lambda language: language.events),
    "state": _named(lambda language: language.states),
    "yes": _named(lambda language: language.yes),
    "missing": _named(lambda language: language.missing),
    "weekday": _weekday,
    "back": lambda arg, reader: back(arg, reader.language),
    "landmark": _named(lambda language: language.landmarks),
    "part": _named(lambda language: language.parts),
}
_WHOLE: Final[Mapping[str, Callable[[Sequence[str], Reader], str]]] = {
    "windows": windows,
    "weekdays": lambda args, reader: listed([_weekday(arg, reader) for arg in args], reader.language.both),
    "when": _when,
    "places": lambda args, reader: listed([place(arg) for arg in args], reader.language.both),
    "parts": lambda args, reader: listed(
        [reader.language.parts.get(arg, arg) for arg in dict.fromkeys(args)], reader.language.both
    ),
}

SPECS: Final = frozenset({*_ONE, *_WHOLE})
"""The ways in which a place can be written."""
