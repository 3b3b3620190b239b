"""What a good salesperson would do otherwise: K401 to K407, warnings all. Judges a cadence whose shape is right.

The meanings are chosen so that a plain good cadence is free of them, and the smallest one is told what it lacks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from cadences.cadence import Kind, Vary
from cadences.delays import Before, Unit
from cadences.language.draft import Draft
from cadences.language.findings import Faults, Place
from cadences.language.grammar_steps import ReadStep
from cadences.outcomes import Channel
from cadences.placement import Part
from cadences.planner.search import part_at
from cadences.proofs.hours import WORKDAYS, spans_of
from cadences.proofs.places import at, of_cadence, of_rung, of_step
from cadences.proofs.silent_weeks import Asked, crowded, silent_way
from cadences.windows import Window

_TRIES: Final = 6
"""Tries on the phone by which most people who can be reached have been."""

_OFTEN: Final = 3
"""Tries of which it matters that they are at different hours."""

_A_DAY: Final = 3
"""Tries by one channel in a day that anybody minds being more."""
_WORKDAY: Final = 8 * 60
"""Minutes within which they are of one day."""

_A_WHILE: Final = 30
"""Minutes: less of a part of the day is none."""

_ABOUT: Final = re.compile(r"\{[{%][^{}]*?\b(?:contact\.|found\b)")
"""A part of a template that says something about the contact, or what was found about them."""


def lint_craft(draft: Draft, faults: Faults) -> None:
    """Note what can be done better."""
    _cold(draft, faults)
    _crowded(draft, faults)
    _gives_up(draft, faults)
    _same_hour(draft, faults)
    _one_channel(draft, faults)
    for read in draft.steps + draft.detours:
        _impersonal(read, faults)
    _leads_nowhere(draft, faults)


# --- K401 -------------------------------------------------------------------------------------------------------------
def _cold(draft: Draft, faults: Faults) -> None:
    if draft.cadence.kind is not Kind.PROSPECTING:
        return
    for read in draft.steps:
        if read.step.channel is Channel.PREPARE or read.step.preparation:
            return
        if read.step.channel is Channel.CALL:
            message = f"`{read.step.id}` is a cold call, and nothing is prepared before it"
            hint = "put a step like `- prepare: research` before it, or give it `preparation: 10 minutes`"
            faults.warn("K401", read.place, message, hint)
            return


# --- K402 -------------------------------------------------------------------------------------------------------------
def _crowded(draft: Draft, faults: Faults) -> None:
    """Note waits so short that, on whatever weekday it begins, some week has more touches than the limit."""
    way = list(silent_way(draft.cadence))
    if _hounded(draft, way, faults):
        return
    found = []
    for weekday in sorted(WORKDAYS):
        one = crowded(draft.cadence, way, weekday)
        if one is None:  # most often the first one, and looking costs
            return
        found.append(one)
    asked, number = found[0]
    limit = draft.cadence.limits.touches_per_contact_per_week
    message = f"without an answer this asks for {number} touches in one week, and a contact's limit is {limit}"
    hint = "wait longer, like wait: [1 business day, 2 business days, 1 week]; the limit would push the touches back"
    faults.warn("K402", _of_wait(draft, asked), message, hint)


def _hounded(draft: Draft, way: list[Asked], faults: Faults) -> bool:
    """Note tries by one channel that are hours apart, again and again within a day; no limit holds them back."""
    tries: dict[Channel, tuple[int, int]] = {}
    for asked in way:
        channel, wait = asked.step.channel, asked.wait
        if not asked.step.reaches:
            continue
        often, since = tries.get(channel, (0, 0))
        if isinstance(wait, Before) or not wait.exact:
            tries.clear()
            often, since = 0, 0
        elif often:
            since += wait.amount * (60 if wait.unit is Unit.HOUR else 1)
        tries[channel] = (often + 1, since) if since <= _WORKDAY else (1, 0)
        if tries[channel][0] > _A_DAY:
            message = f"without an answer this asks for {_A_DAY + 1} touches by {channel} within hours of each other"
            hint = "no limit holds those back: wait a day from some try on, like wait: [2 hours, 1 business day]"
            faults.warn("K402", _of_wait(draft, asked), message, hint)
            return True
    return False


def _of_wait(draft: Draft, asked: Asked) -> Place:
    """Return where the wait of a touch is written; else its step."""
    read = next(read for read in draft.steps + draft.detours if read.step.id == asked.step.id)
    if asked.key == "then":
        return of_rung(at(draft.root, "then", "wait"), asked.rung, of_cadence(draft, "then"))
    if asked.key == "retry":
        return of_rung(at(read.table, "retry", "wait"), asked.rung, of_step(read, "retry"))
    return of_step(read, "wait")


# --- K403 -------------------------------------------------------------------------------------------------------------
def _gives_up(draft: Draft, faults: Faults) -> None:
    """Note fewer than six tries on the phone before only the longest wait of `then` is left, or another channel."""
    cadence = draft.cadence
    calls = [read for read in draft.steps if read.step.channel is Channel.CALL]
    if not calls or cadence.kind is Kind.LOOK_BACK or any(read.step.retry.times is None for read in calls):
        return
    tries = sum(read.step.retry.times or 0 for read in calls)
    repeated = cadence.step(cadence.repeats.repeat)
    if repeated is not None and repeated.channel is Channel.CALL:
        tries += len(cadence.repeats.wait)
    if tries < _TRIES:
        last = calls[-1]
        often = "1 try" if tries == 1 else f"{tries} tries"
        message = f"this gives up the phone after {often}; many people are reached by the sixth alone"
        faults.warn("K403", of_step(last, "retry", "times"), message, "try more often, like retry: {times: 6}")


# --- K404 -------------------------------------------------------------------------------------------------------------
def _same_hour(draft: Draft, faults: Faults) -> None:
    """Note calls that are all made in one part of the day, and calls that are told not to vary."""
    calls = [read for read in draft.steps + draft.detours if read.step.channel is Channel.CALL]
    often = [read for read in calls if read.step.retry.times is None or read.step.retry.times >= _OFTEN]
    for read in often:
        if read.step.retry.vary is Vary.NONE:
            message = f"`{read.step.id}` is tried again and again at the same hour"
            hint = "leave `vary` out: then each try is in another part of the day"
            faults.warn("K404", of_step(read, "retry", "vary"), message, hint)
    parts = {part for read in calls for part in _parts(read.step.windows or draft.cadence.windows)}
    if often and len(parts) == 1:
        first = often[0]
        message = "every call lies in the same part of the day: who cannot talk then is never reached"
        place = of_step(first, "windows") if first.step.windows else of_cadence(draft, "windows")
        faults.warn("K404", place, message, "open a window in the morning and one in the afternoon")


@lru_cache(maxsize=1024)
def _parts(windows: tuple[Window, ...]) -> frozenset[Part]:
    """Return the parts of the day that the windows of a call lie in."""
    spans = spans_of(windows, calls=True)
    return frozenset(part_at(minute) for _, start, end in spans for minute in range(start, end, _A_WHILE))


# --- K405 -------------------------------------------------------------------------------------------------------------
def _one_channel(draft: Draft, faults: Faults) -> None:
    reaching = [read for read in draft.steps + draft.detours if read.step.reaches]
    if reaching and len({read.step.channel for read in reaching}) == 1:
        channel = reaching[0].step.channel
        other = Channel.CALL if channel is not Channel.CALL else Channel.EMAIL
        message = f"the contact is reached by {channel} alone; some people are never reached that way"
        faults.warn("K405", reaching[0].place, message, f"add a step by another channel, like `- {other}: …`")


# --- K406 -------------------------------------------------------------------------------------------------------------
def _impersonal(read: ReadStep, faults: Faults) -> None:
    """Note what is sent, or is to be said, that could go to anybody."""
    step = read.step
    key, texts = ("send", step.sends) if step.sends else ("text", step.texts)
    if not step.reaches:
        return
    for language, text in texts.items():
        node = at(read.table, key, language) if language else at(read.table, key)
        if node is not None and _ABOUT.search(text) is None:  # what was taken over is told of where it is written
            message = f"the `{key}` of `{step.id}` has nothing about the contact in it: it could go to anybody"
            faults.warn("K406", node.place, message, "speak of {{ contact.company }}, or of what you {{ found }}")


# --- K407 -------------------------------------------------------------------------------------------------------------
def _leads_nowhere(draft: Draft, faults: Faults) -> None:
    """Note goals after which nothing follows."""
    for number, goal in enumerate(draft.cadence.goal):
        if goal not in draft.cadence.yes:
            message = f"a yes to a {goal} is the goal, and leads nowhere"
            hint = f"say what follows, like answers: {{yes: {{{goal}: {{start: quote-follow-up, wait: 1 week}}}}}}"
            faults.warn("K407", of_rung(at(draft.root, "goal"), number, of_cadence(draft, "goal")), message, hint)
