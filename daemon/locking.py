"""The lock of a home: one daemon, or one round of `once`, at a time. Knows a file and the kernel's lock on it.

The kernel frees the lock when its process ends, however it ends; the file itself stays.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from daemon.errors import RefusedForSafety


class Taken(RefusedForSafety):
    """Another process holds the lock."""


@contextmanager
def held(path: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock for as long as the block lasts; wait so many seconds for another who holds it.

    Raises:
        Taken: Another process holds it still.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _taken(file, patience):
            holder = os.pread(file, 20, 0).decode(errors="replace").strip() or "unknown"
            raise Taken(f"klart runs on {path.parent} already (process {holder})", "stop that one first, or let it end")
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(file)


def _taken(file: int, patience: float) -> bool:
    """Take the lock, and return whether that was done in time."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return patience > 0 and _waited(file, patience)
    return True


def _waited(file: int, patience: float) -> bool:
    # The kernel has no limit for this wait. The lock belongs to what was opened, not to its number: the copy shares it,
    # and whoever closes last lets go, so that a thread that is left behind frees what it gets at once.
    copy, got = os.dup(file), threading.Event()

    def wait() -> None:
        try:
            fcntl.flock(copy, fcntl.LOCK_EX)
            got.set()
        finally:
            os.close(copy)

    threading.Thread(target=wait, name="lock", daemon=True).start()
    return got.wait(patience)
