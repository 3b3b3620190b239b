"""An enrollment: its states, its open touch, and the facts that move it. Types only; the moves are in `machine`.

An enrollment is the fold of its facts. A fact is written down once and never changed; an undone one is left out of
the fold. Facts carry what the fold needs to give the same result for ever (`Terms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from cadences.delays import Wait
from cadences.moments import Instant, Span
from cadences.outcomes import REACHING, Answer, Channel, Outcome, Yes
from cadences.promises import When
from cadences.reasons import Reason


# --- states ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Active:
    """A touch is next."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A touch is next, not before an instant that somebody named."""

    until: Instant


@dataclass(frozen=True, slots=True)
class Diagnosing:
    """The next touch asks the rep what is missing."""


@dataclass(frozen=True, slots=True)
class Paused:
    """A person paused it until a date."""

    until: date


@dataclass(frozen=True, slots=True)
class Won:
    """A clear yes."""

    to: Yes


@dataclass(frozen=True, slots=True)
class Lost:
    """A clear no."""

    reason: str


@dataclass(frozen=True, slots=True)
class OptedOut:
    """A clear never again."""


@dataclass(frozen=True, slots=True)
class Referred:
    """Somebody else is followed up instead."""

    to: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A person closed it without an answer."""

    why: str


Open: TypeAlias = Active | Waiting | Diagnosing | Paused
Closed: TypeAlias = Won | Lost | OptedOut | Referred | GivenUp
State: TypeAlias = Open | Closed


class Role(StrEnum):
    """What a touch is there for: a step of the cadence, or one of klart's own touches beside the main line."""

    STEP = "step"
    FIND = "find-details"
    """A number or an address is wrong or not known: find it, then the same step again."""
    REPLY = "answer-reply"
    """The contact wrote back: answer, then what was planned."""
    DECIDE = "decide"
    """A decision of the rep: go on, pause until, or a clear no?"""
    DIAGNOSE = "diagnose"
    """Too much silence: what is missing?"""
    LEARN = "learn"
    """Find what the diagnose touch found missing (`note` says what)."""
    AGREE = "agree"
    """A meeting was said yes to, or was not held: agree when."""
    SECURE = "secure"
    """A quote was said yes to: agree on when to go through it."""
    SEND = "send"
    """A quote was said yes to: send it."""


REPLIES: Final = frozenset({Role.REPLY, Role.AGREE, Role.SECURE, Role.SEND})
"""Roles in which the contact waits for us."""


# --- the open touch -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Pin:
    """Where a person put a touch: a span, or (all-day) a day of the rep's."""

    span: Span | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """One try at one step: the next one of an open enrollment. When it stands is the planner's word, not its own.

    `due` is the earliest start that its wait gives. `joins` = it belongs to the occasion before it. `when` is what
    was said for this touch alone (exact times, one-offs). `awaits_reply` = it was planned at the `sent` of the touch
    before; when it begins unanswered, `no_reply` is logged. `reason` says why there is such a touch. `back_to` is the
    step to return to from a side step (find-details, answer-reply, decide, diagnose), as its try `back_attempt`, in
    round `back_round` of `then`, after `back_wait` where that is not the step's own. `round` is this touch's own
    round of `then` (0 = main line). `own_due` is the due before a pause, given back by a resume.
    """

    number: int
    step: str
    channel: Channel
    attempt: int
    due: Instant
    takes: int
    opened_at: Instant
    reason: Reason
    joins: bool = False
    when: When | None = None
    pin: Pin | None = None
    put_offs: int = 0
    awaits_reply: bool = False
    back_to: str | None = None
    back_attempt: int = 0
    note: str = ""
    role: Role = Role.STEP
    round: int = 0
    back_round: int = 0
    back_wait: Wait | None = None
    back_role: Role = Role.STEP
    own_due: Instant | None = None

    @property
    def reaches(self) -> bool:
        """Whether the contact is touched by it."""
        return self.channel in REACHING

    @property
    def reply(self) -> bool:
        """Whether the contact waits for us."""
        return self.role in REPLIES


@dataclass(frozen=True, slots=True)
class Past:
    """A touch that is over: what came of it and when it really happened.

    `superseded` = something else happened in its place (its `outcome` is then nothing). `when` and `detail` (what the
    yes was to, the reason of the no, what is missing) tell the same word said again from another one.
    """

    number: int
    step: str
    channel: Channel
    attempt: int
    outcome: Outcome | None
    happened_at: Instant
    superseded: bool = False
    role: Role = Role.STEP
    when: When | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Enrollment:
    """One contact in one cadence for one rep, pinned to one version.

    `silences` counts unanswered touches in a row; `deletions` counts a person's deletions in a row; `bad_data`
    counts wrong numbers and bounces in a row; `tries` counts the tries of each step; `rounds` those of `then`.
    `next` is set exactly while the state is open (invariant 1). `before` is the enrollment as it stood before the
    last word on a touch (without its `past`, and one deep): a correction starts from there.
    """

    id: str
    contact: str
    rep: str
    cadence: str
    version: str
    opened_at: Instant
    state: State
    next: Touch | None
    last_number: int = 0
    past: tuple[Past, ...] = ()
    silences: int = 0
    deletions: int = 0
    bad_data: int = 0
    tries: Mapping[str, int] = field(default_factory=dict)
    rounds: int = 0
    last_contact_at: Instant | None = None
    landmarks: Mapping[str, str] = field(default_factory=dict)
    before: Enrollment | None = None

    @property
    def open(self) -> bool:
        """Whether there is a next touch."""
        return isinstance(self.state, Active | Waiting | Diagnosing | Paused)


# --- facts ----------------------------------------------------------------------------------------------------------
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
    | Noted
    | Undone
)


# --- effects: what ought to happen besides the new state -----------------------------------------------------------
@dataclass(frozen=True, slots=True)
class KeepPromise:
    """A promise is to be kept on the contact (or, for an exact time, on the enrollment)."""

    when: When
    words: str
    said_at: Instant
    own: bool = False


@dataclass(frozen=True, slots=True)
class LapseOneOffs:
    """A try reached out: the contact's one-off promises said before it are over."""

    at: Instant


@dataclass(frozen=True, slots=True)
class StartChain:
    """An answer starts the next cadence. `after`: see `Enrolled`."""

    cadence: str
    wait: Wait | None
    since: Instant
    landmarks: Mapping[str, str] = field(default_factory=dict)
    after: Yes | None = None


@dataclass(frozen=True, slots=True)
class EnrolPerson:
    """Somebody named is to be enrolled in the same cadence; `replaces` = a referral, which closes this enrollment."""

    name: str
    phone: str | None
    email: str | None
    company: str | None
    replaces: bool


@dataclass(frozen=True, slots=True)
class OptOutContact:
    """The contact is do-not-contact; all of the contact's enrollments end."""


@dataclass(frozen=True, slots=True)
class CorrectDetails:
    """New details of the contact were found; the old ones are kept as bad."""

    phone: str | None = None
    email: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class KeepNote:
    """Text to keep on the contact."""

    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the rep, shown in `status` and the event: a code of the table of questions, and its arguments."""

    code: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tell:
    """Something to say back to the rep, with nothing to answer: a code of the table of reasons, and its arguments."""

    code: str
    args: tuple[str, ...] = ()


Effect: TypeAlias = (
    KeepPromise | LapseOneOffs | StartChain | EnrolPerson | OptOutContact | CorrectDetails | KeepNote | Ask | Tell
)


@dataclass(frozen=True, slots=True)
class Advance:
    """What a fact leads to: the enrollment as it is now, and what else ought to happen."""

    enrollment: Enrollment
    effects: tuple[Effect, ...] = ()


class RefusedError(Exception):
    """A fact that does not fit where the enrollment stands; the message is one sentence with the words that fit."""
