"""The second half of the tricky histories: silence, `then`, decisions, pins, pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cadences.cadence import Then
from cadences.enrollment import (
    Active,
    Ask,
    By,
    ContactOptedOut,
    Deleted,
    Diagnosing,
    GivenUp,
    GiveUp,
    Lost,
    Moved,
    Noted,
    OptedOut,
    Pause,
    Paused,
    Pin,
    PutOff,
    RefusedError,
    Resume,
    Waiting,
)
from cadences.moments import Instant, Span
from tests.cadences.machine.saga import RING, Saga, at, cadence, step, wait

PREPARED = cadence(
    step("prepare", "research"),
    step("call", "ring", "1 business day", retry=(3, "1 business day")),
    step("task", "look-up", "1 business day"),
    step("call", "ring-again", "2 business days"),
)


def pin(start: str, minutes: int = 10) -> Pin:
    return Pin(Span(at(start), Instant(at(start) + timedelta(minutes=minutes))))


# --- silence ---------------------------------------------------------------------------------------------------------
def test_after_six_unanswered_touches_in_a_row_over_all_steps_it_is_asked_what_is_missing():
    told = Saga().says(*["no answer"] * 5)
    assert told.e.silences == 5
    told.say("no answer")
    assert (told.e.state, told.stands, told.why) == (Diagnosing(), "diagnose diagnose 1", "diagnose")
    assert told.next.reason.args == ("6",)


def test_an_answered_diagnose_resets_the_count():
    assert Saga(replace(RING, silence_after=2)).says("no answer", "no answer", "missing: owner").e.silences == 0


def test_after_twelve_months_without_any_contact_the_next_touch_is_a_decision():
    told = Saga().say("no answer", "2026-11-23 10:00").say("no answer", "2027-11-22 10:00")
    assert told.stands == "call ring 3"
    told = Saga().say("no answer", "2026-11-23 10:00").say("no answer", "2027-11-23 10:00")
    assert (told.stands, told.why) == ("task decide 1", "decide-long-silence")
    assert told.next.reason.args == ("2026-11-23",)
    assert told.say("done", "2027-11-24 10:00").stands == "call ring 3", "going on counts as a beginning"


# --- then ------------------------------------------------------------------------------------------------------------
LOOP = replace(PREPARED, then=Then("ring", (wait("4 weeks"), wait("8 weeks"))), silence_after=99)


def test_each_rung_of_then_is_one_try_its_own_retry_aside_and_the_last_rung_repeats():
    told = Saga(LOOP).says("done", "talked", "done", "no answer")
    assert (told.stands, told.why, told.next.round) == ("call ring 2", "then-round", 1)
    waits = []
    for _ in range(3):
        waits.append(told.next.reason.args[0])
        told.say("no answer")
    assert waits == ["4 weeks", "8 weeks", "8 weeks"]
    assert told.stands == "call ring 5"


def test_the_silence_limit_holds_in_then():
    told = Saga(replace(LOOP, silence_after=2)).says("done", "talked", "done", "no answer")
    assert told.say("no answer").e.state == Diagnosing()
    assert told.say("missing: nothing").next.round == 2, "and it goes on where it was"


def test_a_promise_in_then_is_the_same_round():
    told = Saga(LOOP).says("done", "talked", "done", "no answer").say("callback after 17:00")
    assert (told.stands, told.next.round) == ("call ring 2", 1)


# --- decisions -------------------------------------------------------------------------------------------------------
def test_the_second_deletion_in_a_row_makes_a_decision_touch():
    told = Saga().tell(Deleted(1))
    assert told.stands == "call ring 2"
    told.tell(Deleted(2))
    assert (told.stands, told.why) == ("task decide 1", "decide-deleted")
    assert told.say("done").stands == "call ring 3"


def test_an_answer_between_two_deletions_parts_them():
    told = Saga().tell(Deleted(1)).say("no answer").tell(Deleted(3))
    assert told.stands == "call ring 4"


def test_a_deletion_of_a_record_is_nothing():
    told = Saga().say("no answer")
    after = told.e
    assert told.tell(Deleted(1)).e == after


def test_a_deleted_decision_touch_returns_the_next_business_day():
    told = Saga().tell(Deleted(1)).tell(Deleted(2), when="2026-11-27 10:00")
    told.tell(Deleted(3), when="2026-11-27 11:00")
    assert (told.stands, told.due, told.why) == ("task decide 1", "2026-11-30 00:00", "decide-returns")


def test_deleted_again_the_enrollment_waits_four_weeks_with_its_decision_touch_there():
    told = Saga().tell(Deleted(1)).tell(Deleted(2)).tell(Deleted(3)).tell(Deleted(4), when="2026-11-24 10:00")
    assert told.stands == "task decide 1"
    assert told.due == "2026-12-22 00:00"
    assert told.e.state == Waiting(told.next.due)
    assert told.told == ["told-decide-waits"]


def test_a_decision_put_aside_until_a_day_is_there_then():
    told = Saga().tell(Deleted(1)).tell(Deleted(2)).say("skipped 2027-03-01", "2026-11-24 10:00")
    assert (told.stands, told.due) == ("task decide 1", "2027-03-01 00:00")


@pytest.mark.parametrize("words", ["done", "talked"])
def test_a_decision_to_go_on_goes_on(words):
    told = Saga().tell(Deleted(1)).tell(Deleted(2)).say(words)
    assert (told.stands, told.e.deletions) == ("call ring 3", 0)


def test_a_decision_to_pause_pauses_what_was_planned():
    told = Saga().tell(Deleted(1)).tell(Deleted(2)).tell(Pause(date(2027, 1, 4)))
    assert (told.stands, told.due, told.e.state) == ("call ring 3", "2027-01-04 00:00", Paused(date(2027, 1, 4)))


def test_a_decision_for_a_clear_no_closes():
    assert Saga().tell(Deleted(1)).tell(Deleted(2)).say("no: no need").e.state == Lost("no_need")


# --- pins ------------------------------------------------------------------------------------------------------------
def test_a_persons_pin_stands():
    told = Saga().tell(Moved(1, pin("2026-11-25 11:00")))
    assert told.next.pin == pin("2026-11-25 11:00")
    assert (told.stands, told.next.number) == ("call ring 1", 1)


def test_an_all_day_move_pins_the_day():
    assert Saga().tell(Moved(1, Pin(day=date(2026, 11, 25)))).next.pin.day == date(2026, 11, 25)


def test_a_pin_lapses_when_past():
    told = Saga().tell(Moved(1, pin("2026-11-25 11:00"))).tell(PutOff(1), when="2026-11-25 20:00")
    assert told.next.pin is None


def test_a_pin_does_not_pass_on_to_the_next_touch():
    assert Saga().tell(Moved(1, pin("2026-11-25 11:00"))).say("no answer").next.pin is None
    assert Saga().tell(Moved(1, pin("2026-11-25 11:00"))).say("callback after 17:00").next.pin is None


def test_a_pin_before_the_end_of_a_pause_ends_it():
    told = Saga().tell(Pause(date(2027, 1, 4))).tell(Moved(1, pin("2026-11-25 11:00")))
    assert told.e.state == Active()
    told = Saga().tell(Pause(date(2027, 1, 4))).tell(Moved(1, pin("2027-01-05 11:00")))
    assert told.e.state == Paused(date(2027, 1, 4))


# --- states ----------------------------------------------------------------------------------------------------------
def test_pausing_without_an_end_to_come_is_not_possible():
    with pytest.raises(RefusedError, match="a pause ends after today; write a date from 2026-11-24"):
        Saga().tell(Pause(date(2026, 11, 23)))


def test_a_pause_bounds_the_start_of_the_next_touch_and_resuming_gives_it_back():
    told = Saga().say("no answer", "2026-11-23 10:00").tell(Pause(date(2027, 1, 4)))
    assert (told.e.state, told.due) == (Paused(date(2027, 1, 4)), "2027-01-04 00:00")
    told.tell(Resume())
    assert (told.e.state, told.due) == (Active(), "2026-11-24 00:00")


def test_only_a_pause_can_be_ended():
    with pytest.raises(RefusedError, match="only a pause can be ended"):
        Saga().tell(Resume())


def test_a_pause_holds_over_what_the_rep_leaves_or_does_alone():
    told = Saga().tell(Pause(date(2027, 1, 4))).tell(Deleted(1))
    assert (told.stands, told.due, told.e.state) == ("call ring 2", "2027-01-04 00:00", Paused(date(2027, 1, 4)))


def test_a_wait_that_was_named_holds_too():
    told = Saga().say("not now", "2026-11-23 10:00").tell(Deleted(2))
    assert (told.stands, told.due) == ("call ring 2", "2026-12-21 00:00")
    assert told.e.state == Waiting(at("2026-12-21 00:00"))


def test_a_pause_ends_when_the_contact_speaks():
    told = Saga().tell(Pause(date(2027, 1, 4))).say("callback after 17:00", "2026-11-25 10:00")
    assert (told.e.state, told.due) == (Active(), "2026-11-25 10:00")


def test_giving_up_needs_a_reason():
    with pytest.raises(RefusedError, match="needs a reason"):
        Saga().tell(GiveUp(" "))
    assert Saga().tell(GiveUp("bankrupt")).e.state == GivenUp("bankrupt")


def test_an_opt_out_elsewhere_ends_this_one_too():
    told = Saga().tell(ContactOptedOut(), by=By.DAEMON)
    assert told.e.state == OptedOut()
    assert told.effects == ()


def test_a_note_changes_nothing():
    told = Saga()
    before = told.e
    assert told.tell(Noted("likes dogs")).e == before
    assert told.noted == ["likes dogs"]


def test_enrolling_again_is_refused():
    told = Saga()
    with pytest.raises(RefusedError, match="already enrolled"):
        told.tell(told.log[0].fact)


def test_questions_have_the_arguments_their_code_names():
    told = Saga().say("no answer").say("talked", touch=1)
    (question,) = told.made(Ask)
    assert dict(question.args) == {"touch": "1", "before": "no_answer", "now": "talked"}
