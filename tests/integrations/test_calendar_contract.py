"""The contract of the calendar port, over memory, Radicale and Xandikos."""

import itertools

import pytest

from integrations.caldav.client import CalDavCalendar
from integrations.caldav.transport import HttpTransport, basic
from integrations.memory import MemoryCalendar
from tests.integrations.calendar_contract import CalendarContract

_numbers = itertools.count()


def opened(server, url):
    authorization = None if server.user is None else basic(server.user, server.password)
    return CalDavCalendar(HttpTransport(url, authorization), url)


class TestMemory(CalendarContract):
    @pytest.fixture
    def calendar(self):
        return MemoryCalendar()

    @pytest.fixture
    def another(self, calendar):
        return calendar


@pytest.mark.server
class _OverHttp(CalendarContract):
    @pytest.fixture
    def url(self, server):
        return server.make_calendar(f"contract{next(_numbers)}")

    @pytest.fixture
    def calendar(self, server, url):
        calendar = opened(server, url)
        yield calendar
        calendar.close()

    @pytest.fixture
    def another(self, server, url):
        another = opened(server, url)
        yield another
        another.close()


class TestRadicale(_OverHttp):
    @pytest.fixture
    def server(self, radicale_server):
        return radicale_server


class TestXandikos(_OverHttp):
    @pytest.fixture
    def server(self, xandikos_server):
        return xandikos_server
