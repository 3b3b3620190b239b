"""`klart preview`: the touches a cadence would lead to, as a timeline. Knows files, options and columns.

The core runs forward with the very machine and planner of the daemon; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.kinds import country, moment, zone_name
from daemon.cli.paint import as_json, console, plain, put
from daemon.errors import BadInput

if TYPE_CHECKING:
    from cadences.cadence import Cadence
    from cadences.moments import Instant
    from cadences.people import Contact, Rep
    from cadences.preview import Preview
    from cadences.promises import Promise

_NEARER = "name a nearer --start"
WIDTH = 80
"""Columns of a timeline in a pipe: it is read, not searched."""
WHO = "they"
"""Who stands in for the contact in reasons."""


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.option("--start", type=moment, metavar="TIME", help="When it begins, like 2026-11-23T08:00; else now.")
@click.option("--timezone", type=zone_name, metavar="ZONE", help="Rep's and contact's zone; else this machine's.")
@click.option("--country", type=country, metavar="CC", help="Rep's and contact's country; else weekends alone count.")
@click.option("--promise", metavar="TEXT", multiple=True, help='What the contact said before, like "after 17:00".')
@click.option("--answers", metavar="LIST", help="What comes of touches that reach out, in turn, commas between.")
@click.option("--answer", metavar="TEXT", multiple=True, help="The same one by one; may be repeated.")
@click.option("--count", type=click.IntRange(1, 1000), default=20, show_default=True, help="Touches at most.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def preview(ctx: click.Context, /, file: str, *, json_: bool, **said: Any) -> None:
    """See the touches a cadence would lead to. FILE is a cadence file, or the name of a cadence there is.

    What has no answer stays so: emails are sent and not replied to, calls are not answered.
    """
    from cadences import preview as core
    from integrations.holidays_of import Holidays

    cadence = _cadence(ctx, file)
    zone = said["timezone"] or _here()
    rep, contact = _people(zone, said["country"])
    start = _start(said["start"], zone)
    try:
        promises = tuple(_promise(text, start, zone) for text in said["promise"])
        answers = (*core.split_answers(said["answers"] or ""), *said["answer"])
        shown = core.preview(
            cadence, contact, rep, start, answers, Holidays().name_of, said["count"], promises=promises
        )
    except ValueError as error:
        raise BadInput(str(error)) from None
    except OverflowError:
        raise BadInput(f"the preview runs past the last day of the calendar from {start:%Y} on", _NEARER) from None
    if json_:
        as_json(_shape(cadence, shown, zone))
    else:
        _tell(cadence, shown, start, zone)


def _cadence(ctx: click.Context, given: str) -> Cadence:
    """Return the cadence of a file, or of a name that is known; all that is wrong with it is told."""
    from cadences.files import read_cadence
    from daemon.library import Library, read_text

    library = Library(home_of(ctx).cadences)
    text = None if "/" in given or given.endswith(".yaml") else library.text(given)
    if text is None and not Path(given).exists() and not given.endswith(".yaml"):
        raise BadInput(f"{given} is no file and no cadence's name", f"there are {', '.join(library.names())}")
    if text is None:
        found = read_cadence(read_text(Path(given)), given, others=library.near(Path(given)).text)
    else:
        found = read_cadence(text, f"{given}.yaml", others=library.text)
    if isinstance(found, tuple):
        raise BadInput("\n".join(str(one) for one in found), f"klart check {given} shows the places")
    return found


def _here() -> str:
    from daemon import clock

    return clock.local_zone() or "UTC"


def _people(zone: str, country: str | None) -> tuple[Rep, Contact]:
    """Return a rep with office hours and a contact, both in that zone and country."""
    from cadences.people import Contact, Rep

    rep = Rep("rep", "the rep", zone, country)
    return rep, Contact("contact", WHO, zone, country=country, phone="+00 000 0000", email="contact@example.com")


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
    from cadences.promises import Promise
    from cadences.whens import read_when

    return Promise(read_when(text, start, zone_of(zone)), start, text)


def _shape(cadence: Cadence, shown: Preview, zone: str) -> dict[str, Any]:
    from cadences.moments import zone as zone_of

    where = zone_of(zone)
    return {
        "cadence": cadence.name,
        "touches": [
            {
                "n": touch.n,
                "step": touch.step,
                "channel": touch.channel.value,
                "try": touch.attempt,
                "start": touch.span.start.astimezone(where).isoformat(),
                "end": touch.span.end.astimezone(where).isoformat(),
                "timezone": touch.timezone,
                "outcome": touch.outcome.value,
                "why": _sentences(touch.reasons, zone),
                "conflicts": _sentences(touch.conflicts, zone),
            }
            for touch in shown.touches
        ],
        "state": shown.state,
        "then": [
            {"cadence": one.cadence, "due": None if one.due is None else one.due.astimezone(where).isoformat()}
            for one in shown.then
        ],
    }


def _sentences(reasons: Sequence[Any], zone: str) -> list[str]:
    from cadences import wording
    from cadences.moments import zone as zone_of

    return [wording.sentence([one], "en", zone=zone_of(zone)) for one in reasons]


def _tell(cadence: Cadence, shown: Preview, start: Instant, zone: str) -> None:
    from rich.text import Text

    from cadences.moments import zone as zone_of

    out, shape = console(WIDTH), _shape(cadence, shown, zone)
    begins = start.astimezone(zone_of(zone))
    head = f"{cadence.name}, from {begins:%a} {begins.day} {begins:%b %Y %H:%M} ({zone})"
    put(out, Text(head, "bold"), *_timeline(shape))
    put(out, Text(f"\n{shape['state'].replace('_', ' ')}", "bold"))
    for one in shape["then"]:
        due = "" if one["due"] is None else f", from {_day(datetime.fromisoformat(one['due']))}"
        put(out, Text(f"then {one['cadence']}{due}"))


def _timeline(shape: dict[str, Any]) -> Iterator[Any]:
    """Yield the lines of the timeline: a touch, and below it why there; weeks are told apart."""
    from rich.padding import Padding
    from rich.text import Text

    from cadences.brief import SIGNS

    week = None
    for touch in shape["touches"]:
        start = datetime.fromisoformat(touch["start"])
        if start.isocalendar()[:2] != week:
            week = start.isocalendar()[:2]
            yield Text(f"\nweek {week[1]}" + ("" if start.year == week[0] else f" of {week[0]}"), "dim")
        tried = f" (try {touch['try']})" if touch["try"] > 1 else ""
        name = f"{plain(touch['step']).replace('-', ' ')}{tried}"
        head = f"{touch['n']:>3}  {_day(start)} {start:%H:%M}  {SIGNS.get(touch['channel'], '·'):2} "
        yield Text.assemble(head, (f"{name:28} ", "bold"), touch["outcome"].replace("_", " "))
        for said in [*touch["why"][:1], *(f"! {one}" for one in touch["conflicts"])]:
            yield Padding(Text(plain(said).rstrip("."), "dim"), (0, 0, 0, 26))


def _day(at: datetime) -> str:
    return f"{at:%a} {at.day:>2} {at:%b}"
