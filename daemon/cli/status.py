"""`klart status`: how things stand, and what needs a person. Knows how it looks; the numbers are the service's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.paint import as_json, plain, tell

_NAMED: Final = 5
"""People who are named one by one."""


@click.command(cls=Command)
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def status(ctx: click.Context, *, json_: bool) -> None:
    """How things stand: what is open, what needs you, how the calendars are, what was promised and kept."""
    from daemon import clock, wake
    from daemon.errors import KlartError
    from daemon.service.status import status as counted
    from daemon.wiring import opened

    home = home_of(ctx)
    with opened(home) as house, house.store.read() as conn:
        shape = counted(conn, house.world, clock.now())
    try:
        facts = wake.ask(home.socket, wake.FACTS, wake.SOON)
    except KlartError:
        facts = {"process": None}
    shape["daemon"] = None if facts is None else {"process": facts.get("process")}
    if json_:
        as_json(shape)
    else:
        tell(*_lines(shape))


def _lines(shape: dict[str, Any]) -> Iterator[str]:
    still = f", {shape['overdue']} still open from before" if shape["overdue"] else ""
    yield f"open      {shape['open']} followed up: {shape['planned']} planned{still}"
    ended = ("won", "lost", "opted_out", "referred", "given_up")
    yield "ended     " + ", ".join(f"{shape[name]} {name.replace('_', ' ')}" for name in ended)
    promises = shape["promises"]
    yield f"promises  {promises['kept']} kept" + (f", {promises['broken']} could not be" if promises["broken"] else "")
    for one in shape["calendars"]:
        yield f"calendar  {_calendar(one)}"
    runs = shape["daemon"]
    yield "daemon    " + (f"runs (process {runs['process']})" if runs else "does not run: klart run, or klart once")
    for one in shape["conflicts"]:
        yield f"conflict  {plain(one['contact'])}: {plain(' '.join(one['why']))}"
    for one in shape["questions"]:
        yield f"question  {plain(one['contact'])}: {plain(one['asked'])}"
    for one in shape["adrift"]:
        yield f"cadence   {one['cadence']}: {plain(one['why'])}; {going_on(one['who'])}"
    if shape["without_next_touch"]:
        yield f"FAULT     {shape['without_next_touch']} open without a next touch; please report it"


def going_on(who: Sequence[str]) -> str:
    """Name those who go on in the version that the store keeps, the first few of many."""
    named = ", ".join(plain(name) for name in who[:_NAMED])
    more = f" and {len(who) - _NAMED} more" if len(who) > _NAMED else ""
    return f"{named}{more} {'goes' if len(who) == 1 else 'go'} on in the version kept"


def _calendar(one: dict[str, Any]) -> str:
    seen = "never read yet" if one["last_sync"] is None else f"read {_when(one['last_sync'])}"
    waits = f", {one['unpushed']} to write" if one["unpushed"] else ""
    said = f": {plain(one['said'])}" if one["said"] else ""
    return f"{plain(one['name'])} ({one['state']}), {one['events']} events, {seen}{waits}{said}"


def _when(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{at:%a} {at.day} {at:%b} {at:%H:%M}"
