"""The facts that move an enrollment, and what a fold needs besides them. Types only; written once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from cadences.delays import Wait
from cadences.moments import Instant, Span
from cadences.outcomes import Answer, Yes


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a person put a touch: a span, or (all-day) a day of the rep's."""

    span: Span | None = None
    day: date | None = None


class By(StrEnum):
    """Who said it."""

    CLI = "cli"
    CALENDAR = "calendar"
    WEB = "web"
    DAEMON = "daemon"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a fold needs besides the facts: zones and whose holidays count, as they were when the fact was written.

    `details_at` is when the contact's phone or email last changed.
    """

    contact_zone: str
    rep_zone: str
    contact_country: str | None = None
    contact_region: str | None = None
    rep_country: str | None = None
    rep_region: str | None = None
    has_phone: bool = True
    has_email: bool = True
    details_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The beginning. `wait` replaces the first step's (a chain's); `since` is what that wait counts from.

    `after` is the yes it follows from where something is to be done about it first: agree when to meet, or secure
    the next step and send the quote.
    """

    enrollment: str
    contact: str
    rep: str
    cadence: str
    version: str
    since: Instant
    wait: Wait | None = None
    origin: str | None = None
    note: str = ""
    landmarks: Mapping[str, str] = field(default_factory=dict)
    after: Yes | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A person gave an outcome, of the touch of that number (nothing = the open one); `at` is when it happened.

    `barred` = the person named in a referral may not be enrolled: do-not-contact, or the contact themself.
    """

    answer: Answer
    at: Instant
    touch: int | None = None
    by: By = By.CLI
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The daemon saw the next touch begin without a reply to what was sent."""

    touch: int
    at: Instant


@dataclass(frozen=True, slots=True)
class Moved:
    """A person moved or resized the event."""

    touch: int
    pin: Pin


@dataclass(frozen=True, slots=True)
class Deleted:
    """A person deleted the event."""

    touch: int


@dataclass(frozen=True, slots=True)
class PutOff:
    """The touch's time passed without an outcome: it is rolled to a later day. `days` were missed."""

    touch: int


@dataclass(frozen=True, slots=True)
class Pause:
    """A person pauses until a date."""

    until: date


@dataclass(frozen=True, slots=True)
class Resume:
    """A person ends a pause."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """A person closes it without an answer, and says why."""

    why: str


@dataclass(frozen=True, slots=True)
class ContactOptedOut:
    """The contact opted out in another enrollment."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A person wrote something that is no answer."""

    words: str
    touch: int | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """The log's entry `seq` was taken back; `last_number` is the enrollment's at that time: no number comes twice."""

    seq: int
    last_number: int


@dataclass(frozen=True, slots=True)
class Landing:
    """A place in a version of a cadence: a step, as that try, in that round of `then` (0 = main line)."""

    step: str
    attempt: int
    round: int = 0


@dataclass(frozen=True, slots=True)
class Migrated:
    """A person took the enrollment to another version of its cadence; what that comes to is decided and written here.

    `steps` are the steps that still exist, old id to new. `at` is where a step's touch stands now; `stays` = it is the
    same touch, else another takes its place. `back` is what one of klart's own touches leads back to, `home` where a
    detour does. `wait` is what the touch is due after in the new version, counted from `since`; nothing = it is due as
    before.
    """

    version: str
    steps: Mapping[str, str]
    at: Landing | None = None
    back: Landing | None = None
    home: Landing | None = None
    stays: bool = True
    wait: Wait | None = None
    since: Instant | None = None


Fact: TypeAlias = (
    Enrolled
    | Answered
    | Unanswered
    | Moved
    | Deleted
    | PutOff
    | Pause
    | Resume
    | GiveUp
    | ContactOptedOut
    | Migrated
    | Noted
    | Undone
)
