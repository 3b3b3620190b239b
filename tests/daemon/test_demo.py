"""The demonstration: it ends by itself, proves what it says, and the proof sees what is wrong."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cadences.moments import instant
from daemon.demo.proof import Event, compare

KLART = str(Path(sys.executable).with_name("klart"))


def test_the_week_is_played_and_proved(tmp_path):
    began = time.monotonic()
    done = subprocess.run([KLART, "demo"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done
    assert time.monotonic() - began < 60
    assert "The calendar holds exactly what the plan says" in done.stdout
    for words in ("no answer", "after 17:00", "yes meeting", "no: price", "opt_out", "Try next"):
        assert words in done.stdout
    assert done.stderr == ""


def test_a_home_that_is_named_stays_and_answers(tmp_path):
    home = tmp_path / "home"
    subprocess.run([KLART, "demo", "--home", str(home)], capture_output=True, timeout=120, check=True)
    asked = [KLART, "status", "--json", "--home", str(home)]
    found = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    assert (found["won"], found["lost"], found["opted_out"], found["without_next_touch"]) == (1, 1, 1, 0)
    again = subprocess.run([KLART, "demo", "--home", str(home)], capture_output=True, text=True, check=False)
    assert again.returncode == 4
    assert "already" in again.stderr


def at(hour):
    return instant(datetime(2026, 11, 23, hour, tzinfo=UTC))


TOUCH = {"contact": "Anna Berg", "start": "2026-11-23T10:00:00+01:00", "end": "2026-11-23T11:00:00+01:00"}
SHOWN = Event(at(9), at(10), "☎ Anna Berg · Acme AB")
RECORD = Event(at(7), at(8), "↻ ☎ Anna Berg · Acme AB: no answer")


def test_the_proof_finds_nothing_where_all_is_well():
    proof = compare([SHOWN, RECORD], [TOUCH], [("Anna Berg", 1)])
    assert (proof.planned, proof.records, proof.differences) == (1, 1, ())


@pytest.mark.parametrize(
    "events",
    [
        [RECORD],
        [SHOWN],
        [SHOWN, SHOWN, RECORD],
        [SHOWN, RECORD, RECORD],
        [SHOWN, RECORD, Event(at(12), at(13), "Dentist")],
        [Event(at(10), at(11), SHOWN.title), RECORD],
        [Event(at(9), at(10), "☎ Eva Ek"), RECORD],
    ],
)
def test_the_proof_finds_what_is_wrong(events):
    assert compare(events, [TOUCH], [("Anna Berg", 1)]).differences
