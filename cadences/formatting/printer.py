"""Writes a tree down: two blanks for each level, lists under their key, comments beside them. Knows no cadence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from cadences.formatting.tree import Group, Leaf, Note, Part, Written
from cadences.formatting.values import in_lines, one_line

STEP: Final = 2
_WIDEST: Final = 100
"""Columns within which a list or map in braces that was written over several lines is drawn onto one."""

SPACED: Final = frozenset({"steps", "detours", "tests"})
"""Lists whose entries stand apart by a blank line where one of two neighbours takes more than one line."""


@dataclass(slots=True)
class _Line:
    text: str
    note: Note | None = None
    comment: bool = False


def write(written: Written) -> str:
    """Return the text of a tree."""
    lines: list[_Line] = []
    if isinstance(written.root, Leaf):
        lines = [*(_Line(note.text) for note in written.loose), *map(_Line, in_lines(written.root, STEP))]
    elif _inline(written.root) is None or not written.root.flow:
        lines = _block(written.root, 0, spaced=False)
    else:
        lines = _root_in_braces(written.root)
    return "\n".join(_beside(lines)) + "\n"


def _root_in_braces(root: Group) -> list[_Line]:
    return [_Line(_inline(root) or ""), *_notes(root.tail, 0)]


def _beside(lines: list[_Line]) -> list[str]:
    """Put the comments beside their lines: those that stood in one column, line by line, stay in one."""
    out: list[str] = []
    for column, run in groupby(lines, key=lambda line: None if line.note is None else line.note.column):
        held = list(run)
        widest = max(len(line.text) for line in held)
        for line in held:
            note = "" if line.note is None else line.note.text
            out.append(line.text if column is None else f"{line.text.ljust(widest)}  {note}")
    return out


def _gap(lines: list[_Line]) -> None:
    if lines and lines[-1].text:
        lines.append(_Line(""))


def _notes(notes: list[Note], indent: int, *, first: bool = False) -> list[_Line]:
    lines: list[_Line] = []
    for at, note in enumerate(notes):
        if note.gap and not (first and at == 0):
            lines.append(_Line(""))
        lines.append(_Line(" " * indent + note.text, comment=True))
    return lines


def _block(group: Group, indent: int, *, spaced: bool) -> list[_Line]:
    """Return the lines of a map or list, each part on lines of its own."""
    lines: list[_Line] = []
    long_before = False
    for at, part in enumerate(group.parts):
        above, body = _pair(part, indent) if group.table else _entry(part, indent)
        apart = spaced and at > 0 and (long_before or len(body) > 1)
        if apart or (at > 0 and (part.above[0].gap if part.above else part.gap)):
            _gap(lines)
        lines += above
        if part.gap and above:
            _gap(lines)
        lines += body
        long_before = len(body) > 1
    tail = _notes(group.tail, indent)
    return lines + (tail[1:] if tail and not tail[0].text and lines and not lines[-1].text else tail)


def _pair(part: Part, indent: int) -> tuple[list[_Line], list[_Line]]:
    """Return the comments above a pair, and its lines."""
    assert part.key is not None
    key = one_line(part.key, flow=True) or ""
    key += " :" if part.key.style == "*" else ":"
    above = _notes(part.above, indent, first=True)
    spaced = indent == 0 and part.key.value in SPACED
    return above, _valued(" " * indent + key, part, indent, spaced=spaced)


def _entry(part: Part, indent: int) -> tuple[list[_Line], list[_Line]]:
    """Return the comments above an entry of a list, and its lines; a block's first line stands beside the dash."""
    above, value, start = _notes(part.above, indent, first=True), part.value, " " * indent + "-"
    if not isinstance(value, Group) or value.anchor or _fits(value, indent + STEP, start) is not None:
        return above, _valued(start, part, indent, spaced=False)
    beside = _beside_the_key(part, value)
    body = _block(value, indent + STEP, spaced=False)
    first = next(at for at, line in enumerate(body) if line.text and not line.comment)
    above += [_Line(" " * indent + line.text.strip(), comment=True) for line in body[:first] if line.text]
    if beside is not None:
        above.append(_Line(" " * indent + beside.text, comment=True))
    body = body[first:]
    body[0].text = start + body[0].text[indent + 1 :]
    return above, body


def _valued(start: str, part: Part, indent: int, *, spaced: bool) -> list[_Line]:
    """Return a key or a dash and what belongs to it."""
    value = part.value
    if isinstance(value, Leaf):
        first, *rest = in_lines(value, indent + STEP)
        lines = [_Line(f"{start} {first}".rstrip(" ")), *map(_Line, rest)]
        lines[0 if value.style in {"|", ">"} else -1].note = part.beside
        return lines
    drawn = _fits(value, indent, start)
    anchor = f" &{value.anchor}" if value.anchor else ""
    if drawn is not None:
        return [_Line(f"{start}{anchor} {drawn}", part.beside), *_notes(value.tail, indent + STEP)]
    beside = _beside_the_key(part, value)
    return [_Line(start + anchor, beside), *_block(value, indent + STEP, spaced=spaced)]


def _beside_the_key(part: Part, value: Group) -> Note | None:
    """Return the comment beside a key whose value goes on lines of its own; one from behind the value goes below it."""
    if part.beside is not None and part.beside.behind:
        value.tail.insert(0, part.beside)
        return None
    return part.beside


def _fits(group: Group, indent: int, start: str) -> str | None:
    """Return a map or list in braces on one line, if it was on one or fits one; nothing if it stands in lines."""
    drawn = _inline(group) if group.flow else None
    too_long = drawn is None or (group.lines > 1 and max(indent, len(start)) + 1 + len(drawn) > _WIDEST)
    return None if too_long and group.parts else drawn


def _inline(group: Group) -> str | None:
    """Return a group on one line, or nothing where comments or long values do not let it."""
    words: list[str] = []
    if group.tail and group.parts:
        return None
    for part in group.parts:
        if part.above or part.beside is not None:
            return None
        key = None if part.key is None else one_line(part.key, flow=True)
        value = one_line(part.value, flow=True) if isinstance(part.value, Leaf) else _anchored(part.value)
        if value is None or (part.key is not None and key is None):
            return None
        colon = " :" if part.key is not None and part.key.style == "*" else ":"
        words.append(value if key is None else f"{key}{colon} {value}")
    return f"{{{', '.join(words)}}}" if group.table else f"[{', '.join(words)}]"


def _anchored(group: Group) -> str | None:
    drawn = _inline(group)
    return drawn if drawn is None or not group.anchor else f"&{group.anchor} {drawn}"
