"""Putting the demonstration on: a home that is set up, a server that runs, and the proof at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from daemon.demo.play import Play, at
from daemon.demo.proof import Proof, compare, events_of
from daemon.demo.story import MONDAY, REP
from daemon.doing import doing
from daemon.embedded import USER, served
from daemon.founding import found
from daemon.home import Home
from daemon.locking import held
from daemon.store import setup
from daemon.wiring import opened


@contextmanager
def staged(home: Home) -> Iterator[Play]:
    """Set a home up and yield the play on it, with its server running for as long as the block lasts."""
    now = at(MONDAY, 8)
    found(home, REP, now)
    with opened(home) as house, held(home.lock):
        work = doing(house)
        with served(work.server):
            yield Play(work, now)
            work.hang_up()


def proved(play: Play) -> Proof:
    """Ask the server itself, by plain HTTP, and compare what it holds with the plan."""
    house = play.work.house
    with house.store.read() as conn:
        row = setup.klart_calendar(conn, house.world.rep.id)
        done = setup.done_by_name(conn, house.world.rep.id)
    assert row is not None
    password = play.work.server.password_file.read_text("utf-8").strip()
    return compare(events_of(row.url, USER, password), play.agenda(), done)
