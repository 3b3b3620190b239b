"""WHEN in structured English: from what a person writes to a `When`. Knows no promise and places nothing.

What can be written: `after 17:00`, `before 10:00`, `between 12:00 and 13:00`, `mornings`, `tomorrow`, `today`,
`in 3 days`, `Tue`, `Tue 14:30`, `Tue after 14:00`, `2027-03-01`, `2027-03-01 10:00`, `1 March`, `March`, `week 3`,
`not before 2027-03-01`, `not after …`, `by …`, `after …`, `from …`, `until …`, `not on Fri`, `never on Fri`,
`only on Mon+Wed`, `weekdays after 17:00`. Day names long or short, any case.

How it is read (the reading policy, sections 1, 3 and 7): a limit on the time of day alone is standing, likewise days
said with *only*, *never*, in the plural or as a range; any named day, date, week or month makes it a one-off; a clock
with a day is an exact time; a clock alone is today's if still ahead, else the next weekday's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadences.phrases.when_heard import WhenError
from cadences.phrases.when_walk import EXAMPLES, Walk

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cadences.moments import Instant
    from cadences.promises import When

__all__ = ["EXAMPLES", "WhenError", "read_when"]


def read_when(text: str, now: Instant, zone: ZoneInfo) -> When:
    """Read when somebody may be touched, as of an instant, on the clocks of a zone.

    Raises:
        WhenError: It is no time that can be read here, lies in the past, or may be read in two ways.
    """
    try:
        return Walk(text, now, zone).read()
    except WhenError:
        raise
    except ValueError as error:
        raise WhenError(f"{text.strip()[:60]!r}: {error}") from error
