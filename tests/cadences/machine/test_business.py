"""Business days: whose weekends and holidays count."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.business import business_days, holiday_on, no_holidays, weekend
from cadences.cadence import Counts

SE, US, NOWHERE = ("SE", None), ("US", "NY"), (None, None)
NAMES = {(date(2026, 12, 24), "SE"): "Christmas Eve", (date(2026, 11, 26), "US"): "Thanksgiving"}


def named(day, country, region):
    return NAMES.get((day, country))


@pytest.mark.parametrize(
    ("counts", "swedish", "american"),
    [(Counts.CONTACT, True, False), (Counts.REP, False, True), (Counts.BOTH, True, True), (Counts.NONE, False, False)],
)
def test_whose_holidays_count_is_the_cadences_word(counts, swedish, american):
    is_business_day = business_days(counts, SE, US, named)
    assert is_business_day(date(2026, 12, 24)) is not swedish
    assert is_business_day(date(2026, 11, 26)) is not american


def test_a_holiday_is_named_with_its_country():
    assert holiday_on(date(2026, 12, 24), Counts.BOTH, US, SE, named) == ("SE", "Christmas Eve")
    assert holiday_on(date(2026, 12, 23), Counts.BOTH, US, SE, named) is None


def test_the_region_is_asked_for():
    asked = []
    business_days(Counts.BOTH, US, SE, lambda *place: asked.append(place))(date(2026, 11, 23))
    assert asked == [(date(2026, 11, 23), "US", "NY"), (date(2026, 11, 23), "SE", None)]


@given(st.dates(), st.sampled_from(Counts))
def test_a_weekend_is_never_business_and_without_a_country_it_is_all_there_is(day, counts):
    assert business_days(counts, NOWHERE, NOWHERE, named)(day) is not weekend(day)
    assert not (weekend(day) and business_days(counts, SE, US, no_holidays)(day))
