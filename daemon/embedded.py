"""The embedded calendar server: Radicale as a program of its own, on loopback. Knows its files, port and process.

It is started by its command line and never imported. Its port, process id and nonce stand in a file of its folder;
each answer of the server carries the nonce, so that a live one of ours is known and used again, and a stranger that
has taken the port meanwhile never gets the password.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from daemon import clock
from daemon.errors import CannotReach

HOST: Final = "127.0.0.1"
USER: Final = "klart"
NONCE: Final = "X-Klart-Nonce"
PATIENCE: Final = 20.0
"""Seconds until the server must answer; a cold start on a slow disk takes a few."""
FAREWELL: Final = 3.0
"""Seconds it gets to end by itself."""
TRIES: Final = 5
"""How often another port is tried where somebody takes it between the choice and the start."""

CONFIG: Final = """\
[server]
hosts = {host}:{port}
max_connections = 20
timeout = 30
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 1
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[web]
type = none
[logging]
level = warning
[headers]
{nonce_header} = {nonce}
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs, as its folder's file tells."""

    port: int
    pid: int
    nonce: str

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://{HOST}:{self.port}/"


class Server:
    """The embedded server of one home; `start` must be called from the main thread (see `daemon.tether`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: Running | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def password_file(self) -> Path:
        """Where the generated password stands, readable by its owner alone."""
        return self.folder / "password"

    def start(self) -> Running:
        """Use the live server of ours again, or start one; return once it answers.

        Raises:
            CannotReach: It does not start, or does not answer in time.
        """
        self.running = self.found()
        if self.running is not None:
            return self.running
        for _ in range(TRIES - 1):
            self.spawn()
            with suppress(CannotReach):
                return self.answering()
        self.spawn()
        return self.answering()

    def answering(self) -> Running:
        """Return the server that was spawned, once it answers; may be called from any thread.

        Raises:
            CannotReach: It ended, or does not answer in time.
        """
        until = clock.monotonic() + PATIENCE
        while clock.monotonic() < until and self.alive():
            noted = read_note(self.folder)
            if noted is not None and _proved(noted):
                self.running = noted
                return noted
            time.sleep(0.02)  # there is no event to wait for: the port opens when it opens
        self.stop()
        raise CannotReach("the embedded calendar server does not start", f"see {self.folder / 'log'}")

    def found(self) -> Running | None:
        """Return the server that runs already and is proved ours, or nothing."""
        noted = read_note(self.folder)
        return noted if noted is not None and _alive(noted.pid) and _proved(noted) else None

    def spawn(self) -> None:
        """Start the process and return at once; the port of last time is taken if it is free."""
        self._prepare()
        noted = read_note(self.folder)
        port = free_port(noted.port if noted else 0)
        nonce = secrets.token_hex(16)
        config = self.folder / "config"
        _write(config, CONFIG.format(host=HOST, port=port, folder=self.folder, nonce_header=NONCE, nonce=nonce))
        with _opened(self.folder / "log") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                _words(config), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, umask=0o077
            )
        _write(self.folder / "server.json", json.dumps(asdict(Running(port, self._process.pid, nonce))))

    def alive(self) -> bool:
        """Whether its process is still there."""
        if self._process is not None:
            return self._process.poll() is None
        return self.running is not None and _alive(self.running.pid)

    def stop(self) -> None:
        """End the server that this object started; one that was found running is left to its starter."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process, self.running = None, None

    def _prepare(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.password_file.exists():
            _write(self.password_file, secrets.token_urlsafe(24) + "\n")
        password = self.password_file.read_text("utf-8").strip()
        _write(self.folder / "users", f"{USER}:{password}\n")


@contextmanager
def served(server: Server) -> Iterator[Running]:
    """Run the server for as long as the block lasts, unless it runs already."""
    try:
        yield server.start()
    finally:
        server.stop()


def read_note(folder: Path) -> Running | None:
    """Return what the folder's file says about the last server, or nothing where it says nothing usable."""
    try:
        noted = json.loads((folder / "server.json").read_text("utf-8"))
        return Running(int(noted["port"]), int(noted["pid"]), str(noted["nonce"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def free_port(wanted: int) -> int:
    """Return the wanted port of loopback if it is free, else any that is."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise CannotReach("no port of loopback is free", "close a program that listens on many")


def _words(config: Path) -> list[str]:
    """The command line: -P keeps the folder it is started in from shadowing modules."""
    tether = str(Path(__file__).with_name("tether.py"))
    radicale = [sys.executable, "-P", "-m", "radicale", "--config", str(config)]
    return [sys.executable, "-P", tether, str(os.getpid()), *radicale]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError, OverflowError):
        return False
    return True


def _proved(noted: Running) -> bool:
    """Whether what listens at the port gives the nonce; asked without credentials."""
    asking = http.client.HTTPConnection(HOST, noted.port, timeout=2)
    try:
        asking.request("OPTIONS", "/")
        answer = asking.getresponse()
        return secrets.compare_digest(answer.getheader(NONCE, ""), noted.nonce)
    except (OSError, http.client.HTTPException, TypeError):
        return False
    finally:
        asking.close()


def _write(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with _opened(fresh) as file:
        file.write(text.encode())
    fresh.replace(path)


def _opened(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
