"""The cadence that a command line names: a file, or the name of one there is. Knows paths; judges by the language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from daemon.cli.frame import home_of
from daemon.errors import BadInput

if TYPE_CHECKING:
    import click

    from cadences.cadence import Cadence


def cadence_given(ctx: click.Context, given: str) -> tuple[Cadence, str]:
    """Return the cadence of a file, or of a name that is known, and its text; all that is wrong with it is told.

    Raises:
        BadInput: There is none, or it has errors.
    """
    from cadences.files import read_cadence
    from daemon.library import Library, read_text

    library = Library(home_of(ctx).cadences)
    known = None if "/" in given or given.endswith(".yaml") else library.text(given)
    if known is None and not Path(given).exists() and not given.endswith(".yaml"):
        raise BadInput(f"{given} is no file and no cadence's name", f"there are {', '.join(library.names())}")
    text = read_text(Path(given)) if known is None else known
    others = library.near(Path(given)) if known is None else library
    found = read_cadence(text, given if known is None else f"{given}.yaml", others=others.text)
    if isinstance(found, tuple):
        raise BadInput("\n".join(str(one) for one in found), f"klart check {given} shows the places")
    return found, text
