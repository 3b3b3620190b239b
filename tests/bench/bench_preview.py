"""What a year of a preview costs, and its picture and page, beside PyYAML's loading of the cadence, fast and pure."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

import cadences
from cadences.cadence import Cadence
from cadences.forward.preview import Preview, preview
from cadences.moments import Instant, instant
from cadences.people import Contact, Rep
from cadences.pictures.days import Pictured
from cadences.pictures.page import page
from cadences.pictures.picture import svg
from cadences.reading.files import read_cadence
from integrations.holidays_of import Holidays

ROUNDS = 40
FILE = Path(cadences.__file__).parent / "library/cold-call.yaml"
WHERE = "Europe/Stockholm"
START = instant(datetime(2026, 11, 23, 8, tzinfo=ZoneInfo(WHERE)))
A_YEAR_ON = instant(datetime(2027, 11, 23, 8, tzinfo=ZoneInfo(WHERE)))
ANNA = Contact("anna", "Anna Berg", WHERE, company="Acme AB", country="SE", phone="+46 70 174 06 05")
NAME_OF = Holidays().name_of


def milliseconds(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1000


def year_of(cadence: Cadence, rep: Rep) -> int:
    """How many touches lie in the first year."""
    found = run(cadence, rep, START, 100)
    return sum(touch.span.start < A_YEAR_ON for touch in found.touches)


def run(cadence: Cadence, rep: Rep, start: Instant, count: int) -> Preview:
    return preview(cadence, ANNA, rep, start, [], NAME_OF, count)


def main() -> None:
    text = FILE.read_text("utf-8")
    cadence = read_cadence(text, FILE.name)
    assert isinstance(cadence, Cadence)
    rep = Rep("rep", "Karin Holm", WHERE, "SE")
    count = year_of(cadence, rep)
    pictured = Pictured(cadence, ANNA, rep, START, run(cadence, rep, START, count), NAME_OF)
    ours = milliseconds(lambda: run(cadence, rep, START, count))
    fast = milliseconds(lambda: yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    slow = milliseconds(lambda: yaml.load(text, Loader=yaml.SafeLoader), ROUNDS // 10)
    result = {
        "bench": "preview",
        "touches": count,
        "ms": round(ours, 1),
        "ratio_to_fast_loading": round(ours / fast, 1),
        "ratio_to_pure_loading": round(ours / slow, 2),
        "picture_ms": round(milliseconds(lambda: svg(pictured), ROUNDS // 4), 1),
        "page_ms": round(milliseconds(lambda: page(pictured), ROUNDS // 4), 1),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
