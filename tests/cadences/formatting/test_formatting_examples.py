"""Formatting by example: what each rule does, in texts that a person can read."""

from pathlib import Path

import pytest

import cadences
from cadences.formatting.canonical import fmt, is_kept
from cadences.formatting.values import goes_bare

SHIPPED = Path(cadences.__file__).parent


@pytest.mark.parametrize(
    "path", sorted([*SHIPPED.glob("library/*.yaml"), *SHIPPED.glob("starters/*.yaml")]), ids=lambda path: path.stem
)
def test_what_ships_is_written_in_the_one_way(path):
    text = path.read_text("utf-8")
    assert fmt(text, path.name, lambda name: (path.parent / f"{name}.yaml").read_text("utf-8")) == text


EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.before.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_a_rule_of_formatting(path):
    before = path.read_text("utf-8")
    after = path.with_name(path.name.replace(".before.", ".after.")).read_text("utf-8")
    assert fmt(before, "x.yaml") == after
    assert fmt(after, "x.yaml") == after
    assert is_kept(before, after, "x.yaml")


def test_old_line_ends_a_byte_order_mark_and_the_marks_of_a_document_go():
    before = "\ufeff%YAML 1.2\r\n--- # begin\r\ncadence: x\r\nsteps: [{call: ring}]\r\n...\r\n"
    for raw in (before, before.encode()):
        assert fmt(raw, "x.yaml") == "# begin\ncadence: x\nsteps: [{call: ring}]\n"


WORDS = [
    *("yes", "No", "ON", "off", "y", "n", "null", "~", "true", "1", "1.5", "1e3"),
    *("0x1f", "12:30", "2026-11-23", "", " a", "a ", ".inf", "a: b", "a #b", "- a", "? a", "&a"),
    *("*a", "!a", "%a", "@a", "`a", "{a", "[a", "a]", "|", ">", "'a'", '"a"'),
    *("a\nb", "a\tb", "=", "<<"),
]


@pytest.mark.parametrize("word", WORDS)
def test_what_some_reader_takes_for_something_else_keeps_its_quotes(word):
    assert not goes_bare(word)


def test_what_was_lost_or_changed_is_noticed():
    before = "cadence: x  # name\nsteps: [{call: ring}]\n"
    assert is_kept(before, before, "x.yaml")
    for wrong in (
        "cadence: x\nsteps: [{call: ring}]\n",
        before.replace("ring", "rang"),
        before + "kind: fresh\n",
        "a: [",
    ):
        assert not is_kept(before, wrong, "x.yaml")
