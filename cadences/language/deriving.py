"""What a cadence takes over from the one it extends: its steps, in their order, changed and left out. Reads no file.

The base is typed already, and right; findings lie in the file that extends it, those about what it took over at the
step's id under `without` or `change`, else at `extends`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cadences.cadence import Cadence, Step
from cadences.language.findings import Place
from cadences.language.grammar_extends import ReadChange
from cadences.language.grammar_steps import ON_WORDS, ReadStep, default_wait, fitting, step_like
from cadences.language.grammar_values import fits_id
from cadences.language.nodes import Row, Scalar, Table
from cadences.language.reader import Reader


@dataclass(frozen=True, slots=True)
class Base:
    """The cadence that another extends. `names` are all whose texts it took: it, its own base, and so on.

    `cadence` of nothing = it cannot be taken over, and `fault` (code, sentence, hint) says why.
    """

    name: str
    names: tuple[str, ...]
    cadence: Cadence | None
    fault: tuple[str, str, str] | None = None


class Taken(NamedTuple):
    """The main line and the detours, what was taken over first; `left` = what was left out, and where that is said."""

    steps: tuple[ReadStep, ...]
    detours: tuple[ReadStep, ...]
    left: Mapping[str, Place]


def taken_over(
    base: Cadence, root: Table, values: Mapping[str, Any], new: tuple[tuple[ReadStep, ...], ...], reader: Reader
) -> Taken:
    """Return the steps of a cadence that extends another one.

    Args:
        base: The cadence taken over.
        root: The file's map.
        values: What could be read of its keys.
        new: Its own steps, and its own detours.
        reader: Where faults go.
    """
    left = dict(_left(base, root, reader))
    changes: Mapping[str, ReadChange] = values.get("change", {})
    _unknown(base, changes, left, reader)
    place = _place(root)
    kept = [[_changed(step, changes, place, reader) for step in line if step.id not in left] for line in _lines(base)]
    steps, detours = new
    for read in steps + detours:
        _twice(read, base, left, reader)
    line = _first_at_once(_in_order(kept[0], steps, left, reader), new=steps)
    if not line:
        where = next(iter(left.values()), place)
        reader.fault("K117", where, "no step is left", "keep one, or write a step like `- call: first-call`")
    return Taken(line, (*kept[1], *detours), left)


def _lines(base: Cadence) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    return base.steps, base.detours


def _place(root: Table) -> Place:
    extends = root.get("extends")
    return root.place if extends is None else extends.place


# --- what is changed and left out -------------------------------------------------------------------------------------
def _left(base: Cadence, root: Table, reader: Reader) -> Iterator[tuple[str, Place]]:
    """Return the ids that are left out, and where."""
    ids = [step.id for step in base.every_step]
    without = root.get("without")
    for node in without.parts if isinstance(without, Row) else ():
        if isinstance(node, Scalar) and node.text in ids:
            yield node.text, node.place
        elif isinstance(node, Scalar) and fits_id(node.text):
            message = f"`{base.name}` has no step `{node.text}` to leave out"
            reader.fault("K111", node.place, message, reader.guess(node.text, ids))


def _unknown(base: Cadence, changes: Mapping[str, ReadChange], left: Mapping[str, Place], reader: Reader) -> None:
    """Note changes of steps that are not there."""
    ids = {step.id for step in base.every_step} - set(left)
    for name, change in changes.items():
        if name in left:
            message = f"`{name}` is changed here and left out by `without`"
            reader.fault("K111", change.id.place, message, "do one of the two")
        elif name not in ids:
            message = f"`{base.name}` has no step `{name}` to change"
            reader.fault("K111", change.id.place, message, reader.guess(name, ids))


def _changed(step: Step, changes: Mapping[str, ReadChange], place: Place, reader: Reader) -> ReadStep:
    """Return a step taken over, with what is changed about it."""
    change = changes.get(step.id)
    if change is None:
        return ReadStep(step, Table(place, ()))
    fitting(change.table, step.channel, reader)
    return ReadStep(step_like(step, change.values), change.table._replace(place=change.id.place))


# --- what is put in ---------------------------------------------------------------------------------------------------
def _twice(read: ReadStep, base: Cadence, left: Mapping[str, Place], reader: Reader) -> None:
    """Note a step whose id one of the base's has, or had before."""
    name, node = read.step.id, read.table.get(read.step.channel)
    place = read.place if node is None else node.place
    if base.step(name) is not None and name not in left:
        message = f"`{base.name}` has a step `{name}` already"
        hint = f"change it (change: {{{name}: …}}), leave it out (without: [{name}]), or call this one {name}-2"
        reader.fault("K108", place, message, hint)
    for step in base.every_step:
        if step.was == name and step.id not in left:
            message = f"`{name}` is what `{step.id}` of `{base.name}` was called before"
            reader.fault("K108", place, message, f"call this one {name}-2 or the like")


def _in_order(
    kept: list[ReadStep], new: tuple[ReadStep, ...], left: Mapping[str, Place], reader: Reader
) -> list[ReadStep]:
    """Return the main line: what was taken over, then what is new, each behind the step it is to come after."""
    ids = {read.step.id for read in (*kept, *new)}
    behind: dict[str | None, list[ReadStep]] = {}
    for read in new:
        after = read.after
        if after is not None and after not in ids:
            _no_after(read, after, ids, left, reader)
            after = None
        behind.setdefault(after, []).append(read)
    line = list(_walk([*kept, *behind.pop(None, ())], behind))
    for read in [read for follower in behind.values() for read in follower]:
        place = read.place_of("after") or read.place
        message = f"`{read.step.id}` comes after `{read.after}`, which in the end comes after it"
        reader.fault("K122", place, message, "let one of them come after a step of the cadence taken over")
        line.append(read)
    return line


def _walk(heads: Iterable[ReadStep], behind: dict[str | None, list[ReadStep]]) -> Iterator[ReadStep]:
    """Return the steps, each followed by those behind it; what was met is taken out of `behind`."""
    todo = list(heads)[::-1]
    while todo:
        read = todo.pop()
        yield read
        todo.extend(reversed(behind.pop(read.step.id, ())))


def _no_after(read: ReadStep, after: str, ids: set[str], left: Mapping[str, Place], reader: Reader) -> None:
    place = read.place_of("after") or read.place
    if after in left:
        reader.fault("K111", place, f"`{after}` is left out by `without`", "name the step before it")
    else:
        reader.fault("K111", place, f"there is no step `{after}` on the main line", reader.guess(after, ids))


def _first_at_once(line: list[ReadStep], new: tuple[ReadStep, ...]) -> tuple[ReadStep, ...]:
    """Return the steps, where new ones without a `wait` have that of their place."""
    mine = {id(read) for read in new}

    def placed(at: int, read: ReadStep) -> ReadStep:
        if id(read) not in mine or read.table.get("wait") is not None:
            return read
        return replace(read, step=replace(read.step, wait=default_wait(read.step.channel, at_once=at == 0)))

    return tuple(placed(at, read) for at, read in enumerate(line))


# --- what leads to what was left out ----------------------------------------------------------------------------------
def lost_ends(base: Cadence, made: Cadence, left: Mapping[str, Place], reader: Reader) -> None:
    """Note what was taken over and leads to a step that was left out, at the place where that is left out."""
    there, line = {step.id for step in made.every_step}, {step.id for step in made.steps}
    for who, target in _leads(base, made):
        if target in left and target not in (line if who == "`then`" else there) and target not in ON_WORDS:
            message = f"`{target}` is left out, and {who} leads there"
            reader.fault("K111", left[target], message, "change that, or keep the step")


def _leads(base: Cadence, made: Cadence) -> Iterator[tuple[str, str]]:
    """Return what leads where in a cadence as it does in its base."""
    for step in base.every_step:
        now = made.step(step.id)
        for outcome, target in step.on.items():
            if now is not None and now.on.get(outcome) == target:
                yield f"`{outcome}` of `{step.id}`", target
    for word, lead in base.missing.items():
        if isinstance(lead, str) and made.missing.get(word) == lead:
            yield f"`{word}` of `missing`", lead
    if base.then is not None and made.then == base.then:
        yield "`then`", base.then.repeat
