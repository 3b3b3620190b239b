"""The service manager hears what it must, in its own protocol, over real sockets."""

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.sdnotify import Notifier, watchdog_period


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    address = str(tmp_path / "n") if request.param == "path" else f"@klart-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(address.replace("@", "\0", 1))
        heard.settimeout(5)
        yield heard, address


def test_each_message_as_the_manager_reads_it(manager: tuple[socket.socket, str]) -> None:
    heard, address = manager
    voice = Notifier.from_environment({"NOTIFY_SOCKET": address})

    assert voice.ready("7 open, next 09:15")
    assert heard.recv(4096) == b"READY=1\nSTATUS=7 open, next 09:15"
    assert voice.status("still 7")
    assert heard.recv(4096) == b"STATUS=still 7"
    assert voice.reloading(12.5)
    assert heard.recv(4096) == b"RELOADING=1\nMONOTONIC_USEC=12500000"
    assert voice.alive()
    assert heard.recv(4096) == b"WATCHDOG=1"
    assert voice.longer(timedelta(minutes=2))
    assert heard.recv(4096) == b"EXTEND_TIMEOUT_USEC=120000000"
    assert voice.stopping("bye")
    assert heard.recv(4096) == b"STOPPING=1\nSTATUS=bye"


def test_a_line_break_in_a_status_is_no_second_message(manager: tuple[socket.socket, str]) -> None:
    heard, address = manager

    Notifier(address).status("Anna\nMAINPID=1\r\nREADY=1")

    assert heard.recv(4096) == b"STATUS=Anna MAINPID=1 READY=1"


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:9"}])
def test_without_a_manager_nothing_is_said(environ: dict[str, str]) -> None:
    assert not Notifier.from_environment(environ).ready("up")


def test_a_manager_that_is_gone_or_deaf_does_not_hold_or_fail_the_daemon(tmp_path: Path) -> None:
    assert not Notifier(str(tmp_path / "gone")).alive()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(str(tmp_path / "deaf"))
        heard = next(count for count in range(100_000) if not Notifier(str(tmp_path / "deaf")).alive())

    assert heard > 0


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "60000000"}, timedelta(minutes=1)),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "42"}, timedelta(minutes=1)),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "41"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_how_often_the_watchdog_wants_to_hear(environ: dict[str, str], expected: timedelta | None) -> None:
    assert watchdog_period(environ, pid=42) == expected
