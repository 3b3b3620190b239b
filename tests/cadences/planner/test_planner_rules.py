"""The first start that the rules allow, told in examples on real days of 2026 to 2028."""

from dataclasses import replace

import pytest

from cadences.cadence import Counts
from cadences.outcomes import Channel
from cadences.people import Contact
from cadences.reasons import Reason
from cadences.windows import Window
from tests.cadences.planner.examples import (
    AFTER_FIVE,
    ANNA,
    BOB,
    NEW_YORK,
    REP,
    STOCKHOLM,
    ask,
    at,
    codes,
    conflicts,
    on,
    place,
    span,
    stands,
)


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
