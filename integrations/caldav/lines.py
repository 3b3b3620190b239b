"""Content lines of iCalendar (RFC 5545, 3.1 and 3.3.11): folding, escaping and where they stand. Knows no meaning.

Written by hand because building an event through the library costs several times as much as formatting its lines,
and because splicing lines keeps what others wrote byte for byte; equality with the library's reading is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_ESCAPE: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")

_FIRST: Final = 75
"""Octets of a line (RFC 5545, 3.1); those that follow begin with a space."""
_KIND: Final = 0b1100_0000
_INSIDE: Final = 0b1000_0000
"""The two bits that tell an octet inside a character of UTF-8 from its first."""


def escape(text: str) -> str:
    r"""Write a TEXT value; the text must be clean, with `\n` as its only line break."""
    return text.translate(_ESCAPE)


def unescape(value: str) -> str:
    """Read a TEXT value; a backslash before anything else than the four is left out, as others do."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def fold(line: str) -> str:
    """Return a line with its breaks at 75 octets, never inside a character; it does not end with one."""
    if line.isascii():
        if len(line) <= _FIRST:
            return line
        return "\r\n ".join(
            [line[:_FIRST], *(line[at : at + _FIRST - 1] for at in range(_FIRST, len(line), _FIRST - 1))]
        )
    octets = line.encode(errors="surrogateescape")
    pieces, at, room = [], 0, _FIRST
    while at < len(octets):
        end = min(at + room, len(octets))
        while end < len(octets) and octets[end] & _KIND == _INSIDE and end > at + 1:
            end -= 1
        pieces.append(octets[at:end].decode(errors="surrogateescape"))
        at, room = end, _FIRST - 1
    return "\r\n ".join(pieces)


@dataclass(frozen=True, slots=True)
class Line:
    """A content line: as it stood, folds included and without its last break, and unfolded."""

    raw: str
    whole: str

    @property
    def name(self) -> str:
        """Its name in capitals, empty where it has none."""
        found = _NAME.match(self.whole)
        return found[0].upper() if found else ""

    @property
    def value(self) -> str:
        """What stands behind the first colon that is not inside quotes."""
        return self.whole[self._colon() + 1 :]

    @property
    def parameters(self) -> str:
        """What stands between name and value, in capitals."""
        return self.whole[len(self.name) : self._colon()].upper()

    def _colon(self) -> int:
        quoted = False
        for at, letter in enumerate(self.whole):
            if letter == '"':
                quoted = not quoted
            elif letter == ":" and not quoted:
                return at
        return len(self.whole)


def split(body: bytes) -> list[Line]:
    """Split a body into content lines; octets that are no UTF-8 go through as lone surrogates and come back."""
    text = body.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff")
    lines: list[list[str]] = []
    for physical in text.replace("\r\n", "\n").split("\n"):
        if lines and physical[:1] in {" ", "\t"}:
            lines[-1].append(physical)
        elif physical.strip():
            lines.append([physical])
    return [Line("\r\n".join(parts), parts[0] + "".join(part[1:] for part in parts[1:])) for parts in lines]


def join(lines: Iterator[str] | list[str]) -> bytes:
    """Make a body of lines that are folded already."""
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", errors="surrogateescape")
