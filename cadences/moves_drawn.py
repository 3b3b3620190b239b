"""The table of moves as people read it: a diagram and tables in Markdown (docs/states.md). Adds nothing to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cadences.moves import LEADS, MEANING, MOVES, Event, Move, Place, StateName, Word
from cadences.outcomes import Outcome

_CLOSED: Final = (StateName.WON, StateName.LOST, StateName.OPTED_OUT, StateName.REFERRED, StateName.GIVEN_UP)
_HEAD: Final = """# States and moves

Drawn from the table in `cadences/moves.py`; a test holds both equal.

An enrollment is open while a touch is next, and closed by a clear answer, an opt-out, a referral or a person's giving
up. Waiting and paused only bound the start of the next touch: they take the same words as active, and hold until
their time unless somebody says something about when.
"""


def draw() -> str:
    """Return the whole page."""
    parts = (_HEAD, "## States\n", _diagram(), "## Moves\n", _table(), "## What a move does\n", _meanings())
    return "\n".join(parts)


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> active: {Event.ENROLLED}"]
    for source, target in _pairs():
        words = _words(source, target)
        if words:
            lines.append(f"    {source} --> {target}: {', '.join(words)}")
    lines += [f"    {state} --> [*]" for state in _CLOSED]
    return "\n".join([*lines, "```", ""])


def _pairs() -> Iterable[tuple[StateName, StateName]]:
    for source in (StateName.ACTIVE, StateName.DIAGNOSING):
        for target in StateName:
            if target is not source:
                yield source, target
    yield StateName.PAUSED, StateName.ACTIVE


def _words(source: StateName, target: StateName) -> list[str]:
    """Return the words that may lead from a state to another, in the order of the vocabulary."""
    found = {word for place in _places(source) for word, move in MOVES[place].items() if target in LEADS[move]}
    freeing = {Event.RESUME, Event.MOVED}
    found = found & freeing if source is StateName.PAUSED else found - freeing
    return [word.value for word in (*Outcome, *Event) if word in found]


def _places(state: StateName) -> list[Place]:
    if state is StateName.DIAGNOSING:
        return [Place.DIAGNOSE]
    return [place for place in Place if place not in {Place.NOWHERE, Place.DIAGNOSE, Place.CLOSED}]


def _table() -> str:
    places = list(Place)
    rows = [["", *(place.value for place in places)], ["---"] * (len(places) + 1)]
    rows += [[f"`{word}`", *(_cell(place, word) for place in places)] for word in (*Outcome, *Event)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _cell(place: Place, word: Word) -> str:
    move = MOVES[place].get(word)
    return "" if move is None else move.value


def _meanings() -> str:
    rows = ["| move | what follows |", "|---|---|"]
    rows += [f"| {move.value} | {MEANING[move]} |" for move in Move]
    return "\n".join(rows) + "\n"
