"""The links that answers make from one cadence to another, and where they stand. Knows one draft at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from cadences.cadence import Chain
from cadences.delays import NOTHING
from cadences.language.draft import Draft
from cadences.language.findings import Faults, Place
from cadences.proofs.places import at

_MOST_TOLD: Final = 5
"""Links of a longer round are counted, not told."""


class Link(NamedTuple):
    """That an answer in one cadence starts another: after which word, how, and where that is written."""

    start: str
    word: str
    chain: Chain
    place: Place

    @property
    def end(self) -> str:
        """The cadence that it starts."""
        return self.chain.start

    def waits_not(self, target: Draft | None) -> bool:
        """Whether it waits for nothing, the first step's own wait included where it names none."""
        if self.chain.wait is not None:
            return self.chain.wait == NOTHING
        return target is not None and target.cadence.steps[0].wait == NOTHING


def links_of(name: str, draft: Draft) -> Iterator[Link]:
    """Return the links of the cadence of that name, in the order written."""
    for said, chains in (("yes", draft.cadence.yes), ("no", draft.cadence.no)):
        for word, chain in chains.items():
            told = said if word == "any" else f"{said} {word}"
            yield Link(name, told, chain, _place(draft, said, word))


def _place(draft: Draft, said: str, word: str) -> Place:
    """Return where a chain's wait stands, else the name of the cadence it starts; else where it comes from."""
    table = at(draft.root, "answers", said, word) or at(draft.root, "answers", said)
    found = at(table, "wait") or at(table, "start") or at(draft.root, "extends")
    return draft.root.place if found is None else found.place


def goes_round(way: list[Link], faults: Faults) -> None:
    """Note a round of links of which none waits, at its first."""
    told = ", ".join(f"`{link.start}` on {link.word} starts `{link.end}`" for link in way[:_MOST_TOLD])
    told += f", and so on through {len(way)} cadences" * (len(way) > _MOST_TOLD)
    hint = f"wait somewhere in it, like {{start: {way[0].end}, wait: 1 month}}"
    faults.add("K205", way[0].place, f"this goes round without ever waiting: {told}", hint)
