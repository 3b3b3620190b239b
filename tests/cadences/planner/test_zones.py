"""Where a contact lives: the tables are whole, and nothing is guessed."""

import re
from zoneinfo import ZoneInfo

import pytest

from cadences.zones import countries, countries_of, country_of, known_country, zone_of
from cadences.zones_table import PREFIXES


def test_every_country_has_zones_that_exist():
    uninhabited = {"BV", "HM"}
    for code, zones in countries().items():
        assert re.fullmatch("[A-Z]{2}", code)
        assert zones or code in uninhabited
        assert all(ZoneInfo(name).key == name for name in zones)


def test_every_prefix_belongs_to_countries_that_exist():
    entries = [entry.split() for entry in PREFIXES.split(";")]
    assert len({prefix for prefix, *_ in entries}) == len(entries)
    for prefix, *codes in entries:
        assert re.fullmatch(r"[1-9]\d{0,6}", prefix)
        assert codes
        assert set(codes) <= countries().keys()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("America/New_York", "SE", None), ("America/New_York", "given", ())),
        ((None, "SE", None), ("Europe/Stockholm", "country", ())),
        ((None, "NO", None), ("Europe/Oslo", "country", ())),
        ((None, "DE", None), ("Europe/Berlin", "country", ())),
        ((None, None, "+45 12 34 56 78"), ("Europe/Copenhagen", "phone", ())),
        ((None, None, "0031 20 123 45 67"), ("Europe/Amsterdam", "phone", ())),
        ((None, None, "070-123 45 67"), ("Europe/Oslo", "rep", ())),
        ((None, None, None), ("Europe/Oslo", "rep", ())),
        (("", "", ""), ("Europe/Oslo", "rep", ())),
        ((None, "ES", None), ("Europe/Oslo", "rep", ("Europe/Madrid", "Atlantic/Canary"))),
        ((None, "SE", "+1 212 555 0100"), ("Europe/Stockholm", "country", ())),
    ],
)
def test_the_zone_and_where_it_comes_from(given, expected):
    assert zone_of(*given, "Europe/Oslo") == expected


def test_a_shared_prefix_means_every_zone_of_those_who_share_it():
    found = zone_of(None, None, "+1 212 555 0100", "Europe/Oslo")
    assert found.source == "rep"
    assert {"America/New_York", "Pacific/Honolulu", "America/St_Johns"} <= set(found.call_zones)
    assert zone_of(None, None, "+1 242 555 0100", "Europe/Oslo").zone == "America/Nassau"


@pytest.mark.parametrize("code", ["se", "Sweden", "SWE", "XX", " SE"])
def test_a_country_is_two_capitals(code):
    with pytest.raises(ValueError, match=r"is no country; write") as caught:
        zone_of(None, code, None, "Europe/Oslo")
    assert str(caught.value).count(".") == 0


def test_an_unknown_zone_is_said():
    with pytest.raises(ValueError, match="is no time zone; did you mean Europe/Stockholm"):
        zone_of("Europe/Stokholm", None, None, "Europe/Oslo")


def test_no_is_a_country():
    assert known_country("NO") == "NO"


@pytest.mark.parametrize(
    ("phone", "codes"),
    [
        ("+46", ("SE",)),
        ("(+46) 70", ("SE",)),
        ("+7 495 123", ("RU",)),
        ("+7 701 123", ("KZ",)),
        ("+", ()),
        ("+0", ()),
        ("", ()),
    ],
)
def test_phone_prefixes(phone, codes):
    assert countries_of(phone) == codes


def test_one_country_or_none():
    assert country_of("+33 1 23 45 67 89") == "FR"
    assert country_of("+1 212 555 0100") is None
