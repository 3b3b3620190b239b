"""`klart explain`: what a finding's code means, and how it is mended. Knows how to print the table of codes."""

from __future__ import annotations

import difflib
import shutil
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from daemon.cli.completing import codes
from daemon.cli.frame import Command
from daemon.cli.paint import as_json, colours, tell
from daemon.errors import BadInput

if TYPE_CHECKING:
    from cadences.language.codes import Code

_WIDEST: Final = 90


@click.command(cls=Command)
@click.argument("codes", metavar="CODE…", nargs=-1, shell_complete=codes)
@click.option("--list", "list_", is_flag=True, help="Every code there is, with its title.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
def explain(codes: Sequence[str], *, list_: bool, json_: bool) -> None:
    """Say what a finding's CODE means and how it is mended, like K201; --list names them all."""
    from cadences.language.codes import CODES

    if not codes and not list_:
        raise BadInput("no code was given", "name one like K201, or see klart explain --list")
    _known(codes)
    asked = list(dict.fromkeys(code.upper() for code in codes)) or list(CODES)
    if json_:
        as_json({"codes": [_shape(code, CODES[code]) for code in asked]})
    elif codes:
        tell("\n\n".join(_page(code, CODES[code]) for code in asked))
    else:
        _list()


def _known(codes: Sequence[str]) -> None:
    """Refuse a code that is none, with those that were probably meant."""
    from cadences.language.codes import CODES

    for code in codes:
        if code.upper() not in CODES:
            near = [known for known in CODES if code and known.startswith(code.upper())] or difflib.get_close_matches(
                code.upper(), CODES
            )
            hint = f"did you mean {' or '.join(near[:3])}?" if near else "see klart explain --list"
            raise BadInput(f"there is no code {code[:20]!r}", hint)


def _shape(name: str, code: Code) -> dict[str, str]:
    return {"code": name, "title": code.title, "meaning": code.meaning, "mend": code.mend}


def _page(name: str, code: Code) -> str:
    width = min(_WIDEST, shutil.get_terminal_size().columns)
    meaning, mend = (textwrap.fill(text, width) for text in (code.meaning, f"To mend it: {code.mend}"))
    head = f"{name}  {code.title}"
    return f"{click.style(head, bold=True) if colours() else head}\n\n{meaning}\n\n{mend}"


def _list() -> None:
    from cadences.language.codes import CODES, FAMILIES

    for at, (family, about) in enumerate(FAMILIES.items()):
        tell(*([""] if at else []), f"{family}xx  {about}")
        tell(*(f"  {name}  {code.title}" for name, code in CODES.items() if name.startswith(family)))
