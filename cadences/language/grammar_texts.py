"""Texts of a cadence: one, or one a language, with their templates judged at their place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cadences.cadence import Texts
from cadences.language.findings import Place
from cadences.language.nodes import Broken, Is, Node, Row, Scalar, Table, say
from cadences.language.reader import Reader, scalar, shown, table_of
from cadences.language.shapes import Schema, Shape
from cadences.language.slips import meant_as_text
from cadences.language.templates import MARK_SIGNS, MARKS, PLAINEST, TemplateFault, template_faults

_LANGUAGE: Final = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Said(Shape[Texts]):
    """A text, or one for each language; numbers are taken as written. `filled` = `{{ … }}` is filled in."""

    filled: bool = True

    def read(self, node: Node, name: str, reader: Reader) -> Texts | None:
        """Read the text by language."""
        if not isinstance(node, Table):
            text = self._text(node, name, reader)
            return None if text is None else {"": text}
        table = table_of(node, name, reader)
        texts = {}
        for pair in () if table is None else table.pairs:
            language = pair.key.text
            text = self._text(pair.value, f"{name}.{language[:20]}", reader)
            if _LANGUAGE.fullmatch(language) is None:
                reader.fault(
                    "K121", pair.key.place, f"{shown(language)} is no language", "write one like en, sv or pt-BR"
                )
            elif text is not None:
                texts[language] = text
        return texts or None

    def _text(self, node: Node, name: str, reader: Reader) -> str | None:
        if isinstance(node, Broken):
            return None
        found = None if isinstance(node, Row | Table) else scalar(node, name, reader, "a text")
        if isinstance(node, Row | Table):
            reader.fault(
                "K102", node.place, f"`{name}` is a text, not {say(node)}", "write one text, or one a language"
            )
            return None
        if found and found.kind is Is.TRUTH:
            line = meant_as_text(reader.text, found.start, found.text)
            reader.fault("K102", found.place, f"`{name}` is a text, not {say(found)}", f"put it in quotes: {line}")
            return None
        if found is None or not self._right(found, name, reader):
            return None
        return found.text.rstrip()

    def _right(self, found: Scalar, name: str, reader: Reader) -> bool:
        """Note what the text's template may not hold, at its place."""
        if MARKS.search(found.text) is None:
            return True
        if not self.filled:
            message = f"`{name}` is not filled in: it speaks of the cadence, not of a contact"
            reader.fault("K114", found.place, message, "write it without {{ … }}")
            return False
        faults = template_faults(found.text)
        if faults:
            locator = _Locator(found, reader)
            for fault in faults:
                reader.fault(fault.code, locator.place(fault), fault.message, fault.hint)
        return not faults

    def spoken(self) -> str:
        """Return both forms."""
        return "a text, or a map of one for each language"

    def schema(self) -> Schema:
        """Return text, number, or a map by language."""
        text: Schema = {"type": ["string", "number"], "pattern": "\\S"}
        by_language: Schema = {
            "type": "object",
            "patternProperties": {f"^{_LANGUAGE.pattern}$": text},
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [text, by_language]}


class _Locator:
    """Finds where in the file a part of a template stands, however the text is written there.

    Quoted, folded and block texts differ from what they mean, but the n-th `{{` of the one is that of the other.
    """

    def __init__(self, found: Scalar, reader: Reader) -> None:
        self.place_of, self.start, self.whole = reader.place, found.start, found.place
        raw = reader.text[found.start : found.end]
        marks, meant = [mark.start() for mark in MARKS.finditer(raw)], list(MARKS.finditer(found.text))
        self.parts = [raw[start:end] for start, end in pairwise([*marks, len(raw)])]
        self.marks = marks if len(marks) == len(meant) else []
        self.lines = self._lines(found.text, [mark.start() for mark in meant])
        self.used: set[tuple[int, int]] = set()
        self.first = 0

    @staticmethod
    def _lines(text: str, starts: list[int]) -> list[int]:
        lines, line, before = [], 1, 0
        for start in starts:
            line += text.count("\n", before, start)
            before = start
            lines.append(line)
        return lines

    def place(self, fault: TemplateFault) -> Place:
        """Return where the fault stands; its text's own place if that cannot be told."""
        needle = re.compile(r"\s*\.\s*".join(map(re.escape, fault.needle.split("."))))
        if not self.marks:
            return self.whole
        if fault.part is not None and fault.needle in MARK_SIGNS:
            return self.place_of(self.start + self.marks[fault.part])
        for at in self._candidates(fault.line) if fault.part is None else [fault.part]:
            if fault.needle in MARK_SIGNS and PLAINEST.match(self.parts[at]):
                continue
            for found in needle.finditer(self.parts[at]):
                if (at, found.start()) not in self.used:
                    self.used.add((at, found.start()))
                    return self.place_of(self.start + self.marks[at] + found.start())
        return self.whole

    def _candidates(self, line: int) -> list[int]:
        """Return the parts that stand on a line of the template, else those before it, the nearest first."""
        while self.first < len(self.lines) and self.lines[self.first] < line:
            self.first += 1
        on = [at for at in range(self.first, min(self.first + 50, len(self.lines))) if self.lines[at] == line]
        return on + list(range(self.first - 1, max(self.first - 50, -1), -1))
