"""The table of moves: where an enrollment stands, what is said, and what follows. Knows no cadence and no time.

The rules, in the order in which they are asked:

1. A clear answer ends the enrollment wherever it stands: yes, no, opt out, somebody else instead. A person's
   `give up` ends it too; nothing else does.
2. What the contact says is taken in every open state: a promise (callback, not now), words without a clear answer
   (talked, introduced), a reply, an appointment that was not kept. A touch that the rep does alone (prepare, task,
   looking something up) closes as superseded then.
3. Silence leads to the step's next try, else to the next step; at the silence limit the diagnose touch takes that
   place. `no_reply` moves nothing: what was sent has planned its successor already. On a detour silence counts, and
   its limit is looked at on the return.
4. Bad data (wrong number, bounced) leads to looking it up, the second in a row to a decision.
5. What the rep did (done, sent) leads to the next step; what the rep skipped uses up a try.
6. A touch that the rep does alone takes `done` and `skipped`, the diagnose touch what is missing, the decision touch
   `done` for going on; a silent outcome on a preparation means: prepared, and the call after it was tried. Whatever
   else is said there does not fit.
7. A closed enrollment takes an opt-out and notes; every other word on it is asked about.

`on`, `retry`, `then` and `missing` of the cadence say which step follows (`retries`); a detour is done once and leads
back to where it left. What a move does is in the room named beside it in `machine`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from cadences.enrollment import (
    Active,
    Diagnosing,
    Enrollment,
    GivenUp,
    Lost,
    OptedOut,
    Paused,
    Referred,
    Role,
    State,
    Touch,
    Waiting,
    Won,
)
from cadences.outcomes import Channel, Outcome


class Place(StrEnum):
    """Where an enrollment stands: what its open touch is."""

    NOWHERE = "not enrolled"
    CALL = "call"
    VISIT = "visit"
    WRITTEN = "written"
    """An email, a message or a LinkedIn message; also the answer to a reply and the sending of a quote."""
    PREPARE = "prepare"
    TASK = "task"
    FIND = "find-details"
    DIAGNOSE = "diagnose"
    DECIDE = "decide"
    AGREE = "agree"
    """To agree when to meet, or when to go through a quote."""
    CLOSED = "closed"


class Event(StrEnum):
    """What happens besides outcomes; one for each fact."""

    ENROLLED = "enrolled"
    UNANSWERED = "unanswered"
    MOVED = "moved"
    DELETED = "deleted"
    PUT_OFF = "put off"
    PAUSE = "pause"
    RESUME = "resume"
    GIVE_UP = "give up"
    OPTED_OUT_ELSEWHERE = "opted out elsewhere"
    NOTED = "noted"


Word: TypeAlias = Outcome | Event


class Move(StrEnum):
    """What follows."""

    BEGIN = "begin"
    WIN = "won"
    LOSE = "lost"
    OPT_OUT = "opted out"
    REFER = "referred"
    GIVE_UP = "given up"
    SILENCE = "silence"
    TRIED = "tried"
    UNREPLIED = "unreplied"
    COUNT = "count"
    PROMISE = "promise"
    REACHED = "reached"
    ANSWER = "answer"
    MEET = "meet"
    MEND = "mend"
    FOUND = "found"
    DID = "did"
    SENT = "sent"
    SKIP = "skip"
    ASIDE = "aside"
    MISSING = "missing"
    DECIDED = "decided"
    AGREED = "agreed"
    CONFIRMED = "confirmed"
    PREPARED = "prepared"
    PIN = "pin"
    ROLL = "roll"
    PAUSE = "pause"
    RESUME = "resume"
    NOTE = "note"
    ASK = "ask"
    IGNORE = "ignore"


MEANING: Final[Mapping[Move, str]] = {
    Move.BEGIN: "The first step is next, after its wait.",
    Move.WIN: "Closed as won; the cadence may start another.",
    Move.LOSE: "Closed as lost; the cadence may start a win-back.",
    Move.OPT_OUT: "Closed for ever; the contact is do-not-contact.",
    Move.REFER: "Closed; the person named is enrolled instead. May that person not be enrolled: a decision touch.",
    Move.GIVE_UP: "Closed by a person, with the reason.",
    Move.SILENCE: "One silence: the next try, else the next step; at the limit the diagnose touch.",
    Move.TRIED: "A call set done: tried, nobody reached. One silence, told.",
    Move.UNREPLIED: "Sent, and no reply: one silence, then what follows no reply.",
    Move.COUNT: "One silence, nothing moves; at the limit the diagnose touch takes the place.",
    Move.PROMISE: "The same step again, when the contact said; no try used, silence back to 0.",
    Move.REACHED: "The next step; silence back to 0.",
    Move.ANSWER: "A touch to answer at once, in place of the planned one; silence back to 0.",
    Move.MEET: "A touch to agree a time, then the same step.",
    Move.MEND: "The same step with the right details, else a touch to find them; twice in a row: a decision touch.",
    Move.FOUND: "The details are kept, then the same step again.",
    Move.DID: "The next step, after its wait; after a detour back to where it left.",
    Move.SENT: "What no reply would lead to is planned at once; when it begins unanswered, that is one silence.",
    Move.SKIP: "A try is used up without silence: the next try, else the next step. Two deletions in a row: decide.",
    Move.ASIDE: "The decision touch comes back the next business day, then after 4 weeks.",
    Move.MISSING: "Silence back to 0; then the step, detour or wait that the cadence has for it, and back.",
    Move.DECIDED: "Go on with what was planned.",
    Move.AGREED: "Agreed: what was waiting for it goes on from there; without a time the same touch again.",
    Move.CONFIRMED: "A yes to what was to be agreed: agreed; a yes to something else: won.",
    Move.PREPARED: "Prepared, and the call after it was tried.",
    Move.PIN: "The touch stands where the person put it.",
    Move.ROLL: "The touch goes to a later day; one put-off, no try.",
    Move.PAUSE: "The next touch is not before that date.",
    Move.RESUME: "The pause is over; the touch is due as before it.",
    Move.NOTE: "Kept as a note.",
    Move.ASK: "Kept as a note, and asked about.",
    Move.IGNORE: "Nothing.",
}


class StateName(StrEnum):
    """The states, as they are written."""

    ACTIVE = "active"
    WAITING = "waiting"
    DIAGNOSING = "diagnosing"
    PAUSED = "paused"
    WON = "won"
    LOST = "lost"
    OPTED_OUT = "opted_out"
    REFERRED = "referred"
    GIVEN_UP = "given_up"


_ACTIVE: Final = frozenset({StateName.ACTIVE})
_NAMED: Final = frozenset({StateName.ACTIVE, StateName.WAITING})
_AFTER_SILENCE: Final = frozenset({StateName.ACTIVE, StateName.WAITING, StateName.DIAGNOSING})

LEADS: Final[Mapping[Move, frozenset[StateName]]] = {
    Move.BEGIN: _ACTIVE,
    Move.WIN: frozenset({StateName.WON}),
    Move.LOSE: frozenset({StateName.LOST}),
    Move.OPT_OUT: frozenset({StateName.OPTED_OUT}),
    Move.REFER: frozenset({StateName.REFERRED, StateName.ACTIVE}),
    Move.GIVE_UP: frozenset({StateName.GIVEN_UP}),
    Move.SILENCE: _AFTER_SILENCE,
    Move.TRIED: _AFTER_SILENCE,
    Move.UNREPLIED: _AFTER_SILENCE,
    Move.COUNT: frozenset({StateName.DIAGNOSING}),
    Move.PROMISE: _NAMED,
    Move.REACHED: _NAMED,
    Move.ANSWER: _NAMED,
    Move.MEET: _NAMED,
    Move.MEND: _AFTER_SILENCE,
    Move.FOUND: _AFTER_SILENCE,
    Move.DID: _AFTER_SILENCE,
    Move.SENT: _AFTER_SILENCE,
    Move.SKIP: _AFTER_SILENCE,
    Move.ASIDE: _NAMED,
    Move.MISSING: _NAMED,
    Move.DECIDED: _NAMED,
    Move.AGREED: _NAMED,
    Move.CONFIRMED: _NAMED | {StateName.WON},
    Move.PREPARED: _AFTER_SILENCE,
    Move.PIN: _ACTIVE | {StateName.DIAGNOSING},
    Move.ROLL: frozenset(),
    Move.PAUSE: frozenset({StateName.PAUSED}),
    Move.RESUME: _NAMED,
    Move.NOTE: frozenset(),
    Move.ASK: frozenset(),
    Move.IGNORE: frozenset(),
}
"""The states that a move may lead to, besides the one in which the enrollment stands (a wait or a pause may hold)."""

_ENDS: Final[Mapping[Word, Move]] = {
    Outcome.YES: Move.WIN,
    Outcome.NO: Move.LOSE,
    Outcome.OPT_OUT: Move.OPT_OUT,
    Outcome.REFERRED: Move.REFER,
    Event.GIVE_UP: Move.GIVE_UP,
    Event.OPTED_OUT_ELSEWHERE: Move.OPT_OUT,
}
_SAID: Final[Mapping[Word, Move]] = {
    Outcome.CALLBACK: Move.PROMISE,
    Outcome.NOT_NOW: Move.PROMISE,
    Outcome.TALKED: Move.REACHED,
    Outcome.INTRODUCED: Move.REACHED,
    Outcome.REPLIED: Move.ANSWER,
    Outcome.NO_SHOW: Move.MEET,
}
_BY_PERSON: Final[Mapping[Word, Move]] = {
    Outcome.SKIPPED: Move.SKIP,
    Event.DELETED: Move.SKIP,
    Event.MOVED: Move.PIN,
    Event.PUT_OFF: Move.ROLL,
    Event.PAUSE: Move.PAUSE,
    Event.RESUME: Move.RESUME,
    Event.NOTED: Move.NOTE,
    Event.UNANSWERED: Move.COUNT,
    Outcome.NO_REPLY: Move.COUNT,
}
_OPEN: Final[Mapping[Word, Move]] = {**_ENDS, **_SAID, **_BY_PERSON}
_SILENT_CALL: Final[Mapping[Word, Move]] = dict.fromkeys(
    (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.VOICEMAIL, Outcome.GATEKEEPER), Move.SILENCE
)
_BAD: Final[Mapping[Word, Move]] = dict.fromkeys((Outcome.WRONG_NUMBER, Outcome.BOUNCED), Move.MEND)
_DID: Final[Mapping[Word, Move]] = dict.fromkeys((Outcome.DONE, Outcome.SENT), Move.DID)

MOVES: Final[Mapping[Place, Mapping[Word, Move]]] = {
    Place.NOWHERE: {Event.ENROLLED: Move.BEGIN},
    Place.CALL: {**_OPEN, **_SILENT_CALL, **_BAD, Outcome.DONE: Move.TRIED, Outcome.SENT: Move.SENT},
    Place.VISIT: {**_OPEN, **_SILENT_CALL, **_BAD, Outcome.DONE: Move.REACHED, Outcome.SENT: Move.SENT},
    Place.WRITTEN: {
        **_OPEN,
        **_SILENT_CALL,
        **_BAD,
        Outcome.DONE: Move.SENT,
        Outcome.SENT: Move.SENT,
        Outcome.NO_ANSWER: Move.UNREPLIED,
        Outcome.NO_REPLY: Move.UNREPLIED,
    },
    Place.PREPARE: {**_OPEN, **_DID, **dict.fromkeys((*_SILENT_CALL, *_BAD), Move.PREPARED)},
    Place.TASK: {**_OPEN, **_DID},
    Place.FIND: {**_OPEN, **dict.fromkeys(_DID, Move.FOUND)},
    Place.DIAGNOSE: {**_OPEN, Outcome.MISSING: Move.MISSING},
    Place.DECIDE: {
        **_OPEN,
        **dict.fromkeys((*_DID, Outcome.TALKED), Move.DECIDED),
        **dict.fromkeys((Outcome.SKIPPED, Event.DELETED), Move.ASIDE),
    },
    Place.AGREE: {
        **_OPEN,
        **_SILENT_CALL,
        **_BAD,
        **dict.fromkeys((*_DID, Outcome.TALKED, Outcome.REPLIED), Move.AGREED),
        Outcome.YES: Move.CONFIRMED,
        Outcome.NO_REPLY: Move.SILENCE,
    },
    Place.CLOSED: {
        **dict.fromkeys(Outcome, Move.ASK),
        Outcome.OPT_OUT: Move.OPT_OUT,
        Event.OPTED_OUT_ELSEWHERE: Move.IGNORE,
        Event.NOTED: Move.NOTE,
        Event.UNANSWERED: Move.IGNORE,
        Event.PUT_OFF: Move.IGNORE,
        Event.MOVED: Move.IGNORE,
        Event.DELETED: Move.IGNORE,
    },
}
"""What is not in a place's row does not fit there, and is refused with the words that do."""

_ROLES: Final[Mapping[Role, Place]] = {
    Role.FIND: Place.FIND,
    Role.LEARN: Place.TASK,
    Role.DIAGNOSE: Place.DIAGNOSE,
    Role.DECIDE: Place.DECIDE,
    Role.REPLY: Place.WRITTEN,
    Role.SEND: Place.WRITTEN,
    Role.AGREE: Place.AGREE,
    Role.SECURE: Place.AGREE,
}
_CHANNELS: Final[Mapping[Channel, Place]] = {
    Channel.PREPARE: Place.PREPARE,
    Channel.CALL: Place.CALL,
    Channel.EMAIL: Place.WRITTEN,
    Channel.MESSAGE: Place.WRITTEN,
    Channel.LINKEDIN: Place.WRITTEN,
    Channel.VISIT: Place.VISIT,
    Channel.TASK: Place.TASK,
    Channel.DIAGNOSE: Place.DIAGNOSE,
}


def place_of(enrollment: Enrollment | None) -> Place:
    """Return where an enrollment stands (nothing = nobody is enrolled yet)."""
    if enrollment is None:
        return Place.NOWHERE
    return Place.CLOSED if enrollment.next is None else place_of_touch(enrollment.next)


def place_of_touch(touch: Touch) -> Place:
    """Return what an open touch is."""
    return _ROLES.get(touch.role) or _CHANNELS[touch.channel]


def place_of_channel(channel: Channel) -> Place:
    """Return what a step's touch by a channel is."""
    return _CHANNELS[channel]


def words_that_fit(place: Place) -> tuple[str, ...]:
    """Return the outcomes that a place takes, in the order of the vocabulary.

    >>> words_that_fit(Place.TASK)[-4:]
    ('introduced', 'no_show', 'referred', 'skipped')
    """
    row = MOVES[place]
    return tuple(word.value for word in Outcome if row.get(word) not in {None, Move.COUNT, Move.ASK})


def name_of(state: State) -> StateName:
    """Return a state's name."""
    return _NAMES[type(state)]


_NAMES: Final[Mapping[type[State], StateName]] = {
    Active: StateName.ACTIVE,
    Waiting: StateName.WAITING,
    Diagnosing: StateName.DIAGNOSING,
    Paused: StateName.PAUSED,
    Won: StateName.WON,
    Lost: StateName.LOST,
    OptedOut: StateName.OPTED_OUT,
    Referred: StateName.REFERRED,
    GivenUp: StateName.GIVEN_UP,
}
