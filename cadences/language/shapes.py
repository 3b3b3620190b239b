"""The shapes that values of a cadence have. Each reads a node, or says its faults, and writes its own JSON Schema.

What is read and what the schema says come from the same object, so that they cannot differ. Knows nodes and
findings; which keys a cadence has stands in `grammar`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeAlias, TypeVar

from cadences.language.nodes import Broken, Is, Node, Pair, Row, Scalar, Table, say, whole
from cadences.language.reader import Reader, scalar, shown, table_of

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Schema: TypeAlias = dict[str, Any]

_THINGS: Final = frozenset({"story"})
"""What maps are called that no key stands before."""
_LONGEST_SPELLED: Final = 100
"""No single value is longer; what is, is a text in the wrong place."""


class Shape(ABC, Generic[T_co]):
    """A kind of value."""

    @abstractmethod
    def read(self, node: Node, name: str, reader: Reader) -> T_co | None:
        """Read the value of the key of that name; nothing where it has a fault, which is then noted."""

    @abstractmethod
    def schema(self) -> Schema:
        """Return the JSON Schema of what is accepted."""

    def spoken(self) -> str:
        """Say what may stand there, in a few words for the reference."""
        return "a map"


@dataclass(frozen=True, slots=True)
class Word(Shape[T]):
    """One of a few words, each standing for a value; `about` says what each means."""

    words: Mapping[str, T]
    about: Mapping[str, str] = field(default_factory=dict)

    def read(self, node: Node, name: str, reader: Reader) -> T | None:
        """Read the word."""
        found = scalar(node, name, reader, f"one of {', '.join(self.words)}")
        if found is None:
            return None
        if found.text not in self.words:
            hint = reader.guess(found.text, self.words)
            reader.fault("K116", found.place, f"`{name}` has no {found.text!r}", hint)
            return None
        return self.words[found.text]

    def schema(self) -> Schema:
        """Return the words, each with what it means where an editor shows that."""
        told = {"enumDescriptions": [self.about[word] for word in self.words]} if self.about else {}
        return {"enum": list(self.words), **told}

    def spoken(self) -> str:
        """Return the words, each with what it means."""
        told = [f"`{word}`" + (f" ({self.about[word]})" if self.about else "") for word in self.words]
        return f"{', '.join(told[:-1])} or {told[-1]}"


@dataclass(frozen=True, slots=True)
class Spelled(Shape[T]):
    """A text that a parser reads, or says in one sentence what it is instead."""

    parse: Callable[[str], T]
    pattern: str
    wanted: str
    code: str
    numbers: bool = False

    def read(self, node: Node, name: str, reader: Reader) -> T | None:
        """Read the text by its parser."""
        found = scalar(node, name, reader, self.wanted)
        if found is None:
            return None
        if found.kind is Is.TRUTH or len(found.text) > _LONGEST_SPELLED:
            what = say(found) if found.kind is Is.TRUTH else f"a text of {len(found.text)} characters"
            reader.fault("K102", found.place, f"`{name}` is {self.wanted}, not {what}", "write it as in the reference")
            return None
        try:
            zero = self.numbers and found.kind is Is.WHOLE and whole(found.text) == 0
            return self.parse("0" if zero else found.text)
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            reader.fault(self.code, found.place, f"`{name}`: {message}", hint or f"write {self.wanted}")
            return None

    def spoken(self) -> str:
        """Return what is wanted."""
        return self.wanted

    def schema(self) -> Schema:
        """Return the pattern, with what an editor says where it does not fit."""
        wrong = f"Write {self.wanted}."
        text: Schema = {"type": "string", "pattern": self.pattern, "patternErrorMessage": wrong}
        return {"anyOf": [{"const": 0}, text]} if self.numbers else text


@dataclass(frozen=True, slots=True)
class Whole(Shape[int]):
    """A whole number between two bounds."""

    least: int
    most: int

    def read(self, node: Node, name: str, reader: Reader) -> int | None:
        """Read the number."""
        wanted = f"a whole number from {self.least} to {self.most}"
        found = scalar(node, name, reader, wanted)
        if found is None:
            return None
        if found.kind is not Is.WHOLE:
            reader.fault("K102", found.place, f"`{name}` is {wanted}, not {say(found)}", _in_digits(found.text))
            return None
        number = whole(found.text)
        if number is None or not self.least <= number <= self.most:
            too_small = found.text.startswith("-") if number is None else number < self.least
            mend = f"{self.least} or more" if too_small else f"{self.most} or less"
            reader.fault("K118", found.place, f"`{name}` is {wanted}, not {found.text[:20]}", f"write {mend}")
            return None
        return number

    def spoken(self) -> str:
        """Return the bounds."""
        return f"a whole number from {self.least} to {self.most:,}"

    def schema(self) -> Schema:
        """Return the bounds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


def _in_digits(text: str) -> str:
    """Say how a number is written that stands in quotes, or has a fraction of nothing."""
    digits = re.fullmatch(r"0*([1-9][0-9]*)(\.0*)?", text.strip())
    return "write it in digits" if digits is None else f"write {digits[1]}, without quotes or a point"


@dataclass(frozen=True, slots=True)
class ListOf(Shape[tuple[T, ...]]):
    """A list of at least one; `single` = one value may stand for a list of one."""

    each: Shape[T]
    single: bool = False

    def read(self, node: Node, name: str, reader: Reader) -> tuple[T, ...] | None:
        """Read each part; nothing if any has a fault."""
        if isinstance(node, Broken):
            return None
        if isinstance(node, Row):
            if not node.parts:
                reader.fault("K117", node.place, f"`{name}` is an empty list", "fill it in, or leave the key out")
                return None
            values = [self.each.read(part, name, reader) for part in node.parts]
            whole_list = [value for value in values if value is not None]
            return tuple(whole_list) if len(whole_list) == len(values) else None
        if self.single:
            value = self.each.read(node, name, reader)
            return None if value is None else (value,)
        self._no_list(node, name, reader)
        return None

    def _no_list(self, node: Node, name: str, reader: Reader) -> None:
        if isinstance(node, Scalar) and (node.kind is Is.NOTHING or not node.text.strip()):
            scalar(node, name, reader, "a list")
            return
        hint = "begin each part on a line of its own, with `- `"
        if isinstance(node, Scalar) and "\n" not in node.text:
            hint = f"write {name}: [{node.text}]"
        reader.fault("K102", node.place, f"`{name}` is a list, not {say(node)}", hint)

    def spoken(self) -> str:
        """Return what stands in the list."""
        each = self.each.spoken()
        return f"{each}; or a list of such" if self.single else f"a list, each {each}"

    def schema(self) -> Schema:
        """Return the list, or the single value."""
        each = self.each.schema()
        many = {"type": "array", "items": each, "minItems": 1}
        return {"anyOf": [each, many]} if self.single else many


@dataclass(frozen=True, slots=True)
class Or(Shape[T]):
    """One of a few words, else another shape."""

    words: Mapping[str, T]
    other: Shape[T]

    def read(self, node: Node, name: str, reader: Reader) -> T | None:
        """Read the word, else what else it may be."""
        if isinstance(node, Scalar) and node.text in self.words:
            return self.words[node.text]
        return self.other.read(node, name, reader)

    def schema(self) -> Schema:
        """Return both."""
        return {"anyOf": [{"enum": list(self.words)}, self.other.schema()]}

    def spoken(self) -> str:
        """Return both."""
        return ", ".join(f"`{word}`" for word in self.words) + f", or {self.other.spoken()}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a map: its shape, and what authors are told about it."""

    name: str
    shape: Shape[Any]
    about: str
    example: Any = None
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Keys(Shape[Mapping[str, Any]]):
    """A map of known keys; reads as the values of those that are there and right."""

    keys: tuple[Key, ...]
    wanted: str = "a map"
    named: Mapping[str, Key] = field(init=False)
    needed: tuple[Key, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Look keys up by name, and those that may not be left out."""
        object.__setattr__(self, "named", {key.name: key for key in self.keys})
        object.__setattr__(self, "needed", tuple(key for key in self.keys if key.required))

    def read(self, node: Node, name: str, reader: Reader) -> Mapping[str, Any] | None:
        """Read every key."""
        table = table_of(node, name, reader, self.wanted)
        return None if table is None else self.read_pairs(table, name, reader)

    def read_pairs(self, table: Table, name: str, reader: Reader, skip: Collection[str] = ()) -> Mapping[str, Any]:
        """Read every key but those to skip."""
        values = {}
        for pair in table.pairs:
            if pair.key.text not in skip:
                value = self._value(pair, name, reader)
                if value is not None:
                    values[pair.key.text] = value
        self._missing(table, name, reader)
        return values

    def _value(self, pair: Pair, name: str, reader: Reader) -> Any:
        word, place = pair.key.text, pair.key.place
        key = self.named.get(word)
        if key is None:
            hint = reader.guess(word, self.named)
            where = name if " " in name or name in _THINGS else f"`{name}`"
            reader.fault("K101", place, f"unknown key {shown(word)} in {where}", hint)
            return None
        return key.shape.read(pair.value, word, reader)

    def _missing(self, table: Table, name: str, reader: Reader) -> None:
        for key in self.needed:
            if table.get(key.name) is None:
                hint = f"add {key.name}: {key.example}" if isinstance(key.example, str) else f"add {key.name}:"
                reader.fault("K103", table.place, f"{name} has no `{key.name}`", hint)

    def schema(self) -> Schema:
        """Return the keys with what is told about them."""
        return closed({key.name: told(key) for key in self.keys}, [key.name for key in self.needed])


def closed(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """Return the schema of a map with these keys alone, and at least one."""
    schema: Schema = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
        "minProperties": 1,
    }
    needed = list(required)
    return {**schema, "required": needed} if needed else schema


def told(key: Key) -> Schema:
    """Return a key's schema with its description, default and example; editors that can show it as Markdown."""
    about = f"{key.about} Default: {key.default}." if key.default else key.about
    markdown = f"{key.about}\n\n*Default:* {key.default}." if key.default else key.about
    examples = {} if key.example is None else {"examples": [key.example]}
    return {"description": about, "markdownDescription": markdown, **examples, **key.shape.schema()}
