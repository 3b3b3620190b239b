"""Laws of migration: random cadences, random edits of them, random histories before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cadences.business import no_holidays
from cadences.cadence import Retry, Step, Then
from cadences.enrollment import By, Enrolled, Migrated, Paused, RefusedError, Role, Waiting
from cadences.machine import Entry, advance, fold
from cadences.machine.migrating import renamed_tries
from cadences.machine.migration import kept_steps, migrated
from cadences.moments import Instant
from cadences.outcomes import Channel, Missing
from tests.cadences.machine import worlds

FRESH = ("new-1", "new-2", "new-3", "new-4", "new-5", "new-6")


@st.composite
def whole(draw):
    """A cadence in which something reaches out, with detours and what leads to them."""
    cadence = draw(worlds.cadences())
    last = cadence.steps[-1]
    steps = (
        cadence.steps
        if any(step.reaches for step in cadence.steps)
        else (
            *cadence.steps[:-1],
            replace(last, channel=Channel.CALL),
        )
    )
    ways = draw(st.lists(st.sampled_from(["aside", "apart"]), unique=True))
    detours = tuple(Step(id_, Channel.TASK, draw(worlds.delays), 10) for id_ in ways)
    ids = [step.id for step in (*steps, *detours)]
    missing = draw(st.dictionaries(st.sampled_from(Missing), st.sampled_from(ids), max_size=2))
    on = dict.fromkeys(draw(st.sets(st.sampled_from(["no_answer", "gatekeeper"]))), ids[-1])
    steps = (replace(steps[0], on={**steps[0].on, **on}), *steps[1:]) if detours else steps
    return replace(cadence, steps=_sound(steps, ids), detours=detours, missing=missing, then=_then(steps, cadence.then))


def _sound(steps, ids):
    """Leave out what leads to a step that is not there, as `klart check` would have it."""
    known = {*ids, "next", "retry", "then"}
    return tuple(replace(one, on={of: to for of, to in one.on.items() if to in known}) for one in steps)


def _then(steps, then):
    reaching = [step.id for step in steps if step.reaches]
    return then if then is None or then.repeat in reaching else Then(reaching[0], then.wait)


@st.composite
def edited(draw, cadence, version="v2"):
    """The cadence after an author's edits: steps left out, put in, renamed, moved to other times and waits."""
    fresh = iter(FRESH)
    renamed = {}
    steps = []
    for step in cadence.steps:
        what = draw(st.sampled_from(["keep", "keep", "keep", "remove", "rename", "retime", "wait", "insert"]))
        if what == "insert":
            steps.append(Step(next(fresh), draw(st.sampled_from(Channel)), draw(worlds.delays), 10))
        if what == "rename":
            renamed[step.id] = next(fresh)
            step = replace(step, id=renamed[step.id], was=step.id)  # noqa: PLW2901 - the edited one goes on
        if what == "retime":
            step = replace(step, retry=Retry(times=draw(st.integers(1, 3))))  # noqa: PLW2901 - likewise
        if what == "wait":
            step = replace(step, wait=draw(worlds.waits))  # noqa: PLW2901 - likewise
        steps += [] if what == "remove" else [step]
    if not any(step.reaches for step in steps):
        steps.append(Step(next(fresh), Channel.CALL, draw(worlds.delays), 10))
    detours = tuple(one for one in cadence.detours if draw(st.booleans()))
    ids = [step.id for step in (*steps, *detours)]
    steps = [replace(one, on={of: renamed.get(to, to) for of, to in one.on.items()}) for one in steps]
    missing = {what: renamed.get(to, to) for what, to in cadence.missing.items() if renamed.get(to, to) in ids}
    then = None if cadence.then is None else replace(cadence.then, repeat=renamed.get(cadence.then.repeat, ""))
    then = None if then is None or then.repeat not in {one.id for one in steps if one.reaches} else then
    return replace(
        cadence, steps=_sound(tuple(steps), ids), detours=detours, missing=missing, then=then, version=version
    )


class Life:
    """An enrollment's log, over versions."""

    def __init__(self, data, *versions):
        self.data, self.versions = data, {one.version: one for one in versions}
        self.terms, self.now, self.log, self.e = data.draw(worlds.terms), worlds.START, [], None
        self.tell(Enrolled("e1", "anna", "kim", "story", versions[0].version, self.now))

    @property
    def cadence(self):
        return self.versions[self.e.version]

    def tell(self, fact):
        named = fact.version if isinstance(fact, Enrolled | Migrated) else self.e.version
        try:
            after = advance(self.e, fact, self.versions[named], self.terms, no_holidays, self.now).enrollment
        except RefusedError:
            return False
        self.e = after
        self.log.append(Entry(len(self.log) + 1, self.now, By.CLI, fact, self.terms))
        return True

    def walk(self, longest=12):
        for _ in range(self.data.draw(st.integers(0, longest))):
            self.now = Instant(self.now + timedelta(hours=self.data.draw(st.sampled_from([0, 1, 20, 100, 1000]))))
            number = self.e.next.number if self.e.next else None
            self.tell(self.data.draw(worlds.facts(self.now, self.e.last_number, number)))

    def migrate(self, to, *, calm=False):
        fact = migrated(self.e, self.cadence, self.versions[to], calm=calm)
        assert self.tell(fact)
        return fact

    def folded(self):
        return fold(self.log, self.versions.__getitem__, no_holidays)


def lived(data, *versions):
    """Return somebody's life in the first version, still open; or nothing where it has ended."""
    life = Life(data, *versions)
    life.walk()
    return life if life.e.open else None


def pair(data):
    old = data.draw(whole())
    return old, data.draw(edited(old))


@given(st.data())
@settings(max_examples=50)
def test_nobody_is_dropped_and_what_was_said_and_done_stays(data):
    old, new = pair(data)
    life = lived(data, old, new)
    if life is None:
        return
    before = life.e
    life.migrate("v2", calm=data.draw(st.booleans()))
    after = life.e
    assert after.open
    assert after.next is not None
    assert after.version == "v2"
    assert after.past == before.past
    for kept in ("silences", "deletions", "bad_data", "landmarks", "last_contact_at", "rounds", "opened_at"):
        if kept != "rounds":
            assert getattr(after, kept) == getattr(before, kept)
    assert after.rounds in {before.rounds, before.rounds + 1}
    if before.next.round:
        assert after.rounds == before.rounds, "a round of then stays that round"
    assert after.next.pin == before.next.pin
    if before.next.when is not None:
        assert after.next.when == before.next.when, "what was said for this touch holds"
    assert life.folded() == after


@given(st.data())
@settings(max_examples=50)
def test_tries_never_fall(data):
    old, new = pair(data)
    life = lived(data, old, new)
    if life is None:
        return
    before, steps = life.e, kept_steps(old, new)
    life.migrate("v2")
    for id_, tried in before.tries.items():
        assert life.e.tries[steps.get(id_, id_)] == tried
    touch, was = life.e.next, before.next
    there = (steps.get(was.step), was.round)  # where tries are used up, a round of then may be the same step
    if touch.role is Role.STEP and was.role is Role.STEP and (touch.step, touch.round) == there:
        assert touch.attempt == was.attempt, "the same step is the same try"
        assert touch.number == was.number, "and the same touch"


@given(st.data())
@settings(max_examples=80)
def test_nobody_is_sent_back(data):
    old, new = pair(data)
    life = lived(data, old, new)
    if life is None:
        return
    before = life.e
    life.migrate("v2")
    after, first = life.e.next, new.steps[0].id
    if after.role is not Role.STEP or after.round or after.home is not None or after.step != first:
        return
    if before.next.home is not None or before.next.role is not Role.STEP:
        return
    names, line = kept_steps(old, new), [step.id for step in old.steps]
    stood = line.index(before.next.step)
    came_from = [id_ for id_ in line if names.get(id_) == first]
    at_the_beginning = not before.tries and stood == 0
    assert at_the_beginning or (came_from and line.index(came_from[0]) >= stood)


@given(st.data())
@settings(max_examples=50)
def test_what_keeps_its_step_keeps_its_number_and_another_gets_the_next(data):
    old, new = pair(data)
    life = lived(data, old, new)
    if life is None:
        return
    before = life.e
    fact = life.migrate("v2")
    if life.e.next.number == before.next.number:
        assert life.e.last_number == before.last_number
    else:
        assert not fact.stays or life.e.next.role is Role.FIND
        assert life.e.next.number == life.e.last_number == before.last_number + 1


@given(st.data())
@settings(max_examples=50)
def test_a_pause_and_a_wait_that_is_to_come_hold(data):
    old, new = pair(data)
    life = lived(data, old, new)
    if life is None or not isinstance(life.e.state, Paused | Waiting):
        return
    before = life.e
    life.migrate("v2")
    if isinstance(before.state, Waiting) and before.state.until <= life.now:
        return
    if before.next.pin is None and before.next.due > life.now:
        assert life.e.state == before.state
        bound = before.state.until if isinstance(before.state, Waiting) else None
        assert bound is None or life.e.next.due >= bound


@given(st.data())
@settings(max_examples=50)
def test_twice_is_once_and_the_way_goes_on(data):
    old, new = pair(data)
    life = lived(data, old, new)
    if life is None:
        return
    life.migrate("v2")
    once = life.e
    assert life.tell(migrated(once, new, new))
    assert life.e == once
    life.walk(8)
    assert life.folded() == life.e
    assert (life.e.next is not None) == life.e.open


@given(st.data())
@settings(max_examples=50)
def test_there_and_back_is_a_state_that_can_go_on(data):
    old, new = pair(data)
    life = lived(data, old, new)
    if life is None:
        return
    before = life.e
    there = life.migrate("v2")
    life.migrate("v1")
    assert life.e.open
    assert life.e.past == before.past
    assert {id_: life.e.tries[id_] for id_ in before.tries} == dict(before.tries)
    if there.stays and before.next.role is Role.STEP and life.e.next.role is Role.STEP:
        assert life.e.next.step == before.next.step
    touch = life.e.next
    assert touch.role is not Role.STEP or old.step(touch.step) is not None
    life.walk(8)
    assert life.folded() == life.e


@given(st.data())
@settings(max_examples=50)
def test_the_same_cadence_under_another_name_of_its_version_changes_nothing(data):
    old = data.draw(whole())
    life = lived(data, old, replace(old, version="v2"))
    if life is None:
        return
    before = life.e
    life.migrate("v2")
    named = None if before.before is None else replace(before.before, version="v2")
    same = replace(before, version="v2", before=life.e.before and named)
    assert life.e == same


@given(st.data())
def test_each_step_has_one_place_and_each_place_one_step(data):
    old, new = pair(data)
    for was, now in ((old, new), (new, old)):
        steps = kept_steps(was, now)
        assert len(set(steps.values())) == len(steps)
        assert all(was.step(a) is not None and now.step(b) is not None for a, b in steps.items())
        assert set(renamed_tries(dict.fromkeys(steps, 1), steps)) == set(steps.values())
