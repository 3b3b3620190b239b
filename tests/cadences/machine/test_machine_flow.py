"""Which step is next: retries, `on`, the main line, `then`, waits before a date, missing addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cadences.cadence import Counts, IfMissing, Retry, Then
from cadences.delays import Before, Delay
from cadences.enrollment import Answered, CorrectDetails, RefusedError, Role
from cadences.outcomes import Answer, Outcome
from tests.cadences.machine.saga import RING, TERMS, Saga, at, cadence, step, wait

NO_EMAIL = replace(TERMS, has_email=False)


# --- the beginning ---------------------------------------------------------------------------------------------------
def test_the_first_step_waits_from_the_enrolment():
    told = Saga(cadence(step("call", "ring", "2 business days")), "2026-11-27 16:00")
    assert (told.due, told.why) == ("2026-12-01 00:00", "first-step")
    assert not told.next.joins


def test_a_chains_wait_replaces_the_first_steps():
    told = Saga(cadence(step("call", "ring", "2 business days")), wait=wait("1 week"))
    assert (told.due, told.why) == ("2026-11-30 00:00", "chained")


def test_a_chain_that_waits_nothing_belongs_to_the_occasion_before_it():
    assert Saga(wait=wait("0")).next.joins
    assert not Saga().next.joins


def test_the_note_of_the_beginning_stands_on_the_first_touch():
    assert Saga(note="referred by Anna Berg").next.note == "referred by Anna Berg"


# --- retries ---------------------------------------------------------------------------------------------------------
def test_a_step_without_retry_is_tried_once():
    told = Saga(cadence(step("call", "ring"), step("email", "write", "1 week"))).say("no answer", "2026-11-23 10:00")
    assert (told.stands, told.due) == ("email write 1", "2026-11-30 00:00")


def test_the_ladders_last_rung_repeats():
    ladder = cadence(step("call", "ring", retry=(5, "1 business day", "1 week")))
    waits = []
    told = Saga(replace(ladder, silence_after=99))
    for _ in range(4):
        told.say("no answer")
        waits.append(told.next.reason.args[0])
    assert waits == ["1 business day", "1 week", "1 week", "1 week"]


def test_retry_after_names_the_outcomes_that_lead_to_another_try():
    picky = Retry(3, (wait("1 business day"),), after=frozenset({Outcome.BUSY, Outcome.TALKED}))
    told = Saga(cadence(replace(step("call", "ring"), retry=picky), step("email", "write")))
    assert told.say("busy").stands == "call ring 2"
    assert told.say("talked").stands == "call ring 3"
    assert told.say("no answer").stands == "email write 1"


def test_retry_without_times_is_unlimited():
    ever = replace(
        cadence(step("call", "ring", retry=(None, "1 business day")), step("email", "write")), silence_after=99
    )
    assert Saga(ever).says(*["no answer"] * 20).stands == "call ring 21"


def test_a_wait_of_hours_is_plain_time_and_joins_the_occasion_before():
    told = Saga(cadence(step("call", "ring", retry=(2, "2 hours")))).say("busy", "2026-11-23 10:00")
    assert (told.due, told.next.joins) == ("2026-11-23 12:00", True)


# --- on --------------------------------------------------------------------------------------------------------------
def lines(**on):
    return cadence(
        step("call", "ring", retry=(4, "1 business day"), on=on),
        step("email", "write", "2 business days"),
        step("call", "late", "1 week"),
    )


def test_on_wins_over_retry():
    assert Saga(lines(gatekeeper="late")).say("gatekeeper").stands == "call late 1"
    assert Saga(lines(gatekeeper="late")).say("no answer").stands == "call ring 2"


def test_a_jump_takes_the_targets_own_wait():
    assert Saga(lines(gatekeeper="late")).say("gatekeeper", "2026-11-23 10:00").due == "2026-11-30 00:00"


def test_on_next_retry_and_then():
    assert Saga(lines(no_answer="next")).say("no answer").stands == "email write 1"
    assert Saga(lines(talked="retry")).say("talked").stands == "call ring 2"
    told = Saga(lines(talked="then")).say("talked")
    assert (told.stands, told.next.round) == ("call late 1", 1)


def test_on_retry_goes_on_when_no_try_is_left():
    told = Saga(lines(talked="retry")).says(*["talked"] * 3)
    assert told.stands == "call ring 4"
    assert told.say("talked").stands == "email write 1"


def test_on_takes_bad_data_in_place_of_looking_it_up():
    assert Saga(lines(wrong_number="write")).say("wrong number").stands == "email write 1"


def test_on_takes_a_promise_elsewhere_when_it_was_said():
    told = Saga(lines(not_now="late")).say("not now, not before 2027-03-01")
    assert (told.stands, told.due) == ("call late 1", "2027-03-01 00:00")


@pytest.mark.parametrize("word", ["replied", "no_show", "skipped", "done", "sent", "introduced"])
def test_on_takes_every_outcome_but_the_clear_ones(word):
    told = Saga(lines(**{word: "late"}, no_answer="late"))
    assert told.say(f"{word} Eva Ek" if word == "introduced" else word).stands == "call late 1"


def test_on_for_what_a_reply_never_came_to():
    letters = cadence(
        step("email", "write", on={"no_reply": "late"}), step("call", "ring"), step("call", "late", "1 week")
    )
    assert Saga(letters).say("sent").stands == "call late 1"
    letters = cadence(
        step("email", "write", on={"sent": "ring", "no_reply": "late"}), step("call", "late"), step("call", "ring")
    )
    assert Saga(letters).say("sent").stands == "call ring 1"
    assert Saga(letters).say("no reply").stands == "call late 1"


def test_tries_are_counted_over_the_whole_enrollment():
    back = cadence(step("call", "ring", retry=(2, "1 business day")), step("email", "write", on={"sent": "ring"}))
    told = Saga(back).says("no answer", "no answer", "sent")
    assert told.stands == "call ring 3"
    assert told.say("no answer").stands == "email write 2", "one try at each coming back"


def test_a_promise_uses_no_try_wherever_it_leads():
    back = cadence(step("call", "ring", on={"callback": "late"}), step("call", "late", on={"talked": "ring"}))
    assert Saga(back).says("callback", "talked").stands == "call ring 1"


def test_what_is_logged_late_counts_from_when_it_happened():
    told = Saga()
    told.now = at("2026-11-30 09:00")
    told.tell(Answered(Answer(Outcome.NO_ANSWER), at("2026-11-24 16:00")))
    assert told.e.past[-1].happened_at == at("2026-11-24 16:00")
    assert told.due == "2026-11-25 00:00"


# --- then ------------------------------------------------------------------------------------------------------------
def test_without_then_the_last_step_that_reaches_out_comes_again():
    told = Saga(cadence(step("call", "ring"), step("task", "look-up", "1 business day"))).says("no answer", "done")
    assert (told.stands, told.next.round) == ("call ring 2", 1)
    assert told.next.reason.args[0] == "1 business day"


def test_then_may_repeat_a_step_in_the_middle_and_does_not_go_on_from_there():
    middle = replace(lines(), then=Then("write", (wait("4 weeks"),)), silence_after=99)
    told = Saga(middle).says("talked", "sent", "no answer")
    assert (told.stands, told.next.round) == ("email write 2", 1)
    assert told.say("sent").stands == "email write 3"


def test_a_jump_out_of_then_walks_the_main_line_and_the_ladder_goes_on_after_it():
    back = cadence(
        step("call", "ring", on={"gatekeeper": "write"}),
        step("email", "write"),
        then=Then("ring", (wait("1 week"), wait("2 weeks"), wait("4 weeks"))),
        silence_after=99,
    )
    told = Saga(back).says("no answer", "sent", "gatekeeper")
    assert (told.stands, told.next.round) == ("email write 2", 0)
    told.say("sent")
    assert told.next.round == 2


def test_a_cadence_in_which_nothing_reaches_out_ends_in_decisions_not_in_nothing():
    told = Saga(cadence(step("task", "think"))).say("done")
    assert (told.stands, told.why) == ("task decide 1", "decide-nothing-left")
    assert told.say("done").why == "decide-nothing-left"


# --- waits before a date ---------------------------------------------------------------------------------------------
BEFORE = cadence(step("call", "ring"), step("call", "remind", "0"))
BEFORE = replace(
    BEFORE, steps=(BEFORE.steps[0], replace(BEFORE.steps[1], wait=Before(Delay.parse("2 business days"), "meeting")))
)


def test_a_wait_before_a_date_counts_back_from_it():
    told = Saga(BEFORE, landmarks={"meeting": "2027-03-01T10:00:00+01:00"}).say("talked")
    assert (told.due, told.why) == ("2027-02-25 00:00", "wait-before")
    assert told.next.reason.args == ("2 business days before meeting", "meeting", "2027-03-01")


def test_a_wait_before_a_date_that_is_too_near_is_due_at_once():
    told = Saga(BEFORE, landmarks={"meeting": "2026-11-24"}).say("talked", "2026-11-23 10:00")
    assert told.due == "2026-11-23 10:00"


def test_a_wait_before_a_date_that_nobody_knows_is_the_default_wait_and_says_so():
    told = Saga(BEFORE).say("talked", "2026-11-23 10:00")
    assert (told.due, told.why) == ("2026-11-24 00:00", "wait-no-landmark")
    assert Saga(BEFORE, landmarks={"meeting": "soon"}).say("talked").why == "wait-no-landmark"


def test_a_win_back_counts_from_the_end_of_a_contract():
    told = Saga(wait=Before(Delay.parse("6 months"), "contract_end"), landmarks={"contract_end": "2028-08-31"})
    assert told.due == "2028-02-29 00:00"


# --- business days ---------------------------------------------------------------------------------------------------
def lucia(day, country, region):
    return "Lucia" if country == "SE" and (day.month, day.day) == (12, 14) else None


def test_waits_count_from_when_it_really_happened_over_weekends_and_holidays():
    told = Saga(holiday=lucia).say("no answer", "2026-12-11 18:00")
    assert told.due == "2026-12-15 00:00"


@pytest.mark.parametrize(("counts", "due"), [("both", "15"), ("contact", "14"), ("rep", "15"), ("none", "14")])
def test_whose_holidays_count_is_the_cadences_word(counts, due):
    terms = replace(TERMS, contact_country="DK")
    told = Saga(replace(RING, holidays=Counts(counts)), terms=terms, holiday=lucia).say("no answer", "2026-12-11 10:00")
    assert told.day == date(2026, 12, int(due))


def test_a_wait_of_days_begins_on_the_contacts_date():
    terms = replace(TERMS, contact_zone="America/New_York")
    told = Saga(terms=terms).say("no answer", "2026-11-24 03:00")
    assert told.due == "2026-11-24 06:00", "midnight in New York after their Monday evening"


# --- addresses -------------------------------------------------------------------------------------------------------
def test_an_email_without_an_address_is_preceded_by_finding_it():
    told = Saga(terms=NO_EMAIL).say("talked", "2026-11-23 10:00")
    assert (told.stands, told.next.role, told.why) == ("task find-details 1", Role.FIND, "find-address")
    assert told.due == "2026-11-25 00:00", "when the email would be due"
    with pytest.raises(RefusedError, match="no new email address is known"):
        told.say("done 070-123 45 67")
    told.say("done anna@acme.example")
    assert told.made(CorrectDetails) == [CorrectDetails(email="anna@acme.example")]
    assert told.stands == "email write 1"
    assert told.next.due == told.now


def test_an_address_that_was_found_elsewhere_will_do():
    told = Saga(terms=NO_EMAIL).say("talked", "2026-11-23 10:00").later(has_email=True, details_at=None)
    with pytest.raises(RefusedError):
        told.say("done")
    told.later(details_at=told.now)
    assert told.next.opened_at < told.now
    assert told.say("done").stands == "email write 1"


def test_if_missing_skip_leaves_the_email_out():
    skips = cadence(
        step("call", "ring"), step("email", "write", if_missing=IfMissing.SKIP), step("call", "late", "1 week")
    )
    assert Saga(skips, terms=NO_EMAIL).say("no answer").stands == "call late 1"
    only = cadence(step("email", "write", if_missing=IfMissing.SKIP))
    assert Saga(only, terms=NO_EMAIL).why == "decide-nothing-left"


def test_going_on_without_an_address_leaves_the_email_out():
    plain = cadence(step("call", "ring"), step("email", "write"), step("call", "late", "1 week"))
    told = Saga(plain, terms=NO_EMAIL).says("no answer", "skipped")
    assert told.why == "decide-skipped-find"
    assert told.say("done").stands == "call late 1"


def test_a_call_needs_no_number_in_the_book():
    assert Saga(terms=replace(TERMS, has_phone=False)).stands == "call ring 1"


def test_a_call_without_a_number_is_left_out_where_its_step_says_so():
    skips = cadence(step("call", "ring", if_missing=IfMissing.SKIP), step("email", "write"))
    assert Saga(skips, terms=replace(TERMS, has_phone=False)).stands == "email write 1"
    assert Saga(skips).stands == "call ring 1"


def test_a_message_without_a_number_is_preceded_by_finding_it_or_left_out():
    text = cadence(step("message", "text"), step("email", "write"))
    told = Saga(text, terms=replace(TERMS, has_phone=False))
    assert (told.next.role, told.why) == (Role.FIND, "find-address")
    with pytest.raises(RefusedError, match="no new number is known"):
        told.say("done anna@acme.example")
    told.say("done 070-123 45 67")
    assert told.stands == "message text 1"
    skips = cadence(step("message", "text", if_missing=IfMissing.SKIP), step("email", "write"))
    assert Saga(skips, terms=replace(TERMS, has_phone=False)).stands == "email write 1"
