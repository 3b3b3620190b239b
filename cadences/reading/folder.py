"""Many cadences judged together: each by itself, then the rounds of their answers. Pure: texts come in, no paths.

An answer's chain is a link from one cadence to another. A round of links of which none waits would enrol a contact
again the moment an answer is given (K205), wherever its cadences stand: among the files given, or beside them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from cadences.language.draft import Draft
from cadences.language.findings import Faults, Finding, Findings, in_order
from cadences.proofs.chains import Link, goes_round, links_of
from cadences.proofs.walks import rounds, shortest
from cadences.reading.bases import Others
from cadences.reading.files import SUFFIX, Reading, bases_of, name_of, read_file


def check_all(texts: Mapping[str, str | bytes], others: Others | None = None, known: Collection[str] = ()) -> Findings:
    """Judge many files together: each may name the cadences of all, and the known ones besides.

    Args:
        texts: The files' contents by the names they were given by.
        others: The texts of the cadences found elsewhere, by their names; they are read where a chain leads there.
        known: The names of the cadences found elsewhere: beside the files, in the home, in the library.
    """
    names = {*known, *(name_of(file) for file in texts)}
    given = {name_of(file): text for file, text in reversed(list(texts.items()))}
    bases = bases_of(lambda name: given[name] if name in given else others(name) if others else None)
    readings = [read_file(text, file, names, bases) for file, text in texts.items()]
    own = (finding for reading in readings for finding in reading.findings)
    return in_order([*own, *_rounds_of(_Shelf(readings, bases))])


# --- K205 ------------------------------------------------------------------------------------------------------------
class _Shelf:
    """The drafts there are, by name: those of the files given, and others read when they are first asked for."""

    def __init__(self, readings: list[Reading], others: Others) -> None:
        self.files: dict[str, str] = {}
        self._drafts: dict[str, Draft | None] = {}
        self._others = others
        for reading in readings:
            name = name_of(reading.file)
            if reading.draft is not None and name not in self.files:
                self._drafts[name], self.files[name] = reading.draft, reading.file

    def draft(self, name: str) -> Draft | None:
        """Return the draft of that name, as far as there is one."""
        if name not in self._drafts:
            text = self._others(name)
            self._drafts[name] = None if text is None else read_file(text, name + SUFFIX, None, self._others).draft
        return self._drafts[name]

    def at_once(self, name: str) -> list[Link]:
        """Return the links from a cadence to another one that wait for nothing."""
        draft = self.draft(name)
        found = () if draft is None else links_of(name, draft)
        return [link for link in found if link.end != name and self._waits_not(link)]

    def _waits_not(self, link: Link) -> bool:
        """Whether a link waits for nothing; the cadence it leads to is read only where its first step's wait counts."""
        return link.waits_not(None if link.chain.wait is not None else self.draft(link.end))


def _rounds_of(shelf: _Shelf) -> Iterator[Finding]:
    """Note each round of links without a wait once, at a link of the first file given that lies on it."""
    links: dict[str, list[Link]] = {}
    todo = list(shelf.files)
    while todo:
        name = todo.pop()
        if name not in links:
            links[name] = shelf.at_once(name)
            todo.extend(link.end for link in links[name])
    for together in rounds({name: [link.end for link in found] for name, found in links.items()}):
        first = next((name for name in shelf.files if name in together), None)
        if first is not None:
            faults = Faults(shelf.files[first])
            goes_round(shortest([first], {first}, lambda name: ((link, link.end, 1) for link in links[name])), faults)
            yield from faults.all()
