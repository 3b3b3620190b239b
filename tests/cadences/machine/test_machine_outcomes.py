"""Every row of the table of outcomes, as a rep would tell it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadences.cadence import Chain
from cadences.enrollment import (
    Active,
    KeepPromise,
    Lost,
    OptOutContact,
    RefusedError,
    Role,
    StartChain,
    Unanswered,
    Waiting,
    Won,
)
from cadences.outcomes import Channel, Outcome, Yes
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


@pytest.mark.parametrize("words", ["yes meeting", "no", "opt out", "referred: Eva Ek"])
def test_a_clear_answer_is_a_contact_too(words):
    told = Saga().say("no answer").say(words, "2026-11-24 10:00")
    assert told.e.last_contact_at == at("2026-11-24 10:00")
    assert told.e.silences == 0


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


def test_what_follows_a_quote_counts_from_the_sending_also_where_the_agreed_next_step_is_later():
    after = Saga(RING, wait=wait("1 business day"), after=Yes.QUOTE).say("done Fri 10:00", "2026-11-23 11:00")
    after.say("sent", "2026-11-23 12:00")
    assert after.due == "2026-11-24 00:00"
    assert after.e.landmarks["next_step"].startswith("2026-11-27T10:00")


def test_a_quote_whose_next_step_was_agreed_with_the_yes_is_only_sent():
    (chain,) = Saga(FULL).says("done").say("yes quote Fri 10:00", "2026-11-24 10:00").made(StartChain)
    after = Saga(
        RING, "2026-11-24 10:00", since=chain.since, wait=chain.wait, after=chain.after, landmarks=chain.landmarks
    )
    assert after.next.role is Role.SEND
    assert after.due == "2026-11-24 10:00"
    assert after.say("sent", "2026-11-24 15:00").due == "2026-11-27 00:00", "three business days after the sending"


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
