"""The stories that ship: enough of them, of every sort, and all of them hold."""

from __future__ import annotations

import pytest

from cadences.language.story import Story
from cadences.outcomes import Outcome
from cadences.stories.play import run_story
from integrations.holidays_of import Holidays
from tests.cadences.library.shelf import READINGS, SHELF, TEN

HOLIDAYS = Holidays().name_of
STORIES = [
    pytest.param(name, story, id=f"{name}: {story.it}")
    for name in TEN
    for story in READINGS[name].stories
    if story is not None
]


@pytest.mark.parametrize(("name", "story"), STORIES)
def test_a_shipped_story_holds(name: str, story: Story) -> None:
    result = run_story(story, SHELF[name], HOLIDAYS)
    assert result.failures == ()


@pytest.mark.parametrize("name", TEN)
def test_a_shipped_cadence_has_stories_of_every_sort(name: str) -> None:
    told = [story for story in READINGS[name].stories if story is not None]
    said = [beat.answer.lower() for story in told for beat in story.beats]
    expected = [str(beat.expect) for story in told for beat in story.beats]
    assert len(told) >= 4
    assert any(words.startswith("yes") for words in said), "a happy way"
    assert any(words.startswith(("callback", "not_now")) for words in said), "a promise"
    assert any(words.startswith(("no:", "no")) and not words.startswith(("no answer", "not")) for words in said) or any(
        words.startswith(("referred", "opt_out")) for words in said
    ), "another clear answer"
    assert any(words.startswith("diagnose") for words in expected) or any("missing" in words for words in said)


def test_together_they_tell_of_feasts_clocks_and_people_who_move_and_delete() -> None:
    told = [story for name in TEN for story in READINGS[name].stories if story is not None]
    acts = {type(beat.person).__name__ for story in told for beat in story.beats if beat.person is not None}
    months = {(story.start.month, story.start.day) for story in told}
    assert acts >= {"Moves", "Deletes", "Writes"}
    assert any(month == 12 and day >= 20 for month, day in months), "Christmas"
    assert any(month == 6 and 20 <= day <= 25 for month, day in months), "midsummer"
    assert any(month == 3 for month, _ in months), "the clock in spring"
    assert any(month == 10 for month, _ in months), "the clock in autumn"
    assert {story.contact.country for story in told} == {"SE", "DK", "NL"}
    assert any(story.others for story in told)
    heard = {word.value for word in Outcome if any(word.value in str(beat.answer) for s in told for beat in s.beats)}
    assert heard >= {"yes", "no", "callback", "not_now", "referred", "opt_out", "gatekeeper", "voicemail", "no_show"}
