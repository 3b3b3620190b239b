"""The stories that the pages tell hold, as do those of every cadence on them."""

import re
from pathlib import Path

import pytest

import cadences
from cadences.reading.files import read_file
from cadences.stories.play import run_story
from tests.cadences.stories import tellings as t

DOCS = Path(cadences.__file__).parents[1] / "docs"
TOLD = [
    (page.name, found)
    for page in sorted(DOCS.glob("*.md"))
    for found in re.findall(r"```yaml\n(cadence: .*?)```", page.read_text("utf-8"), re.DOTALL)
    if "\ntests:" in found
]


@pytest.mark.parametrize(("page", "text"), TOLD, ids=[f"{page}-{text.split()[1]}" for page, text in TOLD])
def test_every_story_on_a_page_holds(page, text):
    reading = read_file(text, f"{text.split()[1]}.yaml")
    assert reading.cadence is not None
    assert reading.stories
    for story in reading.stories:
        assert run_story(story, reading.cadence, t.HOLIDAY).failures == (), page


def test_there_are_some():
    assert "language.md" in dict(TOLD)
