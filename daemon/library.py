"""Where cadences are found by name: the files given, then the home's folder, then those that ship with klart.

Knows files and their names; what stands in them is the language's. A path given to `enroll` is copied into the home,
so that what an enrollment began with is there for the next one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Final

from daemon.errors import BadInput, RefusedForSafety

NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
"""What a cadence may be named; it is its file's name too."""
LARGEST: Final = 256 * 1024
"""Bytes of the largest cadence file, as the language has it."""


@dataclass(frozen=True, slots=True)
class Library:
    """Cadences by name. `folder` is the home's (it need not be there); `given` are texts that come before all.

    `beside` is the folder of a file that names others: what lies there comes before the home's.
    """

    folder: Path | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    beside: Path | None = None

    def text(self, name: str) -> str | None:
        """Return the text of that cadence, or nothing where there is none.

        Raises:
            BadInput: There is a file, and it cannot be read.
        """
        if NAME.fullmatch(name) is None:
            return None
        if name in self.given:
            return self.given[name]
        for folder in self._folders():
            own = folder / f"{name}.yaml"
            if own.is_file():
                return read_text(own)
        shipped = files("cadences").joinpath("library", f"{name}.yaml")
        return shipped.read_text("utf-8") if shipped.is_file() else None

    def near(self, path: Path) -> Library:
        """Return the cadences that a file may name: those beside it before the home's."""
        return replace(self, beside=path.parent)

    def names(self) -> tuple[str, ...]:
        """Return the names of all, in order."""
        return tuple(sorted({*self.given, *self._own(), *shipped_names()}))

    def texts(self) -> dict[str, str]:
        """Return all texts by name.

        Raises:
            BadInput: A file cannot be read.
        """
        found = ((name, self.text(name)) for name in self.names())
        return {name: text for name, text in found if text is not None}

    def admit(self, path: Path) -> tuple[str, str]:
        """Return the name and text of a cadence file that may be copied into the home's folder.

        Raises:
            BadInput: The file cannot be read, or its name is no cadence's.
            RefusedForSafety: The folder has another file of that name.
        """
        if path.suffix != ".yaml" or NAME.fullmatch(path.stem) is None:
            raise BadInput(f"{path.name} is no cadence's name", "name it like cold-call.yaml, as its cadence: says")
        text = read_text(path)
        target = self._place(path)
        if target.is_file() and read_text(target) != text:
            raise RefusedForSafety(f"{target} is another cadence of that name", "change the one there, or rename")
        return path.stem, text

    def admit_all(self, path: Path) -> dict[str, str]:
        """Return the names and texts of a cadence file and of those beside it that it extends; raises as `admit`."""
        from cadences.reading.bases import texts_of_bases

        name, text = self.admit(path)
        extended = (path.with_name(f"{base}.yaml") for base, _ in texts_of_bases(text, self.near(path).text))
        return {name: text} | dict(self.admit(beside) for beside in extended if beside.is_file())

    def keep(self, path: Path) -> None:
        """Copy a cadence file, and those beside it that it extends, into the home's folder; raises as `admit`.

        Where an equal one is there already, it stays as it is.
        """
        for name, text in self.admit_all(path).items():
            target = self._place(path.with_name(f"{name}.yaml"))
            if not target.is_file():
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                target.write_text(text, "utf-8")

    def _place(self, path: Path) -> Path:
        assert self.folder is not None
        return self.folder / path.name

    def _folders(self) -> Iterator[Path]:
        yield from (folder for folder in (self.beside, self.folder) if folder is not None)

    def _own(self) -> Iterator[str]:
        for folder in self._folders():
            if folder.is_dir():
                yield from (path.stem for path in folder.glob("*.yaml") if NAME.fullmatch(path.stem))


def shipped_names() -> tuple[str, ...]:
    """Return the names of the cadences that ship with klart."""
    shelf = files("cadences").joinpath("library")
    found = (entry.name.removesuffix(".yaml") for entry in shelf.iterdir() if entry.name.endswith(".yaml"))
    return tuple(sorted(found))


def read_text(path: Path) -> str:
    """Return the text of a cadence file.

    Raises:
        BadInput: It is not there, too large, or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror})", "check the path") from None
    if len(raw) > LARGEST:
        raise BadInput(f"{path} is larger than 256 KiB", "a cadence is one short file")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 (byte {error.start})", "save it as UTF-8") from None
