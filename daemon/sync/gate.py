"""Whether a wave of vanished events is believed. Pure; knows counts, no event and no server.

A calendar that was emptied by mistake, restored from a backup or answered in part must never be taken for a person
who gave up on everybody: it is frozen, and told, until a person or time says what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from cadences.moments import Instant

FEW: Final = 10
"""So many at once may always be a person's own work."""
ROUND_SHARE: Final = 0.3
DAY_SHARE: Final = 0.5
EMPTY_FROM: Final = 3
"""From so many known events on, an empty listing is not believed at once."""
SETTLED: Final = timedelta(minutes=10)
"""Two listings so far apart that say the same are believed, within the budget."""


class Frozen(StrEnum):
    """Why a calendar is frozen."""

    WAVE = "wave"
    DAY = "day"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Loss:
    """What is missing of klart's events.

    `known` counts all there were, `missing` those that are not there now; `future` and `missing_future` only those
    to come (records never count). `gone_today` were deleted in the last 24 hours.
    """

    known: int
    missing: int
    future: int
    missing_future: int
    gone_today: int


def weigh(loss: Loss) -> Frozen | None:
    """Return why a loss is not believed, or nothing if it is.

    >>> weigh(Loss(known=40, missing=13, future=40, missing_future=13, gone_today=0)).value
    'wave'
    >>> weigh(Loss(known=40, missing=12, future=40, missing_future=12, gone_today=0)) is None
    True
    """
    if loss.missing_future > max(FEW, ROUND_SHARE * loss.future):
        return Frozen.WAVE
    if loss.missing_future and loss.missing_future + loss.gone_today > max(
        FEW, DAY_SHARE * (loss.future + loss.gone_today)
    ):
        return Frozen.DAY
    if loss.missing == loss.known >= EMPTY_FROM:
        return Frozen.EMPTY
    return None


def thaws(why: Frozen, *, same: bool, first_seen: Instant, now: Instant) -> bool:
    """Whether time alone has said enough: within the budget, and the same listing twice, far enough apart."""
    return why is Frozen.EMPTY and same and now - first_seen >= SETTLED
