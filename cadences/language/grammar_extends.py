"""The keys of a cadence that takes another one over: what it changes and leaves out. Knows no base, only the keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cadences.language.grammar_steps import CHANNEL_WORDS, DETOUR_KEYS
from cadences.language.grammar_values import NAME
from cadences.language.nodes import Node, Scalar, Table
from cadences.language.reader import Reader, table_of
from cadences.language.shapes import Key, ListOf, Schema, Shape, closed, told


@dataclass(frozen=True, slots=True)
class ReadChange:
    """What is changed about a step, and where: the step's id as it stands there, its keys, and what they say."""

    id: Scalar
    table: Table
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes(Shape[Mapping[str, ReadChange]]):
    """Steps by their ids, each with the keys that are other than in the cadence taken over."""

    def read(self, node: Node, name: str, reader: Reader) -> Mapping[str, ReadChange] | None:
        """Read step by step; one that has a fault is left out."""
        table = table_of(node, name, reader, "a map of step ids", f"write {name}: {{first-call: {{wait: 1 day}}}}")
        changes = {}
        for pair in () if table is None else table.pairs:
            word = NAME.read(pair.key, name, reader)
            change = table_of(pair.value, pair.key.text[:40], reader, "a map of keys", "write {wait: 1 day}")
            if word is not None and change is not None:
                _no_channel(word, change, reader)
                values = DETOUR_KEYS.read_pairs(change, f"`change` of `{word}`", reader, skip=CHANNEL_WORDS)
                changes[word] = ReadChange(pair.key, change, values)
        return changes or None

    def spoken(self) -> str:
        """Return what it maps."""
        return "a map of ids to the keys that are other"

    def schema(self) -> Schema:
        """Return ids, and the keys of a step but its channel."""
        return {
            "type": "object",
            "propertyNames": {"pattern": NAME.pattern},
            "additionalProperties": closed({key.name: told(key) for key in DETOUR_KEYS.keys}),
            "minProperties": 1,
        }


def _no_channel(step: str, change: Table, reader: Reader) -> None:
    """Note a channel: a step keeps its own, and its id."""
    for pair in change.pairs:
        if pair.key.text in CHANNEL_WORDS:
            message = f"the channel and the id of `{step}` cannot be changed"
            hint = f"leave it out (without: [{step}]), and write a step of its own, with `after` where it belongs"
            reader.fault("K124", pair.key.place, message, hint)


EXTENDS: Final = Key(
    "extends",
    NAME,
    "The cadence whose keys this one takes over; what is written here comes before them, value by value.",
    "cold-call",
)
CHANGE: Final = Key(
    "change",
    Changes(),
    "What is other about steps and detours of the cadence taken over, by their ids.",
    {"first-call": {"wait": "2 business days", "retry": {"times": 6}}},
)
WITHOUT: Final = Key(
    "without", ListOf(NAME), "Steps and detours of the cadence taken over that this one leaves out.", ["connect"]
)
