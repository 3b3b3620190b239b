"""Every sentence of "Rules for the tricky histories", on what is said while the rep has something to do alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cadences.cadence import Retry
from cadences.enrollment import (
    Diagnosing,
    Pause,
    RefusedError,
    Won,
)
from cadences.outcomes import Outcome, Yes
from tests.cadences.machine.saga import PREPARED, RING, Saga, cadence, step, wait


# --- what the contact says is taken in every open state --------------------------------------------------------------
def test_the_same_step_is_the_open_touch_where_it_reaches():
    assert Saga(PREPARED).says("done", "no answer", "callback").stands == "call ring 2"


def test_the_same_step_is_else_the_last_one_tried():
    told = Saga(PREPARED).says("done", "no answer", "talked")
    assert told.stands == "task look-up 1"
    told.say("callback after 17:00")
    assert told.stands == "call ring 3"
    assert told.e.past[-1].superseded


def test_the_same_step_is_else_the_first_that_reaches():
    told = Saga(PREPARED).say("callback after 17:00")
    assert told.stands == "call ring 1"
    assert (told.e.past[-1].superseded, told.e.past[-1].outcome) == (True, None)


@pytest.mark.parametrize(
    "before",
    [(), ("done",), ("done", "no answer", "talked"), ("done", "wrong number"), ("done", "wrong number", "skipped")],
)
@pytest.mark.parametrize(
    "words", ["callback after 17:00", "not now", "talked", "replied", "no show", "introduced Eva Ek"]
)
def test_what_the_contact_says_is_taken_in_every_open_state(before, words):
    told = Saga(PREPARED).says(*before)
    old = told.next.number
    told.say(words)
    assert told.e.open
    assert told.next.number == old + 1


def test_talked_while_a_solo_touch_is_open_leaves_no_reaching_step_out():
    told = Saga(PREPARED).say("talked")
    assert told.stands == "call ring 1"
    assert told.e.past[-1].superseded


def test_a_diagnose_touch_closes_as_superseded_when_the_contact_speaks():
    told = Saga(replace(PREPARED, silence_after=1)).says("done", "no answer")
    assert told.e.state == Diagnosing()
    told.say("callback after 17:00")
    assert told.stands == "call ring 2"
    assert told.e.past[-1].superseded


@pytest.mark.parametrize("words", ["yes meeting", "no", "opt out", "referred: Eva Ek"])
def test_a_clear_answer_supersedes_a_solo_touch(words):
    told = Saga(PREPARED).say(words)
    assert not told.e.open
    assert told.e.past[-1].superseded


@pytest.mark.parametrize("word", ["done", "sent", "skipped"])
def test_a_solo_touch_takes_done_and_skipped(word):
    assert Saga(PREPARED).says(word).stands == "call ring 1"
    assert Saga(PREPARED).says("done", "no answer", "talked", word).stands == "call ring-again 1"


def test_a_diagnose_touch_takes_what_is_missing_or_a_decision_and_not_done():
    told = Saga(replace(RING, silence_after=1)).say("no answer")
    with pytest.raises(RefusedError, match=r"done does not fit diagnose; it takes .*missing"):
        told.say("done")
    assert told.tell(Pause(date(2027, 3, 1)), when="2026-11-30 10:00").stands == "call ring 2"


def test_a_diagnose_touch_that_is_skipped_goes_on_and_comes_back_with_the_next_silence():
    told = Saga(replace(RING, silence_after=1)).says("no answer", "skipped")
    assert told.stands == "call ring 2"
    assert told.says("no answer").stands == "diagnose diagnose 1"


@pytest.mark.parametrize("words", ["no answer", "voicemail", "wrong number"])
def test_a_silent_outcome_on_a_preparation_means_prepared_and_the_call_after_it_was_tried(words):
    told = Saga(PREPARED).say(words, "2026-11-23 10:00")
    assert [(past.step, past.outcome) for past in told.e.past] == [
        ("research", Outcome.DONE),
        ("ring", Outcome(words.replace(" ", "_"))),
    ]
    assert told.stands in {"call ring 2", "task find-details 1"}
    assert told.next.number == 3


def test_a_silent_outcome_on_a_preparation_can_be_corrected():
    told = Saga(PREPARED).say("no answer").say("callback after 17:00", touch=1)
    assert told.stands == "call ring 1"


def test_a_silent_outcome_on_a_preparation_that_no_call_follows_is_refused():
    with pytest.raises(RefusedError, match="no call comes after research, so no_answer does not fit"):
        Saga(cadence(step("prepare", "research"), step("email", "write"))).say("no answer")


def test_a_silent_outcome_on_another_solo_touch_is_refused_with_the_words_that_fit():
    told = Saga(PREPARED).says("done", "no answer", "talked")
    with pytest.raises(RefusedError, match=r"no_answer does not fit look-up; it takes .*done.*skipped"):
        told.say("no answer")


# --- retry: until clear answer ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words", ["no answer", "talked", "skipped", "done", "sent", "introduced Eva Ek", "mailed instead"]
)
def test_until_clear_answer_every_outcome_but_a_clear_one_leads_to_the_step_again(words):
    ever = cadence(step("call", "ring", retry=(None, "1 business day")), step("email", "never"))
    ever = replace(
        ever,
        steps=(replace(ever.steps[0], retry=Retry(None, (wait("1 business day"),), until_clear=True)), ever.steps[1]),
    )
    assert Saga(ever).say(words).stands == "call ring 2"
    assert Saga(ever).say("yes meeting").e.state == Won(Yes.MEETING)
