"""What a kind of finding is, for the tables of codes. Types only."""

from __future__ import annotations

from dataclasses import dataclass

from cadences.language.findings import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. Codes are stable: they may be searched for, and named in an editor's settings.

    `severity` is the gravest it can have.
    """

    title: str
    meaning: str
    mend: str
    severity: Severity = Severity.ERROR
