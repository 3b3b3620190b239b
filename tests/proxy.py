"""A server that does what it should not: a proxy in front of a real one, with faults by request."""

from __future__ import annotations

import http.client
import http.server
import re
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Reply = tuple[int, list[tuple[str, str]], bytes]
Fault = Callable[["Seen", Callable[[], Reply]], Reply | None]
"""Given the request and a way to pass it on: the reply to send, or nothing to cut the connection."""


@dataclass
class Seen:
    """A request that came through."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Proxy:
    """`faults` are asked in turn, each for one request whose method fits; without one a request passes unharmed."""

    to: str
    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)

    def fail(self, methods: str, fault: Fault, times: int = 1) -> None:
        """Have the next requests of these methods (a pattern) meet a fault."""
        self.faults += [(methods, fault)] * times

    def count(self, *methods: str) -> int:
        """Return how many requests of these methods (nothing = all) came since the last `clear`."""
        return sum(not methods or each.method in methods for each in self.seen)

    def clear(self) -> None:
        """Forget requests and faults."""
        self.seen.clear()
        self.faults.clear()

    def answer(self, request: Seen) -> Reply | None:
        self.seen.append(request)

        def pass_on() -> Reply:
            return self._pass_on(request)

        for place, (methods, fault) in enumerate(self.faults):
            if re.fullmatch(methods, request.method):
                del self.faults[place]
                return fault(request, pass_on)
        return pass_on()

    def _pass_on(self, request: Seen) -> Reply:
        to = urlsplit(self.to)
        connection = http.client.HTTPConnection(to.hostname, to.port, timeout=30)
        try:
            connection.request(request.method, request.path, request.body or None, request.headers)
            answer = connection.getresponse()
            drop = {"transfer-encoding", "connection", "content-length"}
            return answer.status, [(n, t) for n, t in answer.getheaders() if n.lower() not in drop], answer.read()
        finally:
            connection.close()


@contextmanager
def proxy(to: str):
    """Run a proxy in front of a server."""
    made = Proxy(to)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_any(self):
            length = int(self.headers.get("Content-Length", 0))
            keep = {n: t for n, t in self.headers.items() if n.lower() not in {"host", "connection"}}
            reply = made.answer(Seen(self.command, self.path, keep, self.rfile.read(length)))
            if reply is None:
                self.close_connection = True
                return
            status, headers, body = reply
            self.send_response_only(status)
            for name, text in headers:
                self.send_header(name, text)
            if not any(name.lower() == "content-length" for name, _ in headers):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if any(name.lower() == "content-length" for name, _ in headers):
                self.close_connection = True

        def __getattr__(self, name):
            if name.startswith("do_"):
                return self.handle_any
            raise AttributeError(name)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        made.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


# --- faults ---------------------------------------------------------------------------------------------------------
def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """Answer so, and pass nothing on."""
    named = [(name.replace("_", "-"), text) for name, text in headers.items()]
    return lambda _request, _pass_on: (code, named, body)


def after(code: int, body: bytes = b"") -> Fault:
    """Pass it on, then answer so."""

    def fault(request, pass_on):
        pass_on()
        return code, [], body

    return fault


def lost(request, pass_on):
    """Pass it on, and cut the connection without an answer."""
    pass_on()


def dropped(request, pass_on):
    """Cut the connection, and pass nothing on."""


def cut(request, pass_on):
    """Pass it on, and send half of the answer."""
    code, headers, body = pass_on()
    return code, [*headers, ("Content-Length", str(len(body)))], body[: len(body) // 2]


def portal(request, pass_on):
    """Answer with a page to sign in."""
    return 200, [("Content-Type", "text/html")], b"<html><body>Sign in to the hotel's network</body></html>"


def without_etag(request, pass_on):
    """Pass it on, and leave the ETag out of the answer."""
    code, headers, body = pass_on()
    return code, [(n, t) for n, t in headers if n.lower() != "etag"], body


def weak_etag(request, pass_on):
    """Pass it on, and weaken the ETag, as a proxy that compresses does."""
    code, headers, body = pass_on()
    return code, [(n, f"W/{t}" if n.lower() == "etag" else t) for n, t in headers], body


def halved(request, pass_on):
    """Pass it on, and cut the XML in the middle, with a length that fits."""
    code, headers, body = pass_on()
    return code, headers, body[: len(body) // 2]


def between(act: Callable[[], None]) -> Fault:
    """Let somebody act before the request arrives."""

    def fault(request, pass_on):
        act()
        return pass_on()

    return fault
