"""`klart calendar`: where the calendars are, and a person's word on events that vanished in a wave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from daemon.cli.frame import Command, Entry, Group, home_of
from daemon.cli.paint import as_json, plain, tell
from daemon.errors import RefusedForSafety

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from daemon.wiring import House

COMMANDS: Final = {
    "list": Entry("daemon.cli.calendars:list_", "The calendars: state, address, user."),
    "accept": Entry("daemon.cli.calendars:accept", "What vanished was deleted by you: skip those touches."),
    "restore": Entry("daemon.cli.calendars:restore", "What vanished was no wish of yours: put it back."),
}

calendar = Group(COMMANDS, name="calendar", help="The calendars.")


@click.command("list", cls=Command)
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def list_(ctx: click.Context, *, json_: bool) -> None:
    """The calendars: name, state, last round, address and user, so that any calendar app can subscribe."""
    from daemon.store import setup
    from daemon.wiring import opened

    with opened(home_of(ctx)) as house, house.store.read() as conn:
        shown = [_shape(house, row) for row in setup.all_calendars(conn, house.world.rep.id)]
    if json_:
        as_json({"calendars": shown})
        return
    for one in shown:
        tell(f"{plain(one['name'])}: {one['state']}" + (f", {plain(one['said'])}" if one["said"] else ""))
        tell(f"  address     {one['url']}")
        tell(f"  user        {one['user']}")
        if one["password_file"]:
            tell(f"  password    in {one['password_file']}")
            tell("  server      klart's own: on this machine alone, while klart run is running")
        tell(f"  last round  {one['last_sync'] or 'never'}")


def _shape(house: House, row: Any) -> dict[str, Any]:
    from cadences.moments import zone
    from daemon.embedded import USER, Server

    embedded = house.settings.calendar.url is None
    where = zone(house.world.rep.timezone)
    return {
        "name": row.name,
        "state": row.state,
        "said": row.said,
        "url": row.url,
        "user": USER if embedded else house.settings.calendar.user,
        "embedded": embedded,
        "password_file": str(Server(house.home.server).password_file) if embedded else None,
        "last_sync": None if row.last_sync is None else row.last_sync.astimezone(where).isoformat(timespec="seconds"),
    }


@click.command(cls=Command)
@click.pass_context
def accept(ctx: click.Context) -> None:
    """Say that the events that vanished were deleted by you: their touches are skipped, and the next ones planned.

    The next round does it. A calendar in which nothing is missing is left as it is (exit 4).
    """
    from daemon.sync import thaw

    tell(f"{_decided(ctx, thaw.accept)} taken for deleted by you; the next round skips them and plans what follows")


@click.command(cls=Command)
@click.pass_context
def restore(ctx: click.Context) -> None:
    """Say that the events that vanished are to stand again: the next round puts them back.

    A calendar in which nothing is missing is left as it is (exit 4).
    """
    from daemon.sync import thaw

    tell(f"{_decided(ctx, thaw.restore)} to be put back by the next round")


def _decided(ctx: click.Context, decide: Callable[[Connection, int], int]) -> str:
    """Let a person's word be known in every calendar of the rep's; return of how many events it was."""
    from daemon import wake
    from daemon.store import setup
    from daemon.wiring import opened

    home = home_of(ctx)
    with opened(home) as house, house.store.write() as conn:
        count = sum(decide(conn, row.id) for row in setup.all_calendars(conn, house.world.rep.id))
        if not count:
            raise RefusedForSafety("no events are missing from the calendar", "klart status says how it stands")
    wake.poke(home.socket)
    return f"{count} event{'' if count == 1 else 's'}"
