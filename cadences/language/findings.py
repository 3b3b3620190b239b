"""Findings: what `klart check` has to say about a file, each at its place. Knows text and places, not the language."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_MOST: Final = 1000
"""With more findings than this a file is no cadence; the rest of them is not listed."""

_WIDEST: Final = 100
"""A longer line is shown around its fault alone."""


class Severity(StrEnum):
    """Whether a file can be used as it is."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """A line and a column of a file, both from 1; columns count characters."""

    line: int
    column: int


class Lines:
    """Where the lines of a text begin, so that any index has a place at little cost."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def place(self, index: int) -> Place:
        """Return the place of a character."""
        line = bisect_right(self._starts, index)
        return Place(line, index - self._starts[line - 1] + 1)


START: Final = Place(1, 1)
"""Where a finding stands that has no place of its own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a file: where, how grave, what, and how to mend it.

    `file` is the name as it was given. `hint` is a fix that can be typed, or empty. `story` tells, line by line, how it
    comes to that, where a walk through the cadence proved it.
    """

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""
    story: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it in one line, as compilers do, so that editors can jump to it."""
        return f"{self.file}:{self.line}:{self.column}: {self.severity} {self.code}: {self.message}"

    def to_json(self) -> dict[str, object]:
        """Return the shape that `klart check --json` promises to tools."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "story": list(self.story),
        }

    def render(self, text: str = "", width: int = _WIDEST) -> str:
        """Say it with the line it is about, a caret under the place, and the hint; that line at most so wide."""
        story = [f"    {line}" for line in self.story]
        return "\n".join([str(self), *quoted_line(text, self.line, self.column, width), *story, *self._hint_lines()])

    def _hint_lines(self) -> list[str]:
        return [f"  hint: {self.hint}"] if self.hint else []


Findings: TypeAlias = tuple[Finding, ...]
"""All that is to be said about a file, in the order of its lines."""


class Faults:
    """What was found in one file so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Finding] = []

    def add(self, code: str, place: Place, message: str, hint: str = "", story: tuple[str, ...] = ()) -> None:
        """Note an error; after too many, only that there were too many."""
        self._note(Finding(self.file, place.line, place.column, Severity.ERROR, code, message, hint, story))

    def warn(self, code: str, place: Place, message: str, hint: str) -> None:
        """Note a warning."""
        self._note(Finding(self.file, place.line, place.column, Severity.WARNING, code, message, hint))

    def _note(self, finding: Finding) -> None:
        if len(self._found) > _MOST:
            return
        if len(self._found) == _MOST:
            message = f"there are more than {_MOST:,} findings; the rest is not listed"
            finding = Finding(self.file, *START, Severity.ERROR, "K016", message, "mend these first")
        self._found.append(finding)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    def forget(self, code: str, place: Place, since: int) -> None:
        """Take back the findings of that code at that place among those since then."""
        kept = [found for found in self._found[since:] if (found.code, found.line, found.column) != (code, *place)]
        self._found[since:] = kept

    def on_line(self, line: int, code: str) -> bool:
        """Whether there is one of that code on that line."""
        return any(found.line == line and found.code == code for found in self._found)

    def all(self) -> Findings:
        """Return them in the order of the file's lines, none twice."""
        return in_order(self._found)


def in_order(findings: Iterable[Finding]) -> Findings:
    """Sort findings by file, line and column, and say nothing twice."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda found: (found.file, found.line, found.column, found.code)))


def report(files: int, findings: Iterable[Finding]) -> dict[str, object]:
    """Return what `klart check --json` prints."""
    return {"files": files, "findings": [finding.to_json() for finding in findings]}


def line_of(text: str, number: int) -> str:
    """Return a line of a text (from 1), without its break; empty beyond the end."""
    start = 0
    for _ in range(number - 1):
        found = _BREAK.search(text, start)
        if found is None:
            return ""
        start = found.end()
    end = _BREAK.search(text, start)
    return text[start : end.start() if end else len(text)]


def quoted_line(text: str, number: int, column: int, width: int = _WIDEST) -> list[str]:
    """Return a line of a text with a caret under a column; nothing where the line says nothing."""
    line = line_of(text.removeprefix("\ufeff"), number)
    if not line.strip():
        return []
    first = max(0, column - 1 - width // 2) if len(line) > width else 0
    shown = "".join(map(_printable, line[first : first + width]))
    before = "".join(map(_printable, line[first : column - 1]))
    margin = f"{number:>5} | "
    return [f"{margin}{shown}", f"{'| ':>{len(margin)}}{' ' * _width(before)}^"]


def _printable(letter: str) -> str:
    """Return what may be shown for a character: nothing a file says reaches a terminal as a command."""
    if letter == "\t":
        return " "
    return letter if unicodedata.category(letter)[0] != "C" else "\N{REPLACEMENT CHARACTER}"


def _width(shown: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in shown
    )
