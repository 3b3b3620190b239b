"""How often a step is tried, how far apart, and after what: read as it is written, and filled in from another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from cadences.cadence import DEFAULT_LADDER, ONCE, Retry, Vary
from cadences.language.grammar_values import LADDER, OUTCOME
from cadences.language.nodes import Node, Scalar
from cadences.language.reader import Reader, table_of
from cadences.language.shapes import Key, Keys, ListOf, Or, Schema, Shape, Whole, Word

_MOST_TRIES: Final = 1000
_UNTIL: Final = "until clear answer"
_UNLIMITED: Final = 0
"""Stands for `times: unlimited` while a retry is read; no number of tries is 0."""

UNTIL_CLEAR: Final = Retry(times=None, wait=DEFAULT_LADDER, until_clear=True)

_VARIES: Final = {"hour": "another part of the day", "day": "another weekday", "none": "nothing"}
RETRY_KEYS: Final = Keys(
    (
        Key(
            "times",
            Or({"unlimited": _UNLIMITED}, Whole(1, _MOST_TRIES)),
            "Tries in all, the first one counted.",
            4,
            default="unlimited",
        ),
        Key(
            "wait",
            LADDER,
            "The wait before each further try; the last one repeats.",
            ["1 business day", "2 business days"],
            default="1 business day; for unlimited tries 1 business day, 2 business days, 1 week, 2 weeks, 4 weeks",
        ),
        Key(
            "vary",
            Word({vary.value: vary for vary in Vary}, _VARIES),
            "What changes from try to try.",
            "hour",
            default="hour",
        ),
        Key(
            "after",
            ListOf(OUTCOME),
            "The outcomes after which it is tried again; `on` wins over it.",
            ["no_answer", "busy"],
            default="every silent outcome; where `times` is unlimited every outcome but a clear one",
        ),
    )
)


Written: TypeAlias = Mapping[str, Any]
"""The keys of a retry as they were written; what is not there is filled in by `retry_of`."""


@dataclass(frozen=True, slots=True)
class RetryShape(Shape[Retry | Written]):
    """`until clear answer`, or how often, how long apart, after what."""

    def read(self, node: Node, name: str, reader: Reader) -> Retry | Written | None:
        """Read the retry."""
        if isinstance(node, Scalar) and node.text == _UNTIL:
            return UNTIL_CLEAR
        hint = f"write `{_UNTIL}`, or {{times: 4, wait: [1 business day]}}"
        table = table_of(node, name, reader, f"`{_UNTIL}` or a map", hint)
        if table is None:
            return None
        values = RETRY_KEYS.read_pairs(table, name, reader)
        faulty = any(pair.key.text in RETRY_KEYS.named and pair.key.text not in values for pair in table.pairs)
        return None if faulty else values

    def spoken(self) -> str:
        """Return both forms."""
        return f"`{_UNTIL}`, or a map"

    def schema(self) -> Schema:
        """Return both forms."""
        return {"anyOf": [{"const": _UNTIL}, RETRY_KEYS.schema()]}


def retry_of(said: Retry | Written, like: Retry = ONCE) -> Retry:
    """Return the retry that was written; what it does not say is as in `like`, if that is tried again at all."""
    if isinstance(said, Retry):
        return said
    times = said.get("times", _UNLIMITED if like == ONCE else like.times or _UNLIMITED)
    unlimited = times == _UNLIMITED
    ladder = like.wait if like != ONCE else DEFAULT_LADDER if unlimited else ONCE.wait
    after = frozenset(said["after"]) if "after" in said else like.after
    return Retry(
        times=None if unlimited else times,
        wait=said.get("wait", ladder),
        vary=said.get("vary", like.vary),
        after=after,
        until_clear=unlimited and after is None,
    )
