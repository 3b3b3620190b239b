"""The language's front door: a file's text becomes a cadence, or all its findings. Pure: texts come in, no paths.

>>> read_cadence("{cadence: ring, steps: [{call: first-call}]}", "ring.yaml").name
'ring'
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from cadences.cadence import Cadence
from cadences.language.codes import STORY_CODES
from cadences.language.draft import Draft, read_draft
from cadences.language.findings import Faults, Finding, Findings, Severity, in_order
from cadences.language.reader import MOST_NAMES, guess
from cadences.language.source import read_source
from cadences.language.story import Story
from cadences.proofs.lint import lint
from cadences.reading.bases import Bases, Others

SUFFIX: Final = ".yaml"
"""What the name of a cadence's file ends in; a folder means its files of this name, not deeper."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a file: the cadence, where no finding is an error, and every finding, warnings included.

    `draft` is the cadence as far as it could be read, errors or not.
    """

    file: str
    cadence: Cadence | None
    findings: Findings
    draft: Draft | None = None

    @property
    def stories(self) -> tuple[Story, ...]:
        """The stories of the cadence that could be read."""
        return () if self.draft is None else tuple(story for story in self.draft.stories if story is not None)


def read_file(
    text: str | bytes, file: str, known: Collection[str] | None = None, others: Others | None = None
) -> Reading:
    """Read a cadence and judge it wholly.

    Args:
        text: The file's content; bytes are read as UTF-8.
        file: Its name as it was given, for findings. The last part without `.yaml` must be the cadence's id.
        known: The names of the cadences there are, against which chained ones are judged; nothing = not judged.
        others: Gives the text of another cadence by its name, for `extends`; nothing = there is none. `Bases` over it
            serves many files and reads each of theirs once.
    """
    return _read(text, file, bases_of(others or _nothing_else), known=known)


def read_kept(text: str, file: str, others: Others) -> Cadence | Findings:
    """Read a cadence again that was right when it was kept; what is proven against it since then does not count.

    Arguments as in `read_file`. Findings are those of its YAML and its shape.
    """
    reading = _read(text, file, Bases(others, partial(_read, judged=False)), judged=False)
    return reading.findings if reading.cadence is None else reading.cadence


def bases_of(others: Others) -> Bases:
    """Return other cadences in a form that serves many files: each is read once."""
    return others if isinstance(others, Bases) else Bases(others, _read)


def _read(
    text: str | bytes, file: str, bases: Bases, *, known: Collection[str] | None = None, judged: bool = True
) -> Reading:
    source = read_source(text, file)
    draft, shape = read_draft(source, bases.base_of(source, name_of(file), known or ()))
    read = (*source.findings, *shape)
    beyond = _beyond(draft, file, known, shapely=_shapely(read)) if draft and judged else ()
    findings = in_order([*read, *beyond])
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    return Reading(file, draft.cadence if draft and not errors else None, findings, draft)


def _nothing_else(name: str) -> None:
    """Know of no other cadence."""
    del name


def read_cadence(
    text: str | bytes, file: str, known: Collection[str] | None = None, others: Others | None = None
) -> Cadence | Findings:
    """Read a cadence, or return all findings that stand in its way. Arguments as in `read_file`."""
    reading = read_file(text, file, known, others)
    return reading.findings if reading.cadence is None else reading.cadence


def name_of(file: str) -> str:
    """Return the id that a cadence in a file of that name must have.

    >>> name_of("cadences/cold-call.yaml")
    'cold-call'
    """
    return file.replace("\\", "/").rpartition("/")[2].removesuffix(SUFFIX)


def _shapely(findings: Findings) -> bool:
    """Whether every value but the id and the stories is what its author wrote."""
    return all(finding.code == "K110" or finding.code in STORY_CODES for finding in findings)


def _beyond(draft: Draft, file: str, known: Collection[str] | None, *, shapely: bool) -> Iterator[Finding]:
    """Return what is wrong beyond shape: flow, times, craft, and cadences named that are not there."""
    if draft.whole:
        yield from lint(draft, file, shapely=shapely)
    if known is None:
        return
    faults = Faults(file)
    names = {*known, draft.cadence.name}
    for name, place in draft.chains:
        if name not in names:
            faults.add("K112", place, f"there is no cadence `{name}`", guess(name, names, MOST_NAMES))
    yield from faults.all()
