"""The ids of a file: its own name, its steps' each once, and those that `on`, `missing` and `then` lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from cadences.language.findings import Place
from cadences.language.grammar_steps import ON_WORDS, ReadStep
from cadences.language.grammar_values import fits_id
from cadences.language.nodes import Node, Pair, Scalar, Table
from cadences.language.reader import Reader


class Ids(NamedTuple):
    """The ids of the main line, of the detours, and of the steps that were left out of what was taken over."""

    line: frozenset[str]
    aside: frozenset[str]
    left: Collection[str] = ()


def check_name(file: str, name: str | None, root: Table, reader: Reader) -> None:
    """Note an id that differs from the file's name."""
    last = file.replace("\\", "/").rpartition("/")[2]
    stem, dot, _ = last.rpartition(".")
    node = root.get("cadence")
    if name is None or node is None or not dot or stem == name:
        return
    message = f"the cadence is called `{name}`, and its file {last}"
    reader.fault("K110", node.place, message, f"call the file {name}.yaml, or the cadence {stem}")


def check_once(steps: Iterable[ReadStep], reader: Reader) -> None:
    """Note ids that two steps of the file have."""
    first: dict[str, int] = {}
    for read in steps:
        node = read.table.get(read.step.channel)
        place = read.place if node is None else node.place
        if read.step.id in first:
            message = f"two steps are called `{read.step.id}`; the first is in line {first[read.step.id]}"
            reader.fault("K108", place, message, f"call this one {read.step.id}-2 or the like")
        first.setdefault(read.step.id, place.line)


def check_former(steps: Iterable[ReadStep], ids: Ids, reader: Reader) -> None:
    """Note a `was` that names a step which is still there."""
    for read in steps:
        place = read.place_of("was")
        if read.step.was in ids.line | ids.aside and place is not None:
            message = f"`was: {read.step.was}` names a step that is still there"
            reader.fault("K108", place, message, "`was` is the id that this step had before")


def check_targets(steps: Iterable[ReadStep], root: Table, ids: Ids, reader: Reader) -> None:
    """Note steps that `on`, `missing` and `then` name and that are not there."""
    every = ids.line | ids.aside
    for read in steps:
        for pair in _pairs(read.table.get("on")):
            _check(pair.value, every | set(ON_WORDS), ids, reader)
    silence = root.get("silence")
    for pair in _pairs(silence.get("missing") if isinstance(silence, Table) else None):
        _check(pair.value, every, ids, reader)
    then = root.get("then")
    repeat = then.get("repeat") if isinstance(then, Table) else None
    if isinstance(repeat, Scalar) and repeat.text in ids.aside - ids.line:
        message = f"`{repeat.text}` is a detour, and what is repeated is a step of the main line"
        reader.fault("K111", repeat.place, message, f"known here: {', '.join(sorted(ids.line))}")
    elif repeat is not None:
        _check(repeat, ids.line, ids, reader)


def _check(node: Node, known: Collection[str], ids: Ids, reader: Reader) -> None:
    if not isinstance(node, Scalar) or not fits_id(node.text) or node.text in known:
        return
    if node.text in ids.left:
        reader.fault("K111", node.place, f"`{node.text}` is left out by `without`", "keep it, or lead elsewhere")
    else:
        reader.fault("K111", node.place, f"there is no step `{node.text}`", reader.guess(node.text, known))


def chains_named(root: Table) -> Iterator[tuple[str, Place]]:
    """Return the cadences that answers start, and where they are named."""
    answers = root.get("answers")
    parts = [answers.get("yes"), answers.get("no")] if isinstance(answers, Table) else []
    for part in parts:
        starts = [pair.value.get("start") for pair in _pairs(part) if isinstance(pair.value, Table)]
        if isinstance(part, Table):
            starts.append(part.get("start"))
        for start in starts:
            if isinstance(start, Scalar) and fits_id(start.text):
                yield start.text, start.place


def _pairs(node: Node | None) -> tuple[Pair, ...]:
    return node.pairs if isinstance(node, Table) else ()
