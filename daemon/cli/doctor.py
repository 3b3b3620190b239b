"""`klart doctor`: what is in order and what is not, with what to do. Knows how it looks; `checkup` does the looking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.paint import as_json, console, grid, plain, put, tell
from daemon.errors import ExitCode, KlartError

if TYPE_CHECKING:
    from daemon.checkup import Look
    from daemon.home import Home

MARKS: Final = {"well": ("✓", "green"), "note": ("·", "cyan"), "wrong": ("✗", "yellow")}


@click.command(cls=Command)
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def doctor(ctx: click.Context, *, json_: bool) -> int:
    """Look for what is not in order: folders, settings, store, clock, holidays, calendar server, packages, service.

    Nothing is changed. Exit 1 when something is wrong.
    """
    looks = list(_looks(home_of(ctx)))
    if json_:
        as_json(
            {
                "looks": [
                    {"what": look.what, "state": look.state.value, "said": look.said, "hint": look.hint or None}
                    for look in looks
                ]
            }
        )
    else:
        _show(looks)
    return ExitCode.FOUND if any(look.state == "wrong" for look in looks) else ExitCode.WELL


def _looks(home: Home) -> Iterator[Look]:
    from daemon import checkup, checkup_outside, clock, settings
    from daemon.checkup import Look, State

    now = clock.now()
    yield from checkup.at_home(home)
    try:
        found = settings.load(home.settings)
        yield Look("settings", State.WELL, str(home.settings))
    except KlartError as error:
        found = None
        yield from (Look("settings", State.WRONG, line, error.hint or "") for line in error.message.splitlines())
    yield from checkup.at_store(home)
    yield from checkup.at_clock(now, found)
    if found is not None:
        yield from checkup.at_calendar(home, found)
        yield checkup.at_holidays(found)
    yield from checkup.at_cadences(home)
    yield from checkup.at_strangers()
    yield checkup_outside.at_daemon(home)
    if found is not None:
        yield from checkup_outside.at_server(home, found, now)
    yield checkup_outside.at_service()


def _show(looks: list[Look]) -> None:
    from rich.text import Text

    out = console()
    table = grid({"width": 1}, {"no_wrap": True}, {"overflow": "fold"})
    for look in looks:
        mark, colour = MARKS[look.state.value]
        said = Text(plain(look.said)).append(f"\n→ {plain(look.hint)}" if look.hint else "", colour)
        table.add_row(Text(mark, colour), plain(look.what), said)
    put(out, table)
    wrong = sum(look.state == "wrong" for look in looks)
    tell(f"\n{wrong} to look at" if wrong else "\nall is well")
