"""From YAML text to located nodes. Knows YAML and its dangers; knows nothing of cadences.

Positions come from the parser's events, in characters. Size, depth and the number of nodes (aliases counted as what
they stand for) are bounded before anything is built, so that no text can cost more than its limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import yaml

from cadences.language.findings import START, Faults, Findings, Lines, Place
from cadences.language.nodes import Broken, Is, Node, Pair, Row, Scalar, Table, kind_of
from cadences.language.slips import describe, in_quotes, misread
from cadences.language.tabs import stray_tabs, with_blanks
from cadences.language.yaml_events import Scan, place_of, scan_events

MOST_BYTES: Final = 256 * 1024
_MOST_ODD: Final = 20
"""With more characters than this that no text has, a file is no text."""

_ODD: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_ODD_NAMES: Final = {
    "\x00": "a NUL",
    "\x85": "a next-line character (NEL)",
    "\u2028": "a line separator (LS)",
    "\u2029": "a paragraph separator (PS)",
    "\ufeff": "a byte-order mark inside the text",
}
_TURNED: Final = "take it out: it lets a line look otherwise than it is read"
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of a text, so that it can be shown otherwise than it is read.

Source: Unicode UAX #9, 2 (directional formatting characters); CVE-2021-42574. Plain right-to-left text needs none.
"""


_BETWEEN: Final = r"(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\r\n]*)+"
_ANCHOR: Final = re.compile(rf"&[^\s,\[\]{{}}]+{_BETWEEN}")
_PROPERTIES: Final = re.compile(rf"(?:[&!][^\s,\[\]{{}}]*{_BETWEEN})+")
"""The anchor and the tag of a value, in either order, and what lies between them and the value (YAML 1.2.2, 6.9)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its text (no byte-order mark), its root node, and what was found on the way.

    `root` is nothing where the text could not be read as YAML.
    """

    file: str
    text: str
    root: Node | None
    findings: Findings


def read_source(raw: str | bytes, file: str) -> Source:
    """Read YAML as located nodes, or say all that stands in the way. Never raises, whatever it is given."""
    faults = Faults(file)
    text = _text(raw, faults)
    if text is None:
        return Source(file, "", None, faults.all())
    text = _without_odd(text.removeprefix("\ufeff"), faults)
    root = None if text is None else _root(text, faults)
    return Source(file, text or "", root, faults.all())


# --- the door: bytes, size, characters -------------------------------------------------------------------------------
def _text(raw: str | bytes, faults: Faults) -> str | None:
    if len(raw) > MOST_BYTES or (isinstance(raw, str) and len(raw.encode("utf-8", "replace")) > MOST_BYTES):
        faults.add(
            "K004",
            START,
            f"the file is larger than {MOST_BYTES // 1024} KiB, which no cadence needs",
            "one cadence a file; keep long texts elsewhere",
        )
        return None
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        place = Lines(before).place(len(before))
        faults.add("K007", place, f"the byte {raw[error.start]:#04x} is not UTF-8", "save the file as UTF-8")
        return None


def _without_odd(text: str, faults: Faults) -> str | None:
    """Note characters that no cadence has, and put a blank in their place; nothing = this is no text at all."""
    if _ODD.search(text) is None:
        return text
    found, lines = [match.start() for match in _ODD.finditer(text)], Lines(text)
    no_text = len(found) > _MOST_ODD
    for index in found[:1] if no_text else found:
        letter = text[index]
        kind = "direction-turning" if letter in _TURNING else "control"
        name = _ODD_NAMES.get(letter, f"the {kind} character U+{ord(letter):04X}")
        message = f"this is no text: it has {name} in it" if no_text else f"{name} may not stand in a cadence"
        hint = _TURNED if letter in _TURNING else "take it out; write line breaks as plain new lines"
        faults.add("K008", lines.place(index), message, hint)
    return None if no_text else _ODD.sub(" ", text)


def _root(text: str, faults: Faults) -> Node | None:
    """Read the nodes; stray tabs are noted and read as blanks, so that the rest is judged all the same."""
    scan = scan_events(text.replace("\t", " "))
    if "\t" in text:
        stray, lines = stray_tabs(text, scan.events), Lines(text)
        for run in stray:
            faults.add("K002", lines.place(run.start), "a tab stands outside quoted or block text", "use spaces")
        text = with_blanks(text, stray)
        scan = scan_events(text)
    return _told(text, scan, faults)


def _told(text: str, scan: Scan, faults: Faults) -> Node | None:
    """Say what stopped the reading, or build the nodes."""
    if scan.extra is not None:
        faults.add("K010", scan.extra, "a second document begins here", "one cadence a file: make it a file of its own")
    if scan.limit is not None:
        faults.add(*scan.limit)
        return None
    if scan.error is not None:
        _say_syntax(text, scan.error, faults)
        return None
    root = _Builder(text, iter(scan.events), faults).root()
    if root is None or (isinstance(root, Scalar) and root.plain and root.kind is Is.NOTHING):
        faults.add("K009", START, "the file is empty", "begin with `cadence: ` and the file's name")
        return None
    return root


def _say_syntax(text: str, error: yaml.MarkedYAMLError, faults: Faults) -> None:
    slip = misread(text, error, lambda mended: scan_events(mended).error)
    if slip is not None:
        faults.add("K013", Lines(text).place(slip.index), slip.message, slip.hint)
        return
    mark, message, hint = describe(error, text)
    place = START if mark is None else Lines(text).place(min(mark.index, len(text)))
    if not faults.on_line(place.line, "K002"):
        faults.add("K001", place, message, hint)


def _scalar(event: Any, place: Place, start: int) -> Scalar:
    is_plain = not event.style
    kind = kind_of(event.value) if is_plain else Is.TEXT
    return Scalar(place, event.value, kind, start, event.end_mark.index, is_plain)


def _is_empty(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style and not event.value


# --- nodes -----------------------------------------------------------------------------------------------------------
class _Builder:
    """Makes nodes of events; what it finds goes to the faults."""

    def __init__(self, text: str, events: Iterator[Any], faults: Faults) -> None:
        self.text = text
        self.events = events
        self.faults = faults
        self.anchored: dict[str, Node] = {}

    @cached_property
    def lines(self) -> Lines:
        """Where the lines begin; few files need it, since most places come from the events."""
        return Lines(self.text)

    def root(self) -> Node | None:
        """Return the node of the first document, or nothing where there is none."""
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                return self.node(next(self.events))
        return None

    def node(self, event: Any) -> Node:
        """Make the node that begins with an event."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        node = self.untagged(event)
        if event.tag is not None:
            hint = f"leave the tag out{self.quoted(event.start_mark.index)}"
            self.faults.add("K011", self.tagged(event), f"a cadence knows no tags, and this is one: {event.tag}", hint)
            node = Broken(node.place) if isinstance(node, Scalar) and node.kind is Is.NOTHING else node
        if event.anchor:
            self.anchored[event.anchor] = node
        return node

    def untagged(self, event: Any) -> Node:
        """Make the node, its tag aside."""
        place, start = self.begin(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event, place, start)
        nodes = self.rest()
        is_table = isinstance(event, yaml.MappingStartEvent)
        return self.table(place, start, nodes) if is_table else Row(place, tuple(nodes))

    def begin(self, event: Any) -> tuple[Place, int]:
        """Return where what an event stands for begins, behind its anchor and its tag."""
        start: int = event.start_mark.index
        if not event.anchor and event.tag is None:
            return place_of(event), start
        found = _PROPERTIES.match(self.text, start)
        end = start if found is None or (event.end_mark.index <= found.end() and _is_empty(event)) else found.end()
        return self.lines.place(end), end

    def tagged(self, event: Any) -> Place:
        """Return where the tag of an event stands: behind its anchor, if that comes first."""
        start: int = event.start_mark.index
        found = _ANCHOR.match(self.text, start)
        return self.lines.place(start if found is None else found.end())

    def rest(self) -> list[Node]:
        """Make the nodes up to the end of what is open."""
        nodes: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
                nodes.append(_scalar(event, *self.begin(event)))  # most nodes are such
            elif isinstance(event, yaml.CollectionEndEvent):
                break
            else:
                nodes.append(self.node(event))
        return nodes

    def alias(self, event: Any) -> Node:
        """Return what an alias stands for."""
        node = self.anchored.get(event.anchor)
        if node is None:
            hint = f"name something anchored above with &{event.anchor}{self.quoted(event.start_mark.index)}"
            self.faults.add(
                "K015", place_of(event), f"*{event.anchor} stands for nothing that was said before it", hint
            )
            return Broken(place_of(event))
        return node

    def quoted(self, index: int) -> str:
        """Return the advice to quote the value at an index, where it could be meant as text."""
        line = in_quotes(self.text, index)
        return f"; or, if it is meant as text, put it in quotes: {line}" if line else ""

    def table(self, place: Place, start: int, nodes: list[Node]) -> Table | Broken:
        """Make a table; a key that came before, a merge and a key that is no word are noted and left out."""
        pairs: list[Pair] = []
        first: dict[str, int] = {}
        if self.text.startswith("{{", start):
            line = in_quotes(self.text, start) or '"{{ … }}"'
            self.faults.add("K013", place, "YAML takes `{{` for the beginning of a map", f"put it in quotes: {line}")
            return Broken(place)
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if isinstance(key, Broken):
                continue
            if not isinstance(key, Scalar):
                self.faults.add("K102", key.place, "a key must be a word", "write `word: value`")
            elif key.plain and key.text == "<<":
                hint = "write the keys out; taking another cadence's keys is what `extends` is for"
                self.faults.add("K012", key.place, "merge keys (`<<`) are not read", hint)
            elif key.text in first:
                message = f"`{key.text}` stands here a second time; line {first[key.text]} has it already"
                self.faults.add("K003", key.place, message, "leave one of them out")
            else:
                first[key.text] = key.place.line
                pairs.append(Pair(key, value))
        return Table(place, tuple(pairs)) if pairs or not nodes else Broken(place)
