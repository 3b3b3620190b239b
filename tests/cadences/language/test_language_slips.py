"""What plain YAML says badly: the hint has the mended line, and the mended line mends it."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.language.findings import Severity
from cadences.language.slips import in_quotes, quoted
from cadences.reading.files import read_file

BAD = sorted(
    path
    for code in ("k013", "k014")
    for path in Path(__file__).parent.glob(f"files/bad/{code}*.yaml")
    if "wait" not in path.name
)
HEAD = "cadence: x\nsteps:\n  - email: write\n"


def errors(text, file="x.yaml"):
    return [finding for finding in read_file(text, file).findings if finding.severity is Severity.ERROR]


def mended(finding):
    return finding.hint.partition("put it in quotes: ")[2]


def after_mending(text, finding):
    lines = text.split("\n")
    line = lines[finding.line - 1]
    lines[finding.line - 1] = line[: len(line) - len(line.lstrip())] + mended(finding)
    return "\n".join(lines)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_mended_line_mends_it(path):
    text = path.read_text("utf-8")
    first = next(finding for finding in read_file(text, str(path)).findings if finding.code in {"K013", "K014"})
    assert mended(first)
    codes = {finding.code for finding in errors(after_mending(text, first), str(path))}
    assert codes <= {"K102"}


@pytest.mark.parametrize(
    ("line", "mends"),
    [
        ("subject: {{ contact.company }}", 'subject: "{{ contact.company }}"'),
        ("subject: {{ contact.company }} and us  # note", 'subject: "{{ contact.company }} and us"'),
        ("subject: Hello {{ contact.name }}: hi", 'subject: "Hello {{ contact.name }}: hi"'),
        ("text: Ask: who", 'text: "Ask: who"'),
        ('text: Ask: who says "no"', "text: 'Ask: who says \"no\"'"),
        ("text: @anna", 'text: "@anna"'),
        ("text: # important", 'text: "# important"'),
        ("text: 'it's'", 'text: "it\'s"'),
        ('text: "Ask" him', "text: '\"Ask\" him'"),
        ("send: {en: Ask: who, sv: Hej}", 'send: {en: "Ask: who", sv: Hej}'),
        ('send: {en: Hi {{ contact.name }}, sv: "Hej"}', 'send: {en: "Hi {{ contact.name }}", sv: "Hej"}'),
        ("text: *anna", 'text: "*anna"'),
        ("text: !now", 'text: "!now"'),
        ("text: > 5 people", 'text: "> 5 people"'),
        ("text: - first", 'text: "- first"'),
        ("text: [Important] call", 'text: "[Important] call"'),
    ],
)
def test_says_the_line_in_quotes(line, mends):
    text = f"{HEAD}    {line}\n"
    assert [(f.line, mends in f.hint) for f in errors(text)] == [(4, True)]
    assert errors(f"{HEAD}    {mends}\n") == []


def test_an_answer_with_a_colon_is_told_like_a_text():
    text = HEAD + "tests:\n  - story:\n      - expect: call ring\n        answer: no: contract\n"
    assert [(f.code, f.line, f.column, mended(f)) for f in read_file(text, "x.yaml").findings] == [
        ("K013", 7, 17, 'answer: "no: contract"')
    ]


def test_no_text_is_offered_where_a_list_or_a_map_belongs():
    for text in ("windows: [Mon", "steps: - call: ring", "answers: no: x", "on: busy: next", 'title: "x\nsteps: []'):
        assert [(f.code) for f in read_file(f"cadence: x\n{text}\n", "x.yaml").findings][:1] == ["K001"]


@given(st.text(st.characters(blacklist_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30))
def test_any_text_on_one_line_is_read_or_its_mended_line_is(words):
    words = words.strip()
    assume(words and "{%" not in words and "{#" not in words and "{{" not in words)
    line = f"    text: {words}"
    for finding in errors(f"{HEAD}{line}\n"):
        assume("put it in quotes: " in finding.hint)
        again = read_file(f"{HEAD}    {mended(finding)}\n", "x.yaml").findings
        assert not [f for f in again if f.code.startswith("K0")], mended(finding)


@given(st.text(st.characters(blacklist_categories=["C", "Zl", "Zp"]), min_size=1))
def test_a_quoted_text_is_read_as_itself(words):
    assume(words.strip())
    reading = read_file(f"cadence: x\ntitle: {quoted(words)}\nsteps:\n  - call: ring\n", "x.yaml")
    if reading.cadence:
        assert reading.cadence.titles == {"": words.rstrip()}
    assert {finding.code for finding in reading.findings if finding.severity is Severity.ERROR} <= {"K114", "K117"}


def test_a_line_is_quoted_from_anywhere_in_it():
    text = "a: 1\n  - text: x y\nb: 2\n"
    assert in_quotes(text, text.index("y")) == 'text: "x y"'
    assert in_quotes("steps: x", 7) is None
    assert in_quotes("", 0) is None
    assert not re.search("\n", in_quotes(text, 0) or "")
