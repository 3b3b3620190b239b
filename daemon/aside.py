"""Threads that may be left behind: what may hang on the network runs here, so that it cannot hold up the end.

`asyncio.to_thread` and every executor of the standard library are waited for when the program ends (14 s in a
measurement); a daemon thread is not. What is left behind loses nothing: a store's open transaction is rolled back,
and a write whose result is not known is read back at the next start.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def aside(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function in a thread of its own and return what it returns, or raise what it raises."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            outcome = function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the waiter gets it
            _tell(loop, result, error, failed=True)
        else:
            _tell(loop, result, outcome, failed=False)

    threading.Thread(target=run, name=function.__name__, daemon=True).start()
    return await result


def _tell(loop: asyncio.AbstractEventLoop, result: asyncio.Future[Any], outcome: Any, *, failed: bool) -> None:
    def settle() -> None:
        if result.done():
            return
        if failed:
            result.set_exception(outcome)
        else:
            result.set_result(outcome)

    with suppress(RuntimeError):  # the loop has ended: nobody waits any more
        loop.call_soon_threadsafe(settle)
