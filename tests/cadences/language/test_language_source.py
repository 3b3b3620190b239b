"""The door: any text, any bytes, at any size, is read within its limits or refused at its place; nothing crashes."""

import random
import time
import tracemalloc
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cadences.language import yaml_events
from cadences.language.findings import Lines, Severity
from cadences.language.nodes import Is, Pair, Row, Scalar, Table, kind_of, plain
from cadences.language.source import MOST_BYTES, read_source
from cadences.language.yaml_events import DEEPEST, MOST_NODES
from cadences.reading.files import Reading, read_cadence, read_file

HERE = Path(__file__).parent
BOTH = sorted([*HERE.glob("files/right/*.yaml"), *(HERE.parents[2] / "cadences/library").glob("*.yaml")])
RIGHT = [path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("files/right/*.yaml"))]
GOOD = "cadence: good\nsteps:\n  - call: ring\n"


def found(text, file="good.yaml"):
    told = [finding for finding in read_file(text, file).findings if finding.severity is Severity.ERROR]
    return [(finding.code, finding.line, finding.column) for finding in told]


def scalars(node):
    match node:
        case Scalar():
            yield node
        case Row():
            for part in node.parts:
                yield from scalars(part)
        case Table():
            for pair in node.pairs:
                yield pair.key
                yield from scalars(pair.value)


# --- places ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_count_characters_whatever_the_encoding_and_the_line_breaks(end, mark):
    text = mark + end.join(
        ["cadence: good", "title: Åse 日本 😀", "steps:", "  - call: ring", "    # 😀", "    wiat: 0", ""]
    )
    assert found(text) == [("K101", 6, 5)]
    assert found(text.encode()) == [("K101", 6, 5)]
    inline = mark + f"cadence: good{end}title: {{sv: '日本😀', Å: x}}{end}{GOOD[14:]}"
    assert found(inline) == [("K121", 2, 20)]


@given(st.lists(st.text("aé日😀 x", min_size=1, max_size=9), min_size=1, max_size=9), st.sampled_from(["\n", "\r\n"]))
def test_each_scalar_stands_where_its_node_says(words, end):
    text = end.join(f'k{at}: "{word}"' for at, word in enumerate(words)) + end
    root = read_source(text, "x.yaml").root
    lines = text.split(end)
    for node in scalars(root):
        line = lines[node.place.line - 1]
        assert line[node.place.column - 1 :].startswith((node.text, f'"{node.text}'))
        assert Lines(text).place(node.start) == node.place


def test_after_a_duplicate_a_tab_or_a_tag_the_rest_is_judged_after_a_syntax_fault_not():
    assert found("cadence: good\ntitle:\ta\ntitle: b\nkind: !x fresh\n" + GOOD[14:] + "    wiat: 0\n") == [
        ("K002", 2, 7),
        ("K003", 3, 1),
        ("K011", 4, 7),
        ("K101", 7, 5),
    ]
    assert found("wiat: 0\ncadence: [\n" + GOOD) == [("K001", 2, 10)]


# --- the core schema -------------------------------------------------------------------------------------------------
def test_knows_the_core_schema_of_yaml_1_2_and_not_that_of_1_1():
    texts = [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "NO",
        "Yes",
        "17:00",
        "9:30",
        "1_000",
        "0b1",
        "0o8",
        "0x",
        "1e",
        "12e03x",
        ".5.",
        "+",
        "-",
        "2026-11-23",
        "nUll",
        "=",
    ]
    assert {word for word in texts if kind_of(word) is not Is.TEXT} == set()
    assert {word for word in ["0", "-1", "+12", "007", "0o17", "0xfF"] if kind_of(word) is not Is.WHOLE} == set()
    assert {
        word for word in ["1.5", "-.5", "1.", "1e3", ".inf", "-.Inf", ".NaN"] if kind_of(word) is not Is.NUMBER
    } == set()
    assert {word for word in ["true", "True", "FALSE"] if kind_of(word) is not Is.TRUTH} == set()
    assert {word for word in ["", "~", "null", "NULL"] if kind_of(word) is not Is.NOTHING} == set()


def test_reads_plain_values():
    root = read_source("{a: 0x10, b: 1.5, c: yes, d: ~, e: [true, '1'], f: -.inf, g: 99999999999999999999}", "x").root
    assert plain(root) == {
        "a": 16,
        "b": 1.5,
        "c": "yes",
        "d": None,
        "e": [True, "1"],
        "f": float("-inf"),
        "g": 1e20,
    }


# --- limits ----------------------------------------------------------------------------------------------------------
def test_a_file_larger_than_the_limit_is_refused_and_one_as_large_is_read():
    comment = "#" * (MOST_BYTES - len(GOOD))
    assert found(GOOD + comment) == []
    assert found(GOOD + comment + "#") == [("K004", 1, 1)]
    assert found((GOOD + comment + "#").encode()) == [("K004", 1, 1)]
    assert found(GOOD + "é" * (len(comment) // 2 + 1)) == [("K004", 1, 1)]


def test_as_many_values_as_the_limit_are_read_and_one_more_is_refused():
    def rows(amount):
        return f"[{','.join(['x'] * amount)}]"

    assert read_source(rows(MOST_NODES - 1), "x").findings == ()
    assert [finding.code for finding in read_source(rows(MOST_NODES), "x").findings] == ["K005"]
    half = MOST_NODES // 2 - 10
    assert read_source(f"[&a {rows(half)}, *a]", "x").findings == ()
    assert [finding.code for finding in read_source(f"[&a {rows(half)}, *a, *a]", "x").findings] == ["K005"]


def test_as_many_levels_as_the_limit_are_read_and_one_more_is_refused():
    assert read_source("[" * DEEPEST + "]" * DEEPEST, "x").findings == ()
    deep = read_source("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "x").findings
    assert [(finding.code, finding.column) for finding in deep] == [("K006", DEEPEST + 1)]
    block = "".join("  " * level + f"k{level}:\n" for level in range(DEEPEST + 5))
    assert [finding.code for finding in read_source(block, "x").findings] == ["K006"]


def test_more_findings_than_anybody_reads_are_cut_and_it_says_so():
    codes = [
        finding.code for finding in read_file(GOOD + "".join(f"k{at}: 1\n" for at in range(2000)), "good.yaml").findings
    ]
    assert codes.count("K101") == 1000
    assert codes.count("K016") == 1
    assert "K016" not in {code for code, _, _ in found(GOOD + "".join(f"k{at}: 1\n" for at in range(1000)))}


BOMB = "\n".join(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" if at else "a0: &a0 [x]" for at in range(30))
TERRIBLE = {
    "ten megabytes": "a: b\n" * 2_000_000,
    "ten megabytes of bytes": b"\xff" * 10_000_000,
    "a long line": "a" * 250_000,
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "closing": "]" * 100_000,
    "dashes": "- " * 100_000,
    "questions": "? " * 100_000,
    "alias bomb": BOMB,
    "keys": "".join(f"k{at}: 1\n" for at in range(19_000)),
    "steps": "cadence: x\nsteps:\n" + "".join(f"- call: s{at}\n" for at in range(6_000)),
    "jumps": "cadence: x\nsteps:\n" + "".join(f"- call: s{at}\n  on: {{talked: s{at // 2}}}\n" for at in range(2_400)),
    "chain of zero waits": "cadence: x\nsteps:\n"
    + "".join(f"- call: s{at}\n  wait: 0\n" for at in range(3_000))
    + "  on: {busy: s0}\n",
    "rungs": "cadence: x\nsteps:\n- call: s\n  retry: {wait: [" + "0, " * 15_000 + "1 day]}\n",
    "tabs": "\t\n" * 100_000,
    "tabs and words": "a\t" * 100_000,
    "separators": "\u2028" * 80_000,
    "templates": "cadence: x\ntitle: y\nsteps:\n- call: s\n  text: '" + "{{ a.b }} " * 20_000 + "'\n",
    "ifs": "cadence: x\nsteps:\n- call: s\n  text: '" + "{% if found %}" * 10_000 + "'\n",
    "else ifs": "cadence: x\nsteps:\n- call: s\n  text: '{% if found %}"
    + "{% elif found %}" * 9_000
    + "{% endif %}'\n",
    "parentheses": "cadence: x\nsteps:\n- call: s\n  text: '{{ " + "(" * 100_000 + " }}'\n",
    "unclosed template": "cadence: x\nsteps:\n- call: s\n  text: '" + "{{" * 100_000 + "'\n",
    "numbers": "cadence: x\nsteps:\n- call: s\n  retry: {times: " + "9" * 200_000 + "}\n",
    "digits in a duration": "cadence: x\nsteps:\n- call: s\n  wait: " + "9" * 200_000 + " days\n",
    "words": "cadence: x\nsteps:\n- call: s\n  wait: " + "business " * 20_000 + "\n",
    "quotes": "a: '" * 60_000,
    "anchors": "".join(f"- &a{at} x\n" for at in range(15_000)),
    "tags": "- !x\n" * 15_000,
    "merges": "- {<<: 1}\n" * 6_000,
    "comments": "#\n" * 130_000,
    "colons": ":" * 250_000,
    "colons and blanks": ": " * 125_000,
    "pipes": "|\n" * 100_000,
    "an unclosed comment in a template": "cadence: x\nsteps:\n- call: s\n  text: '" + "{# " * 80_000 + "'\n",
    "windows": "cadence: x\nwindows: [" + "Mon, " * 15_000 + "]\n",
}


@pytest.mark.parametrize("name", TERRIBLE)
def test_nothing_costs_more_than_its_limits(name):
    text = TERRIBLE[name]
    tracemalloc.start()
    began = time.process_time()
    reading = read_file(text, "x.yaml", {"y"})
    spent = time.process_time() - began
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(reading, Reading)
    assert most < 100 * 1024 * 1024
    assert spent < 20, "the bound is 1 s; this measures under tracing, on a shared machine"


# --- characters and bytes --------------------------------------------------------------------------------------------
def test_bytes_that_are_no_utf_8_are_refused_at_their_place():
    assert found("cadence: é\ntitle: ".encode() + b"\xe9\n") == [("K007", 2, 8)]
    assert found(b"\xef\xbb\xbfa: \xff") == [("K007", 1, 4)]
    assert found(GOOD.encode("utf-16")) == [("K007", 1, 1)]


def test_what_is_no_text_is_told_once():
    assert found(bytes(range(1, 9)) * 100) == [("K008", 1, 1)]
    assert found("\x00" * 1000) == [("K008", 1, 1)]
    assert found("") == found("   \n\n") == found("# only\n") == found("~") == found("---\n...\n") == [("K009", 1, 1)]
    assert found("\ud800: x")[0] == ("K008", 1, 1)


def test_a_mark_of_byte_order_inside_is_refused():
    assert ("K008", 3, 10) in found("cadence: good\nsteps:\n  - call:\ufeff ring\n")


# --- nothing crashes -------------------------------------------------------------------------------------------------
@given(st.text() | st.binary())
@example("&a [*a]")
@example("{{}: x}")
@example("? [a]\n: b")
@example("a: &x\nb: *x")
@example("%YAML 9.9\n---\n")
@example("%TAG ! !x\n---\na")
@example("!<tag> x")
@example("\x85")
@example("'\t'")
@example('"\\ud800"')
@example('cadence: "\\ud800"\nsteps: [{call: "\\udfff", text: "{{ found | default(\\"\\\\ud800\\") }}"}]')
def test_reads_whatever_it_is_given(text):
    result = read_cadence(text, "x.yaml", ())
    assert result
    for finding in read_file(text, "x.yaml", ()).findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.render(text if isinstance(text, str) else "")


PIECES = st.sampled_from(
    [
        "\t",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "{{ ",
        " }}",
        "{% if ",
        "%}",
        "'",
        '"',
        "#",
        "&a ",
        "*a",
        "!",
        "|",
        ">",
        "\n",
        "\n  ",
        "0",
        "-1",
        "1 day",
        "then",
        "next",
        "~",
        "\x00",
        "\u2028",
        "é",
        "\r",
        "<<: ",
        "---\n",
        "? ",
        "\\",
        "yes",
        "true",
        "1.5",
    ]
)


@given(st.sampled_from(RIGHT), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 8), PIECES), max_size=6))
def test_reads_whatever_becomes_of_a_good_file(text, changes):
    for at, length, piece in changes:
        place = at % (len(text) + 1)
        text = text[:place] + piece + text[place + length :]
    reading = read_file(text, "x.yaml", ())
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in reading.findings:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert finding.render(text)


@given(st.sampled_from(RIGHT), st.randoms(use_true_random=False))
def test_reads_good_files_with_their_lines_shuffled(text, rng):
    lines = text.splitlines(keepends=True)
    random.Random(rng.random()).shuffle(lines)
    assert read_cadence("".join(lines), "x.yaml", ())


# --- both parsers ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", BOTH, ids=lambda path: path.stem)
def test_reads_the_same_without_the_fast_parser(path, monkeypatch):
    raw = path.read_bytes()
    fast = read_source(raw, path.name)
    monkeypatch.setattr(yaml_events, "_LOADER", yaml.SafeLoader)
    slow = read_source(raw, path.name)
    assert plain(slow.root) == plain(fast.root)
    assert [node.place for node in scalars(slow.root)] == [node.place for node in scalars(fast.root)]


def test_a_node_is_made_of_pairs_in_their_order():
    root = read_source("b: 1\na: 2\n", "x").root
    assert isinstance(root, Table)
    assert [pair.key.text for pair in root.pairs] == ["b", "a"]
    assert all(isinstance(pair, Pair) for pair in root.pairs)
    assert root.get("c") is None
