"""Detours: off the main line, done once, and back to where they left; every row of moves on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cadences.cadence import IfMissing, Then
from cadences.enrollment import (
    Deleted,
    Home,
    Moved,
    Pause,
    Paused,
    Pin,
    PutOff,
    RefusedError,
    Resume,
    Role,
    Unanswered,
    Waiting,
)
from cadences.moments import Span
from cadences.moves import LEADS, Move, StateName
from cadences.outcomes import Missing, Outcome
from tests.cadences.machine.saga import TERMS, Saga, at, cadence, step, wait

SWITCHBOARD = cadence(
    step(
        "call",
        "ring",
        retry=(4, "1 business day", "2 business days"),
        on={"gatekeeper": "number", "wrong_number": "number", "talked": "spec", "callback": "look", "not_now": "look"},
    ),
    step("email", "write", "2 business days", on={"no_reply": "champion", "sent": "log-it"}),
    step("call", "last", "1 week", retry=(None, "1 week")),
    detours=(
        step("task", "number", on={"skipped": "champion"}),
        step(
            "call",
            "champion",
            "1 business day",
            retry=(2, "1 business day"),
            on={"talked": "last", "voicemail": "number"},
        ),
        step("email", "spec"),
        step("prepare", "look"),
        step("task", "log-it"),
    ),
)


def on_number(**more) -> Saga:
    return Saga(SWITCHBOARD, **more).say("gatekeeper", when="2026-11-23 09:30")


# --- out and back ----------------------------------------------------------------------------------------------------
def test_a_silent_try_is_used_up_and_the_next_rung_counts_from_the_detours_end():
    told = on_number()
    assert (told.stands, told.due) == ("task number 1", "2026-11-23 09:30")
    told.say("done", when="2026-11-25 10:00")
    assert (told.stands, told.due) == ("call ring 2", "2026-11-26 00:00")
    told.says("gatekeeper")
    told.say("done", when="2026-11-27 10:00")
    assert (told.stands, told.due) == ("call ring 3", "2026-12-01 00:00")


def test_a_silence_before_a_detour_counts_though_the_step_it_leads_back_to_is_left_out():
    of = cadence(
        step("email", "write", on={"no_reply": "look"}),
        step("call", "ring", "1 business day", if_missing=IfMissing.SKIP),
        step("email", "again", "1 business day"),
        detours=(step("task", "look"),),
        silence_after=1,
    )
    told = Saga(of, terms=replace(TERMS, has_phone=False)).say("no_reply")
    assert told.stands == "task look 1"
    assert told.say("done").next.role is Role.DIAGNOSE


def test_what_is_not_on_the_main_line_has_nothing_after_it():
    ids = ("ring", "write", "last", "number", "nowhere", "")
    assert [following and following.id for following in map(SWITCHBOARD.after, ids)] == ["write", "last", *[None] * 4]


def test_a_reply_to_a_letter_of_then_leads_back_to_its_round_and_not_to_the_main_line():
    of = cadence(
        step("email", "write", on={"replied": "look"}),
        step("call", "ring"),
        then=Then("write", (wait("1 week"), wait("2 weeks"))),
        detours=(step("task", "look"),),
    )
    told = Saga(of).says("sent", "no_answer", "sent")
    assert (told.stands, told.next.round) == ("email write 3", 2)
    told.say("replied", when="2026-12-02 10:00").say("done", when="2026-12-02 11:00")
    assert (told.stands, told.next.round, told.due) == ("email write 2", 1, "2026-12-09 00:00")


# --- the wait that something else stands before ----------------------------------------------------------------------
JUMPING = cadence(
    step("call", "ring", on={"no_answer": "write"}),
    step("email", "again", on={"no_reply": "ring"}),
    step("email", "write", on={"no_reply": "ring"}),
    step("call", "last", retry=(None, "1 week")),
    detours=(step("task", "look"),),
    missing={Missing.OWNER: "look"},
    silence_after=3,
)
"""`ring` waits for nothing where it is jumped to, and 1 business day before a second try in a row."""


def test_what_a_jump_led_to_comes_after_its_own_wait_when_something_stood_before_it():
    told = Saga(JUMPING).say("no_answer", when="2026-11-23 10:00").say("sent", when="2026-11-23 10:10")
    assert (told.stands, told.due, told.next.awaits_reply) == ("call ring 2", "2026-11-23 10:10", True)
    told.say("no_answer", when="2026-11-23 12:00")
    assert told.next.role is Role.DIAGNOSE  # two calls and a letter
    told.say("missing: owner", when="2026-11-23 13:00").say("done", when="2026-11-23 13:30")
    assert (told.stands, told.due) == ("email write 2", "2026-11-23 13:30")
    told.say("sent", when="2026-11-23 14:00")
    assert (told.stands, told.due, told.next.awaits_reply) == ("call ring 3", "2026-11-23 14:00", True)
    told.say("replied", when="2026-11-23 15:00").say("done", when="2026-11-23 15:30")
    assert (told.stands, told.due) == ("call ring 3", "2026-11-23 15:30")


def test_what_no_reply_put_off_comes_after_the_wait_that_a_jump_gave_it():
    told = Saga(replace(JUMPING, silence_after=2)).say("no_answer", when="2026-11-23 10:00")
    told.say("sent", when="2026-11-23 10:10")
    told.tell(Unanswered(told.next.number, at("2026-11-23 12:00")), when="2026-11-23 12:00")
    assert told.next.role is Role.DIAGNOSE
    told.say("missing: owner", when="2026-11-23 13:00").say("done", when="2026-11-23 13:30")
    assert (told.stands, told.due) == ("call ring 2", "2026-11-23 13:30")


@pytest.mark.parametrize("words", [("wrong number +46 8 123 45 67",), ("wrong number", "done +46 8 123 45 67")])
def test_what_comes_at_once_after_a_mended_number_has_its_own_wait_all_the_same(words):
    of = cadence(step("email", "write"), step("call", "ring", "1 week"))
    told = Saga(of).say("sent", when="2026-11-23 10:00")
    for said in words:
        told.say(said, when="2026-11-30 10:00")
    assert (told.stands, told.due) == ("call ring 1", "2026-11-30 10:00")
    told.say("replied", when="2026-11-30 11:00").say("done", when="2026-11-30 11:30")
    assert (told.stands, told.due) == ("call ring 1", "2026-12-07 00:00")


def test_a_wait_that_a_chain_gave_is_waited_once():
    told = Saga(cadence(step("call", "ring", "1 week")), wait=wait("6 weeks"))
    assert told.due == "2027-01-04 00:00"
    told.say("replied", when="2026-12-01 10:00").say("done", when="2026-12-01 11:00")
    assert (told.stands, told.due) == ("call ring 1", "2026-12-08 00:00")


# --- where it leads back to ------------------------------------------------------------------------------------------
def test_after_the_last_try_it_leads_on_to_the_next_step():
    told = Saga(SWITCHBOARD).says("no answer", "no answer", "no answer", "gatekeeper")
    assert told.stands == "task number 1"
    assert told.say("done").stands == "email write 1"


def test_bad_data_comes_back_at_once_as_the_same_try():
    told = Saga(SWITCHBOARD).says("no answer").say("wrong number", when="2026-11-24 10:00")
    assert told.stands == "task number 1"
    told.say("done", when="2026-11-24 10:20")
    assert (told.stands, told.due) == ("call ring 2", "2026-11-24 10:20")


def test_words_without_a_clear_answer_come_back_to_the_same_try():
    told = Saga(SWITCHBOARD).say("talked", when="2026-11-23 09:30")
    assert told.stands == "email spec 1"
    told.say("sent", when="2026-11-23 10:00")
    assert (told.stands, told.day) == ("call ring 1", date(2026, 11, 24))
    assert told.next.awaits_reply


def test_what_was_sent_is_not_sent_again_after_a_detour():
    told = Saga(SWITCHBOARD).says("no answer", "no answer", "no answer", "no answer", "sent")
    assert told.stands == "task log-it 1"
    assert told.say("done").stands == "call last 1"


def test_a_detour_has_its_own_wait_tries_and_answers():
    told = on_number().say("skipped", when="2026-11-23 10:00")
    assert (told.stands, told.day) == ("call champion 1", date(2026, 11, 24))
    told.says("no answer")
    assert told.stands == "call champion 2"
    assert told.says("no answer").stands == "call ring 2"


def test_a_step_of_the_main_line_that_a_detour_names_is_a_jump():
    told = on_number().says("skipped", "talked")
    assert told.stands == "call last 1"
    assert told.next.home is None
    assert told.says("no answer").stands == "call last 2"


def test_a_detour_begun_inside_a_detour_replaces_it():
    told = on_number().says("skipped")
    home = told.next.home
    assert told.say("voicemail").stands == "task number 2"
    assert replace(told.next.home, silent=False) == replace(home, silent=False)
    assert told.say("done").stands == "call ring 2"


def test_in_a_round_of_then_it_leads_back_to_the_next_round():
    told = Saga(
        replace(SWITCHBOARD, steps=SWITCHBOARD.steps[:1], then=Then("ring", (wait("2 weeks"),)), silence_after=99)
    )
    told.says("no answer", "no answer", "no answer", "no answer", "gatekeeper")
    assert (told.stands, told.next.home.round) == ("task number 1", 2)
    told.say("done", when="2026-12-15 10:00")
    assert (told.stands, told.next.round, told.day) == ("call ring 6", 2, date(2026, 12, 29))


def test_why_says_what_led_there_and_where_it_leads_back():
    assert on_number().next.reason == ("detour", ("0", "gatekeeper", "2026-11-23T09:30:00+01:00", "call"))


# --- silence inside --------------------------------------------------------------------------------------------------
def test_silences_inside_count_and_the_limit_is_looked_at_on_return():
    told = Saga(replace(SWITCHBOARD, silence_after=2)).says("gatekeeper", "skipped", "no answer")
    assert (told.stands, told.e.silences) == ("call champion 2", 2)
    told.says("no answer")
    assert (told.stands, told.e.silences) == ("diagnose diagnose 1", 3)
    assert told.say("missing nothing").stands == "call ring 2"


def test_the_silence_that_led_there_counts_on_return():
    told = Saga(replace(SWITCHBOARD, silence_after=1)).says("gatekeeper")
    assert told.stands == "task number 1"
    assert told.says("done").stands == "diagnose diagnose 1"


def test_a_detour_that_is_skipped_is_a_return_too():
    told = Saga(replace(SWITCHBOARD, detours=(step("task", "number"), *SWITCHBOARD.detours[1:]), silence_after=1))
    assert told.says("gatekeeper", "skipped").stands == "diagnose diagnose 1"
    assert StateName.DIAGNOSING in LEADS[Move.SKIP]


def test_an_unanswered_letter_counts_inside_and_is_looked_at_on_return():
    told = Saga(replace(SWITCHBOARD, silence_after=1)).say("talked").say("sent")
    assert told.stands == "call ring 1"
    told = Saga(replace(SWITCHBOARD, silence_after=5)).says("no answer", "no answer", "no answer", "no answer", "sent")
    told.tell(Unanswered(told.next.number, told.now))
    assert (told.stands, told.e.silences) == ("task log-it 1", 5)
    assert told.says("done").stands == "diagnose diagnose 1"


# --- every row of moves ----------------------------------------------------------------------------------------------
def test_a_deleted_detour_leads_back():
    told = on_number().tell(Deleted(2))
    assert told.stands == "call champion 1"
    told.tell(Deleted(told.next.number))
    assert told.stands == "task decide 1"
    assert told.says("done").stands == "call champion 2"
    assert told.says("no answer").stands == "call ring 2"


def test_wrong_numbers_on_a_detour_are_looked_up_and_it_goes_on():
    told = on_number().says("skipped").say("wrong number")
    assert (told.next.role, told.next.home.step) == (Role.FIND, "ring")
    told.say("done 070-123 45 67")
    assert told.stands == "call champion 1"
    assert told.says("no answer", "no answer").stands == "call ring 2"


def test_a_reply_on_a_detour_is_answered_and_the_detour_comes_after_it():
    told = on_number().say("replied", when="2026-11-23 10:00")
    assert told.next.role is Role.REPLY
    told.say("sent")
    assert told.stands == "task number 1"
    assert told.say("done").stands == "call ring 2"


def test_a_callback_on_a_call_that_is_a_detour_is_the_same_try():
    told = on_number().says("skipped").say("callback after 17:00")
    assert told.stands == "call champion 1"
    assert told.says("no answer", "no answer").stands == "call ring 2"


def test_a_callback_while_something_stands_before_a_detour_is_to_the_detour():
    told = on_number().says("skipped").say("no answer").say("wrong number").say("callback")
    assert told.stands == "call champion 2"
    assert told.says("no answer").stands == "call ring 2"


def test_a_callback_while_a_solo_detour_is_open_is_to_the_last_step_that_was_tried():
    told = on_number().say("callback after 17:00", when="2026-11-23 10:00")
    assert told.stands == "call ring 2"
    assert (told.next.home, told.e.past[-1].superseded) == (None, True)


def test_talked_while_a_solo_detour_is_open_leads_back():
    assert on_number().say("talked").stands == "call ring 2"


def test_a_silent_word_on_a_preparation_that_is_a_detour_is_said_of_the_call_it_leads_back_to():
    told = Saga(SWITCHBOARD).say("callback", when="2026-11-23 09:30")
    assert told.stands == "prepare look 1"
    assert told.say("no answer").stands == "call ring 2"


def test_a_second_word_corrects_what_led_to_a_detour():
    told = on_number().say("callback tomorrow 14:30", when="2026-11-23 10:00", touch=1)
    assert told.stands == "prepare look 1"
    assert [past.outcome for past in told.e.past] == [Outcome.CALLBACK]
    told.undo()
    assert told.stands == "task number 1"
    told.undo()
    assert told.stands == "call ring 1"


def test_an_undone_detour_leads_to_the_detour_again():
    told = on_number()
    before = told.next
    told.say("done").undo()
    assert (told.stands, told.next.home) == ("task number 1", before.home)


def test_a_pin_a_pause_and_a_put_off_leave_the_way_back():
    told = on_number()
    home = told.next.home
    told.tell(Moved(2, Pin(span=Span(at("2026-11-24 10:00"), at("2026-11-24 10:10")))))
    told.tell(PutOff(2))
    told.tell(Pause(date(2026, 12, 7)))
    assert isinstance(told.e.state, Paused)
    told.tell(Resume())
    assert (told.stands, told.next.home, told.due) == ("task number 1", home, "2026-11-23 09:30")


def test_what_does_not_fit_a_task_does_not_fit_one_on_a_detour():
    with pytest.raises(RefusedError, match="does not fit number"):
        on_number().say("no answer")


def test_a_letter_without_an_address_on_a_detour():
    told = Saga(SWITCHBOARD).later(has_email=False).say("talked")
    assert (told.next.role, told.next.home.step) == (Role.FIND, "ring")
    told.says("skipped", "done")
    assert told.stands == "call ring 1"


# --- what was said about when ----------------------------------------------------------------------------------------
def test_a_time_that_leads_to_a_detour_binds_the_step_it_leads_back_to():
    told = Saga(SWITCHBOARD).say("callback on Thursday 14:30", when="2026-11-23 09:30")
    assert (told.stands, told.due) == ("prepare look 1", "2026-11-23 09:30")
    told.say("done", when="2026-11-23 11:00")
    assert (told.stands, told.due, told.why) == ("call ring 1", "2026-11-26 14:30", "said")
    assert isinstance(told.e.state, Waiting)


def test_a_time_that_has_passed_by_then_is_now():
    told = (
        Saga(SWITCHBOARD).say("callback tomorrow 14:30", when="2026-11-23 09:30").say("done", when="2026-11-27 11:00")
    )
    assert (told.stands, told.due) == ("call ring 1", "2026-11-27 11:00")


def test_not_now_leads_to_the_detour_now_and_back_in_four_weeks():
    told = Saga(SWITCHBOARD).say("not now", when="2026-11-23 09:30")
    assert (told.stands, told.due) == ("prepare look 1", "2026-11-23 09:30")
    told.say("done", when="2026-11-23 11:00")
    assert (told.stands, told.due, told.why) == ("call ring 1", "2026-12-21 00:00", "waited")


def test_a_silent_try_with_a_time_comes_back_then():
    told = Saga(SWITCHBOARD).say("gatekeeper friday", when="2026-11-23 09:30")
    assert (told.stands, told.due) == ("task number 1", "2026-11-23 09:30")
    told.say("done", when="2026-11-23 11:00")
    assert (told.stands, told.day) == ("call ring 2", date(2026, 11, 27))


# --- the whole, over all words ---------------------------------------------------------------------------------------
WORDS = ("gatekeeper", "wrong number", "talked", "callback", "not now")


@pytest.mark.parametrize("words", WORDS)
def test_home_is_where_it_left(words):
    told = Saga(SWITCHBOARD).says("no answer").say(words)
    home = told.next.home
    assert isinstance(home, Home)
    while told.next.home is not None:
        told.say("sent" if told.next.channel == "email" else "done")
    assert (
        (told.next.step, told.next.attempt) == (home.step, home.attempt) == ("ring", 3 if words == "gatekeeper" else 2)
    )


def test_no_outcome_of_a_detour_drops_the_contact():
    for word in Outcome:
        told = on_number().says("skipped")
        try:
            told.say(
                {"missing": "missing owner", "referred": "referred: Eva Ek", "introduced": "introduced: Eva Ek"}.get(
                    word, word
                )
            )
        except RefusedError:
            continue
        assert told.e.open == (word not in {"yes", "no", "opt_out", "referred"})
