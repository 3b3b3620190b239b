"""What a person put into our text, and our new text around it. Knows lines and words; knows no language, no calendar.

Apps re-wrap text, double it, turn line breaks around and put what is typed below the footer. So a line counts as
ours if it is one of ours, a run of our words that goes on where the line before ended, or what a cut left of one.
Where in doubt a line is a person's: what they wrote is never lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ENOUGH: Final = 3
"""Words from which a piece of our line is known as ours; fewer may well be an answer."""

_MANY: Final = 2000
"""Lines beyond which only whole lines are compared: somebody pasted a book."""

_RULE: Final = re.compile(r"[-_\u2013\u2014=*\s]{3,}")


@dataclass(frozen=True, slots=True)
class _Label:
    """A line as it stands, the index of the line of ours it is or holds, and what a person put into it."""

    text: str
    ours: int | None = None
    extra: str = ""

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def persons(self) -> bool:
        return self.ours is None and not self.blank


def inserted(base: str, theirs: str) -> list[str]:
    r"""Return what a person put into a text of ours: each run of lines as one, in the order of the text.

    >>> inserted("Answer:\n\nPhone: 070", "Answer: not there\n\nPhone: 070\n\nAsk for Eva.\nShe decides.")
    ['not there', 'Ask for Eva.\nShe decides.']
    """
    runs: list[str] = []
    run: list[str] = []
    for label in [*_labels(base, theirs), _Label("", 0)]:
        if label.persons or (label.blank and run and label.ours is None):
            run.append(label.text.rstrip())
            continue
        if run:
            runs.append("\n".join(run).strip())
            run = []
        if label.extra:
            runs.append(label.extra)
    return runs


def retitled(base: str, theirs: str, ours: str) -> str:
    """Return the title: ours where they left it, theirs with our part in it made new, else theirs.

    >>> retitled("☎ Anna Berg", "☎ Anna Berg ring Eva", "☎ Anna Berg (try 2)")
    '☎ Anna Berg (try 2) ring Eva'
    """
    base, theirs = " ".join(base.split()), " ".join(theirs.split())
    if theirs in {base, ours} or not theirs:
        return ours
    if ours and ours in theirs:
        return theirs
    return theirs.replace(base, ours, 1) if base else theirs


def woven(base: str, theirs: str, ours: str) -> str:
    """Return our new text with every line of a person's in it, where it stood: below the same line of ours."""
    labels = _labels(base, theirs)
    if not any(label.persons or label.extra for label in labels):
        return ours
    before = [_key(line) for line in base.split("\n")]
    loom = _Loom(ours)
    last = max((at for at, label in enumerate(labels) if label.ours is not None), default=-1)
    anchor = -1
    for at, label in enumerate(labels):
        if label.ours is not None:
            anchor = loom.place(before, label.ours)
            if label.extra:
                loom.extend(anchor, before[label.ours], label)
        elif at > last >= 0:
            loom.append(label.text)
        elif label.persons or loom.open(anchor):
            loom.put(anchor, label.text)
    return loom.text()


class _Loom:
    """Our new lines, and behind each what a person's lines are put below it; -1 is the top."""

    def __init__(self, ours: str) -> None:
        self._lines = ours.split("\n")
        self._at = {key: at for at, line in reversed(list(enumerate(self._lines))) if (key := _key(line))}
        self._below: dict[int, list[str]] = {}
        self._end: list[str] = []

    def place(self, before: list[str], at: int) -> int:
        """Return where our line, or the nearest before it that we still have, stands now; else the first."""
        return next((self._at[key] for key in reversed(before[: at + 1]) if key in self._at), 0)

    def extend(self, at: int, was: str, label: _Label) -> None:
        """Keep what was written into a line: on it where it is still ours, else below."""
        if _key(self._lines[at]) == was:
            self._lines[at] = label.text.rstrip()
        else:
            self.put(at, label.extra)

    def open(self, at: int) -> bool:
        """Whether a person's line stands there already, so that a blank one is part of it."""
        return at in self._below

    def put(self, at: int, text: str) -> None:
        """Put a line below ours."""
        self._below.setdefault(at, []).append(text.rstrip())

    def append(self, text: str) -> None:
        """Put a line at the end."""
        self._end.append(text.rstrip())

    def text(self) -> str:
        """Return the whole; our lines that a person doubled, and blanks at the ends, are not kept."""
        out = _trimmed(self._below.get(-1, []))
        for at, line in enumerate(self._lines):
            out.append(line)
            out.extend(_trimmed(self._below.get(at, [])))
        return "\n".join([*out, *self._end]).rstrip()


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return list(lines)


# --- whose line it is -----------------------------------------------------------------------------------------------
def _key(line: str) -> str:
    """Return a line as it is compared: spaces run together, a rule of any dashes as one."""
    key = " ".join(line.split())
    return "---" if _RULE.fullmatch(key) else key


def _labels(base: str, theirs: str) -> list[_Label]:
    lines = theirs.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    known = _Known(base, exact=len(lines) > _MANY)
    return [known.label(line) for line in lines]


class _Known:
    """Our lines, and how far in them theirs have come."""

    def __init__(self, base: str, *, exact: bool) -> None:
        self._keys = [_key(line) for line in base.replace("\r\n", "\n").split("\n")]
        self._at = {key: at for at, key in reversed(list(enumerate(self._keys))) if key}
        self._words = [word for key in self._keys for word in key.split()]
        self._line = [at for at, key in enumerate(self._keys) for _ in key.split()]
        self._starts = [at for at, line in enumerate(self._line) if at == 0 or self._line[at - 1] != line]
        self._next: int | None = None
        self._exact = exact

    def label(self, line: str) -> _Label:
        """Say whose a line is; theirs are asked for in their order."""
        key = _key(line)
        if not key:
            return _Label(line)
        if key in self._at:
            self._next = self._behind(self._at[key])
            return _Label(line, self._at[key])
        if self._exact:
            return _Label(line)
        words = key.split()
        start = self._piece(words)
        if start is not None:
            self._next = start + len(words)
            return _Label(line, self._line[self._next - 1])
        self._next = None
        return self._written_into(line, key, words)

    def _behind(self, at: int) -> int:
        return next((start for start in self._starts if self._line[start] > at), len(self._words))

    def _piece(self, words: list[str]) -> int | None:
        """Return where in our words a line stands that was re-wrapped, or left by a cut; nothing if it is no piece."""
        if self._next is not None and self._holds(self._next, words):
            return self._next
        if len(words) < _ENOUGH and not words[-1].endswith(":"):
            return None
        ends = [self._behind(self._line[start]) - len(words) for start in self._starts]
        return next((at for at in (*self._starts, *ends) if at >= 0 and self._holds(at, words, cut=True)), None)

    def _holds(self, at: int, words: list[str], *, cut: bool = False) -> bool:
        """Whether our words run so from a place on; a cut may have gone through the first and the last of them."""
        own = self._words[at : at + len(words)]
        if not cut or len(own) < len(words):
            return own == words
        return own[1:-1] == words[1:-1] and own[0].endswith(words[0]) and own[-1].startswith(words[-1])

    def _written_into(self, line: str, key: str, words: list[str]) -> _Label:
        """Return the line of ours that a person wrote into, with what they wrote, or a line of theirs alone."""
        for at, own in sorted(enumerate(self._keys), key=lambda pair: -len(pair[1])):
            parts = own.split()
            if key.startswith(own) and (len(parts) > 1 or own.endswith(":")):
                return _Label(line, at, key[len(own) :].strip())
            extra = _besides(parts, words) if len(parts) >= _ENOUGH else None
            if extra is not None:
                return _Label(line, at, extra)
        return _Label(line)


def _besides(parts: list[str], words: list[str]) -> str | None:
    """Return the words that stand between ours, or nothing where ours are not all there, in order."""
    rest, left = list(parts), []
    for word in words:
        if rest and word == rest[0]:
            rest.pop(0)
        else:
            left.append(word)
    return None if rest else " ".join(left)
