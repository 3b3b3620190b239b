"""Files that are wrong in one way and files that are just right: every code has both, each finding at its place."""

import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cadences
from cadences.language.codes import CODES
from cadences.language.findings import Severity
from cadences.language.nodes import plain
from cadences.language.schema import PARTLY, UNSAYABLE, cadence_schema
from cadences.language.source import read_source
from cadences.reading.files import name_of, read_file
from cadences.reading.folder import check_all

FILES = Path(__file__).parent / "files"
BAD = sorted(FILES.glob("bad/*.yaml"))
RIGHT = sorted(FILES.glob("right/*.yaml"))
LIBRARY = sorted((Path(cadences.__file__).parent / "library").glob("*.yaml"))
KNOWN = {"cold-call", "quote-follow-up", *(path.stem for path in FILES.glob("base/*.yaml"))}
BUILT = {"K004", "K007", "K016"}
"""Codes whose files are too large or no text; they are built in test_language_source."""

OF_THE_BASE = {"k115-changed", "k117-nothing-left", "k120-changed"}
"""Files whose faults show only beside the cadence that they extend, which a schema does not see."""

IN_PART = {"k301-partly", "k302-partly", "k303-own", "k303-short-window", "k104-durations", "k101-all"}
"""Files with a window that is wrong in part alone, which is a warning."""

SCHEMA = jsonschema.Draft202012Validator(cadence_schema())


def others(name):
    path = FILES / f"base/{name}.yaml"
    return path.read_bytes() if path.is_file() else None


def expected(text: str) -> list[tuple[int, int, str]]:
    found = re.findall(r"^#! (K\d+) (\d+):(\d+)$", text, re.MULTILINE)
    return sorted((int(line), int(column), code) for code, line, column in found)


def own_code(path: Path) -> str:
    return path.stem.partition("-")[0].upper()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_says_exactly_what_is_wrong_and_where(path):
    """Every error stands in the file's head; warnings are left out, but for those that the file is about."""
    raw = path.read_bytes()
    reading = read_file(raw, str(path), KNOWN, others)
    told = [f for f in reading.findings if f.severity is Severity.ERROR or f.code == own_code(path)]
    assert [(f.line, f.column, f.code) for f in told] == expected(raw.decode())
    assert (reading.cadence is None) == any(f.severity is Severity.ERROR for f in told)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_finding_has_a_sentence_and_a_hint(path):
    for finding in read_file(path.read_bytes(), str(path), KNOWN, others).findings:
        assert finding.severity is CODES[finding.code].severity or path.stem in IN_PART
        assert finding.message
        assert "\n" not in finding.message + finding.hint
        assert finding.hint
        assert finding.code in CODES


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_takes_what_is_just_right(path):
    reading = read_file(path.read_bytes(), str(path), KNOWN, others)
    assert [f for f in reading.findings if f.severity is Severity.ERROR or f.code == own_code(path)] == []
    assert reading.cadence is not None
    assert reading.cadence.name == path.stem


def test_each_code_has_a_file_that_is_wrong_and_one_that_is_just_right():
    wrong = {code for path in BAD for _, _, code in expected(path.read_bytes().decode())}
    right = {path.stem.partition("-")[0].upper() for path in RIGHT}
    assert wrong == set(CODES) - BUILT
    assert right >= set(CODES) - BUILT


def test_checks_many_files_together_in_their_order():
    texts = {str(path): path.read_bytes() for path in BAD + RIGHT}
    findings = check_all(texts, others, KNOWN)
    errors = {finding.file for finding in findings if finding.severity is Severity.ERROR}
    assert errors.isdisjoint(map(str, RIGHT))
    assert {finding.file for finding in findings if finding.file not in map(str, RIGHT)} == {str(path) for path in BAD}
    assert [f for f in findings if f.file == str(BAD[0])] == list(read_file(texts[str(BAD[0])], str(BAD[0])).findings)


def test_files_given_together_may_name_each_other():
    one = "cadence: one\nsteps:\n  - call: ring\nanswers: {no: {start: two, wait: 1 month}}\n"
    two = one.replace("one", "x").replace("two", "one").replace("x", "two")
    assert "K112" not in {finding.code for finding in check_all({"a/one.yaml": one, "b/two.yaml": two})}
    assert "K112" in {finding.code for finding in check_all({"a/one.yaml": one})}
    assert "K112" not in {finding.code for finding in read_file(one, "one.yaml").findings}


def test_a_syntax_fault_in_one_file_hides_nothing_in_another():
    findings = check_all({"one.yaml": "cadence: [", "two.yaml": "cadence: two\n"})
    assert [(finding.file, finding.code) for finding in findings] == [("one.yaml", "K001"), ("two.yaml", "K103")]


@pytest.mark.parametrize("path", RIGHT + LIBRARY, ids=lambda path: path.stem)
def test_the_schema_accepts_what_is_just_right(path):
    source = read_source(path.read_bytes(), path.name)
    assert source.root is not None
    assert [error.message for error in SCHEMA.iter_errors(plain(source.root))] == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_schema_says_what_it_can_say(path):
    codes = {code for _, _, code in expected(path.read_bytes().decode())}
    source = read_source(path.read_bytes(), path.name)
    if source.root is None:
        pytest.skip("no node to judge")
    shape = {code for code in codes if code.startswith("K1")} if path.stem not in OF_THE_BASE else set()
    said = list(SCHEMA.iter_errors(plain(source.root)))
    if shape - UNSAYABLE:
        assert said, shape
    elif not codes - (UNSAYABLE - PARTLY) - {code for code in codes if code[1] in "234"}:
        assert not said, said


def test_the_name_of_a_file_is_its_last_part():
    assert name_of("a\\b/c-d.yaml") == "c-d"


WORDS = st.sampled_from(
    """0 | 1 | -1 | 00 | 1.5 | true | null | ~ | yes | next | then | retry | end | none | unlimited | ring | call
    | email | 'x y' | [] | {} | [1] | {a: b} | [Mon] | 1 day | 0 days | 2 business days | 1 week before meeting | busy
    | no answer | Mon 09:00-10:00 | [Mon-Fri 09:00-17:00] | sent | meeting | until clear answer
    | [1 day, 0] | {times: 2} | a, b
    | {en: x} | quote-follow-up | Fri-Mon 09:00-10:00 | '{{ x }}' | 0 minutes
    """.replace("\n", "").split("|")
).map(str.strip)
PLACES = [
    (path.read_text("utf-8"), found.span(1))
    for path in RIGHT
    for found in re.finditer(r"(?<=[:\[,]) ([^\s,{}\[\]|>#:][^,{}\[\]\n:]*)(?=[,\]}\n])", path.read_text("utf-8"))
]


@given(st.sampled_from(PLACES), WORDS)
def test_the_schema_accepts_whatever_is_found_well_shaped_and_refuses_what_it_can(place, word):
    text, (start, end) = place
    text = text[:start] + word + text[end:]
    name = re.search(r"^cadence: (.*)$", text, re.MULTILINE)
    source = read_source(text, "x.yaml")
    codes = {finding.code for finding in read_file(text, f"{name[1] if name else 'x'}.yaml", KNOWN, others).findings}
    if source.root is None or any(code.startswith("K0") for code in codes):
        return
    said = [error.message for error in SCHEMA.iter_errors(plain(source.root))]
    shape = {code for code in codes if code.startswith("K1")}
    if not shape:
        assert said == [], text
    elif shape - UNSAYABLE:
        assert said, (shape, text)
