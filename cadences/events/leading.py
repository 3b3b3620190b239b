"""Where a touch leads, as its event tells it: if nobody answers, after a detour, by each answer of a diagnose touch.

Asks the rooms that the machine asks; knows no outcome's meaning of its own, and writes no text.
"""

from __future__ import annotations

from collections.abc import Callable

from cadences.cadence import Cadence, Step
from cadences.delays import Delay
from cadences.enrollment import Enrollment, Role, Touch
from cadences.machine.retries import Lead, lead_after
from cadences.machine.sidesteps import TO_LEARN, URGENCY_WAIT
from cadences.outcomes import REACHING, WRITTEN, Channel, Missing, Outcome
from cadences.shown import Back, IfSilent, LeadsTo


def if_silent(cadence: Cadence, touch: Touch, enrollment: Enrollment) -> IfSilent | None:
    """Return what comes if nobody answers this touch: the question what is missing, another try, or the next step.

    Nothing for a touch that no contact answers, and where a detour leads back then: it says so itself.
    """
    if touch.role is not Role.STEP or touch.channel not in REACHING or cadence.step(touch.step) is None:
        return None
    silent = Outcome.NO_REPLY if touch.channel in WRITTEN else Outcome.NO_ANSWER
    lead = lead_after(cadence, enrollment, touch, silent)
    if lead.home is None and enrollment.silences + 1 + touch.awaits_reply >= cadence.silence_after:
        return IfSilent(Channel.DIAGNOSE)
    step = cadence.step(lead.step) if lead.step else None
    if step is None or lead.role is not Role.STEP or _comes_back(touch, lead):
        return None
    return IfSilent(step.channel, str(lead.wait), again=lead.step == touch.step and not lead.round)


def _comes_back(touch: Touch, lead: Lead) -> bool:
    return touch.home is not None and (touch.home.step, touch.home.attempt) == (lead.step, lead.attempt)


def leads_back(cadence: Cadence, touch: Touch) -> Back | None:
    """Return what a detour's touch leads back to; nothing for a touch that lies on none."""
    home = touch.home if touch.role is Role.STEP else None
    if home is None:
        return None
    step = cadence.step(home.step) if home.step else None
    if step is None:
        return Back(Role.DECIDE)
    if home.role is not Role.STEP:
        return Back(home.role, wait=str(home.wait), due=home.due)
    return Back(step.channel, home.attempt, str(home.wait), home.due)


def answers_lead(cadence: Cadence, touch: Touch, title_of: Callable[[Step], str]) -> tuple[LeadsTo, ...]:
    """Return where each answer of a diagnose touch leads, in the order of the vocabulary; nothing for another touch."""
    if touch.channel is not Channel.DIAGNOSE:
        return ()
    return tuple(_leads(cadence, what, title_of) for what in Missing)


def _leads(cadence: Cadence, what: Missing, title_of: Callable[[Step], str]) -> LeadsTo:
    mapped = cadence.missing.get(what)
    if isinstance(mapped, Delay):
        return LeadsTo(what, wait=str(mapped))
    step = None if mapped is None else cadence.step(mapped)
    if step is not None:
        return LeadsTo(what, step.channel, title_of(step))
    if what in TO_LEARN:
        return LeadsTo(what, Role.LEARN)
    if what is Missing.FIT:
        return LeadsTo(what, Role.DECIDE)
    return LeadsTo(what, wait=str(URGENCY_WAIT)) if what is Missing.URGENCY else LeadsTo(what)
