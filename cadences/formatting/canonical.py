r"""The one way a cadence is written down: every comment stays, and what it means does not change. Pure: texts come in.

Two blanks for each level, keys in the language's order with their comments, a blank line between steps, quotes only
where some reader of YAML needs them. Long lines and the texts themselves are left as they are.

>>> print(fmt("steps:\n- {call: ring}   # every day\ncadence:  'ring'\n", "ring.yaml"), end="")
cadence: ring
steps:
  - {call: ring}  # every day
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from cadences.formatting.order import put_in_order
from cadences.formatting.printer import write
from cadences.formatting.tree import comments_of, read_tree
from cadences.language.draft import Draft, read_draft
from cadences.language.findings import Findings, Severity, in_order
from cadences.language.nodes import plain
from cadences.language.source import MOST_BYTES, Source, read_source
from cadences.reading.bases import Others
from cadences.reading.files import bases_of, name_of

_ELSEWHERE: Final = frozenset({"K110", "K112", "K123"})
"""Findings about other files, which say nothing of how this one is written."""


def fmt(raw: str | bytes, file: str, others: Others | None = None) -> str | Findings:
    """Return a cadence's text as klart writes it, or the findings that stand in the way (K0xx and K1xx).

    The same text comes back for a text that is formatted already. Arguments as in `files.read_file`.
    """
    if len(raw) > MOST_BYTES:
        return read_source(raw, file).findings
    source = read_source(_plain_breaks(raw), file)
    faults = _in_the_way(source, others)
    if faults:
        return faults
    written = read_tree(source.text)
    if not written.anchored:  # an alias may not come before what it stands for
        put_in_order(written.root)
    return write(written)


def is_kept(before: str | bytes, after: str, file: str, others: Others | None = None) -> bool:
    """Whether a text says what another one says: the same values, the same versions, and all the comments."""
    old, new = read_source(_plain_breaks(before), file), read_source(after, file)
    if old.root is None or new.root is None or new.findings != ():
        return False
    return (
        plain(old.root) == plain(new.root)
        and _version(old, others) == _version(new, others)
        and Counter(comments_of(old.text)) == Counter(comments_of(new.text))
    )


def _draft(source: Source, others: Others | None) -> tuple[Draft | None, Findings]:
    bases = bases_of(others or (lambda _name: None))
    return read_draft(source, bases.base_of(source, name_of(source.file), ()))


def _version(source: Source, others: Others | None) -> str | None:
    draft, _ = _draft(source, others)
    return None if draft is None else draft.cadence.version


def _in_the_way(source: Source, others: Others | None) -> Findings:
    found = in_order([*source.findings, *_draft(source, others)[1]])
    return tuple(one for one in found if one.severity is Severity.ERROR and one.code not in _ELSEWHERE)


def _plain_breaks(raw: str | bytes) -> str | bytes:
    """Return a text with plain new lines; what is no UTF-8 stays as it is, for the door to say so."""
    if isinstance(raw, bytes):
        try:
            raw = raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw
    return re.sub("\r\n?", "\n", raw.removeprefix("\ufeff"))
