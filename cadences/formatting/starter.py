"""A cadence to begin with: another one's text under a name of its own, in one language or all. Knows text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cadences.formatting.printer import write
from cadences.formatting.tree import Group, Leaf, Part, read_tree

SCHEMA_FILE: Final = "cadence.schema.json"
SCHEMA_LINE: Final = f"# yaml-language-server: $schema={SCHEMA_FILE}"
"""The first line of a cadence, by which editors that know YAML find its schema."""

FALLBACK: Final = "en"
_TEXTS: Final = frozenset({"title", "text", "subject", "send"})
_LANGUAGE: Final = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def starter(text: str, name: str, language: str | None = None) -> str:
    """Return a cadence's text under another name, formatted, with the line that tells editors of its schema.

    Args:
        text: A cadence without errors.
        name: The new cadence's id.
        language: The one language to keep; a text that has it not is kept in English, else in its first. Nothing =
            all languages stay.
    """
    written = read_tree(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    root = written.root
    assert isinstance(root, Group)
    for part in root.parts:
        if part.key is not None and part.key.value == "cadence":
            part.value = Leaf(name, "", name)
    if language is not None:
        for part in _texts(root):
            _speak(part, language)
    return _headed(write(written))


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages that a cadence's texts are written in, in order; none where they are not told apart."""
    root = read_tree(text.replace("\r\n", "\n")).root
    assert isinstance(root, Group)
    said = {inner.key.value for part in _texts(root) for inner in _inner(part) if inner.key is not None}
    return tuple(sorted(said))


def _texts(group: Group) -> Iterator[Part]:
    """Return the parts whose value is a text for each language."""
    for part in group.parts:
        by_language = part.key is not None and part.key.value in _TEXTS and _inner(part)
        if by_language and all(one.key is not None and _LANGUAGE.fullmatch(one.key.value) for one in _inner(part)):
            yield part
        elif isinstance(part.value, Group):
            yield from _texts(part.value)


def _inner(part: Part) -> list[Part]:
    return part.value.parts if isinstance(part.value, Group) and part.value.table else []


def _speak(part: Part, language: str) -> None:
    """Let a text be in one language alone; comments on the others go with them."""
    by_language = {one.key.value: one for one in _inner(part) if one.key is not None}
    chosen = next((by_language[word] for word in (language, FALLBACK) if word in by_language), _inner(part)[0])
    part.above += chosen.above
    part.beside = part.beside or chosen.beside
    part.value = chosen.value


def _headed(text: str) -> str:
    return text if "yaml-language-server" in text.split("\n", 1)[0] else f"{SCHEMA_LINE}\n{text}"
