"""The parts of docs/language.md that are made from the code: tables of keys, channels, paths. Writes no file.

Each stands between `<!-- from the code: NAME -->` and `<!-- end -->`; a test compares the page with `filled(page)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from cadences.cadence import DEFAULT_LADDER
from cadences.channels import CHANNELS
from cadences.delays import Unit
from cadences.language.grammar import ANSWERS_KEYS, CADENCE_KEYS, CHAIN_KEYS, LIMITS, THEN_KEYS
from cadences.language.grammar_retry import RETRY_KEYS
from cadences.language.grammar_silence import MISSING_KEYS, SILENCE_KEYS
from cadences.language.grammar_steps import STEP_KEYS
from cadences.language.grammar_stories import BEAT_KEYS, CONTACT_KEYS, REP_KEYS, STORY_KEYS
from cadences.language.grammar_values import KEPT_IDS, LANDMARKS
from cadences.language.nodes import Is, kind_of
from cadences.language.shapes import Key, Keys
from cadences.language.templates import ATTRIBUTES, FILTERS, FOUND
from cadences.outcomes import NO_REASONS, SILENT

_PART: Final = re.compile(r"(<!-- from the code: (?P<name>[a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_IN_FLOW: Final = re.compile(r"[\w{}][\w .:/+*'-]*")


def filled(page: str) -> str:
    """Return the page with every part that is made from the code as the code has it.

    Raises:
        KeyError: A part's name is none.
    """
    return _PART.sub(lambda found: f"{found[1]}{PARTS[found['name']]()}\n{found[3]}", page)


# --- keys ------------------------------------------------------------------------------------------------------------
def keys_table(keys: Iterable[Key]) -> str:
    """Return a table of keys: what each says, what may stand there, what holds without it, and an example."""
    rows = ["| key | what it says | values | default | example |", "|---|---|---|---|---|"]
    return "\n".join(rows + [_row(key) for key in keys])


def _row(key: Key) -> str:
    default = "needed" if key.required else key.default or "none"
    example = "" if key.example is None else f"`{key.name}: {in_flow(key.example)}`"
    cells = (f"`{key.name}`", key.about.rstrip("."), key.shape.spoken(), default, example)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def in_flow(value: Any) -> str:
    """Write a value in one line of YAML.

    >>> in_flow({"start": "quote-follow-up", "wait": ["1 week", "a, b"]})
    '{start: quote-follow-up, wait: [1 week, "a, b"]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(in_flow(part) for part in value) + "]"
    text = str(value)
    plain = not isinstance(value, str) or (kind_of(text) is Is.TEXT and ": " not in text and _plain(text))
    return text if plain else json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> bool:
    return _IN_FLOW.fullmatch(text) is not None and "{" not in text and "}" not in text


def _keys(keys: Keys) -> Callable[[], str]:
    return lambda: keys_table(keys.keys)


# --- tables and lists -------------------------------------------------------------------------------------------------
def _channels() -> str:
    rows = ["| channel | what it is | called | takes | alarm | keys of its own |", "|---|---|---|---|---|---|"]
    for channel, facts in CHANNELS.items():
        alarm = "none" if facts.remind is None else str(facts.remind)
        own = ", ".join(f"`{key}`" for key in sorted(facts.keys)) or "none"
        rows.append(f"| `{channel}` | {facts.meaning} | {facts.title} | {facts.takes} minutes | {alarm} | {own} |")
    return "\n".join(rows)


def _outcomes() -> str:
    rows = ["| channel | outcomes that `on` and `after` may name |", "|---|---|"]
    rows += [f"| `{channel}` | {_listed(sorted(facts.outcomes))} |" for channel, facts in CHANNELS.items()]
    return "\n".join(rows)


def _paths() -> str:
    rows = ["| path | example |", "|---|---|"]
    for root, names in ATTRIBUTES.items():
        rows += [f"| `{root}.{name}` | {example} |" for name, example in names.items()]
    return "\n".join([*rows, f"| `{FOUND}` | what the rep wrote at the last preparation |"])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "cadence": _keys(CADENCE_KEYS),
    "limits": _keys(LIMITS),
    "steps": _keys(STEP_KEYS),
    "retry": _keys(RETRY_KEYS),
    "silence": _keys(SILENCE_KEYS),
    "missing": _keys(MISSING_KEYS),
    "then": _keys(THEN_KEYS),
    "answers": _keys(ANSWERS_KEYS),
    "chain": _keys(CHAIN_KEYS),
    "story": _keys(STORY_KEYS),
    "rows of a story": _keys(BEAT_KEYS),
    "contact of a story": _keys(CONTACT_KEYS),
    "rep of a story": _keys(REP_KEYS),
    "channels": _channels,
    "outcomes": _outcomes,
    "paths": _paths,
    "filters": lambda: f"Filters: {_listed(FILTERS)}.",
    "units": lambda: f"Units: {', '.join(f'`{unit}`, `{unit}s`' for unit in Unit)}.",
    "dates": lambda: f"Known dates: {_listed(LANDMARKS)}.",
    "ladder": lambda: f"The ladder: {', '.join(f'`{rung}`' for rung in DEFAULT_LADDER)}; the last one repeats.",
    "silent": lambda: f"The silent outcomes: {_listed(sorted(SILENT))}.",
    "reasons": lambda: f"The reasons of a no: {_listed(NO_REASONS)}.",
    "reserved": lambda: f"Ids that no step may have: {_listed(sorted(KEPT_IDS))}.",
}
