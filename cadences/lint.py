"""What the flow of a cadence proves: K201 to K203, K205. Judges the graph that `flow` walks; knows no time."""

from __future__ import annotations

from collections.abc import Iterable

from cadences.chains import goes_round, links_of
from cadences.delays import NOTHING, Before
from cadences.draft import Draft
from cadences.findings import Faults, Findings, Place
from cadences.flow import END, At, Flow, Way
from cadences.nodes import Node, Row, Table
from cadences.walks import reachable, rounds


def lint(draft: Draft, file: str) -> Findings:
    """Return what the flow proves to be wrong."""
    faults = Faults(file)
    flow = Flow(draft.cadence, ends=draft.ends)
    _ends(draft, flow, faults)
    _never_reached(draft, flow, faults)
    _never_waits(draft, flow, faults)
    _starts_itself(draft, faults)
    return faults.all()


# --- K201 -------------------------------------------------------------------------------------------------------------
def _ends(draft: Draft, flow: Flow, faults: Faults) -> None:
    """Note ways that end, or that go on for ever without reaching the contact."""
    place = draft.steps[-1].place
    lost = _lost(flow)
    if not any(step.reaches for step in draft.cadence.steps):
        message = "nothing here reaches the contact, so that no answer can ever come"
        faults.add("K201", place, message, "add a step that does, like `- call: first-call`")
    elif draft.ends or END in flow.ways:
        message = "after the last step this ends without a clear yes or no"
        faults.add("K201", place, message, "leave `then: end` out: the last step that reaches out is then tried again")
    elif lost is not None:
        message = f"from `{lost}` on nothing reaches the contact any more, so that no answer can ever come"
        faults.add("K201", place, message, "lead on to a step that reaches out, like a call or an email")


def _lost(flow: Flow) -> str | None:
    """Return a step from which no step is left that reaches the contact."""
    backwards: dict[At, list[At]] = {}
    for ways in flow.ways.values():
        for way in ways:
            backwards.setdefault(way.end, []).append(way.start)
    reaching = [at for at in flow.ways if at != END and flow.steps[at.step].reaches]
    found = reachable(reaching, lambda at: backwards.get(at, ()))
    return next((at.step for at in flow.ways if at not in found), None)


# --- K202 -------------------------------------------------------------------------------------------------------------
def _never_reached(draft: Draft, flow: Flow, faults: Faults) -> None:
    reached = {at.step for at in flow.ways}
    for read in draft.steps:
        if read.step.id not in reached:
            message = f"`{read.step.id}` is never reached: a step before it is tried until a clear answer"
            faults.add("K202", read.place, message, "give that step `times`, or take this one out")


# --- K203 -------------------------------------------------------------------------------------------------------------
def _never_waits(draft: Draft, flow: Flow, faults: Faults) -> None:
    """Note rounds in which nothing ever waits."""
    at_once = {at: [way for way in ways if _at_once(way)] for at, ways in flow.ways.items()}
    for together in rounds({at: [way.end for way in ways] for at, ways in at_once.items()}):
        inside = set(together)
        steps = ", ".join(dict.fromkeys(f"`{at.step}`" for at in together))
        place = _zero(draft, [way for at in together for way in at_once[at] if way.end in inside])
        message = f"this goes round without ever waiting: {steps}"
        faults.add("K203", place, message, "wait somewhere in it, like `wait: 1 business day`")


def _at_once(way: Way) -> bool:
    """Whether a way waits for nothing. The last rung of a ladder cannot be `N before …`: that date passes but once."""
    return way.wait == NOTHING or (way.ladder and isinstance(way.wait, Before))


def _zero(draft: Draft, ways: Iterable[Way]) -> Place:
    """Return the written wait that is 0, that of the way back first; else the step that the round returns to."""
    order = {read.step.id: at for at, read in enumerate(draft.steps)}
    ordered = sorted(ways, key=lambda way: (order[way.end.step] > order[way.start.step], order[way.end.step]))
    written = (node.place for way in ordered if (node := _written(draft, way)) is not None)
    return next(written, draft.steps[order[ordered[0].end.step]].place)


def _written(draft: Draft, way: Way) -> Node | None:
    """Return where the wait of a way is written, or nothing where it is a default."""
    table = next(read.table for read in draft.steps if read.step.id == way.end.step)
    if not way.ladder:
        return table.get("wait")
    ladder = draft.root.get("then") if way.end.rounds else table.get("retry")
    wait = ladder.get("wait") if isinstance(ladder, Table) else None
    return wait.parts[-1] if isinstance(wait, Row) else wait


# --- K205 ------------------------------------------------------------------------------------------------------------
def _starts_itself(draft: Draft, faults: Faults) -> None:
    """Note answers that start the same cadence at once; rounds through others are seen where the others are."""
    for link in links_of(draft.cadence.name, draft):
        if link.end == link.start and link.waits_not(draft):
            goes_round([link], faults)
