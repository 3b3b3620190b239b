"""Weekly windows: what is written is what is read, and each opens where its days and hours say."""

import contextlib
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.moments import MINUTES_A_DAY, day_in, minute_in
from cadences.windows import Window, clock, parse_clock

windows = st.builds(
    lambda days, start, length: Window(frozenset(days), start, min(start + length, MINUTES_A_DAY)),
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, MINUTES_A_DAY - 1),
    st.integers(1, MINUTES_A_DAY),
)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@given(windows)
def test_writing_and_reading_gives_the_same_window(window):
    assert Window.parse(str(window)) == window


@given(windows, st.dates(date(2025, 1, 1), date(2030, 12, 31)))
def test_it_opens_on_its_days_alone_and_within_its_hours(window, day):
    span = window.on(day, STOCKHOLM)
    if day.isoweekday() not in window.days:
        assert span is None
    elif span is not None:
        assert day_in(span.start, STOCKHOLM) == day
        assert minute_in(span.start, STOCKHOLM) >= window.start
        assert span.end - span.start <= timedelta(minutes=window.end - window.start + 60)


def test_a_window_inside_the_spring_gap_is_empty():
    assert Window.parse("Sun 02:10-02:50").on(date(2026, 3, 29), STOCKHOLM) is None


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("Mon 09:00-11:30", {1}, 540, 690),
        ("Mon-Fri 08:00-17:00", {1, 2, 3, 4, 5}, 480, 1020),
        ("Mon+Wed 00:00-24:00", {1, 3}, 0, 1440),
        ("Mon-Tue+Sat-Sun 10:00-12:00", {1, 2, 6, 7}, 600, 720),
        ("weekdays 09:00-17:00", {1, 2, 3, 4, 5}, 540, 1020),
        ("every day 09:00-17:00", {1, 2, 3, 4, 5, 6, 7}, 540, 1020),
    ],
)
def test_the_ways_to_write_days(text, days, start, end):
    assert Window.parse(text) == Window(frozenset(days), start, end)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "is no window"),
        ("Mon", "is no window"),
        ("Mon 9:00-11:00", "is no window"),
        ("Mon 09:00 - 11:00", "is no window"),
        ("mon 09:00-11:00", "'mon' is no day"),
        ("Monday 09:00-11:00", "'Monday' is no day"),
        ("Mon,Wed 09:00-11:00", "write Mon+Wed"),
        ("Mon, Wed 09:00-11:00", "write Mon+Wed"),
        ("Fri-Mon 09:00-11:00", "runs backwards"),
        ("Mon-Wed-Fri 09:00-11:00", "is no day"),
        ("Mon 11:00-09:00", "must end after it starts"),
        ("Mon 09:00-09:00", "must end after it starts"),
        ("Mon 22:00-02:00", "may not cross midnight"),
        ("Mon 09:00-24:01", "is no time of day"),
        ("Mon 09:60-11:00", "is no time of day"),
        ("Mon  09:00-11:00", "is no window"),
    ],
)
def test_what_is_no_window_is_told_with_a_hint(text, hint):
    with pytest.raises(ValueError, match=hint.replace("+", r"\+")):
        Window.parse(text)


@given(st.integers(0, MINUTES_A_DAY))
def test_clock_and_parse_clock_are_each_other_s_inverse(minute):
    assert parse_clock(clock(minute)) == minute


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    with contextlib.suppress(ValueError):
        assert str(Window.parse(text))
