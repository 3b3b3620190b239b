"""What comes next, and what takes its place. Knows silence, deletions and missing addresses; no outcome's meaning.

In the place of what comes next stands, in this order:

1. a decision touch, where a person deleted two touches in a row;
2. the diagnose touch, where silence has just reached the cadence's limit (or is still beyond it: a diagnose touch
   that was skipped comes back after the next silence);
3. a decision touch, where twelve months went by without any contact, counted from the first touch or the last
   decision to go on;
4. a touch to find the address, where an email has none, or a message no number (their step may say `if_missing:
   skip`: then it is left out, and so is a call without a number);
5. a decision touch, where the cadence has no step left.

While what comes next lies on a detour, silence counts, and its limit is looked at on the return.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cadences.cadence import IfMissing
from cadences.delays import NOTHING, months_after
from cadences.enrollment import Enrollment, Role
from cadences.machine.opening import Opening, after_wait, at_once, open_lead, open_side, when_said
from cadences.machine.retries import Lead, onward
from cadences.machine.scene import Scene
from cadences.moments import Instant, day_in
from cadences.outcomes import Channel, Missing, Outcome
from cadences.reasons import Reason

if TYPE_CHECKING:
    from cadences.promises import When

MONTHS_WITHOUT_CONTACT: Final = 12
DELETIONS_TO_DECIDE: Final = 2
_WENT_ON: Final = frozenset({Outcome.DONE, Outcome.SENT, Outcome.TALKED})


@dataclass(frozen=True, slots=True)
class Turn:
    """What leads to the next touch: an outcome, and what was said with it.

    `when` replaces the wait (`standing` = the contact said it, and the promise is kept elsewhere too). `silent` = a
    touch was left unanswered just now. `awaits` = something was sent. `since` = the wait counts from there.
    """

    outcome: Outcome
    when: When | None = None
    standing: bool = False
    silent: bool = False
    awaits: bool = False
    since: Instant | None = None


def go(scene: Scene, enrollment: Enrollment, lead: Lead, turn: Turn) -> Enrollment:
    """Open what follows, or what takes its place."""
    lead, turn = _setting_out(scene, skipping(scene, enrollment, lead), turn)
    instead = _instead(scene, enrollment, lead, silent=turn.silent or lead.silent)
    if instead is not None:
        return instead
    if turn.when is not None:
        opening = when_said(scene, turn.when, turn.outcome, standing=turn.standing)
    else:
        opening = after_wait(scene, enrollment, lead, turn.outcome, turn.since)
    return arrive(scene, enrollment, lead, replace(told_why(scene, lead, opening), awaits=turn.awaits))


# --- detours ---------------------------------------------------------------------------------------------------------
def _setting_out(scene: Scene, lead: Lead, turn: Turn) -> tuple[Lead, Turn]:
    """Keep for the return from a detour what is not for the detour: a silence, and when the contact is next touched."""
    if lead.home is None:
        return lead, turn
    lead = replace(lead, home=replace(lead.home, silent=lead.home.silent or turn.silent))
    if turn.when is None or not isinstance(lead.led_by, Outcome):
        return lead, turn
    said = when_said(scene, turn.when, turn.outcome, standing=turn.standing)
    return bound_home(lead, said), replace(turn, when=None)


def bound_home(lead: Lead, said: Opening) -> Lead:
    """Let what was said about when bind the step to which a detour leads back."""
    assert lead.home is not None
    return replace(lead, home=replace(lead.home, due=said.due, when=said.when, why=said.reason))


def told_why(scene: Scene, lead: Lead, opening: Opening) -> Opening:
    """Say of a detour that begins what led there, and what it leads back to."""
    if lead.led_by is None or lead.home is None or opening.reason.code != "wait-after":
        return opening
    code = "detour-missing" if isinstance(lead.led_by, Missing) else "detour"
    home = scene.cadence.step(lead.home.step) if lead.home.step else None
    role = lead.home.role if home is not None else Role.DECIDE
    back = home.channel if home is not None and role is Role.STEP else role
    return replace(opening, reason=Reason(code, (str(lead.wait), str(lead.led_by), scene.local(scene.at), str(back))))


def arrive(scene: Scene, enrollment: Enrollment, lead: Lead, opening: Opening) -> Enrollment:
    """Open what comes next; where it needs an address that is not known, a touch to find it, at the same time."""
    if not lacks_address(scene, lead):
        return open_lead(scene, enrollment, lead, opening)
    step = scene.cadence.step(lead.step) if lead.step else None
    wanted = str(step.channel) if step is not None else ""
    find = replace(opening, reason=Reason("find-address", (lead.step or "",)), when=None, note=wanted)
    return open_side(scene, enrollment, Role.FIND, replace(lead, wait=NOTHING), find)


def _instead(scene: Scene, enrollment: Enrollment, lead: Lead, *, silent: bool) -> Enrollment | None:
    if enrollment.deletions >= DELETIONS_TO_DECIDE:
        return decide(scene, enrollment, lead, Reason("decide-deleted", (str(enrollment.deletions),)))
    if silent and lead.home is None and enrollment.silences >= scene.cadence.silence_after:
        return diagnose(scene, enrollment, lead)
    last = _long_silent(scene, enrollment)
    if last is not None:
        return decide(scene, enrollment, lead, Reason("decide-long-silence", (last,)))
    return None


def diagnose(scene: Scene, enrollment: Enrollment, lead: Lead) -> Enrollment:
    """Open the diagnose touch in the place of what comes next."""
    reason = Reason("diagnose", (str(enrollment.silences),))
    return open_side(scene, enrollment, Role.DIAGNOSE, lead, at_once(scene, reason))


def decide(scene: Scene, enrollment: Enrollment, lead: Lead, reason: Reason) -> Enrollment:
    """Open a decision touch in the place of what comes next."""
    return open_side(scene, enrollment, Role.DECIDE, lead, at_once(scene, reason))


def _long_silent(scene: Scene, enrollment: Enrollment) -> str | None:
    """Return the contact's date of the last contact where it lies twelve months back, else nothing."""
    basis = [past.happened_at for past in enrollment.past[:1]]
    basis += [past.happened_at for past in enrollment.past if past.role is Role.DECIDE and past.outcome in _WENT_ON]
    basis += [enrollment.last_contact_at] if enrollment.last_contact_at else []
    if not basis:
        return None
    last = day_in(max(basis), scene.zone)
    return last.isoformat() if months_after(MONTHS_WITHOUT_CONTACT, last) <= scene.today else None


def lacks_address(scene: Scene, lead: Lead) -> bool:
    """Whether what comes next is written to an address or a number that is not known.

    A call without a number is left out where its step says so; else the rep may know it, and it is no reason to wait.
    """
    step = scene.cadence.step(lead.step) if lead.step else None
    if step is None or lead.role is not Role.STEP:
        return False
    if step.channel is Channel.EMAIL:
        return not scene.terms.has_email
    needs = step.channel is Channel.MESSAGE or (step.channel is Channel.CALL and step.if_missing is IfMissing.SKIP)
    return needs and not scene.terms.has_phone


def skipping(scene: Scene, enrollment: Enrollment, lead: Lead) -> Lead:
    """Leave out steps without an address that say `if_missing: skip`; no step where nothing else is left."""
    for _ in range(len(scene.cadence.every_step) + 1):
        step = scene.cadence.step(lead.step) if lead.step else None
        if step is None or not lacks_address(scene, lead) or step.if_missing is not IfMissing.SKIP:
            return lead
        after = onward(scene.cadence, enrollment, step.id, lead.home)
        lead = replace(after, silent=after.silent or lead.silent)  # a silence before counts whatever is left out
    return replace(lead, step=None, home=None)
