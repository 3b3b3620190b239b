"""Call hours: when people of a country may, or decently can, be rung. A table with its sources; knows no zone.

The laws named here mostly protect consumers; klart keeps to them for everybody, and never calls outside them,
promise or not. They are no legal advice. Hours are the contact's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cadences.windows import Window


@dataclass(frozen=True, slots=True)
class CallHours:
    """When somebody may be rung.

    `never_on_holidays` = not on a public holiday of the contact's country, whoever's holidays the cadence counts.
    `until` shortens single days of the year: (month, day) -> the minute at which calls end. `source` is where the
    rule stands.
    """

    windows: tuple[Window, ...]
    source: str
    never_on_holidays: bool = False
    until: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def end_on(self, day: date) -> int | None:
        """Return the minute at which calls end on a day that is shortened, or nothing."""
        return self.until.get((day.month, day.day))

    def __hash__(self) -> int:
        """Hash by what the table holds once for each rule."""
        return hash((self.windows, self.source))


def _hours(*windows: str) -> tuple[Window, ...]:
    return tuple(Window.parse(window) for window in windows)


DEFAULT: Final = CallHours(_hours("every day 08:00-21:00"), "decency: 08:00-21:00 where no rule is known")

_HALF_PAST_SIX: Final = 18 * 60 + 30

TABLE: Final[Mapping[str, CallHours]] = {
    "AU": CallHours(
        _hours("Mon-Fri 09:00-20:00", "Sat 09:00-17:00"),
        "Telecommunications (Telemarketing and Research Calls) Industry Standard 2017 (ACMA)",
        never_on_holidays=True,
    ),
    "CA": CallHours(
        _hours("Mon-Fri 09:00-21:00", "Sat-Sun 10:00-18:00"),
        "CRTC Unsolicited Telecommunications Rules, part III s. 23 (weekdays until 21:30; kept to 21:00)",
    ),
    "ES": CallHours(
        _hours("Mon-Fri 09:00-21:00"),
        "Real Decreto Legislativo 1/2007, art. 96.2, as amended by Ley 3/2014",
        never_on_holidays=True,
    ),
    "FR": CallHours(
        _hours("Mon-Fri 10:00-13:00", "Mon-Fri 14:00-20:00"),
        "Code de la consommation, art. D. 223-9 (décret 2022-1313)",
        never_on_holidays=True,
    ),
    "IT": CallHours(
        _hours("Mon-Fri 09:00-20:00", "Sat 10:00-19:00"),
        "Codice di condotta telemarketing e teleselling (Garante, 2023)",
        never_on_holidays=True,
    ),
    "NL": CallHours(
        _hours("Mon-Fri 09:00-22:00", "Sat 10:00-16:00"),
        "Code Telemarketing 2012, art. 9; 4 May, 5 and 24 December until 18:30",
        never_on_holidays=True,
        until={(5, 4): _HALF_PAST_SIX, (12, 5): _HALF_PAST_SIX, (12, 24): _HALF_PAST_SIX},
    ),
    "NO": CallHours(
        _hours("Mon-Fri 09:00-21:00"),
        "Markedsføringsloven (2009), the section on telephone marketing: no Saturdays, holidays, before 9, after 21",
        never_on_holidays=True,
    ),
    "US": CallHours(
        _hours("every day 08:00-21:00"),
        "47 CFR 64.1200(c)(1) and 16 CFR 310.4(c): 8 a.m. to 9 p.m. at the called person's place",
    ),
}
"""Rules by country (ISO 3166-1 alpha-2)."""


def call_hours(country: str | None) -> CallHours:
    """Return when people of a country may be rung; the default where no country or no rule is known.

    >>> [str(window) for window in call_hours("FR").windows]
    ['Mon-Fri 10:00-13:00', 'Mon-Fri 14:00-20:00']
    """
    return DEFAULT if country is None else TABLE.get(country, DEFAULT)
