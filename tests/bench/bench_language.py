"""What reading and judging cadences costs, beside the loading of the same text by libraries that judge nothing."""

import json
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import yaml
from ruamel.yaml import YAML

import cadences
from cadences.draft import read_draft
from cadences.files import read_file
from cadences.folder import check_all
from cadences.formatting import fmt
from cadences.source import read_source
from cadences.starter import starter
from daemon.library import Library

ROUNDS = 40
MANY = 1000
SHIPPED = Path(cadences.__file__).parent
GOAL_MS = 5
GOAL_SECONDS = 3
GOAL_RATIO = 10
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def milliseconds(**acts: Callable[[], object]) -> dict[str, float]:
    """Return the least that each costs, taken in turn: what else the machine does then falls on all alike."""
    best = dict.fromkeys(acts, float("inf"))
    for _ in range(ROUNDS):
        for name, act in acts.items():
            began = time.perf_counter()
            act()
            best[name] = min(best[name], time.perf_counter() - began)
    return {name: round(seconds * 1000, 2) for name, seconds in best.items()}


def tell(name: str, **figures: object) -> None:
    sys.stdout.write(json.dumps({"bench": name, **figures}) + "\n")


def hundred_lines() -> str:
    """Return what `klart new` begins with, in one language: comments, texts, a detour, branches, a story."""
    return starter((SHIPPED / "starters/guided.yaml").read_text("utf-8"), "guided", "en")


def one(text: str) -> None:
    """Reading and judging one cadence, beside ruamel.yaml's round trip, which loads alone."""
    assert [found for found in read_file(text, "guided.yaml").findings if found.severity.value == "error"] == []
    peer = YAML(typ="rt")
    cost = milliseconds(
        ours=lambda: read_file(text, "guided.yaml"),
        reading=lambda: read_draft(read_source(text, "guided.yaml")),
        ruamel=lambda: peer.load(StringIO(text)),
        libyaml=lambda: yaml.load(text, Loader=LOADER),
        fmt=lambda: fmt(text, "guided.yaml"),
    )
    tell(
        "check one cadence",
        lines=text.count("\n"),
        ms=cost["ours"],
        goal_ms=f"<= {GOAL_MS}",
        ratio=round(cost["ruamel"] / cost["ours"], 1),
        goal=f">= {GOAL_RATIO}",
        reading_alone_ratio=round(cost["ruamel"] / cost["reading"], 1),
        ruamel_ms=cost["ruamel"],
        libyaml_ms=cost["libyaml"],
        fmt_ms=cost["fmt"],
    )


def many(text: str) -> None:
    """Judging a folder of a thousand cadences together, beside libyaml's loading of them."""
    shelf = Library()
    given: dict[str, str | bytes] = {}
    for number in range(MANY):
        given[f"guided-{number}.yaml"] = text.replace("cadence: guided", f"cadence: guided-{number}", 1)
    began = time.perf_counter()
    found = check_all(given, shelf.text, shelf.names())
    ours = time.perf_counter() - began
    assert [one for one in found if one.severity.value == "error"] == []
    began = time.perf_counter()
    for each in given.values():
        yaml.load(each, Loader=LOADER)
    theirs = time.perf_counter() - began
    tell(
        "check a thousand cadences",
        lines=MANY * text.count("\n"),
        seconds=round(ours, 2),
        goal=f"< {GOAL_SECONDS}",
        libyaml_seconds=round(theirs, 2),
        ratio_to_libyaml=round(ours / theirs, 2),
    )


def main() -> None:
    text = hundred_lines()
    one(text)
    many(text)


if __name__ == "__main__":
    main()
