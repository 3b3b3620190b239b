"""`klart preview`: the touches a cadence would lead to, in five shapes. Knows files and options; no shape itself.

The core runs forward with the very machine and planner of the daemon; nothing here decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

from daemon.cli.completing import cadences
from daemon.cli.frame import Command, home_of
from daemon.cli.given import cadence_given
from daemon.cli.kinds import away, country, language, moment, zone_name
from daemon.cli.output import put, shape_of
from daemon.cli.paint import as_json
from daemon.errors import BadInput

if TYPE_CHECKING:
    from cadences.cadence import Cadence
    from cadences.moments import Instant
    from cadences.people import Contact, Rep
    from cadences.pictures.days import Pictured
    from cadences.promises import Promise

_NEARER = "name a nearer --start"
_PAST_ALL: Final = re.compile(r"year -?\d+ is out of range")
"""How `datetime` says that a date is beyond its years, where it does not say OverflowError."""
FORMATS: Final = ("text", "json", "ics", "svg", "html")
"""What a file of that ending is written as, where no --format is said; any other as text."""


@click.command(cls=Command)
@click.argument("file", metavar="PATH|NAME", shell_complete=cadences)
@click.option("--start", type=moment, metavar="TIME", help="When it begins, like 2026-11-23T08:00; else now.")
@click.option("--timezone", type=zone_name, metavar="ZONE", help="Contact's and rep's zone; else this machine's.")
@click.option("--country", type=country, metavar="CC", help="Contact's and rep's country; else weekends alone count.")
@click.option("--rep-timezone", type=zone_name, metavar="ZONE", help="Rep's zone, where it is another one.")
@click.option("--rep-country", type=country, metavar="CC", help="Rep's country, where it is another one.")
@click.option("--away", type=away, metavar="DAYS", multiple=True, help="Rep is away, like 2026-12-21..2027-01-03.")
@click.option("--promise", metavar="TEXT", multiple=True, help='What the contact said before, like "after 17:00".')
@click.option("--answers", metavar="LIST", help="What comes of touches that reach out, in turn, commas between.")
@click.option("--answer", metavar="TEXT", multiple=True, help="The same one by one; may be repeated.")
@click.option("--count", type=click.IntRange(1, 1000), default=20, show_default=True, help="Touches at most.")
@click.option("--language", type=language, metavar="CODE", help="en, sv, da or nl; else the rep's of the settings.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Its shape; else by --output's name, else text.")
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option("--output", type=click.Path(dir_okay=False), metavar="PATH", help="Write it into this file.")
@click.pass_context
def preview(
    ctx: click.Context, /, file: str, *, format_: str | None, json_: bool, output: str | None, **said: Any
) -> None:
    """See the touches a cadence would lead to. PATH is a cadence file, NAME a cadence of the home or the library.

    What has no answer stays so: emails are sent and not replied to, calls are not answered. The picture (svg) and the
    page (html) show the weeks and where each answer leads; a calendar (ics) opens in any calendar app.
    """
    shape = shape_of(format_, output, FORMATS, json_=json_)
    cadence, _ = cadence_given(ctx, file)
    said["language"] = said["language"] or _language(ctx)
    with _within_the_calendar():
        _tell(_run(cadence, said), shape, output)


@contextmanager
def _within_the_calendar() -> Iterator[None]:
    """Refuse a preview that runs past the years there are (1 to 9999), wherever that shows."""
    try:
        yield
    except (OverflowError, ValueError) as error:
        if isinstance(error, ValueError) and not _PAST_ALL.search(str(error)):
            raise
        raise BadInput("the preview runs past the last day of the calendar", _NEARER) from None


def _tell(pictured: Pictured, shape: str, output: str | None) -> None:
    """Show the preview, or write it into a file."""
    if shape == "text" and output is None:
        from daemon.cli.preview_text import tell_timeline

        tell_timeline(pictured)
    elif shape == "json" and output is None:
        from daemon.cli.preview_json import as_shape

        as_json(as_shape(pictured))
    else:
        put(_written(shape, pictured), output, shape)


def _written(shape: str, pictured: Pictured) -> str:
    """Return the preview in a shape."""
    if shape == "json":
        import json

        from daemon.cli.preview_json import as_shape

        return json.dumps(as_shape(pictured), ensure_ascii=False, indent=2) + "\n"
    if shape == "ics":
        from daemon.cli.preview_ics import calendar_of

        return calendar_of(pictured)
    if shape == "svg":
        from cadences.pictures.picture import svg

        return svg(pictured)
    if shape == "html":
        from cadences.pictures.page import page

        return page(pictured)
    from daemon.cli.preview_text import as_text

    return as_text(pictured)


# --- what is previewed ----------------------------------------------------------------------------------------------
def _language(ctx: click.Context) -> str:
    """Return the rep's language of the settings; English where there are none, or none that can be read."""
    from daemon import settings

    file = home_of(ctx).settings
    try:
        return settings.load(file).rep.language if file.exists() else "en"
    except BadInput:
        return "en"


def _run(cadence: Cadence, said: dict[str, Any]) -> Pictured:
    """Run the core forward."""
    from cadences.forward import preview as core
    from cadences.pictures.days import Pictured
    from integrations.holidays_of import Holidays

    rep, contact = _people(said)
    start = _start(said["start"], rep.timezone)
    holiday = Holidays(rep.language).name_of
    try:
        promises = tuple(_promise(text, start, contact.timezone) for text in said["promise"])
        answers = (*core.split_answers(said["answers"] or ""), *said["answer"])
        shown = core.preview(cadence, contact, rep, start, answers, holiday, said["count"], promises=promises)
    except ValueError as error:
        if _PAST_ALL.search(str(error)):
            raise
        raise BadInput(str(error)) from None
    return Pictured(cadence, contact, rep, start, shown, holiday)


def _people(said: dict[str, Any]) -> tuple[Rep, Contact]:
    """Return a rep with office hours, and somebody to follow up; both are there for the example alone."""
    from cadences.moments import Span, at_wall
    from cadences.moments import zone as zone_of
    from cadences.people import Contact, Rep

    zone = said["timezone"] or _here()
    mine, country_ = said["rep_timezone"] or zone, said["country"]
    absences = tuple(
        Span(at_wall(first, 0, zone_of(mine)), at_wall(last, 24 * 60, zone_of(mine))) for first, last in said["away"]
    )
    rep = Rep("rep", "Karin Holm", mine, said["rep_country"] or country_, language=said["language"], absences=absences)
    phone, email = "+46 70 174 06 05", "anna.berg@acme.example"
    anna = Contact("anna", "Anna Berg", zone, company="Acme AB", phone=phone, email=email, country=country_)
    return rep, anna


def _here() -> str:
    from daemon import clock

    return clock.local_zone() or "UTC"


def _start(given: datetime | None, zone: str) -> Instant:
    from cadences.moments import instant
    from cadences.moments import zone as zone_of
    from daemon import clock

    if given is None:
        return clock.now()
    try:
        return instant(given if given.tzinfo is not None else given.replace(tzinfo=zone_of(zone)))
    except OverflowError:
        raise BadInput(f"--start {given.isoformat()} lies outside the calendar", _NEARER) from None


def _promise(text: str, start: Instant, zone: str) -> Promise:
    from cadences.moments import zone as zone_of
    from cadences.phrases.whens import read_when
    from cadences.promises import Promise

    return Promise(read_when(text, start, zone_of(zone)), start, text)
