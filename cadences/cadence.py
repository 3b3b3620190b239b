"""A cadence as the core knows it: frozen, typed, and right by construction. Knows nothing of YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cadences.delays import NOTHING, Delay, Unit, Wait
from cadences.outcomes import REACHING, Channel, Missing, Outcome
from cadences.windows import Window

Texts = Mapping[str, str]
"""A text by language; the key `""` is the one that serves every language."""

RESERVED: Final = frozenset({"find-details", "answer-reply", "diagnose", "decide", "next", "retry"})
"""Step ids that klart uses itself."""

DEFAULT_WINDOWS: Final = (Window.parse("Mon-Fri 09:00-17:00"),)
DEFAULT_LADDER: Final = (
    Delay(1, Unit.BUSINESS_DAY),
    Delay(2, Unit.BUSINESS_DAY),
    Delay(1, Unit.WEEK),
    Delay(2, Unit.WEEK),
    Delay(4, Unit.WEEK),
)
"""The waits of `retry: until clear answer`, and of `then` where it names none."""

SILENCE_AFTER: Final = 6
"""Touches unanswered in a row after which klart asks what is missing, where the cadence says nothing."""


FOUR_WEEKS: Final = Delay(4, Unit.WEEK)
"""How long `not_now` waits where nothing was said about when."""


class Kind(StrEnum):
    """What a cadence is for: the order when time is short."""

    FRESH = "fresh"
    LOOK_BACK = "look-back"
    PROSPECTING = "prospecting"


class Counts(StrEnum):
    """Whose public holidays count."""

    CONTACT = "contact"
    REP = "rep"
    BOTH = "both"
    NONE = "none"


class Vary(StrEnum):
    """What a retry varies."""

    HOUR = "hour"
    DAY = "day"
    NONE = "none"


class IfMissing(StrEnum):
    """What to do where a contact lacks the address a step needs."""

    FIND = "find"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Limits:
    """How often anybody is touched; defaults where a cadence says nothing (nothing = no limit)."""

    touches_per_rep_per_day: int | None = None
    touches_per_contact_per_day: int = 1
    touches_per_contact_per_week: int = 3


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a step is tried (`times` in all; nothing = until a clear answer) and how long between tries.

    `wait` is a ladder whose last rung repeats. `after` are the outcomes that lead to another try.
    `until_clear` marks `retry: until clear answer`: every outcome but a clear one leads to this step again.
    """

    times: int | None = 1
    wait: tuple[Wait, ...] = (Delay(1, Unit.BUSINESS_DAY),)
    vary: Vary = Vary.HOUR
    after: frozenset[Outcome] | None = None
    until_clear: bool = False

    def rung(self, attempt: int) -> Wait:
        """Return the wait after that try (1 is the first)."""
        return self.wait[min(attempt, len(self.wait)) - 1]


ONCE: Final = Retry()


@dataclass(frozen=True, slots=True)
class Step:
    """A node of a cadence.

    `texts` are to the rep, `sends` and `subjects` to the contact. `on` maps an outcome to a step's id, or to `next`,
    `retry` or `then`. `remind` of nothing = the channel's default; `no_reminder` = `remind: none`.
    """

    id: str
    channel: Channel
    wait: Wait
    takes: int
    windows: tuple[Window, ...] | None = None
    retry: Retry = ONCE
    on: Mapping[Outcome, str] = field(default_factory=dict)
    titles: Texts = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    subjects: Texts = field(default_factory=dict)
    sends: Texts = field(default_factory=dict)
    remind: Delay | None = None
    no_reminder: bool = False
    preparation: int = 0
    by: Delay | None = None
    if_missing: IfMissing = IfMissing.FIND
    was: str | None = None

    @property
    def reaches(self) -> bool:
        """Whether the contact is touched by it."""
        return self.channel in REACHING


@dataclass(frozen=True, slots=True)
class Chain:
    """A cadence that an answer starts, and how long after (in place of its first step's wait)."""

    start: str
    wait: Wait | None = None


@dataclass(frozen=True, slots=True)
class Then:
    """What comes after the last step: one step again and again; the last rung repeats."""

    repeat: str
    wait: tuple[Wait, ...] = DEFAULT_LADDER

    def rung(self, round_: int) -> Wait:
        """Return the wait before that round (1 is the first)."""
        return self.wait[min(round_, len(self.wait)) - 1]


@dataclass(frozen=True, slots=True)
class Cadence:
    """A cadence definition; its `version` is the hash of its flow and words and never changes.

    `then` of nothing = the last step that reaches out, again, on the default ladder.
    `yes` and `no` map what was said to the cadence that follows; `no["any"]` serves every other reason. `detours` are
    steps off the main line: done once, then back to where they left. `missing` maps an answer of the diagnose touch to
    a step (of the main line or a detour) or to a wait; an answer it leaves out has klart's own way.
    """

    name: str
    titles: Texts
    steps: tuple[Step, ...]
    version: str
    words_version: str
    kind: Kind = Kind.PROSPECTING
    goal: tuple[str, ...] = ()
    windows: tuple[Window, ...] = DEFAULT_WINDOWS
    holidays: Counts = Counts.BOTH
    limits: Limits = DEFAULT_LIMITS
    then: Then | None = None
    yes: Mapping[str, Chain] = field(default_factory=dict)
    no: Mapping[str, Chain] = field(default_factory=dict)
    not_now: Delay = FOUR_WEEKS
    silence_after: int = SILENCE_AFTER
    detours: tuple[Step, ...] = ()
    missing: Mapping[Missing, str | Delay] = field(default_factory=dict)

    @property
    def every_step(self) -> tuple[Step, ...]:
        """The steps of the main line, then the detours."""
        return self.steps + self.detours

    def step(self, name: str) -> Step | None:
        """Return the step or detour of that id, or nothing."""
        return next((step for step in self.every_step if step.id == name), None)

    def is_detour(self, name: str) -> bool:
        """Whether the step of that id lies off the main line."""
        return any(step.id == name for step in self.detours)

    def after(self, name: str) -> Step | None:
        """Return the step that follows on the main line, or nothing after the last and for what is not on it."""
        ids = [step.id for step in self.steps]
        return self.steps[ids.index(name) + 1] if name in ids[:-1] else None

    @property
    def repeats(self) -> Then:
        """What comes after the last step, the default filled in.

        Raises:
            ValueError: Nothing in the cadence reaches out (`klart check` says so as K201).
        """
        if self.then is not None:
            return self.then
        reaching = [step.id for step in self.steps if step.reaches]
        if not reaching:
            msg = f"nothing in the cadence {self.name} reaches out"
            raise ValueError(msg)
        return Then(reaching[-1])


def text_in(texts: Texts, *languages: str | None) -> str | None:
    """Return the text in the first language there is, else the one for all, else English, else any."""
    for language in (*languages, "", "en"):
        if language is not None and language in texts:
            return texts[language]
    return next(iter(texts.values()), None)


DEFAULT_WAIT: Final = Delay(1, Unit.BUSINESS_DAY)
FIRST_WAIT: Final = NOTHING
