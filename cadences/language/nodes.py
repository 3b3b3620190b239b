"""Located nodes: what a YAML text holds, each part with its place. Knows YAML 1.2's core schema, not the language."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from cadences.language.findings import Place

_TRUE: Final = frozenset({"true", "True", "TRUE"})
_INT: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_LONGEST_NUMBER: Final = 18
"""Digits of the longest number that is worked out; a longer one is a slip, and slow to convert."""


class Is(StrEnum):
    """What a scalar is by the core schema, in the words of people."""

    TEXT = "a text"
    WHOLE = "a whole number"
    NUMBER = "a number"
    TRUTH = "true or false"
    NOTHING = "nothing"


_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), Is.NOTHING),
    **dict.fromkeys((*_TRUE, "false", "False", "FALSE"), Is.TRUTH),
}


# A file has hundreds of nodes: named tuples, since making a frozen dataclass takes three times as long (measured).
class Scalar(NamedTuple):
    """A single value. `text` is what was written; `start` and `end` are where, in characters from the file's begin."""

    place: Place
    text: str
    kind: Is
    start: int
    end: int
    plain: bool = True


class Pair(NamedTuple):
    """A key and its value."""

    key: Scalar
    value: Node


class Table(NamedTuple):
    """Keys and values, in the order written, each key once."""

    place: Place
    pairs: tuple[Pair, ...]

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or nothing."""
        for pair in self.pairs:
            if pair.key.text == key:
                return pair.value
        return None


class Row(NamedTuple):
    """A list."""

    place: Place
    parts: tuple[Node, ...]


class Broken(NamedTuple):
    """A value that already has its finding: whoever reads it says nothing more."""

    place: Place


Node: TypeAlias = Scalar | Table | Row | Broken


def kind_of(text: str) -> Is:
    """Say what a plain scalar is. `yes`, `no`, `on`, `17:00` and `NO` are texts.

    Source: YAML 1.2.2, 10.3.2 (tag resolution of the core schema).

    >>> [kind_of(word).name for word in ("yes", "17:00", "9:30", "12", "1e3", "~", "True")]
    ['TEXT', 'TEXT', 'TEXT', 'WHOLE', 'NUMBER', 'NOTHING', 'TRUTH']
    """
    word = _WORDS.get(text)
    if word is not None:
        return word
    if text[0] not in "-+.0123456789":
        return Is.TEXT
    if _INT.fullmatch(text):
        return Is.WHOLE
    return Is.NUMBER if _FLOAT.fullmatch(text) else Is.TEXT


def whole(text: str) -> int | None:
    """Return a whole number's value, or nothing where it has more digits than anybody means."""
    if len(text) > _LONGEST_NUMBER:
        return None
    return int(text, 0) if text.startswith(("0o", "0x")) else int(text)


def plain(node: Node) -> object:
    """Return the node as dicts, lists and values: what a reader of JSON would get."""
    match node:
        case Table():
            return {pair.key.text: plain(pair.value) for pair in node.pairs}
        case Row():
            return [plain(part) for part in node.parts]
        case Scalar():
            return _value(node)
        case Broken():
            return None


def _value(scalar: Scalar) -> object:
    match scalar.kind:
        case Is.NOTHING:
            return None
        case Is.TRUTH:
            return scalar.text in _TRUE
        case Is.WHOLE:
            number = whole(scalar.text)
            return float(scalar.text) if number is None else number
        case Is.NUMBER:
            return float(scalar.text.lower().replace(".inf", "inf").replace(".nan", "nan"))
        case Is.TEXT:
            return scalar.text


def say(node: Node) -> str:
    """Say what a node is, for a finding."""
    match node:
        case Table():
            return "a map"
        case Row():
            return "a list"
        case Scalar():
            return node.kind.value
        case Broken():
            return "something unreadable"
