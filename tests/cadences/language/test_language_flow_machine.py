"""The graph of a cadence and the machine agree: wherever the machine goes there is a way, and no other."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.business import no_holidays
from cadences.cadence import Cadence
from cadences.channels import CHANNELS
from cadences.delays import NOTHING
from cadences.enrollment import Active, Answered, Enrolled, Enrollment, Home, Role, Terms, Touch, Unanswered
from cadences.machine import advance
from cadences.machine.retries import lead_after
from cadences.moments import Instant, instant
from cadences.outcomes import WRITTEN, Answer, Channel, Missing, Outcome
from cadences.proofs.flow import BACK, At, Flow, Where
from cadences.reasons import Reason
from tests.cadences.language.flows import DETOURS, cadences, draft_of, flow_of

NOW = instant(datetime(2026, 11, 23, 9, tzinfo=UTC))
TERMS = Terms("Europe/Stockholm", "Europe/Stockholm", "SE", rep_country="SE")
MANY = 5000
"""More tries than any step has, more rounds than any ladder has rungs."""

HELD = {
    Outcome.CALLBACK,
    Outcome.NOT_NOW,
    Outcome.REPLIED,
    Outcome.NO_SHOW,
    Outcome.WRONG_NUMBER,
    Outcome.BOUNCED,
}
"""Outcomes after which klart's own steps or the contact's words come first."""

MENDED = {Outcome.WRONG_NUMBER, Outcome.BOUNCED}


# --- the graph and the machine ---------------------------------------------------------------------------------------
class Walk:
    """A history of a random enrollment, followed on the graph."""

    def __init__(self, data, cadence: Cadence) -> None:
        self.data, self.cadence, self.flow = data, cadence, Flow(cadence)
        self.now = NOW
        enrolled = Enrolled("e", "anna", "karin", "x", "v", NOW)
        self.enrollment = advance(None, enrolled, cadence, TERMS, no_holidays, NOW).enrollment
        self.before, self.origins = None, set()
        self.stood = {}  # by the number of each step's touch: where the walk was then
        self.asked_for = False
        self.direct = True

    def take(self, fact) -> None:
        self.enrollment = advance(self.enrollment, fact, self.cadence, TERMS, no_holidays, self.now).enrollment

    def go(self) -> None:
        touch = self.enrollment.next
        if touch.role is Role.STEP:
            self.arrive(touch)
        self.now = Instant(max(self.now, touch.due) + timedelta(minutes=1))
        if touch.awaits_reply and self.data.draw(st.booleans()):
            self.take(Unanswered(touch.number, self.now))
            self.direct = False
            if self.enrollment.next.number != touch.number:  # something stands before it: it was never come to
                self.stand_at(touch.number - 1)
                return
        answer = self.answer(touch)
        if answer.outcome is Outcome.REPLIED:
            self.stand_at(self.replied(touch))
        self.take(Answered(answer, self.now))
        self.direct = touch.role is Role.STEP
        self.asked_for = answer.outcome in {Outcome.CALLBACK, Outcome.NOT_NOW}

    def answer(self, touch: Touch) -> Answer:
        if touch.role in {Role.DECIDE, Role.LEARN}:
            return Answer(Outcome.TALKED if touch.role is Role.DECIDE else Outcome.DONE)
        if touch.channel is Channel.DIAGNOSE:
            what = self.data.draw(st.sampled_from([*Missing, None]))
            return Answer(Outcome.SKIPPED) if what is None else Answer(Outcome.MISSING, missing=what)
        assert touch.role is Role.STEP
        step = self.cadence.step(touch.step)
        known = [one for one in sorted(CHANNELS[touch.channel].outcomes) if one not in HELD or one in step.on]
        known = [one for one in known if one not in NAMED | {Outcome.REPLIED}]
        if self.may_reply(touch):
            known.append(Outcome.REPLIED)
        return Answer(self.data.draw(st.sampled_from(known)))

    def arrive(self, touch: Touch) -> None:
        at = place(touch.step, touch.round, touch.home)
        home = touch.home and place(touch.home.step, touch.home.round, None)
        same = self.asked_for and self.before is not None and self.before[1].step == at.step
        if self.before is not None and not same:
            found = list(self.ways(at, home))
            assert found, (self.before, at, home)
            told = touch.reason.args[0] if touch.reason.args else ""
            if self.direct and touch.reason.code in {"wait-after", "then-round", "detour", "detour-missing"}:
                assert told in {str(wait) for pause in found for wait in self.rungs(pause)}
        if at.where is not Where.ASIDE:
            self.origins = {at}
        elif self.before is not None and self.before[1].where is Where.ASIDE:
            self.origins = {self.before[1]} | (self.origins if home == self.before[2] else set())
        self.before = (touch.number, at, home)
        self.stood[touch.number] = self.before, self.origins

    def stand_at(self, number: int) -> None:
        """Go on from where a touch was, or the last one before it that was a step's."""
        self.before, self.origins = self.stood[max(one for one in self.stood if one <= number)]

    def may_reply(self, touch: Touch) -> bool:
        """Whether a reply leads where `on` says. One to a letter on the other side of a detour is no way of the graph.

        It is the contact who makes it, and what was planned then is what a detour leads back to, not what the letter
        left: see `machine.hearing.answer_reply`.
        """
        number = self.replied(touch)
        at = self.stood[number][0][1]
        beside = number != touch.number and (at.where is Where.ASIDE or touch.home is not None)
        return touch.reaches and not beside and Outcome.REPLIED in self.cadence.step(at.step).on

    def replied(self, touch: Touch) -> int:
        """Return the touch that a reply came to: the open one where it is written, else what was written last."""
        if touch.channel in WRITTEN and not touch.awaits_reply:
            return touch.number
        past = [
            one.number
            for one in self.enrollment.past
            if one.outcome is not None and one.role is Role.STEP and one.channel in WRITTEN
        ]
        return max(past, default=touch.number)

    def ways(self, at: At, home):
        """Return the pauses of the ways that lead from where the walk was to a place."""
        _, here, kept = self.before
        for way in self.flow.ways[here]:
            if here.where is Where.ASIDE and way.end == BACK and (at, home) == (kept, None):
                yield from (one.home_pause for left in self.origins for one in self.flow.ways[left] if one.home == kept)
                yield way.pause
            elif way.end == at and (way.home or kept if at.where is Where.ASIDE else None) == home:
                yield way.pause
        if here.where is Where.ASIDE:
            for way in itertools.chain.from_iterable(self.flow.ways[left] for left in self.origins):
                if way.said is not None and (way.end, way.home) == (at, home) and kept in {home, at}:
                    yield way.pause

    def rungs(self, pause):
        """Return all the waits of a ladder, also those that a last rung leaves behind."""
        if pause.key == "retry":
            return self.cadence.step(pause.step).retry.wait
        return self.cadence.repeats.wait if pause.key == "then" else pause.waits


NAMED = {Outcome.INTRODUCED}
"""Outcomes that name a person; they lead on as `talked` does."""


def place(name, round_, home):
    where = Where.ASIDE if home else Where.ROUND if round_ else Where.LINE
    return At(name, where)


@given(st.data())
def test_wherever_the_machine_goes_the_graph_has_a_way(data):
    draft = draft_of(data.draw(cadences(ends=False)))
    assume(any(step.reaches for step in draft.cadence.steps))
    walk = Walk(data, draft.cadence)
    for _ in range(data.draw(st.integers(1, 30))):
        walk.go()


@given(cadences(ends=False))
def test_the_ways_of_the_graph_are_those_of_the_machine_when_all_tries_are_used_up(text):
    draft = draft_of(text)
    cadence = draft.cadence
    assume(any(step.reaches for step in cadence.steps))
    flow = Flow(cadence)
    used = dict.fromkeys(flow.steps, MANY)
    for at, ways in flow.ways.items():
        step, found = flow.steps[at.step], set()
        if step.channel is Channel.DIAGNOSE:
            continue
        for outcome in CHANNELS[step.channel].outcomes - {Outcome.NOT_NOW}:
            if outcome in HELD and outcome not in step.on:
                continue
            home = Home("home", 1, NOTHING) if at.where is Where.ASIDE else None
            round_ = MANY if at.where is Where.ROUND else 0
            touch = Touch(1, step.id, step.channel, MANY, NOW, 10, NOW, Reason("first-step"), round=round_, home=home)
            enrollment = Enrollment("e", "c", "r", "x", "v", NOW, Active(), touch, tries=used, rounds=MANY)
            lead = lead_after(cadence, enrollment, touch, taken_as(step, outcome))
            left = lead.home and (
                lead.home.step if at.where is Where.ASIDE else place(lead.home.step, lead.home.round, None)
            )
            end = BACK if lead.step == "home" else place(lead.step, lead.round, lead.home)
            found.add((end, None if left == "home" else left, None if end == BACK else lead.wait))
        plain = [way for way in ways if way.via is None and way.said is None and way.outcome is not Outcome.NOT_NOW]
        lasting = [way for way in plain if way.lasts or mends(way, step)]
        assert found == {(way.end, way.home, None if way.end == BACK else way.pause.waits[-1]) for way in lasting}


def mends(way, step):
    """Whether a detour mends what a way says: it does not last, and still there is no try that it uses up.

    A `retry` on the same word does: where `times` has an end it is gone as often at most, as any other further try.
    """
    return way.outcome in MENDED and step.on.get(way.outcome) in DETOURS


def taken_as(step, outcome):
    """Return what the machine takes a word as that says something was sent: `on` has it, else it awaits a reply."""
    if step.channel not in WRITTEN or outcome not in {Outcome.DONE, Outcome.SENT} or outcome in step.on:
        return outcome
    return Outcome.SENT if Outcome.SENT in step.on else Outcome.NO_REPLY


def test_a_step_that_helps_on_the_way_back_from_a_detour_has_its_ways_too():
    flow = flow_of(
        "cadence: x\nsteps:\n  - task: s\n    on: {done: then, skipped: d}\n  - call: t\ndetours:\n  - call: d\n"
        "silence: {after: 1, missing: {consequence: s}}\nthen: {repeat: s, wait: [0]}\n"
    )
    assert {way.end for way in flow.ways[At("s", Where.ASIDE)]} == {At("s", Where.ROUND), At("d", Where.ASIDE)}


def test_a_step_that_helps_inside_a_detour_replaces_it():
    flow = flow_of(
        "cadence: x\nsteps:\n  - call: s\n    on: {gatekeeper: d}\n"
        "detours:\n  - diagnose: d\n    on: {missing: d}\n  - task: e\n"
        "silence: {after: 2, missing: {consequence: e}}\n"
    )
    assert {way.home for way in flow.ways[At("d", Where.ASIDE)] if way.end == At("e", Where.ASIDE)} == {None}
