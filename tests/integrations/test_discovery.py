"""Finding and making calendars on real servers, and what is said where there are none."""

import http.server
import threading

import pytest

from integrations.caldav.discovery import Account, Auth, calendars_of, open_calendar, ready_calendar
from integrations.ports import Denied, Refused, Unreachable


def account(server, **more):
    return Account(server.home, server.user, server.password, Auth.BASIC if server.user else Auth.NONE, **more)


@pytest.fixture(params=[pytest.param(n, marks=pytest.mark.server) for n in ("radicale_server", "xandikos_server")])
def server(request):
    return request.getfixturevalue(request.param)


def test_a_calendar_is_made_once_and_found_by_its_name(server):
    made = ready_calendar(account(server), "Discovery Åå")
    assert ready_calendar(account(server), "Discovery Åå").url == made.url
    assert made.name in {each.name for each in calendars_of(account(server))}
    calendar = open_calendar(account(server), made.url)
    assert calendar.changes(None).changed == ()
    calendar.close()


def test_the_address_of_a_calendar_is_that_calendar(server):
    made = ready_calendar(account(server), "addressed")
    given = Account(made.url, server.user, server.password, Auth.BASIC if server.user else Auth.NONE)
    assert ready_calendar(given, "another name").url == made.url


def test_the_address_of_the_host_is_enough(radicale_server):
    whole = Account(radicale_server.home.removesuffix("anna/"), "anna", "anna-pw")
    assert ready_calendar(whole, "from-the-host").url.startswith(radicale_server.home)


def test_a_wrong_password_is_said(radicale_server):
    with pytest.raises(Denied, match="refuses the user name or password"):
        calendars_of(Account(radicale_server.home, "anna", "wrong"))


def test_an_account_never_shows_its_password():
    assert "secret" not in repr(Account("https://dav.acme.example/", "anna", "secret"))


@pytest.mark.parametrize("url", ["dav.acme.example", "", "ftp://dav.acme.example/", "https://"])
def test_what_is_no_address_is_said(url):
    with pytest.raises(Refused, match="is no address"):
        calendars_of(Account(url, "anna", "anna-pw"))


def test_nobody_there_is_said():
    with pytest.raises(Unreachable, match="cannot be reached"):
        calendars_of(Account("http://127.0.0.1:9/", "anna", "anna-pw"))


class _Portal(http.server.BaseHTTPRequestHandler):
    """Answers as the server's `answer` says."""

    def do_PROPFIND(self):
        status, headers, body = self.server.answer
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def portal():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Portal) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>Sign in</html>"), Unreachable, "portal"),
        ((302, {"Location": "https://elsewhere.example/"}, b""), Unreachable, "elsewhere.example"),
        ((404, {}, b"nothing"), Refused, "no CalDAV server"),
        ((500, {}, b"broken"), Unreachable, "500"),
        ((207, {"Content-Type": "text/xml"}, b"<multistatus xmlns='DAV:'><resp"), Unreachable, "looking for calendars"),
    ],
)
def test_what_is_no_calendar_server_is_said(portal, answer, kind, words):
    portal.answer = answer
    with pytest.raises(kind, match=words):
        calendars_of(Account(f"http://127.0.0.1:{portal.server_port}/", "anna", "anna-pw"))
