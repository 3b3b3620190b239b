"""`klart load`: what a roster of contacts would cost a rep, before anyone is enrolled. Knows options and columns."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from daemon.cli.completing import cadences
from daemon.cli.frame import Command
from daemon.cli.given import cadence_given
from daemon.cli.kinds import country, day, zone_name
from daemon.cli.load_told import shape as shape_of_load
from daemon.cli.load_told import told
from daemon.cli.output import put, shape_of
from daemon.cli.paint import as_json
from daemon.errors import BadInput

if TYPE_CHECKING:
    from cadences.forward.load import Load, Tell
    from cadences.forward.load_rates import Rates
    from cadences.people import Rep

MOST_CONTACTS = 5_000
MOST_WEEKS = 104
FORMATS: Final = ("text", "json", "svg")


@click.command(cls=Command)
@click.argument("file", metavar="PATH|NAME", shell_complete=cadences)
@click.option("--contacts", type=click.IntRange(1, MOST_CONTACTS), default=100, show_default=True, help="How many.")
@click.option(
    "--per-day", type=click.IntRange(1, MOST_CONTACTS), default=10, show_default=True, help="Enrolled a working day."
)
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=12, show_default=True, help="Weeks looked at.")
@click.option("--start", type=day, metavar="DATE", help="The first day, like 2026-11-23; else the next Monday.")
@click.option("--timezone", type=zone_name, metavar="ZONE", help="Rep's and contacts' zone; else this machine's.")
@click.option("--country", type=country, metavar="CC", help="Rep's and contacts' country; else weekends alone count.")
@click.option("--hours", multiple=True, metavar="WINDOW", help='The rep\'s hours; else "Mon-Fri 08:00-17:00".')
@click.option("--capacity", type=click.IntRange(1, 1000), help="Touches that reach out a day, at most.")
@click.option("--assume", multiple=True, metavar="RATE", help="How often what comes of a touch: call.yes=4%, no=10%.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another one plays another course of things.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="Its shape: a table, JSON, or a picture; else by --output's name, else text.",
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option(
    "--output", type=click.Path(dir_okay=False), metavar="PATH", help="Write it into this file, as svg or json."
)
@click.pass_context
def load(
    ctx: click.Context, /, file: str, *, json_: bool, format_: str | None, output: str | None, **said: Any
) -> None:
    """See what a roster would cost: touches and minutes a day and a week, the heaviest days, what waits for room.

    PATH is a cadence file, NAME a cadence of the home or the library. What contacts answer is drawn by rates that are
    assumptions: they are printed below the table, and --assume sets them. The same words give the same result.
    """
    from cadences.forward.load import Roster, load
    from cadences.people import Contact
    from integrations.holidays_of import Holidays

    shape = _shape(format_, output, json_=json_)
    cadence, _ = cadence_given(ctx, file)
    rep, rates = _rep(said), _rates(said["assume"])
    contact = Contact("contact", "contact", rep.timezone, country=rep.country)
    roster = Roster(said["contacts"], said["per_day"], said["start"] or _next_monday(rep.timezone), said["weeks"])
    try:
        found = load(
            cadence, roster, contact, rep, Holidays().name_of, rates, said["seed"], tell=_progress(roster.weeks)
        )
    except OverflowError:
        raise BadInput(f"{roster.weeks} weeks from {roster.start} run past the last day of the calendar") from None
    if shape == "json":
        _as_json(shape_of_load(cadence.name, found, rep, rates, said["seed"]), output)
    elif shape == "svg":
        from cadences.pictures.load_picture import svg

        put(svg(found, title(cadence.name, found), rep), output, shape)
    else:
        told(cadence.name, found, rep, rates, said["seed"])


def _shape(format_: str | None, output: str | None, *, json_: bool) -> str:
    """Return the shape asked for; a file is drawn where its name does not say otherwise, for a table is for eyes."""
    shape = shape_of(format_, output, FORMATS, json_=json_)
    if output is None or shape != "text":
        return shape
    if format_ == "text":
        raise BadInput("--output takes a picture or JSON", "end it with .svg or .json, or redirect the table with >")
    return "svg"


def _as_json(shape: dict[str, Any], output: str | None) -> None:
    if output is None:
        as_json(shape)
    else:
        put(json.dumps(shape, ensure_ascii=False, indent=2) + "\n", output, "json")


def _rep(said: dict[str, Any]) -> Rep:
    from cadences.people import OFFICE_HOURS, Rep
    from cadences.windows import Window
    from daemon import clock

    try:
        hours = tuple(Window.parse(text) for text in said["hours"]) or OFFICE_HOURS
    except ValueError as error:
        raise BadInput(f"--hours: {error}") from None
    zone = said["timezone"] or clock.local_zone() or "UTC"
    return Rep("rep", "the rep", zone, said["country"], hours=hours, capacity=said["capacity"])


def _rates(assume: Sequence[str]) -> Rates:
    from cadences.forward.load_rates import rates_with, read_assumption

    try:
        return rates_with(tuple(read_assumption(text) for text in assume))
    except ValueError as error:
        raise BadInput(f"--assume: {error}") from None


def _next_monday(where: str) -> date:
    from datetime import timedelta

    from cadences.moments import day_in, zone
    from daemon import clock

    today = day_in(clock.now(), zone(where))
    return today + timedelta(days=7 - today.weekday())


def _progress(weeks: int) -> Tell | None:
    """Return what says how far it is, on a terminal alone; it takes its line away again."""
    if not sys.stderr.isatty():
        return None
    days = iter(range(1, weeks * 7 + 1))

    def said(now: date, enrolled: int) -> None:
        done = next(days, weeks * 7)
        left = "" if done >= weeks * 7 - now.weekday() else f"{now}: day {done} of {weeks * 7}, {enrolled} enrolled"
        click.echo(f"\r\x1b[K{left}", err=True, nl=False)

    return said


def title(name: str, found: Load) -> str:
    """Return what was asked, in a line."""
    roster = found.roster
    return f"{name}: {roster.contacts:,} contacts, {roster.a_day} a working day"
