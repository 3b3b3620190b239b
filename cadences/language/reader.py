"""What every shape needs while it reads: the text, where faults go, and the plainest questions about a node."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final

from cadences.language.findings import Faults, Lines, Place
from cadences.language.nodes import Broken, Is, Node, Scalar, Table, say
from cadences.language.slips import in_quotes

_COMMENT: Final = re.compile(r"[ \t]*#[^\r\n]*")
_MOST_GUESSES: Final = 100
"""Further unknown words of a file get no guess: comparing is slow, and such a file is no cadence."""
_LONGEST_GUESS: Final = 40
_MOST_KNOWN: Final = 30
"""More words than this are not listed."""
MOST_NAMES: Final = 12
"""More names of cadences than this are not listed: a folder may have a thousand."""


class Reader:
    """What a shape has at hand while it reads: the file's text, and where faults go."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.text = text
        self.faults = faults
        self._guesses = 0
        self._lines: Lines | None = None

    def place(self, index: int) -> Place:
        """Return the place of a character of the text."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines.place(index)

    def fault(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Note a fault."""
        self.faults.add(code, place, message, hint)

    def guess(self, word: str, words: Iterable[str]) -> str:
        """Return a hint: the known word that was probably meant, else all of them."""
        self._guesses += 1
        return guess(word if self._guesses <= _MOST_GUESSES else "", words)


def guess(word: str, words: Iterable[str], most: int = _MOST_KNOWN) -> str:
    """Return a hint: the known word that was probably meant, else what there is, `most` of them by name."""
    known = sorted(words)
    near = difflib.get_close_matches(word.lower(), known, 1) if 0 < len(word) <= _LONGEST_GUESS else []
    if near:
        return f"did you mean `{near[0]}`?"
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"known here: {', '.join(known[:most]) or 'nothing'}{more}"


def scalar(node: Node, name: str, reader: Reader, wanted: str, hint: str = "") -> Scalar | None:
    """Return the node if it is a single value that says something; else note what it is instead."""
    if isinstance(node, Broken):
        return None
    if not isinstance(node, Scalar):
        reader.fault("K102", node.place, f"`{name}` is {wanted}, not {say(node)}", hint or f"write {wanted}")
        return None
    if node.kind is Is.NOTHING or not node.text.strip():
        _empty(node, name, reader, wanted)
        return None
    return node


def _empty(node: Scalar, name: str, reader: Reader, wanted: str) -> None:
    comment = _COMMENT.match(reader.text, node.end) if node.plain and not node.text else None
    if comment is None:
        reader.fault("K117", node.place, f"`{name}` is empty; it is {wanted}", "fill it in, or leave the key out")
        return
    start = comment.start() + len(comment[0]) - len(comment[0].lstrip())
    line = in_quotes(reader.text, start) or "the value before the #"
    message = f"`{name}` is empty: after ` #` all is a comment"
    reader.fault("K014", reader.place(start), message, f"put it in quotes: {line}")


def table_of(node: Node, name: str, reader: Reader, wanted: str = "a map", hint: str = "") -> Table | None:
    """Return the node if it is a map that is not empty; else note what it is instead."""
    if isinstance(node, Scalar) and (node.kind is Is.NOTHING or not node.text.strip()):
        scalar(node, name, reader, wanted, hint)
        return None
    if isinstance(node, Table) and node.pairs:
        return node
    if isinstance(node, Table):
        reader.fault("K117", node.place, f"`{name}` is an empty map", "fill it in, or leave the key out")
    elif not isinstance(node, Broken):
        how = hint or "write its keys below it, indented, or as {key: value}"
        reader.fault("K102", node.place, f"`{name}` is {wanted}, not {say(node)}", how)
    return None


def shown(word: str) -> str:
    """Return a word of the file in backquotes, shortened."""
    first = word.split("\n", 1)[0]
    return f"`{first if len(first) <= _LONGEST_GUESS else first[:_LONGEST_GUESS] + '…'}`"
