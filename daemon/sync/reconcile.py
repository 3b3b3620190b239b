"""What is to be done to an object, from what is wanted there and what is held of it. Pure; sends nothing.

The table is `act`; its cells are the tests of `test_reconcile`. Who wins in an object that both changed is decided
field by field in `integrations.caldav.merging`, for which this room only names the three bodies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from daemon.store.mirror import Held
from daemon.store.outbox import Act, Letter
from integrations.caldav.mapping import Seen, same


@dataclass(frozen=True, slots=True)
class Make:
    """Write an object that is not there, under this generation."""

    generation: int


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Bring an object up to date; it may turn out that it is."""

    held: Held


@dataclass(frozen=True, slots=True)
class Take:
    """Take an object away."""

    held: Held


@dataclass(frozen=True, slots=True)
class Look:
    """Read an object first: its ETag is not known."""

    held: Held


class Rest(Enum):
    """Nothing is to be sent."""

    SHOWN = "shown"
    """The calendar shows what is wanted."""
    HELD = "held"
    """Not now: it waits for a person, for time, or for a vanished event to be explained."""


Step: TypeAlias = Make | Rewrite | Take | Look | Rest


def act(*, wanted: bool, record: bool, objects: Sequence[Held]) -> Step:
    """Say what to do for a touch; `objects` are all there are or were of it, the oldest generation first.

    `record` = the touch is done, and its event only tells so: one that a person deleted is not made again.
    """
    if any(each.state == "vanished" for each in objects):
        return Rest.HELD
    there = next((each for each in reversed(objects) if each.state == "live"), None)
    if there is None:
        return _make(wanted=wanted, record=record, objects=objects)
    if there.quarantine is not None:
        return Rest.HELD
    if there.etag is None:
        return Look(there)
    return Rewrite(there) if wanted else Take(there)


def _make(*, wanted: bool, record: bool, objects: Sequence[Held]) -> Step:
    last = max(objects, key=lambda each: each.generation, default=None)
    if not wanted:
        return Rest.SHOWN
    if last is None:
        return Make(0)
    if last.quarantine is not None:
        return Rest.HELD
    if last.state == "gone" and last.gone_at is None:  # it never came to be: the same name is free
        return Make(last.generation)
    if record:
        return Rest.SHOWN
    return Make(last.generation + 1)


# --- what became of a request whose answer was lost ----------------------------------------------------------------
class Became(Enum):
    """What the server's state says of a request."""

    DONE = "done"
    UNDONE = "undone"
    """It was not executed."""
    GONE = "gone"
    """It was, or the object was there before; somebody has deleted it since."""


def became(letter: Letter, *, etag: str | None, there: bool, reported_gone: bool) -> Became | None:
    """Tell from the ETag what became of a request, or nothing if the bodies must be compared.

    >>> became(Letter("a.ics", Act.CREATE), etag=None, there=False, reported_gone=False)
    <Became.UNDONE: 'undone'>
    """
    if letter.act is Act.REMOVE:
        return Became.UNDONE if there else Became.DONE
    if not there:
        return Became.GONE if letter.act is Act.REPLACE or reported_gone else Became.UNDONE
    if letter.act is Act.CREATE:
        return Became.DONE
    return Became.UNDONE if etag is not None and etag == letter.etag else None


def nearer(sent: Seen, before: Seen, theirs: Seen) -> bool:
    """Whether what stands there grew from what was sent, and not from what stood there before.

    Where a person has edited since, the reading that leaves them the smaller edit is the likelier.
    """
    return same(sent, theirs) or (not same(before, theirs) and _distance(sent, theirs) < _distance(before, theirs))


def _distance(one: Seen, other: Seen) -> int:
    """Count in how many things two readings differ; each line of the description is a thing."""
    fields = ("start", "end", "day", "summary", "location", "status", "transparent", "attendees")
    lines = set(one.description.split("\n")) ^ set(other.description.split("\n"))
    return len(lines) + len([name for name in fields if getattr(one, name) != getattr(other, name)])
