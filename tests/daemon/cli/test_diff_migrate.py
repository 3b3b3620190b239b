"""`klart diff` and `klart migrate` as they are typed, and a cadence whose file is gone."""

import json
import shutil
from importlib.resources import files

import pytest


@pytest.fixture
def own_cadence(staffed):
    """The home's own copy of a cadence in which two people go on, to be edited."""
    file = staffed / "cadences" / "cold-call.yaml"
    shutil.copy(str(files("cadences").joinpath("library", "cold-call.yaml")), file)
    return file


def edit(file, old, new, count=1):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, count), "utf-8")


START = ("--start", "2026-11-23T08:00", "--timezone", "Europe/Stockholm", "--country", "SE")


def test_diff_of_equal_meaning_says_so_and_ends_with_0(klart, tmp_path):
    for folder, more in (("a", ""), ("b", "# a comment\n")):
        (tmp_path / folder).mkdir()
        text = "cadence: ring\nsteps:\n  - call: first\n    retry: until clear answer\n"
        (tmp_path / folder / "ring.yaml").write_text(more + text, "utf-8")
    told = klart("diff", tmp_path / "a" / "ring.yaml", tmp_path / "b" / "ring.yaml")
    assert (told.code, told.err) == (0, "")
    assert "nothing changes for a rep" in told.out


def test_diff_tells_what_is_another_and_where_histories_part(klart, tmp_path):
    text = "cadence: ring\nsteps:\n  - call: first\n    wait: {}\n    title: {}\n    retry: until clear answer\n"
    for folder, wait, title in (("a", "1 business day", "One"), ("b", "3 business days", "Two")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ring.yaml").write_text(text.format(wait, title), "utf-8")
    told = klart("diff", tmp_path / "a" / "ring.yaml", tmp_path / "b" / "ring.yaml", *START)
    assert told.code == 1
    assert "first: the wait before it: 3 business days (was 1 business day)" in told.out
    assert "first: the title: Two (was One)" in told.out
    assert "Nobody ever answers" in told.out
    assert "Tue 24 Nov 09:00  first" in told.out
    assert "Thu 26 Nov 09:00  first" in told.out
    assert max(map(len, told.out.splitlines()[1:])) <= 80
    shape = json.loads(klart("diff", tmp_path / "a" / "ring.yaml", tmp_path / "b" / "ring.yaml", *START, "--json").out)
    assert shape["same"] is False
    (one,) = shape["comparisons"]
    assert (one["flow"], one["words"]) == (True, True)
    assert one["histories"][0]["parts_after"] == 0


def test_diff_of_a_name_alone_is_against_what_open_enrollments_have(klart, staffed, own_cadence):
    assert klart("diff", "cold-call", "--home", staffed).code == 0
    edit(own_cadence, "    wait: 1 business day\n", "    wait: 1 week\n")
    told = klart("diff", "cold-call", "--home", staffed)
    assert told.code == 1
    assert "(2 open enrollments go on in it) to cold-call" in told.out.replace("\n", " ")
    version = json.loads(klart("diff", "cold-call", "--home", staffed, "--json").out)["comparisons"][0]["before"][
        "name"
    ]
    assert klart("diff", version, "--home", staffed).code == 1
    assert klart("diff", version, version, "--home", staffed).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nosuch"], "nosuch is no file and no cadence's name"),
        (["cold-call@zz"], "no version that the store keeps"),
        (["win-back"], "nobody is enrolled in win-back"),
        (["nosuch.yaml", "cold-call"], "cannot be read"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(klart, staffed, words, said):
    told = klart("diff", *words, "--home", staffed)
    assert (told.code, told.out) == (2, "")
    assert said in told.err


def test_migrate_shows_then_does_just_that(klart, staffed, own_cadence):
    own_cadence.write_text("cadence: cold-call\nsteps:\n  - call: first-call\n    retry: until clear answer\n", "utf-8")
    told = klart("migrate", "cold-call", "--soon", "--home", staffed)
    assert told.code == 0
    assert "2 open enrollments in cold-call: 0 stay where they stand, 2 move" in told.out
    assert "research → first call" in told.out
    assert "nothing is changed yet" in told.out
    assert max(map(len, told.out.splitlines())) <= 80
    mark = json.loads(klart("migrate", "cold-call", "--soon", "--json", "--home", staffed).out)["mark"]
    assert mark in told.out
    refused = klart("migrate", "cold-call", "--soon", "--apply", "--as-shown", "0000000000", "--home", staffed)
    assert refused.code == 4
    done = klart("migrate", "cold-call", "--soon", "--apply", "--as-shown", mark, "--home", staffed)
    assert (done.code, done.err) == (0, "")
    assert "2 moved" in done.out
    again = klart("migrate", "--home", staffed)
    assert "2 in the newest version already" in again.out
    assert klart("migrate", "cold-call", "--soon", "--apply", "--as-shown", mark, "--home", staffed).code == 4
    assert "first call" in klart("agenda", "--home", staffed).out


def test_migrate_of_one_contact_and_its_undo(klart, staffed, own_cadence):
    edit(own_cadence, "    wait: 1 business day\n", "    wait: 1 week\n")
    shape = json.loads(klart("migrate", "--contact", "anna", "--apply", "--json", "--home", staffed).out)
    (one,) = shape["cadences"]
    assert (shape["applied"], [each["contact"] for each in one["enrollments"]]) == (True, ["Anna Berg"])
    told = klart("undo", "anna", "--home", staffed)
    assert (told.code, told.err) == (0, "")
    assert "taken back: going on in another version of the cadence" in told.out
    shape = json.loads(klart("migrate", "cold-call", "--json", "--home", staffed).out)
    assert shape["cadences"][0]["newest"] == 0


def test_a_faulty_file_stops_it_and_a_missing_one_is_said(klart, staffed, own_cadence):
    own_cadence.write_text("cadence: cold-call\nsteps: []\n", "utf-8")
    for words in (["cold-call"], []):
        told = klart("migrate", *words, "--apply", "--home", staffed)
        assert (told.code, told.out) == (2, "")
        assert "cold-call.yaml:2" in told.err
    assert klart("migrate", "nosuch", "--home", staffed).code == 2
    assert klart("migrate", "cold-call", "--as-shown", "abc", "--home", staffed).code == 2


def test_who_goes_on_where_a_file_is_gone_is_named(klart, staffed):
    mine = staffed / "cadences" / "mine.yaml"
    mine.write_text("cadence: mine\nsteps:\n  - call: first\n    retry: until clear answer\n", "utf-8")
    (staffed / "cadences" / "other.yaml").write_text(mine.read_text("utf-8").replace("mine", "other"), "utf-8")
    assert klart("contact", "add", "Jonas Ek", "--home", staffed).code == 0
    assert klart("enroll", "jonas", "mine", "--home", staffed).code == 0
    mine.unlink()
    assert (
        "mine: there is no file of that name; Jonas Ek goes on in the version kept"
        in klart("status", "--home", staffed).out
    )
    told = klart("check", staffed / "cadences", "--home", staffed)
    assert "mine: its file is gone; Jonas Ek goes on in the version kept" in told.out
    told = klart("migrate", "mine", "--home", staffed)
    assert (told.code, told.err) == (1, "")
    assert "mine: its file is gone; 1 enrollment goes on in the version kept" in told.out
