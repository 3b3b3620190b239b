"""Wall-clock time across the changes of the year, checked against the zone database itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.moments import MINUTES_A_DAY, Span, UnknownZoneError, at_wall, day_in, instant, minute_in, zone

ZONES = ["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"]
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
days = st.dates(date(2024, 1, 1), date(2031, 12, 31))
minutes = st.integers(0, MINUTES_A_DAY - 1)


@given(days, minutes, zones)
def test_clocks_show_the_minute_asked_for_or_the_first_after_the_gap(day, minute, where):
    found = at_wall(day, minute, where)
    shown = found.astimezone(where).replace(tzinfo=None)
    wanted = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    if shown != wanted:
        assert shown > wanted
        before = (found - timedelta(minutes=1)).astimezone(where).replace(tzinfo=None)
        assert before < wanted, "a minute earlier the clocks stood before the gap"


@given(days, minutes, zones)
def test_of_two_equal_wall_times_the_first_is_meant(day, minute, where):
    found = at_wall(day, minute, where)
    shown = found.astimezone(where).replace(tzinfo=None)
    for hours in (1, 2):
        earlier = (found - timedelta(minutes=30 * hours)).astimezone(where).replace(tzinfo=None)
        assert earlier != shown


@given(days, minutes, zones)
def test_later_wall_times_are_never_earlier_instants_within_a_day(day, minute, where):
    assert at_wall(day, 0, where) <= at_wall(day, minute, where) <= at_wall(day, MINUTES_A_DAY, where)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)), zones)
def test_day_and_minute_are_what_the_zone_shows(moment, where):
    there = moment.astimezone(where)
    assert day_in(instant(moment), where) == there.date()
    assert minute_in(instant(moment), where) == there.hour * 60 + there.minute


@pytest.mark.parametrize(
    ("day", "minute", "expected"),
    [
        (date(2026, 3, 29), 150, "2026-03-29T01:00:00+00:00"),  # 02:30 does not exist: 03:00 summer time
        (date(2026, 10, 25), 150, "2026-10-25T00:30:00+00:00"),  # 02:30 twice: the first, still summer time
        (date(2026, 11, 23), MINUTES_A_DAY, "2026-11-23T23:00:00+00:00"),  # the next midnight
    ],
)
def test_the_days_the_clocks_change_in_stockholm(day, minute, expected):
    assert at_wall(day, minute, ZoneInfo("Europe/Stockholm")).isoformat() == expected


def test_a_naive_datetime_is_no_instant():
    with pytest.raises(ValueError, match="has no time zone"):
        instant(datetime(2026, 11, 23, 9))


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../etc/passwd", "Stockholm\0", "x" * 5000])
def test_an_unknown_zone_says_how_to_write_one(name):
    with pytest.raises(UnknownZoneError, match=r"(write one like|did you mean) Europe/Stockholm"):
        zone(name)


def test_spans_are_half_open():
    nine, ten, eleven = (instant(datetime(2026, 11, 23, hour, tzinfo=UTC)) for hour in (9, 10, 11))
    first, second = Span(nine, ten), Span(ten, eleven)
    assert not first.overlaps(second)
    assert first.holds(nine)
    assert not first.holds(ten)
    with pytest.raises(ValueError, match="may not end"):
        Span(ten, nine)
