"""`klart load`: what a roster of contacts would cost a rep, before anyone is enrolled. Knows options and columns."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from daemon.cli.frame import Command
from daemon.cli.given import cadence_given
from daemon.cli.kinds import country, day, zone_name
from daemon.cli.load_told import shape, told
from daemon.cli.paint import as_json, tell
from daemon.errors import BadInput, RefusedForSafety

if TYPE_CHECKING:
    from cadences.load import Load, Tell
    from cadences.load_rates import Rates
    from cadences.people import Rep

MOST_CONTACTS = 5_000
MOST_WEEKS = 104


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
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
    type=click.Choice(["text", "json", "svg"]),
    default="text",
    show_default=True,
    help="Its shape: a table, JSON, or a picture.",
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option(
    "--output", type=click.Path(dir_okay=False), metavar="PATH", help="Write the picture there; never over another."
)
@click.pass_context
def load(ctx: click.Context, /, file: str, *, json_: bool, format_: str, output: str | None, **said: Any) -> None:
    """See what a roster would cost: touches and minutes a day and a week, the heaviest days, what waits for room.

    FILE is a cadence file, or the name of a cadence there is. What contacts answer is drawn by rates that are
    assumptions: they are printed below the table, and --assume sets them. The same words give the same result.
    """
    from cadences.load import Roster, load
    from cadences.people import Contact
    from integrations.holidays_of import Holidays

    cadence, _ = cadence_given(ctx, file)
    rep, rates = _rep(said), _rates(said["assume"])
    contact = Contact("contact", "contact", rep.timezone, country=rep.country)
    roster = Roster(said["contacts"], said["per_day"], said["start"] or _next_monday(rep.timezone), said["weeks"])
    if output is not None and Path(output).exists():
        raise RefusedForSafety(f"{output} is there already", "name another file, or take it away first")
    try:
        found = load(
            cadence, roster, contact, rep, Holidays().name_of, rates, said["seed"], tell=_progress(roster.weeks)
        )
    except OverflowError:
        raise BadInput(f"{roster.weeks} weeks from {roster.start} run past the last day of the calendar") from None
    if json_ or format_ == "json":
        as_json(shape(cadence.name, found, rep, rates, said["seed"]))
    elif format_ == "svg" or output is not None:
        _draw(found, cadence.name, rep, output)
    else:
        told(cadence.name, found, rep, rates, said["seed"])


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
    from cadences.load_rates import rates_with, read_assumption

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


def _draw(found: Load, name: str, rep: Rep, output: str | None) -> None:
    from cadences.load_picture import svg

    picture = svg(found, title(name, found), rep)
    if output is None:
        sys.stdout.write(picture)
        return
    try:
        with Path(output).open("x", encoding="utf-8", newline="\n") as file:
            file.write(picture)
    except OSError as error:
        raise BadInput(f"{output} cannot be written ({error.strerror})", "check the path") from None
    tell(f"written to {output}")


def title(name: str, found: Load) -> str:
    """Return what was asked, in a line."""
    roster = found.roster
    return f"{name}: {roster.contacts:,} contacts, {roster.a_day} a working day"
