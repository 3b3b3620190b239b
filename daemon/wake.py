"""Poking the daemon: one question and one answer, a line of JSON each, over a socket that only its owner may open.

Knows the questions; what they lead to is the runner's. A unix socket's address holds 107 bytes, a home may be
deeper: on Linux a long path goes by a descriptor of its folder.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from daemon.errors import CannotReach

LONGEST: Final = 100
"""Bytes of a path that every system takes as the address of a socket."""
SOON: Final = 1.0
"""Seconds a poke waits for its answer; the daemon answers before it acts."""
LINE: Final = 65_536
"""Bytes of the longest question or answer."""

POKE: Final = "poke"
"""Something changed in the store: look at once what is due."""
ROUND: Final = "round"
"""Do one full round now, and answer when it is done."""
RELOAD: Final = "reload"
"""Read settings and cadences again."""
FACTS: Final = "facts"
"""Say how the daemon is."""


def poke(path: Path, question: str = POKE) -> bool:
    """Tell the daemon that something changed (or another `question`); return whether one heard it.

    Never raises: nobody has to be there.
    """
    try:
        return ask(path, question, SOON) is not None
    except CannotReach:
        return False


def ask(path: Path, question: str, patience: float) -> dict[str, Any] | None:
    """Ask the daemon and return its answer, or nothing where no daemon runs.

    Raises:
        CannotReach: One runs and gives no answer within `patience` seconds.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(patience)
        try:
            with address(path) as name:
                line.connect(name)
        except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
            return None
        except OSError as error:
            raise CannotReach(f"{path} cannot be opened ({error.strerror})", "is it another user's home?") from None
        return _converse(line, question)


def _converse(line: socket.socket, question: str) -> dict[str, Any]:
    try:
        line.sendall(json.dumps({"ask": question}).encode() + b"\n")
        with line.makefile("rb") as answers:
            answer = json.loads(answers.readline(LINE))
    except (OSError, ValueError):
        answer = None
    if not isinstance(answer, dict):
        raise CannotReach("the running daemon gave no answer", "see its log, or start it anew")
    return answer


@contextmanager
def address(path: Path) -> Iterator[str]:
    """Yield a name for the socket that is short enough to open it by."""
    if len(os.fsencode(path)) <= LONGEST or sys.platform != "linux":
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
