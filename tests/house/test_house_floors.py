"""Doors open downward: the linter of imports knows the floors, and ruff knows the one reader of the clock."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / "lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    for package in ("cadences", "integrations", "daemon"):
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_floors_hold(root: Path) -> None:
    done = lint_imports(root)

    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("cadences/moments.py", "import os", "the core is pure"),
        ("cadences/delays.py", "import logging", "the core is pure"),
        ("cadences/windows.py", "from daemon import clock", "never back"),
        ("integrations/ports.py", "from daemon import errors", "never back"),
        ("cadences/moments.py", "import cadences.machine.hands", "the rooms of the core"),
        ("cadences/language/draft.py", "import cadences.proofs.lint", "the rooms of the core"),
        ("daemon/errors.py", "import daemon.settings", "the floors of the daemon"),
        ("daemon/store/engine.py", "import integrations.caldav.client", "the store knows nothing outside"),
        ("daemon/sync/round.py", "import integrations.caldav.client", "calendars by their port alone"),
        ("daemon/sync/reconcile.py", "import sqlalchemy", "reconcile and understand are pure"),
        ("daemon/service/record.py", "import integrations.caldav.client", "calendars by their port alone"),
        ("integrations/caldav/mapping.py", "import caldav", "mapping is pure"),
    ],
)
def test_a_planted_breach_is_named(room: str, line: str, contract: str, copy: Path) -> None:
    lines = (copy / room).read_text().splitlines()
    first = ast.parse("\n".join(lines)).body[1].lineno  # the docstring is 0; what comes next may be a __future__ import
    lines.insert(first if lines[first - 1].startswith("from __future__") else first - 1, line)
    (copy / room).write_text("\n".join(lines) + "\n")

    done = lint_imports(copy)

    assert done.returncode == 1
    broken = [told for told in done.stdout.splitlines() if " BROKEN" in told]
    assert any(contract in told for told in broken), done.stdout


def ruff(text: str, name: str, root: Path) -> str:
    command = [str(BIN / "ruff"), "check", "--no-cache", "--output-format=concise", "--stdin-filename", name, "-"]
    return subprocess.run(command, cwd=root, input=text, capture_output=True, text=True, check=False, timeout=60).stdout


CLOCKS = [
    "from datetime import UTC, datetime\n\nMOMENT = datetime.now(UTC)\n",
    "import datetime\n\nMOMENT = datetime.datetime.now(datetime.UTC)\n",
    "from datetime import datetime\n\nMOMENT = datetime.utcnow()\n",
    "from datetime import date\n\nDAY = date.today()\n",
    "import time\n\nMOMENT = time.time()\n",
    "from time import time\n\nMOMENT = time()\n",
    "import time\n\nMOMENT = time.monotonic()\n",
    "import time\n\nMOMENT = time.time_ns()\n",
    "import time\n\nMOMENT = time.gmtime()\n",
]


@pytest.mark.parametrize("text", CLOCKS)
def test_only_the_clock_reads_a_clock(text: str, root: Path) -> None:
    assert "TID251" in ruff(text, "daemon/planted.py", root)
    assert "TID251" in ruff(text, "cadences/planted.py", root)
    assert "TID251" not in ruff(text, "daemon/clock.py", root)


def test_nobody_talks_their_way_past_that_rule(root: Path, rooms: list[Path]) -> None:
    past = re.compile(r"noqa: (TID251|DTZ00[2-7]|DTZ01)")
    found = [str(name) for name in rooms if past.search((root / name).read_text())]

    assert found == []


def test_a_module_named_like_the_standard_librarys_is_found(root: Path) -> None:
    assert "A005" in ruff('"""Days."""\n', "daemon/calendar.py", root)
