"""The cadences that others extend, by name: each read once, rounds found before any is followed. Opens no file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from cadences.language.deriving import Base
from cadences.language.findings import Severity
from cadences.language.grammar_values import fits_id
from cadences.language.nodes import Scalar, Table
from cadences.language.reader import MOST_NAMES, guess
from cadences.language.source import Source, read_source

if TYPE_CHECKING:
    from cadences.reading.files import Reading

Others: TypeAlias = Callable[[str], "str | bytes | None"]
"""Gives the text of another cadence by its name; nothing where there is none."""

EXTENDS: Final = "extends"
_MOST_NAMED: Final = 6
"""More names of a round are not told."""


class Bases:
    """Other cadences by name. It is an `Others` itself, so that one may serve many files and each is read once."""

    def __init__(self, others: Others, read: Callable[[str | bytes, str, Bases], Reading]) -> None:
        self._others, self._read = others, read
        self._texts: dict[str, str | bytes | None] = {}
        self._extended: dict[str, str | None] = {}
        self._readings: dict[str, Reading] = {}

    def __call__(self, name: str) -> str | bytes | None:
        """Return the text of a cadence, asked for once."""
        if name not in self._texts:
            self._texts[name] = self._others(name)
        return self._texts[name]

    def base_of(self, source: Source, own: str, known: Collection[str] = ()) -> Base | None:
        """Return what a file extends, or nothing where it extends nothing.

        Args:
            source: The file.
            own: The name of its cadence.
            known: Names of cadences, for a guess where there is none of the name.
        """
        first = extended(source)
        if first is None:
            return None
        chain = self._chain(own, first)
        if chain[-1] == own:
            return Base(first, (), None, _round(own, chain))
        if self(first) is None:
            fault = ("K112", f"there is no cadence `{first}` to extend", guess(first, {*known} - {own}, MOST_NAMES))
            return Base(first, (), None, fault)
        for name in reversed(chain):  # from the deepest on, so that no chain is too long to follow
            self._reading(name)
        found = self._reading(first)
        wrong = next((one for one in found.findings if one.severity is Severity.ERROR), None)
        if wrong is None and found.cadence is not None:
            return Base(first, tuple(chain), found.cadence)
        said = f": {wrong.file}:{wrong.line}:{wrong.column}: {wrong.code}: {wrong.message}" if wrong else ""
        return Base(first, (), None, ("K123", f"`{first}` has errors itself{said}", f"mend `{first}` first"))

    def _chain(self, own: str, first: str) -> list[str]:
        """Return the names that lead on from a file, to the last that extends nothing or one that was there before."""
        chain, met = [first], {own, first}
        while chain[-1] != own:
            name = self._extends(chain[-1])
            if name is None or (name in met and name != own):
                break
            chain.append(name)
            met.add(name)
        return chain

    def _extends(self, name: str) -> str | None:
        if name not in self._extended:
            text = self(name)
            self._extended[name] = None if text is None else extended(read_source(text, name))
        return self._extended[name]

    def _reading(self, name: str) -> Reading:
        if name not in self._readings:
            text = self(name)
            self._readings[name] = self._read("" if text is None else text, f"{name}.yaml", self)
        return self._readings[name]


def extended(source: Source) -> str | None:
    """Return the name that a file says it extends, as far as it can be read."""
    node = source.root.get(EXTENDS) if isinstance(source.root, Table) else None
    return node.text if isinstance(node, Scalar) and fits_id(node.text) else None


def texts_of_bases(text: str, others: Others) -> Iterator[tuple[str, str]]:
    """Return the names and texts of all that a cadence's text is built on, the nearest first, each once."""
    met: set[str] = set()
    name = extended(read_source(text, "")) if EXTENDS in text else None
    while name is not None and name not in met:
        met.add(name)
        found = others(name)
        if found is None:
            return
        said = found if isinstance(found, str) else found.decode("utf-8", "replace")
        yield name, said
        name = extended(read_source(said, "")) if EXTENDS in said else None


def _round(own: str, chain: list[str]) -> tuple[str, str, str]:
    if chain == [own]:
        return "K122", f"`{own}` extends itself", "name another cadence"
    names = [own, *chain]
    some = names if len(names) <= _MOST_NAMED else [*names[: _MOST_NAMED - 2], "…", *names[-2:]]
    told = ", which extends ".join(name if name == "…" else f"`{name}`" for name in some[1:])
    return "K122", f"`extends` goes round: `{own}` extends {told}", "let one of them extend nothing"
