"""Every sentence of "Rules for the tricky histories", as far as states, moves and words go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cadences.enrollment import (
    Active,
    By,
    ContactOptedOut,
    Deleted,
    GiveUp,
    KeepPromise,
    LapseOneOffs,
    Lost,
    Moved,
    Noted,
    OptedOut,
    OptOutContact,
    Pause,
    Pin,
    PutOff,
    RefusedError,
    Resume,
    Role,
    Unanswered,
)
from cadences.happened import happened_at
from cadences.moments import Instant, Span
from cadences.outcomes import Outcome
from tests.cadences.machine.saga import PREPARED, STOCKHOLM, Saga, at, cadence, step


def pin(start: str, minutes: int = 10) -> Pin:
    return Pin(Span(at(start), Instant(at(start) + timedelta(minutes=minutes))))


# --- two words on one touch ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["no answer", "callback after 17:00", "talked", "skipped"])
def test_the_same_word_again_is_ignored(words):
    told = Saga().say(words, "2026-11-23 10:00")
    after = told.e
    told.say(words, "2026-11-23 10:05", touch=1)
    assert told.e == after
    assert told.effects == ()


def test_the_same_callback_without_its_time_is_ignored():
    told = Saga().say("callback after 17:00", "2026-11-23 10:00")
    after = told.e
    assert told.say("callback", "2026-11-23 10:05", touch=1).e == after


@pytest.mark.parametrize("words", ["talked", "callback after 17:00", "not now", "replied", "introduced: Eva Ek"])
def test_the_same_word_again_on_a_touch_that_it_took_the_place_of_is_ignored(words):
    told = Saga(PREPARED).say(words, "2026-11-23 10:00")
    assert told.e.past[0].superseded
    after = told.e
    told.say(words, "2026-11-23 10:05", touch=1)
    assert told.e == after
    assert told.effects == ()


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("email", "no answer"),
        ("email", "done"),
        ("email", "mailed instead"),
        ("call", "done"),
        ("call", "mailed instead"),
        ("prepare", "no answer"),
        ("prepare", "voicemail, Tue 14:30"),
        ("prepare", "done"),
    ],
)
def test_the_same_word_again_is_ignored_also_where_it_meant_another(channel, words):
    told = Saga(cadence(step(channel, "first"), step("call", "ring", "1 week"))).say(words, "2026-11-23 10:00")
    after = told.e
    told.say(words, "2026-11-23 10:05", touch=1)
    assert told.e == after
    assert told.effects == ()


def test_another_word_on_a_touch_that_was_superseded_is_a_second_word_on_it():
    told = Saga(PREPARED).say("talked", "2026-11-23 10:00").say("callback after 17:00", "2026-11-23 10:05", touch=1)
    assert [(past.number, past.said) for past in told.e.past] == [(1, Outcome.CALLBACK)]
    after = told.e
    assert told.say("talked", "2026-11-23 10:10", touch=1).e == after
    assert told.asked == ["ask-two-words"]


def test_a_reply_to_a_letter_is_no_word_on_the_touch_it_took_the_place_of():
    told = Saga().says("talked").say("sent")
    letter, planned = told.e.past[-1].number, told.next.number
    told.say("replied", touch=letter)
    assert [(past.number, past.said) for past in told.e.past[-1:]] == [(planned, None)]


@pytest.mark.parametrize(
    ("words", "stands"),
    [("opt out", "optedout"), ("yes meeting", "won"), ("no: price", "lost"), ("referred: Eva Ek", "referred")],
)
def test_a_clear_answer_corrects_the_earlier_word(words, stands):
    told = Saga().say("no answer", "2026-11-23 10:00").say(words, "2026-11-23 10:05", touch=1)
    assert told.stands == stands


def test_a_promise_corrects_the_earlier_word():
    told = Saga().say("no answer", "2026-11-23 10:00").say("callback after 17:00", "2026-11-23 10:05", touch=1)
    assert told.stands == "call ring 1", "the try was no try after all"
    assert told.e.silences == 0
    assert told.next.number == 3, "numbers are never reused"
    assert [(past.number, past.outcome) for past in told.e.past] == [(1, Outcome.CALLBACK)]
    assert told.made(KeepPromise)


@pytest.mark.parametrize("words", ["callback after 17:00", "no: price", "yes meeting", "no answer, Thu 14:30"])
def test_a_correction_leaves_the_touch_when_it_happened(words):
    told = Saga().say("no answer", "2026-11-23 09:05").say(words, "2026-11-24 20:00", touch=1)
    assert [(past.number, past.happened_at) for past in told.e.past] == [(1, at("2026-11-23 09:05"))]


def test_what_is_promised_with_a_correction_was_said_with_it():
    told = Saga().say("callback Thu", "2026-11-23 09:05").say("callback Fri", "2026-11-24 20:00", touch=1)
    (kept,) = told.made(KeepPromise)
    (lapse,) = told.made(LapseOneOffs)
    assert kept.said_at == lapse.at == told.next.opened_at == at("2026-11-24 20:00")
    assert told.next.reason.args == ("callback", "2026-11-24T20:00:00+01:00")


def test_a_wait_after_a_correction_counts_from_when_the_touch_happened():
    told = Saga().say("no answer", "2026-11-23 09:05").say("callback", "2026-11-24 20:00", touch=1)
    assert told.due == "2026-11-24 00:00"


def test_a_newer_promise_corrects_the_promise_before_it():
    told = (
        Saga().say("callback after 17:00", "2026-11-23 10:00").say("callback after 18:00", "2026-11-23 10:05", touch=1)
    )
    (kept,) = told.made(KeepPromise)
    assert kept.when.windows == ((18 * 60, None),)


def test_a_correction_takes_a_round_of_then_back():
    told = Saga(cadence(step("call", "ring"))).say("no answer").say("callback", touch=1)
    assert (told.e.rounds, told.next.round) == (0, 0)


def test_a_correction_can_be_corrected():
    told = Saga().say("no answer", "2026-11-23 10:00").say("callback after 17:00", "2026-11-23 10:05", touch=1)
    assert told.say("no: price", "2026-11-23 10:10", touch=1).e.state == Lost("price")


def test_once_the_successor_has_an_outcome_the_second_word_is_kept_as_a_note_and_asked_about():
    told = Saga().says("no answer", "no answer")
    after = told.e
    told.say("yes meeting", touch=1)
    assert told.e == after
    assert (told.asked, told.noted) == (["ask-two-words"], ["yes meeting"])


def test_a_word_that_corrects_nothing_is_kept_as_a_note_and_asked_about():
    told = Saga().say("no answer")
    after = told.e
    told.say("talked", touch=1)
    assert (told.e, told.asked, told.noted) == (after, ["ask-two-words"], ["talked"])


def test_an_opt_out_is_taken_on_any_touch_however_old():
    told = Saga().says("no answer", "no answer", "no answer").say("opt out", touch=1)
    assert told.e.state == OptedOut()
    assert told.made(OptOutContact)


def test_what_comes_of_something_sent_contradicts_nothing():
    told = Saga().says("talked").say("sent")
    letter = told.e.past[-1].number
    assert told.say("talked", touch=letter).asked == []
    assert told.e.silences == 0
    assert not told.next.awaits_reply


def test_no_reply_said_of_a_letter_counts_one_silence():
    told = Saga().says("talked").say("sent")
    letter, planned = told.e.past[-1].number, told.next.number
    told.say("no reply", touch=letter)
    assert (told.e.silences, told.next.number) == (1, planned)


def test_a_letter_that_bounced_after_it_was_sent_was_never_sent():
    told = Saga().says("talked").say("sent")
    told.say("bounced", touch=told.e.past[-1].number)
    assert (told.next.role, told.next.back_to, told.next.back_attempt) == (Role.FIND, "write", 1)


def test_a_promise_said_of_a_letter_is_about_the_touch_that_is_open():
    told = Saga(cadence(step("email", "write"), step("call", "ring", "1 week"))).say("sent")
    assert told.say("callback after 17:00", touch=1).stands == "call ring 1"


def test_a_word_on_a_touch_that_never_was_is_refused():
    with pytest.raises(RefusedError, match="there is no touch 9; the last is 1"):
        Saga().say("done", touch=9)


# --- closed ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["yes quote", "callback after 17:00", "no answer", "referred: Eva Ek"])
def test_a_word_on_a_closed_enrollment_makes_a_question(words):
    told = Saga().say("no: price", "2026-11-23 10:00")
    after = told.e
    told.say(words, "2026-11-24 10:00")
    assert (told.e, told.asked, told.noted) == (after, ["ask-closed"], [words])


def test_an_opt_out_acts_on_a_closed_enrollment():
    told = Saga().say("no: price").say("opt out")
    assert told.made(OptOutContact)
    assert told.asked == []


def test_the_word_that_closed_it_again_is_ignored():
    told = Saga().say("no: price", "2026-11-23 10:00")
    assert told.say("no", "2026-11-23 10:05", touch=1).effects == ()
    assert told.say("no: price", "2026-11-23 10:05").effects == ()


def test_a_note_on_a_closed_enrollment_is_kept():
    assert Saga().say("no").tell(Noted("they moved")).noted == ["they moved"]


@pytest.mark.parametrize("fact", [Pause(date(2027, 1, 1)), Resume(), GiveUp("why")])
def test_what_a_person_decides_about_a_closed_enrollment_is_refused(fact):
    with pytest.raises(RefusedError, match="the enrollment is closed"):
        Saga().say("no").tell(fact)


def test_what_happens_to_the_events_of_a_closed_enrollment_is_nothing():
    told = Saga().say("no")
    after = told.e
    told.tell(Moved(1, pin("2026-12-01 10:00"))).tell(Deleted(1)).tell(PutOff(1)).tell(Unanswered(1, told.now))
    assert told.tell(ContactOptedOut()).e == after


# --- undo ------------------------------------------------------------------------------------------------------------
def test_undo_opens_the_touch_again_and_withdraws_what_it_made():
    told = Saga().say("no answer").undo()
    assert (told.stands, told.next.number, told.e.past, told.e.silences) == ("call ring 1", 1, (), 0)


def test_touch_numbers_are_never_reused_not_even_after_undo():
    told = Saga().say("no answer").undo().say("no answer")
    assert told.next.number == 3


def test_undo_of_undo_goes_further_back():
    told = Saga().says("no answer", "no answer").undo()
    assert told.stands == "call ring 2"
    told.undo()
    assert told.stands == "call ring 1"
    assert told.says("no answer", "no answer").next.number == 5


@pytest.mark.parametrize("words", ["yes meeting", "no", "opt out", "referred: Eva Ek"])
def test_undo_opens_what_was_closed(words):
    assert Saga().say("no answer").say(words).undo().stands == "call ring 2"


def test_undo_drops_what_the_daemon_alone_saw_of_a_withdrawn_touch():
    told = Saga().say("no answer").tell(PutOff(2), by=By.DAEMON).undo()
    assert (told.stands, told.next.put_offs) == ("call ring 1", 0)


def test_undo_takes_back_deletions_and_pauses_and_giving_up():
    for fact in (Deleted(1), Pause(date(2027, 1, 4)), GiveUp("sold the firm")):
        told = Saga().tell(fact)
        told.undo()
        assert (told.stands, told.next.number, told.e.state) == ("call ring 1", 1, Active())


def test_undo_is_refused_when_a_person_moved_something_it_made():
    told = Saga().say("no answer").tell(Moved(2, pin("2026-12-01 10:00")), by=By.CALENDAR)
    with pytest.raises(RefusedError, match="touch 2 was moved by a person since"):
        told.undo()


def test_undo_is_refused_when_a_person_answered_in_what_it_started():
    from cadences.machine.undo import last_act

    first = Saga().say("yes meeting")
    chained = Saga()
    assert last_act(first.log, [chained.log]) == first.log[-1]
    chained.say("no answer")
    with pytest.raises(RefusedError, match="a person has acted since in what it started"):
        last_act(first.log, [chained.log])


def test_there_is_nothing_to_undo_in_an_enrolling():
    with pytest.raises(RefusedError, match="nothing to undo"):
        Saga().undo()


# --- logged before its time ------------------------------------------------------------------------------------------
def test_what_is_logged_before_its_time_happened_now():
    told = Saga().say("no answer").say("no answer", "2026-11-23 16:00")
    assert told.e.past[-1].happened_at == at("2026-11-23 16:00")
    assert told.due == "2026-11-25 00:00", "the wait counts from when it really happened"


def test_nothing_happens_later_than_now():
    told = Saga()
    from cadences.enrollment import Answered
    from cadences.phrases.answers import read_answer

    told.tell(Answered(read_answer("no answer", told.now, STOCKHOLM), at("2027-01-01 10:00")))
    assert told.e.past[-1].happened_at == told.now


def test_a_calendar_answer_happened_at_the_planned_start_if_that_is_past_else_when_it_was_written():
    start, early, late = at("2026-11-23 10:00"), at("2026-11-23 09:30"), at("2026-11-23 18:00")
    assert happened_at(By.CALENDAR, start, late, late) == start
    assert happened_at(By.CALENDAR, start, early, late) == early
    assert happened_at(By.CALENDAR, None, early, late) == early
    assert happened_at(By.CLI, start, late, late) == late
    assert happened_at(By.CLI, start, late, early) == early
