"""A cadence's text as a tree that keeps what events leave out: comments and blank lines. Knows YAML, not the language.

A comment beside a line belongs to what stands on the line; one on a line of its own to what comes next, or, where it
is indented deeper than that, to the end of the map or list above it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

from cadences.language.yaml_events import scan_events

_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t\n]))#[^\n]*")
_ANCHOR: Final = re.compile(r"&\S+(?:\s+|#[^\n]*)*")
_HEADER: Final = re.compile(r"[|>][-+0-9]*")
_MARKERS: Final = re.compile(r"[ ?-]*")


@dataclass(slots=True)
class Note:
    """A comment, `#` and all, and the column it stood in.

    `gap` = a blank line stood above it; `behind` = it stood behind a closing bracket, not beside the key.
    """

    text: str
    column: int
    gap: bool = False
    behind: bool = False


@dataclass(slots=True)
class Leaf:
    """A single value: what it is, how it was written, and its `&name`; an alias is written `*name`."""

    value: str
    style: str
    raw: str
    anchor: str = ""


@dataclass(slots=True)
class Group:
    """A map or a list, in braces or in lines; `tail` are the comments after its last part."""

    table: bool
    flow: bool
    start: int
    end: int = 0
    column: int = 0
    anchor: str = ""
    parts: list[Part] = field(default_factory=list)
    tail: list[Note] = field(default_factory=list)
    owner: Part | None = None
    lines: int = 1


@dataclass(slots=True)
class Part:
    """A pair of a map, or an entry of a list, with the comments above and beside it."""

    home: Group
    start: int
    key: Leaf | None
    value: Leaf | Group
    above: list[Note] = field(default_factory=list)
    beside: Note | None = None
    gap: bool = False


Tree: TypeAlias = Leaf | Group


@dataclass(slots=True)
class Written:
    """A text as a tree. `loose` are the comments of a text that has no map to hang them on."""

    root: Tree
    anchored: bool
    loose: list[Note]


def read_tree(text: str) -> Written:
    """Return the tree of a text that was found to be right YAML; its line breaks are plain new lines."""
    builder = _Builder(text)
    root = builder.document()
    if isinstance(root, Group):
        _Attaching(text, builder, root).attach()
        return Written(root, builder.anchored, [])
    return Written(root, builder.anchored, list(_notes(text, builder.spans)))


class _Builder:
    """Makes parts of events, in the order of the text, and knows which stretches hold no comment."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.events: Iterator[Any] = iter(scan_events(text).events)
        self.spans: list[tuple[int, int]] = []
        self.parts: list[Part] = []
        self.anchored = False

    def document(self) -> Tree:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                return self.node(next(self.events))
        raise ValueError("there is no document")  # the door refuses an empty text before it comes here

    def node(self, event: Any) -> Tree:
        self.anchored = self.anchored or bool(event.anchor)
        if isinstance(event, yaml.CollectionStartEvent):
            return self.group(event)
        return self.leaf(event)

    def leaf(self, event: Any) -> Leaf:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            self.spans.append((start, end))
            return Leaf("", "*", self.text[start:end])
        anchor = _ANCHOR.match(self.text, start, end) if event.anchor else None
        start = anchor.end() if anchor else start
        style = event.style or ""
        header = _HEADER.match(self.text, start) if style in {"|", ">"} else None
        if header is None:
            self.spans.append((start, end))
            return Leaf(event.value, style, self.text[start:end], event.anchor or "")
        begin = self.text.find("\n", start)
        begin = end if begin < 0 else begin + 1
        self.spans += [(start, header.end()), (begin, end)]
        return Leaf(event.value, style, header[0] + "\n" + self.text[begin:end], event.anchor or "")

    def group(self, event: Any) -> Group:
        mark, table = event.start_mark, isinstance(event, yaml.MappingStartEvent)
        group = Group(table, bool(event.flow_style), mark.index, column=mark.column, anchor=event.anchor or "")
        for inner in self.events:
            if isinstance(inner, yaml.CollectionEndEvent):
                last: Any = inner.end_mark
                group.end, group.lines = last.index, last.line - mark.line + 1
                return group
            self.part(group, inner)
        raise AssertionError("a collection that was begun has its end")

    def part(self, group: Group, event: Any) -> None:
        start = event.start_mark.index
        if not group.parts and group.table:
            group.column = _column(self.text, start)
        elif not group.parts and group.anchor:
            group.column = _column(self.text, self.text.rfind("-", 0, start))
        part = Part(group, start, None, Leaf("", "", ""), gap=_blank_above(self.text, start))
        self.parts.append(part)
        group.parts.append(part)
        if group.table:
            part.key = self.leaf(event)
            self.anchored = self.anchored or bool(event.anchor)
            event = next(self.events)
        part.value = self.node(event)
        if isinstance(part.value, Group):
            part.value.owner = part


class _Attaching:
    """Hangs comments on the parts they are about."""

    def __init__(self, text: str, builder: _Builder, root: Group) -> None:
        self.text, self.root, self.parts = text, root, builder.parts
        self.starts = [part.start for part in builder.parts]
        self.spans = builder.spans
        self.gap_of: Part | None = None
        self.deepest = 0

    def attach(self) -> None:
        """Hang every comment on a part."""
        for index, note in _located(self.text, self.spans):
            at = bisect_right(self.starts, index)
            before = self.parts[at - 1] if at else None
            own = _MARKERS.fullmatch(self.text, self.text.rfind("\n", 0, index) + 1, index) is not None
            if before is not None and not own:
                self.beside(before, index, note)
            else:
                after = self.parts[at] if at < len(self.parts) else None
                self.gap_of, self.deepest = (self.gap_of, self.deepest) if before is self.gap_of else (before, 99)
                self.target(before, after, index, note).append(note)

    def beside(self, part: Part, index: int, note: Note) -> None:
        while part.home.flow and part.home.end <= index and part.home.owner is not None:
            part, note.behind = part.home.owner, True
        if part.beside is not None:
            part.above.append(part.beside)
        part.beside = note

    def target(self, before: Part | None, after: Part | None, index: int, note: Note) -> list[Note]:
        """Return where a comment on a line of its own belongs: above what comes, or at the end of what went before."""
        home = self.root if after is None else after.home
        open_groups = list(self._open(before, home, index))
        chosen = self._chosen(open_groups, after, note)
        if chosen is not None:
            self.deepest = len(open_groups) - open_groups.index(chosen)
            return chosen.tail
        self.deepest = 0
        return self.root.tail if after is None else after.above

    def _chosen(self, groups: list[Group], after: Part | None, note: Note) -> Group | None:
        inside = next((group for group in groups if group.flow), None)
        if inside is not None:
            return inside
        edge = self.root.column if after is None else _edge(after, self.text)
        allowed = groups[max(0, len(groups) - self.deepest) :]
        if note.column <= edge or not allowed:
            return None
        return next((group for group in allowed if group.column <= note.column), allowed[-1])

    def _open(self, before: Part | None, home: Group, index: int) -> Iterator[Group]:
        """Return the groups that end between two parts, the deepest first; of those in braces the ones still open."""
        group = None if before is None or home.owner is before else before.home
        while group is not None and group is not home:
            if group.parts and (not group.flow or group.end > index):
                yield group
            group = None if group.owner is None else group.owner.home


def _edge(part: Part, text: str) -> int:
    return part.home.column if not part.home.flow else _column(text, part.start)


def _located(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, Note]]:
    """Return the comments and where they begin: they stand between the values, never inside one."""
    end = 0
    for start, stop in [*sorted(spans), (len(text), len(text))]:
        for found in _COMMENT.finditer(text, end, max(end, start)):
            column = _column(text, found.start())
            yield found.start(), Note(found[0].rstrip(), column, _blank_above(text, found.start()))
        end = max(end, stop)


def _notes(text: str, spans: list[tuple[int, int]]) -> Iterator[Note]:
    return (note for _, note in _located(text, spans))


def _column(text: str, index: int) -> int:
    return index - text.rfind("\n", 0, index) - 1


def _blank_above(text: str, index: int) -> bool:
    """Whether the line above the one of a character is blank."""
    begin = text.rfind("\n", 0, index)
    return begin > 0 and not text[text.rfind("\n", 0, begin) + 1 : begin].strip()


def comments_of(text: str) -> tuple[str, ...]:
    """Return all comments of a text that is right YAML, in their order."""
    builder = _Builder(text)
    builder.document()
    return tuple(note.text for note in _notes(text, builder.spans))
