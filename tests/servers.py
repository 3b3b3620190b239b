"""Real CalDAV servers, run as programs of their own on loopback, with their folders in a temporary place."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

USER, PASSWORD = "anna", "anna-pw"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its home of calendars, and the user who may write there (nothing = nobody is asked)."""

    kind: str
    home: str
    user: str | None
    password: str | None

    def make_calendar(self, name: str) -> str:
        """Make an empty calendar and return its address."""
        url = f"{self.home}{name}/"
        answer = self.ask("MKCALENDAR", url)
        assert answer[0] == 201, answer
        return url

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str):
        """Send a plain request, as another app would; return status, headers and body."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        if self.user is not None:
            named["Authorization"] = "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode()
        request = urllib.request.Request(url, body or None, named, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except HTTPError as answer:
            with answer:
                return answer.status, answer.headers, answer.read()


def free_port() -> int:
    """Return a port of loopback that nobody listens on just now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def radicale(folder: Path) -> Iterator[Server]:
    """Run Radicale with Basic authentication."""
    port = free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    (folder / "radicale.conf").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\nmax_connections = 40\ntimeout = 60\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[rights]\ntype = owner_only\n[storage]\nfilesystem_folder = {folder / 'collections'}\n"
        "[web]\ntype = none\n[logging]\nlevel = warning\n"
    )
    server = Server("radicale", f"http://127.0.0.1:{port}/{USER}/", USER, PASSWORD)
    with _running(["-m", "radicale", "--config", str(folder / "radicale.conf")], folder, server):
        yield server


@contextmanager
def xandikos(folder: Path) -> Iterator[Server]:
    """Run Xandikos, which asks nobody who they are unless it speaks TLS."""
    port = free_port()
    server = Server("xandikos", f"http://127.0.0.1:{port}/user/calendars/", None, None)
    where = ["-d", str(folder / "collections"), "--state-dir", str(folder / "state")]
    listen = ["--defaults", "--no-detect-systemd", "-l", "127.0.0.1", "-p", str(port)]
    with _running(["-m", "xandikos", "serve", *where, *listen], folder, server):
        yield server


@contextmanager
def _running(command: list[str], folder: Path, server: Server) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder
        )
        try:
            _await(process, server, folder)
            yield
        finally:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen, server: Server, folder: Path) -> None:
    """Return as soon as the server answers for its home."""
    last = time.monotonic() + 60
    while time.monotonic() < last:
        assert process.poll() is None, (folder / "log").read_text()
        try:
            if server.ask("PROPFIND", server.home, Depth="0")[0] == 207:
                return
        except OSError:
            pass
        time.sleep(0.02)  # between two looks; what ends the wait is its answer
    raise AssertionError(f"{server.kind} does not answer: {(folder / 'log').read_text()}")
