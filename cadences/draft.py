"""From located nodes to a draft of a cadence, with all that is wrong in its shape. The flow is judged in `lint`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cadences.cadence import (
    DEFAULT_LIMITS,
    DEFAULT_WINDOWS,
    FOUR_WEEKS,
    SILENCE_AFTER,
    Cadence,
    Counts,
    Kind,
    Limits,
    Then,
)
from cadences.findings import Faults, Findings, Place
from cadences.grammar import CADENCE_KEYS, END_WORD
from cadences.grammar_steps import ON_WORDS, ReadStep
from cadences.grammar_values import fits_id
from cadences.hashing import versioned
from cadences.nodes import Node, Pair, Scalar, Table
from cadences.outcomes import Missing
from cadences.reader import Reader, table_of
from cadences.source import Source


@dataclass(frozen=True, slots=True)
class Draft:
    """A cadence as it was read, and where its parts stand.

    `whole` = every step, every detour and what comes after the last could be read, so that the flow can be judged.
    `ends` = `then: end`. `chains` are the cadences it names, and where.
    """

    cadence: Cadence
    steps: tuple[ReadStep, ...]
    root: Table
    whole: bool
    ends: bool
    chains: tuple[tuple[str, Place], ...] = ()
    detours: tuple[ReadStep, ...] = ()


def read_draft(source: Source) -> tuple[Draft | None, Findings]:
    """Read a cadence from its nodes: a draft as far as there is one, and all findings about its shape."""
    faults = Faults(source.file)
    if source.root is None:
        return None, ()
    reader = Reader(source.text, faults)
    root = table_of(source.root, "the file", reader, "a map", "begin it with `cadence: ` and its name")
    if root is None:
        return None, faults.all()
    values = _values(root, reader)
    steps, all_steps = _read(values, "steps")
    detours, all_detours = _read(values, "detours")
    _name(source.file, values.get("cadence"), root, reader)
    _unique(steps + detours, reader)
    if "extends" not in {pair.key.text for pair in root.pairs}:
        _targets(steps, detours, root, reader)
    whole = all_steps and all_detours and _then_read(root, values, steps)
    if not steps:
        return None, faults.all()
    ends = values.get("then") == END_WORD
    draft = Draft(_cadence(values, steps, detours), steps, root, whole, ends, tuple(_chains(root)), detours)
    return draft, faults.all()


def _read(values: Mapping[str, Any], key: str) -> tuple[tuple[ReadStep, ...], bool]:
    """Return the steps that could be read, and whether that is all of them."""
    found = values.get(key, ())
    steps = tuple(step for step in found if step is not None)
    return steps, len(steps) == len(found)


def _values(root: Table, reader: Reader) -> Mapping[str, Any]:
    """Read the keys; with `extends` nothing is missing that could come from there."""
    before = len(reader.faults)
    values = CADENCE_KEYS.read_pairs(root, "a cadence", reader)
    if root.get("extends") is not None:
        reader.faults.forget("K103", root.place, since=before)
    return values


def _then_read(root: Table, values: Mapping[str, Any], steps: tuple[ReadStep, ...]) -> bool:
    """Whether it is known what comes after the last step: `then` is not there, or could be read."""
    then = values.get("then")
    if isinstance(then, Mapping):
        return then.get("repeat") in {read.step.id for read in steps}
    return then is not None or root.get("then") is None


def _name(file: str, name: str | None, root: Table, reader: Reader) -> None:
    """Note an id that differs from the file's name."""
    last = file.replace("\\", "/").rpartition("/")[2]
    stem, dot, _ = last.rpartition(".")
    node = root.get("cadence")
    if name is None or node is None or not dot or stem == name:
        return
    message = f"the cadence is called `{name}`, and its file {last}"
    reader.fault("K110", node.place, message, f"call the file {name}.yaml, or the cadence {stem}")


def _unique(steps: tuple[ReadStep, ...], reader: Reader) -> None:
    """Note ids that two steps have."""
    first: dict[str, int] = {}
    for read in steps:
        node = read.table.get(read.step.channel)
        place = read.place if node is None else node.place
        if read.step.id in first:
            message = f"two steps are called `{read.step.id}`; the first is in line {first[read.step.id]}"
            reader.fault("K108", place, message, f"call this one {read.step.id}-2 or the like")
        first.setdefault(read.step.id, place.line)
    for read in steps:
        place_of_was = read.place_of("was")
        if read.step.was in first and place_of_was is not None:
            message = f"`was: {read.step.was}` names a step that is still there"
            reader.fault("K108", place_of_was, message, "`was` is the id that this step had before")


def _targets(steps: tuple[ReadStep, ...], detours: tuple[ReadStep, ...], root: Table, reader: Reader) -> None:
    """Note steps that `on`, `missing` and `then` name and that are not there."""
    line, aside = {read.step.id for read in steps}, {read.step.id for read in detours}
    for read in steps + detours:
        on = read.table.get("on")
        for pair in on.pairs if isinstance(on, Table) else ():
            _target(pair.value, line | aside | set(ON_WORDS), reader)
    silence = root.get("silence")
    missing = silence.get("missing") if isinstance(silence, Table) else None
    for pair in missing.pairs if isinstance(missing, Table) else ():
        _target(pair.value, line | aside, reader)
    then = root.get("then")
    repeat = then.get("repeat") if isinstance(then, Table) else None
    if isinstance(repeat, Scalar) and repeat.text in aside - line:
        message = f"`{repeat.text}` is a detour, and what is repeated is a step of the main line"
        reader.fault("K111", repeat.place, message, f"known here: {', '.join(sorted(line))}")
    elif repeat is not None:
        _target(repeat, line, reader)


def _target(node: Node, ids: set[str], reader: Reader) -> None:
    if isinstance(node, Scalar) and fits_id(node.text) and node.text not in ids:
        reader.fault("K111", node.place, f"there is no step `{node.text}`", reader.guess(node.text, ids))


def _chains(root: Table) -> Iterator[tuple[str, Place]]:
    """Return the cadences that answers start, and where they are named."""
    answers = root.get("answers")
    parts = [answers.get("yes"), answers.get("no")] if isinstance(answers, Table) else []
    for part in parts:
        pairs: tuple[Pair, ...] = part.pairs if isinstance(part, Table) else ()
        starts = [pair.value.get("start") for pair in pairs if isinstance(pair.value, Table)]
        if isinstance(part, Table):
            starts.append(part.get("start"))
        for start in starts:
            if isinstance(start, Scalar) and fits_id(start.text):
                yield start.text, start.place


def _cadence(values: Mapping[str, Any], steps: tuple[ReadStep, ...], detours: tuple[ReadStep, ...]) -> Cadence:
    """Make the cadence of the values that could be read."""
    then, answers, silence = values.get("then"), values.get("answers", {}), values.get("silence", {})
    return versioned(
        Cadence(
            name=values.get("cadence", ""),
            titles=values.get("title", {}),
            steps=tuple(read.step for read in steps),
            version="",
            words_version="",
            kind=values.get("kind", Kind.PROSPECTING),
            goal=values.get("goal", ()),
            windows=values.get("windows", DEFAULT_WINDOWS),
            holidays=values.get("holidays", Counts.BOTH),
            limits=Limits(**values["limits"]) if "limits" in values else DEFAULT_LIMITS,
            then=Then(**then) if isinstance(then, Mapping) and "repeat" in then else None,
            yes=answers.get("yes", {}),
            no=answers.get("no", {}),
            not_now=answers.get("not_now", FOUR_WEEKS),
            silence_after=silence.get("after", SILENCE_AFTER),
            detours=tuple(read.step for read in detours),
            missing={Missing(word): lead for word, lead in silence.get("missing", {}).items()},
        )
    )
