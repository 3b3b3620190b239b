"""The only room that reads a clock. Knows three clocks and the system's zone; what follows from them, others decide.

`now` is passed in everywhere else. Three clocks beside each other tell what happened in between: boot time runs
while the machine sleeps, monotonic time does not, and wall time alone can be set.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cadences.moments import Instant, instant

STEP: Final = timedelta(seconds=2)
"""A wall clock that moved by less than this against boot time was disciplined by NTP, not set."""
SLEEP: Final = timedelta(seconds=2)
"""Boot and monotonic time may differ by less than this without the machine having slept."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The clocks, read at one moment: wall time, and seconds of the monotonic and the boot clock.

    `zone` is the IANA name of the system's zone (nothing = it could not be told).
    """

    real: Instant
    monotonic: float
    boot: float
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """What happened to time between two readings, beyond its passing.

    `slept` is how long the machine was suspended, `stepped` how far the wall clock was set forward (back, if
    negative); both are zero below what clocks drift. `moved` is the new zone, where the system's zone changed.
    """

    slept: timedelta
    stepped: timedelta
    moved: str | None

    def __bool__(self) -> bool:
        """Whether anything happened, so that all must be planned anew."""
        return bool(self.slept) or bool(self.stepped) or self.moved is not None


def now() -> Instant:
    """Return the present instant, in UTC."""
    return instant(datetime.now(UTC))


def monotonic() -> float:
    """Return seconds of a clock that never goes back and stands still while the machine sleeps (on Linux)."""
    return time.monotonic()


def boottime() -> float:
    """Return seconds since boot, sleep included; where a system has no such clock, those of `monotonic`."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def local_zone() -> str | None:
    """Return the IANA name of the system's time zone as it is now, or nothing if it cannot be told."""
    import tzlocal

    try:
        return tzlocal.reload_localzone().key
    except (LookupError, ValueError, OSError):
        return None


def read() -> Readings:
    """Read all clocks."""
    return Readings(now(), monotonic(), boottime(), local_zone())


def compare(before: Readings, after: Readings) -> Shift:
    """Return what happened to time between two readings (`slept = boot - monotonic`, `stepped = wall - boot`).

    Pure. A machine that slept and whose wall clock was right all along has slept, and not stepped.
    """
    booted = timedelta(seconds=after.boot - before.boot)
    ran = timedelta(seconds=after.monotonic - before.monotonic)
    slept = booted - ran
    stepped = (after.real - before.real) - booted
    moved = after.zone if after.zone is not None and after.zone != before.zone else None
    return Shift(
        slept if slept >= SLEEP else timedelta(0),
        stepped if abs(stepped) >= STEP else timedelta(0),
        moved,
    )
