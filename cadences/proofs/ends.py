"""What the walk through a cadence proves: K201, K202, K203. Judges the graph that `flow` walks; knows no time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cadences.language.draft import Draft
from cadences.language.findings import Faults, Place
from cadences.language.grammar_steps import ReadStep
from cadences.language.nodes import Node, Row, Table
from cadences.proofs.flow import BACK, END, At, Flow, Way
from cadences.proofs.flow_story import tell, walk
from cadences.proofs.walks import reachable, rounds

_HINTS: Final = {
    "reaches": "add a step that does, like `- call: first-call`",
    "end": "leave `then: end` out: the last step that reaches out is then tried again",
    "aside": "put a step that reaches out on the main line too, like `- call: first-call`",
    "lost": "lead on to a step that reaches out, like a call or an email",
    "repeats": "let it repeat a step that does, or leave `then` out",
}


def lint_flow(draft: Draft, flow: Flow, faults: Faults) -> None:
    """Note what the walk proves to be wrong."""
    _ends(draft, flow, faults)
    _never_reached(draft, flow, faults)
    _never_waits(draft, flow, faults)


# --- K201 -------------------------------------------------------------------------------------------------------------
def _ends(draft: Draft, flow: Flow, faults: Faults) -> None:
    """Note ways that end, or that go on for ever without reaching the contact, with the shortest of them as a story."""
    place = draft.steps[-1].place
    lost = _lost(flow)
    if not any(step.reaches for step in draft.cadence.every_step):
        message = "nothing here reaches the contact, so that no answer can ever come"
        faults.add("K201", place, message, _HINTS["reaches"], _story(flow, lost))
    elif draft.ends or END in flow.ways:
        message = "after the last step this ends without a clear yes or no"
        faults.add("K201", place, message, _HINTS["end" if draft.ends else "aside"], _story(flow, None))
    elif lost is not None:
        message = f"from `{lost.step}` on nothing reaches the contact any more, so that no answer can ever come"
        faults.add("K201", place, message, _HINTS["lost"], _story(flow, lost))
    elif (then := draft.cadence.then) is not None and not flow.steps[then.repeat].reaches:
        message = f"`then` repeats `{then.repeat}`, which does not reach the contact"
        faults.add("K201", place, message, _HINTS["repeats"])


def _story(flow: Flow, lost: At | None) -> tuple[str, ...]:
    """Return the shortest story that ends, else the one that gets lost; none where no walk comes to the end."""
    if END in flow.ways:
        return tell(flow, walk(flow, [END]), "nothing follows, and nobody has said yes or no")
    if lost is None:
        return ()
    left = reachable([lost], lambda at: [way.end for way in flow.ways.get(at, ()) if _sure(way)])
    only = dict.fromkeys(at.step for at in flow.ways if at in left)
    return tell(flow, [] if lost == flow.first else walk(flow, [lost]), f"{' and '.join(only)}, again and again")


def _lost(flow: Flow) -> At | None:
    """Return a place from which no step is left that reaches the contact; a detour that comes back is none."""
    backwards: dict[At, list[At]] = {}
    for ways in flow.ways.values():
        for way in filter(_sure, ways):
            backwards.setdefault(way.end, []).append(way.start)
    reaching = [at for at in flow.ways if at != END and flow.steps[at.step].reaches]
    found = reachable(reaching, lambda at: backwards.get(at, ())) | flow.returning
    return next((at for at in flow.ways if at not in found), None)


def _sure(way: Way) -> bool:
    """Whether a way is there for ever: what is missing is asked after silences, and without touches there are none."""
    return way.lasts or way.said is None


# --- K202 -------------------------------------------------------------------------------------------------------------
def _never_reached(draft: Draft, flow: Flow, faults: Faults) -> None:
    reached = {at.step for at in flow.ways}
    for read in draft.steps:
        if read.step.id not in reached:
            message, hint = _why_not(draft, read)
            faults.add("K202", read.place, message, hint)
    for read in draft.detours:
        if read.step.id not in reached:
            message = f"`{read.step.id}` is never reached: it is a detour, and no `on` and no `missing` leads there"
            hint = f"lead there from a step, like `on: {{gatekeeper: {read.step.id}}}`, or take it out"
            faults.add("K202", read.place, message, hint)


def _why_not(draft: Draft, unmet: ReadStep) -> tuple[str, str]:
    before = draft.steps[: draft.steps.index(unmet)]
    if any(read.step.retry.times is None for read in before):
        message = f"`{unmet.step.id}` is never reached: a step before it is tried until a clear answer"
        return message, "give that step `times`, or take this one out"
    message = f"`{unmet.step.id}` is never reached: whatever comes of the steps before it leads elsewhere"
    return message, "let an outcome lead on to it (`next`, or its id), or take it out"


# --- K203 -------------------------------------------------------------------------------------------------------------
def _never_waits(draft: Draft, flow: Flow, faults: Faults) -> None:
    """Note rounds in which nothing ever waits."""
    at_once = {at: [way for way in ways if way.at_once and way.end is not BACK] for at, ways in flow.ways.items()}
    for together in rounds({at: [way.end for way in ways] for at, ways in at_once.items()}):
        inside = set(together)
        steps = ", ".join(dict.fromkeys(f"`{at.step}`" for at in together))
        place = _zero(draft, [way for at in together for way in at_once[at] if way.end in inside])
        message = f"this goes round without ever waiting: {steps}"
        faults.add("K203", place, message, "wait somewhere in it, like `wait: 1 business day`")


def _zero(draft: Draft, ways: Iterable[Way]) -> Place:
    """Return the written wait that is 0, that of the way back first; else the step that the round returns to."""
    reads = {read.step.id: read for read in draft.steps + draft.detours}
    order = {name: at for at, name in enumerate(reads)}
    ordered = sorted(ways, key=lambda way: (order[way.end.step] > order[way.start.step], order[way.end.step]))
    written = (node.place for way in ordered if (node := _written(draft, reads, way)) is not None)
    return next(written, reads[ordered[0].end.step].place)


def _written(draft: Draft, reads: dict[str, ReadStep], way: Way) -> Node | None:
    """Return where the wait of a way is written, or nothing where it is a default."""
    if way.pause.key == "wait":
        return reads[way.pause.step].table.get("wait")
    if not way.pause.key:
        return None
    ladder = draft.root.get("then") if way.pause.key == "then" else reads[way.pause.step].table.get("retry")
    wait = ladder.get("wait") if isinstance(ladder, Table) else None
    return wait.parts[-1] if isinstance(wait, Row) else wait
