"""Who asks at which calendar server: the settings' or the embedded one's, with the password fetched. Keeps neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daemon.embedded import USER, Running, Server
from daemon.settings import Calendar
from integrations.passwords import File, fetch

if TYPE_CHECKING:
    from integrations.caldav.discovery import Account


def account_of(calendar: Calendar, server: Server, running: Running | None) -> Account:
    """Return the account of the settings; of the embedded server, which must run, where they name none.

    Raises:
        NoPassword: The password cannot be had.
    """
    from integrations.caldav.discovery import Account

    if calendar.url is not None:
        assert calendar.password is not None
        return Account(calendar.url, calendar.user, fetch(calendar.password))
    assert running is not None
    return Account(f"{running.url}{USER}/", USER, fetch(File(server.password_file)))
