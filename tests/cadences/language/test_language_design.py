"""Sentences of the language's reference that no other test here tries: each test is named after what it proves."""

from __future__ import annotations

import pytest

from cadences.forward.differences import differences
from cadences.reading.files import read_file
from cadences.stories.play import run_story
from integrations.holidays_of import Holidays

HEAD = "cadence: a\nsteps:\n"
HOLIDAY = Holidays().name_of


def findings(text, others=None):
    return read_file(text, "a.yaml", others=(others or {}).get).findings


def told(text, code):
    return [finding for finding in findings(text) if finding.code == code]


# --- numbers and durations -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("times", "mend"), [("0", "1 or more"), ("-5", "1 or more"), ("1001", "1000 or less"), ("9" * 99, "1000 or less")]
)
def test_a_number_beyond_its_bounds_is_told_the_bound_it_broke(times, mend):
    (finding,) = told(f"{HEAD}  - call: ring\n    retry: {{times: {times}}}\n", "K118")
    assert finding.hint == f"write {mend}"


@pytest.mark.parametrize(
    ("wait", "hint"),
    [
        ("1 year", "write it in months: 12 months"),
        ("2 Years", "write it in months: 24 months"),
        ("99999999999 days", "that is longer than anybody waits; write one like 15 minutes, 2 business days, 1 week"),
        ("12 weks", "did you mean `12 weeks`?"),
    ],
)
def test_a_duration_that_is_none_is_told_what_to_write(wait, hint):
    (finding,) = told(f"{HEAD}  - call: ring\n    wait: {wait}\n", "K104")
    assert finding.hint == hint


# --- texts -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("    title: true", 'title: "true"'),
        ("    title: {en: true, sv: x}", '"true"'),
        ("    title:\n      sv: True", 'sv: "True"'),
        ("  - {call: sing, title: true, wait: 0}", '"true"'),
    ],
)
def test_a_truth_that_is_meant_as_text_is_shown_in_quotes_in_every_style(written, mended):
    (finding,) = told(f"{HEAD}  - call: ring\n{written}\n", "K102")
    assert finding.hint == f"put it in quotes: {mended}"


# --- what is proved --------------------------------------------------------------------------------------------------
def test_k201_where_detours_alone_reach_says_what_would_mend_it():
    (finding,) = told(f"{HEAD}  - task: look\n    on: {{done: ring}}\ndetours:\n  - call: ring\n", "K201")
    assert (finding.line, finding.column) == (3, 5)
    assert finding.hint == "put a step that reaches out on the main line too, like `- call: first-call`"


@pytest.mark.parametrize("on", ["", "    on: {done: ring}\n", "    on: {done: ring, skipped: ring}\n"])
def test_k201_where_then_repeats_what_does_not_reach_the_contact_wherever_that_leads(on):
    text = f"{HEAD}  - call: ring\n    wait: 1 day\n  - task: look\n{on}then: {{repeat: look}}\n"
    assert [(finding.line, finding.column) for finding in told(text, "K201")] == [(5, 5)]


@pytest.mark.parametrize("before", ["", "  - call: ring\n"])
@pytest.mark.parametrize("missing", ["", "silence: {missing: {fit: sing, owner: sing}}\n"])
def test_k201_where_a_task_goes_on_for_ever_though_an_answer_to_a_silence_would_lead_out(before, missing):
    text = f"{HEAD}{before}  - task: look\n    retry: {{wait: [1 week]}}\n  - call: sing\n{missing}"
    (finding,) = told(text, "K201")
    assert finding.message.startswith("from `look` on nothing reaches the contact any more")
    assert finding.story[-1] == "then look, again and again"


# --- versions --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("channel", "silent"), [("call", "busy, voicemail, gatekeeper, no_answer"), ("email", "no_reply")]
)
def test_the_silent_outcomes_written_out_are_no_other_version(channel, silent):
    said = f"{HEAD}  - {channel}: reach\n    retry: {{times: 3, after: [{silent}]}}\n"
    fewer = said.replace(f"[{silent}]", "[no_answer]" if channel == "call" else "[bounced]")
    plain = said.replace(f", after: [{silent}]", "")
    first, second, third = (read_file(text, "a.yaml").cadence for text in (plain, said, fewer))
    assert first.version == second.version != third.version
    assert differences(first, second) == ()
    assert [one.key for one in differences(first, third)] == ["retry.after"]


# --- stories ---------------------------------------------------------------------------------------------------------
def story(rows, start="2026-11-23T08:00", more=""):
    body = "  - call: ring\n    retry: until clear answer\n"
    return f"{HEAD}{body}tests:\n  - it: x\n    start: {start}\n{more}    story:\n{rows}"


def play(text):
    reading = read_file(text, "a.yaml")
    (one,) = reading.stories
    return run_story(one, reading.cadence, HOLIDAY)


@pytest.mark.parametrize("start", ["1970-01-01T00:00", "2199-12-31T23:59"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_first_and_the_last_day_of_a_story_can_be_played(start, zone):
    rows = "      - expect: call ring\n        answer: no answer\n      - expect: call ring\n        answer: no\n"
    assert play(story(f"{rows}      - expect: lost\n", start, f"    contact: {{timezone: {zone}}}\n")).passed


@pytest.mark.parametrize("clock", ["at \uff109:00", "between 09:00 and \u0661\u0660:00"])
def test_clocks_are_written_in_plain_digits(clock):
    (finding,) = told(story(f"      - expect: call ring on 2026-11-23 {clock}\n"), "K131")
    assert (finding.line, finding.column) == (9, 17)


def test_a_day_of_the_week_is_no_time_of_day():
    (finding,) = told(story("      - person: moves to Tuesday\n"), "K133")
    assert finding.message == "`person`: 'Tuesday' is no date"
