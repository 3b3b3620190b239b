"""An answer as a person writes it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.moments import instant
from cadences.outcomes import Answer, Channel, Missing, Outcome, Person, Yes
from cadences.phrases.answers import AnswerError, read_answer
from cadences.promises import When, WhenKind

ZONE = ZoneInfo("Europe/Stockholm")
NOW = instant(datetime(2026, 11, 23, 10, 15, tzinfo=ZONE))
AFTER_FIVE = When(WhenKind.STANDING, windows=((1020, None),))
TUESDAY = When(WhenKind.AT, at=datetime(2026, 11, 24, 14, 30))


def read(text: str) -> Answer:
    return replace(read_answer(text, NOW, ZONE), words="")


@pytest.mark.parametrize(
    "outcome", [one for one in Outcome if one not in {Outcome.REFERRED, Outcome.INTRODUCED, Outcome.MISSING}]
)
@pytest.mark.parametrize("between", ["_", " ", "-"])
def test_every_outcome_in_every_spelling(outcome, between):
    assert read(outcome.value.replace("_", between)).outcome is outcome
    assert read(outcome.value.replace("_", between).upper()).outcome is outcome


def test_the_longest_outcome_first_so_that_no_answer_is_never_no():
    assert read("no answer").outcome is Outcome.NO_ANSWER
    assert read("no show").outcome is Outcome.NO_SHOW
    assert read("no").outcome is Outcome.NO


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("✓", Answer(Outcome.DONE)),
        ("call back", Answer(Outcome.CALLBACK)),
        ("callback: after 17:00", Answer(Outcome.CALLBACK, when=AFTER_FIVE)),
        ("callback after 17:00", Answer(Outcome.CALLBACK, when=AFTER_FIVE)),
        ("after 17:00", Answer(Outcome.CALLBACK, when=AFTER_FIVE)),
        ("Tue 14:30", Answer(Outcome.CALLBACK, when=TUESDAY)),
        ("no answer, Tue 14:30", Answer(Outcome.NO_ANSWER, when=TUESDAY)),
        ("not now, in 3 days", Answer(Outcome.NOT_NOW, when=When(WhenKind.ONE_OFF, date(2026, 11, 26)))),
        ("yes meeting", Answer(Outcome.YES, yes=Yes.MEETING)),
        ("yes_meeting", Answer(Outcome.YES, yes=Yes.MEETING)),
        ("yes to a quote", Answer(Outcome.YES, yes=Yes.QUOTE)),
        ("yes", Answer(Outcome.YES)),
        ("yes meeting Tue 14:30", Answer(Outcome.YES, yes=Yes.MEETING, when=TUESDAY)),
        ("no: contract", Answer(Outcome.NO, reason="contract")),
        ("no contract", Answer(Outcome.NO, reason="contract")),
        ("no need", Answer(Outcome.NO, reason="no_need")),
        ("no: wrong person", Answer(Outcome.NO, reason="wrong_person")),
        ("no: we have all we need", Answer(Outcome.NO)),
        ("no, not interested", Answer(Outcome.NO)),
        ("missing: owner", Answer(Outcome.MISSING, missing=Missing.OWNER)),
        ("missing urgency", Answer(Outcome.MISSING, missing=Missing.URGENCY)),
        ("mailed instead", Answer(Outcome.DONE, channel=Channel.EMAIL)),
        ("called instead", Answer(Outcome.DONE, channel=Channel.CALL)),
        ("sent by linkedin", Answer(Outcome.SENT, channel=Channel.LINKEDIN)),
        ("done 070-123 45 67", Answer(Outcome.DONE, phone="070-123 45 67")),
        (
            "done 070-123 45 67 2027-03-01 10:00",
            Answer(
                Outcome.DONE,
                phone="070-123 45 67",
                when=When(WhenKind.AT, at=datetime(2027, 3, 1, 10)),
            ),
        ),
        ("wrong number: +46 70 123 45 67", Answer(Outcome.WRONG_NUMBER, phone="+46 70 123 45 67")),
        (
            "wrong number: Eva Ek 070-1234567",
            Answer(Outcome.WRONG_NUMBER, phone="070-1234567", person=Person("Eva Ek")),
        ),
        ("wrong number: Eva Ek", Answer(Outcome.WRONG_NUMBER, person=Person("Eva Ek"))),
        (
            "bounced: Eva, eva@acme.example, Tue 14:30",
            Answer(Outcome.BOUNCED, email="eva@acme.example", person=Person("Eva"), when=TUESDAY),
        ),
        (
            "wrong number: Sanne de Vries 070-123 45 67",
            Answer(Outcome.WRONG_NUMBER, phone="070-123 45 67", person=Person("Sanne de Vries")),
        ),
        ("wrong number Tue 14:30", Answer(Outcome.WRONG_NUMBER, when=TUESDAY)),
        (
            "wrong number Tomorrow",
            Answer(Outcome.WRONG_NUMBER, when=When(WhenKind.ONE_OFF, date(2026, 11, 24), date(2026, 11, 24))),
        ),
        ("bounced anna.berg@acme.example", Answer(Outcome.BOUNCED, email="anna.berg@acme.example")),
        ("referred: Eva Ek, 070-1234567", Answer(Outcome.REFERRED, person=Person("Eva Ek", "070-1234567"))),
        ("referral to Eva Ek", Answer(Outcome.REFERRED, person=Person("Eva Ek"))),
        (
            "introduced Eva Ek, eva@acme.example, Acme AB",
            Answer(Outcome.INTRODUCED, person=Person("Eva Ek", None, "eva@acme.example", "Acme AB")),
        ),
        (
            "introduced: Eva Ek, 070-999 88 77, Tue 14:30",
            Answer(Outcome.INTRODUCED, person=Person("Eva Ek", "070-999 88 77"), when=TUESDAY),
        ),
        ("introduced Eva Ek Tue 14:30", Answer(Outcome.INTRODUCED, person=Person("Eva Ek"), when=TUESDAY)),
        (
            "referred: Eva Ek, Acme AB, eva@acme.example, after 17:00",
            Answer(Outcome.REFERRED, person=Person("Eva Ek", None, "eva@acme.example", "Acme AB"), when=AFTER_FIVE),
        ),
        (
            "referred: Eva Ek, after 17:00, 070-999 88 77",
            Answer(Outcome.REFERRED, person=Person("Eva Ek", "070-999 88 77"), when=AFTER_FIVE),
        ),
        ("introduced: Eva May", Answer(Outcome.INTRODUCED, person=Person("Eva May"))),
        (
            "introduced: Eva Ek, Studio 12",
            Answer(Outcome.INTRODUCED, person=Person("Eva Ek", company="Studio 12")),
        ),
    ],
)
def test_what_is_said_with_an_outcome(text, answer):
    assert read(text) == answer


@pytest.mark.parametrize(
    ("text", "end"),
    [("2028-06-30", date(2028, 6, 30)), ("until 2028", date(2028, 1, 1)), ("until March 2028", date(2028, 3, 1))],
)
def test_the_end_of_a_contract_is_the_date_said_with_a_no(text, end):
    answer = read(f"no: contract {text}")
    assert answer.reason == "contract"
    assert answer.when.not_before == end


def test_the_words_are_kept():
    assert read_answer("  no:  we have   all we need ", NOW, ZONE).words == "no: we have all we need"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no problem", "may be a no or not; write no: and the reason"),
        ("no time right now", "may be a no or not"),
        ("referred", "referred to whom? Write referred: and a name"),
        ("introduced: 070-123 45 67", "introduced to whom?"),
        ("introduced: Eva Ek, Thu 7:30", "introduced: 'Thu 7:30': 7:30 may be 07:30 or 19:30; write which"),
        ("wrong number: he has left", "wrong number: 'he has left' is no time that can be read here"),
        ("bounced: Mailbox Full", "bounced: 'Mailbox Full' is no time that can be read here"),
        ("wrong number: Gone", "wrong number: 'Gone' is no time that can be read here"),
        ("missing", "what is missing? Write missing: and one of consequence"),
        ("missing: money", "what is missing?"),
        ("callback 7:30", "callback: '7:30': 7:30 may be 07:30 or 19:30; write which"),
        ("talked about dogs", "talked: 'about dogs' is no time that can be read here"),
        ("yes please", "yes: 'please' is no time"),
        ("hello", "'hello' is no answer; say one of yes, no, opt out"),
        ("nobody", "is no answer"),
        ("Tue 9999", "'Tue 9999'"),
        ("", "is no answer; write one like no answer"),
        ("x" * 5000, "is no answer"),
    ],
)
def test_what_is_no_answer_is_one_sentence_that_says_what_is(text, said):
    with pytest.raises(AnswerError, match=re.escape(said)) as refused:
        read(text)
    assert "\n" not in str(refused.value)


@given(st.one_of(st.text(max_size=60), st.builds("{} {}".format, st.sampled_from(Outcome), st.text(max_size=40))))
def test_any_text_is_an_answer_or_one_sentence(text):
    try:
        answer = read_answer(text, NOW, ZONE)
    except AnswerError:
        return
    assert isinstance(answer.outcome, Outcome)
