"""What a cadence leads to, before anybody is enrolled: the machine and the planner run forward."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cadences.cadence import Cadence, Chain, Retry, Step
from cadences.delays import NOTHING, Delay, Unit
from cadences.forward.preview import preview, split_answers
from cadences.moments import instant
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.promises import Promise, When, WhenKind
from integrations.holidays_of import Holidays

STOCKHOLM = "Europe/Stockholm"
START = instant(datetime(2026, 11, 23, 8, tzinfo=ZoneInfo(STOCKHOLM)))
DAY = Delay(1, Unit.BUSINESS_DAY)
COLD = Cadence(
    "cold",
    {},
    (
        Step("read", Channel.PREPARE, NOTHING, 15),
        Step("ring", Channel.CALL, DAY, 10, retry=Retry(3, (DAY,))),
        Step("mail", Channel.EMAIL, DAY, 10),
        Step("again", Channel.CALL, DAY, 10, retry=Retry(None, (DAY,), until_clear=True)),
    ),
    "v",
    "w",
    yes={"meeting": Chain("after-meeting", DAY)},
)


def run(answers="", count=20, cadence=COLD, **more):
    anna, rep = Contact("anna", "Anna Berg", STOCKHOLM, country="SE"), Rep("r", "Rep", STOCKHOLM, country="SE")
    return preview(cadence, anna, rep, START, split_answers(answers), Holidays().name_of, count, **more)


def told(found):
    where = ZoneInfo(STOCKHOLM)
    return [
        f"{t.n} {t.step} {t.attempt} {t.span.start.astimezone(where):%a %d %b %H:%M} {t.outcome.value}"
        for t in found.touches
    ]


def test_a_story_from_the_first_call_to_a_meeting():
    found = run("no_answer,no_answer,callback: after 17:00,yes meeting")
    assert told(found) == [
        "1 read 1 Mon 23 Nov 08:15 done",
        "2 ring 1 Tue 24 Nov 09:00 no_answer",
        "3 ring 2 Wed 25 Nov 10:00 no_answer",
        "4 ring 3 Thu 26 Nov 12:00 callback",
        "5 ring 3 Thu 26 Nov 17:00 yes",
    ]
    assert found.state == "won"
    assert [following.cadence for following in found.then] == ["after-meeting"]
    assert found.then[0].due == instant(datetime(2026, 11, 27, tzinfo=ZoneInfo(STOCKHOLM)))


def test_without_answers_it_stays_silent_and_asks_what_is_missing():
    found = run()
    assert len(found.touches) == 20
    assert found.state in {"active", "diagnosing"}
    assert told(found)[:9] == [
        "1 read 1 Mon 23 Nov 08:15 done",
        "2 ring 1 Tue 24 Nov 09:00 no_answer",
        "3 ring 2 Wed 25 Nov 10:00 no_answer",
        "4 ring 3 Thu 26 Nov 12:00 no_answer",
        "5 mail 1 Mon 30 Nov 09:00 sent",
        "6 again 1 Tue 01 Dec 09:00 no_answer",
        "7 again 2 Wed 02 Dec 10:00 no_answer",
        "8 diagnose 1 Wed 02 Dec 10:25 missing",
        "9 again 3 Mon 07 Dec 12:00 no_answer",
    ]


def test_limits_hold_in_previews():
    weeks = {}
    for touch in run(count=40).touches:
        if touch.channel in {Channel.CALL, Channel.EMAIL}:
            year_week = touch.span.start.astimezone(ZoneInfo(STOCKHOLM)).isocalendar()[:2]
            weeks.setdefault(year_week, set()).add(touch.span.start.date())
    assert max(len(days) for days in weeks.values()) <= 3


def test_a_promise_said_before():
    late = Promise(When(WhenKind.STANDING, windows=((1020, None),)), START, "after five")
    calls = [touch for touch in run(promises=[late], count=4).touches if touch.channel is Channel.CALL]
    assert [touch.span.start.astimezone(ZoneInfo(STOCKHOLM)).hour for touch in calls] == [17, 17, 17]


def test_a_wrong_number_is_looked_up_and_tried_again():
    assert [line.split()[1] for line in told(run("wrong_number", count=4))] == ["read", "ring", "find-details", "ring"]


def test_an_answer_to_a_reply_is_the_same_step_one_try_on():
    found = told(run("no_answer,no_answer,no_answer,replied", count=6))
    assert found[4].startswith("5 mail 1")
    assert found[5].startswith("6 mail 2")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("yes meeting, no_answer", "an answer too many"),
        ("dunno", "is no answer"),
        ("missing: owner", "does not fit"),
    ],
)
def test_answers_that_do_not_fit_are_said_in_a_sentence(answers, said):
    with pytest.raises(ValueError, match=said) as caught:
        run(answers)
    assert "\n" not in str(caught.value)


def test_no_more_answers_are_taken_than_touches_shown():
    assert len(run("no_answer", count=2).touches) == 2
    with pytest.raises(ValueError, match="too many"):
        run("no_answer,no_answer", count=2)


def test_it_is_the_same_twice():
    assert run("no_answer") == run("no_answer")


def test_a_comma_splits_only_before_an_outcome():
    text = "no_answer,callback: after 17:00, not on Fri,yes meeting, referred: Eva Ek, 070-123 45 67"
    assert split_answers(text) == (
        "no_answer",
        "callback: after 17:00, not on Fri",
        "yes meeting",
        "referred: Eva Ek, 070-123 45 67",
    )
    assert split_answers("") == ()


def test_dates_are_the_contacts():
    assert run(count=2).touches[1].span.start.astimezone(ZoneInfo(STOCKHOLM)).date() == date(2026, 11, 24)
