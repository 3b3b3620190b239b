"""What `klart doctor` looks at outside: the daemon, the calendar server, systemd. Changes nothing there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from cadences.moments import Instant, instant
from daemon import units, wake
from daemon.account import account_of
from daemon.checkup import Look, State
from daemon.embedded import Server, served
from daemon.errors import KlartError
from daemon.first_try import for_a_person
from daemon.home import Home
from daemon.settings import Settings
from integrations.ports import PortError

if TYPE_CHECKING:
    from integrations.caldav.discovery import Account

APART: Final = timedelta(minutes=5)
"""How far our clock and a server's may lie apart before somebody should look."""


def at_daemon(home: Home) -> Look:
    """Look whether the daemon runs."""
    try:
        facts = wake.ask(home.socket, wake.FACTS, wake.SOON)
    except KlartError as error:
        return Look("daemon", State.WRONG, error.message, error.hint or "")
    if facts is None:
        return Look("daemon", State.NOTE, "it does not run", "klart service install, klart run, or klart once by hand")
    return Look("daemon", State.WELL, f"process {facts.get('process')}: {facts.get('status')}")


def at_server(home: Home, settings: Settings, now: Instant) -> Iterator[Look]:
    """Look whether the calendar server answers, knows us, has our calendar, and agrees about the time."""
    from integrations.caldav.discovery import calendars_of

    server = Server(home.server)
    with ExitStack() as stack:
        try:
            running = None if settings.calendar.url else stack.enter_context(served(server))
            account = account_of(settings.calendar, server, running)
            names = sorted(found.name for found in calendars_of(account))
            yield _calendar(settings.calendar.name, names)
            yield _clock(account, now)
        except PortError as error:
            yield Look(
                "calendar server", State.WRONG, for_a_person(error.what), "klart init --caldav URL changes the address"
            )
        except KlartError as error:
            yield Look("calendar server", State.WRONG, for_a_person(error.message), error.hint or "")


def _calendar(name: str, there: list[str]) -> Look:
    if name in there:
        return Look("calendar server", State.WELL, f"it answers, and has the calendar {name!r}")
    return Look("calendar server", State.WRONG, f"it has no calendar {name!r}", "run klart init again")


def _clock(account: Account, now: Instant) -> Look:
    """Compare our clock with the server's (RFC 9110, 6.6.1)."""
    from integrations.caldav.discovery import transport_of

    transport = transport_of(account, account.url)
    try:
        told = transport.request("OPTIONS", urlsplit(account.url).path or "/", {}).headers.get("date")
        theirs = None if told is None else instant(parsedate_to_datetime(told))
    except ValueError:
        theirs = None
    finally:
        transport.close()
    if theirs is None:
        return Look("server's clock", State.NOTE, "the server does not tell its time")
    apart = abs(theirs - now)
    if apart > APART:
        return Look("server's clock", State.WRONG, f"ours is {apart} away from it", "set the clock that is wrong")
    return Look("server's clock", State.WELL, "it agrees with ours")


def at_service() -> Look:
    """Look how the user's systemd unit is; a machine without systemd is in order too."""
    try:
        found = units.status(units.place(os.environ), units.systemctl)
    except KlartError as error:
        return Look("service", State.NOTE, error.message, error.hint or "")
    if not found.installed:
        return Look("service", State.NOTE, "no unit is installed", "klart service install")
    state = State.WELL if found.active.startswith("active") and found.enabled else State.WRONG
    return Look("service", state, f"{found.active}, {'enabled' if found.enabled else 'not enabled'}")
