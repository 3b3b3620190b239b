"""Whose language a text is in: what the rep reads is in the rep's, what is sent in the contact's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadences.cadence import Cadence, Step
from cadences.delays import NOTHING
from cadences.enrollment import Past
from cadences.events.briefing import Placed, briefed, found_in
from cadences.moments import Span
from cadences.outcomes import Channel, Outcome
from cadences.people import Contact, Rep
from cadences.shown import Note
from tests.cadences.machine.saga import Saga, at

ALL = {"en": "hello", "sv": "hej", "da": "hej du", "nl": "hallo"}
WRITE = Step("write", Channel.EMAIL, NOTHING, 10, titles=ALL, texts=ALL, subjects=ALL, sends=ALL)
OF = Cadence("story", {}, (WRITE,), "v1", "w1")
WHERE = Placed(Span(at("2026-11-24 10:00"), at("2026-11-24 10:10")))


def shown(rep: str, contact: str | None, cadence: Cadence = OF):
    anna = Contact("anna", "Anna Berg", "Europe/Stockholm", language=contact)
    karin = Rep("karin", "Karin Holm", "Europe/Stockholm", language=rep)
    return briefed("a.b.1", cadence, anna, karin, Saga(cadence).e, WHERE)


@pytest.mark.parametrize("rep", ["en", "sv", "da", "nl"])
@pytest.mark.parametrize("contact", ["en", "sv", "da", "nl"])
def test_to_the_rep_in_the_reps_and_to_the_contact_in_the_contacts(rep, contact):
    brief = shown(rep, contact)
    assert (brief.title, brief.text) == (ALL[rep], ALL[rep])
    assert (brief.subject, brief.send) == (ALL[contact], ALL[contact])


def test_a_contact_of_no_language_is_written_to_in_the_reps():
    assert shown("sv", None).send == "hej"


def test_a_language_that_a_text_lacks_is_english_if_there_is_one_else_any():
    assert shown("fi", "fi").send == "hello"
    only = replace(OF, steps=(replace(WRITE, sends={"nl": "hallo"}),))
    assert shown("sv", "sv", only).send == "hallo"


# --- {{ found }} -----------------------------------------------------------------------------------------------------
READ = Step("read", Channel.PREPARE, NOTHING, 15)
RING = Step("ring", Channel.CALL, NOTHING, 10, preparation=10)
PREPARED = Cadence("story", {}, (READ, RING), "v1", "w1")
LATE = at("2026-12-01 10:00")


def past(number, step):
    return Past(number, step.id, step.channel, 1, Outcome.DONE, at("2026-11-23 10:00"))


def test_found_is_what_was_written_in_the_last_preparation_that_holds_something():
    e = replace(Saga(PREPARED).says("done").e, past=(past(1, READ), past(2, RING)))
    told = (Note(LATE, "after", 9), Note(LATE, "in front of the call", 2), Note(LATE, "read", 1))
    assert found_in(PREPARED, e, told) == "in front of the call"
    assert found_in(PREPARED, e, told[2:]) == "read"
    assert found_in(PREPARED, e, told[:1]) == ""


def test_what_was_written_in_a_call_that_has_no_preparation_is_none():
    plain = replace(PREPARED, steps=(READ, replace(RING, preparation=0)))
    e = replace(Saga(plain).says("done").e, past=(past(1, READ), past(2, RING)))
    assert found_in(plain, e, (Note(LATE, "she is away", 2),)) == ""


def test_a_note_of_no_touch_counts_until_the_day_after_the_preparation_begins():
    e = replace(Saga(PREPARED).says("done").e, past=(past(1, READ),))
    assert found_in(PREPARED, e, (Note(at("2026-11-23 11:00"), "read"),)) == "read"
    assert found_in(PREPARED, e, (Note(LATE, "later"),)) == ""
