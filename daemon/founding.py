"""Setting up a home, and changing how it is set up: the server is tried first, then everything is written.

Knows settings, store and calendar server; asks nobody anything. A failure before the end leaves all as it was.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cadences.moments import Instant
from daemon import settings, settings_file
from daemon.account import account_of
from daemon.embedded import Server, served
from daemon.errors import BadInput, CannotReach, RefusedForSafety
from daemon.home import Home
from daemon.settings import Settings
from integrations.ports import PortError

if TYPE_CHECKING:
    from integrations.caldav.discovery import Found


@dataclass(frozen=True, slots=True)
class Founded:
    """What came of it: the settings now in force, whether they are new, and where the calendar is.

    `moved` = it is another calendar than before; `remade` = it was gone, and stands there empty now.
    """

    settings: Settings
    fresh: bool
    calendar_url: str
    moved: bool
    remade: bool


def found(home: Home, changes: Mapping[str, Any], now: Instant) -> Founded:
    """Set up a home, or change only what is given.

    Raises:
        BadInput: What would stand in the settings is wrong.
        CannotReach: The calendar server cannot be reached, or lets nobody make the calendar.
        RefusedForSafety: The folders are no place for people's names.
    """
    from daemon.store import place

    old = home.settings.read_text("utf-8") if home.settings.exists() else None
    text = settings_file.changed(old, changes)
    wanted = settings.parse(text, str(home.settings))
    for folder in (home.config, home.state):
        _refuse_file(folder)
        place.refuse_shared(_nearest(folder))
    with _made(home), _reached(home, wanted) as calendar:
        before, moved = _write_store(home, wanted, calendar, now, same=_embedded(old) and _embedded(text))
        settings_file.write(home.settings, text)
    if old is not None:
        _replan(home, now)
    return Founded(wanted, old is None, calendar.url, moved, remade=before and calendar.made and not moved)


def _refuse_file(folder: Any) -> None:
    if folder.exists() and not folder.is_dir():
        raise RefusedForSafety(f"{folder} is a file", "name a folder with --home")


def _nearest(folder: Any) -> Any:
    """Return the folder, or the nearest above it that is there."""
    return folder if folder.exists() else _nearest(folder.parent)


@contextmanager
def _made(home: Home) -> Iterator[None]:
    """Make the home's folders; take away what was not there before, should the block fail."""
    made = [folder for folder in (home.config, home.state) if not folder.exists()]
    server = home.server.exists()
    for folder in (home.config, home.state):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if not server:
            shutil.rmtree(home.server, ignore_errors=True)
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _reached(home: Home, wanted: Settings) -> Iterator[Found]:
    """Reach the server, and find or make the calendar."""
    server = Server(home.server)
    if wanted.calendar.url is not None:
        yield _calendar(wanted, server)
        return
    with served(server):
        yield _calendar(wanted, server)


def _calendar(wanted: Settings, server: Server) -> Found:
    from integrations.caldav.discovery import ready_calendar

    try:
        account = account_of(wanted.calendar, server, server.running)
        return ready_calendar(account, wanted.calendar.name)
    except PortError as error:
        raise CannotReach(error.what, "nothing was changed") from error


def _write_store(home: Home, wanted: Settings, found: Found, now: Instant, *, same: bool) -> tuple[bool, bool]:
    """Write what the store must know; return whether there was a calendar before, and whether this is another one.

    One that was made just now is empty: nobody deleted what it lacks, even where it stands at the old address.
    """
    from daemon.store import people, setup
    from daemon.store.engine import open_store

    with open_store(home.store) as store, store.write() as conn:
        setup.keep_installation(conn, secrets.token_hex(16))
        server = setup.named_server(conn)
        people.keep_rep(conn, wanted.rep)
        before = setup.klart_calendar(conn, wanted.rep.id)
        id_ = setup.keep_calendar(conn, wanted.rep.id, found.url, wanted.calendar.name, now)
        setup.keep_named_server(conn, wanted.calendar.url)
        moved = before is not None and before.url != found.url and not (same and not server)
        if moved or (before is not None and found.made):
            setup.start_afresh(conn, wanted.rep.id, id_)
    home.cadences.mkdir(mode=0o700, exist_ok=True)
    return before is not None, moved


def _replan(home: Home, now: Instant) -> None:
    """Plan anew what stands: hours, zone or country may be others now; what still fits stays where it is."""
    from daemon.service.replan import replan
    from daemon.wiring import opened

    with opened(home) as house, house.store.write() as conn:
        replan(conn, house.world, house.world.rep.id, None, now)


def _embedded(text: str | None) -> bool:
    """Whether settings mean the embedded server, whose port may change while its calendar stays the same."""
    try:
        return text is not None and settings.parse(text, "").calendar.url is None
    except BadInput:
        return False
