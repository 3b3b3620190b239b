"""Where the values of a step or a cadence are written, for findings about them. Knows nodes, judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from cadences.language.draft import Draft
from cadences.language.findings import Place
from cadences.language.grammar_steps import ReadStep
from cadences.language.nodes import Node, Row, Scalar, Table
from cadences.windows import Window


def at(node: Node | None, *keys: str) -> Node | None:
    """Return the value that keys lead to, map by map, or nothing."""
    for key in keys:
        node = node.get(key) if isinstance(node, Table) else None
    return node


def of_step(read: ReadStep, *keys: str) -> Place:
    """Return where a value of a step is written, as deep as it is; else where the step begins."""
    for depth in range(len(keys), 0, -1):
        node = at(read.table, *keys[:depth])
        if node is not None:
            return node.place
    return read.place


def of_cadence(draft: Draft, *keys: str) -> Place:
    """Return where a value of the cadence is written; else where it comes from, or where the file begins."""
    node = at(draft.root, *keys) or at(draft.root, "extends")
    return draft.root.place if node is None else node.place


def of_windows(node: Node | None, windows: tuple[Window, ...], instead: Place) -> Iterator[tuple[Window, Place]]:
    """Return each window with where it is written."""
    parts = node.parts if isinstance(node, Row) else ()
    for number, window in enumerate(windows):
        written = len(parts) == len(windows) and isinstance(parts[number], Scalar)
        yield window, parts[number].place if written else instead


def of_rung(node: Node | None, number: int, instead: Place) -> Place:
    """Return where a rung of a ladder is written (from 0; the last one repeats)."""
    if isinstance(node, Row) and node.parts:
        return node.parts[min(number, len(node.parts) - 1)].place
    return instead if node is None else node.place
