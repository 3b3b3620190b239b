"""Which zone a contact lives in: the column, else the country's only zone, else the phone's, else the rep's.

Pure: reads the tables of `zones_table` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from cadences.moments import zone
from cadences.zones_table import PREFIXES, ZONES


class Residence(NamedTuple):
    """A contact's zone, where it comes from (`given`, `country`, `phone`, `rep`), and where call hours must hold.

    `call_zones` is empty where the one zone is enough.
    """

    zone: str
    source: str
    call_zones: tuple[str, ...]


@cache
def countries() -> Mapping[str, tuple[str, ...]]:
    """Return the zones of each country by its ISO 3166-1 alpha-2 code, upper case."""
    rows = (entry.split() for entry in ZONES.split(";"))
    return {code: tuple(zones) for code, *zones in rows}


@cache
def _prefixes() -> Mapping[str, tuple[str, ...]]:
    rows = (entry.split() for entry in PREFIXES.split(";"))
    return {prefix: tuple(codes) for prefix, *codes in rows}


_INTERNATIONAL: Final = re.compile(r"\s*\(?\s*(?:\+|00)\s*(?P<digits>\d.*)")
_LONGEST: Final = 7


def countries_of(phone: str | None) -> tuple[str, ...]:
    """Return the countries that a number in international form may belong to; a national one says nothing.

    >>> countries_of("+46 70-123 45 67"), countries_of("070-123 45 67"), countries_of("+1 212 555 0100")
    (('SE',), (), ('US', 'CA'))
    """
    found = _INTERNATIONAL.match(phone or "")
    digits = re.sub(r"\D", "", found["digits"]) if found else ""
    for length in range(min(_LONGEST, len(digits)), 0, -1):
        if digits[:length] in _prefixes():
            return _prefixes()[digits[:length]]
    return ()


def country_of(phone: str | None) -> str | None:
    """Return the one country that a number in international form belongs to, or nothing."""
    codes = countries_of(phone)
    return codes[0] if len(codes) == 1 else None


def known_country(code: str) -> str:
    """Return a country's code as it was given.

    >>> known_country("NO")
    'NO'

    Raises:
        ValueError: It is no ISO 3166-1 alpha-2 code in capitals; the message is one sentence.
    """
    if code in countries():
        return code
    near = code.strip().upper()
    hint = f"write {near}" if near in countries() else "write two capitals like SE (ISO 3166-1)"
    msg = f"{code!r} is no country; {hint}"
    raise ValueError(msg)


def zone_of(timezone: str | None, country: str | None, phone: str | None, rep_zone: str) -> Residence:
    """Return a contact's zone, where it comes from, and the zones in all of which call hours must hold.

    In a country of several zones none is guessed: the rep's stands in, and call hours hold in every one of them.

    Raises:
        ValueError: The zone or the country is not known; the message is one sentence.
    """
    here = countries()[known_country(country)] if country else ()
    if timezone:
        return Residence(zone(timezone).key, "given", ())
    if len(here) == 1:
        return Residence(here[0], "country", ())
    there = _zones_in(countries_of(phone))
    every = tuple(dict.fromkeys((*here, *there)))
    if len(there) == 1:
        return Residence(there[0], "phone", every if len(every) > 1 else ())
    return Residence(rep_zone, "rep", every)


def _zones_in(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for code in codes for name in countries()[code]))
