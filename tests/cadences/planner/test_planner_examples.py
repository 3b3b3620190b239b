"""What the planner does, told in examples: one rule each, on real days of 2026 and 2027."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cadences.cadence import DEFAULT_WINDOWS, Counts, Kind, Limits, Vary
from cadences.enrollment import Pin
from cadences.moments import Instant, Span, instant
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.placement import Occasions, Part, RepWorld, Request, Taken
from cadences.planner import plan
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from cadences.windows import Window
from integrations.holidays_of import Holidays

HOLIDAYS = Holidays().name_of
STOCKHOLM, NEW_YORK = "Europe/Stockholm", "America/New_York"


def at(text, where=STOCKHOLM):
    return instant(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(where)))


MONDAY = at("2026-11-23T08:00")
REP = Rep("sanne", "Sanne Lind", STOCKHOLM, country="SE")
ANNA = Contact("anna", "Anna Berg", STOCKHOLM, country="SE")
BOB = Contact("bob", "Bob Ray", NEW_YORK, country="US")


def ask(key="e", contact=ANNA, **changes):
    request = Request(key, contact, Channel.CALL, 10, MONDAY, Reason("first-step"), DEFAULT_WINDOWS, "cold")
    return replace(request, **changes)


def said(when, since=MONDAY, **more):
    return Promise(when, since, "in their words", **more)


AFTER_FIVE = said(When(WhenKind.STANDING, windows=((1020, None),)))


def exactly(text, since=MONDAY):
    return said(When(WhenKind.AT, at=datetime.fromisoformat(text)), since)


def on(day, hours=()):
    return said(
        When(WhenKind.ONE_OFF, not_before=date.fromisoformat(day), not_after=date.fromisoformat(day), windows=hours)
    )


def place(*requests, rep=REP, now=MONDAY, holiday=HOLIDAYS, **world):
    return plan(RepWorld(rep, **world), requests, holiday, now)


def stands(result, n=0, where=STOCKHOLM):
    return result.placements[n].span.start.astimezone(ZoneInfo(where)).strftime("%a %d %b %H:%M")


def conflicts(result, n=0):
    return [reason.code for reason in result.placements[n].conflicts]


def codes(result, n=0):
    return [reason.code for reason in result.placements[n].reasons]


def span(start, end):
    return Span(at(start), at(end))


# --- first feasible -----------------------------------------------------------------------------------------------
def test_the_first_free_start_in_the_windows():
    assert stands(place(ask())) == "Mon 23 Nov 09:00"


def test_a_start_lies_a_quarter_of_an_hour_ahead_on_the_grid():
    assert stands(place(ask(), now=at("2026-11-23T10:02"))) == "Mon 23 Nov 10:20"


def test_windows_are_the_contacts_and_hours_the_reps():
    assert stands(place(ask(contact=BOB))) == "Mon 23 Nov 15:00"


def test_busy_time_is_kept_free():
    assert stands(place(ask(), busy=(span("2026-11-23T08:00", "2026-11-23T11:02"),))) == "Mon 23 Nov 11:05"


def test_windows_hold_the_whole_touch():
    late = ask(takes=60, due=at("2026-11-23T16:05"))
    assert stands(place(late)) == "Tue 24 Nov 09:00"


def test_midsummer_eve_is_no_business_day_and_why_says_so():
    result = place(ask(due=at("2026-06-18T17:00")), now=at("2026-06-18T16:00"))
    assert stands(result) == "Mon 22 Jun 09:00"
    assert Reason("holiday", ("2026-06-19", "Midsummer Eve", "SE")) in result.placements[0].reasons


def test_whose_holidays_count_is_the_cadences_word():
    eve = ask(due=at("2026-06-19T00:00"), counts=Counts.NONE)
    assert stands(place(eve, now=at("2026-06-18T16:00"))) == "Fri 19 Jun 09:00"


def test_a_quarter_past_two_at_night_when_clocks_change():
    """A night rep, a night window: in March 02:30 does not exist, in October it is the first of two."""
    night = (Window.parse("every day 02:30-03:30"),)
    rep = replace(REP, hours=night, earliest=0, latest=1440, country=None)
    mail = ask(windows=night, channel=Channel.EMAIL, counts=Counts.NONE, due=at("2026-10-26T00:00"))
    assert stands(place(mail, rep=rep, now=at("2026-10-24T12:00"))) == "Mon 26 Oct 02:30"


def test_the_rep_alone_is_bound_by_the_reps_hours_alone():
    prepare = ask(contact=BOB, channel=Channel.PREPARE, windows=(), promises=(AFTER_FIVE,))
    assert stands(place(prepare)) == "Mon 23 Nov 08:15"


def test_nobody_is_rung_on_a_french_lunch_hour():
    pierre = Contact("p", "Pierre Roux", "Europe/Paris", country="FR")
    assert stands(place(ask(contact=pierre, due=at("2026-11-23T12:55")))) == "Mon 23 Nov 14:00"
    mail = ask(contact=pierre, due=at("2026-11-23T12:55"), channel=Channel.EMAIL)
    assert stands(place(mail)) == "Mon 23 Nov 12:55"


def test_on_saint_nicholas_the_dutch_are_left_in_peace_from_half_past_six():
    piet = Contact("p", "Piet Vos", "Europe/Amsterdam", country="NL")
    evening = ask(contact=piet, promises=(on("2028-12-05", ((1100, None),)),), takes=15)
    rep = replace(REP, country=None)
    assert stands(place(evening, rep=rep, now=at("2028-12-01T08:00"))) == "Tue 05 Dec 18:15"


def test_in_a_country_of_several_zones_call_hours_hold_in_all():
    somebody = Contact(
        "s", "Sam Poe", STOCKHOLM, zone_source="rep", country="US", call_zones=(NEW_YORK, "Pacific/Honolulu")
    )
    result = place(ask(contact=somebody, promises=(AFTER_FIVE,)))
    assert stands(result) == "Mon 23 Nov 19:00", "08:00 in Honolulu is 19:00 in Stockholm"
    assert {"zone-rep", "call-zones"} <= set(codes(result))


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


def test_never_before_an_exact_time():
    rep = replace(REP, absences=(span("2026-11-24T14:00", "2026-11-24T15:00"),))
    assert stands(place(ask(promises=(exactly("2026-11-24T14:30"),)), rep=rep)) == "Tue 24 Nov 15:00"


def test_an_exact_time_is_kept_to_the_minute_even_within_the_lead():
    assert stands(place(ask(promises=(exactly("2026-11-23T08:07"),)))) == "Mon 23 Nov 08:07"


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


# --- order, calm and who gives way --------------------------------------------------------------------------------
def test_the_order_when_time_is_short():
    asks = [
        ask("prospect", ANNA),
        ask("old-customer", replace(ANNA, id="b"), kind=Kind.LOOK_BACK),
        ask("fresh", replace(ANNA, id="c"), kind=Kind.FRESH),
        ask("reply", replace(ANNA, id="d"), reply=True),
        ask("put-off", replace(ANNA, id="e"), put_offs=2),
        ask("long-ago", replace(ANNA, id="f", last_contact_at=at("2026-01-01T09:00"))),
        ask("lately", replace(ANNA, id="g", last_contact_at=at("2026-11-01T09:00"))),
    ]
    result = place(*asks)
    found = [p.key for p in sorted(result.placements, key=lambda p: p.span.start)]
    assert found == ["reply", "fresh", "old-customer", "put-off", "prospect", "long-ago", "lately"]


def test_a_placed_touch_stays_though_an_earlier_place_is_free():
    stood = span("2026-11-25T10:00", "2026-11-25T10:10")
    assert stands(place(ask(placed=stood))) == "Wed 25 Nov 10:00"


def test_a_placed_touch_goes_where_the_rep_has_a_new_meeting():
    stood, meeting = span("2026-11-23T10:00", "2026-11-23T10:10"), span("2026-11-23T10:00", "2026-11-23T11:00")
    assert stands(place(ask(placed=stood), busy=(meeting,))) == "Mon 23 Nov 09:00"


def test_today_does_not_move_for_a_window_tomorrow_week_does():
    """What lies today or tomorrow moves for a promise, a person or a meeting; a changed window is none of them."""
    afternoon = (Window.parse("Mon-Fri 13:00-16:00"),)
    today = place(ask(placed=span("2026-11-23T10:00", "2026-11-23T10:10"), windows=afternoon))
    assert stands(today) == "Mon 23 Nov 10:00"
    later = place(ask(placed=span("2026-11-25T10:00", "2026-11-25T10:10"), windows=afternoon))
    assert stands(later) == "Mon 23 Nov 13:00"


def test_today_moves_for_a_promise():
    stood = span("2026-11-23T10:00", "2026-11-23T10:10")
    assert stands(place(ask(placed=stood, promises=(AFTER_FIVE,)))) == "Mon 23 Nov 17:00"


def test_a_promise_that_cannot_be_kept_does_not_move_it_again():
    stood = span("2026-11-23T19:50", "2026-11-23T20:00")
    soon = place(ask(contact=BOB, promises=(AFTER_FIVE,), placed=stood), now=at("2026-11-23T19:45"))
    assert stands(soon) == "Mon 23 Nov 19:50"
    assert conflicts(soon) == ["conflict-promise", "cannot-latest"]
    away = replace(REP, absences=(span("2026-11-24T00:00", "2026-11-25T00:00"),))
    moved = ask(promises=(exactly("2026-11-24T14:30"),), placed=span("2026-11-25T14:30", "2026-11-25T14:40"))
    assert stands(place(moved, rep=away, now=at("2026-11-25T14:20"))) == "Wed 25 Nov 14:30"


def test_it_goes_back_to_the_promise_once_that_can_be_kept():
    moved = ask(promises=(exactly("2026-11-24T14:30"),), placed=span("2026-11-25T14:30", "2026-11-25T14:40"))
    assert stands(place(moved)) == "Tue 24 Nov 14:30"


def test_what_has_begun_waits_where_it_is_until_it_is_put_off():
    stood = span("2026-11-23T10:00", "2026-11-23T10:10")
    now = at("2026-11-23T12:00")
    assert stands(place(ask(placed=stood), now=now)) == "Mon 23 Nov 10:00"
    assert stands(place(ask(placed=stood, due=now), now=now)) == "Mon 23 Nov 12:15"


def test_an_appointment_takes_the_slot_of_what_may_move():
    stood = ask("prospect", BOB, placed=span("2026-11-24T15:30", "2026-11-24T15:40"))
    result = place(stood, ask("exact", promises=(exactly("2026-11-24T15:35"),)))
    assert stands(result, 1) == "Tue 24 Nov 15:35"
    assert stands(result, 0) == "Mon 23 Nov 15:00"
    assert "gave-way" in codes(result, 0)


def test_a_taken_touch_that_may_move_is_named():
    taken = Taken("other", span("2026-11-24T14:30", "2026-11-24T14:40"), "c", "cold", reaches=True, movable=True)
    result = place(ask(promises=(exactly("2026-11-24T14:30"),)), taken=(taken,))
    assert stands(result) == "Tue 24 Nov 14:30"
    assert result.displaced == ("other",)
    firm = place(ask(promises=(exactly("2026-11-24T14:30"),)), taken=(replace(taken, movable=False),))
    assert stands(firm) == "Tue 24 Nov 14:40"
    assert firm.displaced == ()


def test_a_promise_displaces_only_to_be_kept_on_an_earlier_day():
    taken = tuple(
        Taken(f"t{n}", Span(start, Instant(start + timedelta(minutes=10))), f"c{n}", "cold", reaches=True, movable=True)
        for n in range(18)
        for start in (Instant(at("2026-11-23T17:00") + timedelta(minutes=10 * n)),)
    )
    full = place(ask(promises=(AFTER_FIVE,)), taken=taken)
    assert stands(full) == "Mon 23 Nov 17:00"
    assert full.displaced == ("t0",)
    beside = place(ask(promises=(AFTER_FIVE,)), taken=taken[:-1])
    assert stands(beside) == "Mon 23 Nov 19:50"
    assert beside.displaced == ()


def test_a_fresh_contact_is_reached_today_in_place_of_prospecting():
    day = span("2026-11-23T08:00", "2026-11-23T16:30")
    prospects = [
        ask(f"p{n}", replace(ANNA, id=f"p{n}"), placed=Span(start, Instant(start + timedelta(minutes=10))))
        for n in range(3)
        for start in (Instant(at("2026-11-23T16:30") + timedelta(minutes=10 * n)),)
    ]
    result = place(*prospects, ask("fresh", kind=Kind.FRESH), busy=(day,))
    assert stands(result, 3) == "Mon 23 Nov 16:30"
    assert stands(result, 0) == "Tue 24 Nov 09:00"
    assert "gave-way" in codes(result, 0)


def test_retries_take_another_part_of_the_day_and_lose_none():
    retry = ask(vary=Vary.HOUR, tried=(Part.EARLY,))
    result = place(retry)
    assert stands(result) == "Mon 23 Nov 10:00"
    assert Reason("another-part", ("late morning", "early")) in result.placements[0].reasons
    mornings = replace(retry, windows=(Window.parse("Mon-Fri 09:00-10:00"),))
    assert stands(place(mornings)) == "Mon 23 Nov 09:00"


# --- limits -------------------------------------------------------------------------------------------------------
def test_one_occasion_a_day_and_three_a_week():
    monday = Occasions(contact_days={"anna": (date(2026, 11, 23),)})
    result = place(ask(), occasions=monday)
    assert stands(result) == "Tue 24 Nov 09:00"
    assert Reason("day-full", ("2026-11-23",)) in result.placements[0].reasons
    week = Occasions(contact_days={"anna": tuple(date(2026, 11, day) for day in (16, 17, 23, 24, 25))})
    result = place(ask(due=at("2026-11-26T00:00")), occasions=week)
    assert stands(result) == "Mon 30 Nov 09:00"
    assert Reason("week-full", ("2026-11-23",)) in result.placements[0].reasons


def test_what_joins_an_occasion_is_none_of_its_own():
    monday = Occasions(contact_days={"anna": (date(2026, 11, 23),)})
    assert stands(place(ask(joins=True), occasions=monday)) == "Mon 23 Nov 09:00"


def test_what_the_contact_asked_for_is_excepted():
    monday = Occasions(contact_days={"anna": (date(2026, 11, 23),)})
    assert stands(place(ask(promises=(AFTER_FIVE,), excepted=True), occasions=monday)) == "Mon 23 Nov 17:00"
    assert stands(place(ask(promises=(AFTER_FIVE,)), occasions=monday)) == "Tue 24 Nov 17:00"


def test_what_the_rep_does_alone_counts_against_nothing():
    monday = Occasions(contact_days={"anna": (date(2026, 11, 23),)}, rep_days={("", date(2026, 11, 23)): 9})
    task = ask(channel=Channel.TASK, windows=())
    assert stands(place(task, rep=replace(REP, capacity=1), occasions=monday)) == "Mon 23 Nov 08:15"


def test_two_cadences_of_one_contact_share_the_budget():
    result = place(ask("a"), ask("b"), ask("c"), ask("d"))
    assert [stands(result, n) for n in range(4)] == [
        "Mon 23 Nov 09:00",
        "Tue 24 Nov 09:00",
        "Wed 25 Nov 09:00",
        "Mon 30 Nov 09:00",
    ]


def test_a_cadences_own_limit_a_day():
    asks = [ask(f"e{n}", replace(ANNA, id=f"c{n}"), limits=Limits(touches_per_rep_per_day=2)) for n in range(5)]
    result = place(*asks)
    assert [stands(result, n)[:6] for n in range(5)] == ["Mon 23", "Mon 23", "Tue 24", "Tue 24", "Wed 25"]
    assert Reason("rep-full", ("2026-11-23",)) in result.placements[2].reasons


# --- pins ---------------------------------------------------------------------------------------------------------
def test_a_pin_stands_and_says_what_it_breaks():
    where = span("2026-11-28T22:03", "2026-11-28T22:20")
    result = place(
        ask(pin=Pin(span=where), promises=(AFTER_FIVE,)), busy=(span("2026-11-28T22:00", "2026-11-28T23:00"),)
    )
    assert result.placements[0].span == where
    assert codes(result)[:2] == ["pinned", "promised"]
    assert conflicts(result) == ["conflict-call-hours", "conflict-busy"]


def test_dragging_it_to_five_is_the_callback_and_no_conflict():
    where = span("2026-11-23T17:30", "2026-11-23T17:40")
    assert conflicts(place(ask(pin=Pin(span=where)))) == []


def test_others_stay_clear_of_a_pin():
    where = span("2026-11-23T09:00", "2026-11-23T09:10")
    result = place(ask("a"), ask("pinned", BOB, pin=Pin(span=where)))
    assert stands(result, 0) == "Mon 23 Nov 09:10"


def test_a_pin_lapses_when_past():
    where = span("2026-11-20T09:00", "2026-11-20T09:10")
    assert stands(place(ask(pin=Pin(span=where)))) == "Mon 23 Nov 09:00"


def test_pinned_to_a_day():
    result = place(ask(pin=Pin(day=date(2026, 11, 26))))
    assert stands(result) == "Thu 26 Nov 09:00"
    assert codes(result)[0] == "pinned-day"
    saturday = place(ask(pin=Pin(day=date(2026, 11, 28))))
    assert stands(saturday).startswith("Sat 28 Nov")
    eve = place(ask(pin=Pin(day=date(2026, 12, 24))))
    assert stands(eve).startswith("Thu 24 Dec")
    assert "conflict-holiday" in conflicts(eve)


def test_a_pinned_day_against_a_promise():
    result = place(ask(pin=Pin(day=date(2026, 11, 26)), promises=(on("2026-11-25"),)))
    assert stands(result).startswith("Thu 26 Nov")
    assert "conflict-promise" in conflicts(result)


# --- odds ---------------------------------------------------------------------------------------------------------
def test_nobody_knows_the_holidays_of_a_country_without_data():
    result = place(ask(contact=replace(ANNA, country="QQ")))
    assert "no-holidays" in codes(result)


def test_never_callable_in_all_zones_is_shown_at_once():
    everywhere = replace(ANNA, country="AQ", call_zones=("Antarctica/McMurdo", "Antarctica/Davis", "Antarctica/Palmer"))
    result = place(ask(contact=everywhere))
    assert conflicts(result)[0] == "conflict-nothing-fits"


@pytest.mark.parametrize("minutes", [0, 1, 7])
def test_odd_lengths_take_whole_slots(minutes):
    result = place(ask("a", takes=minutes), ask("b", BOB, due=at("2026-11-23T09:00"), channel=Channel.TASK, windows=()))
    assert stands(result, 1) != stands(result, 0)


def test_no_requests_no_plan():
    assert place().placements == ()
