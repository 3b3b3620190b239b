"""When a contact stays silent: after how many touches, and where each answer about what is missing leads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cadences.cadence import SILENCE_AFTER
from cadences.delays import Delay
from cadences.language.grammar_values import MORE_THAN_NOTHING, NAME
from cadences.language.nodes import Is, Node, Scalar, Table, say, whole
from cadences.language.reader import Reader, scalar
from cadences.language.shapes import Key, Keys, Schema, Shape
from cadences.outcomes import Missing

_MOST_TOUCHES: Final = 1000
_TOUCHES: Final = re.compile(r"0*([0-9]{1,18}) touch(es)?")


@dataclass(frozen=True, slots=True)
class Touches(Shape[int]):
    """A number of touches: `6 touches`, or the number alone."""

    def read(self, node: Node, name: str, reader: Reader) -> int | None:
        """Read the number."""
        found = scalar(node, name, reader, "a number of touches like 6 touches")
        if found is None:
            return None
        said = _TOUCHES.fullmatch(found.text) if found.text.isascii() else None
        if said is None and found.kind is not Is.WHOLE:
            what = say(found) if found.kind is not Is.TEXT else repr(found.text[:40])
            reader.fault("K102", found.place, f"`{name}` is a number of touches, not {what}", "write 6 touches")
            return None
        number = int(said[1]) if said else whole(found.text)
        if number is None or not 1 <= number <= _MOST_TOUCHES:
            message = f"`{name}` is a number of touches from 1 to {_MOST_TOUCHES}, not {found.text[:20]}"
            reader.fault("K118", found.place, message, "write 6 touches")
            return None
        return number

    def spoken(self) -> str:
        """Return both forms."""
        return "a number of touches like `6 touches`, or `6`"

    def schema(self) -> Schema:
        """Return the number, with or without its word."""
        spelled = {"type": "string", "pattern": f"^0*([1-9][0-9]{{0,2}}|{_MOST_TOUCHES}) touch(es)?$"}
        return {"anyOf": [spelled, {"type": "integer", "minimum": 1, "maximum": _MOST_TOUCHES}]}


@dataclass(frozen=True, slots=True)
class Lead(Shape[str | Delay]):
    """Where an answer leads: the id of a step or a detour, or a wait."""

    def read(self, node: Node, name: str, reader: Reader) -> str | Delay | None:
        """Read the id, or the wait."""
        if isinstance(node, Table):
            waited: Delay | None = (_WAITED.read(node, name, reader) or {}).get("wait")
            return waited
        if isinstance(node, Scalar) and _is_wait(node.text):
            message = f"`{name}` is the id of a step or a detour, not {node.text!r}"
            reader.fault("K107", node.place, message, f"write {name}: {{wait: {node.text}}}")
            return None
        return NAME.read(node, name, reader)

    def spoken(self) -> str:
        """Return both forms."""
        return "a step's or a detour's id, or `{wait: 6 weeks}`"

    def schema(self) -> Schema:
        """Return both forms."""
        return {"anyOf": [NAME.schema(), _WAITED.schema()]}


def _is_wait(text: str) -> bool:
    try:
        return bool(MORE_THAN_NOTHING.parse(text))
    except ValueError:
        return False


_WAITED: Final = Keys(
    (
        Key(
            "wait",
            MORE_THAN_NOTHING,
            "How long nothing happens; then the cadence goes on where it stood.",
            "6 weeks",
            required=True,
        ),
    )
)
_ABOUT: Final[Mapping[Missing, tuple[str, str | Mapping[str, str], str]]] = {
    Missing.CONSEQUENCE: ("it has no consequence for them", "research", "a task to find one"),
    Missing.OWNER: ("nobody there owns the question", "find-owner", "a task to find out who does"),
    Missing.URGENCY: ("it is not urgent", {"wait": "6 weeks"}, "6 weeks"),
    Missing.CHAMPION: ("nobody there speaks for it", "find-champion", "a task to find somebody"),
    Missing.FIT: ("it does not fit them", "research", "the rep decides: go on, pause, or a clear no"),
    Missing.NOTHING: ("nothing is missing", "first-call", "the cadence goes on"),
}
"""Each answer of the diagnose touch: what it means, an example of a lead, and klart's own way."""

MISSING_KEYS: Final = Keys(
    tuple(
        Key(word.value, Lead(), f"Where it leads that {about}.", example, default=own)
        for word, (about, example, own) in _ABOUT.items()
    )
)
SILENCE_KEYS: Final = Keys(
    (
        Key(
            "after",
            Touches(),
            "How many touches unanswered in a row, over all steps, bring the diagnose touch: what is missing?",
            "6 touches",
            default=f"{SILENCE_AFTER} touches",
        ),
        Key(
            "missing",
            MISSING_KEYS,
            "Where each answer to the diagnose touch leads.",
            {"owner": "find-owner", "urgency": {"wait": "6 weeks"}},
            default="klart's own way for each",
        ),
    )
)
