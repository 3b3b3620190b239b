"""The JSON Schema of the cadence language, for completion and hover in editors, from the tables that `grammar` reads.

It accepts what `check` finds well-shaped, and rejects what K1xx rejects, as far as JSON Schema can say it. What it
cannot say: names that must exist elsewhere (steps, cadences, the file), ids that must differ, what templates hold.
"""

from __future__ import annotations

from typing import Final

from cadences.language.grammar import CADENCE_KEYS
from cadences.language.shapes import Schema

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
PARTLY: Final = frozenset({"K130", "K131", "K133", "K135"})
"""Codes of K1xx whose findings JSON Schema can say in part: how a date is written, not which there are."""
UNSAYABLE: Final = PARTLY | {"K108", "K110", "K111", "K112", "K113", "K114", "K122", "K123", "K132", "K134"}
"""Codes of K1xx whose findings JSON Schema cannot say, or not always."""

_EXAMPLE: Final = {
    "cadence": "ring-until-klart",
    "steps": [{"call": "ring", "retry": "until clear answer"}],
}


_EXTENDING: Final[Schema] = {
    "anyOf": [{"required": ["steps"]}, {"required": ["extends"]}],
    "dependentRequired": {"change": ["extends"], "without": ["extends"]},
    "if": {"not": {"required": ["extends"]}},
    "then": {"properties": {"steps": {"items": {"properties": {"after": False}}}}},
}
"""Steps come from the file or from what it extends, and only then is there something to change."""


def cadence_schema() -> Schema:
    """Return the schema of a cadence's file (JSON Schema 2020-12)."""
    return {
        "$schema": DIALECT,
        "title": "A klart cadence",
        "description": "Who follows up how, when, and until when: until a clear yes or a clear no.",
        "examples": [_EXAMPLE],
        **CADENCE_KEYS.schema(),
        **_EXTENDING,
    }
