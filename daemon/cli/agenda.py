"""`klart agenda`: what is to be done, day by day. Knows how it looks; what is to be done, the service says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.kinds import day as a_day
from daemon.cli.paint import as_json, console, tell
from daemon.errors import BadInput

if TYPE_CHECKING:
    from daemon.wiring import House


@click.command(cls=Command)
@click.option("--day", type=a_day, metavar="DATE", help="Of one day, like 2026-11-23.")
@click.option("--week", is_flag=True, help="Of the week that --day or today lies in, Monday to Sunday.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def agenda(ctx: click.Context, day: date | None, *, week: bool, json_: bool) -> None:
    """What is to be done, day by day in your time zone; without --day or --week every open touch."""
    from daemon import clock
    from daemon.cli.days import show
    from daemon.service import agenda as service
    from daemon.wiring import opened

    now = clock.now()
    with opened(home_of(ctx)) as house, house.store.read() as conn:
        today = _today(house)
        shape = service.agenda(conn, house.world, now, _days(day, today, week=week))
    if json_:
        as_json(shape)
    elif shape["touches"]:
        show(console(), shape["touches"], today)
    else:
        tell(_nothing(day, week=week))


def _today(house: House) -> date:
    from cadences.moments import day_in, zone
    from daemon import clock

    return day_in(clock.now(), zone(house.world.rep.timezone))


def _days(day: date | None, today: date, *, week: bool) -> tuple[date, date] | None:
    """Return the first and the last day that are meant; nothing = all."""
    if not week:
        return None if day is None else (day, day)
    try:
        monday = (day or today) - timedelta(days=(day or today).weekday())
        return monday, monday + timedelta(days=6)
    except OverflowError:
        raise BadInput(f"--day {day}: there is no whole week around it", "name a nearer day") from None


def _nothing(day: date | None, *, week: bool) -> str:
    if week or day is not None:
        return "nothing then; klart agenda shows every open touch"
    return "nothing is open; klart enroll CONTACT CADENCE starts following somebody up"
