"""`klart load`: what a roster costs, in a table of 80 columns, in a shape for programs, in a picture."""

import json
import xml.etree.ElementTree as ET

import pytest

CADENCE = """\
cadence: ring
steps:
  - prepare: research
  - call: first-call
    retry: {times: 3, wait: [1 business day]}
  - call: second
    retry: until clear answer
"""
ASKED = ("--contacts", 20, "--per-day", 5, "--weeks", 3, "--start", "2026-11-23", "--timezone", "Europe/Stockholm")


@pytest.fixture
def ring(tmp_path):
    file = tmp_path / "ring.yaml"
    file.write_text(CADENCE, "utf-8")
    return file


def test_a_table_says_what_a_week_costs_and_what_was_assumed(klart, ring):
    told = klart("load", ring, *ASKED, "--country", "SE", "--capacity", 4)
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == "ring: 20 contacts, 5 a working day, from Mon 23 Nov 2026"
    assert lines[1] == "rep: Mon-Fri 08:00-17:00 (Europe/Stockholm, SE), at most 4 touches a day"
    assert [line[:11] for line in lines[4:7]] == ["23 Nov 2026", "30 Nov 2026", "7 Dec 2026 "]
    assert "the rep had touches enough that day" in told.out
    assert "call      yes 3%" in told.out
    assert max(map(len, lines)) <= 80
    assert told.out == klart("load", ring, *ASKED, "--country", "SE", "--capacity", 4).out


def test_the_shape_for_programs_adds_up(klart, ring):
    told = json.loads(klart("load", ring, *ASKED, "--json", "--assume", "call.yes=30%", "--seed", 9).out)
    assert told["cadence"] == "ring"
    assert told["touches"] == sum(day["touches"] for day in told["days"]) == sum(w["touches"] for w in told["weeks"])
    assert told["minutes"] == sum(day["minutes"] for day in told["days"])
    assert told["assumed"]["call"]["yes"] == pytest.approx(0.3)
    assert (told["seed"], sum(told["ended"].values())) == (9, 20)


def test_a_picture_is_written_and_gives_way_to_the_next(klart, ring, tmp_path):
    picture = tmp_path / "load.svg"
    told = klart("load", ring, *ASKED, "--output", picture)
    assert (told.code, told.out, f"wrote {picture} (svg" in told.err) == (0, "", True)
    ET.fromstring(picture.read_text("utf-8"))
    assert klart("load", ring, *ASKED, "--contacts", 3, "--output", picture).code == 0
    other = picture.read_bytes()
    assert klart("load", ring, *ASKED, "--output", picture).code == 0
    assert picture.read_bytes() != other
    assert klart("load", ring, *ASKED, "--format", "svg").out.encode() == picture.read_bytes()


def test_an_output_is_in_the_shape_of_its_ending(klart, ring, tmp_path):
    numbers = tmp_path / "load.json"
    assert klart("load", ring, *ASKED, "--output", numbers).code == 0
    assert json.loads(numbers.read_text("utf-8")) == json.loads(klart("load", ring, *ASKED, "--json").out)
    assert klart("load", ring, *ASKED, "--output", tmp_path / "load.html").code == 2
    assert klart("load", ring, *ASKED, "--format", "text", "--output", tmp_path / "load").code == 2


@pytest.mark.parametrize("command", ["load", "preview"])
def test_nothing_is_written_over_a_cadence(klart, ring, command):
    before = ring.read_bytes()
    told = klart(command, ring, "--output", ring)
    assert (told.code, ring.read_bytes()) == (4, before), told


def test_a_cadence_is_found_by_name_too(klart, home):
    told = klart("load", "cold-call", *ASKED, "--home", home)
    assert told.code == 0, told
    assert told.out.startswith("cold-call: 20 contacts")


@pytest.mark.parametrize(("words", "said"), [
    (["--assume", "call.yse=4%"], "--assume: yse cannot come of call; did you mean `yes`?"),
    (["--assume", "yes=60%", "--assume", "no=60%"], "--assume: the rates of call make"),
    (["--hours", "9 to 5"], "--hours: "),
    (["--contacts", "0"], "0 is not in the range"),
    (["--start", "9999-12-20"], "run past the last day of the calendar"),
    (["--start", "soon"], "'soon' is no date"),
    (["--output", "/nowhere/load.svg"], "/nowhere/load.svg cannot be written"),
])  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(klart, ring, words, said):
    told = klart("load", ring, *ASKED, *words)
    assert (told.code, told.out) == (2, ""), told
    assert said in told.err
    assert told.err.count("\n") == 1


def test_a_faulty_cadence_is_told_with_its_place(klart, tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text("cadence: bad\nsteps:\n  - cal: ring\n", "utf-8")
    told = klart("load", file, *ASKED)
    assert told.code == 2
    assert f"{file}:3:5: error K106" in told.err
