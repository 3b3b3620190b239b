"""What a calendar's state is after something went wrong, and until when to wait. Pure; knows errors, no server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

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


def away(error: PortError, failures: int, now: Instant) -> Trouble:
    """Judge an error after so many failed rounds in a row.

    >>> from datetime import UTC, datetime
    >>> away(Throttled("busy", 60.0), 0, instant(datetime(2026, 11, 23, 9, tzinfo=UTC))).retry_at.minute
    1
    """
    if isinstance(error, Throttled):
        return Trouble("throttled", error.what, instant(now + timedelta(seconds=error.retry_after)))
    if isinstance(error, Denied):
        wait = REFUSED if error.status == WRONG_PASSWORD else LONGEST
        return Trouble("denied", error.what, instant(now + wait))
    if isinstance(error, Gone):
        return Trouble("gone", error.what, instant(now + LONGEST))
    return Trouble("away", error.what, instant(now + min(FIRST * 2 ** min(failures, 10), LONGEST)))
