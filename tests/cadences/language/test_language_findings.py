"""How findings are shown, told to programs, and documented."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cadences
from cadences.language.codes import CODES, FAMILIES, explain, findings_page
from cadences.language.findings import Finding, Lines, Severity, in_order, line_of, report

ROOT = Path(cadences.__file__).parents[1]


def finding(line=1, column=1, file="a.yaml", code="K101", hint="did you mean `wait`?"):
    return Finding(file, line, column, Severity.ERROR, code, "unknown key `wiat`", hint)


def test_shows_the_line_a_caret_and_the_hint():
    assert finding(2, 5).render("a:\n    wiat: 1\n") == (
        "a.yaml:2:5: error K101: unknown key `wiat`\n    2 |     wiat: 1\n      |     ^\n  hint: did you mean `wait`?"
    )
    assert finding(9, 5, hint="").render("a:\n") == "a.yaml:9:5: error K101: unknown key `wiat`"


def test_the_caret_stands_under_its_place_among_wide_letters():
    shown = finding(1, 5).render("日本 é\u0301x").split("\n")
    assert shown[2].index("^") - shown[1].index("日") == 6


def test_a_long_line_is_shown_around_its_place():
    shown = finding(1, 5000).render("a" * 4999 + "X" + "b" * 9000).split("\n")
    assert len(shown[1]) < 120
    assert shown[1][shown[2].index("^")] == "X"


@given(st.text(), st.integers(1, 5), st.integers(1, 30))
def test_nothing_in_a_file_reaches_the_terminal_as_a_command(text, line, column):
    shown = finding(line, column).render(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)


def test_programs_get_the_promised_shape():
    assert report(2, [finding(3, 7)]) == {
        "files": 2,
        "findings": [
            {
                "file": "a.yaml",
                "line": 3,
                "column": 7,
                "severity": "error",
                "code": "K101",
                "message": "unknown key `wiat`",
                "hint": "did you mean `wait`?",
                "story": [],
            }
        ],
    }


def test_findings_stand_in_the_order_of_their_lines_and_once():
    late, early, other = finding(2), finding(1, 9), finding(1, 1, "b.yaml")
    assert in_order([other, late, early, late]) == (early, late, other)


@given(st.text("a\r\né"))
def test_lines_and_places_agree(text):
    lines = Lines(text)
    for index, letter in enumerate(text):
        place = lines.place(index)
        if letter not in "\r\n":
            assert line_of(text, place.line)[place.column - 1] == letter


# --- the table of codes ----------------------------------------------------------------------------------------------
def test_every_code_that_is_given_is_in_the_table_and_every_one_there_is_given():
    rooms = [path for path in (ROOT / "cadences").rglob("*.py") if path.name != "codes.py"]
    given_codes = {code for path in rooms for code in re.findall(r'"(K\d{3})"', path.read_text("utf-8"))}
    assert given_codes == set(CODES)
    assert list(CODES) == sorted(CODES)
    assert {code[:2] for code in CODES} == set(FAMILIES)


def test_the_page_of_findings_is_that_of_the_table():
    assert (ROOT / "docs/findings.md").read_text("utf-8") == findings_page()


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code):
    assert CODES[code].title in (explain(code.lower()) or "")
    assert CODES[code].mend.endswith(".")
    assert CODES[code].meaning.endswith(".")


def test_an_unknown_code_is_not_explained():
    assert explain("K999") is None
