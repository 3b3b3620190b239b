"""Where a picture, a calendar or a page is put, and in which shape. Knows endings and files, not what is drawn."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from daemon.errors import BadInput, RefusedForSafety

_ENDINGS: Final = {".json": "json", ".ics": "ics", ".svg": "svg", ".html": "html", ".htm": "html"}
_KEPT: Final = (".yaml", ".yml")
"""What nothing is ever written over: cadences."""


def shape_of(format_: str | None, output: str | None, shapes: Sequence[str], *, json_: bool) -> str:
    """Return the shape that was asked for: by `--json`, by `--format`, by the file's ending; else the first of them.

    Raises:
        BadInput: Two were asked for, or the file has the ending of another.
        RefusedForSafety: The file is a cadence's by its ending.
    """
    if json_ and format_ not in {None, "json"}:
        raise BadInput(f"--json and --format {format_} are two shapes", "leave one of them out")
    ending = "" if output is None else Path(output).suffix.lower()
    if ending in _KEPT:
        raise RefusedForSafety(f"{output} would be a cadence by its name", f"end it with {_endings(shapes)}")
    by_name = _ENDINGS.get(ending, shapes[0])
    shape = "json" if json_ else format_ or by_name
    if shape not in shapes:
        raise BadInput(f"--output {output}: there is no {shape} of this", f"end it with {_endings(shapes)}")
    return shape


def _endings(shapes: Sequence[str]) -> str:
    return " or ".join(f".{shape}" for shape in shapes if f".{shape}" in _ENDINGS)


def put(text: str, output: str | None, shape: str) -> None:
    """Write it where it was asked for, line breaks as they are (a calendar's are CRLF); what was there gives way.

    Raises:
        BadInput: It cannot be written.
    """
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    try:
        Path(output).write_bytes(text.encode())
    except OSError as error:
        raise BadInput(f"{output} cannot be written ({error.strerror})", "name a file in a folder there is") from None
    click.echo(f"wrote {output} ({shape}, {len(text.encode()):,} bytes)", err=True)
