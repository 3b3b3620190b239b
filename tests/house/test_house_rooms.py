"""Small rooms, plain names, one door for time, no door back."""

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

LONGEST_FILE, LONGEST_FUNCTION = 400, 50
FORBIDDEN = {"job", "item", "data", "manager", "helper", "util", "utils"}
"""Words that say nothing; the field's own stand in GLOSSARY.md."""
OWN: Final = {"bad_data"}
"""Names that the domain itself has: a wrong number and a bounced mail are bad data."""
SINGULAR = {f"{word}s": word for word in FORBIDDEN}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end; the docstring's own do not count."""
    assert function.end_lineno
    own = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        said = function.body[0]
        own -= (said.end_lineno or said.lineno) - said.lineno + 1
    return own


def own_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that a module gives itself: functions, classes, arguments, variables, fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


def words(name: str) -> list[str]:
    """The words of a name: `JobRunner` and `job_runner` have two."""
    found = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return [SINGULAR.get(word.lower(), word.lower()) for word in found]


def test_no_file_is_longer_than_a_head_can_hold(root: Path, files: list[Path]) -> None:
    kept = [name for name in files if name.suffix == ".py" and "versions" not in name.parts]  # migrations are records

    assert {str(name): count for name in kept if (count := lines(root / name)) > LONGEST_FILE} == {}


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_function_is_longer_than_a_screen(root: Path, files: list[Path]) -> None:
    long = [
        f"{name}:{function.lineno} {function.name} has {length(function)} lines"
        for name in files
        if name.suffix == ".py"
        for function in functions(parsed(root / name))
        if length(function) > LONGEST_FUNCTION
    ]

    assert long == []


def test_most_rooms_are_small(root: Path, rooms: list[Path]) -> None:
    sizes = [lines(root / name) for name in rooms]
    lengths = [length(function) for name in rooms for function in functions(parsed(root / name))]

    assert statistics.median(sizes) <= 150
    assert statistics.median(lengths) <= 15


def test_no_module_is_named_like_one_of_the_standard_library(rooms: list[Path]) -> None:
    names = {part.removesuffix(".py"): str(name) for name in rooms for part in name.parts}

    assert {names[name] for name in names if name in sys.stdlib_module_names} == set()


def test_tests_are_no_package(files: list[Path]) -> None:
    assert [name for name in files if name.parts[0] == "tests" and name.name == "__init__.py"] == []


def test_test_files_have_names_of_their_own(files: list[Path]) -> None:
    names = [name.name for name in files if name.parts[0] == "tests" and name.name.startswith("test_")]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("package", ["cadences", "integrations", "daemon"])
def test_a_package_begins_with_a_sentence_and_runs_nothing(package: str, root: Path) -> None:
    body = parsed(root / package / "__init__.py").body

    assert len(body) == 1
    assert ast.get_docstring(ast.Module(body, []))


def test_every_room_says_what_it_knows(root: Path, rooms: list[Path]) -> None:
    mute = [str(name) for name in rooms if name.name != "__init__.py" and not ast.get_docstring(parsed(root / name))]

    assert [name for name in mute if "migrations/versions" not in name] == []


def test_nothing_imports_systemd_for_our_own_folder_would_answer(root: Path, files: list[Path]) -> None:
    found = [
        f"{name}:{node.lineno}"
        for name in files
        if name.suffix == ".py"
        for node in ast.walk(parsed(root / name))
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "systemd" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "systemd")
    ]

    assert found == []


def test_names_say_what_things_are(root: Path, rooms: list[Path]) -> None:
    files = {str(name): name.stem for name in rooms if FORBIDDEN & set(words(name.stem))}
    names = [
        f"{file}:{line} {name}"
        for file in rooms
        for name, line in own_names(parsed(root / file))
        if FORBIDDEN & set(words(name)) and name not in OWN
    ]

    assert (files, names) == ({}, [])


@pytest.mark.parametrize(
    ("name", "well"),
    [
        ("JobRunner", False),
        ("load_data", False),
        ("items", False),
        ("helpers", False),
        ("metadata", True),
        ("database", True),
    ],
)
def test_how_a_name_is_read(name: str, well: bool) -> None:
    assert (not FORBIDDEN & set(words(name))) == well


def test_every_exception_to_a_rule_has_its_reason(root: Path, files: list[Path]) -> None:
    asked = re.compile(r"#\s*(?:noqa\b(?P<noqa>.*)|type:\s*ignore\b(?P<ignore>.*))")
    bare = []
    for name in files:
        if name.suffix != ".py" or name.parts[:2] == ("tests", "house"):
            continue
        for number, line in enumerate((root / name).read_text("utf-8").splitlines(), 1):
            if (found := asked.search(line)) and not re.search(r"[\w\]]\s+(?:-|#|—)\s*\S.{3,}", found.group(0)):
                bare.append(f"{name}:{number} {found.group(0)}")

    assert bare == []


def test_nothing_is_left_for_later(root: Path, files: list[Path]) -> None:
    words = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|unittest\.mo" + r"ck|Magic" + r"Mock)\b")
    found = [
        f"{name}:{number}"
        for name in files
        if name.suffix in {".py", ".md", ".yaml", ".toml", ".service"}
        for number, line in enumerate((root / name).read_text("utf-8").splitlines(), 1)
        if words.search(line)
    ]

    assert found == []
