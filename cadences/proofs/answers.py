"""What is done with answers: K204 (they lead nowhere), K205 (they start the same cadence at once). Knows no time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cadences.cadence import Cadence, Step
from cadences.channels import CHANNELS
from cadences.delays import Delay
from cadences.language.draft import Draft
from cadences.language.findings import Faults, Place
from cadences.language.grammar_steps import ReadStep
from cadences.language.nodes import Table
from cadences.outcomes import Channel, Missing, Outcome
from cadences.proofs.chains import goes_round, links_of
from cadences.proofs.places import at, of_cadence, of_step

_WORDS: Final = frozenset({"next", "retry", "then"})
_REACHED_BY: Final = {
    Channel.CALL: "number",
    Channel.MESSAGE: "number",
    Channel.EMAIL: "address",
    Channel.LINKEDIN: "profile",
}
"""What of a contact's a channel needs; what is wrong for one step is wrong for another that needs the same."""


def lint_answers(draft: Draft, faults: Faults) -> None:
    """Note answers with which nothing, or too much, is done."""
    _nothing_helps(draft, faults)
    for read in draft.steps + draft.detours:
        _nobody_answers(read, faults)
        _as_if_it_were_right(draft.cadence, read, faults)
        _never_tried_again(read, faults)
    _starts_itself(draft, faults)


# --- K204 ------------------------------------------------------------------------------------------------------------
def _nothing_helps(draft: Draft, faults: Faults) -> None:
    """Note a diagnose touch of whose answers none leads to a step."""
    mapped = draft.cadence.missing
    if all(isinstance(mapped.get(what), Delay) for what in Missing if what is not Missing.NOTHING):
        message = "whatever is missing, nothing is done about it: every answer only waits"
        hint = "lead one to a step or a detour, like `owner: find-owner`, or leave it out: klart has a way of its own"
        faults.add("K204", of_cadence(draft, "silence", "missing"), message, hint)


def _nobody_answers(read: ReadStep, faults: Faults) -> None:
    """Note a reply that is passed over as if nobody had written."""
    target = read.step.on.get(Outcome.REPLIED)
    if target in _WORDS:
        message = f"who replies to `{read.step.id}` gets no answer: `replied` leads on as if nobody had written"
        hint = "leave it out: then a touch to answer comes at once; or name the step that answers"
        faults.add("K204", _of_outcome(read, Outcome.REPLIED), message, hint)


def _as_if_it_were_right(cadence: Cadence, read: ReadStep, faults: Faults) -> None:
    """Note a wrong number, or an address that bounced, that is used again."""
    step = read.step
    needs = _REACHED_BY.get(step.channel)
    for outcome in (Outcome.WRONG_NUMBER, Outcome.BOUNCED):
        after = _led(cadence, step, step.on.get(outcome))
        if needs is not None and after is not None and _REACHED_BY.get(after.channel) == needs:
            message = f"after `{outcome}` comes `{after.id}`, with the same wrong {needs}"
            hint = f"leave it out: then the right {needs} is looked up first; or lead to a step that finds it"
            faults.add("K204", _of_outcome(read, outcome), message, hint)


def _led(cadence: Cadence, step: Step, target: str | None) -> Step | None:
    """Return the step that a target means; a detour comes back, and has mended what it is for."""
    match target:
        case None:
            return None
        case "retry":
            return step if step.retry.times != 1 else _led(cadence, step, "next")
        case "next" if not cadence.is_detour(step.id):
            return cadence.after(step.id) or _led(cadence, step, "then")
        case "then" if cadence.then is not None or any(one.reaches for one in cadence.steps):
            return cadence.step(cadence.repeats.repeat)
        case _:
            return None if cadence.is_detour(target) else cadence.step(target)


def _never_tried_again(read: ReadStep, faults: Faults) -> None:
    """Note a retry for outcomes that `on` all leads elsewhere."""
    step = read.step
    if step.retry.times == 1 or step.retry.after is None:
        return
    named = step.retry.after & CHANNELS[step.channel].outcomes
    hidden = {outcome for outcome in named if step.on.get(outcome, "retry") != "retry"}
    if named and hidden == named and "retry" not in step.on.values():
        message = f"`{step.id}` is never tried again: `on` leads every outcome of its `retry` elsewhere"
        faults.add(
            "K204", of_step(read, "retry", "after"), message, "take the outcome out of `on`, or leave `retry` out"
        )


def _of_outcome(read: ReadStep, outcome: Outcome) -> Place:
    """Return where `on` leads an outcome."""
    return next((place for word, place in _leads(read) if word == outcome.value), of_step(read, "on"))


def _leads(read: ReadStep) -> Iterator[tuple[str, Place]]:
    on = at(read.table, "on")
    for pair in on.pairs if isinstance(on, Table) else ():
        yield pair.key.text.replace(" ", "_").replace("-", "_"), pair.value.place


# --- K205 ------------------------------------------------------------------------------------------------------------
def _starts_itself(draft: Draft, faults: Faults) -> None:
    """Note answers that start the same cadence at once; rounds through others are seen where the others are."""
    for link in links_of(draft.cadence.name, draft):
        if link.end == link.start and link.waits_not(draft):
            goes_round([link], faults)
