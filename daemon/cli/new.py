"""`klart new`: a cadence to begin with, that explains itself. Knows where it is put, not what stands in it."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from daemon.cli.completing import names
from daemon.cli.frame import Command, home_of
from daemon.cli.paint import tell
from daemon.errors import BadInput, RefusedForSafety
from daemon.library import NAME

if TYPE_CHECKING:
    from daemon.home import Home

STARTERS: Final = ("guided", "minimal")
"""What ships to begin with, besides the library."""
LONGEST: Final = 60
"""Letters of a name that still fit every list."""


@click.command(cls=Command)
@click.argument("name", metavar="NAME")
@click.option(
    "--from",
    "from_",
    metavar="CADENCE",
    default="guided",
    shell_complete=names,
    help="guided (every part explained; the default), minimal, or the name of a cadence there is.",
)
@click.option("--language", metavar="LANGUAGE", help="The one language of its texts, like sv; else English, or all.")
@click.option("--to", metavar="DIR", help="Write it into this folder; else among the home's cadences.")
@click.pass_context
def new(ctx: click.Context, name: str, from_: str, language: str | None, to: str | None) -> None:
    """Begin a cadence called NAME: a file that explains itself, clean and with a story that holds.

    Nothing is ever overwritten. The schema for editors is put beside it where there is none.
    """
    home = home_of(ctx)
    _fit(name)
    folder = home.cadences if to is None else Path(to)
    if to is not None and not folder.is_dir():
        raise BadInput(f"--to: there is no folder {to}", "make it, or name another")
    text = _text(from_, name, language, home)
    target = folder / f"{name}.yaml"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(target, text)
    schema = _schema_beside(folder)
    said = name if to is None else str(target)
    tell(f"{target} is written{schema}", f"next: edit it, then klart check {said}, and klart preview {said}")
    if name in _shipped():
        tell(f"it goes before the {name} that ships with klart, wherever that is named")


def _fit(name: str) -> None:
    """Refuse a name that no cadence can have."""
    if name.endswith(".yaml"):
        raise BadInput(f"{name} is a file's name", f"give the cadence's: {name.removesuffix('.yaml')}")
    if NAME.fullmatch(name) is None:
        from cadences.near import id_like

        meant = id_like(name)
        how = "begin with a small letter, go on with small letters, digits and hyphens"
        raise BadInput(f"{name!r} is no cadence's name", how + (f", like {meant}" if meant else ""))
    if len(name) > LONGEST:
        raise BadInput(f"a name of {len(name)} letters is too long", f"take {LONGEST} at most")


def _text(from_: str, name: str, language: str | None, home: Home) -> str:
    """Return the new cadence's text.

    Raises:
        BadInput: There is nothing of that name to begin with, it has errors, or it does not speak that language.
    """
    from cadences.formatting.starter import languages_of, starter

    source = _source(from_, home)
    spoken = languages_of(source)
    if language is not None and language not in spoken:
        known = ", ".join(spoken) or "one language alone, and does not say which"
        raise BadInput(f"{from_} is not written in {language!r}", f"there is {known}")
    return starter(source, name, language or ("en" if from_ in STARTERS else None))


def _source(from_: str, home: Home) -> str:
    from cadences.reading.files import read_file
    from daemon.library import Library

    if from_ in STARTERS:
        return files("cadences").joinpath("starters", f"{from_}.yaml").read_text("utf-8")
    library = Library(home.cadences)
    text = library.text(from_)
    if text is None:
        raise BadInput(
            f"there is no cadence {from_!r} to begin with", f"there are {', '.join(_sources(library.names()))}"
        )
    if read_file(text, f"{from_}.yaml", None, library.text).cadence is None:
        raise BadInput(f"{from_} has errors itself", f"klart check {home.cadences / from_}.yaml shows them")
    return text


def _sources(names: tuple[str, ...]) -> list[str]:
    return [*STARTERS, *names]


def _shipped() -> tuple[str, ...]:
    from daemon.library import shipped_names

    return shipped_names()


def _write(target: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises:
        RefusedForSafety: It is.
    """
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    except FileExistsError:
        raise RefusedForSafety(f"{target} is there already", "take another name, or move it away") from None
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _schema_beside(folder: Path) -> str:
    """Put the schema beside a cadence where there is none, and say so."""
    from cadences.formatting.starter import SCHEMA_FILE
    from cadences.language.schema import cadence_schema

    try:
        _write(folder / SCHEMA_FILE, json.dumps(cadence_schema(), ensure_ascii=False, indent=2) + "\n")
    except RefusedForSafety:
        return ""
    return f", and {SCHEMA_FILE} beside it, by which editors complete and explain"
