"""VTIMEZONE blocks against the zone database they are made from, as another library reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from cadences.moments import UnknownZoneError
from integrations.caldav.timezones import changes_of, vtimezone

YEARS = range(2025, 2031)
SPECIAL = (
    "Africa/Casablanca",  # changes with the moon: listed
    "Africa/Cairo",  # the last Friday and the last Thursday
    "America/Godthab",  # a Saturday, before a Sunday
    "America/New_York",
    "America/Santiago",  # the first Sunday after a day
    "America/Sao_Paulo",  # no summer time any more
    "Antarctica/Troll",  # two hours
    "Asia/Gaza",
    "Asia/Jerusalem",  # the Friday before a Sunday
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # half an hour, in the south
    "Europe/Chisinau",
    "Europe/Copenhagen",
    "Europe/Dublin",  # winter is the exception by law
    "Europe/London",
    "Europe/Stockholm",
    "Pacific/Chatham",
)


@lru_cache(maxsize=4096)
def as_read(block: str) -> object:
    """Let another library read a block."""
    return tzical(StringIO(f"BEGIN:VCALENDAR\r\n{block}\r\nEND:VCALENDAR\r\n")).get()


def moments(where: ZoneInfo, year: int) -> list[datetime]:
    """Local times around each change of a year, and in the middle of each month."""
    around = (timedelta(hours=-30), timedelta(seconds=-1), timedelta(hours=3), timedelta(hours=30))
    changes = [change.local + apart for change in changes_of(where, year, year) for apart in around]
    return changes + [datetime(year, month, 15, 12) for month in range(1, 13)]


def disagreements(name: str, year: int) -> list[str]:
    where, told = ZoneInfo(name), as_read(vtimezone(name, year))
    return [
        f"{name} {local}: {local.replace(tzinfo=told).utcoffset()} for {local.replace(tzinfo=where).utcoffset()}"
        for local in moments(where, year)
        if local.replace(tzinfo=told).utcoffset() != local.replace(tzinfo=where).utcoffset()
    ]


@pytest.mark.parametrize("name", SPECIAL)
def test_a_block_gives_the_offsets_of_its_zone(name: str) -> None:
    if name not in available_timezones():
        pytest.skip("this zone database does not have it")
    assert [wrong for year in YEARS for wrong in disagreements(name, year)] == []


def test_every_zone_has_a_block_that_holds() -> None:
    wrong = [each for name in sorted(available_timezones()) for year in YEARS for each in disagreements(name, year)]

    assert wrong == []


@pytest.mark.parametrize("name", ["Europe/Stockholm", "America/New_York", "Asia/Jerusalem", "Australia/Lord_Howe"])
def test_a_zone_with_a_yearly_rule_is_said_by_rule(name: str) -> None:
    block = vtimezone(name, 2026)

    assert block.count("RRULE:FREQ=YEARLY") == 2
    assert len(block) < 600


def test_a_zone_without_changes_is_one_line_of_offsets() -> None:
    block = vtimezone("Asia/Kolkata", 2026)

    assert block.count("BEGIN:") == 2
    assert "TZOFFSETTO:+0530" in block


def test_a_change_that_the_block_of_the_library_gets_wrong_is_right_here() -> None:
    told = as_read(vtimezone("Europe/Stockholm", 2026))
    after = datetime(2026, 3, 29, 1, 1, tzinfo=UTC)

    assert after.astimezone(told).isoformat() == "2026-03-29T03:01:00+02:00"


def test_a_block_is_well_formed_and_names_its_zone() -> None:
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{vtimezone('Europe/Stockholm', 2026)}\r\nEND:VCALENDAR\r\n"
    (zone,) = Calendar.from_ical(body.encode()).walk("VTIMEZONE")

    assert zone["TZID"] == "Europe/Stockholm"
    assert zone.errors == []


def test_the_same_block_serves_the_years_in_which_the_rule_holds() -> None:
    assert len({vtimezone("Europe/Stockholm", year) for year in YEARS}) == 1


def test_a_zone_that_nobody_knows_is_said() -> None:
    with pytest.raises(UnknownZoneError):
        vtimezone("Europe/Stokholm", 2026)
