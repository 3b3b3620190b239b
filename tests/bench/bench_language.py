"""What reading and judging a cadence of about 100 lines costs, beside PyYAML's loading of it, fast and pure."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

import cadences
from cadences.files import read_file

ROUNDS = 200
FILE = Path(cadences.__file__).parent / "library/existing-customer.yaml"


def milliseconds(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1000


def main() -> None:
    text = FILE.read_text("utf-8")
    ours = milliseconds(lambda: read_file(text, FILE.name, {"quote-follow-up"}))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loading = milliseconds(lambda: yaml.load(text, Loader=loader))
    slowly = milliseconds(lambda: yaml.load(text, Loader=yaml.SafeLoader), ROUNDS // 20)
    result = {
        "bench": "language",
        "lines": text.count("\n"),
        "ms": round(ours, 2),
        "ratio_to_fast_loading": round(ours / loading, 1),
        "ratio_to_pure_loading": round(ours / slowly, 2),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
