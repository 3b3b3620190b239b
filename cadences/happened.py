"""When something that was said happened: the rule for answers that come early, late or out of a calendar.

What is logged by command happened when it was logged (or at the time given). What was written into an event happened
at its planned start if that was past when it was written; else when it was written. Nothing happens later than now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadences.enrollment import By

if TYPE_CHECKING:
    from cadences.moments import Instant


def happened_at(by: By, planned: Instant | None, written: Instant, now: Instant) -> Instant:
    """Return when the thing happened that an answer tells of.

    Args:
        by: Through what it was said.
        planned: The touch's planned start, if it has a place.
        written: When it was said or written (a command's `--at`, an event's LAST-MODIFIED).
        now: Now.
    """
    if by is By.CALENDAR and planned is not None and planned <= written:
        return min(planned, now)
    return min(written, now)
