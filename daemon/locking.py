"""The lock of a home: one daemon, or one round of `once`, at a time. Knows a file and the kernel's lock on it.

The kernel frees the lock when its process ends, however it ends; the file itself stays.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from daemon.errors import RefusedForSafety


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock for as long as the block lasts.

    Raises:
        RefusedForSafety: Another process holds it.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(file, 20, 0).decode(errors="replace").strip() or "another process"
            raise RefusedForSafety(
                f"klart runs on {path.parent} already (process {holder})", "stop that one first, or use klart once"
            ) from None
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(file)
