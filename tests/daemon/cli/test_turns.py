"""Two rounds at the same time: the second waits for its turn; a second daemon does not."""

import subprocess
import sys
from pathlib import Path

import pytest

from daemon.cli import run as command
from daemon.locking import held

KLART = str(Path(sys.executable).with_name("klart"))


def test_a_second_once_waits_for_the_first_and_then_does_its_own(staffed):
    with held(staffed / "klart.lock"):
        second = subprocess.Popen([KLART, "once", "--home", staffed], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(3)
    out, _ = second.communicate(timeout=60)
    assert (second.returncode, "wrote" in out) == (0, True), out


def test_a_round_that_does_not_end_is_told_without_naming_once_again(klart, staffed, monkeypatch):
    monkeypatch.setattr(command, "TURN", 0.05)
    with held(staffed / "klart.lock"):
        told = klart("once", "--home", staffed)
    assert told.code == 4
    assert "klart runs on" in told.err
    assert "klart once" not in told.err


def test_whoever_stopped_waiting_does_not_keep_the_lock(tmp_path):
    lock = tmp_path / "klart.lock"
    with held(lock), pytest.raises(Exception, match="runs on"), held(lock, 0.05):
        raise AssertionError("the lock was held twice")
    with held(lock, 5):
        pass


def test_a_second_run_is_refused_at_once(klart, staffed):
    with held(staffed / "klart.lock"):
        told = klart("run", "--home", staffed)
    assert told.code == 4
    assert "stop that one first" in told.err
