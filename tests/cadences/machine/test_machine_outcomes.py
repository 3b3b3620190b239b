"""Every row of the table of outcomes, as a rep would tell it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadences.cadence import Chain
from cadences.enrollment import (
    Active,
    Answered,
    CorrectDetails,
    EnrolPerson,
    KeepPromise,
    LapseOneOffs,
    Lost,
    OptOutContact,
    PutOff,
    Referred,
    RefusedError,
    Role,
    StartChain,
    Unanswered,
    Waiting,
    Won,
)
from cadences.outcomes import Answer, Channel, Outcome, Yes
from tests.cadences.machine.saga import AFTER, RING, TERMS, Saga, at, cadence, step, wait

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


# --- yes -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("to", list(Yes))
def test_a_yes_wins_whatever_the_goal_says(to):
    told = Saga(FULL).says("done").say(f"yes {to}")
    assert told.e.state == Won(to)
    assert told.e.next is None


def test_a_yes_starts_what_the_cadence_has_for_it():
    told = Saga(FULL).says("done").say("yes quote", "2026-11-24 10:00")
    (chain,) = told.made(StartChain)
    assert (chain.cadence, str(chain.wait), chain.after) == ("quote-follow-up", "3 business days", Yes.QUOTE)
    assert chain.since == at("2026-11-24 10:00")


def test_a_yes_that_leads_nowhere_just_wins():
    told = Saga(FULL).says("done").say("yes purchase")
    assert told.effects == ()


def test_a_yes_without_to_what_is_to_the_only_goal():
    assert Saga(FULL).says("done").say("yes").e.state == Won(Yes.MEETING)


def test_a_yes_without_to_what_is_asked_where_there_is_no_one_goal():
    with pytest.raises(RefusedError, match="yes meeting, yes quote or yes purchase"):
        Saga(replace(FULL, goal=("meeting", "quote"))).says("done").say("yes")


def test_a_when_said_with_a_yes_is_the_appointment_and_the_chain_counts_from_its_end():
    told = Saga(FULL).says("done").say("yes meeting Thu 14:30", "2026-11-24 10:00")
    (chain,) = told.made(StartChain)
    assert chain.since == at("2026-11-26 15:30")
    assert chain.landmarks["meeting"].startswith("2026-11-26T14:30")
    assert chain.after is None
    assert not told.made(KeepPromise), "an appointment is no promise about calls"


def test_an_appointment_of_which_the_day_alone_is_known_ends_with_the_working_day():
    (chain,) = Saga(FULL).says("done").say("yes meeting Thu", "2026-11-24 10:00").made(StartChain)
    assert chain.since == at("2026-11-26 17:00")


def test_a_yes_to_a_meeting_without_a_when_is_agreed_first_and_the_chain_waits_for_it():
    (chain,) = Saga(FULL).says("done").say("yes meeting").made(StartChain)
    assert chain.after is Yes.MEETING
    after = Saga(RING, since=at("2026-11-24 10:00"), when="2026-11-24 10:00", wait=chain.wait, after=chain.after)
    assert (after.stands, after.next.role, after.why) == ("email answer-reply 1", Role.AGREE, "agree-meeting")
    assert after.due == "2026-11-24 10:00"
    assert after.next.joins
    after.say("done Thu 14:30", "2026-11-24 11:00")
    assert after.stands == "call ring 1"
    assert after.due == "2026-11-27 00:00", "one business day after the meeting"
    assert after.e.landmarks["meeting"].startswith("2026-11-26T14:30")


def test_agreeing_without_a_time_comes_again():
    after = Saga(RING, wait=wait("1 business day"), after=Yes.MEETING).say("sent")
    assert (after.stands, after.next.role) == ("email answer-reply 2", Role.AGREE)
    assert after.next.awaits_reply
    after.say("no answer")
    assert after.stands == "email answer-reply 3"
    assert after.e.silences == 2


def test_a_meeting_is_agreed_by_phone_where_there_is_no_address():
    after = Saga(RING, terms=replace(TERMS, has_email=False), after=Yes.MEETING)
    assert after.next.channel is Channel.CALL


def test_after_a_yes_to_a_quote_the_next_step_is_secured_then_it_is_sent_and_the_rest_counts_from_the_sending():
    after = Saga(RING, wait=wait("3 business days"), after=Yes.QUOTE)
    assert (after.next.role, after.next.channel, after.why) == (Role.SECURE, Channel.CALL, "secure-next-step")
    after.say("done", "2026-11-23 11:00")
    assert (after.next.role, after.next.channel, after.why) == (Role.SEND, Channel.EMAIL, "send-quote")
    after.say("sent", "2026-11-24 09:00")
    assert after.stands == "call ring 1"
    assert after.due == "2026-11-27 00:00"


def test_what_follows_a_quote_counts_from_the_agreed_next_step_where_that_is_later():
    after = Saga(RING, wait=wait("1 business day"), after=Yes.QUOTE).say("done Fri 10:00", "2026-11-23 11:00")
    after.say("sent", "2026-11-23 12:00")
    assert after.due == "2026-11-30 00:00"


def test_a_quote_whose_next_step_was_agreed_with_the_yes_is_only_sent():
    (chain,) = Saga(FULL).says("done").say("yes quote Fri 10:00", "2026-11-24 10:00").made(StartChain)
    after = Saga(
        RING, "2026-11-24 10:00", since=chain.since, wait=chain.wait, after=chain.after, landmarks=chain.landmarks
    )
    assert after.next.role is Role.SEND
    assert after.due == "2026-11-24 10:00"
    assert after.say("sent").due == "2026-12-02 00:00", "three business days after Friday"


# --- no, opt out -----------------------------------------------------------------------------------------------------
def test_a_no_loses_and_starts_a_win_back_by_its_reason():
    told = Saga(FULL).says("done").say("no: contract until 2028-06-30")
    assert told.e.state == Lost("contract")
    (chain,) = told.made(StartChain)
    assert chain.cadence == "win-back"
    assert chain.landmarks == {"contract_end": "2028-06-30"}


def test_a_date_in_a_no_is_kept_as_contract_end():
    told = Saga(RING).say("no: contract until 2028")
    assert told.e.landmarks == {"contract_end": "2028-01-01"}


def test_a_no_of_another_reason_takes_the_one_for_any():
    told = Saga(FULL).says("done").say("no: price")
    assert told.e.state == Lost("price")
    assert told.made(StartChain)


def test_a_no_without_a_chain_just_loses():
    told = Saga(RING).say("no")
    assert (told.e.state, told.effects) == (Lost("any"), ())


@pytest.mark.parametrize(
    "before", [(), ("done",), ("done", "no answer"), ("done", "callback after 17:00"), ("done", "yes meeting")]
)
def test_an_opt_out_is_taken_in_every_state(before):
    told = Saga(FULL).says(*before).say("opt out")
    assert told.e.next is None
    assert told.made(OptOutContact)


def test_an_opt_out_of_one_that_is_won_leaves_it_won():
    told = Saga(FULL).says("done", "yes meeting", "opt out")
    assert told.e.state == Won(Yes.MEETING)


# --- silence ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["no answer", "busy", "voicemail", "gatekeeper"])
def test_silence_leads_to_the_steps_retry_and_counts(words):
    told = Saga().say(words, "2026-11-23 09:30")
    assert told.stands == "call ring 2"
    assert told.e.silences == 1
    assert told.due == "2026-11-24 00:00"
    assert told.next.reason.args[:2] == ("1 business day", words.replace(" ", "_"))


def test_no_reply_is_logged_when_the_planned_touch_begins_and_moves_nothing():
    told = Saga().says(*["no answer"] * 4).say("sent")
    planned = told.next
    assert planned.awaits_reply
    told.tell(Unanswered(planned.number, planned.due), when="2026-12-10 09:00")
    assert told.e.silences == 5
    assert replace(told.next, awaits_reply=True) == planned


def test_no_reply_counts_once_whether_the_daemon_or_the_rep_was_first():
    quick = Saga().says("no answer").says(*["no answer"] * 3).say("sent").say("no answer")
    slow = Saga().says(*["no answer"] * 4).say("sent")
    slow.tell(Unanswered(slow.next.number, slow.next.due), when=f"{slow.due}")
    slow.say("no answer")
    assert quick.e.silences == slow.e.silences == 6


def test_no_reply_at_the_silence_limit_puts_the_diagnose_touch_in_that_place():
    told = Saga(replace(RING, silence_after=5)).says(*["no answer"] * 4).say("sent")
    planned = told.next
    told.tell(Unanswered(planned.number, planned.due), when=f"{told.due}")
    assert told.stands == "diagnose diagnose 1"
    assert told.next.back_to == planned.step


def test_sent_plans_at_once_what_no_reply_would_lead_to():
    told = Saga(cadence(step("email", "write", retry=(2, "3 business days")), step("call", "ring", "1 week")))
    told.say("sent", "2026-11-23 10:00")
    assert told.stands == "email write 2", "no reply leads to the next try"
    assert told.due == "2026-11-26 00:00"
    told.say("sent", "2026-11-26 10:00")
    assert told.stands == "call ring 1"
    assert told.due == "2026-12-03 00:00"


# --- promises --------------------------------------------------------------------------------------------------------
def test_a_callback_is_the_same_step_again_when_the_contact_said():
    told = Saga().says("no answer", "no answer")
    told.say("callback after 17:00", "2026-11-26 10:00")
    assert told.stands == "call ring 3", "no try used"
    assert told.e.silences == 0
    assert told.due == "2026-11-26 10:00", "no other wait"
    (kept,) = told.made(KeepPromise)
    assert kept.when.windows == ((17 * 60, None),)
    assert kept.words == "callback after 17:00"
    assert told.e.state == Active()


def test_a_callback_at_a_named_time_waits_until_then():
    told = Saga().say("callback Thu 14:30", "2026-11-23 10:00")
    assert told.e.state == Waiting(at("2026-11-26 14:30"))
    assert told.due == "2026-11-26 14:30"
    assert told.next.when.at.isoformat() == "2026-11-26T14:30:00"
    assert told.why == "said"


def test_a_callback_without_a_when_takes_the_steps_next_wait():
    told = Saga().says("no answer").say("callback", "2026-11-24 10:00")
    assert told.stands == "call ring 2"
    assert told.due == "2026-11-26 00:00", "the rung after the second try"
    assert told.why == "same-step"


def test_a_not_now_with_a_date_waits_until_then():
    told = Saga().say("not now, not before 2027-03-01", "2026-11-23 10:00")
    assert told.e.state == Waiting(at("2027-03-01 00:00"))
    assert told.stands == "call ring 1"
    assert told.made(KeepPromise)


def test_a_not_now_without_a_when_waits_four_weeks_and_says_so():
    told = Saga().say("not now", "2026-11-23 10:00")
    assert told.due == "2026-12-21 00:00"
    assert told.e.state == Waiting(told.next.due)
    assert told.told == ["told-not-now-default"]
    assert told.why == "waited"


def test_a_not_now_without_a_when_takes_what_the_cadence_says():
    told = Saga(replace(RING, not_now=wait("6 weeks"))).say("not now", "2026-11-23 10:00")
    assert told.due == "2027-01-04 00:00"


# --- talked, done, sent ----------------------------------------------------------------------------------------------
def test_talked_leads_to_the_next_step_and_resets_silence():
    told = Saga().says("no answer").say("talked", "2026-11-24 10:00")
    assert told.stands == "email write 1"
    assert told.e.silences == 0
    assert told.e.last_contact_at == at("2026-11-24 10:00")


def test_done_on_a_preparation_leads_to_the_next_step_after_its_wait():
    told = Saga(FULL).say("done", "2026-11-23 10:00")
    assert told.stands == "call first-call 1"
    assert told.due == "2026-11-24 00:00"


@pytest.mark.parametrize("word", ["done", "sent"])
def test_done_and_sent_on_an_email_are_the_same(word):
    told = Saga(FULL).says("done", "talked").say(word)
    assert told.stands == "linkedin connect 1"
    assert told.next.awaits_reply
    assert told.e.past[-1].outcome is Outcome.SENT


def test_a_call_set_done_was_tried_and_nobody_reached_and_says_so():
    told = Saga().say("✓")
    assert (told.stands, told.e.silences) == ("call ring 2", 1)
    assert told.told == ["told-done-on-call"]
    assert told.e.past[-1].outcome is Outcome.NO_ANSWER


def test_a_visit_set_done_took_place():
    told = Saga(cadence(step("visit", "see"), step("call", "ring", "1 week"))).say("done")
    assert (told.stands, told.e.silences) == ("call ring 1", 0)


def test_any_outcome_may_carry_a_when_that_replaces_the_wait():
    told = Saga().say("no answer Thu 14:30", "2026-11-23 10:00")
    assert told.stands == "call ring 2"
    assert told.due == "2026-11-26 14:30"
    assert not told.made(KeepPromise), "nobody promised the contact anything"
    told = Saga(FULL).say("done in 3 days", "2026-11-23 10:00")
    assert told.due == "2026-11-26 00:00"


def test_a_when_without_an_outcome_is_a_callback():
    assert Saga().say("after 17:00").e.past[-1].outcome is Outcome.CALLBACK


def test_what_was_said_when_talking_is_a_promise_too():
    assert Saga().say("talked, not before 2027-01-11").made(KeepPromise)


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
    assert told.next.joins, "at once"


def test_a_number_written_in_the_touch_becomes_the_contacts():
    told = Saga().say("wrong number 070-123 45 67")
    assert told.made(CorrectDetails) == [CorrectDetails(phone="070-123 45 67")]
    assert told.stands == "call ring 1"


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
