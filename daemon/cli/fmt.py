"""`klart fmt`: cadence files, written in the one way. Knows files and how to replace one; the way, the core knows.

Nothing is written unless what is read again says the same: the same values and versions, and every comment.
"""

from __future__ import annotations

import difflib
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from daemon.cli.checking import STDIN, Shelf, named, read_bytes, read_given
from daemon.cli.completing import cadences
from daemon.cli.frame import Command, home_of
from daemon.cli.paint import tell
from daemon.errors import BadInput, ExitCode, RefusedForSafety

if TYPE_CHECKING:
    from cadences.language.findings import Finding


@dataclass(frozen=True, slots=True)
class _Formatted:
    """A file, and how it is written in the one way."""

    name: str
    raw: bytes
    text: str

    @property
    def changed(self) -> bool:
        """Whether it is written otherwise now."""
        return self.text.encode() != self.raw


@click.command(cls=Command)
@click.argument("paths", metavar="PATH|NAME…", nargs=-1, required=True, shell_complete=cadences)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file would be written otherwise.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--stdin-name", metavar="NAME", default="<stdin>", help="What to call the file that - stands for.")
@click.pass_context
def fmt(ctx: click.Context, paths: Sequence[str], *, check: bool, diff: bool, stdin_name: str) -> int:
    """Write cadence files in the one way, comments kept.

    PATH is a file, a folder (its *.yaml, not deeper) or - to format the standard input to the standard output; NAME a
    cadence of the home. What a cadence means never changes, nor does its version. A file with errors
    in its text or shape is left alone, and they are told. Exit 0 when all is well, 1 with such errors (with --check:
    or when a file is written otherwise), 2 when a path cannot be read, 4 when nothing but a change of meaning is left.
    """
    home = home_of(ctx)
    given = read_given(named(paths, home), home, stdin_name, shipped=False)
    shelf = Shelf(given.texts, home)
    well: list[_Formatted] = []
    faults: list[Finding] = []
    for name, raw in given.texts.items():
        found = _formatted(raw, name, shelf)
        if isinstance(found, _Formatted):
            well.append(found)
        else:
            faults += found
    piped = STDIN in paths and not check and not diff
    for each in well:
        if piped and each.name == stdin_name:
            sys.stdout.write(each.text)
        elif each.changed:
            _act(each, check=check, diff=diff)
    _tell_faults(given.texts, faults)
    if not piped and not diff:
        _count(well, len(given.texts) - len(well), check=check)
    if given.unread:
        raise BadInput("\n".join(given.unread))
    return ExitCode.FOUND if faults or (check and any(each.changed for each in well)) else ExitCode.WELL


def _formatted(raw: bytes, name: str, shelf: Shelf) -> _Formatted | tuple[Finding, ...]:
    from cadences.formatting.canonical import fmt as written
    from cadences.formatting.canonical import is_kept

    text = written(raw, name, shelf.text)
    if isinstance(text, tuple):
        return text
    if not is_kept(raw, text, name, shelf.text) or written(text, name, shelf.text) != text:
        raise RefusedForSafety(f"{name} cannot be formatted without changing what it says", "nothing was written")
    return _Formatted(name, raw, text)


def _act(each: _Formatted, *, check: bool, diff: bool) -> None:
    if diff:
        before = each.raw.decode("utf-8").splitlines(keepends=True)
        after = each.text.splitlines(keepends=True)
        lines = difflib.unified_diff(before, after, each.name, f"{each.name} (formatted)")
        tell(*(line.rstrip("\r\n") for line in lines))
    elif check:
        tell(f"{each.name}: would be formatted")
    else:
        _replace(each)
        tell(f"{each.name}: formatted")


def _replace(each: _Formatted) -> None:
    """Put the text in the file's place, whole or not at all, with the permissions it had.

    Raises:
        RefusedForSafety: Somebody has written to the file since it was read.
        BadInput: Nothing can be written beside it.
    """
    target = Path(each.name).resolve()
    if read_bytes(str(target)) != each.raw:
        raise RefusedForSafety(f"{each.name} was changed meanwhile", "run it again")
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise BadInput(
            f"{each.name} cannot be replaced ({error.strerror})", "its folder must be yours to write"
        ) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(each.text.encode())
            os.fchmod(handle, target.stat().st_mode & 0o7777)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _tell_faults(texts: dict[str, bytes], faults: list[Finding]) -> None:
    for found in faults:
        print(found.render(texts[found.file].decode("utf-8", "replace")), end="\n\n", file=sys.stderr)  # noqa: T201 - this is the command line's voice


def _count(well: list[_Formatted], left: int, *, check: bool) -> None:
    changed = sum(each.changed for each in well)
    said = "would be formatted" if check else "formatted"
    parts = [(changed, said), (len(well) - changed, "in order already"), (left, "left alone, with errors")]
    tell(", ".join(f"{number} {what}" for number, what in parts if number) or "nothing to format")
