"""Where findings stand: at the very value or key, whatever stands before it and however the file is written.

Every faulty file is written anew in another style, by a writer that notes where it puts each key and value. What was
found at one of them before is found at the very same one afterwards.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.language.nodes import Broken, Is, Pair, Row, Scalar, Table
from cadences.language.source import read_source
from cadences.reading.files import read_file

FILES = Path(__file__).parent / "files"
BAD = {path.stem: path.read_text("utf-8") for path in sorted(FILES.glob("bad/k[1-4]*.yaml"))}
KNOWN = {"cold-call", "quote-follow-up", *(path.stem for path in FILES.glob("base/*.yaml"))}
WIDE = "Åse 日本 😀 e\u0301"
"""Letters of two, three and four bytes, and a sign that joins the letter before it."""


def others(name):
    path = FILES / f"base/{name}.yaml"
    return path.read_bytes() if path.is_file() else None


def found(text, name):
    return read_file(text, f"{name}.yaml", KNOWN, others).findings


def nodes(node):
    yield node
    for part in node.pairs if isinstance(node, Table) else node.parts if isinstance(node, Row) else ():
        if isinstance(part, Pair):
            yield part.key
            yield from nodes(part.value)
        else:
            yield from nodes(part)


READ = {name: (read_source(text, f"{name}.yaml").root, found(text, name)) for name, text in BAD.items()}
TREES = {
    name: read
    for name, read in READ.items()
    if isinstance(read[0], Table)
    and not any(isinstance(node, Broken) for node in nodes(read[0]))
    and not any(finding.code.startswith("K0") for finding in read[1])
}


class Writer:
    """Writes nodes in flow or block style, and notes where each lands."""

    def __init__(self, before, broken, quotes, anchors):
        self.text, self.landed = "", {}
        self.before, self.broken, self.quotes, self.anchors = before, broken, quotes, anchors
        self.count = 0

    def put(self, text):
        self.text += text

    def land(self, node):
        lines = self.text.split("\n")
        self.landed[id(node)] = (len(lines), len(lines[-1]) + 1)

    def value(self, node):
        """Write a value in flow style."""
        self.count += 1
        if self.anchors and not (isinstance(node, Scalar) and node.kind is Is.NOTHING):
            self.put(f"&a{self.count} ")
        self.land(node)
        if isinstance(node, Scalar):
            self.scalar(node)
            return
        opens, closes = "{}" if isinstance(node, Table) else "[]"
        self.put(opens)
        for part in node.pairs if isinstance(node, Table) else node.parts:
            self.put("\n    " if self.broken and self.count % 3 == 0 else " ")
            if isinstance(part, Pair):
                self.land(part.key)
                self.scalar(part.key)
                self.put(": ")
            self.value(part.value if isinstance(part, Pair) else part)
            self.put(" ,")
        self.put(closes)

    def scalar(self, node):
        if node.kind is Is.NOTHING:
            self.put("~")
        elif node.kind is not Is.TEXT or (
            not self.quotes
            and re.fullmatch(r"[\w][\w .:+-]*", node.text)
            and ": " not in node.text
            and not node.text.endswith((":", " "))
        ):
            self.put(node.text)
        else:
            self.put(quoted(node.text))

    def file(self, root):
        """Write a file; something stands before every key of it, on its line."""
        self.put(self.before)
        self.value(root)
        self.put("\n")
        return self.text


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


STYLES = st.builds(
    Writer,
    st.sampled_from(["", "--- ", f"# {WIDE}\n--- ", "\n# a\n\n"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(st.sampled_from(sorted(TREES)), STYLES)
def test_a_finding_stays_at_its_key_or_value_however_the_file_is_written(name, writer):
    root, before = TREES[name]
    wide = Table(root.place, (Pair(key_of(root, "title"), key_of(root, WIDE)), *root.pairs)) if titled(root) else root
    text = writer.file(wide)
    writer.landed[id(root)] = writer.landed[id(wide)]
    after = found(text, name)
    places = {}
    for node in nodes(root):
        places.setdefault(node.place, set()).add(writer.landed[id(node)])
    assert sorted(finding.code for finding in after) == sorted(finding.code for finding in before), text
    for finding in before:
        where = places.get((finding.line, finding.column))
        if where is not None:
            assert any(
                (other.code, (other.line, other.column)) in {(finding.code, at) for at in where} for other in after
            ), (finding, text)


def titled(root):
    return root.get("title") is None


def key_of(root, text):
    return Scalar(root.place, text, Is.TEXT, 0, 0)


@pytest.mark.parametrize("name", TREES)
def test_a_finding_moves_with_its_line(name):
    text, before = BAD[name], TREES[name][1]
    moved = f"# {WIDE}\n\n" + text
    after = [(finding.code, finding.line - 2, finding.column) for finding in found(moved, name)]
    assert after == [(finding.code, finding.line, finding.column) for finding in before]
    crlf = [(finding.code, finding.line, finding.column) for finding in found(text.replace("\n", "\r\n"), name)]
    assert crlf == [(finding.code, finding.line, finding.column) for finding in before]


STEP = "cadence: x\nsteps:\n  - call: ring\n"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (f"    title: {{sv: '{WIDE}', en: '{{{{ §x.y }}}}'}}\n", "K113"),
        (f"    on: {{ §'{WIDE}' : next}}\n", "K115"),
        (f"    title: '{WIDE}' # 😀\n    §wiat: 0\n", "K101"),
        (f"    text: |\n      {WIDE} {{{{ §x.y }}}}\n", "K113"),
        (f"    text: >-\n      {WIDE}\n      😀 {{{{ §contact.nmae }}}}\n", "K113"),
        ("    wait: &w §2 busines\n    by: *w\n", "K104"),
        ("    title: &w\n      # 😀\n      '{{ §x.y }}'\n    text: *w\n", "K113"),
        ("    on: &o {busy: §nobody}\n", "K111"),
        ("    windows: &w\n      - Mon-Fri 09:00-17:00\n      - &x §Mon\n", "K105"),
        ("    wait: §!t 0\n", "K011"),
        ("    wait: &a §!t 0\n", "K011"),
        ("    wait: !t &a §2 busines\n", "K104"),
        ("    wait: &a §# 😀\n", "K014"),
        ("    by: §&a\n", "K117"),
    ],
)
def test_behind_wide_letters_anchors_tags_and_comments_the_place_is_the_values(written, code):
    lines = (STEP + written).partition("§")[0].split("\n")
    findings = [finding for finding in found(STEP + written.replace("§", ""), "x") if finding.code == code]
    assert {(finding.line, finding.column) for finding in findings} == {(len(lines), len(lines[-1]) + 1)}


def test_what_is_wrong_under_an_alias_is_told_once_where_it_is_written():
    text = (
        "cadence: x\nsteps:\n  - call: ring\n    retry: &r {times: 2, wait: [1 dya]}\n  - call: sing\n    retry: *r\n"
    )
    assert [(finding.line, finding.column, finding.code) for finding in found(text, "x")] == [(4, 33, "K104")]
