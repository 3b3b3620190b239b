"""Finding calendars and making one. Knows python-caldav and its table of servers; writes no event.

python-caldav is imported when something is to be found, which is once; the daily requests do without it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from integrations.caldav.answers import Asked, fault
from integrations.caldav.client import CalDavCalendar
from integrations.caldav.profiles import BY_NAME, UNKNOWN, Profile
from integrations.caldav.transport import ANSWER_SECONDS, Answer, HttpTransport, Transport, basic
from integrations.ports import Denied, PortError, Refused, Throttled, Unreachable

if TYPE_CHECKING:
    from caldav.collection import Calendar
    from caldav.davclient import DAVClient

_HOPS: Final = 4
_WELL_KNOWN: Final = "/.well-known/caldav"
_ROOT: Final = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>'

_ASKING: Final = {"Depth": "0", "Content-Type": 'application/xml; charset="utf-8"'}


class Auth(StrEnum):
    """How the server is told who asks."""

    BASIC = "basic"
    DIGEST = "digest"
    BEARER = "bearer"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Account:
    """Where the calendars are and who asks. `url` may be that of the server, of its CalDAV root or of one calendar.

    `profile` names a server in the table of profiles where the settings do; else it is found out.
    """

    url: str
    user: str | None = None
    password: str | None = None
    auth: Auth = Auth.BASIC
    profile: str | None = None

    @property
    def known(self) -> Profile:
        """What is known of the server beforehand."""
        return BY_NAME.get(self.profile or "", UNKNOWN)

    def __repr__(self) -> str:
        """Keep the password out of logs."""
        return f"Account({self.url!r}, {self.user!r}, {self.auth})"


@dataclass(frozen=True, slots=True)
class Found:
    """A calendar of the account: its address, the name that people see, and whether it was made just now."""

    url: str
    name: str
    made: bool = False


def open_calendar(account: Account, url: str) -> CalDavCalendar:
    """Return the port onto the calendar at that address; nothing is sent yet."""
    return CalDavCalendar(transport_of(account, url), url, account.known)


def transport_of(account: Account, url: str) -> Transport:
    """Return what carries requests to that address: the lean one, or for digest python-caldav's session."""
    if account.auth is Auth.DIGEST:
        return SessionTransport(_client(account, url))
    authorization = None
    if account.auth is Auth.BASIC and account.user is not None:
        authorization = basic(account.user, account.password or "")
    elif account.auth is Auth.BEARER:
        authorization = f"Bearer {account.password}"
    return HttpTransport(url, authorization)


def calendars_of(account: Account) -> tuple[Found, ...]:
    """List the calendars of an account that can hold events.

    Raises:
        PortError: The server cannot be reached, refuses the credentials, or is no CalDAV server.
    """
    with _principal(account) as principal:
        return tuple(_found(each) for each in principal.get_calendars() if _holds_events(each))


def ready_calendar(account: Account, name: str) -> Found:
    """Return the calendar of that name, or make it. An account whose address is a calendar's has that one alone.

    Raises:
        PortError: As `calendars_of`; `Refused` if there is none and the server lets nobody make one.
    """
    with _principal(account) as principal:
        found = [_found(each) for each in principal.get_calendars()]
        given = [each for each in found if _same(each.url, account.url)]
        named = [each for each in found if each.name == name]
        return next(iter(given or named), None) or _make(principal, account, name)


def _make(principal: Any, account: Account, name: str) -> Found:
    from caldav.lib.error import AuthorizationError, DAVError

    try:
        made = principal.make_calendar(name=name, cal_id=_path_for(name), supported_calendar_component_set=["VEVENT"])
    except (DAVError, AuthorizationError, NotImplementedError) as error:
        words = f"{urlsplit(account.url).hostname} lets klart make no calendar; make one named {name!r} there by hand"
        raise Refused(words) from error
    return Found(str(made.url), name, made=True)


def _path_for(name: str) -> str:
    """Name the collection after what people call it where that is plain; a name made twice is one address."""
    plain = name.lower()
    if plain.isascii() and plain.replace("-", "").isalnum():
        return plain
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"klart:{name}"))


def _found(calendar: Calendar) -> Found:
    name: Any = calendar.get_display_name()
    return Found(str(calendar.url), name or str(calendar.url).rstrip("/").rpartition("/")[2])


def _holds_events(calendar: Calendar) -> bool:
    kinds: Any = calendar.get_supported_components()
    return "VEVENT" in kinds


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


@contextmanager
def _principal(account: Account) -> Iterator[Any]:
    """Find whose calendars they are; every fault of the library's becomes one of the port's."""
    url = _root(account)
    client: Any = _client(account, url)
    asked = Asked(urlsplit(url).netloc.rpartition("@")[2], "looking for calendars")
    try:
        yield client.principal()
    except PortError:
        raise
    except Exception as error:  # the library lets out lxml's, niquests' and its own errors, and TypeErrors on HTML
        raise _told(error, asked) from error
    finally:
        client.close()


def _told(error: Exception, asked: Asked) -> PortError:
    from caldav.lib.error import AuthorizationError, DAVError, RateLimitError

    status: int | None = getattr(error, "status", None)
    if isinstance(error, RateLimitError):
        return Throttled(f"{asked.host} asked for fewer requests", error.retry_after_seconds or 60, status)
    if isinstance(error, AuthorizationError):
        return Denied(f"{asked.host} refuses the user name or password; correct it, then klart goes on", status)
    why = f"gave no calendars ({type(error).__name__})"
    return (
        Unreachable(f"{asked.host} {why}; is it the address of a CalDAV server?", status)
        if isinstance(error, DAVError)
        else asked.lost(why, status)
    )


def _root(account: Account) -> str:
    """Follow the server's own redirects, on its own host alone, to where CalDAV begins (RFC 6764, 5 and 6).

    Raises:
        PortError: There is no CalDAV behind the address.
    """
    given = urlsplit(account.url)
    if given.scheme not in {"http", "https"} or not given.hostname:
        raise Refused(f"{account.url!r} is no address; write one like https://dav.acme.example/")
    transport = transport_of(account, account.url)
    try:
        found = _walk(transport, account.url)
        if found is None and given.path in {"", "/"}:
            found = _walk(transport, urljoin(account.url, _WELL_KNOWN))
    finally:
        transport.close()
    if found is None:
        raise Refused(f"there is no CalDAV server at {given.netloc}{given.path}; look for its CalDAV address")
    return found


def _walk(transport: Transport, url: str) -> str | None:
    """Return the address at which a PROPFIND is answered, or nothing where the path knows none."""
    for _ in range(_HOPS):
        answer = transport.request("PROPFIND", urlsplit(url).path or "/", _ASKING, _ROOT)
        to = urljoin(url, answer.headers.get("location", url))
        if answer.status in range(300, 400) and to != url and urlsplit(to)[:2] == urlsplit(url)[:2]:
            url = to
            continue
        if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}:
            return None
        error = fault(answer, Asked(transport.host, "looking for calendars"))
        if error is not None:
            raise error
        return url if answer.status == HTTPStatus.MULTI_STATUS else None
    return None


def _client(account: Account, url: str) -> DAVClient:
    """Return python-caldav's client, tamed: no redirects, no DNS look-ups, no waiting inside a call."""
    from caldav.davclient import DAVClient

    client = DAVClient(
        url=url,
        username=account.user,
        password=account.password,
        auth_type=None if account.auth is Auth.NONE or account.user is None else str(account.auth),
        timeout=int(ANSWER_SECONDS),
        features=account.known.features or {},
        enable_rfc6764=False,
        require_tls=False,
        rate_limit_handle=False,
    )
    client.session.max_redirects = 0
    return client


@dataclass(slots=True)
class SessionTransport:
    """Requests through python-caldav's session, which knows more ways of signing in; slower by a factor of ten."""

    client: DAVClient

    @property
    def host(self) -> str:
        """Whom it speaks to."""
        return urlsplit(str(self.client.url)).netloc.rpartition("@")[2]

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send a request; see `Transport`."""
        from niquests.exceptions import RequestException

        asked = Asked(self.host, method, writes=method in {"PUT", "DELETE"})
        try:
            response: Any = self.client.session.request(
                method,
                urljoin(str(self.client.url), path),
                data=body or None,
                headers={**headers, "Accept-Encoding": "identity"},
                auth=self.client.auth,
                timeout=ANSWER_SECONDS,
                allow_redirects=False,
            )
        except (RequestException, OSError) as error:
            raise asked.lost(f"did not answer ({type(error).__name__})") from error
        named = {name.lower(): text for name, text in response.headers.items()}
        return Answer(response.status_code, named, response.content or b"")

    def close(self) -> None:
        """Let go of the session."""
        self.client.close()
