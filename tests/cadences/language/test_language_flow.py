"""The walk through a cadence proves what it claims."""

import itertools
import re

from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.proofs.flow import BACK, END, At, Where
from cadences.proofs.walks import reachable, rounds, shortest
from cadences.reading.files import read_file
from tests.cadences.language.flows import cadences, codes, flow_of


# --- what is proved -------------------------------------------------------------------------------------------------
def onwards(flow):
    """Where ways lead that are there for ever: what follows silences is not, where nobody is touched any more."""
    sure = {at: [way for way in ways if way.lasts or way.said is None] for at, ways in flow.ways.items()}
    return {at: [way.end for way in ways if way.end != BACK] for at, ways in sure.items()}


def hurried(flow):
    return {at: [way.end for way in ways if way.at_once and way.end != BACK] for at, ways in flow.ways.items()}


@given(cadences())
def test_without_k201_the_contact_can_always_be_reached_again(text):
    flow = flow_of(text)
    ends = onwards(flow)
    touching = {at for at in flow.ways if at != END and flow.steps[at.step].reaches}
    fine = END not in flow.ways and all(
        at in flow.returning or touching & reachable([at], ends.get) for at in flow.ways
    )
    assert ("K201" not in codes(text)) == (fine and "then: end" not in text and repeats_what_reaches(flow))


def repeats_what_reaches(flow):
    """Whether what `then` repeats reaches the contact; another step would do only where its `on` leads to one."""
    then = flow.cadence.then
    return then is None or flow.steps[then.repeat].reaches


@given(cadences())
def test_k202_names_the_steps_that_no_walk_meets(text):
    flow = flow_of(text)
    findings = [finding for finding in read_file(text, "x.yaml").findings if finding.code == "K202"]
    assert len(findings) == len(flow.steps) - len({at.step for at in flow.ways if at != END})


@given(cadences())
def test_without_k203_every_walk_waits_within_as_many_moves_as_there_are_places(text):
    assume("K203" not in codes(text))
    flow = flow_of(text)
    at_once = hurried(flow)
    for start in flow.ways:
        front = {start}
        for _ in range(len(flow.ways)):
            front = set(itertools.chain.from_iterable(at_once[at] for at in front))
        assert not front


@given(cadences())
def test_with_k203_there_is_a_walk_that_never_waits(text):
    assume("K203" in codes(text))
    at_once = hurried(flow_of(text))
    assert any(at in reachable(at_once[at], at_once.__getitem__) for at in at_once)


@given(cadences())
def test_the_story_of_k201_is_a_walk_that_ends_in_the_sand(text):
    told = [finding for finding in read_file(text, "x.yaml").findings if finding.code == "K201"]
    flow = flow_of(text)
    for finding in told:
        assert finding.story or (END not in flow.ways and ("then: end" in text or not repeats_what_reaches(flow)))
        for line in finding.story[:-1]:
            assert re.match(r" *((day \d+|days \d+ to \d+|later), [sd]\d: |(\d+ touch|what is missing))", line), line
        assert not finding.story or finding.story[-1].startswith("then ")


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
    assert set(flow_of(text).ways) == {At("s"), At("s", Where.ROUND)}
    assert not codes(text) & {"K201", "K202", "K203"}


def test_a_ladder_that_waits_at_last_may_begin_with_nothing():
    text = "cadence: x\nsteps:\n  - task: s\n  - call: t\n    wait: 0\n    on: {talked: s}\n"
    assert "K203" in codes(text)
    text = text.replace("talked: s", "talked: then") + "then: {repeat: t, wait: [0, 1 week]}\n"
    assert "K203" not in codes(text)
    assert "K203" in codes(text.replace("[0, 1 week]", "[1 week, 0]"))


@given(st.dictionaries(st.integers(0, 7), st.lists(st.tuples(st.integers(0, 7), st.integers(1, 3)), max_size=4)))
def test_the_shortest_walk_is_as_short_as_any(numbers):
    ways = {at: [((at, end, cost), end, cost) for end, cost in numbers.get(at, ())] for at in range(8)}
    walk = shortest([0], {7}, ways.__getitem__)
    costs = {0: 0}
    for _ in range(8):
        for at, cost in list(costs.items()):
            for _, end, price in ways[at]:
                costs[end] = min(cost + price, costs.get(end, cost + price))
    assert [start for start, _, _ in walk] == [0, *(end for _, end, _ in walk[:-1])][: len(walk)]
    assert sum(cost for _, _, cost in walk) == costs.get(7, 0)


# --- stories ---------------------------------------------------------------------------------------------------------
def story_of(text):
    (finding,) = [finding for finding in read_file(text, "x.yaml").findings if finding.code == "K201"]
    return list(finding.story)


def test_the_story_counts_tries_days_and_weekends():
    assert story_of(
        "cadence: x\nsteps:\n  - prepare: read\n  - call: ring\n    retry: {times: 3, wait: [1 business day, 1 week]}\n"
        "    on: {talked: retry, introduced: retry}\n"
        "  - email: why-us\n    wait: 2 business days\nthen: end\n"
    ) == [
        "day 1, read: done",
        "days 2 to 10, ring: no answer, 3 tries",
        "day 12, why-us: sent, and no reply",
        "then nothing follows, and nobody has said yes or no",
    ]


def test_the_story_goes_by_detours_and_back():
    assert story_of(
        "cadence: x\nsteps:\n  - call: ring\n    retry: until clear answer\n    on: {gatekeeper: look}\n"
        "  - task: stuck\n    on: {done: retry, skipped: retry}\n    retry: {wait: 1 week}\n"
        "detours:\n  - task: look\n    wait: 1 day\n    on: {done: think}\n  - task: think\n    on: {skipped: stuck}\n"
    ) == [
        "day 1, ring: gatekeeper",
        "day 2, look: done",
        "day 2, think: skipped",
        "then stuck, again and again",
    ]


def test_the_story_says_what_was_missing():
    assert story_of(
        "cadence: x\nsteps:\n  - call: ring\n    retry: until clear answer\n"
        "silence: {after: 1 touch, missing: {owner: stuck}}\n"
        "detours:\n  - task: stuck\n    on: {done: stuck, skipped: stuck}\n    wait: 1 day\n"
    ) == [
        "day 1, ring: no answer",
        "  1 touch unanswered, and asked what is missing: owner",
        "then stuck, again and again",
    ]


def test_a_finding_with_a_story_shows_it_below_its_line():
    text = "cadence: x\nsteps:\n  - call: ring\nthen: end\n"
    (finding,) = [finding for finding in read_file(text, "x.yaml").findings if finding.code == "K201"]
    assert finding.render(text).split("\n")[1:] == [
        "    3 |   - call: ring",
        "      |     ^",
        "    day 1, ring: no answer",
        "    then nothing follows, and nobody has said yes or no",
        "  hint: leave `then: end` out: the last step that reaches out is then tried again",
    ]
    assert finding.to_json()["story"] == list(finding.story)
