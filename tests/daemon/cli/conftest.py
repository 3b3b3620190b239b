"""A home that is set up, in this process: commands are run as the console script runs them."""

import json
import sqlite3
from pathlib import Path

import pytest

from daemon.cli.root import run

PEOPLE = """\
name,company,phone,email,country,cadence
Anna Berg,Acme AB,+46 70-174 06 05,anna.berg@acme.example,SE,cold-call
Erik Lund,Fjordkraft ApS,,erik.lund@fjordkraft.example,DK,cold-call
Sanne de Vries,Vermeer BV,,sanne@vermeer.example,NL,quote-follow-up
"""


class Told:
    """What a command said, and how it ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f"exit {self.code}\n{self.out}\n{self.err}"


@pytest.fixture
def klart(capfd, monkeypatch):
    """Run a command line and return what it said."""
    monkeypatch.delenv("KLART_HOME", raising=False)

    def say(*words):
        capfd.readouterr()
        code = run([str(word) for word in words])
        captured = capfd.readouterr()
        return Told(code, captured.out, captured.err)

    return say


@pytest.fixture
def people(tmp_path):
    """A CSV of three people."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, "utf-8")
    return file


@pytest.fixture
def home(tmp_path, klart):
    """A home with an embedded server, and nobody in it."""
    folder = tmp_path / "home"
    told = klart("init", "--yes", "--timezone", "Europe/Stockholm", "--home", folder)
    assert told.code == 0, told
    return folder


@pytest.fixture
def staffed(home, klart, people):
    """A home in which three people are followed up."""
    told = klart("enroll", "--from", people, "--home", home)
    assert told.code == 0, told
    return home


@pytest.fixture
def own(klart, staffed, tmp_path, radicale_server):
    """A home in step with a calendar of its own on a real server, and that calendar's address."""
    password = tmp_path / "password"
    password.write_text(radicale_server.password)
    password.chmod(0o600)
    words = ["--caldav", radicale_server.home, "--user", radicale_server.user, "--password-file", password]
    assert klart("init", *words, "--calendar", f"own-{tmp_path.name}", "--home", staffed).code == 0
    assert klart("once", "--home", staffed).code == 0
    (one,) = json.loads(klart("calendar", "list", "--json", "--home", staffed).out)["calendars"]
    return staffed, one["url"]


def contents(home: Path):
    """All that a store holds, and all files beside it."""
    with sqlite3.connect(f"file:{home / 'klart.db'}?mode=ro", uri=True) as store:
        held = "\n".join(store.iterdump())
    store.close()
    files = {path.relative_to(home): path.read_bytes() for path in sorted(home.rglob("*")) if _kept(path)}
    return held, files


def _kept(path: Path):
    return path.is_file() and not path.name.startswith("klart.db") and "calendar-server" not in path.parts
