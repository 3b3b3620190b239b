"""Whatever a file holds, reading, judging, explaining and formatting it end: with findings at places that are there."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cadences
from cadences.formatting.canonical import fmt, is_kept
from cadences.language.codes import CODES
from cadences.language.findings import line_of
from cadences.language.source import read_source
from cadences.reading.files import read_file
from cadences.reading.folder import check_all

HERE = Path(__file__).parent
SHIPPED = Path(cadences.__file__).parent
GOOD = [
    path.read_bytes()
    for path in sorted(
        [*HERE.glob("files/right/*.yaml"), *SHIPPED.glob("library/*.yaml"), *SHIPPED.glob("starters/*.yaml")]
    )
]
FOUND = sorted((HERE / "files/found").glob("*"))
"""What a search for crashes found once; each stays a test for ever."""

SPECIALS = [
    *(
        b"\n",
        b"\r",
        b"\r\n",
        b"  ",
        b"\t",
        b"- ",
        b"? ",
        b": ",
        b":",
        b"#",
        b" # x\n",
        b"---\n",
        b"...\n",
        b"%YAML 1.1\n",
    ),
    *(
        b"|\n",
        b">\n",
        b"|+\n\n",
        b">-2\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b'"',
        b"'",
        b"\\",
        b"&a ",
        b"*a",
        b"!t ",
        b"<<: ",
    ),
    *(b"{{", b"}}", b"{% if ", b"%}", b"{#", b"\xff", b"\xef\xbb\xbf", b"\x00", "\u2028".encode(), "\u202e".encode()),
    *(
        "å🙂".encode(),
        b"~",
        b"null",
        b"0",
        b"1e9",
        b"0x",
        b"yes",
        b"steps:\n",
        b"extends: x\n",
        b"tests:\n",
        b"story:\n",
    ),
]


def holds(raw):
    """Check what holds for every file, and return how it is written in the one way, if it can be."""
    reading = read_file(raw, "x.yaml", {"cold-call"})
    assert check_all({"x.yaml": raw}, known={"cold-call"}) is not None
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = text.count("\n") + text.count("\r") + 1
    for found in reading.findings:
        assert found.code in CODES
        assert 1 <= found.line <= lines
        assert 1 <= found.column <= len(line_of(text, found.line)) + 1
        assert found.message
        assert found.render(text).isprintable() or "\n" in found.render(text)
    out = fmt(raw, "x.yaml")
    if isinstance(out, tuple):
        assert out
        return None
    assert is_kept(raw, out, "x.yaml")
    assert fmt(out, "x.yaml") == out
    return out


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_once_holds(path):
    holds(path.read_bytes())


@st.composite
def spliced(draw):
    """Good files with pieces left out, doubled, moved, swapped for others', or with something special put in."""
    raw = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 60)))
        match draw(st.sampled_from(["out", "twice", "special", "special", "other", "line", "indent"])):
            case "out":
                raw = raw[:start] + raw[end:]
            case "twice":
                raw = raw[:end] + raw[start:]
            case "special":
                raw = raw[:start] + draw(st.sampled_from(SPECIALS)) + raw[draw(st.sampled_from([start, end])) :]
            case "other":
                other = draw(st.sampled_from(GOOD))
                at = draw(st.integers(0, len(other)))
                raw = raw[:start] + other[at : at + 80] + raw[end:]
            case "line":
                lines = raw.split(b"\n")
                lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines)))
                raw = b"\n".join(lines)
            case _:
                found = [*re.finditer(rb"^ *", raw, re.MULTILINE)]
                one = draw(st.sampled_from(found))
                raw = raw[: one.start()] + b" " * draw(st.integers(0, 9)) + raw[one.end() :]
    return raw


@given(spliced())
def test_a_mutilated_file_is_judged_at_places_that_are_there(raw):
    holds(raw)


@given(st.lists(st.sampled_from(SPECIALS) | st.binary(max_size=4), max_size=40).map(b"".join))
def test_what_is_no_cadence_at_all_is_judged_too(raw):
    holds(raw)
    assert read_source(raw, "x.yaml").file == "x.yaml"
