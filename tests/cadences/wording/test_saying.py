"""Reasons, whens, dates and waits as sentences."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.promises import When, WhenKind, pieces
from cadences.reasons import CODES, Reason
from cadences.wording import LANGUAGES, ask, say, say_when, sentence, state_name
from cadences.wording.say import first_name

AT = "2026-11-23T09:10:00+01:00"
AFTER_FIVE = When(WhenKind.STANDING, windows=((1020, None),))
SAID = ("Anna Berg", "2026-11-23", "ring efter 17", *pieces(AFTER_FIVE))

ARGS: dict[str, tuple[str, ...]] = {
    "absent": ("2026-12-21", "2027-01-03"),
    "agree-meeting": ("meeting", "2026-11-23"),
    "another-day": ("3", "1", "2"),
    "another-part": ("late afternoon", "early", "late morning"),
    "ask-chain-missing": ("win-back",),
    "ask-closed": ("callback", "won"),
    "ask-put-off": ("3",),
    "ask-two-words": ("3", "no_answer", "done"),
    "busy": ("2026-11-24",),
    "call-zones": ("America/New_York", "America/Chicago"),
    "cannot-absent": ("2026-11-24",),
    "cannot-busy": ("2026-11-24",),
    "cannot-call-hours": ("Mon-Fri 08:00-21:00", "Sat 10:00-14:00"),
    "cannot-holiday": ("2026-12-25", "Christmas Day"),
    "cannot-latest": ("07:00", "20:00"),
    "cannot-passed": ("2026-11-24",),
    "chained": ("3 business days", AT),
    "conflict-absent": ("2026-11-24",),
    "conflict-busy": ("2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00"),
    "conflict-call-hours": ("06:30", "Mon-Fri 08:00-21:00"),
    "conflict-holiday": ("2026-12-25", "Christmas Day"),
    "conflict-hours": ("19:50",),
    "conflict-late": ("2 business days", "2026-11-25"),
    "conflict-limit-day": ("2026-11-24", "1"),
    "conflict-limit-rep": ("2026-11-24", "20"),
    "conflict-limit-week": ("2026-11-23", "3"),
    "conflict-nothing-fits": ("90",),
    "conflict-overlap": ("some-key",),
    "conflict-promise": SAID,
    "conflict-windows": ("Europe/Stockholm", "Mon-Fri 09:00-11:30", "Mon+Wed 13:00-16:00"),
    "day-full": ("2026-11-24",),
    "decide-data": ("wrong_number",),
    "decide-deleted": ("2",),
    "decide-fit": (),
    "decide-long-silence": ("2025-10-01",),
    "decide-nothing-left": (),
    "decide-referral": ("Eva Ek",),
    "decide-returns": (),
    "decide-skipped-find": (),
    "detour": ("2 business days", "gatekeeper", AT, "call"),
    "detour-missing": ("0", "owner", AT, "agree"),
    "diagnose": ("6",),
    "find-address": ("first-call",),
    "find-details": ("wrong_number", "2026-11-23"),
    "first-step": ("1 business day", AT),
    "gave-way": (),
    "holiday": ("2026-12-25", "Juldagen", "SE"),
    "learn": ("owner",),
    "no-holidays": ("XK",),
    "own-promise": ("2026-11-23", "spec on Friday", "one_off", "not_before=2026-11-27", "not_after=2026-11-27"),
    "pinned": ("2026-11-24T17:00:00+01:00",),
    "pinned-day": ("2026-11-24",),
    "promised": SAID,
    "rep-full": ("2026-11-24",),
    "said": ("callback", AT),
    "same-step": ("callback", AT),
    "secure-next-step": ("2026-11-23",),
    "send-quote": ("2026-11-23",),
    "then-round": ("4 weeks", "no_answer", AT, "2"),
    "to-answer": ("2026-11-23",),
    "told-chain-from-store": ("win-back",),
    "told-decide-waits": ("2026-12-23",),
    "told-done-on-call": (),
    "told-no-referral": ("Eva Ek",),
    "told-not-now-default": ("4 weeks", "2026-12-21"),
    "wait-after": ("2 business days", "no_answer", AT),
    "wait-before": ("1 business day before meeting", "meeting", "2026-11-25"),
    "wait-no-landmark": ("6 months before contract_end", "contract_end", "9 months"),
    "waited": ("6 weeks", "urgency", AT),
    "week-full": ("2026-11-23",),
    "windows": ("Europe/Stockholm", "Mon-Fri 09:00-11:30"),
    "zone-country": ("Europe/Stockholm", "SE"),
    "zone-phone": ("Europe/Stockholm",),
    "zone-rep": ("Europe/Stockholm",),
}
"""Arguments of every code, as the table of codes documents them."""


def test_every_code_is_tried() -> None:
    assert set(ARGS) == set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_a_sentence_without_codes_in_it(code: str, language: str) -> None:
    said = say(Reason(code, ARGS[code]), language)

    assert said
    assert said == " ".join(said.split())
    assert not set(said) & set("{}_|=")
    assert "2026-" not in said
    assert not _codes(said, ARGS[code])


def _codes(said: str, args: tuple[str, ...]) -> list[str]:
    """Arguments that are codes and stand in the sentence as they are."""
    return [arg for arg in args if any(mark in arg for mark in "_/=") and arg in said]


@pytest.mark.parametrize(
    ("reason", "en", "sv", "da", "nl"),
    [
        (
            Reason("wait-after", ARGS["wait-after"]),
            "2 business days after no answer on Mon 23 Nov",
            "2 arbetsdagar efter uteblivet svar mån 23 nov",
            "2 arbejdsdage efter et ubesvaret opkald man 23. nov",
            "2 werkdagen na geen gehoor op ma 23 nov",
        ),
        (
            Reason("promised", SAID),
            "after 17:00, because Anna asked for it on Mon 23 Nov (“ring efter 17”)",
            "efter 17:00, eftersom Anna bad om det mån 23 nov (”ring efter 17”)",
            "efter kl. 17:00, fordi Anna bad om det man 23. nov (»ring efter 17«)",
            "na 17:00, omdat Anna daar op ma 23 nov om vroeg (“ring efter 17”)",
        ),
        (
            Reason("wait-after", ("0", "sent", AT)),
            "the same day as what was sent on Mon 23 Nov",
            "samma dag som det som skickades mån 23 nov",
            "samme dag som det sendte man 23. nov",
            "dezelfde dag als het verstuurde bericht op ma 23 nov",
        ),
        (
            Reason("wait-before", ("0 before meeting", "meeting", "2026-11-26")),
            "the same day as the meeting, Thu 26 Nov",
            "samma dag som mötet, tors 26 nov",
            "samme dag som mødet, tors 26. nov",
            "dezelfde dag als de afspraak, do 26 nov",
        ),
        (
            Reason("absent", ("2026-11-24", "2026-11-24")),
            "you are away on Tue 24 Nov",
            "du är borta tis 24 nov",
            "du er væk tirs 24. nov",
            "je bent afwezig op di 24 nov",
        ),
        (
            Reason("windows", ARGS["windows"]),
            "within the usual hours (Mon–Fri 09:00–11:30, Stockholm time)",  # noqa: RUF001 - a dash between two ends
            "inom de vanliga tiderna (mån–fre 09:00–11:30, tid i Stockholm)",  # noqa: RUF001 - likewise
            "inden for de sædvanlige tider (man–fre 09:00–11:30, tid i Stockholm)",  # noqa: RUF001 - likewise
            "binnen de gebruikelijke tijden (ma–vr 09:00–11:30, tijd in Stockholm)",  # noqa: RUF001 - likewise
        ),
    ],
)
def test_a_reason_reads_as_people_say_it(reason: Reason, en: str, sv: str, da: str, nl: str) -> None:
    assert [say(reason, language) for language in ("en", "sv", "da", "nl")] == [en, sv, da, nl]


def test_reasons_make_one_sentence_each_said_once() -> None:
    reasons = [Reason("promised", SAID), Reason("wait-after", ARGS["wait-after"]), Reason("promised", SAID)]

    assert sentence(reasons, "en") == (
        "After 17:00, because Anna asked for it on Mon 23 Nov (“ring efter 17”); "
        "2 business days after no answer on Mon 23 Nov."
    )
    assert sentence([], "en") == ""


def test_an_instant_falls_on_the_day_of_the_readers_zone() -> None:
    late = Reason("wait-after", ("1 week", "no_answer", "2026-11-23T23:30:00+00:00"))

    assert say(late, "en").endswith("Mon 23 Nov")
    assert say(late, "en", zone=ZoneInfo("Europe/Stockholm")).endswith("Tue 24 Nov")


def test_a_far_day_has_its_year() -> None:
    near = date(2026, 11, 23)

    assert say(Reason("decide-long-silence", ("2025-10-01",)), "en", near=near) == "no contact since Wed 1 Oct 2025"
    assert say(Reason("pinned-day", ("2027-03-01",)), "en", near=near) == "you put it on Mon 1 Mar"


def test_a_question_takes_its_arguments_by_name() -> None:
    args = {"now": "done", "before": "no_answer", "touch": "3"}

    assert ask("ask-two-words", args, "en") == "First it was no answer, then done. Which one holds?"


def test_a_code_that_nobody_knows_is_said_somehow() -> None:
    assert say(Reason("some-new-code", ("x",)), "en") == "some new code"


@given(
    st.sampled_from(sorted(CODES)),
    st.lists(st.text(max_size=40), max_size=6),
    st.sampled_from(sorted(LANGUAGES)),
    st.text(),
)
def test_no_argument_is_too_strange(code: str, args: list[str], language: str, who: str) -> None:
    assert isinstance(say(Reason(code, tuple(args)), language, who=who), str)


def test_braces_in_somebodys_words_are_words() -> None:
    assert "{0.__class__}" in say(Reason("promised", ("{0.__class__}", "2026-11-23", "", "standing")), "en")


STANDING = WhenKind.STANDING
ONCE = WhenKind.ONE_OFF


@pytest.mark.parametrize(
    ("when", "en", "sv", "da", "nl"),
    [
        (
            When(STANDING, not_before=date(2026, 11, 23), windows=((1020, None),), days=frozenset(range(1, 6))),
            "weekdays after 17:00, from Mon 23 Nov",
            "vardagar efter 17:00, från mån 23 nov",
            "hverdage efter kl. 17:00, fra man 23. nov",
            "op werkdagen na 17:00, vanaf ma 23 nov",
        ),
        (
            When(WhenKind.AT, at=datetime(2026, 11, 24, 14, 30)),
            "Tue 24 Nov at 14:30",
            "tis 24 nov kl. 14:30",
            "tirs 24. nov kl. 14:30",
            "di 24 nov om 14:30",
        ),
        (
            When(STANDING, not_days=frozenset({5})),
            "never on Fridays",
            "aldrig på fredagar",
            "aldrig om fredagen",
            "nooit op vrijdag",
        ),
        (
            When(STANDING, days=frozenset({1, 3}), windows=((720, 780), (None, 540))),
            "on Mondays and Wednesdays between 12:00 and 13:00 or before 09:00",
            "på måndagar och onsdagar mellan 12:00 och 13:00 eller före 09:00",
            "om mandagen og onsdagen mellem kl. 12:00 og 13:00 eller før kl. 09:00",
            "op maandag en woensdag tussen 12:00 en 13:00 of voor 09:00",
        ),
        (
            When(ONCE, not_before=date(2026, 11, 27), not_after=date(2026, 11, 27)),
            "on Fri 27 Nov",
            "fre 27 nov",
            "fre 27. nov",
            "op vr 27 nov",
        ),
        (
            When(
                ONCE,
                not_before=date(2026, 12, 1),
                not_after=date(2026, 12, 4),
                not_windows=((720, 780),),
                tz="America/New_York",
            ),
            "not between 12:00 and 13:00, from Tue 1 Dec to Fri 4 Dec (New York time)",
            "inte mellan 12:00 och 13:00, från tis 1 dec till fre 4 dec (tid i New York)",
            "ikke mellem kl. 12:00 og 13:00, fra tirs 1. dec til fre 4. dec (tid i New York)",
            "niet tussen 12:00 en 13:00, van di 1 dec tot vr 4 dec (tijd in New York)",
        ),
        (When(ONCE), "at any time", "när som helst", "når som helst", "op elk moment"),
    ],
)
def test_a_when_reads_as_people_say_it(when: When, en: str, sv: str, da: str, nl: str) -> None:
    assert [say_when(when, language) for language in ("en", "sv", "da", "nl")] == [en, sv, da, nl]


@pytest.mark.parametrize(
    ("name", "first"), [("Anna Berg", "Anna"), ("J. Smith", "J. Smith"), ("  Anna\nBerg ", "Anna"), ("李", "李")]
)
def test_somebody_is_spoken_of_by_the_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


def test_a_state_has_a_name() -> None:
    assert state_name("given_up", "sv") == "avslutad"
