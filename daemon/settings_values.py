"""How each kind of setting is read: a TOML value gives the type, or one sentence. Knows values, not which setting."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from cadences.delays import Delay, Unit
from cadences.moments import zone
from cadences.windows import Window, parse_clock
from integrations.passwords import Command, Credential, File, Keyring, Source

Reader: TypeAlias = Callable[[object], object]
"""A TOML value -> the setting; raises ValueError with one sentence."""

SECONDS: Final = {Unit.MINUTE: 60, Unit.HOUR: 3600}
DAYS: Final = {Unit.DAY: 1, Unit.WEEK: 7}
LONGEST_TEXT: Final = 1000


def text(value: object) -> str:
    """Read a line of text."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text; write it in quotes")  # noqa: TRY004 - the readers' one error
    if not value.strip() or len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError(f"{value[:40]!r} is no name; write one line of text")
    return value.strip()


def truth(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")  # noqa: TRY004 - the readers' one error
    return value


def whole(least: int, most: int) -> Callable[[object], int]:
    """Return a reader of whole numbers between two bounds."""

    def reader(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"{value!r} is no whole number from {least} to {most}")
        return value

    return reader


def one_of(*words: str) -> Callable[[object], str]:
    """Return a reader of one of some words."""

    def reader(value: object) -> str:
        if value in words:
            return str(value)
        near = difflib.get_close_matches(str(value), words, 1)
        raise ValueError(f"{value!r} is not one of {', '.join(words)}" + (f"; did you mean {near[0]}?" if near else ""))

    return reader


def zone_name(value: object) -> str:
    """Read the name of a time zone."""
    return zone(text(value)).key


def country(value: object) -> str:
    """Read the two letters of a country (ISO 3166-1)."""
    from cadences.zones import known_country

    return known_country(text(value))


LANGUAGES: Final = ("en", "sv", "da", "nl")
"""Languages in which klart speaks."""
language: Final = one_of(*LANGUAGES)
"""Read the two letters of a language."""


def region(value: object) -> str:
    """Read the region of a country as the holidays know it, like BY for Bavaria."""
    code = text(value)
    if not re.fullmatch(r"[A-Z0-9]{1,6}", code):
        raise ValueError(f"{code!r} is no region; write its letters, like BY for Bavaria")
    return code


def hours(value: object) -> tuple[Window, ...]:
    """Read working hours: a list of weekly windows."""
    if not isinstance(value, list) or not value:
        raise ValueError(f'{value!r} is no list of windows; write one like ["Mon-Fri 08:00-17:00"]')
    return tuple(Window.parse(text(line)) for line in value)


def minute(value: object) -> int:
    """Read a time of day as its minute."""
    return parse_clock(text(value))


def seconds(value: object) -> int:
    """Read how often: minutes or hours, in seconds; at least a minute, at most a day."""
    delay = Delay.parse(text(value))
    if delay.unit not in SECONDS or not 60 <= delay.amount * SECONDS[delay.unit] <= 86_400:  # noqa: PLR2004 - a day
        raise ValueError(f"{value!r} must lie between 1 minute and 24 hours")
    return delay.amount * SECONDS[delay.unit]


def days(value: object) -> int:
    """Read how long: days or weeks, in days; 0 for not at all."""
    delay = Delay.parse(text(value))
    if delay.unit not in DAYS:
        raise ValueError(f"{value!r} must be in days or weeks, like 90 days")
    return delay.amount * DAYS[delay.unit]


def address(value: object) -> str:
    """Read the address of a CalDAV server; one with a password in it is refused, settings hold no secrets."""
    url = text(value)
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known:
        raise ValueError(f"{url!r} is no web address; write one like https://dav.example.com/")
    if parts.username is not None or parts.password is not None:
        raise ValueError("the address may not hold a user or a password; use calendar.user and calendar.password")
    return url


def command(value: object) -> tuple[str, ...]:
    """Read a command: a list of its words, or a line split as a shell would (no shell is run)."""
    words = shlex.split(value) if isinstance(value, str) else value
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words) or not words[0]:
        raise ValueError(f'{value!r} is no command; write one like ["secret-tool", "lookup", "service", "klart"]')
    return tuple(words)


def password_of(*, command: object, file: object, credential: object, keyring: object, user: str) -> Source | None:
    """Return where the password comes from, as far as one way was named."""
    if isinstance(command, tuple):
        return Command(command)
    if isinstance(file, str):
        return File(Path(file).expanduser())
    if isinstance(credential, str):
        return Credential(credential)
    return Keyring(keyring, user) if isinstance(keyring, str) else None
