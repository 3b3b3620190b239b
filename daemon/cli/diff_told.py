"""How the changes of a cadence are told: what is another, then what happens until now and from now on, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from daemon.cli.paint import console, plain, put, tell

if TYPE_CHECKING:
    from cadences.forward.differences import Difference
    from cadences.forward.differences_played import Parting, Stage
    from cadences.forward.preview import Preview
    from daemon.cli.diff import Version

WIDTH: Final = 80
"""Columns in a pipe: it is read, not searched."""
SHOWN: Final = 4
"""Touches that are shown of each side from where they part."""


# --- shapes ----------------------------------------------------------------------------------------------------------
def shape_of(before: Version, after: Version, stage: Stage) -> dict[str, Any]:
    """Return what changes from one version to another in a shape for programs."""
    from cadences.forward.differences import Kind, differences, same_for_a_rep
    from cadences.forward.differences_played import partings

    old, new = before.cadence, after.cadence
    found = differences(old, new)
    flow = any(one.kind is not Kind.WORDS for one in found)
    told = partings(old, new, stage) if flow else ()
    return {
        "before": _side(before),
        "after": _side(after),
        "same": same_for_a_rep(old, new),
        "flow": flow,
        "words": any(one.kind is Kind.WORDS for one in found),
        "changes": [_change(one) for one in found],
        "histories": [_history(one, stage) for one in told],
    }


def _side(version: Version) -> dict[str, Any]:
    cadence = version.cadence
    return {"name": version.called, "cadence": cadence.name, "version": cadence.version, "open": version.open}


def _change(one: Difference) -> dict[str, Any]:
    said = {"before": one.before, "after": one.after, "said": one.said}
    return {"kind": one.kind.value, "step": one.step, "key": one.key, **said}


def _history(one: Parting, stage: Stage) -> dict[str, Any]:
    sides = {"before": _played(one.before, stage), "after": _played(one.after, stage)}
    return {"history": one.history.name, "same": one.at is None, "parts_after": one.at, **sides}


def _played(shown: Preview, stage: Stage) -> dict[str, Any]:
    from cadences.moments import zone

    where = zone(stage.rep.timezone)
    return {
        "touches": [
            {
                "step": touch.step,
                "channel": touch.channel.value,
                "try": touch.attempt,
                "start": touch.span.start.astimezone(where).isoformat(),
                "end": touch.span.end.astimezone(where).isoformat(),
                "outcome": touch.outcome.value,
            }
            for touch in shown.touches
        ],
        "state": shown.state,
        "then": [
            {"cadence": one.cadence, "due": None if one.due is None else one.due.astimezone(where).isoformat()}
            for one in shown.then
        ],
    }


# --- telling ---------------------------------------------------------------------------------------------------------
def tell_all(shapes: Sequence[dict[str, Any]]) -> None:
    """Tell what changes, a version after the other."""
    for number, shape in enumerate(shapes):
        if number:
            tell("")
        _tell(shape)


def _tell(shape: dict[str, Any]) -> None:
    from rich.text import Text

    out = console(WIDTH)
    put(out, Text(_heading(shape), "bold"))
    if shape["same"]:
        tell("nothing changes for a rep")
        return
    flow = [one for one in shape["changes"] if one["kind"] != "words"]
    words = [one for one in shape["changes"] if one["kind"] == "words"]
    if flow:
        put(out, *_listed(flow))
    if words:
        put(out, *_listed(words))
        put(out, Text("  Words reach open enrollments with each event's next write, today's excepted.", "dim"))
    if not flow:
        return
    put(out, Text("  Flow holds for new enrollments; klart migrate takes the open ones there.", "dim"))
    told: dict[tuple[tuple[str, ...], ...], str] = {}
    for history in shape["histories"]:
        put(out, *_told(history, told))


def _heading(shape: dict[str, Any]) -> str:
    before, after = shape["before"], shape["after"]
    count = before["open"]
    goes = "" if count is None else f" ({count} open enrollment{' goes' if count == 1 else 's go'} on in it)"
    return f"from {plain(before['name'])}{goes} to {plain(after['name'])}"


def _listed(changes: Sequence[dict[str, Any]]) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    for one in changes:
        named = plain(one["step"] or one["key"].split(".")[0])
        line = Text.assemble((named, "bold"), ": ", plain(one["said"]))
        yield Padding(line, (0, 0, 0, 2))


def _told(history: dict[str, Any], told: dict[tuple[tuple[str, ...], ...], str]) -> Iterator[Any]:
    """Tell a history: what both have, and from where they part both, side by side; what was `told` is not again."""
    from rich.padding import Padding
    from rich.text import Text

    name = plain(history["history"])
    yield Text(f"\n{name[0].upper()}{name[1:]}", "bold")
    if history["same"]:
        yield Padding(Text("the same as before", "dim"), (0, 0, 0, 2))
        return
    at = history["parts_after"]
    columns = tuple(tuple(_lines(history[side], at)) for side in ("before", "after"))
    if columns in told:
        yield Padding(Text(f"parts as in: {told[columns]}", "dim"), (0, 0, 0, 2))
        return
    told[columns] = name
    if at:
        last = history["before"]["touches"][at - 1]
        yield Padding(Text(f"the same until {_touch(last, 99)}", "dim"), (0, 0, 0, 2))
    yield Padding(_beside(columns), (0, 0, 0, 2))


def _beside(columns: Sequence[Sequence[str]]) -> Any:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=37, overflow="fold")
    table.add_column(width=37, overflow="fold")
    table.add_row("[dim]until now[/dim]", "[dim]from then on[/dim]")
    for left, right in zip_longest(*columns, fillvalue=""):
        table.add_row(left, right)
    return table


def _lines(side: dict[str, Any], at: int) -> Iterator[str]:
    """Yield what comes on one side from where they part, and how it ends."""
    from rich.markup import escape

    rest = side["touches"][at:]
    for touch in rest[:SHOWN]:
        yield escape(_touch(touch, 37))
    if len(rest) > SHOWN:
        yield "[dim]… and so on[/dim]"
    elif side["state"] in {"won", "lost", "opted_out", "referred"}:
        yield f"[dim]{side['state'].replace('_', ' ')}[/dim]"
        for one in side["then"]:
            due = "" if one["due"] is None else f", from {_day(one['due'])}"
            yield f"[dim]then {escape(plain(one['cadence']))}{due}[/dim]"


def _touch(touch: dict[str, Any], width: int) -> str:
    tried = f" (try {touch['try']})" if touch["try"] > 1 else ""
    at = datetime.fromisoformat(touch["start"])
    line = f"{_day(touch['start']):>10} {at:%H:%M}  {plain(touch['step']).replace('-', ' ')}{tried}"
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _day(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{at:%a} {at.day:>2} {at:%b}"
