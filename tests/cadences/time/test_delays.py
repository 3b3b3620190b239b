"""Waits: minutes are exact, days are dates, business days skip what does not count."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.delays import Delay, Unit, business_days_after, days_after, due_after, months_after
from cadences.moments import day_in, instant, minute_in

STOCKHOLM = ZoneInfo("Europe/Stockholm")
delays = st.builds(Delay, st.integers(0, 100), st.sampled_from(Unit))
moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(instant)
days = st.dates(date(2025, 1, 1), date(2030, 12, 31))
HOLIDAYS = {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1)}


def weekday(day):
    return day.isoweekday() < 6 and day not in HOLIDAYS


@given(delays)
def test_writing_and_reading_gives_the_same_delay(delay):
    assert Delay.parse(str(delay)) == (delay if delay.amount else Delay(0))


@given(delays, moments)
def test_a_longer_wait_is_a_midnight_of_the_zone_and_a_shorter_one_is_exact(delay, since):
    due = due_after(delay, since, STOCKHOLM, weekday)
    if delay.exact:
        assert (
            due - since == timedelta(minutes=delay.amount * (60 if delay.unit is Unit.HOUR else 1)) or not delay.amount
        )
    else:
        assert minute_in(due, STOCKHOLM) == 0
        assert day_in(due, STOCKHOLM) > day_in(since, STOCKHOLM)


@given(st.integers(1, 60), days)
def test_exactly_so_many_business_days_lie_between(amount, day):
    end = business_days_after(amount, day, weekday)
    between = sum(weekday(day + timedelta(days=n)) for n in range(1, (end - day).days + 1))
    assert weekday(end)
    assert between == amount


@given(st.integers(1, 60), days)
def test_counting_back_undoes_counting_on_from_a_business_day(amount, day):
    start = business_days_after(1, day, weekday)
    assert business_days_after(-amount, business_days_after(amount, start, weekday), weekday) == start


@given(st.integers(0, 40), days)
def test_a_month_ends_on_its_last_day_at_most(amount, day):
    later = months_after(amount, day)
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == amount


def test_two_business_days_over_christmas_in_stockholm():
    since = instant(datetime(2026, 12, 23, 15, tzinfo=STOCKHOLM))
    due = due_after(Delay.parse("2 business days"), since, STOCKHOLM, weekday)
    assert day_in(due, STOCKHOLM) == date(2026, 12, 29), "24 and 25 are holidays, 26 and 27 a weekend, 28 is the first"


def test_a_wait_of_days_starts_from_the_local_date_not_from_the_utc_one():
    since = instant(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))  # 00:30 on the 24th in Stockholm
    assert day_in(due_after(Delay.parse("1 day"), since, STOCKHOLM, weekday), STOCKHOLM) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", Delay(0)), ("0 weeks", Delay(0, Unit.WEEK)), ("1 days", Delay(1)), ("3 week", Delay(3, Unit.WEEK)),
     ("1 business day", Delay(1, Unit.BUSINESS_DAY)), ("90 minutes", Delay(90, Unit.MINUTE))],
)  # fmt: skip
def test_singular_and_plural_go_with_any_number(text, expected):
    assert Delay.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "1", "day", "-1 day", "+1 day", "1  day", "1 Day", "1.5 days", "1 business  day", "two days", "1 year", "1d"],
)
def test_what_is_no_duration_says_how_to_write_one(text):
    with pytest.raises(ValueError, match="write 0 or one like 15 minutes"):
        Delay.parse(text)


@pytest.mark.parametrize("text", ["4000 days", "600 weeks", "130 months", "999999999 minutes", "2700 business days"])
def test_no_wait_is_longer_than_ten_years(text):
    with pytest.raises(ValueError, match="longer than 10 years"):
        Delay.parse(text)


def test_days_after_of_nothing_is_the_same_day():
    assert days_after(Delay(0), date(2026, 11, 23), weekday) == date(2026, 11, 23)
