"""What came of stories, for programs: JSON, and JUnit XML as CI systems read it. Knows shapes; plays nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from cadences.stories.play import Failure
    from daemon.cli.stories import Played, Report

_NO_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2)."""


def shape_of(report: Report) -> dict[str, Any]:
    """Return what `klart test --json` prints."""
    return {
        "files": len(report.files),
        "stories": len(report.played),
        "failed": report.failed,
        "results": [_result(one) for one in report.played],
        "without": list(report.without),
        "findings": [found.to_json() for found in report.findings],
    }


def _result(one: Played) -> dict[str, Any]:
    from cadences.stories.written import story_yaml

    result = one.result
    return {
        "file": one.file,
        "cadence": one.cadence,
        "it": result.story.it,
        "line": result.story.place.line,
        "passed": result.passed,
        "failures": [
            {
                "line": failure.place.line,
                "column": failure.place.column,
                "expected": failure.expected,
                "got": failure.got,
                "why": list(failure.why),
            }
            for failure in result.failures
        ],
        "nearest": None if result.nearest is None else story_yaml(result.nearest, result.mended),
    }


# --- JUnit ------------------------------------------------------------------------------------------------------------
def junit(report: Report) -> bytes:
    """Return the results as JUnit XML: a suite for each file, a case for each story, an error for what was not played.

    Source: the schema that Jenkins and most others read (testsuites, testsuite, testcase, failure, error).
    """
    root = ET.Element("testsuites", _counts("klart test", report.played, len(report.findings) + len(report.unread)))
    for file in report.files:
        played = [one for one in report.played if one.file == file]
        if played:
            suite = ET.SubElement(root, "testsuite", _counts(file, played, 0))
            for one in played:
                _case(suite, one)
    for file in dict.fromkeys(found.file for found in report.findings):
        found = [str(one) for one in report.findings if one.file == file]
        suite = ET.SubElement(root, "testsuite", _counts(file, [], len(found)))
        for said in found:
            _error(suite, file, said)
    if report.unread:
        suite = ET.SubElement(root, "testsuite", _counts("files", [], len(report.unread)))
        for said in report.unread:
            _error(suite, "files", said)
    ET.indent(root)
    return bytes(ET.tostring(root, "utf-8", xml_declaration=True))


def _counts(name: str, played: tuple[Played, ...] | list[Played], errors: int) -> dict[str, str]:
    failed = sum(not one.result.passed for one in played)
    return {
        "name": _clean(name),
        "tests": str(len(played) + errors),
        "failures": str(failed),
        "errors": str(errors),
        "skipped": "0",
        "time": f"{sum(one.seconds for one in played):.3f}",
    }


def _case(suite: ET.Element, one: Played) -> None:
    from cadences.stories.written import story_yaml

    result = one.result
    about = {"name": _clean(result.story.it), "classname": _clean(one.cadence), "file": _clean(one.file)}
    about |= {"line": str(result.story.place.line), "time": f"{one.seconds:.3f}"}
    case = ET.SubElement(suite, "testcase", about)
    if result.passed:
        return
    first = result.failures[0]
    message = _clean(f"expected {first.expected}, got {first.got}")
    failure = ET.SubElement(case, "failure", {"message": message, "type": "story"})
    parts = [_told(one.file, each) for each in result.failures]
    if result.nearest is not None:
        parts.append(f"the nearest story that would hold:\n\n{story_yaml(result.nearest, result.mended)}")
    failure.text = _clean("\n\n".join(parts))


def _told(file: str, failure: Failure) -> str:
    lines = [f"{file}:{failure.place.line}:{failure.place.column}"]
    lines += [f"expected {failure.expected}", f"got      {failure.got}"]
    lines += [f"why      {why}" for why in failure.why]
    return "\n".join(lines)


def _error(suite: ET.Element, name: str, said: str) -> None:
    case = ET.SubElement(suite, "testcase", {"name": _clean(said), "classname": _clean(name), "time": "0.000"})
    ET.SubElement(case, "error", {"message": _clean(said), "type": "check"})


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
