"""Which days are public holidays, by the `holidays` library. Knows its categories and regions; knows no planning.

The library is imported at the first question, and asked once for each country, region and year. It takes the language
of names from the process's locale where it is not told one (measured in 0.109), so it always is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

PUBLIC: Final = "public"

CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "AT": (PUBLIC, "bank"),  # 24 and 31 December and Good Friday are days off by collective agreement
    "DK": (PUBLIC, "optional"),  # 24 and 31 December, 1 May, Constitution Day: most firms are closed or half closed
    "SE": (PUBLIC, "de_facto"),  # Midsummer Eve, Christmas Eve, New Year's Eve: no law, and nobody at work
}
"""The library's categories that count for work; where nothing stands, its `public` alone.

NL has Liberation Day among `public` every fifth year (2025, 2030), as employers give it; 5 May of other years is not.
FI has its eves among `public`. US is the federal list; `unofficial` (24 December, Good Friday) does not count.
"""

NEED_REGION: Final[Mapping[str, str]] = {
    "AU": "VIC",
    "CA": "ON",
    "CH": "ZH",
    "DE": "BY",
    "ES": "MD",
    "GB": "ENG",
    "IN": "MH",
    "MY": "10",
    "US": "CA",
}
"""Countries where whole working days hang on the region, and an example of one.

Without a region only what is common to the country is known: GB lacks Easter Monday and August's bank holiday, DE
Corpus Christi and All Saints, CH nearly all, ES each region's own. `gaps` says so. US states add few; the federal
list stands for them.
"""

_WHOLE_WITHOUT: Final = frozenset({"US"})


class Holidays:
    """Public holidays that count for work; fits `integrations.ports.PublicHolidays`.

    `language` is that of the names where a country's data has it, else English, else the country's own.
    """

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._years: dict[tuple[str, str | None, int], Mapping[date, str]] = {}

    def name_of(self, day: date, country: str, region: str | None) -> str | None:
        """Return the holiday's name, or nothing on other days and for countries without data."""
        asked = (country, region, day.year)
        year = self._years.get(asked)
        if year is None:
            year = self._years[asked] = _read(country, region, day.year, self._language)
        return year.get(day)

    def gaps(self, country: str | None, region: str | None = None) -> str | None:
        """Return what is not known of a country's holidays, as a sentence, or nothing if all is."""
        return gaps(country, region)


def gaps(country: str | None, region: str | None = None) -> str | None:
    """Return what is not known of a country's holidays, as a sentence for `klart doctor`, or nothing if all is."""
    if country is None:
        return "no country is known: weekends alone count"
    entity = _entity(country)
    if entity is None:
        return f"no holidays are known for {country}: weekends alone count"
    if region is not None and _subdivision(entity, country, region) is None:
        known = ", ".join(entity.subdivisions) or "none"
        return f"{country} has no region {region}: only the whole country's holidays count (regions: {known})"
    if region is None and country in NEED_REGION and country not in _WHOLE_WITHOUT:
        return f"{country} has holidays of its regions: name one, like {NEED_REGION[country]}"
    return None


def _entity(country: str) -> Any | None:
    import holidays  # 120 ms that no other command should pay

    if not (len(country) == 2 and country.isalpha() and country.isupper()):  # noqa: PLR2004 - ISO alpha-2
        return None
    loader = getattr(holidays, country, None)
    return None if loader is None else loader.get_entity()


def _subdivision(entity: Any, country: str, region: str | None) -> str | None:
    """Return a region as the library names it; `DE-BY` (ISO 3166-2) is read as `BY`."""
    if region is None:
        return None
    short = region.removeprefix(f"{country}-")
    return short if short in entity.subdivisions else None


def _read(country: str, region: str | None, year: int, language: str) -> Mapping[date, str]:
    entity = _entity(country)
    if entity is None:
        return {}
    found = entity(
        subdiv=_subdivision(entity, country, region),
        years=year,
        expand=False,
        language=_language(entity, language),
        categories=CATEGORIES.get(country, (PUBLIC,)),
    )
    return {day: str(name) for day, name in found.items() if day.year == year}


def _language(entity: Any, wanted: str) -> str | None:
    """Return the library's name of a language that a country's data has."""
    known: tuple[str, ...] = entity.supported_languages
    near = [name for name in known if name.split("_")[0] == wanted]
    english = [name for name in known if name.startswith("en")]
    return next(iter((*near, *english)), entity.default_language)
