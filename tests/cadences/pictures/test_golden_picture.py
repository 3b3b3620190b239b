"""A small picture and a timeline, line by line. `KLART_GOLDEN=write pytest THIS` writes them anew."""

import difflib
import os
from pathlib import Path

import pytest

from cadences.pictures.picture import svg
from daemon.cli.preview_text import as_text
from tests.cadences.pictures.stages import PREPARED, SMALLEST, pictured

HERE = Path(__file__).parent / "golden"
STORY = "no_answer,gatekeeper,callback: after 17:00,no_answer,talked"


def small_picture() -> str:
    """One element a line, so that a change can be read."""
    return svg(pictured(SMALLEST, "callback: after 17:00,yes meeting", count=3)).replace("><", ">\n<")


def timeline() -> str:
    return as_text(pictured(PREPARED, STORY, count=18))


def swedish_timeline() -> str:
    return as_text(pictured(PREPARED, "no: contract", language="sv"))


MADE = {"small-picture.svg": small_picture, "timeline.txt": timeline, "timeline-sv.txt": swedish_timeline}


@pytest.mark.parametrize("name", MADE)
def test_it_is_drawn_as_it_was(name):
    golden, now = HERE / name, MADE[name]()
    if os.environ.get("KLART_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(now, "utf-8")
    before = golden.read_text("utf-8") if golden.exists() else ""
    changes = difflib.unified_diff(before.splitlines(), now.splitlines(), name, "now", lineterm="", n=2)

    assert before == now, "\n" + "\n".join(changes)


def test_no_golden_picture_is_left_over():
    assert {path.name for path in HERE.iterdir()} == set(MADE)
