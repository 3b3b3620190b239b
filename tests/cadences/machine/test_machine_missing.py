"""What an answer of the diagnose touch leads to, and how much silence leads to the diagnose touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cadences.cadence import Cadence
from cadences.enrollment import Role, Unanswered, Waiting
from cadences.events.leading import answers_lead
from cadences.outcomes import Channel, Missing
from cadences.shown import LeadsTo
from tests.cadences.machine.saga import Saga, cadence, step, wait

DETOURS = (step("task", "number"), step("email", "case", "1 business day"), step("diagnose", "ask-again"))


def asking(after: int = 2, **missing) -> Cadence:
    """A cadence that maps some answers to a step's id or to a wait."""
    ways = {Missing(word): wait(way) if way[0].isdigit() else way for word, way in missing.items()}
    return cadence(
        step("prepare", "research"),
        step("call", "ring", retry=(None, "1 business day", "1 week")),
        detours=DETOURS,
        missing=ways,
        silence_after=after,
    )


def asked(after: int = 2, **missing) -> Saga:
    """The diagnose touch is open; the third call was planned a week after the second."""
    told = Saga(asking(after, **missing)).says("done", *["no answer"] * after)
    assert told.next.role is Role.DIAGNOSE
    return told


@pytest.mark.parametrize("after", [1, 2, 3, 9])
def test_as_many_silences_as_the_cadence_says(after):
    told = Saga(asking(after)).says("done", *["no answer"] * (after - 1))
    assert told.stands.startswith("call ring")
    assert told.says("no answer").next.role is Role.DIAGNOSE


def test_what_was_sent_counts_with_it_when_it_goes_unanswered():
    of = cadence(step("email", "write", retry=(None, "1 week")), silence_after=1)
    told = Saga(of).say("sent")
    assert told.stands == "email write 2"
    assert told.tell(Unanswered(told.next.number, told.now)).next.role is Role.DIAGNOSE


# --- mapped ----------------------------------------------------------------------------------------------------------
def test_a_detour_and_back_to_what_was_planned():
    told = asked(owner="number").say("missing owner", when="2026-12-03 10:00")
    assert (told.stands, told.due, told.e.silences) == ("task number 1", "2026-12-03 10:00", 0)
    assert told.next.reason == ("detour-missing", ("0", "owner", "2026-12-03T10:00:00+01:00", "call"))
    told.say("done", when="2026-12-04 10:00")
    assert (told.stands, told.due) == ("call ring 3", "2026-12-11 00:00")


def test_a_step_of_the_main_line_is_done_once_and_leads_back():
    told = asked(consequence="research").say("missing consequence")
    assert told.stands == "prepare research 2"
    assert told.say("done").stands == "call ring 3"


def test_a_wait_and_then_what_was_planned():
    told = asked(champion="3 weeks").say("missing champion", when="2026-12-03 10:00")
    assert (told.stands, told.due, told.why) == ("call ring 3", "2026-12-24 00:00", "waited")
    assert isinstance(told.e.state, Waiting)
    assert asked(urgency="2 weeks").say("missing urgency", when="2026-12-03 10:00").day == date(2026, 12, 17)


@pytest.mark.parametrize("way", ["3 weeks", "case", "ring"])
def test_a_time_said_with_it_wins_over_the_wait(way):
    told = asked(champion=way).say("missing champion, friday", when="2026-12-03 10:00")
    assert (told.day, told.why) == (date(2026, 12, 4), "said")


def test_what_was_planned_anyhow_comes_now_and_leads_on():
    told = asked(owner="ring").say("missing owner", when="2026-12-03 10:00")
    assert (told.stands, told.due, told.next.home) == ("call ring 3", "2026-12-03 10:00", None)
    assert told.says("no answer").stands == "call ring 4"


def test_a_letter_of_a_detour_waits_for_its_answer_and_leads_back():
    told = asked(fit="case").says("missing fit", "sent")
    assert told.stands == "call ring 3"
    assert told.next.awaits_reply


def test_a_diagnose_touch_of_the_cadences_own_asks_with_the_same_ways():
    told = asked(nothing="ask-again", owner="number").says("missing nothing")
    assert told.stands == "diagnose ask-again 1"
    told.says("missing owner")
    assert told.stands == "task number 1"
    assert told.says("done").stands == "call ring 3"


def test_where_both_say_something_what_is_missing_replaces_the_detour():
    again = step("diagnose", "ask-again", on={"missing": "case"})
    of = asking(nothing="ask-again", owner="number")
    told = Saga(replace(of, detours=(*of.detours[:2], again))).says("done", "no answer", "no answer")
    told.says("missing nothing", "missing owner")
    assert (told.stands, told.next.home.step) == ("task number 1", "ring")


def test_a_letter_without_an_address_is_looked_up_first_also_after_a_wait():
    of = cadence(step("call", "ring"), step("email", "write"), silence_after=1, missing={Missing.OWNER: wait("1 week")})
    told = Saga(of).says("no answer").later(has_email=False).say("missing owner")
    assert (told.next.role, told.next.back_to) == (Role.FIND, "write")


# --- not mapped ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("word", "stands"),
    [
        ("consequence", "task diagnose 1"),
        ("owner", "task diagnose 1"),
        ("champion", "task diagnose 1"),
        ("urgency", "call ring 3"),
        ("fit", "task decide 1"),
        ("nothing", "call ring 3"),
    ],
)
def test_what_is_not_mapped_keeps_its_own_way(word, stands):
    assert asked(after=2).say(f"missing {word}").stands == stands
    others = {each.value: "number" for each in Missing if each != word}
    assert asked(after=2, **others).say(f"missing {word}").stands == stands


# --- what the rep reads ----------------------------------------------------------------------------------------------
def test_the_event_says_where_each_answer_leads():
    told = asked(consequence="research", owner="number", champion="3 weeks")
    assert answers_lead(told.cadence, told.next, lambda to: to.id) == (
        LeadsTo(Missing.CONSEQUENCE, Channel.PREPARE, "research"),
        LeadsTo(Missing.OWNER, Channel.TASK, "number"),
        LeadsTo(Missing.URGENCY, wait="6 weeks"),
        LeadsTo(Missing.CHAMPION, wait="3 weeks"),
        LeadsTo(Missing.FIT, Role.DECIDE),
        LeadsTo(Missing.NOTHING),
    )
    told.say("missing nothing")
    assert answers_lead(told.cadence, told.next, lambda to: to.id) == ()


@pytest.mark.parametrize("word", Missing)
def test_every_answer_leads_where_its_event_says(word):
    told = asked(consequence="research", owner="number", champion="3 weeks")
    said = {one.missing: one for one in answers_lead(told.cadence, told.next, lambda to: to.id)}[word]
    told.say(f"missing {word}")
    if isinstance(said.what, Role):
        assert told.next.role is said.what
    elif said.what is not None:
        assert (told.next.channel, told.next.step) == (said.what, said.title)
    else:
        assert (told.stands, isinstance(told.e.state, Waiting)) == ("call ring 3", bool(said.wait))
