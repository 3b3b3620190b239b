"""Laws of the machine, over random cadences and random histories."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadences.business import no_holidays
from cadences.enrollment import (
    Active,
    Advance,
    Answered,
    By,
    ContactOptedOut,
    Diagnosing,
    Enrolled,
    GiveUp,
    Paused,
    PutOff,
    RefusedError,
    Role,
    Unanswered,
    Undone,
    Waiting,
)
from cadences.machine import Entry, advance, fold
from cadences.machine.advancing import move_of
from cadences.machine.undo import last_act
from cadences.moments import Instant
from cadences.moves import LEADS, name_of, place_of, words_that_fit
from cadences.outcomes import Outcome, Yes
from cadences.reasons import CODES
from tests.cadences.machine import worlds

OPEN = (Active, Waiting, Diagnosing, Paused)
SEEN = (Unanswered, PutOff, ContactOptedOut)
"""What the daemon alone sees; all else a person says."""
PEOPLE = (By.CLI, By.CALENDAR, By.WEB)
ENDS = (Outcome.YES, Outcome.NO, Outcome.OPT_OUT, Outcome.REFERRED)


class Walk:
    """A random history: each step checks every law that one step can break."""

    def __init__(self, data, cadences=None):
        self.data = data
        self.cadence = data.draw(worlds.cadences() if cadences is None else cadences)
        self.terms = data.draw(worlds.terms)
        self.now = worlds.START
        self.log = []
        self.e = None
        self.numbers = set()
        self.refusals = []
        enrolled = Enrolled(
            "e1",
            "anna",
            "kim",
            "story",
            "v1",
            self.now,
            wait=data.draw(st.one_of(st.none(), worlds.waits)),
            landmarks=data.draw(st.dictionaries(st.sampled_from(["meeting", "contract_end", "next_step"]), LANDMARKS)),
            after=data.draw(st.one_of(st.none(), st.none(), st.sampled_from(Yes))),
        )
        self.tell(enrolled, By.CLI)

    def tell(self, fact, by):
        before = self.e
        advanced = self.advance(fact)
        assert advanced == self.advance(fact), "the same input gives the same output"
        if advanced is None:
            return
        self.e = advanced.enrollment
        self.log.append(Entry(len(self.log) + 1, self.now, by, fact, self.terms))
        self.check(before, fact, advanced)

    def advance(self, fact):
        try:
            advanced = advance(self.e, fact, self.cadence, self.terms, no_holidays, self.now)
        except RefusedError as refused:
            self.refusals.append(str(refused))
            return None
        assert isinstance(advanced, Advance)
        return advanced

    def check(self, before, fact, advanced):
        e = advanced.enrollment
        assert isinstance(e.state, OPEN) == (e.next is not None), "open means exactly one next touch"
        assert e.open == (e.next is not None)
        self.check_numbers(before, e)
        self.check_end(before, fact, e)
        self.check_move(before, fact, e)
        self.check_detour(e)
        if e.next is not None:
            assert e.next.reason.code in CODES
            assert all(isinstance(arg, str) and type(arg) is str for arg in e.next.reason.args)
            known = self.cadence.step(e.next.step) is not None
            if e.next.role is not Role.REPLY:  # which goes by the step that was replied to, whatever is left after it
                assert (e.next.role is Role.STEP) == (known and e.next.back_to is None)
        for effect in advanced.effects:
            assert getattr(effect, "code", "first-step") in CODES

    def check_detour(self, e):
        """What lies on a detour, and that alone, knows the one place to go back to: on the main line."""
        if e.next is None:
            return
        under = e.next.step if e.next.role is Role.STEP else e.next.back_to
        if under is not None and self.cadence.is_detour(under):
            assert e.next.home is not None, "a detour leads back"
        if e.next.home is not None:
            assert e.next.home.step is None or not self.cadence.is_detour(e.next.home.step), "one return point"
            assert e.next.round == 0, "no round of then lies on a detour"

    def check_numbers(self, before, e):
        known = before.last_number if before else 0
        assert e.last_number >= known, "numbers count up"
        used = [past.number for past in e.past]
        assert used == sorted(set(used)), "each number once, in order"
        if e.next is not None:
            assert e.next.number not in used
            assert e.next.number <= e.last_number
            if before is None or before.next is None or before.next.number != e.next.number:
                assert e.next.number not in self.numbers, "a number never comes twice"
            self.numbers.add(e.next.number)

    @staticmethod
    def check_end(before, fact, e):
        if e.open:
            return
        if before is not None and not before.open:
            assert e.state == before.state, "what is closed stays as it is"
            return
        ended = isinstance(fact, Answered) and fact.answer.outcome in ENDS
        assert ended or isinstance(fact, GiveUp | ContactOptedOut), "only a clear answer ends it, or a person"

    @staticmethod
    def check_move(before, fact, e):
        """What the table says of a first word is where it leads."""
        if before is None or not before.open or not isinstance(fact, Answered):
            return
        if fact.touch in {None, before.next.number}:
            leads = LEADS[move_of(before, fact)] | {name_of(before.state)}
            assert name_of(e.state) in leads, (move_of(before, fact), name_of(e.state))

    def step(self):
        self.now = Instant(self.now + timedelta(hours=self.data.draw(st.sampled_from([0, 1, 20, 100, 1000, 9000]))))
        number = self.e.next.number if self.e.next else None
        ways = worlds.facts(self.now, self.e.last_number, number)
        if self.e.next is not None:
            fits = worlds.fitting(words_that_fit(place_of(self.e)), self.now)
            ways = st.one_of(fits, fits, fits, ways)
        fact = self.data.draw(ways)
        self.tell(fact, By.DAEMON if isinstance(fact, SEEN) else self.data.draw(st.sampled_from(PEOPLE)))

    def undo(self):
        try:
            entry = last_act(self.log)
        except RefusedError:
            return
        self.log.append(Entry(len(self.log) + 1, self.now, By.CLI, Undone(entry.seq, self.e.last_number), self.terms))
        before, self.e = self.e, self.folded()
        assert self.e.last_number == before.last_number
        if self.e.next is not None:
            self.numbers.add(self.e.next.number)

    def folded(self):
        return fold(self.log, lambda _: self.cadence, no_holidays)


LANDMARKS = st.sampled_from(["2027-03-01", "2020-01-01", "2026-12-01T14:30:00+01:00", "soon"])


@given(st.data())
@settings(max_examples=80)
def test_every_history_keeps_the_laws(data):
    walk = Walk(data)
    for _ in range(data.draw(st.integers(1, 25))):
        walk.step()
    assert walk.folded() == walk.e, "the fold of the log is the state"
    assert all(said and "\n" not in said for said in walk.refusals), "one sentence each"


@given(st.data())
@settings(max_examples=60)
def test_every_history_that_lies_on_detours_keeps_the_laws(data):
    walk = Walk(data, worlds.detouring())
    for _ in range(data.draw(st.integers(5, 20))):
        if data.draw(st.integers(0, 5)):
            walk.step()
        else:
            walk.undo()
    assert walk.folded() == walk.e


@given(st.data())
@settings(max_examples=50)
def test_undo_keeps_numbers_and_the_fold(data):
    walk = Walk(data)
    for _ in range(data.draw(st.integers(1, 12))):
        if data.draw(st.integers(0, 3)):
            walk.step()
        else:
            walk.undo()
        assert walk.folded() == walk.e


@given(st.data())
def test_an_undone_act_leaves_the_state_as_it_was_but_for_numbers(data):
    walk = Walk(data)
    for _ in range(data.draw(st.integers(1, 6))):
        walk.step()
    before, acts = walk.e, len(walk.log)
    walk.tell(Answered(data.draw(worlds.answers), walk.now), By.CLI)
    if len(walk.log) > acts:
        made = walk.e.last_number
        walk.undo()
        assert walk.e == type(before)(**{**_fields(before), "last_number": made})


def _fields(enrollment):
    return {name: getattr(enrollment, name) for name in enrollment.__slots__}


@given(st.data())
def test_nobody_enrolled_takes_nothing_but_enrolling(data):
    cadence, terms = data.draw(worlds.cadences()), data.draw(worlds.terms)
    fact = data.draw(worlds.facts(worlds.START, 1, 1))
    with pytest.raises(RefusedError, match="enrol first"):
        advance(None, fact, cadence, terms, no_holidays, worlds.START)
