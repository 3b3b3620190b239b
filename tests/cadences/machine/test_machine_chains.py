"""Chains that wait for a date, and when what follows belongs to the occasion before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadences.cadence import Chain
from cadences.delays import Before, Delay
from cadences.enrollment import Answered, StartChain
from cadences.outcomes import Yes
from cadences.phrases.answers import read_answer
from tests.cadences.machine.saga import AFTER, RING, STOCKHOLM, TERMS, Saga, at, cadence, step, wait

BEFORE_THE_END = Before(Delay.parse("6 months"), "contract_end")


def chained(told: Saga) -> Saga:
    """Return what the answer just given starts."""
    (chain,) = told.made(StartChain)
    return Saga(RING, since=chain.since, when=f"{chain.since:%Y-%m-%d} 12:00", wait=chain.wait)


# --- a date that nobody knows ----------------------------------------------------------------------------------------
def test_a_win_back_before_a_date_that_was_not_said_waits_as_every_other_no_does():
    waits = {"contract": Chain("win-back", BEFORE_THE_END), "any": Chain("win-back", wait("9 months"))}
    after = chained(Saga(replace(RING, no=waits)).say("no: contract", "2026-11-23 10:00"))
    assert (after.due, after.why, after.next.joins) == ("2027-08-23 00:00", "wait-no-landmark", False)
    assert after.next.reason.args == ("6 months before contract_end", "contract_end", "9 months")


@pytest.mark.parametrize(
    ("not_now", "others", "due"),
    [
        ("6 weeks", None, "2027-01-04 00:00"),
        ("3 days", None, "2026-12-21 00:00"),
        ("3 days", "0", "2026-12-21 00:00"),
        ("3 days", "2 hours", "2026-12-21 00:00"),
    ],
)
def test_a_win_back_before_a_date_that_was_not_said_never_starts_at_once(not_now, others, due):
    waits = {"contract": Chain("win-back", BEFORE_THE_END)}
    waits |= {"any": Chain("win-back", wait(others))} if others else {}
    told = Saga(replace(RING, no=waits, not_now=Delay.parse(not_now))).say("no: contract", "2026-11-23 10:00")
    after = chained(told)
    assert (after.due, after.why, after.next.joins) == (due, "wait-no-landmark", False)


def test_a_chain_after_a_purchase_waits_long_for_a_date_that_nobody_knows():
    told = Saga(replace(RING, yes={"purchase": Chain("look-back", BEFORE_THE_END)})).say("yes purchase")
    assert chained(told).due == "2026-12-21 00:00"


# --- before the appointment -------------------------------------------------------------------------------------------
READ_UP = replace(step("prepare", "read-up"), wait=Before(Delay.parse("1 business day"), "meeting"))
BEFORE_MEETING = cadence(READ_UP, step("call", "ring"))


def test_what_comes_before_an_appointment_does_not_wait_for_its_end():
    (chain,) = Saga(replace(RING, yes=AFTER)).say("yes meeting 2026-12-03 10:00").made(StartChain)
    after = Saga(BEFORE_MEETING, "2026-11-23 19:00", since=chain.since, landmarks=chain.landmarks)
    assert f"{chain.since:%Y-%m-%d}" == "2026-12-03"
    assert (after.due, after.why) == ("2026-12-02 00:00", "wait-before")


def test_what_comes_before_an_appointment_agreed_on_late_does_not_wait_for_its_end():
    after = Saga(BEFORE_MEETING, after=Yes.MEETING).say("yes meeting 2026-12-03 10:00", "2026-11-24 10:00")
    assert (after.stands, after.due) == ("prepare read-up 1", "2026-12-02 00:00")


def test_what_comes_before_an_appointment_tomorrow_is_due_now():
    (chain,) = Saga(replace(RING, yes=AFTER)).say("yes meeting 2026-11-24 10:00", "2026-11-23 19:00").made(StartChain)
    after = Saga(BEFORE_MEETING, "2026-11-23 19:00", since=chain.since, landmarks=chain.landmarks)
    assert after.due == "2026-11-23 19:00"


# --- the occasion before it ------------------------------------------------------------------------------------------
ALONE = cadence(step("prepare", "research"), step("call", "ring", "0"), step("email", "write", "0"))


def test_what_follows_a_touch_of_the_reps_alone_joins_no_occasion():
    told = Saga(ALONE).say("done", "2026-11-23 10:00")
    assert (told.stands, told.next.joins) == ("call ring 1", False)
    assert told.say("no answer", "2026-11-23 11:00").next.joins, "the call was an occasion"


def test_what_follows_a_touch_that_was_left_out_joins_no_occasion():
    told = Saga(ALONE).say("done", "2026-11-23 10:00").say("skipped", "2026-11-23 11:00")
    assert (told.stands, told.next.joins) == ("email write 1", False)


def test_details_found_a_day_later_do_not_join_the_occasion_of_the_day_before():
    told = Saga().say("wrong number", "2026-11-23 10:00").say("done 070-123 45 67", "2026-11-24 09:00")
    assert (told.stands, told.next.joins) == ("call ring 1", False)
    assert Saga().say("wrong number", "2026-11-23 10:00").say("done 070-123 45 67", "2026-11-23 15:00").next.joins


def test_a_decision_made_a_day_later_does_not_join_the_occasion_of_the_day_before():
    again = cadence(step("call", "ring", "0", retry=(9, "2 hours")))
    told = Saga(again).say("wrong number", "2026-11-23 10:00").say("skipped", "2026-11-23 11:00")
    assert told.stands == "task decide 1"
    assert not told.say("done", "2026-11-24 09:00").next.joins


def test_the_day_of_an_occasion_is_the_contacts():
    terms = replace(TERMS, contact_zone="America/New_York")
    told = Saga(terms=terms).say("wrong number", "2026-11-24 05:30")
    assert told.say("done 070-123 45 67", "2026-11-24 07:00").next.joins is False


def test_a_contacts_own_word_is_an_occasion():
    told = Saga(ALONE).say("talked", "2026-11-23 10:00")
    assert (told.stands, told.next.joins) == ("call ring 1", True)
    assert Saga().say("replied", "2026-11-23 10:00").next.joins


def test_what_is_written_down_a_day_late_joins_no_occasion_of_the_day_before():
    told = Saga(ALONE).say("done", "2026-11-23 10:00")
    told.now = at("2026-11-24 09:00")
    told.tell(Answered(read_answer("no answer", told.now, STOCKHOLM), at("2026-11-23 16:00")))
    assert (told.stands, told.next.joins) == ("email write 1", False)
