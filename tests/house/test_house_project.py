"""The project as others get it: what it needs is declared and pinned, and nothing in it tells of one machine."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

UNSEEN = {
    "keyring": "asked by integrations.passwords only where it is there",
    "radicale": "the embedded server: a program of its own, never imported",
    "tzdata": "zoneinfo's own, where a system has none",
}
"""Dependencies that no import names, and why they are needed."""


def requirements(project: dict[str, Any]) -> list[Requirement]:
    return [Requirement(text) for text in project["project"]["dependencies"]]


def locked(root: Path) -> dict[str, Version]:
    found = {}
    for line in (root / "requirements.lock").read_text().splitlines():
        name, _, version = line.partition("==")
        found[canonicalize_name(name)] = Version(version)
    return found


def foreign_imports(root: Path, rooms: list[Path]) -> dict[str, str]:
    """What the packages import from elsewhere, and one place where."""
    found = {}
    for name in rooms:
        for node in ast.walk(ast.parse((root / name).read_text("utf-8"))):
            modules: list[str] = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            for module in modules:
                top = module.split(".")[0]
                if top not in sys.stdlib_module_names and top not in {"cadences", "integrations", "daemon"}:
                    found[top] = f"{name}:{node.lineno}"
    return found


def test_what_is_imported_is_declared(root: Path, rooms: list[Path], project: dict[str, Any]) -> None:
    declared = {canonicalize_name(each.name) for each in requirements(project)}
    for extra in project["project"].get("optional-dependencies", {}).values():
        declared |= {canonicalize_name(Requirement(text).name) for text in extra}
    owners = packages_distributions()
    undeclared = {
        top: where
        for top, where in foreign_imports(root, rooms).items()
        if not declared & {canonicalize_name(owner) for owner in owners.get(top, [top])}
    }

    assert undeclared == {}


def test_what_is_declared_is_used(root: Path, rooms: list[Path], project: dict[str, Any]) -> None:
    owners = packages_distributions()
    used = {canonicalize_name(owner) for top in foreign_imports(root, rooms) for owner in owners.get(top, [])}
    idle = [each.name for each in requirements(project) if canonicalize_name(each.name) not in used | UNSEEN.keys()]

    assert idle == []


def test_every_dependency_has_bounds(project: dict[str, Any]) -> None:
    loose = [str(each) for each in requirements(project) if ">=" not in str(each.specifier)]
    endless = [each.name for each in requirements(project) if "<" not in str(each.specifier)]

    assert loose == []
    assert endless == ["tzdata"]  # its versions are dates: a newer one is always better


def test_the_lock_pins_names_to_versions_and_says_nothing_else(root: Path) -> None:
    lines = (root / "requirements.lock").read_text().splitlines()

    assert [line for line in lines if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*==[0-9][\w.+!]*", line)] == []
    assert lines == sorted(set(lines))


def test_the_lock_keeps_the_bounds(root: Path, project: dict[str, Any]) -> None:
    wanted = [*requirements(project), *(Requirement(text) for text in project["dependency-groups"]["dev"])]
    pins = locked(root)
    broken = [
        str(each)
        for each in wanted
        if canonicalize_name(each.name) not in pins or pins[canonicalize_name(each.name)] not in each.specifier
    ]

    assert broken == []


HOSTS = "|".join(["files.python" + "hosted", "index-" + "url", "find-" + "links", r"py" + r"pi\.org/simple"])
MACHINES = "|".join(
    ["/wo" + "rk/", "/ro" + "ot/", "/opt/py" + "pi", "/opt/whe" + "els", r"\.py" + "env", "/tmp/" + "k/"]
)


def test_nothing_tells_of_one_machine_or_its_registry(root: Path, files: list[Path]) -> None:
    telling = re.compile(f"{HOSTS}|{MACHINES}")
    found = [
        f"{name}:{number} {match.group()}"
        for name in files
        for number, line in enumerate((root / name).read_text("utf-8", errors="replace").splitlines(), 1)
        if (match := telling.search(line))
    ]

    assert found == []


def test_the_command_is_a_console_script(root: Path, files: list[Path], project: dict[str, Any]) -> None:
    assert project["project"]["scripts"] == {"klart": "daemon.cli:main"}
    said = "python -m " + "daemon"
    assert [str(name) for name in files if said in (root / name).read_text("utf-8", errors="replace")] == []


def test_ci_runs_what_the_readme_says(root: Path) -> None:
    commands = [
        line.split(" <")[0] for line in (root / ".ci" / "run").read_text().splitlines() if line.startswith("make ")
    ]

    assert commands == ["make test", "make check"]
    assert "make test" in (root / "README.md").read_text()


def test_make_prints_its_menu_and_has_what_it_prints(root: Path) -> None:
    said = subprocess.run(["make", "--no-print-directory"], cwd=root, capture_output=True, text=True, check=True).stdout
    offered = re.findall(r"^  make (\w+)", said, re.MULTILINE)

    assert {"demo", "test", "check", "bench", "clean"} <= set(offered)
    for each in offered:
        subprocess.run(["make", "--dry-run", each], cwd=root, capture_output=True, text=True, check=True)


def test_the_changelog_knows_this_version(root: Path, project: dict[str, Any]) -> None:
    said = (root / "CHANGELOG.md").read_text()

    assert re.search(rf"^## \[(?:Unreleased|{re.escape(project['project']['version'])})\]", said, re.MULTILINE)


@pytest.mark.parametrize(
    "name", ["LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "GLOSSARY.md", "docs/index.md"]
)
def test_what_a_project_has(name: str, root: Path) -> None:
    assert (root / name).stat().st_size > 200


def test_the_licence_is_whole(root: Path, project: dict[str, Any]) -> None:
    text = (root / "LICENSE").read_text()

    assert project["project"]["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_settings_of_the_tools_stand_in_one_file(root: Path) -> None:
    tools = tomllib.loads((root / "pyproject.toml").read_text())["tool"]

    assert {"ruff", "mypy", "pytest", "coverage", "importlinter", "hatch"} <= tools.keys()
    for name in (
        ".ruff.toml",
        "ruff.toml",
        "mypy.ini",
        "pytest.ini",
        ".coveragerc",
        ".importlinter",
        "setup.cfg",
        "tox.ini",
    ):
        assert not (root / name).exists()


def test_every_ignored_rule_has_its_reason(root: Path) -> None:
    text = (root / "pyproject.toml").read_text()
    block = text[text.index("\nignore = [") : text.index("\n]", text.index("\nignore = ["))]
    rules = [line for line in block.splitlines() if line.strip().startswith('"')]

    assert [line for line in rules if "# " not in line and '"FIX", "TD"' not in line] == []
