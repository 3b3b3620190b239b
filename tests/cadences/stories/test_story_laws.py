"""Laws of stories: what a preview does is a story that holds; a changed day makes it fail; the nearest one holds."""

import os
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.language.story_words import TouchExpected
from cadences.stories.play import run_story
from tests.cadences.stories import tellings as t


def failures(result):
    return [(failure.expected, failure.got) for failure in result.failures]


@given(t.names, t.starts, t.places, t.places, t.answer_lists)
def test_what_a_preview_does_is_a_story_that_holds(name, start, where, rep_where, answers):
    story = t.of_preview(name, start, where, rep_where, answers)
    assume(story is not None)
    assert failures(t.play(name, story)) == []


@given(t.told_by_previews, st.data(), st.integers(-400, 400).filter(bool))
def test_another_day_expected_anywhere_makes_a_story_fail(story, data, days):
    assume(story is not None)
    dated = [n for n, beat in enumerate(story.beats) if isinstance(beat.expect, TouchExpected)]
    number = data.draw(st.sampled_from(dated))
    beat = story.beats[number]
    other = replace(beat.expect, day=beat.expect.day + timedelta(days=days))
    beats = (*story.beats[:number], replace(beat, expect=other), *story.beats[number + 1 :])
    result = run_story(replace(story, beats=beats), t.CADENCE["cold"], t.HOLIDAY)
    assert failures(result) == [(str(other), str(beat.expect))]
    assert [found.expect for found in result.nearest.beats] == [found.expect for found in story.beats]


@given(t.wild_stories)
def test_the_nearest_story_always_holds_and_is_read_as_it_is_written(story):
    result = run_story(story, t.CADENCE["cold"], t.HOLIDAY)
    if result.passed:
        assert result.nearest is None
        assert t.play("cold", story).passed
        return
    assert len(result.nearest.beats) == len(story.beats) - result.left_out
    assert failures(t.play("cold", result.nearest)) == []


@given(t.wild_stories)
def test_a_story_goes_the_same_on_any_machine(story):
    here = run_story(story, t.CADENCE["cold"], t.HOLIDAY)
    before = os.environ.get("TZ")
    try:
        for zone in ("Pacific/Kiritimati", "America/Adak"):
            os.environ["TZ"] = zone
            time.tzset()
            assert run_story(story, t.CADENCE["cold"], t.HOLIDAY) == here
    finally:
        os.environ.pop("TZ", None) if before is None else os.environ.update(TZ=before)
        time.tzset()


@pytest.mark.parametrize("name", sorted(t.CADENCES))
def test_no_row_of_a_story_that_holds_is_mended(name):
    story = t.of_preview(name, t.datetime(2026, 11, 23, 8), t.PLACES[0], t.PLACES[0], ())
    result = t.play(name, story)
    assert (result.passed, result.mended, result.left_out) == (True, (), 0)
