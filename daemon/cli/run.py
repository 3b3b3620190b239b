"""`klart run` and `klart once`: the daemon, and one round without it. Knows how to start and end them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.paint import as_json, tell
from daemon.errors import CannotReach, ExitCode, FoundWrong

if TYPE_CHECKING:
    from daemon.home import Home

PATIENCE: Final = 300.0
"""Seconds `once` waits for the round of a running daemon."""
TURNS: Final = 12
"""How often `once` waits for another one's round to end before it gives up; in between it asks for a daemon."""
TURN: Final = 5.0
"""Seconds of one such wait."""


@click.command(cls=Command)
@click.pass_context
def run(ctx: click.Context) -> None:
    """Run the daemon until it is told to stop (SIGTERM or Ctrl-C).

    SIGHUP lets it read settings and cadences again. A second one on the same store ends with exit code 4.
    """
    from daemon import logs, runner
    from daemon.doing import doing
    from daemon.locking import held
    from daemon.wiring import opened, refuse_elsewhere

    home = home_of(ctx)
    with opened(home) as house, held(home.lock):
        refuse_elsewhere(house.settings, house.store)
        said = house.settings.logs
        pretty = None if said.format == "auto" else said.format == "text"
        logs.configure(said.level, personal=said.personal, salt=house.world.installation, pretty=pretty)
        work = doing(house)
        try:
            runner.run(work, home.socket)
        finally:
            work.server.stop()


@click.command(cls=Command)
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def once(ctx: click.Context, *, json_: bool) -> int:
    """Do one full round with the calendar (read, understand, plan, write), and end.

    Beside a running daemon it asks that one for a round, and waits for it; beside another once it waits its turn.
    """
    done, by = _round(home_of(ctx))
    if json_:
        as_json({"round": done, "by": by})
    elif done["state"] == "ok":
        tell(*_sentences(done))
    return _code(done, quiet=json_)


def _round(home: Home) -> tuple[dict[str, Any], str]:
    """Have a round done, by the daemon or here, and return it and by whom; one that is going on is waited for."""
    from daemon import wake
    from daemon.locking import Taken
    from daemon.wiring import opened, refuse_elsewhere

    with opened(home) as house:
        refuse_elsewhere(house.settings, house.store)  # a daemon keeps its last good ones, and would say all is well
    for left in reversed(range(TURNS)):
        answer = wake.ask(home.socket, wake.ROUND, PATIENCE)
        if answer is not None and "error" in answer:
            raise CannotReach(str(answer["error"]))
        if answer is not None:
            return answer["round"], "daemon"
        try:
            return _alone(home), "once"
        except Taken:
            if not left:
                raise
    raise AssertionError("the last turn returns or raises")


def _code(done: dict[str, Any], *, quiet: bool) -> int:
    """Return the exit code of a round; what was wrong goes to the error stream."""
    if done["state"] == "ok":
        return ExitCode.WELL
    if quiet:
        return ExitCode.FOUND if done["state"] == "frozen" else ExitCode.UNREACHABLE
    said = done["said"] or f"the calendar is {done['state']}"
    if done["state"] == "frozen":
        raise FoundWrong(said)
    raise CannotReach(said, "the plan stands; the next round catches up")


def _alone(home: Home) -> dict[str, Any]:
    """Do the round in this process; the embedded server runs as long as it takes."""
    from contextlib import nullcontext

    from daemon import clock
    from daemon.doing import doing
    from daemon.embedded import served
    from daemon.locking import held
    from daemon.wiring import opened

    with opened(home) as house, held(home.lock, TURN):
        work = doing(house)
        embedded = house.settings.calendar.url is None
        with served(work.server) if embedded else nullcontext():
            work.tend(clock.now())
            done = work.round(clock.now(), asked=True)
            work.hang_up()
    return done


def _sentences(done: dict[str, Any]) -> list[str]:
    """Say what a round did, in the order in which it does things; what did not happen is left out."""
    parts = [f"{part} {_counted(done[part])}" for part in ("read", "wrote") if done[part]]
    return [", ".join(parts) if parts else "nothing new in the calendar, and nothing to write"]


def _counted(counts: dict[str, int]) -> str:
    return "; ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
