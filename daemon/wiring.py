"""Where concrete things meet: settings, store, cadences, holidays, calendar. The one room that knows them all.

Decides nothing: what a round is stands in `daemon.sync`, what happens to an enrollment in `daemon.service`.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from daemon import settings
from daemon.errors import BadInput, RefusedForSafety
from daemon.home import Home
from daemon.library import Library

if TYPE_CHECKING:
    from daemon.service.world import World
    from daemon.settings import Settings
    from daemon.store.engine import Store

OWN_SERVER: Final = "klart's own server"


@dataclass(slots=True)
class House:
    """A home that is open: its settings, its store, and the world that use cases are given."""

    home: Home
    settings: Settings
    store: Store
    world: World


@contextmanager
def opened(home: Home, library: Library | None = None) -> Iterator[House]:
    """Open a home for as long as the block lasts.

    Raises:
        KlartError: It was never set up, its settings are wrong, or its store cannot be used.
    """
    from daemon.store.engine import open_existing

    found = _settings(home)
    with open_existing(home.store) as store:
        yield House(home, found, store, world_of(home, found, store, library))


def _settings(home: Home) -> Settings:
    """Read the settings; where they are faulty, say too that a daemon which runs does not mind them."""
    from daemon import wake

    try:
        return settings.load(home.settings)
    except BadInput as error:
        if not wake.poke(home.socket, wake.FACTS):
            raise
        runs = "the daemon that runs goes on with the last good settings"
        raise BadInput(error.message, f"{error.hint}; {runs}" if error.hint else f"mend it; {runs}") from None


def world_of(home: Home, found: Settings, store: Store, library: Library | None = None) -> World:
    """Make the world of a use case; anew after the settings or the cadences changed.

    Raises:
        BadInput: The store was never set up.
    """
    from daemon.service.world import Cadences, World
    from daemon.store import setup
    from integrations.holidays_of import Holidays

    with store.read() as conn:
        installation = setup.installation(conn)
    if installation is None:
        raise BadInput(f"{home.store} was never set up", "run klart init")
    cadences = Cadences((library or Library(home.cadences)).text)
    return World(found.rep, cadences, Holidays(found.rep.language).name_of, installation)


def refuse_elsewhere(found: Settings, store: Store) -> None:
    """Refuse settings that name another calendar than the one that was set up: a word in a file moves no events.

    Raises:
        RefusedForSafety: They do; `klart init` moves there.
    """
    from daemon.store import setup

    with store.read() as conn:
        server, row = setup.named_server(conn), setup.klart_calendar(conn, found.rep.id)
    if row is None:
        return
    url, name = found.calendar.url or "", found.calendar.name
    if (url, name) == (url if server is None else server, row.name):
        return
    there = f"{name!r} at {url or OWN_SERVER}"
    was = f"{row.name!r} at {(row.url if server is None else server) or OWN_SERVER}"
    address = f" --caldav {url}" if url else ""
    raise RefusedForSafety(
        f"klart.toml names the calendar {there}, but klart's is {was}",
        f"klart init{address} --calendar {shlex.quote(name)} moves it there; else put the old one back into klart.toml",
    )
