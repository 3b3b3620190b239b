"""WHEN in structured English: each reading of the policy, each refusal in one sentence, and laws over any text."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.moments import Instant, instant
from cadences.phrases.whens import WhenError, read_when
from cadences.promises import When, WhenKind

ZONE = ZoneInfo("Europe/Stockholm")
MONDAY = instant(datetime(2026, 11, 23, 10, 15, tzinfo=ZONE))


def read(text: str, now: Instant = MONDAY) -> When:
    return read_when(text, now, ZONE)


def standing(**named) -> When:
    return When(WhenKind.STANDING, **named)


def once(first=None, last=None, **named) -> When:
    return When(WhenKind.ONE_OFF, first, last, **named)


def exactly(*when: int) -> When:
    return When(WhenKind.AT, at=datetime(*when))


def h(*hours):
    return (tuple(None if hour is None else int(hour * 60) for hour in hours),)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("after 17:00", standing(windows=h(17, None))),
        ("AFTER 17", standing(windows=h(17, None))),
        ("after 5 pm", standing(windows=h(17, None))),
        ("after 5pm", standing(windows=h(17, None))),
        ("after 5", standing(windows=h(17, None))),
        ("before 10:00", standing(windows=h(None, 10))),
        ("not after 16", standing(windows=h(None, 16))),
        ("not before 10", standing(windows=h(10, None))),
        ("between 12:00 and 13:00", standing(windows=h(12, 13))),
        ("between 1 and 3", standing(windows=h(13, 15))),
        ("9-11", standing(windows=h(9, 11))),
        ("after noon", standing(windows=h(12, None))),
        ("after lunch", standing(windows=h(13, None))),
        ("mornings", standing(windows=h(8, 12))),
        ("only mornings", standing(windows=h(8, 12))),
        ("not in the afternoon", standing(not_windows=h(13, 17))),
        ("weekdays after 17:00", standing(windows=h(17, None), days=frozenset(range(1, 6)))),
        ("every day after 17:00", standing(windows=h(17, None), days=frozenset(range(1, 8)))),
        ("only on Mon+Wed", standing(days=frozenset({1, 3}))),
        ("only Monday, Wednesday and Friday", standing(days=frozenset({1, 3, 5}))),
        ("Mon-Thu 13:00-15:00", standing(windows=h(13, 15), days=frozenset(range(1, 5)))),
        ("Fridays", standing(days=frozenset({5}))),
        ("never on Fri", standing(not_days=frozenset({5}))),
        ("not on Fridays", standing(not_days=frozenset({5}))),
        ("never before 10", standing(windows=h(10, None))),
    ],
)
def test_what_stands_until_it_is_changed(text, when):
    assert read(text) == when


TUE, WED, FRI = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("today", once(date(2026, 11, 23), date(2026, 11, 23))),
        ("tomorrow", once(TUE, TUE)),
        ("tomorrow morning", once(TUE, TUE, windows=h(8, 12))),
        ("tomorrow afternoon after 2", once(TUE, TUE, windows=h(14, None))),
        ("tonight after 6", once(date(2026, 11, 23), date(2026, 11, 23), windows=h(18, None))),
        ("in 3 days", once(date(2026, 11, 26))),
        ("in a week", once(date(2026, 11, 30))),
        ("in 2 weeks", once(date(2026, 12, 7))),
        ("in 3 months", once(date(2027, 2, 23))),
        ("in 2 hours", once(datetime(2026, 11, 23, 12, 15))),
        ("Tue", once(TUE, TUE)),
        ("tuesday", once(TUE, TUE)),
        ("on Tue", once(TUE, TUE)),
        ("this Tue", once(TUE, TUE)),
        ("next Mon", once(date(2026, 11, 30), date(2026, 11, 30))),
        ("Tue after 14:00", once(TUE, TUE, windows=h(14, None))),
        ("Tue or Thu", once(TUE, date(2026, 11, 26), days=frozenset({2, 4}))),
        ("Tue+Thu after 14:00", once(TUE, date(2026, 11, 26), days=frozenset({2, 4}), windows=h(14, None))),
        ("2027-03-01", once(date(2027, 3, 1), date(2027, 3, 1))),
        ("1 March", once(date(2027, 3, 1), date(2027, 3, 1))),
        ("March 1 2027", once(date(2027, 3, 1), date(2027, 3, 1))),
        ("24 Nov", once(TUE, TUE)),
        ("22 Nov", once(date(2027, 11, 22), date(2027, 11, 22))),
        ("March", once(date(2027, 3, 1), date(2027, 3, 31))),
        ("November", once(date(2026, 11, 23), date(2026, 11, 30))),
        ("2027-02", once(date(2027, 2, 1), date(2027, 2, 28))),
        ("week 3", once(date(2027, 1, 18), date(2027, 1, 24))),
        ("week 48", once(date(2026, 11, 23), date(2026, 11, 29))),
        ("next week", once(date(2026, 11, 30), date(2026, 12, 6))),
        ("this week", once(date(2026, 11, 23), date(2026, 11, 29))),
        ("next month", once(date(2026, 12, 1), date(2026, 12, 31))),
        ("not before 2027-03-01", once(date(2027, 3, 1))),
        ("from Wed", once(WED)),
        ("not before Tue 10:00", once(datetime(2026, 11, 24, 10))),
        ("not after 2026-12-01", once(None, date(2026, 12, 1))),
        ("by Fri", once(None, FRI)),
        ("by Fri 15:00", once(FRI, FRI, windows=h(None, 15))),
        ("by 15:00", once(date(2026, 11, 23), date(2026, 11, 23), windows=h(None, 15))),
        ("before Fri", once(None, date(2026, 11, 26))),
        ("after Fri", once(date(2026, 11, 28))),
        ("after March", once(date(2027, 4, 1))),
        ("until March", once(date(2027, 3, 1))),
        ("away until 2027-01-05", once(date(2027, 1, 6))),
        ("until Fri", once(FRI)),
        ("back on 2027-01-07", once(date(2027, 1, 7))),
        ("from 2027-01-11 by 2027-01-15", once(date(2027, 1, 11), date(2027, 1, 15))),
        ("not on Fri", once(not_days=frozenset({5}))),
        (
            "not before 2027-03-01 weekdays after 17:00",
            once(date(2027, 3, 1), windows=h(17, None), days=frozenset(range(1, 6))),
        ),
        ("week 3 only mornings", once(date(2027, 1, 18), date(2027, 1, 24), windows=h(8, 12))),
    ],
)
def test_what_binds_the_next_try_alone(text, when):
    assert read(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Tue 14:30", exactly(2026, 11, 24, 14, 30)),
        ("Tue at 2:30 pm", exactly(2026, 11, 24, 14, 30)),
        ("Tue 2:30", exactly(2026, 11, 24, 14, 30)),
        ("tomorrow 9", exactly(2026, 11, 24, 9)),
        ("tomorrow 7 in the morning", exactly(2026, 11, 24, 7)),
        ("tomorrow 02:30", exactly(2026, 11, 24, 2, 30)),
        ("2027-03-01 10:00", exactly(2027, 3, 1, 10)),
        ("2027-03-01T10:00", exactly(2027, 3, 1, 10)),
        ("in 3 days 10:00", exactly(2026, 11, 26, 10)),
        ("14:30", exactly(2026, 11, 23, 14, 30)),
        ("at 17", exactly(2026, 11, 23, 17)),
        ("9:00", exactly(2026, 11, 24, 9)),
        ("Tue 2026-11-24 10:00", exactly(2026, 11, 24, 10)),
    ],
)
def test_what_is_exact(text, when):
    assert read(text) == when


def test_a_clock_that_is_past_on_a_friday_is_mondays():
    friday = instant(datetime(2026, 11, 27, 16, tzinfo=ZONE))
    assert read("9:00", friday) == exactly(2026, 11, 30, 9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mon", "today is a Monday: write 2026-11-23 or 2026-11-30"),
        ("next Tue", "next tue may be 2026-11-24 or 2026-12-01; write the date"),
        ("7:30", "7:30 may be 07:30 or 19:30; write which"),
        ("after 7", "7 may be 07:00 or 19:00; write which"),
        ("2026-11-20", "2026-11-20 is past; today is 2026-11-23"),
        ("not before 2026-11-20", "is past"),
        ("by 2026-11-20", "is past"),
        ("today 09:00", "is past; it is 2026-11-23 10:15 there now"),
        ("2026-11-23 10:15", "is past"),
        ("today before 10:00", "is over already; it is 10:15 there now"),
        ("by 9:00", "is over already"),
        ("2026-02-30", "there is no 2026-02-30 in the calendar"),
        ("30 Feb", "there is no 2026-02-30"),
        ("week 60", "there is no week 60 within a year"),
        ("between 15 and 13", "ends before it begins"),
        ("after 24:00", "ends before it begins"),
        ("before 0:00", "ends before it begins"),
        ("from 2027-03-02 by 2027-03-01", "ends before it begins"),
        ("Tue 2027-03-01", "names a weekday that the date is not"),
        ("2027-03-01 2027-03-02", "names two days"),
        ("10:00 11:00", "names two times"),
        ("after 10 after 11", "names two limits on the same side"),
        ("weekdays 14:30", "an exact time needs one day, like Tue 14:30"),
        ("March 14:30", "an exact time needs one day"),
        ("only Tue 14:30", "an exact time needs one day"),
        ("25:00", "is no time of day"),
        ("13pm", "am and pm go with 1 to 12"),
        ("in 3 business days", "write a date or in 3 days"),
        ("9999-12-31", "more than 10 years away"),
        ("in 9999 months", "more than 10 years away"),
        ("early next week", "is no time that can be read here; write one like after 17:00"),
        ("ring efter 17", "is no time that can be read here; write one like after 17:00"),
        ("later", "is no time that can be read here"),
        ("", "is no time that can be read here"),
        ("only", "is no time that can be read here"),
        ("not", "is no time that can be read here"),
        ("after", "is no time that can be read here"),
        ("between 12", "is no time that can be read here"),
        ("\u0661\u0667:00", "is no time that can be read here"),
        ("x" * 10_000, "is no time that can be read here"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_that_says_what_can(text, said):
    with pytest.raises(WhenError, match=re.escape(said)) as refused:
        read(text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400


# --- laws ------------------------------------------------------------------------------------------------------------
SMALL = "after before between and not only on never by from until in at next this week weekdays every day + - ,"
LARGE = "Tue Fri Mondays tomorrow today 17:00 9 7 2027-03-01 March 3 days mornings"
WORDS = st.sampled_from([*SMALL.split(), *LARGE.split()])
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda wall: instant(wall.replace(tzinfo=ZONE)))


@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=7).map(" ".join)), NOWS)
def test_any_text_is_a_when_that_makes_sense_or_one_sentence(text, now):
    try:
        when = read_when(text, now, ZONE)
    except WhenError:
        return
    there = now.astimezone(ZONE).replace(tzinfo=None)
    assert when != When(when.kind), "it binds something"
    assert (when.kind is WhenKind.AT) == (when.at is not None)
    if when.at is not None:
        assert there < when.at
    if when.not_after is not None:
        assert when.not_after >= there.date()
        assert when.not_before is None or str(when.not_before)[:10] <= str(when.not_after)
    for start, end in when.windows:
        assert 0 <= (start or 0) < (1440 if end is None else end) <= 1440
    if when.kind is WhenKind.STANDING:
        assert when.not_before is when.not_after is None


@given(st.integers(0, 1439), st.integers(1, 300), NOWS)
def test_an_exact_time_is_read_as_it_is_written(minute, ahead, now):
    day = now.astimezone(ZONE).date() + timedelta(days=ahead)
    at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    assert read_when(f"{at:%Y-%m-%d %H:%M}", now, ZONE) == When(WhenKind.AT, at=at)


@given(st.integers(0, 400), NOWS)
def test_in_days_counts_calendar_days(ahead, now):
    assert read_when(f"in {ahead} days", now, ZONE).not_before == now.astimezone(ZONE).date() + timedelta(days=ahead)
