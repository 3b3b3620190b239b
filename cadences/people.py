"""Reps and contacts, as far as when and how they are touched depends on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from cadences.moments import Instant, Span
from cadences.windows import Window

OFFICE_HOURS = (Window.parse("Mon-Fri 08:00-17:00"),)
"""Working hours of a rep who named none."""


@dataclass(frozen=True, slots=True)
class Rep:
    """The person who follows up.

    `hours` are in the rep's own zone; `earliest` and `latest` (minutes of the rep's day) bound how far a promise
    may reach beyond them. `absences` and `busy` are spans in which nothing is placed. `capacity` is the number of
    reaching touches a day (nothing = no limit of the rep's own).
    """

    id: str
    name: str
    timezone: str
    country: str | None = None
    region: str | None = None
    language: str = "en"
    hours: tuple[Window, ...] = OFFICE_HOURS
    earliest: int = 7 * 60
    latest: int = 20 * 60
    capacity: int | None = None
    absences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """The person followed up.

    `timezone` is the resolved zone and `zone_source` says where it comes from (`given`, `country`, `phone`, `rep`);
    where the country has several and none was given, `call_zones` has them all: call hours must hold in each.
    """

    id: str
    name: str
    timezone: str
    zone_source: str = "given"
    call_zones: tuple[str, ...] = ()
    company: str | None = None
    role: str | None = None
    phone: str | None = None
    email: str | None = None
    country: str | None = None
    region: str | None = None
    language: str | None = None
    source: str | None = None
    notes: str | None = None
    last_contact_at: Instant | None = None
    do_not_contact: bool = False
    landmarks: dict[str, str] = field(default_factory=dict)
