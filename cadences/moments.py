"""Instants, spans and wall-clock time. Knows zones; knows no clock: `now` always comes in by the door.

Spans are half-open: `[start, end)`. A wall-clock time that does not exist (spring) moves forward to the first
that does; one that exists twice (autumn) is the first of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Instant = NewType("Instant", datetime)
"""A moment, aware and in UTC; made by `instant` alone."""

MINUTES_A_DAY: Final = 24 * 60


class UnknownZoneError(ValueError):
    """A name that the zone database does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        """Say so in one sentence, with the zone that was probably meant; found when it is said, since that is slow."""
        from cadences.near import zone_like

        meant = zone_like(self.name)
        return f"{self.name!r} is no time zone; " + (
            f"did you mean {meant}?" if meant else "write one like Europe/Stockholm"
        )


def instant(moment: datetime) -> Instant:
    """Make an aware datetime an instant.

    >>> instant(datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Stockholm"))).isoformat()
    '2026-11-23T08:00:00+00:00'

    Raises:
        ValueError: The datetime has no time zone.
    """
    if moment.tzinfo is None:
        msg = f"{moment.isoformat()} has no time zone"
        raise ValueError(msg)
    return Instant(moment.astimezone(UTC))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, `[start, end)`.

    Raises:
        ValueError: It ends before it starts.
    """

    start: Instant
    end: Instant

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards."""
        if self.end < self.start:
            msg = f"a span may not end ({self.end.isoformat()}) before it starts ({self.start.isoformat()})"
            raise ValueError(msg)

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether both share at least one instant."""
        return self.start < other.end and other.start < self.end

    def holds(self, moment: Instant) -> bool:
        """Whether the moment lies inside; the end does not."""
        return self.start <= moment < self.end


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone of that name.

    Raises:
        UnknownZoneError: The zone database has none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(name) from error


def at_wall(day: date, minute: int, where: ZoneInfo) -> Instant:
    """Return the instant at which clocks in a zone show that minute of that day (0 to 1440, 1440 = next midnight).

    A minute that the spring change skips moves forward to the first that exists; of two the first is meant.

    >>> at_wall(date(2026, 3, 29), 150, ZoneInfo("Europe/Stockholm")).isoformat()   # 02:30 does not exist
    '2026-03-29T01:00:00+00:00'
    """
    naive = datetime.combine(day, time()) + timedelta(minutes=minute)
    there = naive.replace(tzinfo=where, fold=0)
    back = there.astimezone(UTC)
    if back.astimezone(where).replace(tzinfo=None) == naive:
        return Instant(back)
    return _after_gap(naive, where)


def _after_gap(naive: datetime, where: ZoneInfo) -> Instant:
    """Return the first instant after the gap in which a wall-clock time falls."""
    before = naive.replace(tzinfo=where, fold=0).utcoffset()
    after = naive.replace(tzinfo=where, fold=1).utcoffset()
    assert before is not None
    assert after is not None
    low, high = sorted((naive.replace(tzinfo=UTC) - before, naive.replace(tzinfo=UTC) - after))
    offset = low.astimezone(where).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(where).utcoffset() == offset else (low, middle)
    return Instant(high.replace(second=0, microsecond=0))


def day_in(moment: Instant, where: ZoneInfo) -> date:
    """Return the calendar day that a zone shows at an instant."""
    return moment.astimezone(where).date()


def minute_in(moment: Instant, where: ZoneInfo) -> int:
    """Return the minute of the day (0 to 1439) that a zone's clocks show at an instant."""
    there = moment.astimezone(where)
    return there.hour * 60 + there.minute
