"""What an event says and when it rings: the order of its text, its bounds, and what stays out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.delays import Delay, Unit
from cadences.enrollment import Past, Role
from cadences.events.brief import Brief, IfSilent, Note, answered, event_text
from cadences.moments import Span, instant
from cadences.moves import _CHANNELS, _ROLES, MOVES
from cadences.outcomes import Answer, Channel, Outcome, Yes
from cadences.people import Contact
from cadences.phrases.answers import read_answer
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from cadences.wording import LANGUAGES
from cadences.wording.blocks import ANSWERS
from integrations.caldav.said import inserted
from integrations.caldav.seen import REF

AT = instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
ANNA = Contact("anna-berg", "Anna Berg", "Europe/Stockholm", company="Acme AB", phone="070-1", email="a@acme.example")
FULL = Brief(
    ref="7k2q/3f9c/4",
    contact=replace(ANNA, last_contact_at=AT),
    channel=Channel.CALL,
    span=Span(AT, instant(AT + timedelta(minutes=10))),
    rep_zone="Europe/Stockholm",
    attempt=2,
    reasons=(Reason("wait-after", ("1 week", "no_answer", "2026-11-17")),),
    conflicts=(Reason("conflict-hours", ("19:50",)),),
    text="Open with the fair.",
    found="They build.",
    notes=(Note(AT, "Nice."),),
    goal=("meeting",),
    promises=(Promise(When(WhenKind.STANDING, windows=((1020, None),)), AT),),
    past=(Past(1, "ring", Channel.CALL, 1, Outcome.NO_ANSWER, AT),),
    silence=IfSilent(Channel.EMAIL, "1 week"),
)
EXACT = Promise(When(WhenKind.AT, at=datetime(2026, 11, 24, 10)), AT)
WINDOW = FULL.promises[0]
NOT_FRIDAYS = Promise(When(WhenKind.STANDING, not_days=frozenset({5})), AT)


def text(brief: Brief, language: str = "en") -> str:
    return event_text(brief, language).description


def test_the_text_has_its_order() -> None:
    order = [
        "Answer:",
        "Why now:",
        "Please note:",
        "Last prepared:",
        "Note ",
        "To do:",
        "Open with",
        "A yes here:",
        "Promised:",
        "Phone:",
        "Email:",
        "Last contact:",
        "no answer\n\n",
        "If nobody answers:",
        "How to answer:",
        "---\nref 7k2q/3f9c/4",
    ]
    places = [text(FULL).index(part) for part in order]

    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_phone_and_email_stand_on_a_line_each(language: str) -> None:
    lines = text(FULL, language).split("\n")

    assert sum(line.endswith(": 070-1") for line in lines) == 1
    assert sum(line.endswith(": a@acme.example") for line in lines) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_where_nothing_is_known(language: str) -> None:
    bare = Brief(ref="x/1", contact=Contact("a", "Anna", "UTC"), channel=Channel.CALL, span=FULL.span, rep_zone="UTC")
    lines = text(bare, language).split("\n")

    assert not [line for line in lines if line.endswith(": ")]
    assert "\n\n\n" not in text(bare, language)
    assert "None" not in text(bare, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("channel", Channel)
def test_every_kind_of_touch_has_words(language: str, role: Role, channel: Channel) -> None:
    shown = event_text(replace(FULL, role=role, channel=channel), language)

    assert "Anna Berg · Acme AB" in shown.summary
    assert "{" not in shown.description + shown.summary


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_says_what_came_of_it_and_never_rings(language: str, outcome: Outcome) -> None:
    done = replace(FULL, answer=Answer(outcome), happened_at=AT, promises=(EXACT,), remind=Delay(5, Unit.MINUTE))
    shown = event_text(done, language)

    assert shown.summary[0] in "✓↻"
    assert (shown.alarm_minutes, shown.opaque) == (None, False)
    assert answered(Answer(outcome), language) in shown.description
    assert "klart log" not in shown.description


def test_a_silent_try_comes_again_and_a_clear_no_is_clear() -> None:
    silent = replace(FULL, answer=Answer(Outcome.NO_ANSWER), happened_at=AT)
    refused = replace(FULL, answer=Answer(Outcome.NO, reason="contract"), happened_at=AT)

    assert event_text(silent, "en").summary == "↻ Anna Berg · Acme AB: no answer"
    assert event_text(refused, "sv").summary == "✓ Anna Berg · Acme AB: ett klart nej (har avtal)"
    assert answered(Answer(Outcome.YES, yes=Yes.QUOTE), "nl") == "een duidelijk ja (een offerte)"


@pytest.mark.parametrize(
    ("changes", "minutes"),
    [
        ({"promises": ()}, None),
        ({"promises": (NOT_FRIDAYS,)}, None),
        ({"promises": (WINDOW,)}, 0),
        ({"promises": (WINDOW,), "channel": Channel.EMAIL}, None),
        ({"promises": (WINDOW, EXACT)}, 10),
        ({"promises": (), "channel": Channel.VISIT}, 30),
        ({"promises": (), "remind": Delay(5, Unit.MINUTE)}, 5),
        ({"promises": (EXACT,), "remind": Delay(2, Unit.HOUR)}, 120),
        ({"promises": (EXACT,), "no_reminder": True}, None),
        ({"promises": (EXACT,), "shared": True}, None),
    ],
)
def test_it_rings_for_what_has_a_clock_time_and_nowhere_else(changes: dict[str, object], minutes: int | None) -> None:
    assert event_text(replace(FULL, **changes), "en").alarm_minutes == minutes


@pytest.mark.parametrize(
    ("changes", "opaque"),
    [
        ({}, False),
        ({"promises": (EXACT,)}, True),
        ({"channel": Channel.VISIT}, True),
        ({"channel": Channel.EMAIL}, False),
    ],
)
def test_colleagues_see_a_full_day_only_where_it_is(changes: dict[str, object], *, opaque: bool) -> None:
    assert event_text(replace(FULL, **changes), "en").opaque is opaque


def test_a_place_is_for_visits_alone() -> None:
    there = replace(FULL, address="Storgatan 1\nMalmö")

    assert event_text(there, "en").location is None
    assert event_text(replace(there, channel=Channel.VISIT), "en").location == "Storgatan 1 Malmö"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("done", [False, True])
def test_a_private_title_names_nobody(language: str, *, done: bool) -> None:
    answer = Answer(Outcome.TALKED) if done else None
    quiet = replace(FULL, private=True, title="Ring Anna", channel=Channel.TASK, answer=answer, happened_at=AT)

    assert not re.search("Anna|Berg|Acme", event_text(quiet, language).summary)


def test_a_day_far_away_is_said_with_its_year() -> None:
    promise = Promise(When(WhenKind.STANDING, not_before=date(2028, 3, 1)), AT)

    assert "from Wed 1 Mar 2028" in text(replace(FULL, promises=(promise,)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_ours_holds_an_answer_alone(language: str) -> None:
    alone = {name for table in LANGUAGES.values() for name in (*table.outcomes.values(), *table.yes.values())}

    assert not {line.strip("• ").casefold() for line in text(FULL, language).split("\n")} & alone


ANY = st.text(max_size=4000)


@given(text_=ANY, name=ANY, company=ANY, note=ANY, send=ANY)
def test_whatever_people_are_called_the_ref_stands_last_and_the_text_is_bounded(
    text_: str, name: str, company: str, note: str, send: str
) -> None:
    contact = replace(ANNA, name=name, company=company, phone=note, role=text_)
    strange = replace(FULL, contact=contact, text=text_, notes=(Note(AT, note),), send=send, channel=Channel.EMAIL)
    shown = event_text(strange, "en")

    assert shown.description.endswith("\n\n---\nref 7k2q/3f9c/4")
    assert REF.findall(shown.description)[-1] == "7k2q/3f9c/4"
    assert len(shown.description.encode()) <= 8 * 1024
    assert "\n" not in shown.summary


def test_a_long_letter_leaves_room_for_what_stands_below() -> None:
    long = text(replace(FULL, text="å" * 9000, send="å" * 9000, channel=Channel.EMAIL))

    assert "Phone: 070-1" in long
    assert "How to answer:" in long


def test_what_is_too_long_all_the_same_is_cut_before_the_ref() -> None:
    notes = tuple(Note(AT, "👩" * 400) for _ in range(2))
    long = text(replace(FULL, text="å" * 9000, send="å" * 9000, notes=notes, channel=Channel.EMAIL))

    assert long.endswith("…\n\n---\nref 7k2q/3f9c/4")
    assert len(long.encode()) <= 8 * 1024


def test_a_note_of_late_in_the_evening_is_of_the_reps_own_day() -> None:
    late = Note(instant(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)), "Nice.")

    assert "Note Tue 24 Nov: Nice." in text(replace(FULL, notes=(late,)))


def test_what_the_preparation_found_is_not_said_again_as_a_note() -> None:
    shown = text(replace(FULL, notes=(Note(AT, "They  build.\n"), Note(AT, "Nice."))))

    assert shown.count("They build.") == 1
    assert "Nice." in shown


@given(note=ANY)
def test_our_own_text_says_nothing(note: str) -> None:
    ours = text(replace(FULL, notes=(Note(AT, note),)))

    assert inserted(ours, ours) == []


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_words_that_an_event_teaches_are_read_and_fit(kind: Channel | Role) -> None:
    place = {**_CHANNELS, **_ROLES}[kind]

    for word in ANSWERS[kind].split(" · "):
        assert read_answer(word.replace('"', ""), AT, ZoneInfo("Europe/Stockholm")).outcome in MOVES[place], word


def test_every_kind_of_touch_has_words_to_teach() -> None:
    assert set(ANSWERS) == {*Channel, *(role for role in Role if role is not Role.STEP)}
