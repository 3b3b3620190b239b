"""`by`: a touch that stands later than its step allows says so, and why it counts from where it does."""

from __future__ import annotations

from datetime import date

import pytest

from cadences.delays import Delay
from cadences.enrollment import Pin
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from cadences.windows import Window
from tests.cadences.planner.examples import ask, at, conflicts, place, span, stands

DAY = Delay.parse("1 business day")
MINUTES = Delay.parse("5 minutes")
MONDAY = span("2026-11-23T08:00", "2026-11-23T18:00")
FRIDAY = span("2026-11-27T08:00", "2026-11-27T18:00")


def late(*args, busy=()):
    placed = place(*args, busy=busy)
    found = [reason for reason in placed.placements[0].conflicts if reason.code == "conflict-late"]
    return stands(placed), [reason.args for reason in found]


def test_days_end_with_the_day():
    request = ask(by=DAY)
    assert late(request, busy=(MONDAY,)) == ("Tue 24 Nov 09:00", [])
    both = (span("2026-11-23T08:00", "2026-11-24T18:00"),)
    assert late(request, busy=both) == ("Wed 25 Nov 09:00", [("1 business day", "2026-11-24")])
    assert late(ask(by=Delay(0)), busy=(MONDAY,)) == ("Tue 24 Nov 09:00", [("0", "2026-11-23")])


def test_business_days_leave_weekends_out():
    request = ask(by=DAY, due=at("2026-11-27T00:00"))
    assert late(request, busy=(FRIDAY,)) == ("Mon 30 Nov 09:00", [])
    assert late(ask(by=Delay.parse("1 day"), due=at("2026-11-27T00:00")), busy=(FRIDAY,))[1] == [
        ("1 day", "2026-11-28")
    ]


def test_minutes_count_from_the_first_start_that_the_rules_leave():
    night = ask(by=MINUTES, due=at("2026-11-23T22:00"))
    assert late(night) == ("Tue 24 Nov 09:00", [])
    busy = (span("2026-11-24T09:00", "2026-11-24T10:00"),)
    assert late(night, busy=busy) == ("Tue 24 Nov 10:00", [("5 minutes", "2026-11-24T09:05:00+01:00")])


def test_a_window_that_comes_too_late_is_late():
    fridays = ask(by=DAY, windows=(Window.parse("Fri 09:00-17:00"),))
    assert late(fridays) == ("Fri 27 Nov 09:00", [("1 business day", "2026-11-24")])


def test_what_was_asked_for_or_put_there_is_never_late():
    said = Promise(When(WhenKind.ONE_OFF, not_before=date(2026, 12, 3)), at("2026-11-20T09:00"))
    assert late(ask(by=DAY, promises=(said,)))[1] == []
    assert late(ask(by=DAY, pin=Pin(span=span("2026-12-03T10:00", "2026-12-03T10:10"))))[1] == []


@pytest.mark.parametrize("by", [None, Delay.parse("1 week")])
def test_without_by_or_in_time_nothing_is_said(by):
    assert conflicts(place(ask(by=by), busy=(MONDAY,))) == []


def test_it_is_a_reason_with_words():
    from cadences.wording import say

    assert "by Tue 24 Nov" in say(Reason("conflict-late", ("1 business day", "2026-11-24")), "en")
