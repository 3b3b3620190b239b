"""Promises and what gives way to them, told in examples on real days of 2026 and 2027."""

from dataclasses import replace
from datetime import date

from cadences.cadence import Limits
from cadences.outcomes import Channel
from cadences.promises import When, WhenKind
from cadences.windows import Window
from tests.cadences.planner.examples import (
    AFTER_FIVE,
    BOB,
    REP,
    STOCKHOLM,
    ask,
    at,
    codes,
    conflicts,
    exactly,
    on,
    place,
    said,
    span,
    stands,
)


# --- promises -----------------------------------------------------------------------------------------------------
def test_after_five_beats_windows_and_hours():
    result = place(ask(promises=(AFTER_FIVE,)))
    assert stands(result) == "Mon 23 Nov 17:00"
    assert codes(result)[0] == "promised"
    assert not conflicts(result)


def test_after_five_in_new_york_for_a_rep_in_stockholm():
    result = place(ask(contact=BOB, promises=(AFTER_FIVE,)))
    assert stands(result) == "Mon 23 Nov 19:50"
    assert conflicts(result) == ["conflict-promise", "cannot-latest"]


def test_away_on_the_promised_tuesday():
    rep = replace(REP, absences=(span("2026-11-24T00:00", "2026-11-25T00:00"),))
    result = place(ask(promises=(exactly("2026-11-24T14:30"),)), rep=rep)
    assert stands(result) == "Wed 25 Nov 14:30"
    assert conflicts(result) == ["conflict-promise", "cannot-absent"]


def test_away_on_the_promised_tuesday_and_taken_on_wednesday():
    rep = replace(REP, absences=(span("2026-11-24T00:00", "2026-11-25T00:00"),))
    busy = (span("2026-11-25T14:00", "2026-11-25T14:55"),)
    assert stands(place(ask(promises=(exactly("2026-11-24T14:30"),)), rep=rep, busy=busy)) == "Wed 25 Nov 14:55"


def test_older_promises_hold_again_where_an_exact_time_cannot_be_kept():
    rep = replace(REP, absences=(span("2026-11-24T00:00", "2026-11-25T00:00"),))
    never_wednesdays = said(When(WhenKind.STANDING, not_days=frozenset({3})), at("2026-11-20T09:00"))
    tuesday = exactly("2026-11-24T14:30")
    result = place(ask(promises=(never_wednesdays, tuesday)), rep=rep)
    assert stands(result) == "Thu 26 Nov 14:30"
    assert conflicts(result) == ["conflict-promise", "cannot-absent"]
    late = place(ask(promises=(said(AFTER_FIVE.when, at("2026-11-20T09:00")), tuesday)), rep=rep)
    assert stands(late) == "Wed 25 Nov 17:00"
    kept = place(ask(promises=(never_wednesdays, exactly("2026-11-25T14:30"))))
    assert stands(kept) == "Wed 25 Nov 14:30"
    assert not conflicts(kept), "what was said later and to the minute excuses it"


def test_never_before_an_exact_time():
    rep = replace(REP, absences=(span("2026-11-24T14:00", "2026-11-24T15:00"),))
    assert stands(place(ask(promises=(exactly("2026-11-24T14:30"),)), rep=rep)) == "Tue 24 Nov 15:00"


def test_an_exact_time_is_kept_to_the_minute_even_within_the_lead():
    assert stands(place(ask(promises=(exactly("2026-11-23T08:07"),)))) == "Mon 23 Nov 08:07"


def test_what_is_hurried_has_no_lead_and_stays_where_it_is_placed():
    soon = ask(hurried=True, due=at("2026-11-23T10:02"))
    placed = place(soon, now=at("2026-11-23T10:02"))
    assert stands(placed) == "Mon 23 Nov 10:05"
    again = replace(soon, placed=placed.placements[0].span)
    assert stands(place(again, now=at("2026-11-23T10:04"))) == "Mon 23 Nov 10:05"
    assert stands(place(replace(soon, hurried=False), now=at("2026-11-23T10:02"))) == "Mon 23 Nov 10:20"


def test_an_exact_time_outside_the_reps_day_is_kept_and_shown():
    result = place(ask(contact=BOB, promises=(exactly("2026-11-24T17:00"),)))
    assert stands(result) == "Tue 24 Nov 23:00"
    assert conflicts(result) == ["conflict-hours"]


def test_an_exact_time_stays_on_top_of_a_meeting():
    meeting = (span("2026-11-24T14:00", "2026-11-24T15:00"),)
    result = place(ask(promises=(exactly("2026-11-24T14:30"),)), busy=meeting)
    assert stands(result) == "Tue 24 Nov 14:30"
    assert conflicts(result) == ["conflict-busy"]


def test_of_two_exact_times_the_older_keeps_its_minute():
    older = ask("new", promises=(exactly("2026-11-24T14:30", at("2026-11-20T10:00")),))
    newer = ask("old", BOB, promises=(said(replace(exactly("2026-11-24T14:30").when, tz=STOCKHOLM)),))
    result = place(newer, older)
    assert stands(result, 1) == "Tue 24 Nov 14:30"
    assert stands(result, 0) == "Tue 24 Nov 14:40"


def test_an_exact_time_on_a_saturday_overrides_the_weekend():
    assert stands(place(ask(promises=(exactly("2026-11-28T10:00"),)))) == "Sat 28 Nov 10:00"


def test_a_named_saturday_overrides_the_weekend():
    result = place(ask(promises=(on("2026-11-28"),)))
    assert stands(result) == "Sat 28 Nov 09:00"
    assert not conflicts(result)


def test_saturdays_only_overrides_every_weekend():
    result = place(ask(promises=(said(When(WhenKind.STANDING, days=frozenset({6}), windows=((600, 720),))),)))
    assert stands(result) == "Sat 28 Nov 10:00"


def test_not_before_a_saturday_means_the_monday():
    promise = said(When(WhenKind.ONE_OFF, not_before=date(2026, 11, 28)))
    assert stands(place(ask(promises=(promise,)))) == "Mon 30 Nov 09:00"


def test_a_promised_holiday_is_not_kept():
    result = place(ask(promises=(on("2026-12-24"),)), now=at("2026-12-21T08:00"))
    assert stands(result) == "Mon 28 Dec 09:00"
    assert conflicts(result) == ["conflict-promise", "cannot-holiday"]


def test_not_on_fridays():
    promise = said(When(WhenKind.STANDING, not_days=frozenset({5})))
    assert stands(place(ask(due=at("2026-11-27T00:00"), promises=(promise,)))) == "Mon 30 Nov 09:00"


def test_hours_do_not_bind_mail_but_dates_do():
    assert stands(place(ask(channel=Channel.EMAIL, promises=(AFTER_FIVE,)))) == "Mon 23 Nov 09:00"
    march = said(When(WhenKind.ONE_OFF, not_before=date(2027, 3, 1)))
    assert stands(place(ask(channel=Channel.EMAIL, promises=(march,)))) == "Mon 01 Mar 09:00"


def test_the_reps_own_promise_binds_a_task():
    friday = said(on("2026-11-27").when, by_rep=True)
    result = place(ask(channel=Channel.TASK, windows=(), promises=(friday,)))
    assert stands(result) == "Fri 27 Nov 08:00"
    assert codes(result)[0] == "own-promise"


def test_a_newer_promise_holds_where_two_name_the_same():
    lunch = said(When(WhenKind.STANDING, windows=((690, 780),)), at("2026-11-23T08:30"))
    result = place(ask(promises=(AFTER_FIVE, lunch)))
    assert stands(result) == "Mon 23 Nov 11:30"
    promised = next(reason for reason in result.placements[0].reasons if reason.code == "promised")
    assert promised.args[-1] == "windows=690-780"
    assert codes(result).count("promised") == 1


def test_a_promised_day_that_is_past_is_kept_as_soon_as_may_be():
    result = place(ask(promises=(on("2026-11-20"),)))
    assert stands(result) == "Mon 23 Nov 09:00" or stands(result) == "Mon 23 Nov 08:15"
    assert conflicts(result)[:2] == ["conflict-promise", "cannot-passed"]


def test_a_promised_day_in_an_absence_has_not_passed():
    rep = replace(REP, absences=(span("2026-11-23T00:00", "2026-11-28T00:00"),))
    result = place(ask(promises=(on("2026-11-27", ((840, None),)),)), rep=rep)
    assert conflicts(result)[:2] == ["conflict-promise", "cannot-absent"]
    assert result.placements[0].conflicts[1].args == ("2026-11-27",)


def test_nobody_is_called_away_for_a_promise_of_weekends_alone():
    weekends = said(When(WhenKind.STANDING, not_days=frozenset(range(1, 6))))
    assert conflicts(place(ask(promises=(weekends,)))) == ["conflict-promise"]


def test_a_weeks_windows_in_the_rare_week_between_two_clock_changes_are_not_waited_for():
    """14:00 in New York is 20:00 in Stockholm but for some weeks of March: nobody waits for those."""
    promise = said(When(WhenKind.STANDING, windows=((840, None),)))
    result = place(ask(contact=BOB, promises=(promise,)))
    assert stands(result) == "Mon 23 Nov 19:50"


# --- giving up ----------------------------------------------------------------------------------------------------
def test_windows_that_never_meet_the_reps_hours_are_given_up_first():
    result = place(ask(windows=(Window.parse("Sat 10:00-12:00"),)))
    assert stands(result) == "Mon 23 Nov 08:15"
    assert conflicts(result) == ["conflict-windows"]


def test_a_rep_without_hours():
    result = place(ask(), rep=replace(REP, hours=()))
    assert stands(result) == "Mon 23 Nov 09:00"
    assert conflicts(result) == ["conflict-hours"]


def test_limits_of_nought_are_given_up_last():
    result = place(ask(limits=Limits(touches_per_contact_per_day=0)))
    assert stands(result) == "Mon 23 Nov 09:00"
    assert conflicts(result) == ["conflict-limit-day"]


def test_a_rep_who_is_always_busy_gets_a_conflict_and_no_loop():
    result = place(ask(), busy=(span("2026-01-01T00:00", "2199-01-01T00:00"),))
    assert stands(result) == "Mon 23 Nov 08:15"
    assert conflicts(result)[0] == "conflict-nothing-fits"


def test_a_rep_away_for_two_years():
    rep = replace(REP, absences=(span("2026-11-01T00:00", "2028-11-01T00:00"),))
    result = place(ask(), rep=rep)
    assert result.placements[0].span.start == at("2028-11-01T09:00")
    assert not conflicts(result)


def test_a_touch_longer_than_any_window():
    result = place(ask(takes=9 * 60))
    assert conflicts(result) == ["conflict-windows"]
    result = place(ask(takes=25 * 60))
    assert conflicts(result)[0] == "conflict-nothing-fits"
