"""`klart check`: every shape of what it found, what it reads and what it refuses, and watching files change."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from cadences.language.codes import CODES
from tests.processes import comes_true

GOOD = "cadence: good\nsteps:\n  - call: ring\n    retry: until clear answer\n"
BAD = 'cadence: bad\ntitle: "Å, 🙂: {{ x }}"\nsteps:\n  - call: ring\n    wiat: 1 day\n'
KLART = Path(sys.executable).with_name("klart")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "cadences of mine"
    place.mkdir()
    (place / "good.yaml").write_text(GOOD, "utf-8")
    return place


def errors(told):
    return [found for found in json.loads(told.out)["findings"] if found["severity"] == "error"]


# --- shapes ----------------------------------------------------------------------------------------------------------
def test_text_shows_the_line_a_caret_the_mend_and_where_to_read_on(klart, folder):
    (folder / "bad.yaml").write_text(BAD, "utf-8")
    told = klart("check", folder)
    assert told.code == 1
    assert "bad.yaml:5:5: error K101: unknown key `wiat` in a step" in told.out
    assert "    5 |     wiat: 1 day\n      |     ^\n  hint: did you mean `wait`?" in told.out
    assert told.out.splitlines()[-1].startswith("klart explain K101 K114")
    assert "\x1b" not in told.out


def test_json_and_its_format_are_one(klart, folder):
    (folder / "bad.yaml").write_text(BAD, "utf-8")
    told = klart("check", "--json", folder)
    assert told.out == klart("check", "--format", "json", folder).out
    assert {(found["code"], found["line"], found["column"]) for found in errors(told)} == {
        ("K114", 2, 8),
        ("K101", 5, 5),
    }
    assert klart("check", "--json", "--format", "sarif", folder).code == 2


def test_github_sees_one_command_a_finding_whatever_the_names_hold(klart, folder):
    bad = folder / "bad, 100%: x.yaml"
    bad.write_text(BAD, "utf-8")
    told = klart("check", "--format", "github", bad)
    lines = told.out.splitlines()
    assert told.code == 1
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    place = str(bad).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    assert (
        f"::error file={place},line=5,col=5,title=K101 Unknown key::unknown key `wiat` in a step%0Ahint: did you"
        in told.out
    )


SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["tool"],
                "properties": {
                    "columnKind": {"const": "unicodeCodePoints"},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                name: {"required": ["text"]}
                                                for name in ("shortDescription", "fullDescription", "help")
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["message"],
                            "properties": {
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {"uri": {"pattern": "^[A-Za-z0-9._~:/%-]+$"}}
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                        }
                                                    },
                                                },
                                            }
                                        }
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}
"""What of the SARIF 2.1.0 schema (OASIS, errata 01) a log of findings must obey."""


def test_sarif_is_a_log_with_every_code_as_a_rule(klart, folder):
    (folder / "bad.yaml").write_text(BAD, "utf-8")
    told = klart("check", "--format", "sarif", folder)
    log = json.loads(told.out)
    jsonschema.Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CODES)
    assert all(CODES[rule["id"]].mend in rule["help"]["text"] for rule in rules)
    assert {result["ruleId"] for result in run["results"]} >= {"K101", "K114"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        where = result["locations"][0]["physicalLocation"]
        assert where["artifactLocation"]["uri"] == f"file://{folder / 'bad.yaml'}".replace(" ", "%20") or (
            "good.yaml" in where["artifactLocation"]["uri"]
        )


# --- what is read ----------------------------------------------------------------------------------------------------
def test_a_file_may_come_in_by_a_pipe_under_a_name(tmp_path):
    def piped(*words):
        return subprocess.run([KLART, "check", "-", *words], input=BAD.encode(), capture_output=True, check=False)

    named = piped("--stdin-name", "worse.yaml", "--json", "--home", tmp_path)
    assert named.returncode == 1
    found = json.loads(named.stdout)["findings"]
    assert {one["file"] for one in found} == {"worse.yaml"}
    assert "K110" in {one["code"] for one in found}
    unnamed = piped("--json", "--home", tmp_path)
    assert {one["file"] for one in json.loads(unnamed.stdout)["findings"]} == {"<stdin>"}
    assert "K110" not in {one["code"] for one in json.loads(unnamed.stdout)["findings"]}


def test_cadences_are_found_beside_the_file_in_the_home_and_in_the_library(klart, folder, tmp_path):
    chain = "answers: {{yes: {{meeting: {{start: {}, wait: 1 day}}}}}}\n"
    home = tmp_path / "home"
    (home / "cadences").mkdir(parents=True)
    (home / "cadences/at-home.yaml").write_text(GOOD.replace("good", "at-home"), "utf-8")
    for name, right in {"good": True, "at-home": True, "cold-call": True, "nowhere": False}.items():
        one = folder / "one.yaml"
        one.write_text(GOOD.replace("good", "one") + chain.format(name), "utf-8")
        told = klart("check", "--json", one, "--home", home)
        assert [found["code"] for found in errors(told)] == ([] if right else ["K112"]), name


def test_a_base_is_found_where_chained_cadences_are(klart, folder):
    (folder / "one.yaml").write_text("cadence: one\nextends: good\nchange: {ring: {wait: 1 day}}\n", "utf-8")
    assert errors(klart("check", "--json", folder / "one.yaml")) == []


def test_warnings_count_under_strict(klart, folder):
    told = klart("check", "--json", folder)
    warned = bool(json.loads(told.out)["findings"])
    assert told.code == 0
    assert klart("check", "--strict", folder).code == (1 if warned else 0)


@pytest.mark.parametrize("shape", ["text", "json", "github", "sarif"])
def test_what_cannot_be_read_is_told_and_the_rest_is_judged(klart, folder, shape):
    (folder / "bad.yaml").write_text(BAD, "utf-8")
    told = klart("check", "--format", shape, folder, folder / "none.yaml")
    assert told.code == 2
    assert "none.yaml cannot be read" in told.err
    assert "K101" in told.out


# --- watching --------------------------------------------------------------------------------------------------------
class Watched:
    """A `klart check --watch` at work, and what it has said so far."""

    def __init__(self, path, out):
        self.out = out
        words = [KLART, "check", "--watch", path, "--home", out.parent / "home"]
        with out.open("wb") as file:
            self.process = subprocess.Popen(words, stdout=file, stderr=subprocess.STDOUT)

    def says(self, pattern):
        return comes_true(lambda: re.search(pattern, self.out.read_text("utf-8"), re.MULTILINE) is not None)

    def ends(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def watched(folder, tmp_path):
    watch = Watched(folder, tmp_path / "out.txt")
    yield watch
    watch.process.kill()
    watch.process.wait()


@pytest.mark.process
def test_a_watch_sees_files_replaced_added_and_removed_and_ends_with_the_last_code(watched, folder):
    assert watched.says(r"^--- \d\d:\d\d:\d\d watching; Ctrl-C ends it$")
    beside = folder / ".good.yaml.swp"
    beside.write_text(GOOD.replace("retry", "rtry"), "utf-8")
    os.replace(beside, folder / "good.yaml")  # noqa: PTH105 - as editors do it
    assert watched.says(r"^--- \d\d:\d\d:\d\d changed: good.yaml$")
    assert watched.says("good.yaml:4:5: error K101: unknown key `rtry`")
    (folder / "bad.yaml").write_text(BAD, "utf-8")
    assert watched.says(r"^--- .* changed: bad.yaml$")
    (folder / "bad.yaml").unlink()
    (folder / "good.yaml").write_text(GOOD, "utf-8")
    assert comes_true(lambda: "1 file, no errors" in watched.out.read_text("utf-8").rpartition("changed: ")[2])
    assert watched.ends() == 0
    assert "Traceback" not in watched.out.read_text("utf-8")


@pytest.mark.process
def test_a_watch_that_ends_on_faults_says_so(watched, folder):
    assert watched.says("^--- .* watching")
    (folder / "bad.yaml").write_text(BAD, "utf-8")
    assert watched.says("^--- .* changed: bad.yaml")
    assert watched.ends(signal.SIGTERM) == 1


def test_what_is_not_there_or_flows_by_is_not_watched(klart, tmp_path):
    assert klart("check", "--watch", tmp_path / "none.yaml").code == 2
    assert klart("check", "--watch", "-").code == 2
