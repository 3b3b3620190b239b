"""What runs aside: its result comes back, its fault too, and it cannot hold up the end of the process."""

import asyncio
import subprocess
import sys
import time

import pytest

from daemon.aside import aside


def test_results_and_faults_come_back():
    assert asyncio.run(aside(divmod, 7, 2)) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(aside(divmod, 7, 0))


def test_what_hangs_is_left_behind():
    code = (
        "import asyncio, time; from daemon.aside import aside\n"
        "async def main():\n"
        "    task = asyncio.create_task(aside(time.sleep, 60))\n"
        "    await asyncio.wait([task], timeout=0.1)\n"
        "asyncio.run(main())"
    )
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
    assert time.monotonic() - began < 20


def test_the_loop_goes_on_meanwhile():
    async def both():
        slow = asyncio.create_task(aside(time.sleep, 0.3))
        turns = 0
        while not slow.done():
            await asyncio.sleep(0.01)
            turns += 1
        return turns

    assert asyncio.run(both()) > 5
