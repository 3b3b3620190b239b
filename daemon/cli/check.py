"""`klart check`: everything wrong in cadence files. Knows formats and exit codes; what is wrong, the language says."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from daemon.cli.adrift import adrift_of, lines_of
from daemon.cli.checking import SUFFIX, Given, files_of, judged, named, read_given
from daemon.cli.completing import cadences
from daemon.cli.frame import Command, home_of
from daemon.cli.paint import as_json, plain, tell
from daemon.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from cadences.language.findings import Finding
    from daemon.cli.watching import Look
    from daemon.home import Home


@click.command(cls=Command)
@click.argument("paths", metavar="PATH|NAME…", nargs=-1, required=True, shell_complete=cadences)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs; the same as --format json.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "github", "sarif"]),
    help="text for people (the default), json, github for its workflows, sarif 2.1.0 for code scanning.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option("--stdin-name", metavar="NAME", default="<stdin>", help="What to call the file that - stands for.")
@click.pass_context
def check(
    ctx: click.Context,
    paths: Sequence[str],
    *,
    strict: bool,
    json_: bool,
    shape: str | None,
    watch: bool,
    stdin_name: str,
) -> int:
    """Find everything wrong in cadence files.

    PATH is a file, a folder (its *.yaml, not deeper) or - for the standard input; NAME a cadence of the home
    or the library.

    Exit 0 when clean or with warnings only, 1 with errors (with --strict: or warnings), 2 when a path cannot be read.
    """
    shape = _one_shape(shape, json_=json_)
    home = home_of(ctx)
    paths = named(paths, home)
    if watch:
        return _watch(paths, home, shape, strict=strict)
    given = read_given(paths, home, stdin_name)
    findings = judged(given.texts, home)
    _say(given, findings, shape, adrift_of(paths, home))
    if given.unread:
        raise BadInput("\n".join(given.unread))
    return _code(findings, strict=strict)


def _one_shape(shape: str | None, *, json_: bool) -> str:
    if json_ and shape not in {None, "json"}:
        raise BadInput(f"--json and --format {shape} ask for two shapes", "give one of them")
    return shape or ("json" if json_ else "text")


def _say(given: Given, findings: list[Finding], shape: str, adrift: Sequence[dict[str, Any]] = ()) -> None:
    from cadences.language.codes import CODES
    from cadences.language.findings import report

    match shape:
        case "json":
            as_json(report(len(given.texts), findings) | ({"adrift": adrift} if adrift else {}))
        case "sarif":
            from importlib.metadata import version

            from daemon.cli.check_formats import sarif

            tell(json.dumps(sarif(findings, CODES, version("klart")), ensure_ascii=False, indent=2))
        case "github":
            from daemon.cli.check_formats import github

            tell(*(github(found, CODES) for found in findings))
        case _:
            from daemon.cli.check_text import show

            if given.texts:
                show(given.texts, findings)
            tell(*lines_of(adrift))


def _code(findings: list[Finding], *, strict: bool) -> ExitCode:
    grave = [found for found in findings if strict or found.severity.value == "error"]
    return ExitCode.FOUND if grave else ExitCode.WELL


# --- again and again -------------------------------------------------------------------------------------------------
def _watch(paths: Sequence[str], home: Home, shape: str, *, strict: bool) -> int:
    """Check now and after each change until interrupted; the exit code is that of the last check."""
    from daemon.cli.watching import changes, until_interrupted

    if "-" in paths:
        raise BadInput("--watch cannot see the standard input change", "name files or folders")
    with until_interrupted() as ended:
        seen = _look(paths, home)
        given = read_given(paths, home)
        if not given.texts:
            raise BadInput("\n".join(given.unread))
        code = _again(given, home, shape, "watching; Ctrl-C ends it", strict=strict)
        for changed in changes(lambda: _look(paths, home), seen, ended):
            names = plain(", ".join(Path(path).name for path in changed))
            code = _again(read_given(paths, home), home, shape, f"changed: {names}", strict=strict)
    return code


def _again(given: Given, home: Home, shape: str, why: str, *, strict: bool) -> ExitCode:
    print(f"--- {_time()} {why}", file=sys.stdout if shape == "text" else sys.stderr)
    findings = judged(given.texts, home)
    _say(given, findings, shape)
    sys.stdout.flush()
    for sentence in given.unread:
        print(f"klart: {sentence}", file=sys.stderr)  # noqa: T201 - likewise
    return ExitCode.USAGE if given.unread else _code(findings, strict=strict)


def _time() -> str:
    from cadences.moments import zone
    from daemon import clock

    return f"{clock.now().astimezone(zone(clock.local_zone() or 'UTC')):%H:%M:%S}"


def _look(paths: Sequence[str], home: Home) -> Look:
    """Look at the files given, and at all beside which they are judged."""
    from daemon.cli.watching import look_at

    folders = dict.fromkeys([home.cadences])
    given: list[str] = []
    for path in paths:
        try:
            given += files_of(path)
        except (OSError, BadInput):
            given.append(path)
        folders[Path(path) if Path(path).is_dir() else Path(path).parent] = None
    beside = [str(child) for folder in folders if folder.is_dir() for child in folder.glob(f"*{SUFFIX}")]
    return look_at(iter(dict.fromkeys([*(str(Path(path)) for path in given), *beside])))
