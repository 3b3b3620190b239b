"""The real process: started, poked, killed, started again, told to stop, to reread, and asked twice."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from daemon import clock, wake
from daemon.embedded import Server as Embedded
from daemon.home import Home
from daemon.service.agenda import agenda
from daemon.wiring import opened
from tests.processes import comes_true, gone

KLART = str(Path(sys.executable).with_name("klart"))
PEOPLE = "name,company,phone,country,cadence\n" + "".join(
    f"{name},{firm},,SE,cold-call\n"
    for name, firm in [("Anna Berg", "Acme AB"), ("Lars Holm", "Nordlys Teknik AB"), ("Eva Ek", "Björkens Bruk AB")]
)
NOON = ["--hours", "every day 00:00-24:00"]


def klart(home, *words, code=0):
    """Run a command to its end."""
    done = subprocess.run(
        [KLART, *map(str, words), "--home", str(home)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == code, (words, done)
    return done


@contextmanager
def running(home):
    """A daemon that is up, with its log in a file."""
    log = home / "log"
    with log.open("ab") as out:
        process = subprocess.Popen([KLART, "run", "--home", str(home)], stdout=out, stderr=out)
    try:
        assert comes_true(lambda: process.poll() is not None or answers(home, process.pid)), log.read_text()
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.kill()
        process.wait()


def answers(home, pid):
    facts = wake.ask(home / "klart.sock", wake.FACTS, 5)
    return facts is not None and facts["process"] == pid


def open_touches(home):
    with opened(Home(home, home)) as house, house.store.read() as conn:
        return agenda(conn, house.world, clock.now())["touches"]


def events(home):
    """The starts and titles of what the embedded server's own files hold."""
    found = []
    for path in (home / "calendar-server" / "collections").rglob("*.ics"):
        if ".Radicale.cache" in path.parts:
            continue
        lines = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line and line[0] != " ")
        found.append((next(value for key, value in lines.items() if key.startswith("DTSTART;TZID=Europe")), path.name))
    return sorted(found)


def planned(home):
    """The starts that the plan has, as a calendar writes them."""
    return sorted(touch["start"][:16].replace("-", "").replace(":", "") + "00" for touch in open_touches(home))


def shown(home):
    return sorted(start for start, _ in events(home))


def said(home):
    return (home / "log").read_text()


@pytest.fixture
def home(tmp_path):
    """A home with an embedded server and three people followed up, nobody running."""
    folder = tmp_path / "home"
    klart(folder, "init", "--yes", "--timezone", "Europe/Stockholm", "--country", "SE")
    (tmp_path / "people.csv").write_text(PEOPLE)
    return folder


def enrol(home):
    klart(home, "enroll", "--from", home.parent / "people.csv")


def test_what_is_enrolled_and_answered_is_in_the_calendar_soon_after(home):
    with running(home):
        enrol(home)
        assert comes_true(lambda: shown(home) == planned(home))
        klart(home, "log", "anna", "opt_out")
        assert comes_true(lambda: not any("opted" in state for state in states_of_events(home)))
        assert len(open_touches(home)) == 2


def states_of_events(home):
    with sqlite3.connect(home / "klart.db") as store:
        rows = store.execute("SELECT wanted_rev - pushed_rev FROM touches WHERE state <> 'open'").fetchall()
    store.close()
    return ["opted" for (apart,) in rows if apart]


def test_killed_at_once_after_an_answer_nothing_is_lost_and_nothing_doubled(home):
    with running(home) as first:
        enrol(home)
        server = Embedded(home / "calendar-server").found()
        klart(home, "log", "lars", "skipped")
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert server is None or gone(server.pid)
    before = open_touches(home)
    with running(home):
        assert comes_true(lambda: set(shown(home)) >= set(planned(home)) and all_pushed(home))
        assert [touch["id"] for touch in open_touches(home)] == [touch["id"] for touch in before]
        assert len({name for _, name in events(home)}) == len(events(home))
        for touch in open_touches(home):
            stamp = touch["start"][:16].replace("-", "").replace(":", "") + "00"
            assert shown(home).count(stamp) == planned(home).count(stamp)


def all_pushed(home):
    with sqlite3.connect(home / "klart.db") as store:
        apart = store.execute("SELECT count(*) FROM touches WHERE wanted_rev <> pushed_rev").fetchone()[0]
    store.close()
    return apart == 0


def test_a_second_one_is_refused(home):
    with running(home):
        done = klart(home, "run", code=4)
        assert "runs on" in done.stderr


def test_once_beside_it_is_done_by_it(home):
    with running(home):
        done = json.loads(klart(home, "once", "--json").stdout)
        assert done["by"] == "daemon"
        assert done["round"]["state"] == "ok"
    assert json.loads(klart(home, "once", "--json").stdout)["by"] == "once"


def test_once_alone_writes_the_plan_and_leaves_no_server_behind(home):
    enrol(home)
    klart(home, "once")
    assert shown(home) == planned(home)
    assert Embedded(home / "calendar-server").found() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_and_takes_its_server_along(home, number):
    with running(home) as process:
        assert comes_true(lambda: Embedded(home / "calendar-server").found() is not None)
        server = Embedded(home / "calendar-server").found()
        process.send_signal(number)
        assert process.wait(10) == 0
        assert gone(server.pid)
    assert not (home / "klart.sock").exists()


def test_a_dead_server_is_started_anew(home):
    with running(home):
        assert comes_true(lambda: Embedded(home / "calendar-server").found() is not None)
        server = Embedded(home / "calendar-server").found()
        os.kill(server.pid, signal.SIGKILL)
        enrol(home)
        assert comes_true(lambda: shown(home) == planned(home) != [])


def test_settings_are_read_again_and_a_bad_file_keeps_the_last_good_one(home):
    settings = home / "klart.toml"
    good = settings.read_text()
    with running(home) as process:
        settings.write_text(good.replace("[calendar]", '[calendar]\npoll = "5 minutes"'))
        process.send_signal(signal.SIGHUP)
        assert comes_true(lambda: "calendar.poll: 60 -> 300" in said(home)), said(home)
        settings.write_text("[rep]\ntimezone = 'Mars'\n")
        process.send_signal(signal.SIGHUP)
        assert comes_true(lambda: "kept the last good settings" in said(home)), said(home)
        for command in ("agenda", "status"):
            told = klart(home, command, code=2).stderr
            assert "no time zone" in told
            assert "the daemon that runs goes on with the last good settings" in told
        settings.write_text(good)
        cadences = home / "cadences"
        (cadences / "ring.yaml").write_text("cadence: ring\nsteps:\n  - call: ring\n    retry: until clear answer\n")
        process.send_signal(signal.SIGHUP)
        assert comes_true(lambda: "ring: changed" in said(home)), said(home)
        (cadences / "ring.yaml").write_text("cadence: ring\nsteps: []\n")
        process.send_signal(signal.SIGHUP)
        assert comes_true(lambda: "the last good one stays in force" in said(home)), said(home)
        line = next(line for line in map(json.loads, said(home).splitlines()) if "stays in force" in str(line))
        assert (line["level"], line["event"]) == ("error", "faulty cadence")
        assert "ring.yaml:2:" in line["reason"]
        assert process.poll() is None


def test_the_log_names_nobody_and_holds_no_password(home):
    with running(home):
        enrol(home)
        assert comes_true(lambda: shown(home) == planned(home))
    password = (home / "calendar-server" / "password").read_text().strip()
    for secret in (password, "Anna", "Acme"):
        assert secret not in said(home)
    assert all(json.loads(line)["event"] for line in said(home).splitlines())


class Door:
    """A way to a server that can be closed: then it takes connections and never answers."""

    def __init__(self, url):
        self.there = (urlsplit(url).hostname, urlsplit(url).port)
        self.open = True
        self.held = []
        self.ears = socket.create_server(("127.0.0.1", 0))
        self.port = self.ears.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self.ears.close()
        for one in self.held:
            one.close()

    def _serve(self):
        with suppress(OSError):
            while True:
                caller, _ = self.ears.accept()
                self.held.append(caller)
                if self.open:
                    server = socket.create_connection(self.there)
                    self.held.append(server)
                    for one, other in ((caller, server), (server, caller)):
                        threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with suppress(OSError):
            while part := one.recv(65536):
                if self.open:
                    other.sendall(part)
            other.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def door(radicale_server):
    made = Door(radicale_server.home)
    yield made
    made.close()


def test_it_stops_within_ten_seconds_though_the_server_never_answers(tmp_path, radicale_server, door):
    home = tmp_path / "home"
    password = tmp_path / "password"
    password.write_text(radicale_server.password)
    password.chmod(0o600)
    url = f"http://127.0.0.1:{door.port}/{radicale_server.user}/"
    words = ["--caldav", url, "--user", radicale_server.user, "--password-file", password, "--calendar", "hangs"]
    klart(home, "init", "--yes", "--timezone", "Europe/Stockholm", *words)
    (tmp_path / "people.csv").write_text(PEOPLE)
    with running(home) as process:
        assert comes_true(lambda: json.loads(klart(home, "status", "--json").stdout)["calendars"][0]["last_sync"])
        door.open = False
        held = len(door.held)
        enrol(home)
        assert comes_true(lambda: len(door.held) > held or waiting(home))
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(12) == 0
        assert time.monotonic() - began < 10
    assert len(open_touches(home)) == 3


def waiting(home):
    """Whether a write is on its way: its letter is kept and not settled."""
    with sqlite3.connect(home / "klart.db") as store:
        found = store.execute("SELECT count(*) FROM outbox WHERE state = 'open'").fetchone()[0]
    store.close()
    return found > 0


def test_it_tells_the_service_manager(home, tmp_path):
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        manager.settimeout(20)
        environ = os.environ | {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "4000000"}
        with (home / "log").open("ab") as out:
            process = subprocess.Popen([KLART, "run", "--home", str(home)], stdout=out, stderr=out, env=environ)
        try:
            told = b""
            while told.count(b"WATCHDOG=1") < 3:
                told += manager.recv(4096) + b"\n"
            assert told.startswith(b"READY=1\nSTATUS=")
            process.send_signal(signal.SIGTERM)
            while b"STOPPING=1" not in told:
                told += manager.recv(4096) + b"\n"
            assert process.wait(10) == 0
        finally:
            process.kill()
            process.wait()
