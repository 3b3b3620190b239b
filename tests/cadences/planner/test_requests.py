"""From the next touch to the planner's question."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cadences.cadence import Cadence, Kind, Retry, Step, Vary
from cadences.delays import NOTHING, Delay
from cadences.enrollment import Active, Enrollment, GivenUp, Past, Pin, Role, Touch
from cadences.moments import instant
from cadences.outcomes import Channel, Outcome
from cadences.people import Contact, Rep
from cadences.placement import Part
from cadences.planner.requests import request_for
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from cadences.windows import Window

NOW = instant(datetime(2026, 11, 23, 8, tzinfo=UTC))
LATE = (Window.parse("Mon-Thu 16:30-18:00"),)
RING = Step("ring", Channel.CALL, NOTHING, 10, retry=Retry(4))
CADENCE = Cadence(
    "cold-call",
    {},
    (
        RING,
        replace(RING, id="late", windows=LATE, preparation=10),
        Step("mail", Channel.EMAIL, NOTHING, 10),
        Step("read", Channel.PREPARE, NOTHING, 15),
        Step("file", Channel.TASK, NOTHING, 15, windows=LATE),
    ),
    "v",
    "w",
    kind=Kind.FRESH,
)
TOUCH = Touch(
    3,
    "ring",
    Channel.CALL,
    2,
    NOW,
    10,
    NOW,
    Reason("wait-after", ("1 business day", "no_answer", "2026-11-20T09:10:00+01:00")),
)
ENROLLMENT = Enrollment("e1", "anna", "sanne", "cold-call", "v", NOW, Active(), TOUCH)
ANNA, REP = Contact("anna", "Anna Berg", "Europe/Stockholm"), Rep("sanne", "Sanne Lind", "Europe/Stockholm")
EXACT = When(WhenKind.AT, at=datetime(2026, 11, 24, 14, 30))


def asked(touch=TOUCH, promises=(), placed=None, **changes):
    return request_for(replace(ENROLLMENT, next=touch, **changes), CADENCE, ANNA, REP, promises, placed)


def test_the_cadences_words_come_along():
    found = asked(replace(TOUCH, joins=True, put_offs=2, pin=Pin(day=date(2026, 11, 25))))
    assert (found.key, found.cadence, found.kind, found.windows) == ("e1", "cold-call", Kind.FRESH, CADENCE.windows)
    assert (found.joins, found.put_offs, found.pin, found.takes) == (True, 2, Pin(day=date(2026, 11, 25)), 10)
    assert (found.vary, found.reply, found.excepted) == (Vary.HOUR, False, False)


def test_a_steps_windows_beat_the_cadences_and_a_preparation_takes_its_time():
    found = asked(replace(TOUCH, step="late"))
    assert (found.windows, found.takes) == (LATE, 20)


@pytest.mark.parametrize(
    ("by", "hurried"), [("5 minutes", True), ("0", False), ("15 minutes", False), ("1 hour", False), ("5 days", False)]
)
def test_a_step_that_must_happen_within_minutes_is_hurried(by, hurried):
    step = replace(RING, by=Delay.parse(by))
    of = replace(CADENCE, steps=(step, *CADENCE.steps[1:]))
    asking = replace(ENROLLMENT, next=TOUCH)
    assert request_for(asking, of, ANNA, REP, (), None).hurried is hurried
    assert not request_for(replace(asking, next=replace(TOUCH, role=Role.FIND)), of, ANNA, REP, (), None).hurried


def test_an_exact_time_is_the_calls_own_whatever_stands_before_it():
    assert asked(replace(TOUCH, step="late", when=EXACT)).takes == 10


def test_what_is_done_alone_has_only_its_own_steps_windows():
    assert asked(replace(TOUCH, step="read", channel=Channel.PREPARE)).windows == ()
    assert asked(replace(TOUCH, step="file", channel=Channel.TASK)).windows == LATE
    assert asked(replace(TOUCH, step="file", channel=Channel.TASK, role=Role.FIND)).windows == ()


def test_what_was_said_for_the_touch_alone_is_the_newest_promise_once():
    found = asked(replace(TOUCH, when=EXACT))
    assert [promise.when for promise in found.promises] == [EXACT]
    kept = Promise(EXACT, NOW, "Tuesday half past two", "e1")
    assert asked(replace(TOUCH, when=EXACT), [kept]).promises == (kept,)


def test_another_enrollments_exact_time_does_not_bind():
    assert asked(promises=[Promise(EXACT, NOW, enrollment="e2")]).promises == ()


def test_a_time_said_for_what_the_rep_does_alone_is_the_reps_own_promise():
    (promise,) = asked(replace(TOUCH, step="read", channel=Channel.TASK, when=EXACT)).promises
    assert promise.by_rep


def test_tries_of_the_same_call_are_told_by_their_part_of_the_day():
    def past(number, step, hour, *, superseded=False):
        when = instant(datetime(2026, 11, 20, hour, tzinfo=UTC))
        return Past(number, step, Channel.CALL, number, Outcome.NO_ANSWER, when, superseded)

    tries = (past(1, "ring", 8), past(2, "late", 11), past(3, "ring", 15), past(4, "ring", 11, superseded=True))
    tries += (replace(past(5, "ring", 13), outcome=Outcome.SKIPPED),)
    assert asked(past=tries).tried == (Part.EARLY, Part.LATE_AFTERNOON)
    assert asked(replace(TOUCH, step="mail", channel=Channel.EMAIL), past=tries).tried == ()


@pytest.mark.parametrize(
    ("reason", "vary"),
    [
        (Reason("wait-after", ("1 business day", "no_answer", "2026-11-20T09:10:00+01:00")), Vary.HOUR),
        (Reason("wait-after", ("30 minutes", "no_answer", "2026-11-20T09:10:00+01:00")), Vary.NONE),
        (Reason("said", ("callback", "2026-11-20T09:10:00+01:00")), Vary.NONE),
    ],
)
def test_what_was_said_and_what_waits_for_minutes_is_not_put_into_another_part_of_the_day(reason, vary):
    assert asked(replace(TOUCH, reason=reason)).vary is vary


def test_a_reply_to_answer_and_what_the_contact_asked_for():
    answer = replace(TOUCH, step="mail", channel=Channel.EMAIL, role=Role.REPLY)
    assert asked(answer).reply
    assert asked(replace(TOUCH, reason=Reason("said", ("callback", "")))).excepted


def test_nothing_is_asked_for_a_closed_enrollment():
    with pytest.raises(ValueError, match="closed"):
        asked(None, state=GivenUp("moved away"))
