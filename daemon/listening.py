"""The daemon's end of the socket: reads a question, answers it. Knows lines of JSON, not what the questions mean."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

from daemon.wake import LINE, address

Answering: TypeAlias = Callable[[str], Awaitable[dict[str, Any]]]
"""A question -> its answer."""

PATIENCE: Final = 5.0
"""Seconds a caller may take to ask."""


@asynccontextmanager
async def listening(path: Path, answering: Answering) -> AsyncIterator[None]:
    """Listen at the path for as long as the block lasts; what a killed daemon left there is taken away first.

    Whoever calls holds the lock of the home, so that no living daemon can be at the path.
    """
    ears = _bound(path)
    server = await asyncio.start_unix_server(_Caller(answering), sock=ears, limit=LINE)
    try:
        yield
    finally:
        server.close()
        _cleared(path)


def _cleared(path: Path) -> None:
    path.unlink(missing_ok=True)


def _bound(path: Path) -> socket.socket:
    _cleared(path)
    ears = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        with address(path) as name:
            ears.bind(name)
    finally:
        os.umask(before)
    ears.settimeout(0)
    return ears


class _Caller:
    """Serves one caller: one line in, one line out."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def __call__(self, asked: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        try:
            question = await asyncio.wait_for(asked.readline(), PATIENCE)
            answer = await self._answering(_question(question))
            answers.write(json.dumps(answer).encode() + b"\n")
            await answers.drain()
        except (OSError, ValueError, TimeoutError):
            pass  # a caller that hangs up or talks nonsense is its own affair
        finally:
            answers.close()


def _question(line: bytes) -> str:
    asked = json.loads(line)
    return str(asked.get("ask")) if isinstance(asked, dict) else ""
