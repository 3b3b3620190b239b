"""Findings as a person reads them: the line with a caret, the mend, and a count. Knows colours; judges nothing."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import click

from daemon.cli.paint import colours, tell

if TYPE_CHECKING:
    from cadences.language.findings import Finding

_WIDEST: Final = 100
_LEAST: Final = 30
_MARGIN: Final = 9
"""Columns left of a line that is shown, for its number."""
_MOST_CODES: Final = 5
"""More codes than this are not named in the last line."""
_SEVERITIES: Final = {"error": "red", "warning": "yellow"}


def show(texts: Mapping[str, bytes], findings: Sequence[Finding]) -> None:
    """Write findings with the lines they are about, then how many there are and how to learn more."""
    painted = colours()
    decoded = {file: texts[file].decode("utf-8", "replace") for file in {found.file for found in findings}}
    width = max(_LEAST, shutil.get_terminal_size().columns - _MARGIN) if sys.stdout.isatty() else _WIDEST
    for found in findings:
        said = found.render(decoded[found.file], min(width, _WIDEST))
        tell(_painted(found, said) if painted else said, "")
    tell(counted(len(texts), findings))
    codes = sorted({found.code for found in findings})
    if codes:
        tell(f"klart explain {' '.join(codes[:_MOST_CODES])} tells more")


def counted(files: int, findings: Sequence[Finding]) -> str:
    """Return how many files, errors and warnings there are."""
    errors = sum(found.severity.value == "error" for found in findings)
    parts = [_count(files, "file"), _count(errors, "error"), _count(len(findings) - errors, "warning")]
    return ", ".join(re.sub("^0 ", "no ", text) for text in parts)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _painted(found: Finding, said: str) -> str:
    """Return a finding in colours: what and where in bold, the caret in the colour of how grave it is."""
    first, *rest = said.split("\n")
    colour = _SEVERITIES[found.severity.value]
    place, _, _ = first.partition(f" {found.severity} {found.code}: ")
    head = f"{click.style(f'{found.severity} {found.code}', fg=colour, bold=True)}: "
    lines = [f"{click.style(place, bold=True)} {head}{found.message}"]
    return "\n".join([*lines, *(_painted_line(line, colour) for line in rest)])


def _painted_line(line: str, colour: str) -> str:
    caret = re.fullmatch(r"( *\| *)(\^)", line)
    if caret is not None:
        return click.style(caret[1], dim=True) + click.style(caret[2], fg=colour, bold=True)
    quoted = re.match(r" *\d+ \| ", line)
    if quoted is not None:
        return click.style(quoted[0], dim=True) + line[quoted.end() :]
    hint = line.startswith("  hint: ")
    return click.style("  hint: ", fg="cyan") + line.removeprefix("  hint: ") if hint else line
