"""Findings in the shapes that other programs read: GitHub's workflow commands, and SARIF. Knows no path and no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from cadences.language.codes import Code
    from cadences.language.findings import Finding

SARIF: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LINE: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: Final = _LINE | {":": "%3A", ",": "%2C"}


def github(found: Finding, codes: Mapping[str, Code]) -> str:
    """Return a finding as a workflow command, which GitHub shows beside the line of a change.

    Source: the runner's own escaping (actions/toolkit, packages/core/src/command.ts).
    """
    title = f"{found.code} {codes[found.code].title}"
    where = {"file": found.file, "line": found.line, "col": found.column, "title": title}
    said = ",".join(f"{name}={_escaped(str(value), _PROPERTY)}" for name, value in where.items())
    return f"::{found.severity.value} {said}::{_escaped(_whole(found), _LINE)}"


def _escaped(text: str, letters: Mapping[str, str]) -> str:
    return "".join(letters.get(letter, letter) for letter in text)


def _whole(found: Finding) -> str:
    """Return all that a finding says but its place."""
    return "\n".join([found.message, *found.story, *([f"hint: {found.hint}"] if found.hint else [])])


def sarif(findings: Iterable[Finding], codes: Mapping[str, Code], version: str) -> dict[str, Any]:
    """Return findings as a SARIF 2.1.0 log, with every code as a rule; columns count Unicode code points."""
    places = {code: at for at, code in enumerate(codes)}
    driver = {
        "name": "klart",
        "semanticVersion": version,
        "rules": [_rule(name, code) for name, code in codes.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, places[found.code]) for found in findings],
    }
    return {"$schema": SARIF, "version": "2.1.0", "runs": [run]}


def _rule(name: str, code: Code) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.meaning},
        "help": {
            "text": f"{code.meaning}\n\nTo mend it: {code.mend}",
            "markdown": f"{code.meaning}\n\n*To mend it:* {code.mend}",
        },
    }


def _result(found: Finding, rule: int) -> dict[str, Any]:
    region = {"startLine": found.line, "startColumn": found.column}
    where = {"artifactLocation": {"uri": _uri(found.file)}, "region": region}
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": found.severity.value,
        "message": {"text": _whole(found)},
        "locations": [{"physicalLocation": where}],
    }


def _uri(file: str) -> str:
    """Return a file's name as a URI: an absolute path with its scheme, any other relative to where klart was run."""
    path = file.replace("\\", "/")
    return f"file://{quote(path)}" if path.startswith("/") else quote(path.removeprefix("./"))
