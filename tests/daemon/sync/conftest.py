"""A desk over memory, Radicale and Xandikos."""

import itertools

import pytest

from daemon.store.engine import open_store
from integrations.caldav.client import CalDavCalendar
from integrations.caldav.transport import HttpTransport, basic
from integrations.memory import MemoryCalendar
from integrations.ports import Trust
from tests.daemon.sync.desk import Desk

_numbers = itertools.count()


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "home" / "klart.db") as store:
        yield store


@pytest.fixture
def memory(store):
    """A desk whose calendar lives in memory."""
    return Desk.opened(store, MemoryCalendar())


def _over_http(store, server):
    url = server.make_calendar(f"sync{next(_numbers)}")
    authorization = None if server.user is None else basic(server.user, server.password)
    return Desk.opened(store, CalDavCalendar(HttpTransport(url, authorization), url))


def _rewritten(body):
    """Do to a body what servers do: other order, other folds, other stamps, properties of their own."""
    lines = body.replace(b"\r\n", b"\n").replace(b"\n ", b"").strip().split(b"\n")
    begin, end = lines.index(b"BEGIN:VEVENT"), lines.index(b"END:VEVENT")
    alarm = lines.index(b"BEGIN:VALARM") if b"BEGIN:VALARM" in lines else end
    event = [line for line in lines[begin + 1 : alarm] if not line.startswith(b"DTSTAMP")]
    event = [*sorted(event, reverse=True), b"DTSTAMP:20200101T000000Z", b"CLASS:PUBLIC", b"X-SERVER-TAG:1"]
    return b"\n".join([*lines[: begin + 1], *event, *lines[alarm:]]) + b"\n"


class Careless(MemoryCalendar):
    """A server that keeps no condition, as some do: nothing of it may be trusted."""

    def create(self, href, body):
        self._ask()
        return self._keep(href, body)

    def remove(self, href, etag):
        entry = self._entries.get(href)
        super().remove(href, entry.etag if entry else etag)


CALENDARS = {
    "memory": MemoryCalendar,
    "rewriting": lambda: MemoryCalendar(rewrite=_rewritten),
    "not known": lambda: MemoryCalendar(trust=Trust()),
    "careless": lambda: Careless(rewrite=_rewritten, trust=Trust()),
}
SERVERS = [pytest.param(name, marks=pytest.mark.server) for name in ("radicale_server", "xandikos_server")]


@pytest.fixture(params=[*CALENDARS, *SERVERS])
def desk(request, store):
    """A desk over each calendar there is."""
    if request.param in CALENDARS:
        yield Desk.opened(store, CALENDARS[request.param]())
        return
    desk = _over_http(store, request.getfixturevalue(request.param))
    yield desk
    desk.port.close()


@pytest.fixture
def radicale(store, radicale_server):
    """A desk over Radicale."""
    desk = _over_http(store, radicale_server)
    yield desk
    desk.port.close()
