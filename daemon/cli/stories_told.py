"""What came of stories, for a person: which do not hold, where, why, and what would hold. Knows colours; plays none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from daemon.cli.paint import colours, plain, tell

if TYPE_CHECKING:
    from cadences.stories.play import Failure
    from daemon.cli.stories import Played, Report

HOLDS, FAILS, NONE = "✓", "✗", "·"
_WIDE = 9
"""Columns of the words before what they say."""


def tell_all(report: Report, *, verbose: bool) -> None:
    """Write findings that stand in the way, each file's stories, each failure, and how many there are."""
    if report.findings:
        from daemon.cli.check_text import show

        show({file: report.texts[file] for file in {found.file for found in report.findings}}, report.findings)
        tell("")
    for file in report.files:
        tell(*_of_file(file, report, verbose=verbose))
    for one in report.played:
        if not one.result.passed:
            tell(*_failed(one, report.texts[one.file].decode("utf-8", "replace")))
    if report.played or report.files:
        tell("", summary(report))


def summary(report: Report) -> str:
    """Return how many stories there are in how many files, and how many failed."""
    files = len({one.file for one in report.played})
    if not report.played:
        return f"no stories in {counted(len(report.files), 'file', 'files')}"
    said = f"{counted(len(report.played), 'story', 'stories')} in {counted(files, 'file', 'files')}"
    if report.failed:
        return f"{said}, {_bold(f'{report.failed} failed', 'red')}"
    return f"{said}, {_bold('all hold' if len(report.played) > 1 else 'it holds', 'green')}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number and what it counts."""
    return f"{number} {one if number == 1 else many}"


def _of_file(file: str, report: Report, *, verbose: bool) -> Iterator[str]:
    """Say how the stories of a file fared; nothing of a file whose stories were not chosen."""
    played = [one for one in report.played if one.file == file]
    failed = sum(not one.result.passed for one in played)
    if file in report.without:
        yield _dim(f"{NONE} {plain(file)}  no stories")
    elif played:
        sign = _bold(FAILS, "red") if failed else _bold(HOLDS, "green")
        more = f", {_bold(f'{failed} failed', 'red')}" if failed else ""
        yield f"{sign} {plain(file)}  {counted(len(played), 'story', 'stories')}{more}"
    for one in played if verbose else ():
        sign = _bold(HOLDS, "green") if one.result.passed else _bold(FAILS, "red")
        yield f"    {sign} {plain(one.result.story.it)}"


def _failed(one: Played, text: str) -> Iterator[str]:
    """Say a story that does not hold: row by row, and the nearest one that would."""
    story, result = one.result.story, one.result
    yield f"\n{_bold(FAILS, 'red')} {_bold(plain(story.it))}"
    for number, failure in enumerate(result.failures):
        if number:
            yield ""
        yield from _row(failure, one.file, text)
    if result.nearest is not None:
        from cadences.stories.written import story_yaml

        more = result.left_out
        left = f" ({counted(more, 'row', 'rows')} behind it left out)" if more else ""
        yield f"\n  {_bold('the nearest story that would hold', 'cyan')}{left}:\n"
        yield from map(_yaml, story_yaml(result.nearest, result.mended).splitlines())


def _row(failure: Failure, file: str, text: str) -> Iterator[str]:
    from cadences.language.findings import quoted_line

    line, column = failure.place
    yield _bold(f"{plain(file)}:{line}:{column}")
    for quoted in quoted_line(text, line, column):
        yield _caret(quoted)
    yield f"  {_said('expected', 'green')} {plain(failure.expected)}"
    yield f"  {_said('got', 'red')} {plain(failure.got)}"
    for number, why in enumerate(failure.why):
        yield f"  {_said('why') if number == 0 else ' ' * _WIDE} {plain(why)}"


# --- colours ----------------------------------------------------------------------------------------------------------
def _said(word: str, colour: str | None = None) -> str:
    """Return a word as wide as all of them."""
    return _bold(word, colour) + " " * (_WIDE - len(word))


def _bold(text: str, colour: str | None = None) -> str:
    return click.style(text, fg=colour, bold=True) if colours() else text


def _dim(text: str) -> str:
    return click.style(text, dim=True) if colours() else text


def _caret(line: str) -> str:
    if not colours():
        return line
    margin, bar, rest = line.partition("| ")
    said = click.style(rest, fg="red", bold=True) if rest.strip() == "^" else rest
    return click.style(margin + bar, dim=True) + said


def _yaml(line: str) -> str:
    """Return a line of YAML, its comment dim."""
    code, mark, comment = line.partition("  # ")
    return f"{_bold(code, 'green')}{_dim(mark + comment)}" if mark else line
