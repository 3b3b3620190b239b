"""What is another between two versions, and where the common histories part."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadences.cadence import Cadence
from cadences.forward.differences import Kind, differences, same_for_a_rep
from cadences.forward.differences_played import HISTORIES, Stage, partings
from cadences.language.hashing import versioned
from cadences.moments import instant
from cadences.people import Contact, Rep
from cadences.reading.files import read_cadence
from integrations.holidays_of import Holidays
from tests.cadences.machine import worlds

STOCKHOLM = "Europe/Stockholm"
STAGE = Stage(
    Rep("r", "Rep", STOCKHOLM, country="SE"),
    Contact("anna", "Anna Berg", STOCKHOLM, country="SE", phone="+46 70 174 06 05", email="anna@acme.example"),
    instant(datetime(2026, 11, 23, 8, tzinfo=ZoneInfo(STOCKHOLM))),
    Holidays().name_of,
)
TEXT = """cadence: ring
title: Ring
windows: [Mon-Fri 09:00-17:00]
steps:
  - prepare: research
  - call: first
    wait: 1 business day
    retry: {times: 3, wait: 1 business day}
    on: {gatekeeper: number}
  - email: letter
    wait: 2 business days
    subject: A word
    send: Hello {{ contact.first_name }}
  - call: second
    wait: 3 business days
    retry: {times: 2, wait: [1 week]}
detours:
  - task: number
answers:
  yes: {meeting: {start: after, wait: 1 business day}}
"""


def cadence(*changes, text=TEXT):
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    found = read_cadence(text, "ring.yaml")
    assert isinstance(found, Cadence), found
    return found


def told(*changes):
    return [f"{one.step or one.key}: {one.said}" for one in differences(cadence(), cadence(*changes))]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("wait: 2 business days", "wait: 1 week")], "letter: the wait before it: 1 week (was 2 business days)"),
        ([("times: 3", "times: 5")], "first: how often it is tried: 5 (was 3)"),
        ([("[1 week]", "[1 week, 2 weeks]")], "second: the wait between tries: 1 week, 2 weeks (was 1 week)"),
        ([("  - prepare: research\n", "")], "research: the prepare research is gone"),
        ([("  - prepare: research\n", "  - prepare: reading\n    was: research\n")],
         "reading: is the step that was called research"),
        ([("09:00-17:00", "10:00-12:00")],
         "windows: when contacts are touched: Mon-Fri 10:00-12:00 (was Mon-Fri 09:00-17:00)"),
        ([("title: Ring", "title: Ring them")], "title: the title: Ring them (was Ring)"),
        ([("subject: A word", "subject: Another")], "letter: the subject: Another (was A word)"),
        ([("{start: after, wait: 1 business day}", "{start: after}")],
         "answers.yes.meeting: what a yes (meeting) starts: after (was after, 1 business day later)"),
        ([("{gatekeeper: number}", "{wrong_number: number}")],
         "first: where gatekeeper leads: nothing said any more (was number)"),
        ([("  - email: letter", "  - message: letter"), ("    subject: A word\n", "")],
         "letter: how it is done: message (was email)"),
        ([("answers:", "silence: {after: 3}\nanswers:")],
         "silence.after: touches in a row without an answer until klart asks what is missing: 3 (was 6)"),
    ],
)  # fmt: skip
def test_each_change_is_said(changes, said):
    assert said in told(*changes)


def test_a_new_step_and_where_it_stands():
    new = "  - linkedin: connect\n    wait: 1 business day\n  - call: second"
    assert told(("  - call: second", new)) == ["connect: a new linkedin after letter, 1 business day later"]


def test_a_step_that_comes_elsewhere_is_said_once():
    letter = TEXT[TEXT.index("  - email: letter") : TEXT.index("  - call: second")]
    swapped = cadence((letter, ""), ("  - call: first\n", f"{letter}  - call: first\n"))
    found = [one for one in differences(cadence(), swapped) if one.kind is Kind.MOVED]
    assert [(one.step, one.said) for one in found] in (
        [("letter", "comes after research now")],
        [("first", "comes after letter now")],
    )


def test_comments_order_and_defaults_are_nothing():
    other = cadence(("title: Ring\n", ""), ("steps:", "# a comment\nkind: prospecting\ntitle: Ring\nsteps:"))
    assert same_for_a_rep(cadence(), other)
    assert differences(cadence(), other) == ()


@given(st.data())
@settings(max_examples=60)
def test_no_difference_is_missed_and_none_made_up(data):
    """A law: the differences are none just where flow and words are equal."""
    old = data.draw(worlds.cadences().filter(lambda one: any(step.reaches for step in one.steps)))
    new = data.draw(st.one_of(st.just(old), worlds.cadences().filter(lambda one: any(s.reaches for s in one.steps))))
    if data.draw(st.booleans()):
        texts = data.draw(st.dictionaries(st.sampled_from(["", "sv"]), st.sampled_from(["a", "b"]), max_size=2))
        new = replace(new, steps=(replace(new.steps[0], texts=texts), *new.steps[1:]))
    old, new = versioned(old), versioned(new)
    found = differences(old, new)
    assert (found == ()) == same_for_a_rep(old, new)
    assert (found == ()) == (old.version == new.version)
    assert all(one.said and "\n" not in one.said for one in found)


@given(st.data())
@settings(max_examples=25)
def test_every_key_of_the_flow_that_changes_is_told(data):
    old = versioned(data.draw(worlds.cadences().filter(lambda one: any(step.reaches for step in one.steps))))
    place = data.draw(st.integers(0, len(old.steps) - 1))
    step = old.steps[place]
    changed = data.draw(
        st.sampled_from([replace(step, wait=data.draw(worlds.waits)), replace(step, takes=step.takes + 5)])
    )
    new = versioned(replace(old, steps=(*old.steps[:place], changed, *old.steps[place + 1 :])))
    assert (old.version != new.version) == bool(differences(old, new))


def test_the_timelines_part_where_they_do():
    first = {one.history.name: one for one in partings(cadence(), cadence(("times: 3", "times: 2")), STAGE)}
    silent = first["nobody ever answers"]
    assert silent.at == 3
    assert [touch.step for touch in silent.before.touches[:5]] == ["research", "first", "first", "first", "letter"]
    assert [touch.step for touch in silent.after.touches[:4]] == ["research", "first", "first", "letter"]
    assert first["the first touch brings a yes to a meeting"].at is None
    callback = first["at the second touch they say: call after 17:00"]
    assert callback.before.touches[3].span.start.astimezone(ZoneInfo(STOCKHOLM)).hour == 17


def test_a_chain_that_changes_is_seen_where_it_begins():
    changed = cadence(("wait: 1 business day}}", "wait: 1 week}}"))
    parted = [one.history.name for one in partings(cadence(), changed, STAGE) if one.at is not None]
    assert parted == ["the first touch brings a yes to a meeting"]


def test_a_rename_alone_parts_nothing():
    renamed = cadence(("  - call: first\n", "  - call: opening\n    was: first\n"))
    assert [one.at for one in partings(cadence(), renamed, STAGE)] == [None] * len(HISTORIES)


def test_what_is_missing_is_said_at_the_diagnose_touch_wherever_it_stands():
    changed = cadence(("answers:", "silence: {after: 3}\nanswers:"))
    one = next(each for each in partings(cadence(), changed, STAGE) if each.history.missing)
    for played, silences in ((one.before, 6), (one.after, 3)):
        steps = [touch.step for touch in played.touches]
        place = steps.index("diagnose")
        assert played.touches[place].answer.missing == "owner"
        assert played.touches[place].opened.silences == silences
