"""The connection: kept alive, safe to lose, never followed elsewhere, ended from another thread."""

import socket
import threading

import pytest

from integrations.caldav.transport import HttpTransport
from integrations.ports import Refused, Unknown, Unreachable

OK = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: 2\r\n\r\nhi'


class Script:
    """A server that for each connection answers with the next list of replies, then closes; it keeps what came."""

    def __init__(self, *connections):
        self.connections = list(connections)
        self.heard = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}/"
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        for replies in self.connections:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(10)
                self._talk(connection, replies)

    def _talk(self, connection, replies):
        for reply in replies:
            if not self._request(connection):
                return
            if callable(reply):
                reply()
            else:
                connection.sendall(reply)

    def _request(self, connection):
        heard = b""
        while b"\r\n\r\n" not in heard:
            more = connection.recv(65536)
            if not more:
                return False
            heard += more
        head, _, body = heard.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += connection.recv(65536)
        self.heard.append(head + b"\r\n\r\n" + body)
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        socket.create_connection(self.listening.getsockname()).close()
        self.listening.close()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def opened():
    made = []

    def open_(script, **more):
        transport = HttpTransport(script.url, "Basic x", **more)
        made.append(transport)
        return transport

    yield open_
    for transport in made:
        transport.close()


def test_one_connection_serves_many_requests(opened):
    with Script([OK, OK, OK]) as script:
        transport = opened(script)
        for _ in range(3):
            assert transport.request("GET", "/a", {}).body == b"hi"
        transport.close()
    assert len(script.heard) == 3
    assert all(b"accept-encoding: identity" in each.lower() for each in script.heard)
    assert all(b"authorization: basic x" in each.lower() for each in script.heard)


def test_a_connection_that_the_server_closed_is_opened_anew_also_for_a_write(opened):
    with Script([OK], [OK]) as script:
        transport = opened(script)
        transport.request("GET", "/a", {})
        while not transport._drop_if_stale() and transport._connection is not None:
            pass  # until the end of the connection has arrived
        assert transport.request("PUT", "/a", {}, b"x").status == 200
        transport.close()


def test_a_write_whose_answer_is_lost_is_never_sent_again(opened):
    with Script([OK, b""], [OK]) as script:
        transport = opened(script)
        transport.request("GET", "/a", {})
        with pytest.raises(Unknown):
            transport.request("PUT", "/a", {}, b"x")
        transport.close()
    assert sum(each.startswith(b"PUT") for each in script.heard) == 1


def test_a_read_that_meets_a_dying_connection_is_sent_once_more(opened):
    with Script([OK, b""], [OK]) as script:
        transport = opened(script)
        transport.request("GET", "/a", {})
        assert transport.request("GET", "/b", {}).body == b"hi"
        transport.close()


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    ],
)
@pytest.mark.parametrize(("method", "kind"), [("GET", Unreachable), ("PUT", Unknown)])
def test_half_an_answer_is_none(opened, reply, method, kind):
    with Script([reply]) as script:
        with pytest.raises(kind) as raised:
            opened(script).request(method, "/a", {}, b"x")
        assert type(raised.value) is kind


def test_an_endless_answer_is_cut(opened):
    big = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000
    with Script([big]) as script, pytest.raises(Unreachable, match="more than"):
        opened(script, largest=1000).request("GET", "/a", {})


def test_a_redirect_is_handed_back_and_not_followed(opened):
    with Script([b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"]) as script:
        assert opened(script).request("PUT", "/a", {}, b"x").status == 302


def test_no_answer_in_time_is_unreachable(opened):
    wait = threading.Event()
    with Script([wait.wait]) as script:
        with pytest.raises(Unreachable, match="no answer in time"):
            opened(script, seconds=(5, 0.1)).request("GET", "/a", {})
        wait.set()


def test_closing_from_another_thread_ends_a_request(opened):
    wait, arrived = threading.Event(), threading.Event()

    def hang():
        arrived.set()
        wait.wait(30)

    with Script([hang]) as script:
        transport = opened(script)
        found = []

        def ask():
            try:
                transport.request("GET", "/a", {})
            except Unreachable as error:
                found.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        arrived.wait(10)
        transport.close()
        thread.join(10)
        wait.set()
    assert len(found) == 1
    with pytest.raises(Unreachable, match="was closed"):
        transport.request("GET", "/a", {})


def test_nobody_there_is_unreachable():
    with pytest.raises(Unreachable, match="cannot be reached") as raised:
        HttpTransport("http://127.0.0.1:9/").request("PUT", "/a", {}, b"x")
    assert type(raised.value) is Unreachable


@pytest.mark.parametrize("url", ["http://[/", "http://a:b/", "https://127.0.0.1:99999/"])
def test_an_address_that_is_none_is_said(url):
    with pytest.raises(Refused, match="no address"):
        HttpTransport(url)
