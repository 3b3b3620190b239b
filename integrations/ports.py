"""The ports: what the service may ask of the outside world, and the few errors it may get. Knows no protocol.

Whoever fits a port passes the same contract suite (`tests/integrations/calendar_contract.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


# --- holidays --------------------------------------------------------------------------------------------------------
class PublicHolidays(Protocol):
    """Public holidays that count for work, by country and region."""

    def name_of(self, day: date, country: str, region: str | None) -> str | None:
        """Return the holiday's name, or nothing on other days and for countries without data."""
        ...


# --- calendars -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Trust:
    """How far a server's conditions hold; the default trusts none. What is not trusted costs a GET before or after.

    `creates` = creating never overwrites; `replaces` = of several writers at once only one wins, the others are told;
    `removes` = a changed object is not removed. (Measured: four of six servers break at least one of these.)
    """

    creates: bool = False
    replaces: bool = False
    removes: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An object as the server holds it: where, under which strong ETag (nothing = none was given), and its bytes."""

    href: str
    etag: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Changes:
    """What a calendar says has changed since a token.

    `changed` are hrefs and ETags to fetch (those whose ETag is already known may be skipped), `gone` hrefs that the
    server reports as deleted. `complete` = `changed` is the whole listing, so that what is absent from it may be
    gone (never inferred from it alone). `token` is to be stored in the transaction that stores the changes.
    """

    changed: tuple[tuple[str, str | None], ...]
    gone: tuple[str, ...]
    token: str | None
    complete: bool


class CalendarPort(Protocol):
    """One calendar collection. Every write is conditional; every method may raise the errors below.

    An `href` is the object's own name within the calendar, percent-encoding normalised; it holds wherever the
    calendar itself may move.
    """

    @property
    def trust(self) -> Trust:
        """How far this server's conditions hold, as far as is known by now."""
        ...

    def changes(self, token: str | None) -> Changes:
        """List what changed since a token; nothing, or a token the server no longer knows = the whole listing."""
        ...

    def fetch(self, hrefs: Sequence[str]) -> Iterable[Entry]:
        """Fetch objects, many in a request; those that are not there are left out (never taken for deleted)."""
        ...

    def get(self, href: str) -> Entry | None:
        """Fetch one object, or nothing if the server says that it is not there (404, 410)."""
        ...

    def create(self, href: str, body: bytes) -> str | None:
        """Create an object where none is; return its strong ETag if the server gave one.

        Raises:
            Exists: There is one already.
        """
        ...

    def replace(self, href: str, body: bytes, etag: str) -> str | None:
        """Replace the object that has this ETag; return the new strong ETag if the server gave one.

        Raises:
            Stale: It has another ETag by now, or is gone.
        """
        ...

    def remove(self, href: str, etag: str) -> None:
        """Remove the object that has this ETag; one that is gone already is removed.

        Raises:
            Stale: It has another ETag by now.
        """
        ...

    def close(self) -> None:
        """Let go of connections; a request under way in another thread ends with `Unreachable`."""
        ...


class PortError(Exception):
    """Something outside went wrong. `what` is one sentence for people; `status` the HTTP status if there was one."""

    def __init__(self, what: str, status: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.status = status


class Exists(PortError):
    """There is an object at that name already (or its UID lives elsewhere: `href` says where if it was told)."""

    def __init__(self, what: str, status: int | None = None, href: str | None = None) -> None:
        super().__init__(what, status)
        self.href = href


class Stale(PortError):
    """The object is not what it was when we last saw it."""


class Gone(PortError):
    """The calendar itself is not there."""


class Refused(PortError):
    """The server will not take this one object, however often it is sent; others may go."""


class Denied(PortError):
    """The credentials are refused, or may not do this; asking again does not help until a person acts."""


class Throttled(PortError):
    """Too many requests, or the server is down for a while; nothing more before `retry_after` seconds."""

    def __init__(self, what: str, retry_after: float, status: int | None = None) -> None:
        super().__init__(what, status)
        self.retry_after = retry_after


class Unreachable(PortError):
    """No usable answer (no network, a portal's page, a cut reply) and nothing was written, as far as is known."""


class Unknown(Unreachable):
    """A write was sent and its result is not known: read back before anything else."""
