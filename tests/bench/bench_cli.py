"""How long commands take beside a bare `python -c pass` in the same environment: ratios, one line of JSON each.

Interleaved in one run, the median of each; bytecode is compiled (`make bench` sees to it). Wall time of the whole
process, as a person waits for it.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 25
CONTACTS = "daemon/demo/contacts.csv"
GOALS = {"help": 4.0, "agenda": 20.0, "agenda --json": 20.0}


def took(command: list[str]) -> float:
    """Return the seconds that a command takes."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure, and print a line of JSON for each command."""
    klart = str(Path(sys.executable).with_name("klart"))
    with tempfile.TemporaryDirectory() as folder:
        home = ["--home", folder]
        subprocess.run([klart, "init", "--yes", "--timezone", "Europe/Stockholm", *home], stdout=-3, check=True)
        subprocess.run([klart, "enroll", "--from", CONTACTS, *home], stdout=-3, check=True)
        commands = {
            "pass": [sys.executable, "-c", "pass"],
            "help": [klart, "--help"],
            "agenda": [klart, "agenda", *home],
            "agenda --json": [klart, "agenda", "--json", *home],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                times[name].append(took(command))
    middle = {name: statistics.median(seconds) for name, seconds in times.items()}
    for name, goal in GOALS.items():
        ratio = middle[name] / middle["pass"]
        figures = {"ms": round(middle[name] * 1000, 1), "pass_ms": round(middle["pass"] * 1000, 1)}
        line = {"bench": f"klart {name}", "ratio": round(ratio, 2), "goal": f"<= {goal:g}", **figures}
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
