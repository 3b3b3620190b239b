"""What the language says, in the events that a rep reads: what was found, where a detour leads, what is missing."""

from __future__ import annotations

import pytest

from cadences.outcomes import Missing, Outcome
from daemon.service.world import Cadences, World
from daemon.store import rebuild

PREPARED = """\
cadence: simple
limits: {touches_per_contact_per_day: 5, touches_per_contact_per_week: 20}
steps:
  - prepare: research
    title: Research
  - call: first
    preparation: 10 minutes
    text: "Opener: {{ found }}"
    retry: {times: 3, wait: 1 business day}
    on: {gatekeeper: number}
  - call: second
    wait: 1 week
detours:
  - task: number
    title: {en: Direct number, sv: Direktnummer}
    text: Find the direct number of {{ contact.first_name }}.
silence:
  after: 2 touches
  missing:
    owner: number
    consequence: research
    urgency: {wait: 3 weeks}
"""


@pytest.fixture
def desk(memory):
    world = memory.world
    memory.world = World(world.rep, Cadences({"simple": PREPARED}.get), world.holiday, world.installation)
    return memory


def told(desk, id_):
    return desk.event_of(id_)[1].description


def test_what_is_written_in_the_preparation_is_found_in_the_texts_to_come(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    desk.edit(desk.event_of(id_)[0], ("(what you write here", "They open a warehouse\\n(what you write here"))
    desk.round()
    desk.answer(id_, Outcome.DONE)
    desk.round()
    assert "Opener: They open a warehouse" in told(desk, id_)


def test_what_is_written_in_front_of_a_call_is_found_at_the_next_try(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.answer(id_, Outcome.DONE)
    desk.round()
    assert "Opener:\nNot known yet: what the preparation found." in told(desk, id_)
    desk.edit(desk.event_of(id_)[0], ("(what you write here", "Her new plant\\n(what you write here"))
    desk.round()
    desk.later(days=1)
    desk.answer(id_, Outcome.NO_ANSWER)
    desk.round()
    assert desk.touch(id_).attempt == 2
    assert "Opener: Her new plant" in told(desk, id_)


def test_a_detour_is_in_the_calendar_and_says_why_and_where_it_leads_back(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.answer(id_, Outcome.DONE)
    desk.answer(id_, Outcome.GATEKEEPER)
    desk.round()
    text = told(desk, id_)
    assert "Find the direct number of Anna." in text
    assert "an extra step because of the switchboard" in text
    assert "Afterwards: back to call (try 2), 1 business day later." in text
    desk.answer(id_, Outcome.DONE)
    desk.round()
    row = desk.touch(id_)
    assert (row.step, row.attempt) == ("first", 2)
    with desk.store.read() as conn:
        version = desk.world.cadences.of_version
        assert list(rebuild.differences(conn, lambda name: version(conn, name), desk.world.holiday)) == []


def test_the_question_what_is_missing_says_where_each_answer_leads(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.answer(id_, Outcome.DONE)
    desk.answer(id_, Outcome.NO_ANSWER)
    desk.answer(id_, Outcome.NO_ANSWER)
    desk.round()
    text = told(desk, id_)
    assert "• who decides (owner): to do · Direct number" in text
    assert "(consequence): prepare · Research" in text
    assert "(urgency): a wait of 3 weeks" in text
    assert "(nothing): what was planned" in text
    desk.answer(id_, Outcome.MISSING, missing=Missing.OWNER)
    desk.round()
    assert desk.touch(id_).step == "number"
    assert "Afterwards: back to call (try 3)" in told(desk, id_)
