"""Every place of a line of four steps, and every way to leave some of them out: where somebody stands then."""

from datetime import timedelta
from itertools import chain, combinations

import pytest

from cadences.business import no_holidays
from cadences.cadence import Cadence, Step
from cadences.delays import Delay, Unit
from cadences.enrollment import Answered, Enrolled, Terms
from cadences.machine import advance
from cadences.machine.migration import migrated
from cadences.moments import Instant
from cadences.outcomes import Answer, Channel, Outcome
from tests.cadences.machine.worlds import START

LINE = ("one", "two", "three", "four")
TERMS = Terms("Europe/Stockholm", "Europe/Stockholm", "SE", rep_country="SE")


def cadence(version, *names):
    day = Delay(1, Unit.BUSINESS_DAY)
    return Cadence("story", {}, tuple(Step(name, Channel.CALL, day, 10) for name in names), version, "w")


def standing(at):
    """Return an enrollment that stands at a step of the line, all before it done."""
    old, now = cadence("v1", *LINE), START
    e = advance(None, Enrolled("e1", "anna", "kim", "story", "v1", now), old, TERMS, no_holidays, now).enrollment
    while e.next.step != at:
        now = Instant(now + timedelta(days=1))
        e = advance(e, Answered(Answer(Outcome.TALKED), now), old, TERMS, no_holidays, now).enrollment
    return e, old, now


def went(e, old, new, now):
    return advance(e, migrated(e, old, new), new, TERMS, no_holidays, now).enrollment


@pytest.mark.parametrize("at", LINE)
@pytest.mark.parametrize("left", list(chain.from_iterable(combinations(LINE, n) for n in range(1, 5))))
def test_the_nearest_that_follows_else_what_comes_after_the_nearest_before(at, left):
    e, old, now = standing(at)
    touch = went(e, old, cadence("v2", *left), now).next
    following = [name for name in LINE[LINE.index(at) :] if name in left]
    if following:
        assert (touch.step, touch.attempt, touch.round) == (following[0], 1, 0)
        assert (touch.number == e.next.number) == (following[0] == at)
    else:
        assert (touch.step, touch.attempt, touch.round) == (left[-1], 2, 1), "all is done: a round of then"


@pytest.mark.parametrize("at", LINE[1:])
def test_what_is_new_behind_the_nearest_before_is_next_where_nothing_follows(at):
    e, old, now = standing(at)
    assert went(e, old, cadence("v2", "one", "fresh"), now).next.step == "fresh"
    assert went(e, old, cadence("v2", "fresh", "one"), now).next.round == 1, "what stands before it is not gone back to"


@pytest.mark.parametrize("at", LINE)
def test_in_a_line_of_other_steps_only_who_stood_at_the_beginning_begins(at):
    e, old, now = standing(at)
    touch = went(e, old, cadence("v2", "a", "b"), now).next
    assert (touch.step, touch.round) == (("a", 0) if at == "one" else ("b", 1))
