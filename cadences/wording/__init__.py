"""Words for people: reasons, times and events in the rep's language. Knows languages; knows no calendar and no rule.

A language is one file of words and templates (`en`, `sv`, `da`, `nl`); `language` tells how they are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from cadences.outcomes import Channel, Outcome
from cadences.promises import When
from cadences.reasons import Reason
from cadences.wording import say as _say
from cadences.wording.say import LANGUAGES, language_of
from cadences.wording.times import Reader, when_text

__all__ = [
    "LANGUAGES",
    "ask",
    "channel_name",
    "language_of",
    "outcome_name",
    "say",
    "say_when",
    "sentence",
    "state_name",
]


def _reader(language: str, zone: ZoneInfo | None, near: date | None, who: str) -> Reader:
    return Reader(language_of(language), zone, near, who)


def say(reason: Reason, language: str, *, zone: ZoneInfo | None = None, near: date | None = None, who: str = "") -> str:
    """Say one reason, small and without a full stop.

    Args:
        reason: A code of `CODES` and its arguments.
        language: `en`, `sv`, `da` or `nl`, a region behind it or not; any other reads English.
        zone: The zone whose clocks and days instants are said in; without one, as they are written.
        near: A day; dates far from it are said with their year.
        who: The contact's first name; without one it is "the contact".

    >>> say(Reason("wait-after", ("2 business days", "no_answer", "2026-11-23T09:10:00+01:00")), "sv")
    '2 arbetsdagar efter uteblivet svar mån 23 nov'
    """
    return _say.say(reason, _reader(language, zone, near, who))


def sentence(
    reasons: Sequence[Reason], language: str, *, zone: ZoneInfo | None = None, near: date | None = None, who: str = ""
) -> str:
    """Say reasons in one sentence with its full stop, most important first; empty where there are none.

    The arguments are those of `say`.
    """
    return _say.sentence(reasons, _reader(language, zone, near, who))


def ask(
    code: str, args: Mapping[str, str], language: str, *, zone: ZoneInfo | None = None, near: date | None = None
) -> str:
    """Say a question, whose arguments have names; `CODES` gives their order."""
    return _say.asked(code, args, _reader(language, zone, near, ""))


def say_when(when: When, language: str, *, zone: ZoneInfo | None = None, near: date | None = None) -> str:
    """Say what was understood of a when.

    >>> from cadences.promises import WhenKind
    >>> say_when(When(WhenKind.STANDING, days=frozenset(range(1, 6)), windows=((1020, None),),
    ...               not_before=date(2026, 11, 23)), "en")
    'weekdays after 17:00, from Mon 23 Nov'
    """
    return when_text(when, _reader(language, zone, near, ""))


def outcome_name(outcome: Outcome, language: str) -> str:
    """Return what an outcome is called in a list of touches."""
    return language_of(language).outcomes[outcome.value]


def channel_name(channel: Channel, language: str) -> str:
    """Return what a channel is called in a list of touches."""
    return language_of(language).channels[channel.value]


def state_name(state: str, language: str) -> str:
    """Return what a state of an enrollment is called (`active`, `waiting`, … `given_up`)."""
    return language_of(language).states[state]
