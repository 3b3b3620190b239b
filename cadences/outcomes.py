"""The closed vocabulary: channels, outcomes, and an answer as a person gives it. Knows words, not what follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cadences.promises import When


class Channel(StrEnum):
    """How a touch is done."""

    PREPARE = "prepare"
    CALL = "call"
    EMAIL = "email"
    MESSAGE = "message"
    LINKEDIN = "linkedin"
    VISIT = "visit"
    TASK = "task"
    DIAGNOSE = "diagnose"


REACHING: Final = frozenset({Channel.CALL, Channel.EMAIL, Channel.MESSAGE, Channel.LINKEDIN, Channel.VISIT})
"""Channels that reach the contact; the others the rep does alone ("solo")."""

WRITTEN: Final = frozenset({Channel.EMAIL, Channel.MESSAGE, Channel.LINKEDIN})
"""Channels that are sent and may be answered later."""

SPOKEN: Final = frozenset({Channel.CALL, Channel.VISIT})
"""Channels bound by promised hours and weekdays."""


class Outcome(StrEnum):
    """What came of a touch."""

    YES = "yes"
    NO = "no"
    OPT_OUT = "opt_out"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    GATEKEEPER = "gatekeeper"
    NO_REPLY = "no_reply"
    CALLBACK = "callback"
    NOT_NOW = "not_now"
    TALKED = "talked"
    DONE = "done"
    SENT = "sent"
    REPLIED = "replied"
    INTRODUCED = "introduced"
    NO_SHOW = "no_show"
    WRONG_NUMBER = "wrong_number"
    BOUNCED = "bounced"
    REFERRED = "referred"
    SKIPPED = "skipped"
    MISSING = "missing"


CLEAR: Final = frozenset({Outcome.YES, Outcome.NO, Outcome.OPT_OUT, Outcome.REFERRED})
"""What ends an enrollment."""

SILENT: Final = frozenset({Outcome.NO_ANSWER, Outcome.BUSY, Outcome.VOICEMAIL, Outcome.GATEKEEPER, Outcome.NO_REPLY})
"""What counts as silence."""


class Yes(StrEnum):
    """What a yes was given to."""

    MEETING = "meeting"
    QUOTE = "quote"
    PURCHASE = "purchase"


class Missing(StrEnum):
    """What is missing where a contact stays silent: the answers to a diagnose touch."""

    CONSEQUENCE = "consequence"
    OWNER = "owner"
    URGENCY = "urgency"
    CHAMPION = "champion"
    FIT = "fit"
    NOTHING = "nothing"


NO_REASONS: Final = ("any", "contract", "no_need", "wrong_person", "price")
"""The reasons of a no that a cadence may tell apart."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in an answer: "talk to Eva, 070-…"."""

    name: str
    phone: str | None = None
    email: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says came of a touch.

    `when` of a yes is the appointment; of a no the date of `contract_end`; else it replaces the wait.
    `channel` names the channel that was used instead of the touch's own ("mailed instead").
    `phone` and `email` are new details that were written in the touch.
    """

    outcome: Outcome
    yes: Yes | None = None
    reason: str | None = None
    when: When | None = None
    person: Person | None = None
    missing: Missing | None = None
    channel: Channel | None = None
    phone: str | None = None
    email: str | None = None
    words: str = ""
