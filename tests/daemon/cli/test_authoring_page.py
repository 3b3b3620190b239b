"""The page for authors: its commands run as they stand there, and its table of mistakes is what klart says."""

import re
import shlex
from pathlib import Path

import pytest

import cadences
from cadences.language.codes import CODES

PAGE = (Path(cadences.__file__).parents[1] / "docs/authoring.md").read_text("utf-8")
COMMANDS = re.findall(r"^    (klart .*)$", PAGE, re.MULTILINE)
MISTAKES = re.findall(r"^\| `(.+)` \| `(.+)` \| (K\d+)(?:: (.+))? \|$", PAGE, re.MULTILINE)
(STORY,) = re.findall(r"^```yaml\n(  - it: .*?)```", PAGE, re.MULTILINE | re.DOTALL)
(DERIVED,) = re.findall(r"^```yaml\n(cadence: autumn-brief\n.*?)```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def begun(klart, tmp_path):
    home = tmp_path / "home"
    assert klart("init", "--yes", "--timezone", "Europe/Stockholm", "--home", home).code == 0
    assert klart("new", "autumn", "--home", home).code == 0
    return home, home / "cadences/autumn.yaml"


def test_an_author_s_day_goes_as_the_page_says(klart, tmp_path):
    home = tmp_path / "home"
    assert klart("init", "--yes", "--timezone", "Europe/Stockholm", "--home", home).code == 0
    file = home / "cadences/autumn.yaml"
    for line in COMMANDS:
        words, expected = shlex.split(line, comments=True), 1 if "# exit 1" in line else 0
        if words[1] == "test":
            with file.open("a", encoding="utf-8") as written:
                written.write(STORY)
        if words[1] == "diff":
            text = file.read_text("utf-8")
            assert "times: 4" in text
            file.write_text(text.replace("times: 4", "times: 6"), "utf-8")
        told = klart(*words[1:], "--home", home)
        assert told.code == expected, (line, told)
        if words[1] == "test":
            assert "2 stories" in told.out
    assert [line.split()[1] for line in COMMANDS] == [
        *("new", "check", "explain", "preview", "preview", "load", "test", "fmt", "contact", "enroll"),
        *("diff", "migrate", "migrate"),
    ]


def test_the_table_has_ten_mistakes():
    assert len(MISTAKES) == 10
    assert {code for _, _, code, _ in MISTAKES} <= set(CODES)


@pytest.mark.parametrize(("right", "wrong", "code", "mend"), MISTAKES, ids=[code for _, _, code, _ in MISTAKES])
def test_a_mistake_of_the_table_is_told_with_its_mend(klart, begun, right, wrong, code, mend):
    home, file = begun
    text = file.read_text("utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), "utf-8")
    told = klart("check", "autumn", "--home", home)
    assert told.code == 1
    found = re.findall(rf"^.*autumn\.yaml:(\d+):\d+: \w+ {code}: .*\n(?:.*\n)*?  hint: (.*)$", told.out, re.MULTILINE)
    assert found, told
    line = text[: text.index(right)].count("\n") + 1
    assert abs(int(found[0][0]) - line) <= (0 if code != "K201" else 80)
    assert mend in found[0][1]
    file.write_text(text, "utf-8")
    assert klart("check", "autumn", "--home", home).code == 0


def test_the_cadence_that_extends_is_right(klart, begun):
    home, file = begun
    file.with_name("autumn-brief.yaml").write_text(DERIVED, "utf-8")
    assert klart("check", "autumn-brief", "--home", home).code == 0, klart("check", "autumn-brief", "--home", home)
