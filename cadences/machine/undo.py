"""Undo: which entry of a log is taken back. Knows entries; the fold without it is `machine.fold`'s.

The last act of a person on the enrollment is taken back: an answer, a deletion, a pause or its end, giving up, going on
in another version of the cadence. Moving an event is no act of this kind (the person moves it back), nor is a note, nor
the enrolling itself (`close --give-up` ends that). What a person has since done to something that the act made is
in the way: a touch it opened that was moved, or an enrollment it started in which something was said, moved or deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cadences.enrollment import (
    Answered,
    By,
    Deleted,
    Enrolled,
    GiveUp,
    Migrated,
    Moved,
    Pause,
    RefusedError,
    Resume,
    Undone,
)
from cadences.machine.folding import Entry, standing

ACTS: Final = (Answered, Deleted, Migrated, Pause, Resume, GiveUp)
TOUCHED: Final = (*ACTS, Moved)


def last_act(entries: Iterable[Entry], made: Iterable[Iterable[Entry]] = ()) -> Entry:
    """Return the entry to take back; `made` are the logs of the enrollments that it started.

    The caller appends `Undone(seq, last_number)` and withdraws the enrollments it made.

    Raises:
        RefusedError: There is nothing to take back, or a person has since done something to what it made.
    """
    lines = [entry for entry in standing(sorted(entries, key=lambda entry: entry.seq)) if _by_person(entry)]
    act = next((entry for entry in reversed(lines) if isinstance(entry.fact, ACTS)), None)
    if act is None:
        raise RefusedError("there is nothing to undo here; an enrolling is ended with close --give-up")
    for entry in lines:
        if entry.seq > act.seq and isinstance(entry.fact, Moved):
            raise RefusedError(
                f"touch {entry.fact.touch} was moved by a person since ({entry.at.isoformat()}); "
                "log what holds now instead"
            )
    for log in made:
        for entry in standing(log):
            if _by_person(entry) and isinstance(entry.fact, TOUCHED):
                raise RefusedError(
                    f"a person has acted since in what it started ({entry.at.isoformat()}); undo that first, or log "
                    "what holds now"
                )
    return act


def _by_person(entry: Entry) -> bool:
    return entry.by is not By.DAEMON and not isinstance(entry.fact, Enrolled | Undone)
