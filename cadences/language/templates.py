"""Which templates may stand in a text: `{{ path | listed filter }}` and `{% if %}`. Judges syntax trees, runs nothing.

The rendering is in `texts`. A sandbox alone would let `'a' * 10**8` through, so what may stand there is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from cadences.language.reader import guess

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

ATTRIBUTES: Final[Mapping[str, Mapping[str, str]]] = {
    "contact": {
        "name": "Anna Berg",
        "first_name": "Anna",
        "company": "Acme AB",
        "role": "Head of purchasing",
        "phone": "+46 70 123 45 67",
        "email": "anna@acme.example",
        "country": "SE",
        "region": "AB",
        "timezone": "Europe/Stockholm",
        "language": "sv",
        "source": "fair in Malmö",
        "notes": "Met at the stand.",
        "last_contact_on": "2026-11-12",
    },
    "rep": {
        "name": "Karin Holm",
        "first_name": "Karin",
        "country": "SE",
        "region": "AB",
        "timezone": "Europe/Stockholm",
        "language": "sv",
    },
    "enrollment": {
        "cadence": "cold-call",
        "opened_on": "2026-11-23",
        "meeting": "2026-12-01",
        "valid_until": "2026-12-31",
        "contract_end": "2028-06-30",
    },
    "touch": {"step": "first-call", "channel": "call", "try": "2"},
    "last": {"step": "first-call", "channel": "call", "outcome": "no_answer", "on": "2026-11-20"},
}
"""What a template may name, with an example of each. Dates are ISO 8601."""

FOUND: Final = "found"
"""What the rep wrote at the last preparation; it stands alone, without a dot."""

NUMBERS: Final = frozenset({("touch", "try")})
"""The attributes that are numbers: these alone may be compared by size."""

FILTERS: Final = ("capitalize", "default", "lower", "title", "trim", "upper")
"""The filters that a template may use."""

MARKS: Final = re.compile(r"\{\{|\{%|\{#")
_PATHS: Final = "|".join(rf"{root}\.(?:{'|'.join(names)})" for root, names in ATTRIBUTES.items())
PLAINEST: Final = re.compile(
    rf"(?<!\{{)\{{\{{ *(?:{_PATHS}|{FOUND}) *(?:\| *default\((?:\"[\w .,:-]*\"|'[\w .,:-]*')\) *)?\}}\}}"
)
"""The plainest of what may stand in a template; where there is nothing else, no tree needs to be made."""

MARK_SIGNS: Final = frozenset({"{", "{{", "{%", "{#"})
"""Needles that any part may have: they say only that something is wrong in one of a line."""

_CLOSES: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_LONGEST_PART: Final = 300
_MOST_FAULTS: Final = 1000
_DEEPEST: Final = 12
_MOST_ELSE: Final = 20


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Something that a template may not hold.

    `line` is the template's, from 1; `needle` is what to look for there. `part` = the number (from 0)
    of the mark in the text that begins what it lies in, where that can be told.
    """

    code: str
    line: int
    needle: str
    message: str
    hint: str
    part: int | None = None


@cache
def environment() -> Environment:
    """Return the one environment in which templates are read. Jinja2 is imported here: most commands need none."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, autoescape=False)
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made


def template_faults(text: str) -> list[TemplateFault]:
    """Return all that a template holds and may not."""
    if MARKS.search(PLAINEST.sub("", text)) is None:
        return []
    refused = list(_refused_parts(text))
    return refused or _with_parts(text, list(islice(_tree_faults(text), _MOST_FAULTS)))


def _with_parts(text: str, faults: list[TemplateFault]) -> list[TemplateFault]:
    """Return the faults with the part that each lies in: a tree knows lines alone, so each part is given its own."""
    starts = [mark.start() for mark in MARKS.finditer(text)]
    pieces = [text[start:end].replace("\n", " ") for start, end in pairwise([0, *starts, len(text)])]
    apart = list(islice(_tree_faults(" \n".join(pieces)), _MOST_FAULTS)) if faults else []
    # A mark inside a text of a part makes another template of it: then the lines have to do.
    if [(fault.needle, fault.message) for fault in apart] != [(fault.needle, fault.message) for fault in faults]:
        return faults
    return [replace(fault, part=max(one.line - 2, 0)) for fault, one in zip(faults, apart, strict=True)]


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Return where each part in braces begins, and the part; one that is not closed goes to the text's end."""
    end = 0
    while mark := MARKS.search(text, end):
        closed = text.find(_CLOSES[mark[0]], mark.end())
        end = len(text) if closed < 0 else closed + 2
        yield mark.start(), text[mark.start() : end]


def _refused_parts(text: str) -> Iterator[TemplateFault]:
    """Return the parts that are refused before a tree is made of them: it would not show them, or cost too much."""
    line, before = 1, 0
    for start, part in _parts(text):
        line, before = line + text.count("\n", before, start), start
        if part.startswith("{#"):
            yield _other(line, "{#", "a comment", "leave it out, or put it in a YAML comment")
        elif re.match(r"\{%[-+]?\s*raw\b", part):
            yield _other(line, "{%", "`raw`", "leave it out")
        elif len(part) > _LONGEST_PART:
            yield _other(line, part[:2], f"more than {_LONGEST_PART} characters", "close it, or say less in it")


def _other(line: int, needle: str, what: str, hint: str) -> TemplateFault:
    return TemplateFault("K114", line, needle, f"a template may not hold {what}", hint)


def _tree_faults(text: str) -> Iterator[TemplateFault]:
    from jinja2 import TemplateSyntaxError

    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as error:
        message = re.sub(r" at \d+$", "", (error.message or "it cannot be read").rstrip("."))
        yield TemplateFault("K114", error.lineno, "{", f"this is no template: {message}", "write {{ contact.name }}")
        return
    except RecursionError:
        yield _other(1, "{", "parts so deep inside each other", "say less in it")
        return
    yield from _Judge().body(tree.body, 1)


class _Judge:
    """Walks a syntax tree and lets pass what is listed."""

    def body(self, body: list[nodes.Node], depth: int) -> Iterator[TemplateFault]:
        """Judge what is written out and what depends on a condition."""
        from jinja2 import nodes

        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        yield from self.value(part)
            elif isinstance(node, nodes.If):
                yield from self.condition(node, depth)
            else:
                yield _other(node.lineno, "{%", f"`{type(node).__name__.lower()}`", "only {% if … %} may stand there")

    def condition(self, node: nodes.If, depth: int) -> Iterator[TemplateFault]:
        """Judge an `if` with its branches."""
        if depth > _DEEPEST or len(node.elif_) > _MOST_ELSE:
            yield _other(node.lineno, "{%", "so many `if` inside each other", "say less in it")
            return
        yield from self.test(node.test, 1)
        for branch in (node, *node.elif_):
            if branch is not node:
                yield from self.test(branch.test, 1)
            yield from self.body(branch.body, depth + 1)
        yield from self.body(node.else_, depth + 1)

    def test(self, node: nodes.Node, depth: int) -> Iterator[TemplateFault]:
        """Judge a condition: paths, `not`, `and`, `or`, and comparing with a fixed text or number."""
        from jinja2 import nodes

        if depth > _DEEPEST:
            yield _other(node.lineno, "{%", "a condition so deep", "say less in it")
        elif isinstance(node, nodes.Not):
            yield from self.test(node.node, depth + 1)
        elif isinstance(node, nodes.And | nodes.Or):
            yield from self.test(node.left, depth + 1)
            yield from self.test(node.right, depth + 1)
        elif isinstance(node, nodes.Compare):
            yield from self.comparison(node)
        else:
            yield from self.value(node)

    def comparison(self, node: nodes.Compare) -> Iterator[TemplateFault]:
        """Judge a comparison: by size only what is a number."""
        from jinja2 import nodes

        yield from self.value(node.expr)
        by_size = any(part.op not in {"eq", "ne"} for part in node.ops)
        if len(node.ops) > 1 or not isinstance(node.ops[0].expr, nodes.Const) or not _plain(node.ops[0].expr.value):
            yield _other(node.lineno, "{%", "this comparison", "compare with one text or number, like == 'sv'")
        elif by_size and not (_path(node.expr) in NUMBERS and isinstance(node.ops[0].expr.value, int)):
            yield _other(
                node.lineno, "{%", "a comparison by size of this", "only touch.try has a size, like touch.try > 2"
            )

    def value(self, node: nodes.Node) -> Iterator[TemplateFault]:
        """Judge what may be written out: a path, with filters."""
        from jinja2 import nodes

        filters = 0
        while isinstance(node, nodes.Filter) and node.node is not None and filters <= _DEEPEST:
            yield from _filter_faults(node)
            node, filters = node.node, filters + 1
        path = _path(node)
        if path is None:
            hint = "write a path like {{ contact.name }}, with filters like | upper"
            yield _other(node.lineno, "{", f"this ({_named(node)})", hint)
        else:
            yield from _path_faults(path, node.lineno)


def _named(node: Any) -> str:
    names = {
        "Const": "a fixed value",
        "Getitem": "[…]",
        "Call": "a call",
        "CondExpr": "an inline if",
        "Filter": "so many filters",
    }
    return names.get(type(node).__name__, type(node).__name__.lower())


def _plain(value: object) -> bool:
    return isinstance(value, bool | int) or (isinstance(value, str) and value.isprintable())


def _filter_faults(node: nodes.Filter) -> Iterator[TemplateFault]:
    from jinja2 import nodes

    if node.name not in FILTERS:
        message = f"there is no filter `{node.name}` here"
        yield TemplateFault("K114", node.lineno, node.name, message, f"known here: {', '.join(FILTERS)}")
        return
    fixed = all(isinstance(part, nodes.Const) and _plain(part.value) for part in node.args)
    right = len(node.args) == 1 if node.name == "default" else not node.args
    if not fixed or not right or node.kwargs or node.dyn_args or node.dyn_kwargs:
        hint = "write default('there')" if node.name == "default" else f"write | {node.name}, with nothing behind it"
        yield TemplateFault("K114", node.lineno, node.name, f"the filter `{node.name}` cannot be used so", hint)


def _path(node: Any) -> tuple[str, ...] | None:
    """Return `("contact", "name")` of contact.name, or nothing where it is no path."""
    from jinja2 import nodes

    names: list[str] = []
    while isinstance(node, nodes.Getattr) and len(names) < _DEEPEST:
        names.append(node.attr)
        node = node.node
    return (node.name, *reversed(names)) if isinstance(node, nodes.Name) else None


def _path_faults(path: tuple[str, ...], line: int) -> Iterator[TemplateFault]:
    fault = _unknown(path)
    if fault is not None:
        yield TemplateFault("K113", line, ".".join(path), *fault)


@lru_cache(maxsize=1024)
def _unknown(path: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what is wrong with a path and how to mend it, or nothing where it is known."""
    root, written = path[0], ".".join(path)
    if path == (FOUND,) or (len(path) == 2 and path[1] in ATTRIBUTES.get(root, {})):  # noqa: PLR2004 - root, attribute
        return None
    if len(path) == 1 and root in ATTRIBUTES:
        some = ", ".join(f"{root}.{name}" for name in list(ATTRIBUTES[root])[:5])
        return f"`{written}` alone is no text", f"name what of it: {some} …"
    inside = [f"{root}.{name}" for name in ATTRIBUTES.get(root, ())]
    hint = guess(written, inside) if inside else guess(root, (*ATTRIBUTES, FOUND))
    return f"there is no `{written[:60]}`", hint
