"""From located nodes to a draft of a cadence, with all that is wrong in its shape. The flow is judged in `lint`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cadences.cadence import Cadence, Then
from cadences.language.deriving import Base, Taken, lost_ends, taken_over
from cadences.language.findings import Faults, Findings, Place
from cadences.language.grammar import CADENCE_KEYS, END_WORD
from cadences.language.grammar_steps import ReadStep
from cadences.language.hashing import versioned
from cadences.language.ids import Ids, chains_named, check_former, check_name, check_once, check_targets
from cadences.language.nodes import Table
from cadences.language.reader import Reader, table_of
from cadences.language.source import Source
from cadences.language.story import Story
from cadences.language.story_checks import check_steps
from cadences.outcomes import Missing

_PLAIN: Final = Cadence("", {}, (), "", "")
"""A cadence that says nothing: every default."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A cadence as it was read, and where its parts stand.

    `whole` = every step, every detour and what comes after the last could be read, so that the flow can be judged.
    `ends` = `then: end`. `chains` are the cadences it names, and where. `bases` are the cadences it was taken from, the
    nearest first; what was taken over stands where they are named. `stories` are its own; nothing stands for one that
    could not be read.
    """

    cadence: Cadence
    steps: tuple[ReadStep, ...]
    root: Table
    whole: bool
    ends: bool
    chains: tuple[tuple[str, Place], ...] = ()
    detours: tuple[ReadStep, ...] = ()
    bases: tuple[str, ...] = ()
    stories: tuple[Story | None, ...] = ()


def read_draft(source: Source, base: Base | None = None) -> tuple[Draft | None, Findings]:
    """Read a cadence from its nodes: a draft as far as there is one, and all findings about its shape.

    Args:
        source: The file.
        base: What its `extends` names; a file that extends nothing has none.
    """
    faults = Faults(source.file)
    if source.root is None:
        return None, ()
    reader = Reader(source.text, faults)
    root = table_of(source.root, "the file", reader, "a map", "begin it with `cadence: ` and its name")
    if root is None:
        return None, faults.all()
    values = CADENCE_KEYS.read_pairs(root, "a cadence", reader)
    check_name(source.file, values.get("cadence"), root, reader)
    draft = _Drawing(root, values, reader).draft(base)
    return draft, faults.all()


class _Drawing:
    """A draft being made of what was read of a file."""

    def __init__(self, root: Table, values: Mapping[str, Any], reader: Reader) -> None:
        self.root, self.values, self.reader = root, values, reader
        self.steps, all_steps = self._read("steps")
        self.detours, all_detours = self._read("detours")
        self.all = all_steps and all_detours

    def _read(self, key: str) -> tuple[tuple[ReadStep, ...], bool]:
        """Return the steps that could be read, and whether that is all of them."""
        found = self.values.get(key, ())
        steps = tuple(step for step in found if step is not None)
        return steps, len(steps) == len(found)

    def draft(self, base: Base | None) -> Draft | None:
        """Return the draft, or nothing where there is no step, or nothing to take over."""
        check_once(self.steps + self.detours, self.reader)
        extends = self.root.get("extends")
        if extends is None:
            self._alone()
        if base is not None and base.fault is not None and extends is not None:
            code, message, hint = base.fault
            self.reader.fault(code, extends.place, message, hint)
        like = None if base is None else base.cadence
        if extends is not None and like is None:
            return None
        taken = Taken(self.steps, self.detours, {})
        if like is not None:
            taken = taken_over(like, self.root, self.values, (self.steps, self.detours), self.reader)
        return self._made(taken, like, () if base is None else base.names)

    def _made(self, taken: Taken, like: Cadence | None, names: tuple[str, ...]) -> Draft | None:
        every = taken.steps + taken.detours
        line, aside = ({read.step.id for read in part} for part in (taken.steps, taken.detours))
        ids = Ids(frozenset(line), frozenset(aside), taken.left)
        check_former(every, ids, self.reader)
        check_targets(every, self.root, ids, self.reader)
        if not taken.steps:
            return None
        cadence = _cadence(self.values, taken, like or _PLAIN)
        if like is not None:
            lost_ends(like, cadence, taken.left, self.reader)
        whole = self.all and self._then_read(cadence)
        chains = tuple(self._chains(cadence))
        ends = self.values.get("then") == END_WORD
        stories = self.values.get("tests", ())
        check_steps(stories, cadence, self.reader)
        return Draft(cadence, taken.steps, self.root, whole, ends, chains, taken.detours, names, stories)

    def _alone(self) -> None:
        """Note what is missing, and what has no meaning, in a cadence that extends nothing."""
        if self.root.get("steps") is None:
            self.reader.fault("K103", self.root.place, "a cadence has no `steps`", "add steps:")
        found = [pair.key for pair in self.root.pairs if pair.key.text in {"change", "without"}]
        found += [pair.key for read in self.steps for pair in read.table.pairs if pair.key.text == "after"]
        for key in found:
            message = f"`{key.text}` speaks of the steps of another cadence, and no `extends` names one"
            self.reader.fault("K103", key.place, message, "add extends: and its name, or leave this out")

    def _then_read(self, cadence: Cadence) -> bool:
        """Whether it is known what comes after the last step: `then` is not there, or could be read."""
        if cadence.then is not None:
            return cadence.then.repeat in {step.id for step in cadence.steps}
        return self.values.get("then") == END_WORD or self.root.get("then") is None

    def _chains(self, cadence: Cadence) -> Iterator[tuple[str, Place]]:
        """Return the cadences that answers start, and where; those taken over where the base is named."""
        own = list(chains_named(self.root))
        yield from own
        extends = self.root.get("extends")
        if extends is not None:
            named = {name for name, _ in own}
            every = (*cadence.yes.values(), *cadence.no.values())
            yield from ((name, extends.place) for name in dict.fromkeys(c.start for c in every) if name not in named)


def _cadence(values: Mapping[str, Any], taken: Taken, like: Cadence) -> Cadence:
    """Make the cadence of the values that could be read; what they do not say is as in `like`, the title aside."""
    then, answers, silence = values.get("then"), values.get("answers", {}), values.get("silence", {})
    missing = {Missing(word): lead for word, lead in silence.get("missing", {}).items()}
    return versioned(
        Cadence(
            name=values.get("cadence", ""),
            titles=values.get("title", {}),
            steps=tuple(read.step for read in taken.steps),
            version="",
            words_version="",
            kind=values.get("kind", like.kind),
            goal=values.get("goal", like.goal),
            windows=values.get("windows", like.windows),
            holidays=values.get("holidays", like.holidays),
            limits=replace(like.limits, **values.get("limits", {})),
            then=Then(**then) if isinstance(then, Mapping) and "repeat" in then else None if then else like.then,
            yes={**like.yes, **answers.get("yes", {})},
            no={**like.no, **answers.get("no", {})},
            not_now=answers.get("not_now", like.not_now),
            silence_after=silence.get("after", like.silence_after),
            detours=tuple(read.step for read in taken.detours),
            missing={**like.missing, **missing},
        )
    )
