"""Looking after processes from tests: whether one has ended. Waits on a condition, with a bound."""

import os
import time
from pathlib import Path


def gone(pid, patience=10.0):
    """Whether the process ends within so many seconds (a zombie has ended)."""
    return comes_true(lambda: not _there(pid), patience)


def comes_true(condition, patience=60.0):
    """Whether a condition comes true within so many seconds; it is looked at again and again."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())


def _there(pid):
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
