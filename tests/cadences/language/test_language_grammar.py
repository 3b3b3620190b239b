"""What a cadence's text means: values, defaults, short forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.cadence import (
    DEFAULT_LADDER,
    DEFAULT_LIMITS,
    DEFAULT_WINDOWS,
    ONCE,
    Chain,
    Counts,
    IfMissing,
    Kind,
    Limits,
    Retry,
    Then,
    Vary,
)
from cadences.channels import CHANNELS
from cadences.delays import NOTHING, Before, Delay, Unit
from cadences.language.grammar_values import LADDER, LANDMARKS, WAIT, WINDOW
from cadences.outcomes import CLEAR, REACHING, SPOKEN, WRITTEN, Channel, Outcome
from cadences.reading.files import read_cadence, read_kept
from cadences.windows import Window

BDAY = Unit.BUSINESS_DAY


def read(body, name="x"):
    cadence = read_kept(f"cadence: {name}\n{body}", f"{name}.yaml", {}.get)  # what it means, wise or not
    assert not isinstance(cadence, tuple), cadence
    return cadence


def step(body, channel="call"):
    return read(f"steps:\n  - {channel}: it\n" + "".join(f"    {line}\n" for line in body.split("\n"))).steps[0]


def test_the_smallest_cadence_is_whole():
    cadence = read("steps:\n  - call: ring\n    retry: until clear answer\n")
    assert cadence.name == "x"
    assert cadence.kind is Kind.PROSPECTING
    assert cadence.windows == DEFAULT_WINDOWS
    assert cadence.holidays is Counts.BOTH
    assert cadence.limits == DEFAULT_LIMITS
    assert cadence.then is None
    assert (cadence.titles, cadence.goal, cadence.yes, cadence.no) == ({}, (), {}, {})
    ring = cadence.steps[0]
    assert ring.wait == NOTHING
    assert ring.takes == CHANNELS[Channel.CALL].takes
    assert ring.retry == Retry(times=None, wait=DEFAULT_LADDER, until_clear=True)
    assert (ring.windows, ring.on, ring.texts, ring.by, ring.was) == (None, {}, {}, None, None)


def test_every_key_is_understood():
    cadence = read(
        "title: {en: Calls, sv: Samtal}\nkind: look-back\ngoal: [quote, meeting]\nholidays: rep\n"
        "windows: [Mon-Fri 09:00-11:30, Mon+Wed 13:00-24:00]\nlimits: {touches_per_rep_per_day: 20}\n"
        "steps:\n  - prepare: read\n  - call: ring\n    wait: 2 business days\n    takes: 1 hour\n"
        "    remind: 5 minutes\n    title: 7\n    text: '{{ found }}'\n    preparation: 10 minutes\n"
        "then: {repeat: ring, wait: [4 weeks, 8 weeks]}\n"
        "answers:\n  yes: {meeting: {start: a, wait: 1 business day before meeting}}\n"
        "  no: {start: b, wait: 9 months}\n  not_now: 6 weeks\n"
    )
    assert cadence.titles == {"en": "Calls", "sv": "Samtal"}
    assert (cadence.kind, cadence.goal, cadence.holidays) == (Kind.LOOK_BACK, ("quote", "meeting"), Counts.REP)
    assert [str(window) for window in cadence.windows] == ["Mon-Fri 09:00-11:30", "Mon+Wed 13:00-24:00"]
    assert cadence.limits == Limits(touches_per_rep_per_day=20)
    assert cadence.then == Then("ring", (Delay(4, Unit.WEEK), Delay(8, Unit.WEEK)))
    assert cadence.yes == {"meeting": Chain("a", Before(Delay(1, BDAY), "meeting"))}
    assert cadence.no == {"any": Chain("b", Delay(9, Unit.MONTH))}
    assert cadence.not_now == Delay(6, Unit.WEEK)
    ring = cadence.steps[1]
    assert (ring.wait, ring.takes, ring.remind, ring.preparation) == (Delay(2, BDAY), 60, Delay(5, Unit.MINUTE), 10)
    assert (ring.titles, ring.texts) == ({"": "7"}, {"": "{{ found }}"})


def test_waits_by_default_are_none_for_the_first_step_and_tasks_and_a_business_day_else():
    cadence = read("steps:\n  - email: a\n  - call: b\n  - task: c\n  - prepare: d\n")
    assert [step.wait for step in cadence.steps] == [NOTHING, Delay(1, BDAY), NOTHING, Delay(1, BDAY)]


def test_zero_of_any_unit_is_zero():
    assert {step(f"wait: {zero}").wait for zero in ("0", "'0'", "0 minutes", "0 business days", "0 week")} == {NOTHING}


def test_a_retry_without_times_is_unlimited_and_one_of_its_forms_is_the_other():
    until = step("retry: until clear answer").retry
    assert (
        step("retry: {times: unlimited}").retry
        == until
        == step(f"retry: {{wait: [{', '.join(map(str, DEFAULT_LADDER))}]}}").retry
    )
    after = step("retry: {after: [busy, no answer]}").retry
    assert after == Retry(times=None, wait=DEFAULT_LADDER, after=frozenset({Outcome.BUSY, Outcome.NO_ANSWER}))
    assert step("retry: {times: 3}").retry == Retry(times=3)
    assert step("retry: {times: 3, wait: 0, vary: none}").retry == Retry(times=3, wait=(NOTHING,), vary=Vary.NONE)
    assert step("takes: 5 minutes").retry == ONCE


def test_on_leads_outcomes_to_steps_and_words():
    leads = step("on: {no-answer: next, wrong number: retry, busy: then, talked: next}").on
    assert leads == {
        Outcome.NO_ANSWER: "next",
        Outcome.WRONG_NUMBER: "retry",
        Outcome.BUSY: "then",
        Outcome.TALKED: "next",
    }


def test_reminders_are_the_channels_unless_said():
    assert step("takes: 5 minutes").remind == CHANNELS[Channel.CALL].remind is None
    assert step("takes: 5 minutes", "visit").remind == CHANNELS[Channel.VISIT].remind == Delay(30, Unit.MINUTE)
    none = step("remind: none", "visit")
    assert (none.remind, none.no_reminder) == (None, True)
    zero = step("remind: 0", "visit")
    assert (zero.remind, zero.no_reminder) == (NOTHING, False)


def test_numbers_are_texts_as_they_are_written():
    said = step("subject: 1.10\nsend: {en: 0x10, no: +46}\nif_missing: skip", "email")
    assert (said.subjects, said.sends, said.if_missing) == ({"": "1.10"}, {"en": "0x10", "no": "+46"}, IfMissing.SKIP)


def test_yes_no_and_on_are_words():
    assert step("title: {no: on}\ntext: yes").titles == {"no": "on"}


def test_unknown_keys_are_guessed():
    def hint(text):
        findings = read_cadence(text, "x.yaml")
        return [(finding.code, finding.hint) for finding in findings]

    assert hint("cadence: x\nsteps:\n  - call: ring\n    retyr: {times: 2}\n") == [("K101", "did you mean `retry`?")]
    assert hint("cadence: x\nsteps:\n  - call: ring\n    Wait: 0\n") == [("K101", "did you mean `wait`?")]
    assert hint("cadence: x\nholidays: bth\nsteps:\n  - call: ring\n") == [("K116", "did you mean `both`?")]
    assert hint("cadence: x\nsteps:\n  - call: ring\n    wait: 2 busines days\n") == [
        ("K104", "did you mean `2 business days`?")
    ]
    assert hint("cadence: x\nsteps:\n  - call: ring\n    wait: 3\n") == [
        ("K104", "of what? write 3 business days, 3 minutes or the like")
    ]


def test_days_that_a_comma_parts_are_told_to_use_a_plus():
    findings = read_cadence("cadence: x\nwindows: [Mon,Wed 09:00-10:00]\nsteps:\n  - call: ring\n", "x.yaml")
    assert [(finding.code, finding.hint) for finding in findings] == [("K105", "write Mon+Wed 09:00-10:00")]


def test_channels_are_one_table():
    assert set(CHANNELS) == set(Channel)
    for channel, facts in CHANNELS.items():
        assert not facts.outcomes & CLEAR
        assert ("windows" in facts.keys) == (channel in REACHING)
        assert ("send" in facts.keys) == (channel in WRITTEN)
        assert (Outcome.NO_ANSWER in facts.outcomes) == (channel in SPOKEN)
        assert Outcome.SKIPPED in facts.outcomes


WAITS = st.builds(Delay, st.integers(0, 100), st.sampled_from(Unit)) | st.builds(
    Before, st.builds(Delay, st.integers(1, 100), st.sampled_from(Unit)), st.sampled_from(LANDMARKS)
)
WINDOWS = st.builds(
    lambda days, ends: Window(days, min(ends), max(ends)),
    st.frozensets(st.integers(1, 7), min_size=1),
    st.sets(st.integers(0, 1440), min_size=2, max_size=2),
)


@given(WAITS)
def test_a_wait_is_read_as_it_is_written(wait):
    found = step(f"wait: {wait}").wait
    assert found == (NOTHING if isinstance(wait, Delay) and wait.amount == 0 else wait)


@given(WINDOWS)
def test_a_window_is_read_as_it_is_written(window):
    assert step(f"windows: [{window}]").windows == (window,)


@given(st.text("0123456789MonTueWdhFriSat+-: ,weekdaysbusinesmth") | st.text())
@pytest.mark.parametrize("shape", [WAIT, WINDOW], ids=["wait", "window"])
def test_what_the_pattern_accepts_is_read_but_for_what_a_pattern_cannot_say(shape, text):
    import re

    said = bool(re.search(shape.schema().get("pattern") or shape.schema()["anyOf"][1]["pattern"], text))
    try:
        shape.parse(text)
        refused = None
    except ValueError as error:
        refused = str(error)
    cannot_say = text.endswith("\n") or re.search("end after|longer than", refused or "")
    assert said == (refused is None) or (said and cannot_say), text


def test_a_ladder_of_one_may_stand_alone():
    assert LADDER.single
    assert read("steps:\n  - call: it\nthen: {repeat: it, wait: 1 week}\n").then == Then("it", (Delay(1, Unit.WEEK),))
