"""What names a version: what a cadence says, and neither its comments nor its order."""

import dataclasses
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cadences.cadence import Cadence, Limits, Retry, Step
from cadences.language.hashing import flow_of, flow_version, versioned, words_of
from cadences.reading.files import read_cadence

ALL = (Path(__file__).parent / "files/right/k101-all.yaml").read_text("utf-8")


def read(text, name="k101-all"):
    cadence = read_cadence(text, f"{name}.yaml")
    assert isinstance(cadence, Cadence), cadence
    return cadence


def shuffled(value, rng):
    if isinstance(value, dict):
        pairs = [(key, shuffled(part, rng)) for key, part in value.items()]
        rng.shuffle(pairs)
        return dict(pairs)
    return [shuffled(part, rng) for part in value] if isinstance(value, list) else value


@given(st.randoms(use_true_random=False))
def test_comments_order_of_keys_and_style_do_not_count(rng):
    tree = yaml.load(ALL, Loader=yaml.BaseLoader)
    text = "# a comment\n" + yaml.safe_dump(shuffled(tree, rng), sort_keys=False, allow_unicode=True, width=40)
    numbers = re.sub(r"'(\d+)'", r"\1", text)
    assert read(numbers).version == read(ALL).version


def test_what_is_so_anyway_does_not_count():
    least = "cadence: x\nsteps:\n  - call: ring\n"
    said = (
        "cadence: x\nkind: prospecting\nwindows: [Mon-Fri 09:00-17:00]\nholidays: both\n"
        "limits: {touches_per_contact_per_day: 1}\n"
        "steps:\n  - call: ring\n    wait: 0 days\n    takes: 10 minutes\n    if_missing: find\n"
        "then: {repeat: ring, wait: [1 business day, 2 business days, 1 week, 2 weeks, 4 weeks]}\n"
        "answers: {not_now: 4 weeks}\n"
    )
    assert read(least, "x").version == read(said, "x").version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: All there is", "title: All"),
        ("en: Ring", "en: Phone"),
        ("Be short.", "Be brief."),
        ("subject: 2027", "subject: 2028"),
        ("en: 1.50", "en: 1.5"),
        ("Look it up.", "Look there."),
    ],
)
def test_other_words_are_the_same_flow(old, new):
    before, after = read(ALL), read(ALL.replace(old, new, 1))
    assert old in ALL
    assert flow_version(before.version) == flow_version(after.version)
    assert before.words_version != after.words_version
    assert before.version != after.version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: look-back", "kind: fresh"),
        ("[meeting, quote", "[quote"),
        ("09:00-11:30", "09:00-11:35"),
        ("holidays: none", "holidays: rep"),
        ("touches_per_contact_per_day: 2", "touches_per_contact_per_day: 1"),
        ("wait: 0\n", "wait: 1 hour\n"),
        ("takes: 1 hour", "takes: 2 hours"),
        ("remind: none", "remind: 1 hour"),
        ("remind: 5 minutes", "remind: none"),
        ("preparation: 10", "preparation: 5"),
        ("Mon-Thu 16:30", "Mon-Fri 16:30"),
        ("times: 4", "times: 5"),
        ("vary: day", "vary: none"),
        ("[no_answer, busy, ", "[no_answer, "),
        ("gatekeeper: next", "gatekeeper: then"),
        ("by: 3", "by: 4"),
        ("if_missing: skip", "if_missing: find"),
        ("was: phone", "was: telephone"),
        ("[4 weeks, 0 days,", "[4 weeks, 1 day,"),
        ("repeat: ring", "repeat: write"),
        ("before contract_end", "before meeting"),
        ("not_now: 6 weeks", "not_now: 5 weeks"),
        ("wait: 1 hour", "wait: 2 hours"),
        ("after: 4 touches", "after: 5 touches"),
        ("owner: look", "owner: ring"),
        ("{wait: 6 weeks}", "{wait: 7 weeks}"),
        ("wait: 3 business days before", "wait: 2 business days before"),
        ("email: write", "linkedin: write"),
    ],
)
def test_another_flow_is_another_version(old, new):
    assert old in ALL
    before, after = read(ALL), read(ALL.replace(old, new, 1))
    assert flow_version(before.version) != flow_version(after.version)


def test_every_field_counts():
    cadence = read(ALL)
    named = {
        "name",
        "steps",
        "kind",
        "goal",
        "windows",
        "holidays",
        "limits",
        "then",
        "yes",
        "no",
        "not_now",
        "silence_after",
        "detours",
        "missing",
    }
    assert set(flow_of(cadence)) == named
    assert {f.name for f in dataclasses.fields(Cadence)} == named | {"titles", "version", "words_version"}
    words = {"titles", "texts", "subjects", "sends"}
    assert set(flow_of(cadence)["steps"][0]) == {f.name for f in dataclasses.fields(Step)} - words
    assert len(flow_of(cadence)["steps"][1]["retry"]) == len(dataclasses.fields(Retry))
    assert len(flow_of(cadence)["limits"]) == len(dataclasses.fields(Limits))
    assert len(words_of(cadence)["steps"]["ring"]) == len(words)


def test_versions_are_the_same_everywhere_and_for_ever():
    cadence = read("cadence: x\nsteps:\n  - call: ring\n    text: Åse\n", "x")
    assert cadence.version == "284e8ddd84241038-f57ae1991f65415c"
    assert versioned(dataclasses.replace(cadence, version="", words_version="")) == cadence


def test_the_order_of_windows_and_goals_does_not_count():
    text = "cadence: x\ngoal: [meeting, quote]\nwindows: [Mon 09:00-10:00, Tue 09:00-10:00]\nsteps:\n  - call: ring\n"
    other = text.replace("meeting, quote", "quote, meeting, quote").replace(
        "[Mon 09:00-10:00, Tue", "[Tue 09:00-10:00, Mon"
    )
    assert read(text, "x").version == read(other, "x").version
