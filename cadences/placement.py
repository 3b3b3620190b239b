"""What the planner is asked and what it answers. Types only; the decisions are in `planner`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from cadences.cadence import DEFAULT_LIMITS, Counts, Kind, Limits, Vary
from cadences.delays import Delay
from cadences.enrollment import Pin
from cadences.moments import Instant, Span
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.windows import Window


class Part(StrEnum):
    """Parts of the day, in the contact's time; they change at 10:00, 12:00 and 15:00."""

    EARLY = "early"
    LATE_MORNING = "late morning"
    EARLY_AFTERNOON = "early afternoon"
    LATE_AFTERNOON = "late afternoon"


@dataclass(frozen=True, slots=True)
class Request:
    """A touch that wants a place.

    `promises` are all that apply: the contact's standing and dated ones, this enrollment's exact time, this touch's
    one-off; the newest last. `placed` is where it stands now and `said` the reasons it was given for that: what was
    true of that day (no room, enough touches) is said again while it stays. `pin` is where a person put it.
    `tried` are the parts of the day of the tries before, `tried_days` their days of the week (1 = Monday). `reply`
    = somebody waits for our answer. `excepted` = the contact asked for this very touch, so that limits do not bind
    it. `hurried` = it is to come within minutes of being due, so that it may start as soon as the planning is done.
    `by` is how long after it is due it is to have happened.
    """

    key: str
    contact: Contact
    channel: Channel
    takes: int
    due: Instant
    reason: Reason
    windows: tuple[Window, ...]
    cadence: str
    kind: Kind = Kind.PROSPECTING
    counts: Counts = Counts.BOTH
    limits: Limits = DEFAULT_LIMITS
    promises: tuple[Promise, ...] = ()
    pin: Pin | None = None
    joins: bool = False
    reply: bool = False
    put_offs: int = 0
    vary: Vary = Vary.NONE
    tried: tuple[Part, ...] = ()
    tried_days: tuple[int, ...] = ()
    placed: Span | None = None
    said: tuple[Reason, ...] = ()
    excepted: bool = False
    hurried: bool = False
    by: Delay | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A touch that stands and is not asked about: it takes the rep's time and counts against limits.

    `key` is its enrollment; `movable` = a promise may take its slot (it is then named in `Plan.displaced`); of `kind`
    prospecting, a fresh contact may take it today. `pinned` = a person put it there: an exact appointment may stand on
    top of it, conflict shown. `promised` = a promise that is no exact time holds it: only an exact time may take it.
    """

    key: str
    span: Span
    contact: str
    cadence: str
    reaches: bool
    movable: bool = False
    joins: bool = False
    kind: Kind | None = None
    pinned: bool = False
    promised: bool = False


@dataclass(frozen=True, slots=True)
class Occasions:
    """What already counts against limits and is no longer planned: touches done, and those with other reps.

    `contact_days` lists, per contact, the contact's local dates on which it was or will be touched; `rep_days`
    counts, per cadence (and `""` for all), the reaching touches of this rep a day.
    """

    contact_days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    rep_days: Mapping[tuple[str, date], int] = field(default_factory=dict)


NO_OCCASIONS: Final = Occasions()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a touch goes, and why; `conflicts` are the rules that had to be broken to place it at all."""

    key: str
    span: Span
    reasons: tuple[Reason, ...]
    conflicts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The placements, in the order of the keys asked, and the keys of `Taken` touches whose slot a promise took."""

    placements: tuple[Placement, ...]
    displaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RepWorld:
    """A rep and what is known of the rep's time: busy spans, standing touches, what counts against limits."""

    rep: Rep
    busy: tuple[Span, ...] = ()
    taken: tuple[Taken, ...] = ()
    occasions: Occasions = NO_OCCASIONS
