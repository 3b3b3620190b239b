"""In which order the keys of a cadence are written: that of the language's own tables, read from its schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from cadences.formatting.tree import Group, Part, Tree
from cadences.language.schema import cadence_schema
from cadences.language.shapes import Schema

_AS_WRITTEN: Final = frozenset({"yes", "no", "missing"})
"""Maps of answers, of which one comes: their authors put the usual ones first, or the rest last."""
_EITHER: Final = ("anyOf", "oneOf", "allOf")


def put_in_order(root: Tree) -> None:
    """Put the parts of every map in the language's order; keys that it does not know come last, as they were."""
    _order(root, [_schema()])


@cache
def _schema() -> Schema:
    return cadence_schema()


def _order(tree: Tree, schemas: list[Schema]) -> None:
    if not isinstance(tree, Group):
        return
    known = [option for schema in schemas for option in _options(schema)]
    if not tree.table:
        within = [option["items"] for option in known if isinstance(option.get("items"), dict)]
        for part in tree.parts:
            _order(part.value, within)
        return
    free = tree.owner is not None and _key(tree.owner) in _AS_WRITTEN
    names = {} if free else _names(tree, known)
    for part in tree.parts:
        _order(part.value, list(_within(known, _key(part))))
    first = tree.parts[0] if tree.parts else None
    tree.parts.sort(key=lambda part: names.get(_key(part), len(names)))
    if first is not None and tree.owner is None and tree.parts[0] is not first:
        _leave_head(tree, first)


def _names(tree: Group, options: list[Schema]) -> dict[str, int]:
    """Return the places of a map's keys, by that option that knows most of them."""
    keys = {_key(part) for part in tree.parts}
    tables: list[dict[str, Any]] = [option["properties"] for option in options if "properties" in option]
    best: dict[str, Any] = max(tables, key=lambda table: len(keys & table.keys()), default={})
    return {name: at for at, name in enumerate(best)}


def _within(options: list[Schema], key: str) -> Iterator[Schema]:
    for option in options:
        found = option.get("properties", {}).get(key)
        others = [found, option.get("additionalProperties"), *option.get("patternProperties", {}).values()]
        yield from (schema for schema in others if isinstance(schema, dict))


def _options(schema: Schema) -> Iterator[Schema]:
    """Return a schema and all that it may be instead, what it refers to in its place."""
    reference = schema.get("$ref")
    if isinstance(reference, str):
        yield from _options(_referred(reference))
    yield schema
    for word in _EITHER:
        for option in schema.get(word, ()):
            yield from _options(option)


def _referred(reference: str) -> Schema:
    found: Any = _schema()
    for name in reference.removeprefix("#/").split("/"):
        found = found[name] if name else found
    return dict(found)


def _key(part: Part) -> str:
    return "" if part.key is None else part.key.value


def _leave_head(tree: Group, first: Part) -> None:
    """Let what opens the file stay on top; only the comment that stands right above a key goes with it."""
    gaps = [at for at, note in enumerate(first.above) if note.gap and at]
    split = len(first.above) if first.gap else gaps[-1] if gaps else _marks(first)
    head, first.above = first.above[:split], first.above[split:]
    top = tree.parts[0]
    if head:
        top.gap = top.gap or not top.above
        for note in top.above[:1]:
            note.gap = True
    top.above = head + top.above


def _marks(first: Part) -> int:
    """Return how many of the first comments are for tools, which look for them on top."""
    tools = [note.text.startswith(("# yaml-language-server:", "#!")) for note in first.above]
    return tools.index(False) if False in tools else len(tools)
