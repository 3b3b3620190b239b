"""The cadences that a command line names: a file, or the name of one there is. Knows paths; judges by the language.

Every command of an author understands a word alike: what is there under that path; else the home's cadence of that name
(with or without its `.yaml`); else the one that lies here; else the one that ships with klart.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from daemon.cli.frame import home_of
from daemon.errors import BadInput
from daemon.library import NAME, Library, read_text

if TYPE_CHECKING:
    import click

    from cadences.cadence import Cadence

_SUFFIX: Final = ".yaml"


def path_meant(given: str, library: Library) -> str:
    """Return the file that a word means; the word itself where it means none."""
    name = given.removesuffix(_SUFFIX)
    if NAME.fullmatch(name) is None or Path(given).exists():
        return given
    own = None if library.folder is None else library.folder / f"{name}{_SUFFIX}"
    if own is not None and own.is_file():
        return str(own)
    here = Path(f"{name}{_SUFFIX}")
    return str(here) if here.is_file() and library.text(name) is None else given


def name_meant(given: str, library: Library) -> str:
    """Return the name of the home's cadence whose file a word means; the word itself where it means none."""
    path = Path(path_meant(given, library))
    own = library.folder is not None and path.parent.resolve() == library.folder.resolve() and path.is_file()
    return path.stem if own and path.suffix == _SUFFIX else given


def unknown(given: str, library: Library) -> BadInput:
    """Return what to say of a word that means no cadence."""
    from cadences.language.reader import MOST_NAMES, guess

    name = given.removesuffix(_SUFFIX)
    hint = guess(name, library.names(), MOST_NAMES).replace("known here:", "there are").replace("`", "")
    if NAME.fullmatch(given) is None:
        near = "/" not in given and hint.startswith("did")
        return BadInput(f"{given} cannot be read (No such file or directory)", hint if near else "check the path")
    return BadInput(f"{given} is no file and no cadence's name", hint)


def text_given(given: str, library: Library) -> tuple[str, str, Library]:
    """Return the file that a word means, its text, and the cadences that it may name.

    Raises:
        BadInput: There is none, or it cannot be read.
    """
    path = path_meant(given, library)
    if Path(path).exists():
        return path, read_text(Path(path)), library.near(Path(path))
    shipped = library.text(given)
    if shipped is None:
        raise unknown(given, library)
    return f"{given}{_SUFFIX}", shipped, library


def cadence_given(ctx: click.Context, given: str) -> tuple[Cadence, str]:
    """Return the cadence of a file, or of a name that is known, and its text; all that is wrong with it is told.

    Raises:
        BadInput: There is none, or it has errors.
    """
    from cadences.reading.files import read_cadence

    file, text, library = text_given(given, Library(home_of(ctx).cadences))
    found = read_cadence(text, file, others=library.text)
    if isinstance(found, tuple):
        raise BadInput("\n".join(str(one) for one in found), f"klart check {given} shows the places")
    return found, text
