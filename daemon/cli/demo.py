"""`klart demo`: the demonstration as it is seen. Knows how it looks; what happens is the story's and the play's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from daemon.cli.frame import Command, Invocation
from daemon.cli.paint import console, grid, put
from daemon.errors import ExitCode, RefusedForSafety

if TYPE_CHECKING:
    from rich.console import Console

    from daemon.demo.play import Play, Touch
    from daemon.demo.proof import Proof
    from daemon.demo.story import Act
    from daemon.home import Home

ROWS: Final = 5
"""Touches in a small table."""


@click.command(cls=Command)
@click.pass_context
def demo(ctx: click.Context) -> int:
    """Play a week through, in a home and on a calendar server of its own; under a minute.

    Twelve people at fictional firms, three cadences, five answers, and at the end a look into the server itself.
    Without --home everything is gone afterwards.
    """
    from daemon.demo.stage import staged

    out = console()
    with _home(ctx) as home:
        put(out, _title("A week with klart"), f"A calendar server of its own starts, in {home.state} …")
        with staged(home) as play:
            _opening(out, play)
            _acts(out, play)
            proof = _ending(out, play)
    _try_next(out, ctx)
    return ExitCode.FOUND if proof.differences else ExitCode.WELL


@contextmanager
def _home(ctx: click.Context) -> Iterator[Home]:
    """Yield the home that was named, which must be empty, or one that is gone afterwards."""
    from daemon.home import Home, find_home

    given = ctx.find_root().ensure_object(Invocation).home
    if given is None:
        with tempfile.TemporaryDirectory(prefix="klart-demo-") as folder:
            yield Home(Path(folder), Path(folder))
        return
    home = find_home(given)
    if home.settings.exists() or home.store.exists():
        raise RefusedForSafety(f"{given} is somebody's home already", "name a folder that is empty or not there")
    yield home


# --- the scenes -----------------------------------------------------------------------------------------------------
def _opening(out: Console, play: Play) -> None:
    from daemon.demo.story import MONDAY

    count = play.begin()
    put(out, "", _title(f"Monday morning: {count} people are enrolled, in three cadences"))
    _wrote(out, play.sync())
    _agenda(out, play, MONDAY, MONDAY + timedelta(days=2))


def _acts(out: Console, play: Play) -> None:
    from daemon.demo.story import ACTS

    left = list(ACTS)
    while left:
        act = play.upcoming(left)
        _act(out, play, act)
        left.remove(act)


def _act(out: Console, play: Play, act: Act) -> None:
    from rich.text import Text

    play.sync()
    put(out, "", _title(f"{play.clock()}  {act.before}"))
    before = play.agenda()
    _small(out, "before", before, act.who)
    play.answer(act.who, act.words)
    put(out, Text.assemble(("  $ ", "dim"), (f"klart log {act.who.split('-')[0]} {act.words}", "bold cyan")))
    _wrote(out, play.sync())
    _small(out, "after", play.agenda(), act.who)
    put(out, Text(f"  {act.after}", "italic"))


def _ending(out: Console, play: Play) -> Proof:
    from daemon.demo.play import at, monday_after
    from daemon.demo.stage import proved
    from daemon.demo.story import MONDAY

    play.until(at(MONDAY + timedelta(days=4), 17))
    coming = monday_after(MONDAY)
    put(out, "", _title(f"{play.clock()}  The week is over. What stands in the next one:"))
    _wrote(out, play.sync())
    _agenda(out, play, coming, coming + timedelta(days=6))
    proof = proved(play)
    _say_proof(out, proof)
    return proof


def _say_proof(out: Console, proof: Proof) -> None:
    from rich.text import Text

    put(out, _title("The server itself, asked by plain HTTP"))
    if proof.differences:
        for line in proof.differences:
            put(out, Text(f"  ✗ {line}", "yellow"))
        return
    said = (
        f"  ✓ {proof.planned} touches planned, {proof.planned} events; {proof.records} done, {proof.records} records;"
    )
    put(out, Text(f"{said} nothing else. The calendar holds exactly what the plan says.", "green"))


def _try_next(out: Console, ctx: click.Context) -> None:
    from rich.padding import Padding

    given = ctx.find_root().ensure_object(Invocation).home
    put(out, "", _title("Try next"))
    first = ("klart demo --home DIR", "the same, and the home stays, to look around in")
    if given is not None:
        first = (f"klart agenda --home {given}", "the plan; also: why anna, status, contact list")
    table = grid({"style": "bold cyan", "no_wrap": True}, {"overflow": "fold"})
    table.add_row(*first)
    table.add_row("klart preview cold-call", "what a cadence leads to, before anybody is enrolled")
    table.add_row("klart init", "set up your own; it asks")
    put(out, Padding(table, (0, 0, 0, 2)))


# --- how it looks ---------------------------------------------------------------------------------------------------
def _title(text: str) -> Any:
    from rich.text import Text

    return Text(text, "bold")


def _agenda(out: Console, play: Play, first: Any, last: Any) -> None:
    from daemon.cli.days import show
    from daemon.demo.play import today

    show(out, play.agenda((first, last)), today(play))


def _wrote(out: Console, done: dict[str, Any]) -> None:
    from rich.text import Text

    counted = ", ".join(f"{count} {name}" for name, count in done["wrote"].items())
    put(out, Text(f"  calendar: {counted or 'nothing to write'}", "dim"))


def _small(out: Console, name: str, touches: Sequence[Touch], who: str) -> None:
    """Show the next few touches and the one that it is about."""
    from daemon.cli.days import few

    few(out, name, touches, who, ROWS)
