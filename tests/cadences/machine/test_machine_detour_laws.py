"""Laws of detours: where they lead back to, told by the same cadence without them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.business import no_holidays
from cadences.cadence import Cadence, Step
from cadences.channels import CHANNELS
from cadences.delays import NOTHING
from cadences.enrollment import Active, Answered, Enrolled, Enrollment, Home, Role, Touch
from cadences.machine import advance
from cadences.machine.retries import lead_after
from cadences.outcomes import REACHING, SILENT, WRITTEN, Answer, Channel, Outcome
from cadences.reasons import Reason
from tests.cadences.machine import worlds

ASIDE = Step("aside", Channel.TASK, NOTHING, 10)
"""A detour that is done when it is done."""


def standing_at(step: Step, attempt: int, **more) -> tuple[Enrollment, Touch]:
    """An enrollment whose touch is closed: so many tries of its step are used up."""
    touch = Touch(
        1, step.id, step.channel, attempt, worlds.START, 10, worlds.START, Reason("first-step", ("0", "")), **more
    )
    enrollment = Enrollment("e", "c", "r", "story", "v1", worlds.START, Active(), None, tries={step.id: attempt})
    return enrollment, touch


def leading(cadence: Cadence, step: Step, outcome: Outcome, target: str | None) -> Cadence:
    """The same cadence, in which that outcome of a step leads to something else."""
    on = {word: way for word, way in step.on.items() if word is not outcome}
    on |= {} if target is None else {outcome: target}
    steps = tuple(replace(each, on=on) if each.id == step.id else each for each in cadence.steps)
    return replace(cadence, steps=steps, detours=(ASIDE, *(each for each in cadence.detours if each.id != "aside")))


def place(lead_or_home) -> tuple:
    return lead_or_home.step, lead_or_home.attempt, lead_or_home.wait, lead_or_home.round


@given(st.data())
def test_a_detour_leads_back_to_what_would_have_come_without_it(data):
    cadence = data.draw(worlds.cadences())
    step = data.draw(st.sampled_from(cadence.steps))
    outcome = data.draw(st.sampled_from(sorted(CHANNELS[step.channel].outcomes)))
    enrollment, touch = standing_at(step, data.draw(st.integers(1, 5)))
    lead = lead_after(leading(cadence, step, outcome, "aside"), enrollment, touch, outcome)
    assert (lead.step, lead.attempt, lead.wait, lead.round) == ("aside", 1, NOTHING, 0)
    assert lead.home is not None
    if outcome in SILENT or outcome is Outcome.SKIPPED:
        assert place(lead.home) == place(
            lead_after(leading(cadence, step, outcome, "retry"), enrollment, touch, outcome)
        )
    elif outcome in {Outcome.DONE, Outcome.SENT, Outcome.MISSING}:
        meant = Outcome.NO_REPLY if step.channel in WRITTEN else outcome
        assert place(lead.home) == place(lead_after(leading(cadence, step, meant, None), enrollment, touch, meant))
    else:
        assert (lead.home.step, lead.home.attempt, lead.home.round) == (step.id, touch.attempt, 0)


@given(st.data())
def test_on_a_detour_all_leads_back_to_the_one_place_or_jumps_by_its_own_word(data):
    cadence = data.draw(worlds.cadences().filter(lambda one: one.detours))
    step = data.draw(st.sampled_from(cadence.detours))
    outcome = data.draw(st.sampled_from(sorted(CHANNELS[step.channel].outcomes)))
    home = Home(cadence.steps[0].id, 3, data.draw(worlds.waits), silent=data.draw(st.booleans()))
    enrollment, touch = standing_at(step, data.draw(st.integers(1, 5)), home=home)
    lead = lead_after(cadence, enrollment, touch, outcome)
    target = step.on.get(outcome)
    if lead.home is not None:
        assert lead.home == home
        assert cadence.is_detour(lead.step)
    elif target == "then":
        assert lead.round == 1 or lead.step is None
    elif any(each.id == target for each in cadence.steps):
        assert (lead.step, lead.attempt, lead.round) == (target, 1, 0)
    else:
        assert place(lead) == place(home)
        assert lead.silent == home.silent


@given(st.data())
def test_a_detour_done_at_once_changes_nothing_but_that_it_was_done(data):
    """The same silent words, with a detour in between and without: the same steps, tries, waits, silences."""
    channel = data.draw(st.sampled_from(sorted(REACHING)))
    words = sorted(SILENT & CHANNELS[channel].outcomes)
    assume(words)
    base = data.draw(worlds.cadences())
    first = Step("one", channel, NOTHING, 10, retry=data.draw(worlds.retries))
    rest = tuple(replace(each, channel=Channel.CALL, on={}) for each in base.steps[1:])
    plain = replace(base, steps=(first, *rest), detours=(ASIDE,), missing={})
    word = data.draw(st.sampled_from(words))
    straight, around = leading(plain, first, word, "retry"), leading(plain, first, word, "aside")
    terms = replace(data.draw(worlds.terms), has_email=True)
    now = worlds.START
    enrolled = Enrolled("e1", "anna", "kim", "story", "v1", now)
    one, other = (advance(None, enrolled, each, terms, no_holidays, now).enrollment for each in (straight, around))
    for _ in range(data.draw(st.integers(1, 6))):
        if one.next.role is not Role.STEP:
            break
        said = word if one.next.step == "one" else Outcome.NO_ANSWER
        now = max(now, one.next.due)
        one = advance(one, Answered(Answer(said), now), straight, terms, no_holidays, now).enrollment
        other = advance(other, Answered(Answer(said), now), around, terms, no_holidays, now).enrollment
        while other.next.home is not None:
            other = advance(other, Answered(Answer(Outcome.DONE), now), around, terms, no_holidays, now).enrollment
        assert stands(one) == stands(other)


def stands(enrollment: Enrollment) -> tuple:
    touch = enrollment.next
    return (*(getattr(touch, name) for name in STANDS), enrollment.silences, enrollment.rounds, type(enrollment.state))


STANDS = ("step", "channel", "attempt", "round", "due", "role", "back_to", "back_attempt", "back_round", "home")


@given(st.data())
def test_silence_asks_as_soon_as_the_cadence_says_and_never_sooner(data):
    """No history of silence goes on past the limit, but on a detour; none asks before it."""
    cadence = data.draw(worlds.cadences())
    terms = data.draw(worlds.terms)
    now = worlds.START
    enrolled = Enrolled("e1", "anna", "kim", "story", "v1", now)
    e = advance(None, enrolled, cadence, terms, no_holidays, now).enrollment
    for _ in range(data.draw(st.integers(1, 12))):
        fits = sorted(CHANNELS[e.next.channel].outcomes & (SILENT | {Outcome.DONE})) if e.next.role is Role.STEP else []
        if not fits:
            break
        now = max(now, e.next.due)
        before = e
        e = advance(
            e, Answered(Answer(data.draw(st.sampled_from(fits))), now), cadence, terms, no_holidays, now
        ).enrollment
        if e.next.role is Role.DIAGNOSE:
            assert e.silences >= cadence.silence_after
        elif e.next.role is Role.STEP and e.next.home is None and e.silences > before.silences:
            assert e.silences < cadence.silence_after
