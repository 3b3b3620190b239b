"""The keys of a cadence: what each takes, and what authors are told about it. The table that all else reads from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from cadences.cadence import (
    Chain,
    Counts,
    Kind,
)
from cadences.language.grammar_extends import CHANGE, EXTENDS, WITHOUT
from cadences.language.grammar_silence import SILENCE_KEYS
from cadences.language.grammar_steps import STEP, ReadStep, StepShape
from cadences.language.grammar_stories import STORIES
from cadences.language.grammar_texts import Said
from cadences.language.grammar_values import LADDER, MORE_THAN_NOTHING, NAME, WAIT, Windows
from cadences.language.nodes import Is, Node, Row, Scalar, Table
from cadences.language.reader import Reader, scalar, table_of
from cadences.language.shapes import Key, Keys, ListOf, Or, Schema, Shape, Whole, Word
from cadences.outcomes import NO_REASONS, Yes

T = TypeVar("T")

END_WORD: Final = "end"
_MOST_A_DAY: Final = 1000


# --- answers ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ChainShape(Shape[Chain]):
    """The cadence that an answer starts, and when."""

    def read(self, node: Node, name: str, reader: Reader) -> Chain | None:
        """Read the chain."""
        hint = f"write {name}: {{start: {node.text}}}" if isinstance(node, Scalar) else "write {start: …}"
        table = table_of(node, name, reader, "a map with `start`", hint)
        values = {} if table is None else CHAIN_KEYS.read_pairs(table, name, reader)
        return Chain(values["start"], values.get("wait")) if "start" in values else None

    def spoken(self) -> str:
        """Return its keys."""
        return "a map of `start` and `wait`"

    def schema(self) -> Schema:
        """Return its keys."""
        return CHAIN_KEYS.schema()


CHAIN_KEYS: Final = Keys(
    (
        Key("start", NAME, "The cadence that follows.", "quote-follow-up", required=True),
        Key(
            "wait",
            WAIT,
            "How long after the answer; it replaces the first step's wait.",
            "1 business day",
            default="the wait of that cadence's first step",
        ),
    )
)
_YES: Final = Keys(
    tuple(Key(kind.value, ChainShape(), f"What follows a yes to a {kind}.", {"start": "next-cadence"}) for kind in Yes)
)
_NO: Final = Keys(
    tuple(
        Key(
            reason,
            ChainShape(),
            "What follows any other no." if reason == "any" else f"What follows a no because of `{reason}`.",
            {"start": "existing-customer", "wait": "9 months"},
        )
        for reason in NO_REASONS
    )
)


@dataclass(frozen=True, slots=True)
class NoShape(Shape[Mapping[str, Chain]]):
    """What follows a no, by reason; `{start: …}` is short for `any`."""

    def read(self, node: Node, name: str, reader: Reader) -> Mapping[str, Chain] | None:
        """Read the chain of each reason."""
        if isinstance(node, Table) and node.get("start") is not None:
            chain = ChainShape().read(node, name, reader)
            return None if chain is None else {"any": chain}
        return _NO.read(node, name, reader)

    def schema(self) -> Schema:
        """Return both forms."""
        return {"anyOf": [_NO.schema(), CHAIN_KEYS.schema()]}


ANSWERS_KEYS: Final = Keys(
    (
        Key(
            "yes",
            _YES,
            "The cadence that follows a yes, by what was said yes to.",
            {"quote": {"start": "quote-follow-up"}},
        ),
        Key(
            "no",
            NoShape(),
            "The cadence that follows a no, by its reason; `any` serves every other.",
            {"any": {"start": "existing-customer", "wait": "9 months"}},
            default="closed",
        ),
        Key(
            "not_now",
            MORE_THAN_NOTHING,
            "How long `not now` waits where nothing was said about when.",
            "6 weeks",
            default="4 weeks",
        ),
    )
)

# --- then ------------------------------------------------------------------------------------------------------------
THEN_KEYS: Final = Keys(
    (
        Key("repeat", STEP, "The step that is tried again and again.", "second-round", required=True),
        Key(
            "wait",
            LADDER,
            "The wait before each round; the last one repeats.",
            ["4 weeks", "8 weeks"],
            default="1 business day, 2 business days, 1 week, 2 weeks, 4 weeks",
        ),
    ),
    wanted="`{repeat: STEP}`",
)


_KINDS: Final = {
    "fresh": "they came to us, or we have just met",
    "look-back": "we know them",
    "prospecting": "we have not met",
}
_COUNTS: Final = {
    "contact": "those where the contact is",
    "rep": "those where the rep is",
    "both": "those of either",
    "none": "weekends alone",
}


# --- the cadence -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Steps(Shape[tuple[ReadStep | None, ...]]):
    """The steps in their order, or the detours; nothing stands for one that could not be read."""

    detours: bool = False

    def read(self, node: Node, name: str, reader: Reader) -> tuple[ReadStep | None, ...] | None:
        """Read step by step."""
        if isinstance(node, Scalar) and node.kind is Is.NOTHING:
            scalar(node, name, reader, "a list of steps")
            return None
        if not isinstance(node, Row):
            return ListOf(StepShape()).read(node, name, reader)
        if not node.parts:
            reader.fault("K117", node.place, f"`{name}` is an empty list", "write a step like `- call: first-call`")
        shapes = [StepShape(at_once=self.detours or at == 0, detour=self.detours) for at in range(len(node.parts))]
        said = "a detour" if self.detours else "a step"
        return tuple(shape.read(part, said, reader) for shape, part in zip(shapes, node.parts, strict=True))

    def spoken(self) -> str:
        """Return what stands in the list."""
        return "a list of steps"

    def schema(self) -> Schema:
        """Return the list of steps."""
        return {"type": "array", "items": StepShape(detour=self.detours).schema(), "minItems": 1}


LIMITS: Final = Keys(
    (
        Key(
            "touches_per_rep_per_day",
            Whole(1, _MOST_A_DAY),
            "How many touches of this cadence a rep has a day.",
            20,
            default="no limit",
        ),
        Key(
            "touches_per_contact_per_day",
            Whole(1, _MOST_A_DAY),
            "On how many occasions a day a contact is touched.",
            1,
            default="1",
        ),
        Key(
            "touches_per_contact_per_week",
            Whole(1, _MOST_A_DAY),
            "On how many occasions a week a contact is touched.",
            3,
            default="3",
        ),
    )
)

CADENCE_KEYS: Final = Keys(
    (
        Key(
            "cadence", NAME, "The cadence's id, the same as the file's name without .yaml.", "cold-call", required=True
        ),
        Key(
            "title",
            Said(filled=False),
            "What people call it; also a map by language.",
            "Cold call, prepared",
            default="the id",
        ),
        EXTENDS,
        CHANGE,
        WITHOUT,
        Key(
            "kind",
            Word({kind.value: kind for kind in Kind}, _KINDS),
            "What it is for: the order when time is short.",
            "prospecting",
            default="prospecting",
        ),
        Key(
            "goal",
            ListOf(Word({kind.value: kind.value for kind in Yes})),
            "What reports count as reaching it; every yes closes an enrollment.",
            ["meeting"],
        ),
        Key(
            "windows",
            Windows(),
            "When contacts may be touched, in the contact's time.",
            ["Mon-Fri 09:00-11:30", "Mon-Thu 13:00-16:30"],
            default="Mon-Fri 09:00-17:00",
        ),
        Key(
            "holidays",
            Word({word.value: word for word in Counts}, _COUNTS),
            "Whose public holidays are no business days; weekends never are.",
            "both",
            default="both",
        ),
        Key(
            "limits",
            LIMITS,
            "How often anybody is touched, promises excepted.",
            {"touches_per_contact_per_week": 2},
            default="once a day and three times a week for a contact",
        ),
        Key(
            "steps",
            Steps(),
            "The steps, in their order.",
            [{"call": "ring", "retry": "until clear answer"}],
            default="those of the cadence that `extends` names; without one they are needed",
        ),
        Key(
            "detours",
            Steps(detours=True),
            "Steps off the main line, reached by `on` or `silence` alone; afterwards it goes on where it left.",
            [{"task": "direct-number", "text": "Find the direct number of {{ contact.name }}."}],
        ),
        Key(
            "silence",
            SILENCE_KEYS,
            "When the rep asks what is missing, and where each answer leads.",
            {"after": "6 touches", "missing": {"urgency": {"wait": "6 weeks"}}},
            default="after 6 touches, with klart's own way for each answer",
        ),
        Key(
            "then",
            Or({END_WORD: END_WORD}, THEN_KEYS),
            "What comes after the last step.",
            {"repeat": "second-round", "wait": ["4 weeks", "8 weeks"]},
            default="the last step that reaches out, again and again",
        ),
        Key(
            "answers",
            ANSWERS_KEYS,
            "What follows a clear answer, and how long `not now` waits.",
            {"not_now": "6 weeks"},
        ),
        Key(
            "tests",
            STORIES,
            "Stories: what ought to happen, row by row; `klart test` plays them.",
            [
                {
                    "it": "ends with a yes",
                    "start": "2026-11-23T08:00",
                    "contact": {"timezone": "Europe/Stockholm", "country": "SE"},
                    "story": [
                        {"expect": "call ring on 2026-11-23", "answer": "yes meeting"},
                        {"expect": "won meeting"},
                    ],
                }
            ],
        ),
    ),
)
