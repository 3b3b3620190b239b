"""What one change costs in a store of 100 enrollments and in one of 10,000: recording an answer, an idle look, CPU.

All are one rep's, which is the worst case: with 10,000 the rep's days are full for nine months, and one answer's next
touch has to find its place behind them. Ratios in one run, interleaved, medians; a line of JSON each. The stores lie
in memory where the machine has such a disk, so that no disk's moods are measured; the use cases themselves fill them.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cadences.enrollment import Answered
from cadences.moments import Instant, instant
from cadences.outcomes import Answer, Outcome
from cadences.people import Rep
from daemon.service.attend import attend
from daemon.service.enroll_many import enroll_many
from daemon.service.record import record
from daemon.service.world import Cadences, World
from daemon.store.engine import Store, open_store
from integrations.holidays_of import Holidays
from integrations.people.rows import PersonRow

SIZES = (100, 10_000)
ROUNDS = 60
NOW = instant(datetime(2026, 11, 23, 6, tzinfo=UTC))
RING = "cadence: ring\nsteps:\n  - call: ring\n    retry: until clear answer\n"
GOALS = {"one answer recorded and replanned": 3.0, "an idle look": 2.0}


@dataclass(slots=True)
class Filled:
    """A store with so many people in it, one enrollment each."""

    store: Store
    world: World
    ids: list[str]
    now: Instant

    def answer(self) -> None:
        """Record an answer of the next person in turn."""
        self.now = instant(self.now + timedelta(seconds=1))
        fact = Answered(Answer(Outcome.NO_ANSWER), self.now)
        id_ = self.ids[0]
        self.ids.append(self.ids.pop(0))
        with self.store.write() as conn:
            record(conn, self.world, id_, fact, self.now)

    def look(self) -> None:
        """See whether time has done anything."""
        with self.store.write() as conn:
            attend(conn, self.world, NOW)


def filled(folder: Path, size: int) -> Filled:
    """Return a store with so many enrollments."""
    rep = Rep("maja", "Maja Ek", "Europe/Stockholm", "SE")
    world = World(rep, Cadences({"ring": RING}.get), Holidays().name_of, "bench")
    store = open_store(folder / str(size) / "klart.db")
    rows = [PersonRow(f"Person {n}", "Acme AB", phone=f"+46 8 {n:07}", country="SE", line=n) for n in range(size)]
    with store.write() as conn:
        started = enroll_many(conn, world, rows, "ring", NOW).started
    return Filled(store, world, list(started), NOW)


def cost(act: Callable[[], None]) -> float:
    """Return the CPU seconds that an act takes."""
    began = time.process_time()
    act()
    return time.process_time() - began


def main() -> None:
    """Measure, and print a line of JSON for each act."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        folder.chmod(0o700)
        small, large = (filled(folder, size) for size in SIZES)
        for act, goal in GOALS.items():
            times: list[list[float]] = [[], []]
            for _ in range(ROUNDS):
                for found, house in zip(times, (small, large), strict=True):
                    found.append(cost(house.answer if act.startswith("one") else house.look))
            least, most = (statistics.median(found) for found in times)
            figures = {f"ms_of_{size}": round(ms * 1000, 2) for size, ms in zip(SIZES, (least, most), strict=True)}
            line = {"bench": act, "ratio": round(most / least, 2), "goal": f"<= {goal:g}", **figures}
            sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
