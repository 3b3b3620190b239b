"""How often anybody is touched, told in examples."""

from dataclasses import replace
from datetime import date

from cadences.cadence import Limits
from cadences.outcomes import Channel
from cadences.placement import Occasions
from cadences.reasons import Reason
from tests.cadences.planner.examples import AFTER_FIVE, ANNA, REP, ask, at, place, stands


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
