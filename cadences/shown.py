"""What an event shows: the typed content, and the text it becomes. Types only; `brief` writes the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cadences.delays import Delay
from cadences.enrollment import Past, Role
from cadences.moments import Instant, Span
from cadences.outcomes import Answer, Channel, Missing
from cadences.people import Contact
from cadences.promises import Promise
from cadences.reasons import Reason


@dataclass(frozen=True, slots=True)
class EventText:
    """An event as a person reads it, in the rep's language.

    `alarm_minutes` is how long before the start to remind (0 = at the start, nothing = no alarm). `opaque` = the
    time shows as busy to others.
    """

    summary: str
    description: str
    location: str | None = None
    alarm_minutes: int | None = None
    opaque: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about a contact, and when; in which touch of its enrollment, where that is known."""

    at: Instant
    words: str
    touch: int | None = None


@dataclass(frozen=True, slots=True)
class IfSilent:
    """What comes if nobody answers: a channel after a wait as it is written; `again` = the same step once more.

    A channel of `diagnose` is klart's question what is missing.
    """

    channel: Channel
    wait: str = "0"
    again: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """What a detour leads back to: a step by its channel, as that try, or one of klart's own touches by its role.

    `wait` is as it is written; `due` stands in its place where a time was named before the detour.
    """

    what: Channel | Role
    attempt: int = 1
    wait: str = "0"
    due: Instant | None = None


@dataclass(frozen=True, slots=True)
class LeadsTo:
    """Where an answer of a diagnose touch leads: to a step by its channel, to one of klart's own touches, or to a wait.

    Nothing of these = on with what was planned. `title` is the step's, rendered.
    """

    missing: Missing
    what: Channel | Role | None = None
    title: str = ""
    wait: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something the rep is asked: an `ask-` code of the table of reasons, and its arguments by name."""

    code: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that a touch's event shows.

    `ref` names the touch at the event's end. `rep_zone` is the rep's IANA zone; `rep_name` is set where a calendar
    is shared. `title`, `text`, `subject` and `send` are the step's, rendered: the first two to the rep, in the rep's
    language, the others to the contact, in theirs; `unknown` are the template values that were empty
    (`contact.company`). `found` is what the rep wrote at the last preparation, `notes` the newest first, `origin` who
    referred or where the contact comes from. `goal` is what a yes would be here (`meeting`, `quote`, `purchase`).
    `promises` are those that bind this touch. `past` is the newest first. `learning` is what a touch of that role
    is to find out, `back` what a detour leads back to, `leads` where each answer of a diagnose touch leads. `address`
    is where to go, of visits. `remind` and `no_reminder` are the step's; `shared` = others subscribe to the calendar,
    so nothing rings; `private` keeps names out of the title.

    A touch that is done has its `answer` and `happened_at`.
    """

    ref: str
    contact: Contact
    channel: Channel
    span: Span
    rep_zone: str
    role: Role = Role.STEP
    attempt: int = 1
    rep_name: str | None = None
    reasons: tuple[Reason, ...] = ()
    conflicts: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()
    title: str = ""
    text: str = ""
    unknown: tuple[str, ...] = ()
    subject: str = ""
    send: str = ""
    found: str = ""
    notes: tuple[Note, ...] = ()
    origin: str = ""
    goal: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    past: tuple[Past, ...] = ()
    silence: IfSilent | None = None
    learning: Missing | None = None
    back: Back | None = None
    leads: tuple[LeadsTo, ...] = ()
    address: str | None = None
    remind: Delay | None = None
    no_reminder: bool = False
    shared: bool = False
    private: bool = False
    answer: Answer | None = None
    happened_at: Instant | None = None
