"""`klart test`: the stories of cadences, played. Knows paths, options and exit codes; the core plays.

How results are told stands in `stories_told`, for programs in `stories_shapes`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from daemon.cli.checking import SUFFIX, Given, Shelf, judged, named, read_given
from daemon.cli.completing import cadences
from daemon.cli.frame import Command, home_of
from daemon.cli.paint import as_json
from daemon.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from cadences.cadence import Cadence
    from cadences.language.findings import Finding
    from cadences.language.story import Story
    from cadences.stories.play import StoryResult
    from daemon.home import Home

MANY: Final = 20
"""More stories than this are counted on the error stream of a terminal while they are played."""


@dataclass(frozen=True, slots=True)
class Played:
    """A story that was played: its file, cadence and result, and how many seconds it took."""

    file: str
    cadence: str
    result: StoryResult
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that came of it. `files` are those whose stories could be played, `without` those of them that have none."""

    texts: dict[str, bytes]
    files: tuple[str, ...]
    without: tuple[str, ...]
    played: tuple[Played, ...]
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]

    @property
    def failed(self) -> int:
        """How many stories do not hold."""
        return sum(not one.result.passed for one in self.played)


@click.command("test", cls=Command)
@click.argument("names", metavar="[PATH|NAME…]", nargs=-1, shell_complete=cadences)
@click.option("-k", "word", metavar="WORD", help="Only stories with these words in their `it` or their cadence's name.")
@click.option("-v", "--verbose", is_flag=True, help="Name the stories that hold, too.")
@click.option("--junit", metavar="FILE", help="Write the results as JUnit XML, for CI systems.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def test(
    ctx: click.Context, /, names: Sequence[str], *, word: str | None, verbose: bool, junit: str | None, json_: bool
) -> int:
    """Play the stories in `tests:` of cadences, and say which do not hold, why, and what would.

    PATH is a cadence file or a folder (its *.yaml, not deeper), NAME a cadence of the home or the library; without any
    it is every cadence of the home.

    Exit 0 when every story holds, 1 when one does not, 2 when a file cannot be read or has errors.
    """
    from daemon.cli.stories_told import tell_all

    home = home_of(ctx)
    report = play(_given(names, home), home, word, _progress())
    if word is not None and not report.played and not report.findings and not report.unread:
        raise BadInput(f"no story has {word!r} in it", "klart test --verbose names them")
    if junit is not None:
        _write_junit(junit, report)
    if json_:
        from daemon.cli.stories_shapes import shape_of

        as_json(shape_of(report))
    else:
        tell_all(report, verbose=verbose)
    if report.unread:
        raise BadInput("\n".join(report.unread))
    if report.findings:
        return ExitCode.USAGE
    return ExitCode.FOUND if report.failed else ExitCode.WELL


# --- which ------------------------------------------------------------------------------------------------------------
def _given(names: Sequence[str], home: Home) -> Given:
    """Read the files that paths and names mean; without any, the home's.

    Raises:
        BadInput: The home has no cadences.
    """
    if not names:
        if not any(home.cadences.glob(f"*{SUFFIX}")):
            raise BadInput(f"{home.cadences} has no cadences", "name a file, a folder, or a cadence of the library")
        return read_given([str(home.cadences)], home)
    return read_given(named(names, home), home)


def play(given: Given, home: Home, word: str | None, progress: Callable[[int, int], None]) -> Report:
    """Judge files together, and play the stories of those without errors; `word` chooses among them."""
    errors = tuple(found for found in judged(given.texts, home) if found.severity.value == "error")
    wrong = {found.file for found in errors}
    right = {file: text for file, text in given.texts.items() if file not in wrong}
    told = [(file, *_stories(file, text, right, home)) for file, text in right.items()]
    chosen = [
        (file, cadence, story) for file, cadence, stories in told for story in stories if _meant(story, cadence, word)
    ]
    return Report(
        given.texts,
        tuple(right),
        tuple(file for file, _, stories in told if not stories),
        tuple(_played(chosen, progress)),
        errors,
        tuple(given.unread),
    )


def _stories(file: str, text: bytes, texts: dict[str, bytes], home: Home) -> tuple[Cadence, tuple[Story, ...]]:
    from cadences.reading.files import read_file

    shelf = Shelf(texts, home)
    reading = read_file(text, file, shelf.names(), shelf.text)
    assert reading.draft is not None
    return reading.draft.cadence, reading.stories


def _meant(story: Story, cadence: Cadence, word: str | None) -> bool:
    there = f"{cadence.name} {story.it}".casefold()
    return word is None or all(part in there for part in word.casefold().split())


def _played(chosen: Sequence[tuple[str, Cadence, Story]], progress: Callable[[int, int], None]) -> Iterator[Played]:
    from cadences.stories.play import run_story
    from daemon import clock
    from integrations.holidays_of import Holidays

    holiday = Holidays().name_of
    for number, (file, cadence, story) in enumerate(chosen, 1):
        begun = clock.monotonic()
        result = run_story(story, cadence, holiday)
        yield Played(file, cadence.name, result, clock.monotonic() - begun)
        progress(number, len(chosen))


def _progress() -> Callable[[int, int], None]:
    """Return what counts stories on a terminal's error stream, and wipes the count at the end."""
    shown = sys.stderr.isatty() and sys.stdout.isatty()

    def count(number: int, total: int) -> None:
        if shown and total > MANY:
            sys.stderr.write(f"\r{number}/{total}" if number < total else "\r\x1b[K")
            sys.stderr.flush()

    return count


def _write_junit(path: str, report: Report) -> None:
    """Write the results as JUnit XML.

    Raises:
        BadInput: The file cannot be written.
    """
    from daemon.cli.stories_shapes import junit

    try:
        Path(path).write_bytes(junit(report))
    except OSError as error:
        raise BadInput(
            f"{path} cannot be written ({error.strerror})", "name a file in a folder that is there"
        ) from None
