"""Public holidays that count, on real days of 2026 to 2028; the library itself runs."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from cadences.zones import countries
from integrations.holidays_of import CATEGORIES, NEED_REGION, Holidays, gaps

HOLIDAYS = Holidays()


@pytest.mark.parametrize(
    ("day", "country", "region", "name"),
    [
        ("2026-06-19", "SE", None, "Midsummer Eve"),
        ("2026-12-24", "SE", None, "Christmas Eve"),
        ("2026-12-31", "SE", None, "New Year's Eve"),
        ("2027-06-25", "SE", None, "Midsummer Eve"),
        ("2028-06-23", "SE", None, "Midsummer Eve"),
        ("2026-05-15", "SE", None, None),
        ("2026-12-24", "DK", None, "Christmas Eve"),
        ("2027-12-31", "DK", None, "New Year's Eve"),
        ("2026-06-05", "DK", None, "Constitution Day"),
        ("2026-05-01", "DK", None, "Workers' Day"),
        ("2024-04-26", "DK", None, None),
        ("2026-05-05", "NL", None, None),
        ("2030-05-05", "NL", None, "Liberation Day"),
        ("2027-04-27", "NL", None, "King's Day"),
        ("2026-06-04", "DE", "BY", "Corpus Christi"),
        ("2026-06-04", "DE", "DE-BY", "Corpus Christi"),
        ("2026-06-04", "DE", "BE", None),
        ("2026-06-04", "DE", None, None),
        ("2026-10-03", "DE", None, "German Unity Day"),
        ("2026-04-06", "GB", "ENG", "Easter Monday"),
        ("2026-04-06", "GB", "SCT", None),
        ("2026-04-06", "GB", None, None),
        ("2027-08-30", "GB", "ENG", "Late Summer Bank Holiday"),
        ("2026-07-03", "US", None, "Independence Day (observed)"),
        ("2026-11-26", "US", None, "Thanksgiving Day"),
        ("2027-12-24", "US", None, "Christmas Day (observed)"),
        ("2026-12-24", "US", None, None),
        ("2026-11-23", "SE", None, None),
        ("2026-12-25", "QQ", None, None),
    ],
)
def test_real_days(day, country, region, name):
    assert HOLIDAYS.name_of(date.fromisoformat(day), country, region) == name


def test_names_come_in_the_language_asked_for_whatever_the_locale():
    eve = date(2026, 12, 24)
    assert Holidays("sv").name_of(eve, "SE", None) == "Julafton"
    assert Holidays("da").name_of(eve, "DK", None) == "Juleaftensdag"
    assert Holidays("sv").name_of(eve, "DK", None) == "Christmas Eve"


def test_every_country_can_be_asked():
    for country in countries():
        HOLIDAYS.name_of(date(2026, 12, 25), country, None)
        gaps(country)
    assert set(CATEGORIES) | set(NEED_REGION) <= countries().keys()


@pytest.mark.parametrize("country", sorted(NEED_REGION))
def test_an_example_of_a_region_is_one(country):
    example = NEED_REGION[country]
    assert gaps(country, example) is None
    first = date(2026, 1, 1)
    days = [first + timedelta(days=n) for n in range(3 * 365)]
    assert any(HOLIDAYS.name_of(day, country, example) != HOLIDAYS.name_of(day, country, None) for day in days)


@pytest.mark.parametrize(
    ("country", "region", "said"),
    [
        (None, None, "no country is known"),
        ("QQ", None, "no holidays are known for QQ"),
        ("GB", None, "name one, like ENG"),
        ("DE", "QQ", "DE has no region QQ"),
        ("SE", None, None),
        ("US", None, None),
        ("GB", "ENG", None),
    ],
)
def test_gaps_are_said(country, region, said):
    found = gaps(country, region)
    assert found is None if said is None else said in found
    assert HOLIDAYS.gaps(country, region) == found


def test_the_library_is_imported_at_the_first_question():
    code = "import sys, integrations.holidays_of; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
