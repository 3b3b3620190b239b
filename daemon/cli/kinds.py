"""Kinds of values on a command line: a day, a moment, a zone, a country. A wrong one is told in one sentence."""

from __future__ import annotations

from datetime import date, datetime

import click


def day(text: str) -> date:
    """Read a calendar day.

    Raises:
        BadParameter: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date; write one like 2026-11-23") from None


def moment(text: str) -> datetime:
    """Read a wall-clock moment, or, with an offset, an instant.

    Raises:
        BadParameter: It is none.
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no moment; write one like 2026-11-23T08:00") from None


def zone_name(text: str) -> str:
    """Read the name of a time zone.

    Raises:
        BadParameter: The zone database has none of that name.
    """
    from cadences.moments import zone

    try:
        return zone(text).key
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def country(text: str) -> str:
    """Read the two letters of a country.

    Raises:
        BadParameter: There is no such country.
    """
    from cadences.zones import known_country

    try:
        return known_country(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def away(text: str) -> tuple[date, date]:
    """Read the first and the last day of an absence: `2026-12-21..2027-01-03`, or one day.

    Raises:
        BadParameter: A part is no date, or the last day comes first.
    """
    first, _, last = text.partition("..")
    days = day(first), day(last or first)
    if days[1] < days[0]:
        raise click.BadParameter(f"{text!r} ends before it begins; write the earlier day first")
    return days


def language(text: str) -> str:
    """Read the two letters of a language that klart speaks.

    Raises:
        BadParameter: It speaks no such language.
    """
    from daemon.settings_values import language as known

    try:
        return known(text)
    except ValueError as error:
        raise click.BadParameter(f"{error}; name one of them") from None
