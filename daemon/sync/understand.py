"""What a person did to an event: the difference between two readings of it, as what happened. Pure.

Bytes and ETags say nothing: servers rewrite what they are given. Each kind of edit is one small function, and words
are kept as notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from cadences.enrollment import Answered, By, Fact, Moved, Noted, Pin
from cadences.moments import Instant, Span
from cadences.outcomes import SPOKEN, WRITTEN, Answer, Channel, Outcome
from integrations.caldav.mapping import Seen, inserted

CANCELLED: Final = "CANCELLED"


@dataclass(frozen=True, slots=True)
class MovedTo:
    """The event stands elsewhere, or lasts longer or shorter; all-day = that day, whenever it fits."""

    pin: Pin


@dataclass(frozen=True, slots=True)
class Wrote:
    """Words that stand in the title or the description now and did not before."""

    words: str


@dataclass(frozen=True, slots=True)
class Invited:
    """The event has guests now: it is the rep's own meeting from here on."""

    guests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The event's status was set to cancelled."""


Edit: TypeAlias = MovedTo | Wrote | Invited | Cancelled


def understand(base: Seen, theirs: Seen) -> tuple[Edit, ...]:
    """Return what was done to an event since it was last read, words first: they may say why it was moved."""
    return (*_wrote(base, theirs), *_invited(base, theirs), *_moved(base, theirs), *_cancelled(base, theirs))


def _moved(base: Seen, theirs: Seen) -> tuple[MovedTo, ...]:
    """See a move. A zone that nobody knows says nothing: what a person meant by it cannot be told."""
    if theirs.zone_unreadable or (base.start, base.end, base.day) == (theirs.start, theirs.end, theirs.day):
        return ()
    if theirs.day is not None:
        return (MovedTo(Pin(day=theirs.day)),)
    return (MovedTo(Pin(span=Span(theirs.start, theirs.end))),)


def _wrote(base: Seen, theirs: Seen) -> tuple[Wrote, ...]:
    title = _new_in_title(base.summary, theirs.summary)
    runs = (*([title] if title else []), *inserted(base.description, theirs.description))
    return tuple(Wrote(run.strip()) for run in runs if run.strip())


def _new_in_title(base: str, theirs: str) -> str:
    """Return what was put around our title, or all of a new one.

    >>> _new_in_title("☎ Anna Berg · Acme AB", "no answer ☎ Anna Berg · Acme AB")
    'no answer'
    """
    before, after = " ".join(base.split()), " ".join(theirs.split())
    if after == before:
        return ""
    return after.replace(before, " ", 1).strip() if before and before in after else after


def _invited(base: Seen, theirs: Seen) -> tuple[Invited, ...]:
    new = tuple(guest for guest in theirs.attendees if guest not in base.attendees)
    return (Invited(new),) if new else ()


def _cancelled(base: Seen, theirs: Seen) -> tuple[Cancelled, ...]:
    return (Cancelled(),) if theirs.status == CANCELLED != base.status else ()


def facts(edits: tuple[Edit, ...], number: int, channel: Channel, at: Instant, *, is_open: bool) -> tuple[Fact, ...]:
    """Return what edits of a touch's event say to its enrollment; `at` is when an answer among them happened.

    A record that is moved says nothing; what is written on it is a note all the same.
    """
    said: list[Fact] = []
    for edit in edits:
        match edit:
            case Wrote(words):
                said.append(Noted(words, number))
            case MovedTo(pin) if is_open:
                said.append(Moved(number, pin))
            case Cancelled() if is_open and channel is not Channel.DIAGNOSE:
                said.append(Answered(Answer(_cancelled_means(channel)), at, number, By.CALENDAR))
            case _:
                pass  # guests bear on the event, not on the enrollment
    return tuple(said)


def _cancelled_means(channel: Channel) -> Outcome:
    """Return the outcome of a touch whose event was cancelled: done, or for a call tried and nobody reached."""
    if channel in SPOKEN:
        return Outcome.NO_ANSWER
    return Outcome.SENT if channel in WRITTEN else Outcome.DONE
