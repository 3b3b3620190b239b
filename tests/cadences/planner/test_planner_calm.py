"""Who goes first, who stays and who gives way, told in examples; and what a person pinned."""

from dataclasses import replace
from datetime import date, timedelta

from cadences.cadence import Kind, Vary
from cadences.enrollment import Pin
from cadences.moments import Instant, Span
from cadences.placement import Part, Taken
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from cadences.windows import Window
from tests.cadences.planner.examples import (
    AFTER_FIVE,
    ANNA,
    BOB,
    REP,
    ask,
    at,
    codes,
    conflicts,
    exactly,
    on,
    place,
    span,
    stands,
)


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


def test_what_is_hurried_takes_the_next_slot_from_prospecting_and_from_nothing_else():
    now, start = at("2026-11-23T10:02"), at("2026-11-23T10:05")
    until = Instant(start + timedelta(minutes=20))
    standing = ask("standing", replace(ANNA, id="p"), takes=20, placed=Span(start, until))
    fresh = ask("fresh", kind=Kind.FRESH, hurried=True, due=now)
    result = place(standing, fresh, now=now)
    assert stands(result, 1) == "Mon 23 Nov 10:05"
    assert stands(result, 0) != "Mon 23 Nov 10:05"
    assert stands(place(standing, replace(fresh, hurried=False), now=now), 1) == "Mon 23 Nov 10:25"
    known = place(replace(standing, kind=Kind.LOOK_BACK), fresh, now=now)
    assert (stands(known, 0), stands(known, 1)) == ("Mon 23 Nov 10:05", "Mon 23 Nov 10:25")


def test_retries_take_another_part_of_the_day_and_lose_none():
    retry = ask(vary=Vary.HOUR, tried=(Part.EARLY,))
    result = place(retry)
    assert stands(result) == "Mon 23 Nov 10:00"
    assert Reason("another-part", ("late morning", "early")) in result.placements[0].reasons
    mornings = replace(retry, windows=(Window.parse("Mon-Fri 09:00-10:00"),))
    assert stands(place(mornings)) == "Mon 23 Nov 09:00"


def test_retries_on_another_day_take_one_that_was_tried_less_often():
    retry = ask(vary=Vary.DAY, tried=(Part.EARLY,) * 2, tried_days=(1, 2))
    result = place(retry)
    assert stands(result) == "Wed 25 Nov 09:00"
    assert Reason("another-day", ("3", "1", "2")) in result.placements[0].reasons
    assert "busy" not in codes(result)
    assert stands(place(replace(retry, due=at("2026-11-25T00:00")))) == "Wed 25 Nov 09:00"
    assert stands(place(replace(retry, tried_days=(1, 2, 3, 4, 5)))) == "Mon 23 Nov 09:00"
    assert stands(place(replace(retry, tried_days=(1, 1, 2)))) == "Tue 24 Nov 09:00"


def test_another_day_is_looked_for_for_a_week_alone_and_not_beyond_what_was_promised():
    retry = ask(vary=Vary.DAY, tried=(Part.EARLY,), tried_days=(1,))
    mondays = replace(retry, windows=(Window.parse("Mon 09:00-17:00"),))
    assert stands(place(mondays)) == "Mon 23 Nov 09:00"
    today = Promise(When(WhenKind.ONE_OFF, not_after=date(2026, 11, 23)), at("2026-11-20T09:00"))
    assert stands(place(replace(retry, promises=(today,)))) == "Mon 23 Nov 09:00"


def test_a_retry_that_varies_nothing_takes_the_first_start_there_is():
    result = place(ask(vary=Vary.NONE, tried=(Part.EARLY,), tried_days=(1,)))
    assert stands(result) == "Mon 23 Nov 09:00"
    assert not {"another-part", "another-day"} & set(codes(result))


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


# --- who stands beside an exact time --------------------------------------------------------------------------------
def test_an_exact_time_takes_the_slot_of_another_promise_and_of_nothing_firmer():
    here = Taken("other", span("2026-11-24T14:30", "2026-11-24T14:40"), "b", "cold", reaches=True)
    tuesday = ask(promises=(exactly("2026-11-24T14:30"),))
    took = place(tuesday, taken=(replace(here, promised=True),))
    assert (stands(took), took.displaced) == ("Tue 24 Nov 14:30", ("other",))
    gave = place(tuesday, taken=(here,))
    assert (stands(gave), gave.displaced) == ("Tue 24 Nov 14:40", ())
    window = place(ask(due=at("2026-11-24T14:30"), promises=(on("2026-11-24"),)), taken=(replace(here, promised=True),))
    assert window.displaced == ()


def test_two_exact_times_said_at_once_do_not_change_places_with_each_planning():
    one, other = ask("a", promises=(exactly("2026-11-24T14:30"),)), ask("b", BOB, promises=())
    other = replace(other, contact=replace(ANNA, id="b"), promises=one.promises)
    standing = replace(other, placed=span("2026-11-24T14:30", "2026-11-24T14:40"))
    result = place(replace(one, placed=span("2026-11-24T14:40", "2026-11-24T14:50")), standing)
    assert [stands(result, n) for n in (0, 1)] == ["Tue 24 Nov 14:40", "Tue 24 Nov 14:30"]
