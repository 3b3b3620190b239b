"""The walk through a cadence: it says what the machine does, and proves what it claims."""

import itertools
from datetime import UTC, datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.channels import CHANNELS
from cadences.delays import NOTHING
from cadences.enrollment import Active, Enrollment, Touch
from cadences.files import read_file
from cadences.flow import END, At, Flow
from cadences.machine.retries import lead_after
from cadences.moments import instant
from cadences.outcomes import Channel, Outcome
from cadences.reasons import Reason
from cadences.walks import reachable, rounds

NOW = instant(datetime(2026, 11, 23, 9, tzinfo=UTC))
MANY = 5000
"""More tries than any step has, more rounds than any ladder has rungs."""

HELD = {
    Outcome.CALLBACK,
    Outcome.NOT_NOW,
    Outcome.REPLIED,
    Outcome.NO_SHOW,
    Outcome.WRONG_NUMBER,
    Outcome.BOUNCED,
    Outcome.MISSING,
}
"""Outcomes after which klart's own steps or the contact's words come first."""

WAITS = st.sampled_from(["0", "0 days", "1 hour", "1 business day", "1 week"])
LADDERS = st.lists(WAITS, min_size=1, max_size=3).map(lambda rungs: f"[{', '.join(rungs)}]")


@st.composite
def cadences(draw):
    channels = draw(st.lists(st.sampled_from(["call", "email", "task", "prepare", "visit"]), min_size=1, max_size=4))
    lines = ["cadence: x", "steps:"]
    for at, channel in enumerate(channels):
        lines.append(f"  - {channel}: s{at}")
        if draw(st.booleans()):
            lines.append(f"    wait: {draw(WAITS)}")
        if draw(st.booleans()):
            times = draw(st.sampled_from(["times: 1, ", "times: 3, ", "times: unlimited, ", ""]))
            after = draw(st.sampled_from(["", ", after: [skipped]"]))
            lines.append(f"    retry: {{{times}wait: {draw(LADDERS)}{after}}}")
        outcomes = sorted(CHANNELS[Channel(channel)].outcomes)
        targets = st.sampled_from(["next", "retry", "then", *(f"s{step}" for step in range(len(channels)))])
        leads = draw(st.dictionaries(st.sampled_from(outcomes), targets, max_size=3))
        if leads:
            lines.append(f"    on: {{{', '.join(f'{outcome}: {target}' for outcome, target in leads.items())}}}")
    then = draw(st.sampled_from(["", "end", *(f"s{step}" for step in range(len(channels)))]))
    if then:
        lines.append("then: end" if then == "end" else f"then: {{repeat: {then}, wait: {draw(LADDERS)}}}")
    return "\n".join([*lines, ""])


def flow_of(text):
    from cadences.draft import read_draft
    from cadences.source import read_source

    draft, findings = read_draft(read_source(text, "x.yaml"))
    assert findings == ()
    return Flow(draft.cadence, ends=draft.ends)


def codes(text):
    return {finding.code for finding in read_file(text, "x.yaml").findings}


@given(cadences())
def test_the_ways_of_the_graph_are_those_of_the_machine_when_all_tries_are_used_up(text):
    cadence = read_file(text.replace("then: end\n", ""), "x.yaml").cadence
    assume(cadence is not None)
    flow = flow_of(text.replace("then: end\n", ""))
    used = dict.fromkeys(flow.steps, MANY)
    for at, ways in flow.ways.items():
        step, found = flow.steps[at.step], set()
        for outcome in CHANNELS[step.channel].outcomes:
            if outcome in HELD and outcome not in step.on and not (step.retry.until_clear and not at.rounds):
                continue
            touch = Touch(
                1, step.id, step.channel, MANY, NOW, 10, NOW, Reason("first-step"), round=MANY if at.rounds else 0
            )
            enrollment = Enrollment("e", "c", "r", "x", "v", NOW, Active(), touch, tries=used, rounds=MANY)
            lead = lead_after(cadence, enrollment, touch, outcome)
            found.add((lead.step, bool(lead.round), lead.wait))
        assert found == {(way.end.step, way.end.rounds, way.wait) for way in ways}


@given(cadences())
def test_without_k201_the_contact_can_always_be_reached_again(text):
    flow = flow_of(text)
    fine = all(
        at != END
        and any(
            end != END and flow.steps[end.step].reaches
            for end in reachable([at], lambda a: [w.end for w in flow.ways[a]])
        )
        for at in flow.ways
    )
    assert ("K201" not in codes(text)) == (fine and "then: end" not in text)


@given(cadences())
def test_k202_names_the_steps_that_no_walk_meets(text):
    flow = flow_of(text)
    findings = [finding for finding in read_file(text, "x.yaml").findings if finding.code == "K202"]
    assert len(findings) == len(flow.steps) - len({at.step for at in flow.ways if at != END})


@given(cadences())
def test_without_k203_every_walk_waits_within_as_many_moves_as_there_are_states(text):
    assume("K203" not in codes(text))
    flow = flow_of(text)
    at_once = {at: [way.end for way in ways if way.wait == NOTHING] for at, ways in flow.ways.items()}
    for start in flow.ways:
        front = {start}
        for _ in range(len(flow.ways)):
            front = set(itertools.chain.from_iterable(at_once[at] for at in front))
        assert not front


@given(cadences())
def test_with_k203_there_is_a_walk_that_never_waits(text):
    assume("K203" in codes(text))
    flow = flow_of(text)
    at_once = {at: [way.end for way in ways if way.wait == NOTHING] for at, ways in flow.ways.items()}
    assert any(at in reachable(at_once[at], at_once.__getitem__) for at in flow.ways)


@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), max_size=8))
def test_rounds_are_what_can_be_walked_there_and_back(numbers):
    ways = {At(str(n)): [At(str(end)) for end in numbers.get(n, ())] for n in range(8)}
    onwards = {at: reachable(ends, ways.__getitem__) for at, ends in ways.items()}
    found = rounds(ways)
    assert sorted(at for together in found for at in together) == sorted(at for at in ways if at in onwards[at])
    for together in found:
        for one, other in itertools.product(together, together):
            assert other in onwards[one]


def test_a_number_of_tries_costs_nothing():
    text = "cadence: x\nsteps:\n  - call: s\n    retry: {times: 1000, wait: [0, 1 hour]}\n"
    assert set(flow_of(text).ways) == {At("s"), At("s", rounds=True)}
    assert codes(text) == set()


def test_a_ladder_that_waits_at_last_may_begin_with_nothing():
    text = "cadence: x\nsteps:\n  - task: s\n  - call: t\n    wait: 0\n    on: {talked: s}\n"
    assert codes(text) == {"K203"}
    text = text.replace("talked: s", "talked: then") + "then: {repeat: t, wait: [0, 1 week]}\n"
    assert codes(text) == set()
    assert codes(text.replace("[0, 1 week]", "[1 week, 0]")) == {"K203"}
