"""Two years of random answers through every shipped cadence and what it starts: no way ends without a clear answer."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.business import no_holidays
from cadences.effects import StartChain
from cadences.enrollment import (
    Answered,
    Deleted,
    Enrolled,
    Lost,
    OptedOut,
    PutOff,
    Referred,
    RefusedError,
    Terms,
    Unanswered,
    Won,
)
from cadences.machine import advance
from cadences.moments import Instant
from cadences.moves import place_of_touch, words_that_fit
from cadences.outcomes import CLEAR, NO_REASONS, Answer, Missing, Outcome, Person, Yes
from cadences.promises import When, WhenKind
from tests.cadences.library.shelf import SHELF, TEN

START = Instant(datetime(2026, 11, 23, 8, tzinfo=UTC))
END = Instant(START + timedelta(days=730))
TERMS = Terms("Europe/Stockholm", "Europe/Stockholm", "SE", None, "SE", None, has_email=False)
EVA = Person("Eva Ek", phone="070-123 45 67")
MOST_TOUCHES = 300
"""A contact who says something every day needs no more to have said everything."""


class Walk:
    """One contact's way through a cadence and all that it starts, driven by a row of numbers."""

    def __init__(self, name: str, choices: list[int], *, quiet: bool) -> None:
        self.now = START
        self.choices = choices
        self.quiet = quiet
        self.said = 0
        self.ends: list[object] = []
        self.visited: Counter[str] = Counter()
        self.enrol(StartChain(name, None, START))

    def enrol(self, chain: StartChain) -> None:
        self.cadence = SHELF[chain.cadence]
        fact = Enrolled(
            "e1",
            "anna",
            "karin",
            chain.cadence,
            self.cadence.version,
            chain.since,
            wait=chain.wait,
            landmarks=chain.landmarks,
            after=chain.after,
        )
        self.e = advance(None, fact, self.cadence, TERMS, no_holidays, self.now).enrollment

    def pick(self, most: int) -> int:
        self.said += 1
        return self.choices[self.said % len(self.choices)] * (self.said + 7) % most

    def go(self) -> None:
        while self.now < END and self.visited.total() < MOST_TOUCHES:
            if self.e.next is None:
                self.ends.append(self.e.state)
                return
            self.step()

    def step(self) -> None:
        touch = self.e.next
        self.visited[touch.step] += 1
        self.now = max(self.now, Instant(touch.due + timedelta(hours=9)))
        for fact in (*self.before(), Answered(self.answer(), self.now), Answered(self.plain(), self.now)):
            try:
                told = advance(self.e, fact, self.cadence, TERMS, no_holidays, self.now)
            except RefusedError:
                continue
            self.e = told.enrollment
            chains = [effect for effect in told.effects if isinstance(effect, StartChain)]
            if not self.e.open:
                self.ends.append(self.e.state)
            for chain in chains:
                self.enrol(chain)
            if isinstance(fact, Answered):
                return

    def before(self):
        """What time and people do to a touch before it is answered."""
        number = self.e.next.number
        if self.pick(11) == 0:
            yield Deleted(number)
        if self.pick(7) == 0:
            yield PutOff(number)
        yield Unanswered(number, self.now)

    def answer(self) -> Answer:
        words = [Outcome(word) for word in words_that_fit(place_of_touch(self.e.next))]
        words = [word for word in words if not self.quiet or word not in CLEAR] or words
        outcome = words[self.pick(len(words))]
        soon = When(WhenKind.ONE_OFF, not_before=(self.now + timedelta(days=1 + self.pick(60))).date())
        return Answer(
            outcome,
            yes=list(Yes)[self.pick(3)] if outcome is Outcome.YES else None,
            reason=NO_REASONS[self.pick(5)] if outcome is Outcome.NO else None,
            missing=list(Missing)[self.pick(6)] if outcome is Outcome.MISSING else None,
            person=EVA if outcome in {Outcome.REFERRED, Outcome.INTRODUCED} else None,
            when=soon if self.pick(3) == 0 and outcome not in {Outcome.DONE, Outcome.SENT} else None,
            phone="070-123 45 67" if outcome is Outcome.DONE else None,
            email="anna@acme.example" if outcome is Outcome.DONE else None,
        )

    def plain(self) -> Answer:
        """An answer that fits wherever the one before did not."""
        return Answer(Outcome.SKIPPED)


choices = st.lists(st.integers(1, 10_000), min_size=1, max_size=40)


@pytest.mark.parametrize("name", TEN)
@given(choices=choices)
def test_no_way_ends_without_a_clear_answer(name, choices):
    walk = Walk(name, choices, quiet=False)
    walk.go()
    assert all(isinstance(end, Won | Lost | OptedOut | Referred) for end in walk.ends)
    assert walk.e.open or walk.ends


@pytest.mark.parametrize("name", TEN)
@given(choices=choices)
def test_where_nobody_gives_a_clear_answer_it_goes_on(name, choices):
    walk = Walk(name, choices, quiet=True)
    walk.go()
    assert walk.ends == []
    assert walk.e.open
    assert walk.e.next is not None


@pytest.mark.parametrize("name", TEN)
def test_two_years_of_silence_are_no_siege(name):
    """Nobody who never answers is touched more than thirty times in two years, after the first quarter once a month."""
    walk = Walk(name, [1], quiet=True)
    reached = []
    while walk.now < END:
        touch = walk.e.next
        walk.now = max(walk.now, Instant(touch.due + timedelta(hours=9)))
        word = {"diagnose": Outcome.MISSING, "prepare": Outcome.DONE, "task": Outcome.DONE, "call": Outcome.NO_ANSWER}
        answer = Answer(word.get(touch.channel.value, Outcome.SENT), missing=Missing.NOTHING, email="anna@acme.example")
        reached += [walk.now] if touch.reaches else []
        walk.e = advance(walk.e, Answered(answer, walk.now), walk.cadence, TERMS, no_holidays, walk.now).enrollment
    later = [when for when in reached if when > START + timedelta(days=91)]
    assert 6 <= len(reached) <= 30, len(reached)
    assert all(after - before >= timedelta(days=13) for before, after in pairwise(later))
