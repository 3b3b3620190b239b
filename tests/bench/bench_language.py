"""What reading and judging cadences costs, beside the loading of the same text by libraries that judge nothing.

One cadence: milliseconds of CPU, the least of many rounds, all in turn; the texts of each round are of its own, so that
nothing is known of them beforehand. A thousand: the whole command, its start included, as a process of its own; the
texts, the titles and the days of each file differ, its steps do not. The collector of garbage is off for all alike, as
`klart check` has it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import yaml
from ruamel.yaml import YAML

import cadences
from cadences.formatting.canonical import fmt
from cadences.formatting.starter import starter
from cadences.language.draft import read_draft
from cadences.language.source import read_source
from cadences.proofs.lint import lint
from cadences.reading.files import read_file

ROUNDS = 60
MANY = 1000
TIMES = 3
NAME = "guided"
SHIPPED = Path(cadences.__file__).parent
GOAL_MS = 5
GOAL_SECONDS = 3
GOAL_RATIO = 10
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def milliseconds(text: str, **acts: Callable[[str], object]) -> dict[str, float]:
    """Return the least CPU time that each costs, taken in turn: what else the machine does then falls on all alike."""
    best = dict.fromkeys(acts, float("inf"))
    for number in range(ROUNDS):
        own = of_its_own(text, number)
        gc.collect()
        for name, act in acts.items():
            began = time.process_time()
            act(own)
            best[name] = min(best[name], time.process_time() - began)
    return {name: seconds * 1000 for name, seconds in best.items()}


def tell(name: str, **figures: object) -> None:
    sys.stdout.write(json.dumps({"bench": name, **figures}) + "\n")


def hundred_lines() -> str:
    """Return what `klart new` begins with, in one language: comments, texts, a detour, branches, a story."""
    return starter((SHIPPED / f"starters/{NAME}.yaml").read_text("utf-8"), NAME, "en")


def of_its_own(text: str, number: int) -> str:
    """Return the cadence with other words in every text that has a template, and other days in its story."""
    said = text.replace("{{ contact.", f"{number} {{{{ contact.").replace("title: ", f"title: {number} ")
    return said.replace("2026-", f"{2026 + number % 100}-")


def judge(text: str) -> None:
    """Read and judge a cadence, which is right."""
    assert read_file(text, f"{NAME}.yaml").cadence is not None


def one(text: str) -> None:
    """Reading and judging one cadence, beside ruamel.yaml's round trip, which loads alone."""
    source = read_source(text, f"{NAME}.yaml")
    draft, _ = read_draft(source)
    assert draft is not None
    cost = milliseconds(
        text,
        ours=judge,
        nodes=lambda own: read_source(own, f"{NAME}.yaml"),
        shape=lambda own: read_draft(read_source(own, f"{NAME}.yaml")),
        proofs=lambda _: lint(draft, f"{NAME}.yaml"),
        ruamel=lambda own: YAML(typ="rt").load(StringIO(own)),
        libyaml=lambda own: yaml.load(own, Loader=LOADER),
        fmt=lambda own: fmt(own, f"{NAME}.yaml"),
    )
    tell(
        "read and judge one cadence",
        lines=text.count("\n"),
        ms=round(cost["ours"], 2),
        goal_ms=f"<= {GOAL_MS}",
        faster_than_ruamel=round(cost["ruamel"] / cost["ours"], 1),
        goal=f">= {GOAL_RATIO}",
        faster_than_ruamel_to_nodes_alone=round(cost["ruamel"] / cost["nodes"], 1),
        faster_than_ruamel_to_the_shape_alone=round(cost["ruamel"] / cost["shape"], 1),
        times_libyaml=round(cost["ours"] / cost["libyaml"], 1),
        **{f"{name}_ms": round(cost[name], 2) for name in ("nodes", "shape", "proofs", "ruamel", "libyaml", "fmt")},
    )


def many(text: str) -> None:
    """`klart check` of a folder of a thousand cadences, its start included, beside libyaml's loading of them."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(MANY):
            name = f"{NAME}-{number}"
            own = of_its_own(text, number).replace(f"cadence: {NAME}", f"cadence: {name}", 1)
            Path(folder, f"{name}.yaml").write_text(own, "utf-8")
        command = [str(Path(sys.executable).with_name("klart")), "check", folder]
        tries = [whole(command) for _ in range(TIMES)]
        began = time.process_time()
        for path in Path(folder).iterdir():
            yaml.load(path.read_text("utf-8"), Loader=LOADER)
        theirs = time.process_time() - began
    wall, ours = (min(each) for each in zip(*tries, strict=True))
    tell(
        "klart check of a thousand cadences",
        lines=MANY * text.count("\n"),
        seconds=round(wall, 2),
        goal=f"< {GOAL_SECONDS}",
        cpu_seconds=round(ours, 2),
        libyaml_cpu_seconds=round(theirs, 2),
        times_libyaml=round(ours / theirs, 1),
    )


def whole(command: list[str]) -> tuple[float, float]:
    """Return the seconds of wall and of CPU time that a command takes which finds nothing wrong."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    compiled = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=compiled)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu


def main() -> None:
    text = hundred_lines()
    gc.disable()
    one(text)
    many(text)


if __name__ == "__main__":
    main()
