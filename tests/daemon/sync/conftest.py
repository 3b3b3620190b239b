"""A desk over memory, Radicale and Xandikos."""

import itertools

import pytest

from daemon.store.engine import open_store
from integrations.caldav.client import CalDavCalendar
from integrations.caldav.transport import HttpTransport, basic
from integrations.memory import MemoryCalendar
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


@pytest.fixture(params=["memory", "radicale_server", "xandikos_server"])
def desk(request, store):
    """A desk over each calendar there is."""
    if request.param == "memory":
        yield Desk.opened(store, MemoryCalendar())
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
