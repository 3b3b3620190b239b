"""The table of outcomes, its second half: replies, other channels, bad data, referrals, skips, what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadences.cadence import Chain
from cadences.enrollment import (
    Answered,
    CorrectDetails,
    EnrolPerson,
    KeepPromise,
    LapseOneOffs,
    PutOff,
    Referred,
    RefusedError,
    Role,
    Waiting,
)
from cadences.outcomes import Answer, Channel, Outcome
from tests.cadences.machine.saga import AFTER, RING, Saga, at, cadence, step, wait

FULL = cadence(
    step("prepare", "research"),
    step("call", "first-call", "1 business day", retry=(3, "1 business day", "2 business days")),
    step("email", "why-us", "2 business days"),
    step("linkedin", "connect", "1 business day"),
    step("call", "second-round", "3 business days"),
    yes=AFTER,
    no={"contract": Chain("win-back", wait("6 months")), "any": Chain("win-back", wait("6 months"))},
    goal=("meeting",),
)


# --- replied, introduced, no show ------------------------------------------------------------------------------------
def test_a_reply_puts_a_touch_to_answer_in_place_of_the_planned_one():
    told = Saga(FULL).says("done", "talked").say("sent", "2026-11-30 10:00")
    assert told.stands == "linkedin connect 1"
    told.say("replied", "2026-11-30 15:00")
    assert told.stands == "email why-us 2", "channel email, the replied step's id, the next try"
    assert (told.next.role, told.next.joins, told.why) == (Role.REPLY, True, "to-answer")
    assert told.due == "2026-11-30 15:00"
    assert told.e.silences == 0
    told.say("sent", "2026-11-30 16:00")
    assert told.stands == "linkedin connect 1", "then what was planned"
    assert told.due == "2026-12-01 00:00"
    assert told.next.awaits_reply


def test_a_reply_written_on_the_letter_itself_is_the_same():
    told = Saga(FULL).says("done", "talked", "sent")
    letter = told.e.past[-1].number
    told.says("no answer") if told.next.channel is Channel.CALL else None
    told.say("replied", touch=letter)
    assert (told.stands, told.next.role) == ("email why-us 2", Role.REPLY)


def test_somebody_introduced_is_enrolled_and_this_one_goes_on():
    told = Saga().say("introduced Eva Ek, 070-123 45 67")
    (eva,) = told.made(EnrolPerson)
    assert (eva.name, eva.phone, eva.replaces) == ("Eva Ek", "070-123 45 67", False)
    assert told.stands == "email write 1"


def test_somebody_introduced_who_may_not_be_enrolled_is_told():
    told = Saga().say("introduced Eva Ek", barred=True)
    assert not told.made(EnrolPerson)
    assert told.told == ["told-no-referral"]


def test_an_appointment_not_kept_asks_for_a_new_time():
    told = Saga().say("no show", "2026-11-24 10:00")
    assert (told.next.role, told.why) == (Role.AGREE, "agree-meeting")
    told.say("done Fri 10:00", "2026-11-24 11:00")
    assert told.stands == "call ring 1", "the same step"


def test_a_visit_not_kept_is_the_new_appointment():
    told = Saga(cadence(step("visit", "see", "1 week"))).say("no show", "2026-12-01 10:00")
    told.say("done Fri 10:00", "2026-12-01 11:00")
    assert told.stands == "visit see 1"
    assert told.due == "2026-12-04 10:00"


# --- another channel -------------------------------------------------------------------------------------------------
def test_mailed_instead_counts_as_a_mail_then_the_next_step():
    told = Saga().say("mailed instead")
    assert told.e.past[-1].channel is Channel.EMAIL
    assert told.stands == "email write 1"
    assert told.next.awaits_reply


def test_sent_on_a_call_is_a_mail():
    assert Saga().say("sent").e.past[-1].channel is Channel.EMAIL


def test_called_instead_of_a_mail_in_vain_is_one_silence_then_the_next_step():
    told = Saga(FULL).says("done", "talked").say("voicemail")
    assert told.e.past[-1].channel is Channel.CALL
    assert (told.stands, told.e.silences) == ("linkedin connect 1", 1)


# --- bad data --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["wrong number", "bounced"])
def test_bad_data_makes_a_touch_to_find_the_details_then_the_same_step(words):
    told = Saga().say(words)
    assert (told.stands, told.next.role) == ("task find-details 1", Role.FIND)
    told.say("done 070-123 45 67")
    assert told.made(CorrectDetails) == [CorrectDetails(phone="070-123 45 67")]
    assert told.stands == "call ring 1"
    assert told.next.due == told.now, "at once"


def test_a_name_written_in_the_touch_becomes_the_contacts():
    told = Saga().say("wrong number: Eva Ek 070-1234567")
    assert told.made(CorrectDetails) == [CorrectDetails(phone="070-1234567", name="Eva Ek")]
    assert told.stands == "call ring 1"


def test_a_number_written_in_the_touch_becomes_the_contacts():
    told = Saga().say("wrong number 070-123 45 67")
    assert told.made(CorrectDetails) == [CorrectDetails(phone="070-123 45 67")]
    assert told.stands == "call ring 1"


def test_a_when_said_with_new_details_replaces_the_wait():
    assert Saga().say("wrong number 070-123 45 67 2027-03-01").due == "2027-03-01 00:00"
    assert Saga().say("wrong number").say("done 070-123 45 67 2027-03-01").due == "2027-03-01 00:00"


def test_silence_before_a_side_step_counts_and_the_limit_is_looked_at_on_return():
    letters = cadence(step("email", "one"), step("email", "two", "1 week"), step("call", "ring"), silence_after=1)
    told = Saga(letters).say("sent").later(has_email=False).say("bounced", touch=1)
    told.say("done anna@acme.example")
    assert told.stands == "email one 1"
    told = Saga(letters).later(has_email=False).say("sent")
    assert (told.next.role, told.next.awaits_reply) == (Role.FIND, True)
    told.say("done anna@acme.example")
    assert (told.stands, told.e.silences) == ("diagnose diagnose 1", 1)


def test_finding_details_is_not_done_while_they_are_unchanged():
    told = Saga().say("wrong number")
    with pytest.raises(RefusedError, match="no new number or address is known"):
        told.say("done")


def test_finding_details_is_done_when_they_were_changed_elsewhere():
    told = Saga().say("wrong number").later(details_at=at("2026-12-01 10:00"))
    assert told.say("done", "2026-12-01 11:00").stands == "call ring 1"


def test_bad_data_twice_in_a_row_makes_a_decision_touch():
    told = Saga().says("wrong number", "done 070-123 45 67", "wrong number")
    assert (told.stands, told.why) == ("task decide 1", "decide-data")
    assert told.says("done").stands == "call ring 1"


def test_bad_data_again_later_is_not_in_a_row():
    told = Saga().says("wrong number", "done 070-123 45 67", "no answer", "wrong number")
    assert told.next.role is Role.FIND


def test_a_fresh_number_needs_no_decision_even_the_second_time():
    told = Saga().says("wrong number 070-123 45 67", "wrong number 070-765 43 21")
    assert told.stands == "call ring 1"


def test_finding_details_left_out_makes_a_decision_touch():
    told = Saga().says("wrong number", "skipped")
    assert (told.stands, told.why) == ("task decide 1", "decide-skipped-find")


# --- referred --------------------------------------------------------------------------------------------------------
def test_a_referral_enrols_the_person_and_closes_this_one():
    told = Saga().say("referred: Eva Ek, eva@acme.example")
    assert told.e.state == Referred("Eva Ek")
    (eva,) = told.made(EnrolPerson)
    assert (eva.email, eva.replaces) == ("eva@acme.example", True)


def test_a_referral_to_someone_who_may_not_be_enrolled_makes_a_decision_touch():
    told = Saga().say("referred: Eva Ek", barred=True)
    assert not told.made(EnrolPerson)
    assert (told.stands, told.why, told.told) == ("task decide 1", "decide-referral", ["told-no-referral"])
    assert told.e.silences == 0


# --- skipped, missing ------------------------------------------------------------------------------------------------
def test_skipped_uses_up_the_try_without_counting_as_silence():
    told = Saga().say("skipped")
    assert (told.stands, told.e.silences) == ("call ring 2", 0)
    assert told.e.past[-1].outcome is Outcome.SKIPPED
    assert not told.made(LapseOneOffs), "nobody was reached out to"
    assert told.says("skipped", "skipped", "skipped").stands == "email write 1"


@pytest.mark.parametrize("what", ["consequence", "owner", "champion"])
def test_what_is_missing_unmapped_is_a_task_to_find_it(what):
    told = Saga(replace(RING, silence_after=1)).says("no answer").say(f"missing: {what}")
    assert (told.stands, told.next.role, told.next.note) == ("task diagnose 1", Role.LEARN, what)
    assert told.e.silences == 0
    assert told.says("done").stands == "call ring 2"


def test_missing_urgency_waits_six_weeks():
    told = Saga(replace(RING, silence_after=1)).says("no answer").say("missing: urgency", "2026-11-24 10:00")
    assert told.due == "2027-01-05 00:00"
    assert told.e.state == Waiting(told.next.due)
    assert told.stands == "call ring 2"


def test_missing_fit_is_a_decision_touch():
    told = Saga(replace(RING, silence_after=1)).says("no answer", "missing: fit")
    assert (told.stands, told.why) == ("task decide 1", "decide-fit")


def test_missing_nothing_goes_on():
    assert Saga(replace(RING, silence_after=1)).says("no answer", "missing: nothing").stands == "call ring 2"


def test_what_is_missing_is_kept_with_the_words():
    told = Saga(replace(RING, silence_after=1)).says("no answer").say("missing: owner")
    assert told.noted == ["missing: owner"]


def test_a_when_said_with_what_is_missing_replaces_the_wait():
    told = Saga(replace(RING, silence_after=1)).says("no answer")
    told.say("missing: urgency 2027-03-01", "2026-11-25 10:00")
    assert (told.stands, told.due) == ("call ring 2", "2027-03-01 00:00")
    told = Saga(replace(RING, silence_after=1)).says("no answer")
    told.say("missing: owner 2027-03-01", "2026-11-25 10:00")
    assert (told.next.role, told.due) == (Role.LEARN, "2027-03-01 00:00")


def test_missing_is_asked_of_the_diagnose_touch_alone():
    with pytest.raises(RefusedError, match="missing does not fit ring; it takes yes, no"):
        Saga().say("missing: owner")


# --- overdue ---------------------------------------------------------------------------------------------------------
def test_an_overdue_touch_is_put_off_and_no_try_is_used():
    told = Saga().tell(PutOff(1))
    assert (told.stands, told.next.put_offs, told.next.number) == ("call ring 1", 1, 1)


def test_after_three_put_offs_it_is_asked():
    told = Saga().tell(PutOff(1)).tell(PutOff(1))
    assert told.asked == []
    assert told.tell(PutOff(1)).asked == ["ask-put-off"]
    assert told.tell(PutOff(1)).asked == []


# --- one-offs --------------------------------------------------------------------------------------------------------
def test_a_one_off_lapses_after_the_next_try_that_reached_out():
    told = Saga().say("no answer")
    (lapse,) = told.made(LapseOneOffs)
    assert lapse.at == told.now


def test_a_one_off_does_not_lapse_with_what_the_rep_does_alone_or_puts_off():
    assert not Saga(FULL).say("done").made(LapseOneOffs)
    assert not Saga().tell(PutOff(1)).made(LapseOneOffs)


def test_a_promise_said_in_a_try_does_not_lapse_with_it():
    told = Saga().say("callback tomorrow")
    (lapse,) = told.made(LapseOneOffs)
    (kept,) = told.made(KeepPromise)
    assert kept.said_at >= lapse.at


def test_an_answer_without_words_of_who_is_refused():
    told = Saga()
    with pytest.raises(RefusedError, match="referred to whom"):
        told.tell(Answered(Answer(Outcome.REFERRED), told.now))
