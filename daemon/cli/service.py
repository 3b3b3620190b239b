"""`klart service`: the user's systemd unit, put in place, looked at and taken away. Knows words; `units` does it."""

from __future__ import annotations

import os
import sys
from typing import Final

import click

from daemon.cli.frame import Entry, Group, home_of
from daemon.cli.paint import as_json, tell

COMMANDS: Final = {
    "install": Entry("daemon.cli.service:install", "Write the unit, enable it and start it."),
    "status": Entry("daemon.cli.service:status", "How the service is."),
    "uninstall": Entry("daemon.cli.service:uninstall", "Stop the service and remove its unit; the store stays."),
}

service = Group(COMMANDS, name="service", help="Let systemd run the daemon, from login to logout.")

_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")


@click.command(cls=Group.command_class)
@_dry_run
@click.pass_context
def install(ctx: click.Context, *, dry_run: bool) -> None:
    """Write the user's unit, enable it and start it.

    A unit that you wrote or changed yourself is left alone. To run it before you log in: loginctl enable-linger.
    """
    from daemon import settings, units

    home = home_of(ctx)
    settings.load(home.settings)
    one = home.config if home.config == home.state else None
    script = units.console_script(sys.argv[0])
    unit = units.render(units.template(), script, one, dict.fromkeys((home.config, home.state)))
    tell(*units.install(unit, units.place(os.environ), units.systemctl, dry_run=dry_run))


@click.command(cls=Group.command_class)
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def status(_ctx: click.Context, *, json_: bool) -> int:
    """How the service is; exit 1 when it does not run."""
    from daemon import units

    found = units.status(units.place(os.environ), units.systemctl)
    runs = found.active.startswith("active")
    if json_:
        as_json({"installed": found.installed, "enabled": found.enabled, "active": found.active, "told": found.told,
                 "pid": found.pid, "restarts": found.restarts})  # fmt: skip
    else:
        words = "enabled" if found.enabled else "not enabled"
        tell(f"{units.NAME}: {found.active}, {words}, {found.restarts} restarts", *filter(None, [found.told]))
    return 0 if runs else 1


@click.command(cls=Group.command_class)
@_dry_run
@click.pass_context
def uninstall(_ctx: click.Context, *, dry_run: bool) -> None:
    """Stop and disable the service and remove its unit. Settings and store stay."""
    from daemon import units

    tell(*units.uninstall(units.place(os.environ), units.systemctl, dry_run=dry_run))
