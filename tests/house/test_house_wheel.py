"""What is shipped is whole, and runs where nothing else of the project is."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what git knows: what lies about is not shipped."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in files:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, source / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    (built,) = target.glob("*.whl")
    return built


def test_all_that_is_no_module_travels_too(wheel: Path, files: list[Path]) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    packages = [name.as_posix() for name in files if name.parts[0] in {"cadences", "integrations", "daemon"}]

    assert [name for name in packages if name not in carried] == []
    assert {"daemon/units/user/klart.service", "daemon/units/system/klart.service"} <= carried
    assert any(name.startswith("cadences/library/") and name.endswith(".yaml") for name in carried)
    assert any(name.startswith("daemon/store/migrations/") for name in carried)


def test_nothing_else_travels(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"cadences", "daemon", "integrations"}


@pytest.mark.slow
@pytest.mark.process
def test_the_wheel_runs_by_itself(wheel: Path, root: Path, tmp_path: Path) -> None:
    """Installed in a new environment, outside the checkout: help, the unit, and the demo from start to end."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "VIRTUAL_ENV"))
    }
    environ |= {"HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": str(tmp_path)}
    (tmp_path / "home").mkdir()
    there = tmp_path / "env"

    def run(*words: str, seconds: float) -> str:
        done = subprocess.run(
            words,
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    run(sys.executable, "-m", "venv", str(there), seconds=120)
    pip = [str(there / "bin" / "python"), "-m", "pip", "install", "--quiet", "-c", str(root / "requirements.lock")]
    subprocess.run([*pip, str(wheel)], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=600)
    klart = str(there / "bin" / "klart")

    assert "Usage" in run(klart, "--help", seconds=30)
    found = "from daemon import units; print('[Service]' in units.template('user'), units.__file__)"
    assert run(str(there / "bin" / "python"), "-c", found, seconds=30).split()[0] == "True"
    run(klart, "demo", seconds=120)
