"""The fold of a log: an enrollment rebuilt from what was written down. Reads no store; the lines come in.

An entry that was taken back is left out, and so is what the daemon alone saw of a touch that it had made. The mark of
the taking back carries the last touch number of its time: no number comes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.enrollment import By, Enrolled, Enrollment, Fact, Migrated, RefusedError, Terms, Undone
from cadences.machine.advancing import advance
from cadences.moments import Instant


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log. `at` is when it was written, `seq` counts up within the enrollment."""

    seq: int
    at: Instant
    by: By
    fact: Fact
    terms: Terms


def fold(entries: Iterable[Entry], cadence_of: Callable[[str], Cadence], holiday: HolidayName) -> Enrollment:
    """Return the enrollment that a log tells of; `cadence_of` knows each cadence version by its hash.

    Raises:
        RefusedError: The log does not begin with an enrolling, or holds what never fitted.
    """
    lines = sorted(entries, key=lambda entry: entry.seq)
    enrollment: Enrollment | None = None
    for entry in standing(lines):
        if isinstance(entry.fact, Undone):
            assert enrollment is not None
            enrollment = replace(enrollment, last_number=max(enrollment.last_number, entry.fact.last_number))
            continue
        cadence = cadence_of(_version(enrollment, entry.fact))
        enrollment = advance(enrollment, entry.fact, cadence, entry.terms, holiday, entry.at).enrollment
    if enrollment is None:
        raise RefusedError("an empty log tells of no enrollment")
    return enrollment


def standing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that were not taken back, and the marks of those that were."""
    lines = tuple(entries)
    undone = {entry.fact.seq for entry in lines if isinstance(entry.fact, Undone)}
    return tuple(entry for entry in lines if entry.seq not in undone)


def _version(enrollment: Enrollment | None, fact: Fact) -> str:
    """Return the version by which a fact is taken: what begins or goes on in another names it."""
    if isinstance(fact, Enrolled | Migrated):
        return fact.version
    if enrollment is None:
        raise RefusedError("a log begins with an enrolling")
    return enrollment.version
