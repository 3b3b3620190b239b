"""What a calendar's state is after something went wrong, and until when to wait. Pure; knows errors, no server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cadences.moments import Instant, instant
from integrations.ports import Denied, Gone, PortError, Throttled

OK: Final = "ok"
FIRST: Final = timedelta(seconds=30)
LONGEST: Final = timedelta(hours=1)
REFUSED: Final = timedelta(days=1)
"""Credentials that were refused are tried once a day: more would lock the account."""
WRONG_PASSWORD: Final = 401


@dataclass(frozen=True, slots=True)
class Trouble:
    """A calendar's state in one word, what to tell a person, and when to try again."""

    state: str
    said: str
    retry_at: Instant


def away(error: PortError, failures: int, now: Instant, home: ZoneInfo) -> Trouble:
    """Judge an error after so many failed rounds in a row; times are told in the rep's zone (`home`).

    >>> from datetime import UTC, datetime
    >>> nine = instant(datetime(2026, 11, 23, 9, tzinfo=UTC))
    >>> away(Throttled("it was busy", 60.0), 0, nine, ZoneInfo("Europe/Stockholm")).said
    'it was busy; it is asked again at 10:01, and nothing before'
    """
    if isinstance(error, Throttled):
        again = instant(now + timedelta(seconds=error.retry_after))
        said = f"{error.what}; it is asked again at {_clock(again, now, home)}, and nothing before"
        return Trouble("throttled", said, again)
    if isinstance(error, Denied):
        wait = REFUSED if error.status == WRONG_PASSWORD else LONGEST
        return Trouble("denied", error.what, instant(now + wait))
    if isinstance(error, Gone):
        return Trouble("gone", error.what, instant(now + LONGEST))
    return Trouble("away", error.what, instant(now + min(FIRST * 2 ** min(failures, 10), LONGEST)))


def _clock(at: Instant, now: Instant, home: ZoneInfo) -> str:
    """Tell the first full minute by which an instant has come, with its weekday where that is another one."""
    there = at.astimezone(home).replace(second=0, microsecond=0)
    if there < at:
        there = (at + timedelta(minutes=1)).astimezone(home).replace(second=0, microsecond=0)
    return f"{there:%H:%M}" if there.date() == now.astimezone(home).date() else f"{there:%a %H:%M}"
