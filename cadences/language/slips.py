"""What plain YAML says badly, in our own words: texts that need quotes, the parser's sentences. Knows YAML alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import yaml

_ENTRY: Final = re.compile(
    r"(?P<lead>\s*(?:- +)*)(?:(?P<key>[^\s:#'\"\[\]{},&*!|>%@`-][^:#'\"\[\]{}]*?) *: +)?(?P<value>\S.*)"
)
_BLOCK: Final = re.compile(r"[|>][-+0-9]*")
_TAIL: Final = re.compile(r"\s+#[^'\"]*$|\s+$")
_GLUED: Final = re.compile(r"(?P<key>[a-z_]+):(?P<blank>[\u00a0\u2007\u202f]*)(?P<value>[^\s:][^\r\n]*)")
"""A key and its value with no blank between them that YAML knows."""
_CURLY: Final = re.compile(
    "[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a](.*)[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019]"
)
"""A text in quotation marks that are none to YAML."""
_CURLY_SAID: Final = ", for curly quotes are no quotes to it"
_STRUCTURE: Final = frozenset(
    {"steps", "detours", "windows", "limits", "goal", "retry", "on", "then", "answers", "yes", "no", "tests", "story"}
)
"""Keys whose values are never text, so that quotes would only hide the fault."""

_OWN_WORDS: Final = (
    (
        "mapping values are not allowed",
        "a `:` cannot stand here",
        "indent the line like its neighbours, or quote the text",
    ),
    ("could not find expected ':'", "this line is no `key: value`", "write `key: value`, or indent it as text"),
    ("did not find expected key", "this does not fit the lines above it", "indent it like its neighbours"),
    (
        "did not find expected '-'",
        "this does not fit the list above it",
        "begin with `- `, or indent it like its neighbours",
    ),
    (
        "did not find expected ',' or ']'",
        "the list opened with `[` is not closed",
        "close it with `]`, parts apart by `, `",
    ),
    (
        "did not find expected ',' or '}'",
        "the map opened with `{` is not closed",
        "close it with `}`, parts apart by `, `",
    ),
    ("found unexpected end of stream", "the quote opened here is never closed", "close it on the same line"),
    ("cannot start any token", "no text may begin with this character", "put the text in quotes"),
    ("unknown escape character", "`\\` in double quotes begins an escape, and this is none", "use single quotes"),
    ("block sequence entries are not allowed", "a list cannot begin here", "begin it on a line of its own"),
    ("expected <document start>", "the document has ended above", "one cadence a file"),
    ("comment or line break", "after `|` or `>` the text begins on the next line", "move it there, indented"),
    ("incompatible YAML document", "this version of YAML is not read", "leave the %YAML line out"),
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A text that YAML reads otherwise: where it begins, what is wrong, and the mended line."""

    index: int
    message: str
    hint: str


def describe(error: yaml.MarkedYAMLError, text: str = "") -> tuple[Any, str, str]:
    """Return a syntax fault's mark (or nothing), what it is and what to do, in our own words."""
    problem = error.problem or "it cannot be read"
    unclosed = any(words in problem for words in ("end of stream", "or ']'", "or '}'", "could not find expected ':'"))
    mark = error.context_mark if unclosed and error.context_mark else error.problem_mark or error.context_mark
    glued = None if mark is None else _GLUED.match(text, mark.index)
    if "could not find expected ':'" in problem and glued is not None:
        blank = "a real blank" if glued["blank"] else "a blank"
        why = "the blank after the `:` is none (U+00A0)" if glued["blank"] else "no blank stands after the `:`"
        mended = f"{glued['key']}: {glued['value']}"
        return mark, f"this is not YAML: {why}", f"write `{mended}`, with {blank} after the colon"
    for words, message, hint in _OWN_WORDS:
        if words in problem:
            return mark, f"this is not YAML: {message}", hint
    return mark, f"this is not YAML: {problem}", "see the line and the one above it"


def misread(
    text: str, error: yaml.MarkedYAMLError, error_of: Callable[[str], yaml.MarkedYAMLError | None]
) -> Slip | None:
    """Return the text that should have stood in quotes, where quotes mend a syntax fault.

    Each line around the fault is tried: the culprit is the one with which quoted the fault is gone, or lies after it.
    """
    if "end of stream" in (error.problem or ""):
        return None
    for mark in (error.problem_mark, error.context_mark):
        if mark is None:
            continue
        line = _Line.at(text, mark.index)
        mended = line.mended() if line else None
        why = line.why() if line else None
        if line is None or mended is None or why is None:
            continue
        rest = error_of(text[: line.start] + line.lead + mended + text[line.end :])
        after = line.start + len(line.lead) + len(mended)
        if rest is None or (rest.problem_mark is not None and rest.problem_mark.index > after):
            return Slip(line.value_at, why, f"put it in quotes: {mended}")
    return None


def in_quotes(text: str, index: int) -> str | None:
    """Return the line of a value with the value in quotes, or nothing where its key takes no text."""
    line = _Line.at(text, index)
    return line.mended() if line else None


def meant_as_text(text: str, index: int, value: str) -> str:
    """Return the value in quotes, with its key where both have a line of their own."""
    line, mended = in_quotes(text, index), quoted(value)
    return line if line and line.endswith(mended) else mended


def quoted(value: str) -> str:
    """Put a text in quotes that need no escape.

    >>> print(quoted('Ask: who'), quoted('say "hi"'))
    "Ask: who" 'say "hi"'
    """
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


@dataclass(frozen=True, slots=True)
class _Line:
    """A line `lead key: value`; `start` and `end` are where it lies in the text, its comment left out."""

    start: int
    end: int
    lead: str
    key: str
    value: str
    value_at: int

    @classmethod
    def at(cls, text: str, index: int) -> _Line | None:
        start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
        found = re.compile(r"[^\r\n]*").match(text, start)
        assert found is not None
        entry = _ENTRY.fullmatch(found[0])
        if entry is None:
            return None
        value = _TAIL.sub("", entry["value"])
        value_at = start + entry.start("value")
        return cls(start, value_at + len(value), entry["lead"], entry["key"] or "", value, value_at)

    def mended(self) -> str | None:
        """Return `key: "value"`, or nothing where no text belongs there."""
        if self.key in _STRUCTURE or not (self.key or self.lead.strip()) or _BLOCK.fullmatch(self.value):
            return None
        inner = _quoted_parts(self.value) or quoted(_bare(self.value))
        return f"{self.key}: {inner}" if self.key else inner

    def _begins_a_map(self) -> bool:
        """Whether YAML stumbles over a `{{`, and not over a `:` in front of it."""
        before, braces, _ = self.value.partition("{{")
        first = self.value[0]
        return bool(braces) and first not in "\"'" and (first in "{[" or ": " not in before)

    def why(self) -> str | None:
        """Say what YAML takes the value for, or nothing where it is no text gone wrong."""
        first = self.value[0]
        if self._begins_a_map():
            return "YAML takes `{{` for the beginning of a map"
        if first in "\"'":
            return "the text goes on after its closing quote"
        if first in "@`%&*!|>-?,]}":
            return f"no text may begin with `{first}` in YAML"
        if ": " in self.value or self.value.endswith(":"):
            curly = _CURLY.fullmatch(self.value) is not None
            return f"YAML takes a `:` inside a text for a key of its own{_CURLY_SAID if curly else ''}"
        if first in "[{" and re.search(r"[\]}].*[^\]}]$", self.value):
            return f"YAML takes `{first}` for the beginning of a {'list' if first == '[' else 'map'}"
        return None


def _bare(value: str) -> str:
    """Return what stands between outer quotes that are the same, else the value."""
    curly = _CURLY.fullmatch(value)
    if curly is not None:
        return curly[1]
    return value[1:-1] if len(value) > 1 and value[0] in "\"'" and value[0] == value[-1] else value


_PART: Final = re.compile(r"(?P<key>[A-Za-z_][\w-]*): +(?P<text>(?:\{\{.*?\}\}|[^,{}])+)")


def _quoted_parts(value: str) -> str | None:
    """Return a map in braces with the texts in it quoted that need it; nothing where it is no such map."""
    if not re.fullmatch(r"\{(?!\{).*\}", value):
        return None
    return _PART.sub(lambda part: f"{part['key']}: {_if_needed(part['text'])}", value)


def _if_needed(text: str) -> str:
    bare = text.strip()
    needed = bare[:1] not in {'"', "'"} and ("{{" in bare or ": " in bare or bare[:1] in "@`%&*!|>")
    return quoted(bare) + text[len(text.rstrip()) :] if needed else text
