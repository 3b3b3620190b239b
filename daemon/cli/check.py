"""`klart check`: everything wrong in cadence files. Knows paths and exit codes; what is wrong, the language says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.paint import as_json, tell
from daemon.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from cadences.findings import Finding

LARGEST = 256 * 1024
"""Bytes of a file that are read; the language refuses what is longer."""


@click.command(cls=Command)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def check(ctx: click.Context, paths: Sequence[str], *, strict: bool, json_: bool) -> int:
    """Find everything wrong in cadence files; a folder means its *.yaml, not deeper.

    Exit 0 when clean or with warnings only, 1 with errors (with --strict: or warnings), 2 when a path cannot be read.
    """
    from cadences.findings import Severity, report

    texts, unread = _read(paths)
    findings = list(_judged(texts, _known(ctx)))
    if json_:
        as_json(report(len(texts), findings))
    elif texts:
        _tell(texts, findings)
    if unread:
        raise BadInput("\n".join(unread))
    grave = [found for found in findings if strict or found.severity is Severity.ERROR]
    return ExitCode.FOUND if grave else ExitCode.WELL


def _read(paths: Sequence[str]) -> tuple[dict[str, bytes], list[str]]:
    """Return the files' bytes by the names they were given by, and what cannot be read."""
    texts: dict[str, bytes] = {}
    unread: list[str] = []
    for given in paths:
        try:
            for name in _files(given):
                with Path(name).open("rb") as file:
                    texts[name] = file.read(LARGEST + 1)
        except OSError as error:
            unread.append(f"{given} cannot be read ({error.strerror}); check the path")
        except BadInput as error:
            unread.append(str(error))
    return texts, unread


def _files(given: str) -> list[str]:
    """Return the files that a path means, named as it was given."""
    path = Path(given)
    if not path.is_dir():
        if path.exists() and not path.is_file():
            raise BadInput(f"{given} is no file", "name a cadence file or a folder of them")
        return [given]
    found = sorted(child.name for child in path.iterdir() if child.suffix == ".yaml" and child.is_file())
    if not found:
        raise BadInput(f"{given} has no *.yaml in it", "name a folder with cadence files; folders in it are not read")
    return [f"{given.rstrip('/') or '/'}/{name}".replace("//", "/") for name in found]


def _known(ctx: click.Context) -> set[str]:
    """Return the names of the cadences of the home and of the library."""
    from daemon.library import Library

    return set(Library(home_of(ctx).cadences).names())


def _judged(texts: dict[str, bytes], known: set[str]) -> Iterator[Finding]:
    """Judge each file beside all that were given, its own folder's, the home's and the library's."""
    from cadences.files import name_of, read_file

    given = {name_of(file) for file in texts}
    for file, text in texts.items():
        beside = {path.stem for path in Path(file).parent.glob("*.yaml")}
        yield from read_file(text, file, known | given | beside).findings


def _tell(texts: dict[str, bytes], findings: list[Finding]) -> None:
    from cadences.findings import Severity

    for found in findings:
        tell(found.render(texts[found.file].decode("utf-8", "replace")), "")
    errors = sum(found.severity is Severity.ERROR for found in findings)
    counted = [_count(len(texts), "file"), _count(errors, "error"), _count(len(findings) - errors, "warning")]
    tell(", ".join(re.sub("^0 ", "no ", text) for text in counted))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
