"""How single values are written: the fewest quotes that leave no reader of YAML in doubt. Knows no cadence."""

from __future__ import annotations

import re
from typing import Final

from cadences.formatting.tree import Leaf
from cadences.language.nodes import Is, kind_of
from cadences.language.slips import quoted

_WORDY: Final = re.compile(r"(?:\d+ )?[^\W\d_](?:[\w .;()/+!'-]*[\w.;()/+!'])?")
"""Texts that no reader takes for anything else, whatever stands around them."""

_OLD_WORDS: Final = frozenset(["y", "yes", "n", "no", "on", "off", "true", "false", "null"])
"""Words that YAML 1.1, which many programs still read, takes for a truth or nothing (its types bool and null)."""


def one_line(leaf: Leaf, *, flow: bool) -> str | None:
    """Return a value on one line, or nothing where it cannot stand on one."""
    text = _one_line(leaf, flow=flow)
    return text if text is None or not leaf.anchor else f"&{leaf.anchor} {text}".rstrip()


def _one_line(leaf: Leaf, *, flow: bool) -> str | None:
    if leaf.style == "*" or (not leaf.style and "\n" not in leaf.raw):
        return leaf.raw
    if leaf.style in {"|", ">"}:
        return None
    if goes_bare(leaf.value) and not (flow and "," in leaf.value):
        return leaf.value
    if "\n" not in leaf.raw and (leaf.style == '"' and "\\" in leaf.raw):
        return leaf.raw
    return quoted(leaf.value) if leaf.value.isprintable() else (leaf.raw if "\n" not in leaf.raw else None)


def goes_bare(text: str) -> bool:
    """Whether a text needs no quotes, neither in YAML 1.2 nor in 1.1.

    >>> [goes_bare(text) for text in ("First call", "No", "17:00", "{{ x }}", "Ask: who", "a - b", "2026-11-23")]
    [True, False, False, False, False, True, False]
    """
    return _WORDY.fullmatch(text) is not None and kind_of(text) is Is.TEXT and text.lower() not in _OLD_WORDS


def in_lines(leaf: Leaf, indent: int) -> list[str]:
    """Return the lines of a value in block style; the first continues its key's line, the others are indented."""
    anchor = f"&{leaf.anchor} " if leaf.anchor else ""
    if leaf.style in {"|", ">"}:
        header, lines = _block(leaf, indent)
        return [anchor + header, *lines]
    alone = one_line(leaf, flow=False) if "\n" not in leaf.raw else None
    if alone is not None:
        return [alone]
    first, *rest = [_stripped(line) for line in leaf.raw.split("\n")]
    return [anchor + first, *(" " * indent + line if line else "" for line in rest)]


def _stripped(line: str) -> str:
    """Take the blanks off both ends of a line, but for one that a backslash keeps."""
    bare = line.strip(" ")
    return bare + " " if bare.endswith("\\") and line.endswith(" ") else bare


def _block(leaf: Leaf, indent: int) -> tuple[str, list[str]]:
    header, _, body = leaf.raw.partition("\n")
    lines = body.split("\n")
    explicit = re.search("[1-9]", header)
    filled = [line for line in lines if line.strip(" ")]
    least = min((len(line) - len(line.lstrip(" ")) for line in filled), default=0)
    depth = _depth(leaf, lines, least) if explicit else (len(filled[0]) - len(filled[0].lstrip(" ")) if filled else 0)
    kept = [line[depth:] for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    ends = len(leaf.value) - len(leaf.value.rstrip("\n"))
    if ends > 1 or (ends and not leaf.value.strip("\n")):
        chomp, extra = "+", ends - 1 if kept else ends
    else:
        chomp, extra = ("" if ends else "-"), 0
    leading = next((line for line in kept if line), "")
    digit = "2" if leading.startswith(" ") or any(line and not line.strip(" ") for line in kept[:1]) else ""
    out = [" " * indent + line if line else "" for line in kept] + [""] * extra
    return header[0] + digit + chomp, out


def _depth(leaf: Leaf, lines: list[str], least: int) -> int:
    """Return by how much a block with a digit in its header is indented: as much as its first line does not mean."""
    first = next((line for line in lines if line.strip(" ")), "")
    meant = next((line for line in leaf.value.split("\n") if line.strip(" ")), "")
    if leaf.style == "|":
        return max(0, len(first) - len(meant))
    return min(least, len(first) - len(first.lstrip(" ")) - (len(meant) - len(meant.lstrip(" "))))
