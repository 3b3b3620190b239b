"""The table of moves: whole, drawn, and the only place that says what follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadences.enrollment import Role
from cadences.machine.advancing import HANDLERS
from cadences.moves import LEADS, MEANING, MOVES, Event, Move, Place, place_of_channel, words_that_fit
from cadences.moves_drawn import draw
from cadences.outcomes import CLEAR, SILENT, Channel, Outcome

OPEN = [place for place in Place if place not in {Place.NOWHERE, Place.CLOSED}]
STATES = Path(__file__).parents[3] / "docs" / "states.md"


def test_the_page_of_states_is_drawn_from_the_table():
    assert STATES.read_text(encoding="utf-8") == draw(), "write cadences.moves_drawn.draw() to docs/states.md"


def test_every_move_has_a_meaning_and_says_where_it_leads():
    assert set(MEANING) == set(LEADS) == set(Move)


def test_every_move_is_in_the_table():
    assert {move for row in MOVES.values() for move in row.values()} == set(Move)


def test_every_answers_move_has_one_room():
    answered = {move for place in OPEN for word, move in MOVES[place].items() if word in set(Outcome)}
    assert answered == set(HANDLERS) | {Move.COUNT, Move.SKIP, Move.ASIDE, Move.PREPARED}


def test_every_place_has_a_row():
    assert set(MOVES) == set(Place)


@pytest.mark.parametrize("place", OPEN)
def test_every_open_place_takes_the_clear_answers_and_what_the_contact_says(place):
    said = {
        *CLEAR,
        Outcome.CALLBACK,
        Outcome.NOT_NOW,
        Outcome.TALKED,
        Outcome.REPLIED,
        Outcome.INTRODUCED,
        Outcome.NO_SHOW,
    }
    assert said <= set(MOVES[place])


@pytest.mark.parametrize("place", OPEN)
def test_every_open_place_takes_what_a_person_does_to_its_event(place):
    assert {*Event} - {Event.ENROLLED} <= set(MOVES[place])


@pytest.mark.parametrize("place", [Place.CALL, Place.VISIT, Place.WRITTEN, Place.AGREE])
def test_what_reaches_out_takes_every_silence(place):
    assert set(SILENT) <= set(MOVES[place])


def test_a_closed_enrollment_takes_every_outcome_and_only_an_opt_out_acts():
    acts = {word for word in Outcome if MOVES[Place.CLOSED][word] is not Move.ASK}
    assert acts == {Outcome.OPT_OUT}


def test_every_channel_has_a_place():
    assert {place_of_channel(channel) for channel in Channel} <= set(OPEN)


def test_the_words_that_fit_are_the_rows_own():
    assert "missing" in words_that_fit(Place.DIAGNOSE)
    assert "done" not in words_that_fit(Place.DIAGNOSE)
    assert "no_reply" not in words_that_fit(Place.CALL)
    assert words_that_fit(Place.CLOSED) == ("opt_out",)


def test_roles_are_the_reserved_ids_as_far_as_they_have_one():
    from cadences.cadence import RESERVED
    from cadences.machine.opening import STEP_IDS, TAKES

    assert set(STEP_IDS.values()) <= RESERVED
    assert set(STEP_IDS) == set(TAKES) == set(Role) - {Role.STEP}
