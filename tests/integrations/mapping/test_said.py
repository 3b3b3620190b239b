"""What a person put into our text: found wherever it stands, and kept when our text changes around it."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.caldav.said import inserted, retitled, woven

OURS = """Answer:
(what you write here is kept as a note)

Why now: 2 business days after no answer on Mon 23 Nov.

To do: call Anna.
Open with: I read that you open a second warehouse in Malmö, and wondered who looks after the spare parts there.

Phone: +46 70 123 45 67
Email: anna.berg@acme.example

Last contact: Mon 23 Nov
Mon 23 Nov at 09:10 · call · no answer

How to answer:
• Move this event: it stays where you put it.

---
ref 7k2q/3f9c1d/4"""

NEW = OURS.replace("2 business days", "1 week").replace("Mon 23 Nov at 09:10 · call", "Wed 25 Nov at 15:30 · call")


def put(after: str, text: str, whole: str = OURS) -> str:
    """Put text behind a line of ours."""
    assert after in whole
    return whole.replace(after, after + text, 1)


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (OURS, []),
        (put("Answer:", " ej svar"), ["ej svar"]),
        (put("Answer:", "ej svar"), ["ej svar"]),
        (put("Answer:", "\nej svar"), ["ej svar"]),
        (put("kept as a note)", "\nring efter 17\nfråga efter Eva"), ["ring efter 17\nfråga efter Eva"]),
        ("ja möte\n" + OURS, ["ja möte"]),
        (OURS + "\nnej: har avtal till 2028", ["nej: har avtal till 2028"]),
        (OURS + "\n\n\nnej\n\ntill 2028\n", ["nej\n\ntill 2028"]),
        (put("ref 7k2q/3f9c1d/4", " klar"), ["klar"]),
        (put("+46 70 123 45 67", " växeln"), ["växeln"]),
        (OURS.replace("Open with: I read", "Open with: Hej! I read"), ["Hej!"]),
        (put("Answer:", " no").replace("call Anna.", "call Anna.\nor Eva"), ["no", "or Eva"]),
        ("no answer", ["no answer"]),
        ("", []),
    ],
)
def test_what_was_put_in_is_found(theirs: str, said: list[str]) -> None:
    assert inserted(OURS, theirs) == said
    assert inserted(OURS, theirs.replace("\n", "\r\n")) == said


@pytest.mark.parametrize("width", [30, 40, 60, 72, 76])
def test_a_text_that_an_app_wraps_anew_says_nothing(width: int) -> None:
    wrapped = "\n".join(textwrap.fill(line, width) if line else line for line in OURS.split("\n"))

    assert inserted(OURS, wrapped) == []
    assert inserted(OURS, wrapped + "\nej svar") == ["ej svar"]
    assert woven(OURS, wrapped, NEW) == NEW


@pytest.mark.parametrize(
    "theirs",
    [
        OURS + "\n" + OURS,
        OURS.replace("\n\n", "\n"),
        OURS.replace("---", "________________"),
        "\n".join(line.strip() + "  " for line in OURS.split("\n")),
        "\n".join(OURS.split("\n")[5:]),
        "\n".join(OURS.split("\n")[:7]),
        OURS.replace(", and wondered who looks after the spare parts there.", ""),
        OURS.replace("Open with: I read that you open ", ""),
        OURS.replace("+46 70 123 45 67", ""),
    ],
)
def test_what_an_app_or_a_cut_left_of_ours_says_nothing(theirs: str) -> None:
    assert inserted(OURS, theirs) == []


def test_words_of_ours_typed_by_a_person_are_theirs() -> None:
    assert inserted(OURS, OURS + "\ncall Anna") == ["call Anna"]
    assert inserted(OURS, OURS + "\nno answer") == ["no answer"]
    assert inserted(OURS, put("Answer:", "\nAnna")) == ["Anna"]


def test_a_changed_line_of_ours_is_what_a_person_wrote() -> None:
    theirs = OURS.replace("Phone: +46 70 123 45 67", "Phone: 040-12 34 56")

    assert inserted(OURS, theirs) == ["040-12 34 56"] or inserted(OURS, theirs) == ["Phone: 040-12 34 56"]


@pytest.mark.parametrize(
    ("theirs", "kept"),
    [
        (put("Answer:", " ej svar"), "Answer: ej svar\n(what"),
        (put("kept as a note)", "\nring efter 17"), "kept as a note)\nring efter 17\n\nWhy now: 1 week"),
        (put("call Anna.", "\nor Eva\n\non Tuesday"), "call Anna.\nor Eva\n\non Tuesday\nOpen with"),
        (OURS + "\n\nnej", "3f9c1d/4\n\nnej"),
        ("ja\n" + OURS, "ja\nAnswer:"),
        (put("· call · no answer", "\nEva was nice"), "Last contact: Mon 23 Nov\nEva was nice"),
    ],
)
def test_what_was_put_in_stays_where_it_stood(theirs: str, kept: str) -> None:
    assert kept in woven(OURS, theirs, NEW)


def test_a_text_that_nobody_touched_is_ours_anew() -> None:
    assert woven(OURS, OURS, NEW) == NEW
    assert woven(OURS, OURS.replace("\n", "\r\n"), NEW) == NEW
    assert woven(OURS, OURS + "\n" + OURS, NEW) == NEW


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cs"]), min_size=1).filter(str.strip)
PLACES = st.lists(st.tuples(st.integers(0, OURS.count("\n") + 1), LINES), min_size=1, max_size=5)


def with_lines(places: list[tuple[int, str]]) -> str:
    lines = OURS.split("\n")
    for at, line in sorted(places, reverse=True):
        lines.insert(at, line)
    return "\n".join(lines)


def words(text: str) -> list[str]:
    return text.split()


@given(PLACES)
def test_every_line_of_a_persons_stays(places: list[tuple[int, str]]) -> None:
    kept = [words(line) for line in woven(OURS, with_lines(places), NEW).split("\n")]

    for _, line in places:
        assert words(line) in kept


@given(PLACES)
def test_our_lines_are_all_there_and_in_order(places: list[tuple[int, str]]) -> None:
    rest = iter(woven(OURS, with_lines(places), NEW).split("\n"))

    assert all(any(line == ours for line in rest) for ours in NEW.split("\n") if ours)


@given(PLACES)
def test_weaving_again_changes_nothing(places: list[tuple[int, str]]) -> None:
    once = woven(OURS, with_lines(places), NEW)

    assert woven(NEW, once, NEW) == once
    assert [words(run) for run in inserted(NEW, once)] == [words(run) for run in inserted(NEW, woven(NEW, once, NEW))]


@given(st.text(), st.text(), st.text())
def test_no_text_is_too_strange(one: str, two: str, three: str) -> None:
    woven(one, two, three)
    inserted(one, two)
    retitled(one, two, three)


def test_a_pasted_book_takes_no_time() -> None:
    book = "\n".join(f"line {number} of a book that somebody pasted" for number in range(50_000))

    assert inserted(OURS, OURS + "\n" + book) == [book]


@pytest.mark.parametrize(
    ("theirs", "title"),
    [
        ("☎ Anna Berg", "☎ Anna Berg (try 2)"),
        ("☎ Anna Berg (try 2)", "☎ Anna Berg (try 2)"),
        ("ej svar ☎ Anna Berg", "ej svar ☎ Anna Berg (try 2)"),
        ("Ring morsan", "Ring morsan"),
        ("", "☎ Anna Berg (try 2)"),
    ],
)
def test_a_title_keeps_a_persons_words(theirs: str, title: str) -> None:
    assert retitled("☎ Anna Berg", theirs, "☎ Anna Berg (try 2)") == title
