"""Formatting: a fixed point of the same meaning, with every comment still there, however a cadence was written."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import cadences
from cadences.formatting.canonical import fmt, is_kept
from cadences.formatting.tree import comments_of
from cadences.language.nodes import plain
from cadences.language.source import read_source
from cadences.reading.files import read_file

LANGUAGE = Path(__file__).parents[1] / "language/files"
LIBRARY = sorted((Path(cadences.__file__).parent / "library").glob("*.yaml"))
RIGHT = sorted(LANGUAGE.glob("right/*.yaml"))
BAD = sorted(LANGUAGE.glob("bad/*.yaml"))
TEXTS = [(path.name, path.read_bytes().decode("utf-8")) for path in [*RIGHT, *LIBRARY]]


def keeps_the_law(text, name):
    """Check a text that can be formatted; return what became of it, or nothing where it cannot."""
    out = fmt(text, name)
    if isinstance(out, tuple):
        return None
    assert is_kept(text, out, name), f"{text}\n=====\n{out}"
    assert fmt(out, name) == out, f"{text}\n=====\n{out}\n=====\n{fmt(out, name)}"
    return out


@pytest.mark.parametrize("path", RIGHT + LIBRARY, ids=lambda path: path.stem)
def test_every_good_file_is_formatted_without_a_change_of_meaning(path):
    assert keeps_the_law(path.read_bytes(), path.name) is not None


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_file_with_faults_in_its_text_or_shape_is_left_alone(path):
    raw = path.read_bytes()
    found = read_file(raw, path.name, {"cold-call", "quote-follow-up"}).findings
    codes = {one.code for one in found if one.severity.value == "error"}
    out = fmt(raw, path.name)
    if any(code[:2] in {"K0", "K1"} for code in codes - {"K110", "K112"}):
        assert isinstance(out, tuple)
        assert {one.code for one in out} <= codes
    else:
        assert keeps_the_law(raw, path.name) is not None


# --- texts as people leave them --------------------------------------------------------------------------------------
@st.composite
def disturbed(draw):
    """A good file with comments, blank lines, other line ends and other indentations put in anywhere."""
    name, text = draw(st.sampled_from(TEXTS))
    lines = text.splitlines()
    for number in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines)))
        match draw(st.sampled_from(["line", "line", "beside", "beside", "blank", "wide"])):
            case "line":
                lines.insert(at, " " * draw(st.integers(0, 10)) + f"# note {number}")
            case "beside" if at < len(lines):
                lines[at] += " " * draw(st.integers(1, 5)) + f"# beside {number}"
            case "wide" if at < len(lines):
                lines[at] += "   "
            case _:
                lines.insert(at, "")
    return name, draw(st.sampled_from(["\n", "\n", "\r\n"])).join(lines) + draw(st.sampled_from(["", "\n", "\n\n\n"]))


@given(disturbed())
def test_comments_and_blank_lines_may_stand_anywhere(given):
    name, text = given
    keeps_the_law(text, name)


# --- texts as programs and other hands write them --------------------------------------------------------------------
WORDS = st.sampled_from(
    [
        "Ring",
        "no",
        "17:00",
        "a: b",
        "x # y",
        "{{ contact.name }} said",
        "it's",
        'say "hi"',
        "å, ä",
        "two\nlines",
        "-",
        "Ask:\n\n  who\n",
        "  indented\nlast",
        "tail\n\n\n",
        "\\n",
        "1.0",
        "a" * 130,
        "Straße 5",
        "null",
        "…",
        "x  y",
    ]
)
IDS = st.sampled_from(["ring", "write", "meet", "ask", "again"])
WAITS = st.sampled_from(["0", "1 business day", "2 weeks", "1 month before contract_end"])


def texts():
    return WORDS | st.dictionaries(st.sampled_from(["en", "sv", "nl"]), WORDS, min_size=1)


STEPS = st.fixed_dictionaries(
    {"call": IDS},
    optional={
        "wait": WAITS,
        "title": texts(),
        "text": texts(),
        "windows": st.lists(st.sampled_from(["Mon-Fri 09:00-11:30", "Tue+Thu 13:00-16:00"]), min_size=1),
        "retry": st.just("until clear answer")
        | st.fixed_dictionaries({"times": st.integers(1, 9)}, optional={"wait": st.lists(WAITS, min_size=1)}),
        "on": st.just({"gatekeeper": "next", "busy": "retry"}),
        "preparation": st.just("10 minutes"),
    },
)
CADENCES = st.fixed_dictionaries(
    {"steps": st.lists(STEPS, min_size=1, max_size=3, unique_by=lambda step: step["call"])},
    optional={
        "cadence": st.just("any"),
        "title": texts().map(lambda text: str(text).replace("{{", "").replace("{%", "")),
        "answers": st.just({"no": {"any": {"start": "cold-call", "wait": "9 months"}}, "not_now": "6 weeks"}),
        "then": st.just({"wait": ["4 weeks", "8 weeks"], "repeat": "ring"}),
        "limits": st.just({"touches_per_contact_per_week": 2, "touches_per_rep_per_day": 20}),
        "goal": st.just(["meeting", "quote"]),
    },
).map(lambda tree: {"cadence": "any", **tree})


class Hand:
    """Writes a tree down as anybody might: in braces or lines, in any quotes, with comments wherever they may stand."""

    def __init__(self, draw, *, tidy=False):
        self.draw, self.tidy = draw, tidy
        self.count = 0

    def one_of(self, *choices):
        return self.draw(st.sampled_from(choices))

    def chance(self, answers):
        return self.one_of(*answers) == "y"

    def remark(self):
        self.count += 1
        return f"# {self.count}"

    def beside(self):
        return self.one_of("", "", "", "  ", " " + self.remark(), "       " + self.remark())

    def above(self, indent):
        chosen = self.one_of("", "", "", "", "\n", "line", "line", "deep", "both")
        if chosen in {"", "\n"}:
            return chosen
        depth = indent if chosen == "line" else self.draw(st.integers(0, 9))
        return ("\n" if chosen == "both" else "") + " " * depth + self.remark() + "\n"

    def shuffled(self, table):
        return list(table.items()) if self.tidy else self.draw(st.permutations(list(table.items())))

    def scalar(self, value, indent, *, flow):
        text = str(value)
        block = not flow and isinstance(value, str) and text.strip() and self.chance("yn")
        if block and not any(line.startswith(" ") for line in text.split("\n")):
            ends = len(text) - len(text.rstrip("\n"))
            body = "".join(
                " " * (indent + 3) + line if line else ""
                for line in (text.rstrip("\n") + "\n").splitlines(keepends=True)
            )
            return (
                "|" + ("-" if ends == 0 else "" if ends == 1 else "+") + self.beside() + "\n" + body + "\n" * (ends - 1)
            )
        simple = re.fullmatch(r"[\w][\w .:-]*\w|\d", text) and ": " not in text and text not in {"null", "1.0", "no"}
        escaped = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        single = "'" + text.replace("'", "''") + "'"
        known = [escaped] + [single] * ("\n" not in text) + [text] * 3 * bool(simple)
        chosen = self.one_of(*known) if isinstance(value, str) else text
        if " " in text and chosen == text and not flow and self.chance("ynn"):
            chosen = text.replace(" ", "\n" + " " * (indent + self.draw(st.integers(2, 6))), 1)
        return chosen + ("" if flow else self.beside() + "\n")

    def braces(self, tree, indent):
        comma = self.one_of(", ", ",", " ,\n" + " " * (indent + 2), ", " + self.remark() + "\n" + " " * (indent + 1))
        if isinstance(tree, dict):
            inner = [f"{key}: {self.braces(value, indent)}" for key, value in self.shuffled(tree)]
            return "{" + comma.join(inner) + "}"
        if isinstance(tree, list):
            return "[" + comma.join(self.braces(part, indent) for part in tree) + self.one_of("", ",") + "]"
        return self.scalar(tree, indent, flow=True)

    def value(self, tree, indent):
        if not isinstance(tree, dict | list):
            return " " + self.scalar(tree, indent, flow=False)
        if indent and self.chance("ynn"):
            return " " + self.braces(tree, indent) + self.beside() + "\n"
        inner = indent + (self.draw(st.integers(0, 4)) if isinstance(tree, list) else self.draw(st.integers(1, 4)))
        return self.beside() + "\n" + self.lines(tree, inner)

    def lines(self, tree, indent, *, first=False):
        out = ""
        for at, part in enumerate(self.shuffled(tree) if isinstance(tree, dict) else tree):
            led = first and at == 0
            out += "" if led else self.above(indent)
            out += "" if led else " " * indent
            if isinstance(tree, dict):
                out += f"{part[0]}:" + self.value(part[1], indent)
            elif isinstance(part, dict) and self.chance("yyn"):
                inner = self.draw(st.integers(1, 4))
                out += "-" + " " * inner + self.lines(part, indent + inner + 1, first=True)
            else:
                out += (
                    "- " + (self.braces(part, indent) if isinstance(part, dict) else str(part)) + self.beside() + "\n"
                )
        return out + (self.above(indent) if not first else "")


@st.composite
def written(draw):
    hand = Hand(draw)
    return hand.above(0) + hand.lines(draw(CADENCES), 0)


@st.composite
def in_order(draw):
    """A cadence whose keys stand in the language's order already, comments anywhere."""
    tree = draw(CADENCES)
    formatted = fmt(json.dumps(tree), "any.yaml")
    assume(not isinstance(formatted, tuple))
    hand = Hand(draw, tidy=True)
    return hand.above(0) + hand.lines(plain(read_source(formatted, "any.yaml").root), 0)


@given(written())
def test_any_hand_becomes_one(text):
    source = read_source(text, "any.yaml")
    assume(source.root is not None and source.findings == ())
    out = keeps_the_law(text, "any.yaml")
    assume(out is not None)
    assert re.match(r"(#.*\n|\n)*cadence: ", out)


@given(in_order())
def test_comments_stay_in_their_order_where_the_keys_do(text):
    out = keeps_the_law(text, "any.yaml")
    assume(out is not None)
    assert comments_of(out) == comments_of(text), f"{text}\n=====\n{out}"
