"""`klart test`: which stories are played, how what came of them is told to people and programs, and the exit codes."""

import json
from xml.etree import ElementTree as ET

import pytest

from cadences.reading.files import read_file
from cadences.stories.play import run_story
from integrations.holidays_of import Holidays

HEAD = """\
cadence: {name}
steps:
  - prepare: research
  - call: first-call
    wait: 1 business day
    retry: until clear answer
"""
TESTS = """\
tests:
  - it: ends with a yes
    start: 2026-11-23T08:00
    contact: {timezone: Europe/Stockholm, country: SE}
    story:
      - expect: prepare research on 2026-11-23
        answer: done
      - expect: call first-call on 2026-11-24 between 09:00 and 11:30
        answer: yes meeting
      - expect: won meeting
  - it: ends with a no
    start: 2026-11-23T08:00
    contact: {timezone: Europe/Stockholm, country: SE}
    story:
      - {expect: prepare research, answer: done}
      - {expect: call first-call, answer: "no: price"}
      - expect: lost price
"""
WRONG = TESTS.replace("2026-11-24 between", "2026-11-25 between").replace("- it: ends with a no", "- it: Åsa & <co>")


@pytest.fixture
def folder(tmp_path):
    """Three cadences: with stories that hold, with one that does not, and with none."""
    place = tmp_path / "cadences"
    place.mkdir()
    for name, tests in (("good", TESTS), ("wrong", WRONG), ("plain", "")):
        (place / f"{name}.yaml").write_text(HEAD.format(name=name) + tests, "utf-8")
    return place


def test_stories_that_hold_are_counted(klart, folder):
    told = klart("test", folder / "good.yaml")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [f"✓ {folder}/good.yaml  2 stories", "", "2 stories in 1 file, all hold"]


def test_each_is_named_when_asked_for(klart, folder):
    told = klart("test", "--verbose", folder / "good.yaml")
    assert "    ✓ ends with a yes\n    ✓ ends with a no\n" in told.out


def test_a_failure_shows_the_line_what_was_expected_what_is_why_and_what_would_hold(klart, folder):
    told = klart("test", folder / "wrong.yaml")
    assert told.code == 1
    shown = told.out.split("✗ ends with a yes\n")[1]
    assert (
        shown
        == f"""\
{folder}/wrong.yaml:14:17
   14 |       - expect: call first-call on 2026-11-25 between 09:00 and 11:30
      |                 ^
  expected  call first-call on 2026-11-25 between 09:00 and 11:30
  got       call first-call on 2026-11-24 at 09:00
  why       1 business day after the step before on Mon 23 Nov.
            Within the usual hours (Mon\N{EN DASH}Fri 09:00\N{EN DASH}17:00, Stockholm time).

  the nearest story that would hold:

  - it: ends with a yes
    start: 2026-11-23T08:00
    contact: {{timezone: Europe/Stockholm, country: SE}}
    story:
      - expect: prepare research on 2026-11-23
        answer: done
      - expect: call first-call on 2026-11-24 between 09:00 and 11:30  # was call first-call on 2026-11-25 between \
09:00 and 11:30
        answer: yes meeting
      - expect: won meeting

2 stories in 1 file, 1 failed
"""
    )


def test_the_nearest_story_can_be_pasted(klart, folder):
    results = json.loads(klart("test", "--json", folder / "wrong.yaml").out)["results"]
    text = HEAD.format(name="wrong") + "tests:\n" + results[0]["nearest"]
    reading = read_file(text, "wrong.yaml")
    assert reading.cadence is not None
    assert run_story(reading.stories[0], reading.cadence, Holidays().name_of).passed


def test_a_folder_means_its_files_and_one_without_stories_is_said(klart, folder):
    told = klart("test", folder)
    assert told.code == 1
    assert told.out.splitlines()[:3] == [
        f"✓ {folder}/good.yaml  2 stories",
        f"· {folder}/plain.yaml  no stories",
        f"✗ {folder}/wrong.yaml  2 stories, 1 failed",
    ]
    assert told.out.splitlines()[-1] == "4 stories in 2 files, 1 failed"


def test_no_stories_at_all_are_said(klart, folder):
    told = klart("test", folder / "plain.yaml")
    assert (told.code, told.out.splitlines()[-1]) == (0, "no stories in 1 file")


def test_words_choose_stories(klart, folder):
    told = klart("test", folder, "-k", "good no", "-v")
    assert (told.code, told.out.splitlines()[-1]) == (0, "1 story in 1 file, it holds")
    assert "ends with a no" in told.out
    nothing = klart("test", folder, "-k", "moon")
    assert nothing.code == 2
    assert "no story has 'moon' in it" in nothing.err


def test_without_a_name_it_plays_the_homes(klart, folder, tmp_path):
    home = tmp_path / "home"
    none = klart("test", "--home", home)
    assert none.code == 2
    assert "has no cadences" in none.err
    home.mkdir()
    folder.rename(home / "cadences")
    told = klart("test", "--home", home)
    assert (told.code, told.out.splitlines()[-1]) == (1, "4 stories in 2 files, 1 failed")
    assert klart("test", "good", "--home", home).code == 0


def test_a_name_of_the_library_will_do_and_an_unknown_one_is_said(klart, tmp_path):
    assert klart("test", "cold-call", "--home", tmp_path).code == 0
    told = klart("test", "cold-cal", "--home", tmp_path)
    assert told.code == 2
    assert "cold-cal is no file and no cadence's name; did you mean cold-call?" in told.err


def test_errors_are_shown_as_check_shows_them_and_hide_no_other_file(klart, folder):
    (folder / "bad.yaml").write_text(HEAD.format(name="bad") + TESTS.replace("first-call", "fist-call"), "utf-8")
    told = klart("test", folder)
    assert told.code == 2
    assert f"{folder}/bad.yaml:14:17: error K111: there is no step `fist-call`" in told.out
    assert "did you mean `first-call`?" in told.out
    assert told.out.splitlines()[-1] == "4 stories in 2 files, 1 failed"
    assert klart("test", folder / "nowhere.yaml").code == 2


def test_json_has_every_story_and_every_failure(klart, folder):
    told = klart("test", "--json", folder)
    shape = json.loads(told.out)
    assert told.code == 1
    assert (shape["files"], shape["stories"], shape["failed"], shape["findings"]) == (3, 4, 1, [])
    assert shape["without"] == [f"{folder}/plain.yaml"]
    failed = next(one for one in shape["results"] if not one["passed"])
    assert (failed["cadence"], failed["it"], failed["line"]) == ("wrong", "ends with a yes", 8)
    (failure,) = failed["failures"]
    assert (failure["line"], failure["column"]) == (14, 17)
    assert failure["expected"] == "call first-call on 2026-11-25 between 09:00 and 11:30"
    assert failure["got"] == "call first-call on 2026-11-24 at 09:00"
    assert failure["why"][0] == "1 business day after the step before on Mon 23 Nov."
    assert [one["nearest"] is None for one in shape["results"]] == [True, True, False, True]


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_story(klart, folder, tmp_path):
    (folder / "bad.yaml").write_text("cadence: [", "utf-8")
    file = tmp_path / "stories.xml"
    assert klart("test", folder, "--junit", file).code == 2
    root = ET.parse(file).getroot()
    assert root.tag == "testsuites"
    suites = {suite.get("name").rpartition("/")[2]: suite for suite in root}
    assert set(suites) == {"good.yaml", "wrong.yaml", "bad.yaml"}
    for of_all in (root, *suites.values()):
        cases = list(of_all.iter("testcase"))
        assert int(of_all.get("tests")) == len(cases)
        assert int(of_all.get("failures")) == len(list(of_all.iter("failure")))
        assert int(of_all.get("errors")) == len(list(of_all.iter("error")))
        assert float(of_all.get("time")) >= 0
    names = [(case.get("classname"), case.get("name")) for case in suites["wrong.yaml"]]
    assert names == [("wrong", "ends with a yes"), ("wrong", "Åsa & <co>")]
    (failure,) = suites["wrong.yaml"].iter("failure")
    assert failure.get("message").startswith("expected call first-call on 2026-11-25 between 09:00 and 11:30, got call")
    assert "the nearest story that would hold:\n\n  - it: ends with a yes\n" in failure.text
    (error,) = suites["bad.yaml"].iter("error")
    assert "K001" in error.get("message")


def test_junit_holds_whatever_a_story_is_called(klart, folder, tmp_path):
    odd = WRONG.replace("ends with a yes", '"bell \\a, \\uFFFE, ]]>"')
    (folder / "wrong.yaml").write_text(HEAD.format(name="wrong") + odd, "utf-8")
    told = klart("test", folder / "wrong.yaml", "--junit", tmp_path / "odd.xml")
    assert "\a" not in told.out
    first = next(ET.parse(tmp_path / "odd.xml").getroot().iter("testcase"))
    assert first.get("name") == "bell \N{REPLACEMENT CHARACTER}, \N{REPLACEMENT CHARACTER}, ]]>"


def test_junit_that_cannot_be_written_is_said(klart, folder, tmp_path):
    told = klart("test", folder / "good.yaml", "--junit", tmp_path / "none" / "stories.xml")
    assert told.code == 2
    assert "cannot be written (No such file or directory); name a file in a folder that is there" in told.err
