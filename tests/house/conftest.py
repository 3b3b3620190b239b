"""The tree as it is: what the guards of the house look at."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("cadences", "integrations", "daemon")
MADE = {".git", ".venv", "__pycache__", "dist", "build", ".hypothesis"}


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the project, relative to its root: what git tracks or would; in an unpacked sdist, all."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0 and (ROOT / ".git").exists():
        names = [Path(name) for name in done.stdout.split("\0") if name]
    else:
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    return sorted(name for name in names if (ROOT / name).is_file() and not MADE & set(name.parts))


@pytest.fixture(scope="session")
def rooms(files: list[Path]) -> list[Path]:
    """The modules of the three packages."""
    return [name for name in files if name.suffix == ".py" and name.parts[0] in PACKAGES]


@pytest.fixture(scope="session")
def prose(files: list[Path]) -> list[Path]:
    """What people read."""
    return [name for name in files if name.suffix == ".md"]
