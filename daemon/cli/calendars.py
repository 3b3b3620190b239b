"""`klart calendar`: where the calendars are, for people who want to look at them with another app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from daemon.cli.frame import Command, Entry, Group, home_of
from daemon.cli.paint import as_json, plain, tell

if TYPE_CHECKING:
    from daemon.wiring import House

COMMANDS: Final = {"list": Entry("daemon.cli.calendars:list_", "The calendars: state, address, user.")}

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
