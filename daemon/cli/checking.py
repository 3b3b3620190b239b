"""Cadence files as they are given on a command line: which paths mean which files, and what is found in them all.

Knows paths and bytes; what is wrong with a text, the language says. Only plain files are opened: a pipe or a device
could go on for ever.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from daemon.errors import BadInput
from daemon.library import LARGEST, NAME

if TYPE_CHECKING:
    from cadences.language.findings import Finding
    from daemon.home import Home

STDIN: Final = "-"
SUFFIX: Final = ".yaml"


@dataclass(slots=True)
class Given:
    """The texts by the names they were given by, and a sentence for each path that cannot be read."""

    texts: dict[str, bytes] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def named(paths: Sequence[str], home: Home) -> list[str]:
    """Return paths with files in place of the names of cadences that have one of their own."""
    from daemon.cli.given import path_meant
    from daemon.library import Library

    return [path_meant(path, Library(home.cadences)) for path in paths]


def read_given(paths: Sequence[str], home: Home, stdin_name: str = "<stdin>", *, shipped: bool = True) -> Given:
    """Read the files that paths mean; `-` is the standard input, called by the name given for it.

    `shipped`: a name may also be that of a cadence that ships with klart.
    """
    given = Given()
    for path in paths:
        try:
            if path == STDIN:
                given.texts[stdin_name] = sys.stdin.buffer.read(LARGEST + 1)
            elif (text := _shipped(path, home)) is not None:
                if not shipped:
                    given.unread.append(f"{path} ships with klart; klart new NAME --from {path} begins one of your own")
                else:
                    given.texts[f"{path}{SUFFIX}"] = text
            else:
                given.texts.update((name, read_bytes(name)) for name in files_of(path))
        except FileNotFoundError:
            given.unread.append(_unknown(path, home))
        except OSError as error:
            given.unread.append(f"{path} cannot be read ({error.strerror}); check the path")
        except BadInput as error:
            given.unread.append(str(error))
    return given


def _shipped(path: str, home: Home) -> bytes | None:
    """Return the text of a cadence that ships with klart, where a word is its name and no file's."""
    from daemon.library import Library

    text = None if Path(path).exists() else Library(home.cadences).text(path)
    return None if text is None else text.encode()


def _unknown(path: str, home: Home) -> str:
    from daemon.cli.given import unknown
    from daemon.library import Library

    return str(unknown(path, Library(home.cadences)))


def read_bytes(path: str) -> bytes:
    """Return a file's bytes, no more than one beyond the largest that the language takes.

    Raises:
        OSError: It cannot be read.
        BadInput: It is a pipe, a device or the like.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not _is_plain(handle):
            raise BadInput(f"{path} is no file", "name a cadence file or a folder of them")
        return file.read(LARGEST + 1)


def _is_plain(handle: int) -> bool:
    from stat import S_ISREG

    return S_ISREG(os.fstat(handle).st_mode)


def files_of(given: str) -> list[str]:
    """Return the files that a path means, named as it was given; a folder means its *.yaml, not deeper.

    Raises:
        OSError: The folder cannot be read.
        BadInput: It is neither, or the folder has no such file.
    """
    path = Path(given)
    if not path.is_dir():
        if path.exists() and not path.is_file():
            raise BadInput(f"{given} is no file", "name a cadence file or a folder of them")
        return [given]
    found = sorted(child.name for child in path.iterdir() if child.suffix == SUFFIX and child.is_file())
    if not found:
        raise BadInput(f"{given} has no *.yaml in it", "name a folder with cadence files; folders in it are not read")
    return [f"{given.rstrip('/') or '/'}/{name}".replace("//", "/") for name in found]


class Shelf:
    """The cadences beside the files given, then those of the home and the library, by their names."""

    def __init__(self, files: Iterable[str], home: Home) -> None:
        from daemon.library import Library

        self._library = Library(home.cadences)
        self.folders = list(dict.fromkeys(Path(file).parent for file in files))

    def names(self) -> set[str]:
        """Return the names of all."""
        beside = {path.stem for folder in self.folders for path in folder.glob(f"*{SUFFIX}")}
        return beside | set(self._library.names())

    def text(self, name: str) -> str | bytes | None:
        """Return the text of a cadence; nothing where there is none, or none that can be read."""
        if NAME.fullmatch(name) is None:
            return None
        for folder in self.folders:
            try:
                return read_bytes(str(folder / f"{name}{SUFFIX}"))
            except (OSError, BadInput):
                continue
        try:
            return self._library.text(name)
        except BadInput:
            return None


def judged(texts: dict[str, bytes], home: Home) -> list[Finding]:
    """Judge files together: beside all that were given, their own folders', the home's and the library's."""
    from cadences.reading.folder import check_all

    shelf = Shelf(texts, home)
    with _uncollected():
        return list(check_all(texts, shelf.text, shelf.names()))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let nobody look for rounds of garbage meanwhile.

    What is read of a file has no rounds and lives until all are judged, and looking through it again and again takes a
    third of the time (measured with a thousand files).
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
