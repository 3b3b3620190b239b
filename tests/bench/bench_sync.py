"""What a first push costs the client, beside python-caldav's own `add_event` loop; and an idle look is one request.

Both write the same 1,000 events to the same answerer, a process of its own that keeps nothing but names and says
201 with an ETag. CPU time of this process alone, interleaved in one run, medians. `push` sends the letters of a round
with all that the store does around them; `round` is the whole first round, from the plan's rows to the events.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import socketserver
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from cadences.enrollment import By
from cadences.moments import Instant, instant, zone
from cadences.people import Rep
from daemon.service.enroll import Wish, begin
from daemon.service.record import settle
from daemon.service.world import Cadences, World
from daemon.service.writing import Writing
from daemon.store import people, setup
from daemon.store.engine import Store, open_store
from daemon.sync.carry_out import Postman
from daemon.sync.letters import Desk
from daemon.sync.round import run_round
from integrations.caldav.client import CalDavCalendar
from integrations.caldav.transport import HttpTransport, basic

EVENTS = 1000
TURNS = 3
GOAL = 1 / 3
NOW = instant(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
CADENCE = """\
cadence: simple
title: A plain one
windows: [Mon-Fri 09:00-17:00]
steps:
  - call: first
    retry: {times: 3, wait: 1 business day}
    text: Ask {{ contact.first_name }} what has changed since spring.
then: {repeat: first, wait: 1 week}
"""


class Answerer(BaseHTTPRequestHandler):
    """Says yes to every PUT, and lists what it was given."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    given: dict[str, str] = {}  # noqa: RUF012 - the whole server has one list
    asked: list[str] = []  # noqa: RUF012 - likewise

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.asked.append(self.command)
        lines = [f"HTTP/1.1 {status} Yes", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
        self.wfile.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)

    def do_PUT(self) -> None:
        """Keep the name."""
        self._body()
        self.given[self.path] = f'"{len(self.given)}"'
        self._say(201, ETag=self.given[self.path])

    def do_REPORT(self) -> None:
        """List what was given since the token, which counts."""
        asked = self._body().decode()
        since = int(asked.partition("radicale.org/")[2].partition("<")[0] or 0)
        new = list(self.given.items())[since:]
        found = "".join(
            f"<response><href>{path}</href><propstat><prop><getetag>{etag}</getetag></prop>"
            "<status>HTTP/1.1 200 OK</status></propstat></response>"
            for path, etag in new
        )
        token = f"<sync-token>http://radicale.org/{len(self.given)}</sync-token>"
        body = f'<?xml version="1.0"?><multistatus xmlns="DAV:">{found}{token}</multistatus>'.encode()
        self._say(207, body, Content_Type="application/xml")

    def do_DELETE(self) -> None:
        """Say what was asked, and forget it; but for `/asked` forget what was given, too."""
        body = json.dumps(self.asked).encode()
        if self.path != "/asked":
            self.given.clear()
        self._say(200, body, Content_Type="application/json")
        self.asked.clear()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(ports: multiprocessing.Queue[int]) -> None:
    """Answer until killed."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answerer) as server:
        server.daemon_threads = True
        ports.put(server.server_address[1])
        server.serve_forever()


def asked(url: str, path: str = "/asked") -> list[str]:
    """Return what the answerer was asked since the last time; `/` has it forget what it was given."""
    transport = HttpTransport(url)
    answer = transport.request("DELETE", path, {})
    transport.close()
    return list(json.loads(answer.body))


def world_of() -> World:
    """Return a rep's world with one cadence and no holidays."""
    return World(Rep("karin", "Karin Holm", "Europe/Stockholm", "SE"), Cadences({"simple": CADENCE}.get), none, "bench")


def plan(folder: Path) -> None:
    """Make a store with 1,000 placed touches that no calendar shows yet."""
    world = world_of()
    with open_store(folder / "klart.db") as store, store.write() as conn:
        people.keep_rep(conn, world.rep)
        setup.keep_calendar(conn, "karin", "http://calendar.example/", "klart", NOW)
        writing = Writing(conn, world, NOW)
        cadence = world.cadences.current("simple")
        assert cadence is not None
        for number in range(EVENTS):
            details = {"name": f"Anna Berg {number}", "company": "Acme AB", "phone": f"+46 70 123 {number:04}"}
            begin(writing, Wish(people.add(conn, details), "simple"), cadence, By.CLI)
        settle(writing)


@contextmanager
def opened(before: Path) -> Iterator[tuple[Store, World, int, Instant]]:
    """Open a copy of the store."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(before, home)
        with open_store(home / "klart.db") as store:
            yield store, world_of(), 1, NOW


def none(*_: object) -> None:
    """No day is a holiday."""


def spent(work: Callable[[], object]) -> float:
    """Return the seconds of this process's CPU that a piece of work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def ours(url: str, before: Path) -> tuple[float, float, list[bytes], list[str]]:
    """Do a first round; return the CPU of it all and of the sending, the bodies, and what an idle round asks."""
    port = CalDavCalendar(HttpTransport(url, basic("anna", "anna-pw")), f"{url}/anna/klart/")
    port.changes(None)
    with opened(before) as (store, world, calendar, now):
        with store.read() as conn:
            work = Desk(world, calendar, now, 90).work(conn)
        bodies = [letter.body or b"" for letter in work.letters]
        postman = Postman(store, port, calendar, zone("Europe/Stockholm"), now, 0)
        push = spent(lambda: postman.carry_out(work))
        assert postman.sent.created == EVENTS
    asked(url, "/")
    with opened(before) as (store, world, calendar, now):
        whole = spent(lambda: run_round(store, port, calendar, world, now))
        asked(url)
        run_round(store, port, calendar, world, now)
        idle = asked(url, "/")
    port.close()
    return push, whole, bodies, idle


def theirs(url: str, bodies: list[bytes]) -> float:
    """Write the same events with python-caldav, as its documentation does; return the CPU it took."""
    import caldav

    client = caldav.DAVClient(
        url=f"{url}/anna/",
        username="anna",
        password="anna-pw",
        auth_type="basic",
        features="radicale",
        enable_rfc6764=False,
        require_tls=False,
    )
    calendar = client.calendar(url=f"{url}/anna/klart/")
    texts = [body.decode() for body in bodies]

    def loop() -> None:
        for text in texts:
            calendar.add_event(text)

    took = spent(loop)
    client.close()
    return took


def main() -> None:
    """Measure, and print a line of JSON for each figure."""
    ports: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(ports,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{ports.get()}"
    times: dict[str, list[float]] = {"push": [], "round": [], "add_event": []}
    idle: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        plan(Path(folder) / "home")
        for _ in range(TURNS):
            push, whole, bodies, idle = ours(url, Path(folder) / "home")
            times["push"].append(push)
            times["round"].append(whole)
            times["add_event"].append(theirs(url, bodies))
            asked(url, "/")
    server.kill()
    middle = {name: statistics.median(seconds) for name, seconds in times.items()}
    for name in ("push", "round"):
        ratio = middle[name] / middle["add_event"]
        figures = {"ms_an_event": round(middle[name], 3), "add_event_ms": round(middle["add_event"], 3)}
        line = {
            "bench": f"first {name} of {EVENTS} events",
            "ratio": round(ratio, 3),
            "goal": f"<= {GOAL:.3f}",
            **figures,
        }
        sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.write(json.dumps({"bench": "idle sync", "requests": len(idle), "goal": "1"}) + "\n")


if __name__ == "__main__":
    main()
