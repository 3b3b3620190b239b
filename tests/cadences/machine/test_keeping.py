"""Which promises stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cadences.keeping import dimensions, keep, lapsed, live
from cadences.moments import Instant
from cadences.promises import Promise, When, WhenKind
from tests.cadences.machine import worlds
from tests.cadences.machine.saga import at

AFTER_FIVE = When(WhenKind.STANDING, windows=((1020, None),))
BEFORE_TEN = When(WhenKind.STANDING, windows=((None, 600),))
NEVER_FRIDAY = When(WhenKind.STANDING, not_days=frozenset({5}))
NOT_BEFORE_MARCH = When(WhenKind.ONE_OFF, date(2027, 3, 1))
TUESDAY_AFTERNOON = When(WhenKind.ONE_OFF, date(2026, 11, 24), date(2026, 11, 24), ((840, None),))
TUESDAY = When(WhenKind.AT, at=datetime(2026, 11, 24, 14, 30))
WEDNESDAY = When(WhenKind.AT, at=datetime(2026, 11, 25, 10))


def said(when: When, minute: int = 0, enrollment: str | None = None, *, by_rep: bool = False) -> Promise:
    return Promise(when, Instant(at("2026-11-23 10:00") + timedelta(minutes=minute)), "", enrollment, by_rep)


def whens(promises):
    return [promise.when for promise in promises]


def test_a_newer_promise_replaces_an_older_in_the_same_dimension():
    kept, replaced = keep((said(AFTER_FIVE),), said(BEFORE_TEN, 1))
    assert (whens(kept), whens(replaced)) == ([BEFORE_TEN], [AFTER_FIVE])


def test_another_dimension_stands_beside_it():
    kept, replaced = keep((said(AFTER_FIVE),), said(NEVER_FRIDAY, 1))
    assert (whens(kept), replaced) == ([AFTER_FIVE, NEVER_FRIDAY], ())


def test_dates_and_an_exact_time_take_each_others_place():
    assert whens(keep((said(TUESDAY, enrollment="e1"),), said(NOT_BEFORE_MARCH, 1))[1]) == [TUESDAY]
    assert whens(keep((said(NOT_BEFORE_MARCH),), said(TUESDAY, 1, "e1"))[1]) == [NOT_BEFORE_MARCH]
    assert whens(keep((said(TUESDAY, enrollment="e1"),), said(WEDNESDAY, 1, "e1"))[1]) == [TUESDAY]


def test_hours_beside_a_date_fall_with_the_date_and_not_with_other_hours():
    assert whens(keep((said(TUESDAY_AFTERNOON),), said(NOT_BEFORE_MARCH, 1))[1]) == [TUESDAY_AFTERNOON]
    assert keep((said(TUESDAY_AFTERNOON),), said(AFTER_FIVE, 1))[1] == ()


def test_what_binds_one_touch_alone_leaves_what_stands_for_good():
    once = When(WhenKind.ONE_OFF, date(2026, 11, 24), date(2026, 11, 24), ((600, None),))
    assert keep((said(AFTER_FIVE),), said(once, 1))[1] == ()
    assert keep((said(AFTER_FIVE),), said(TUESDAY, 1, "e1"))[1] == ()


def test_exact_times_of_different_enrollments_stand_beside_each_other():
    assert keep((said(TUESDAY, enrollment="e1"),), said(WEDNESDAY, 1, "e2"))[1] == ()


def test_the_reps_own_promise_and_the_contacts_stand_beside_each_other():
    assert keep((said(AFTER_FIVE, by_rep=True),), said(BEFORE_TEN, 1))[1] == ()


def test_an_older_word_written_later_replaces_nothing():
    assert keep((said(AFTER_FIVE, 10),), said(BEFORE_TEN, 0))[1] == ()


def test_a_one_off_and_an_exact_time_lapse_with_the_next_try_that_reached_out():
    promises = (
        said(AFTER_FIVE),
        said(NOT_BEFORE_MARCH),
        said(TUESDAY, enrollment="e1"),
        said(WEDNESDAY, enrollment="e2"),
    )
    over = lapsed(promises, at("2026-11-24 15:00"), "e1")
    assert whens(over) == [NOT_BEFORE_MARCH, TUESDAY]


def test_a_promise_said_in_that_try_does_not_lapse_with_it():
    assert lapsed((said(NOT_BEFORE_MARCH),), at("2026-11-23 10:00"), "e1") == ()


def test_what_holds_as_of_an_instant():
    promises = [said(BEFORE_TEN, 60), said(AFTER_FIVE, 0), said(NEVER_FRIDAY, 30)]
    assert whens(live(promises, at("2026-11-23 10:45"))) == [AFTER_FIVE, NEVER_FRIDAY]
    assert whens(live(promises, at("2026-11-23 11:00"))) == [NEVER_FRIDAY, BEFORE_TEN]


promises = st.builds(
    Promise, worlds.whens, st.integers(0, 9).map(lambda n: Instant(at("2026-11-23 10:00") + timedelta(n))), st.just("")
)


@given(st.lists(promises, max_size=6).map(tuple), promises)
def test_a_new_promise_always_stands_and_nothing_is_lost_unsaid(before, new):
    kept, replaced = keep(before, new)
    assert kept[-1] == new
    assert set(before) <= set(kept) | set(replaced)
    assert not set(kept) & set(replaced)


@given(promises, promises)
def test_the_same_thing_said_anew_takes_the_old_ones_place(old, new):
    anew = Promise(old.when, Instant(old.said_at + timedelta(minutes=1)))
    assert keep((old,), anew) == ((anew,), (old,)) or not dimensions(old.when)
