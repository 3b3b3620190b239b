"""Tells the service manager how the daemon is: ready, reloading, alive, stopping. Knows the protocol, not the daemon.

A few lines of sd_notify(3): datagrams of `KEY=value` lines to the socket named by `$NOTIFY_SOCKET`. Without one every
message is a no-op, so that the daemon runs the same by hand. Telling never fails the daemon.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

_MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Notifier:
    """A voice to the service manager; `address` is a path, or `@name` for an abstract socket (nothing = nobody)."""

    address: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Return the voice that the environment names; one with nobody to hear it where it names none."""
        return cls(environ.get("NOTIFY_SOCKET") or None)

    def ready(self, status: str) -> bool:
        """Say that the daemon is up (also after a reload), with a first status."""
        return self._send("READY=1", _status(status))

    def status(self, status: str) -> bool:
        """Say in one line how things are, for `systemctl status`."""
        return self._send(_status(status))

    def reloading(self, monotonic: float) -> bool:
        """Say that a reload has begun at `monotonic` seconds; `ready` ends it.

        The instant is part of the protocol from systemd 253 on (`Type=notify-reload`): without it a reload hangs.
        """
        return self._send("RELOADING=1", f"MONOTONIC_USEC={int(monotonic * _MICRO)}")

    def stopping(self, status: str) -> bool:
        """Say that the daemon is on its way out."""
        return self._send("STOPPING=1", _status(status))

    def alive(self) -> bool:
        """Feed the watchdog; to be called from real progress alone, never from a timer of its own."""
        return self._send("WATCHDOG=1")

    def longer(self, more: timedelta) -> bool:
        """Ask for more time to start, reload or stop (a migration, a backup)."""
        return self._send(f"EXTEND_TIMEOUT_USEC={more // timedelta(microseconds=1)}")

    def _send(self, *lines: str) -> bool:
        """Send the lines; return whether somebody was told."""
        if self.address is None or not self.address.startswith(("/", "@")):
            return False
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as there:
                there.settimeout(0)  # a manager that does not read must not hold the daemon
                there.sendto("\n".join(lines).encode(), address)
        except (OSError, ValueError):
            return False
        return True


def watchdog_period(environ: Mapping[str, str], pid: int) -> timedelta | None:
    """Return how often the watchdog wants to hear from this process, or nothing if there is none.

    Feed it twice as often (sd_watchdog_enabled(3)). `WATCHDOG_PID` names whom it means, where it is set.
    """
    told = environ.get("WATCHDOG_USEC", "")
    meant = environ.get("WATCHDOG_PID") or str(pid)
    if not told.isdecimal() or int(told) == 0 or meant != str(pid):
        return None
    return timedelta(microseconds=int(told))


def _status(text: str) -> str:
    """Return a status as one line: a line break in it would be another message to the manager."""
    return "STATUS=" + " ".join(text.split())
