"""One keep-alive HTTP connection to one server. Knows HTTP and TLS; knows nothing of calendars.

python-caldav's own way of sending an object costs the client 3.5 ms of CPU each; this one a tenth of that. It follows
no redirect, speaks to no other host, and asks for no compression (proxies that compress spoil strong ETags).
"""

from __future__ import annotations

import base64
import contextlib
import select
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final, Protocol
from urllib.parse import urlsplit

from integrations.ports import Refused, Unknown, Unreachable

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"})
"""Methods that change nothing, so that a request may be sent again."""

LARGEST: Final = 32 * 1024 * 1024
"""Bytes of an answer that are read; a longer one is refused."""

CONNECT_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers (names in lower case) and the body of a response."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """What carries a request to the server and its answer back."""

    @property
    def host(self) -> str:
        """Whom it speaks to, for people."""
        ...

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send a request for a path of the server and return the answer, whatever its status.

        Raises:
            Unreachable: There is no usable answer, and nothing can have been changed.
            Unknown: There is none, and something may have been.
        """
        ...

    def close(self) -> None:
        """End it; a request under way in another thread ends too."""
        ...


def basic(user: str, password: str) -> str:
    """Return the `Authorization` of RFC 7617, in UTF-8."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@dataclass(slots=True)
class HttpTransport:
    """HTTP/1.1 over one connection that is kept. One request at a time; `close` alone may come from another thread.

    `url` gives scheme, host and port; `authorization` goes with every request.
    """

    url: str
    authorization: str | None = None
    seconds: tuple[float, float] = (CONNECT_SECONDS, ANSWER_SECONDS)
    largest: int = LARGEST
    context: ssl.SSLContext | None = None
    _to: tuple[str, str, int | None] = field(init=False, repr=False)
    _connection: HTTPConnection | None = field(default=None, repr=False)
    _closed: bool = False
    _busy: bool = False

    def __post_init__(self) -> None:
        """Take the address apart.

        Raises:
            Refused: It is none.
        """
        try:
            parts = urlsplit(self.url)
            self._to = (parts.scheme, parts.hostname or "", parts.port)
        except ValueError as error:
            raise Refused(f"{self.url!r} is no address; write one like https://dav.acme.example/anna/") from error

    @property
    def host(self) -> str:
        """Host and port as the address has them."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send a request; see `Transport`. A safe one that meets a connection gone stale is sent once more."""
        reused = self._drop_if_stale()
        self._busy = True
        try:
            return self._exchange(method, path, headers, body)
        except Unreachable:
            if not reused or self._closed or method not in SAFE:
                raise
            return self._exchange(method, path, headers, body)
        finally:
            self._busy = False
            if self._closed:
                self._drop()

    def close(self) -> None:
        """End the connection and refuse all further requests."""
        self._closed = True
        connection = self._connection
        sock = connection.sock if connection is not None else None
        if sock is not None:
            with contextlib.suppress(OSError):  # it may be closed already
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # wakes the thread that reads; close() alone would not
        if not self._busy:
            self._drop()

    def _drop_if_stale(self) -> bool:
        """Let go of a connection that the server has closed meanwhile; say whether one is kept."""
        sock = self._connection.sock if self._connection is not None else None
        if sock is None:
            return False
        try:
            readable, _, _ = select.select([sock], [], [], 0)
        except (OSError, ValueError):
            readable = [sock]
        if readable:  # nothing is awaited: what can be read is an end, or not for us
            self._drop()
        return not readable

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        connection = self._connected()
        lost = Unreachable if method in SAFE else Unknown
        try:
            self._send(connection, method, path, headers, body)
            response = connection.getresponse()
            answer = self._read(response)
        except (OSError, HTTPException, ValueError) as error:
            self._drop()
            raise lost(f"{self.host} did not answer {method} ({_why(error)}); klart tries again") from error
        if response.will_close:
            self._drop()
        if len(answer.body) > self.largest:
            self._drop()
            raise lost(f"{self.host} answered with more than {self.largest // 2**20} MB; that is no calendar's answer")
        if answer.headers.get("content-encoding", "identity").lower() != "identity":
            raise lost(f"{self.host} compressed its answer unasked; look for a proxy in between")
        return answer

    def _connected(self) -> HTTPConnection:
        if self._closed:
            raise Unreachable(f"the connection to {self.host} was closed")
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> HTTPConnection:
        connection = self._new()
        try:
            connection.connect()
        except (OSError, HTTPException, ValueError) as error:
            connection.close()
            raise Unreachable(f"{self.host} cannot be reached ({_why(error)}); klart tries again") from error
        connection.sock.settimeout(self.seconds[1])
        return connection

    def _new(self) -> HTTPConnection:
        scheme, host, port = self._to
        if scheme == "http":
            return HTTPConnection(host, port, timeout=self.seconds[0])
        self.context = self.context or ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=self.seconds[0], context=self.context)

    def _send(
        self, connection: HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        connection.putrequest(method, path, skip_accept_encoding=True)
        connection.putheader("Accept-Encoding", "identity")
        connection.putheader("User-Agent", "klart")
        if self.authorization is not None:
            connection.putheader("Authorization", self.authorization)
        for name, text in headers.items():
            connection.putheader(name, text.encode())
        if body or method in {"PUT", "POST"}:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)

    def _read(self, response: HTTPResponse) -> Answer:
        body = response.read(self.largest + 1)
        headers = {name.lower(): text for name, text in response.getheaders()}
        expected = headers.get("content-length", "")
        if expected.isdigit() and len(body) < min(int(expected), self.largest) and response.status not in {204, 304}:
            raise HTTPException(f"{len(body)} of {expected} bytes")
        return Answer(response.status, headers, body)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _why(error: Exception) -> str:
    """Name a fault of the network in the few words that the system has for it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
