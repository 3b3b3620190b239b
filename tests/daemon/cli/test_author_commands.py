"""What an author types besides check: explain, new, fmt."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from cadences.formatting.canonical import fmt
from cadences.language.codes import CODES
from cadences.language.schema import cadence_schema
from cadences.reading.files import read_file
from daemon.library import shipped_names

KLART = Path(sys.executable).with_name("klart")
LOOSE = "# who\nsteps:\n- {call: ring}   # every day\ncadence:  'loose'\n"
FAULTY = "cadence: faulty\nsteps:\n- call: ring\n  wiat: 1 day\n"


# --- explain ---------------------------------------------------------------------------------------------------------
def test_a_code_is_explained_however_it_is_written(klart):
    told = klart("explain", "k201", "K101")
    assert told.code == 0
    assert told.out.startswith(f"K201  {CODES['K201'].title}\n\n")
    assert f"\n\nK101  {CODES['K101'].title}\n\n" in told.out
    assert " ".join(told.out.split()).count("To mend it: ") == 2
    assert all(len(line) <= 90 for line in told.out.splitlines())


def test_every_code_is_listed_under_its_family(klart):
    told = klart("explain", "--list")
    assert re.findall(r"^  (K\d+)  (.+)$", told.out, re.MULTILINE) == [
        (name, code.title) for name, code in CODES.items()
    ]
    said = json.loads(klart("explain", "--list", "--json").out)["codes"]
    assert [one["code"] for one in said] == list(CODES)
    (one,) = json.loads(klart("explain", "k201", "K201", "--json").out)["codes"]
    assert one == {
        "code": "K201",
        "title": CODES["K201"].title,
        "meaning": CODES["K201"].meaning,
        "mend": CODES["K201"].mend,
    }


@pytest.mark.parametrize(("code", "near"), [("K20", "K201"), ("k2O1", "K201"), ("", "--list"), ("cold-call", "--list")])
def test_an_unknown_code_is_refused_with_a_guess(klart, code, near):
    told = klart("explain", "K201", code)
    assert (told.code, told.out) == (2, "")
    assert near in told.err
    assert klart("explain").code == 2


# --- new -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("source", ["guided", "minimal"])
@pytest.mark.parametrize("language", ["en", "sv", "da", "nl"])
def test_what_is_begun_is_clean_even_when_strict(klart, tmp_path, source, language):
    home = tmp_path / "home"
    told = klart("new", "autumn", "--from", source, "--language", language, "--home", home)
    assert told.code == 0
    target = home / "cadences/autumn.yaml"
    assert str(target) in told.out
    text = target.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=cadence.schema.json\n")
    assert klart("check", "--strict", target, "--home", home).code == 0, klart("check", target, "--home", home)
    assert fmt(text, "autumn.yaml") == text
    schema = json.loads((home / "cadences/cadence.schema.json").read_text("utf-8"))
    assert schema == cadence_schema()
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("source", shipped_names())
def test_a_cadence_that_ships_may_be_the_beginning_in_one_language_or_all(klart, tmp_path, source):
    before = read_file(klart_text(source), f"{source}.yaml").cadence
    for name, words, languages in [("mine", [], {"en", "sv", "da", "nl"}), ("min", ["--language", "sv"], {""})]:
        assert klart("new", name, "--from", source, "--to", tmp_path, *words, "--home", tmp_path / "h").code == 0
        text = (tmp_path / f"{name}.yaml").read_text("utf-8")
        made = read_file(text, f"{name}.yaml").cadence
        assert made.name == name
        assert set(made.titles) == languages
        assert [step.id for step in made.every_step] == [step.id for step in before.every_step]
        for step, old in zip(made.every_step, before.every_step, strict=True):
            assert set(step.texts) <= languages
            assert set(step.texts.values()) <= set(old.texts.values())
        if languages != {""}:
            assert made.steps == before.steps


def klart_text(name):
    from daemon.library import Library

    return Library().text(name)


def test_nothing_is_ever_overwritten(klart, tmp_path):
    home = tmp_path / "home"
    assert klart("new", "mine", "--home", home).code == 0
    schema, target = home / "cadences/cadence.schema.json", home / "cadences/mine.yaml"
    schema.write_text("{}")
    target.write_text("mine")
    told = klart("new", "mine", "--home", home)
    assert told.code == 4
    assert "is there already" in told.err
    assert (schema.read_text(), target.read_text()) == ("{}", "mine")
    assert klart("new", "other", "--home", home).code == 0
    assert schema.read_text() == "{}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Mine"], "no cadence's name"),
        (["Åsas Leads"], "hyphens, like asas-leads"),
        (["mine.yaml"], "give the cadence's: mine"),
        (["a/b"], "no cadence's name"),
        ([""], "no cadence's name"),
        (["a" * 61], "too long"),
        (["mine", "--from", "nothing"], "no cadence 'nothing'"),
        (["mine", "--language", "fi"], "not written in 'fi'"),
        (["mine", "--to", "/nowhere/at/all"], "no folder"),
    ],
)
def test_a_name_or_source_that_cannot_be_is_refused(klart, tmp_path, words, said):
    told = klart("new", *words, "--home", tmp_path / "home")
    assert told.code == 2
    assert said in told.err
    assert not (tmp_path / "home").exists()


def test_one_that_hides_a_shipped_one_says_so(klart, tmp_path):
    assert "goes before the cold-call that ships" in klart("new", "cold-call", "--home", tmp_path / "home").out


# --- fmt -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def loose(tmp_path):
    file = tmp_path / "loose.yaml"
    file.write_text(LOOSE, "utf-8")
    file.chmod(0o640)
    return file


def test_files_are_written_in_the_one_way_with_their_permissions(klart, loose):
    link = loose.with_name("link.yaml")
    link.symlink_to(loose.name)
    assert klart("fmt", link).code == 0
    assert loose.read_text("utf-8") == fmt(LOOSE, "loose.yaml")
    assert stat.S_IMODE(loose.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in loose.parent.iterdir()) == ["link.yaml", "loose.yaml"]
    before = loose.stat().st_mtime_ns
    assert klart("fmt", loose).out == "1 in order already\n"
    assert loose.stat().st_mtime_ns == before


def test_check_and_diff_write_nothing(klart, loose):
    told = klart("fmt", "--check", loose.parent)
    assert (told.code, told.out) == (1, f"{loose}: would be formatted\n1 would be formatted\n")
    told = klart("fmt", "--diff", loose)
    assert told.code == 0
    assert "-- {call: ring}   # every day\n" in told.out
    assert "+  - {call: ring}  # every day\n" in told.out
    assert loose.read_text("utf-8") == LOOSE
    klart("fmt", loose)
    assert klart("fmt", "--check", "--diff", loose).code == 0


def test_a_faulty_file_is_left_alone_and_the_others_are_formatted(klart, loose):
    faulty = loose.with_name("faulty.yaml")
    faulty.write_text(FAULTY, "utf-8")
    told = klart("fmt", loose.parent)
    assert told.code == 1
    assert "error K101: unknown key `wiat`" in told.err
    assert told.out.endswith("1 formatted, 1 left alone, with errors\n")
    assert faulty.read_text("utf-8") == FAULTY
    assert loose.read_text("utf-8") != LOOSE
    told = klart("fmt", faulty, loose.with_name("none.yaml"))
    assert (told.code, "none.yaml cannot be read" in told.err) == (2, True)


def test_the_standard_input_goes_to_the_standard_output(tmp_path):
    def piped(text):
        words = [KLART, "fmt", "-", "--home", tmp_path]
        return subprocess.run(words, input=text.encode(), capture_output=True, check=False)

    done = piped(LOOSE)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, fmt(LOOSE, "<stdin>"), b"")
    done = piped(FAULTY)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"K101" in done.stderr


def test_what_would_change_the_meaning_is_refused(klart, loose, monkeypatch):
    """A fault of the printer is found by reading again, whatever it is: here it loses a comment, then a value."""
    import cadences.formatting.canonical as room

    right = room.write
    for wrong in (
        lambda tree: right(tree).replace("  # every day", ""),
        lambda tree: right(tree).replace("ring", "rung"),
    ):
        monkeypatch.setattr(room, "write", wrong)
        told = klart("fmt", loose)
        assert told.code == 4
        assert "cannot be formatted without changing" in told.err
        assert loose.read_text("utf-8") == LOOSE


def test_a_file_changed_meanwhile_is_not_overwritten(klart, loose, monkeypatch):
    from daemon.cli import fmt as room

    right = room._formatted

    def slow(raw, name, shelf):
        loose.write_text("changed meanwhile", "utf-8")
        return right(raw, name, shelf)

    monkeypatch.setattr(room, "_formatted", slow)
    assert klart("fmt", loose).code == 4
    assert loose.read_text("utf-8") == "changed meanwhile"
