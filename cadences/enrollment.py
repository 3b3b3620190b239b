"""An enrollment: its states, and its open touch. Types only; the moves are in `machine`, facts and effects beside it.

An enrollment is the fold of its facts. A fact is written down once and never changed; an undone one is left out of
the fold. Facts carry what the fold needs to give the same result for ever (`Terms`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from cadences.delays import Wait
from cadences.effects import (
    Ask,
    CorrectDetails,
    Effect,
    EnrolPerson,
    KeepNote,
    KeepPromise,
    LapseOneOffs,
    OptOutContact,
    StartChain,
    Tell,
)
from cadences.facts import (
    Answered,
    By,
    ContactOptedOut,
    Deleted,
    Enrolled,
    Fact,
    GiveUp,
    Landing,
    Migrated,
    Moved,
    Noted,
    Pause,
    Pin,
    PutOff,
    Resume,
    Terms,
    Unanswered,
    Undone,
)
from cadences.moments import Instant
from cadences.outcomes import REACHING, Channel, Outcome, Yes
from cadences.promises import When
from cadences.reasons import Reason

__all__ = [
    "REPLIES",
    "Active",
    "Advance",
    "Answered",
    "Ask",
    "By",
    "Closed",
    "ContactOptedOut",
    "CorrectDetails",
    "Deleted",
    "Diagnosing",
    "Effect",
    "EnrolPerson",
    "Enrolled",
    "Enrollment",
    "Fact",
    "GiveUp",
    "GivenUp",
    "Home",
    "KeepNote",
    "KeepPromise",
    "Landing",
    "LapseOneOffs",
    "Lost",
    "Migrated",
    "Moved",
    "Noted",
    "Open",
    "OptOutContact",
    "OptedOut",
    "Past",
    "Pause",
    "Paused",
    "Pin",
    "PutOff",
    "Referred",
    "RefusedError",
    "Resume",
    "Role",
    "StartChain",
    "State",
    "Tell",
    "Terms",
    "Touch",
    "Unanswered",
    "Undone",
    "Waiting",
    "Won",
    "state_word",
]


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


def state_word(state: State) -> str:
    """Return a state in a word: `active`, `waiting`, `diagnosing`, `paused`, `won`, `lost`, `opted_out` and so on.

    >>> state_word(OptedOut())
    'opted_out'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(state).__name__).lower()


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
class Home:
    """Where a detour leads back to when it is done: a step as that try, in that round of `then`, after that wait.

    `role` is another than STEP where one of klart's own touches was to come, that itself leads back to the step, after
    `back_wait`. `silent` = a touch was left unanswered by then: the silence limit is looked at on the return. What was
    said about when, before the detour began, binds the return: `due` from when, `when` what was said, `why` its reason.
    """

    step: str | None
    attempt: int
    wait: Wait
    round: int = 0
    role: Role = Role.STEP
    back_wait: Wait | None = None
    silent: bool = False
    due: Instant | None = None
    when: When | None = None
    why: Reason | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """One try at one step: the next one of an open enrollment. When it stands is the planner's word, not its own.

    `due` is the earliest start that its wait gives. `joins` = it belongs to the occasion before it. `when` is what
    was said for this touch alone (exact times, one-offs). `awaits_reply` = it was planned at the `sent` of the touch
    before; when it begins unanswered, `no_reply` is logged. `reason` says why there is such a touch. `back_to` is the
    step to return to from a side step (find-details, answer-reply, decide, diagnose), as its try `back_attempt`, in
    round `back_round` of `then`, after `back_wait` where that is not the step's own. `round` is this touch's own
    round of `then` (0 = main line). `own_due` is the due before a pause, given back by a resume. `home` is set on a
    detour: on its own touch, and on one of klart's own that leads back to it. `wait` is what it was opened after, where
    that is not what its step has for such a try: it waits that once more when something else takes its place.
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
    home: Home | None = None
    wait: Wait | None = None

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
    yes was to, the reason of the no, what is missing) tell the same word said again from another one. `said` is the
    word that closed it as it was said: of one that is superseded too, and where it meant another outcome. `round` is
    the round of `then` that it was (0 = main line).
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
    said: Outcome | None = None
    round: int = 0


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


@dataclass(frozen=True, slots=True)
class Advance:
    """What a fact leads to: the enrollment as it is now, and what else ought to happen."""

    enrollment: Enrollment
    effects: tuple[Effect, ...] = ()


class RefusedError(Exception):
    """A fact that does not fit where the enrollment stands; the message is one sentence with the words that fit."""
