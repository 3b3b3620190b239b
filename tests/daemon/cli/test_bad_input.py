"""Every bad input is one sentence with what to do, has the right exit code, changes nothing, and shows no traceback."""

import importlib.util
import re
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("cli_conftest", Path(__file__).with_name("conftest.py"))
_conftest = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_conftest)
contents = _conftest.contents

WRONG = [
    # words, exit code, said
    (["agnda"], 2, "there is no command 'agnda'; did you mean agenda"),
    (["--hom", "x"], 2, "there is no option --hom; did you mean --home?"),
    (["agenda", "--weak"], 2, "there is no option --weak; did you mean --week?"),
    (["contact", "lst"], 2, "there is no command 'lst'; did you mean list?"),
    (["contact", "show"], 2, "CONTACT is missing"),
    (["agenda", "--day", "tomorrow-ish"], 2, "--day: 'tomorrow-ish' is no date; write one like 2026-11-23"),
    (["agenda", "--day", "2026-02-30"], 2, "is no date"),
    (["agenda", "--day", "9999-12-31", "--week"], 2, "no whole week"),
    (["agenda", "extra"], 2, "extra"),
    (["log", "nobody", "no answer"], 2, "there is no contact 'nobody'"),
    (["log", "", "no answer"], 2, "no contact was named"),
    (["log", "r", "no answer"], 2, "name one by its id"),
    (["log", "anna", "perhaps"], 2, "perhaps"),
    (["log", "anna", "callback", "after 25:00"], 2, ";"),
    (["log", "anna", "done", "--at", "soon"], 2, "--at: 'soon' is no moment"),
    (["log", "anna", "done", "--at", "2999-01-01T10:00"], 2, "has not come yet"),
    (["log", "anna", "done", "--cadence", "win-back"], 2, "not enrolled in win-back"),
    (["log", "anna"], 2, "is missing"),
    (["enroll", "anna", "cold-call"], 4, "enrolled in cold-call already"),
    (["enroll", "anna", "cold-cal"], 2, "there is no cadence 'cold-cal'"),
    (["enroll", "anna", "../../etc/passwd"], 2, "no cadence's name"),
    (["enroll", "anna", "none.yaml"], 2, "cannot be read"),
    (["enroll", "anna"], 2, "needs CONTACT and CADENCE"),
    (["enroll"], 2, "needs CONTACT and CADENCE"),
    (["enroll", "anna", "cold-call", "--from", "x.csv"], 2, "leave one out"),
    (["enroll", "--from", "none.csv", "--cadence", "cold-call"], 2, "none.csv cannot be read"),
    (["contact", "import", "none.csv"], 2, "none.csv cannot be read"),
    (["contact", "import", "/"], 2, "cannot be read"),
    (["contact", "add", "Eva Ek", "--country", "Sweden"], 2, "no country"),
    (["contact", "add", "Eva Ek", "--timezone", "Europe/Stokholm"], 2, "no time zone"),
    (["contact", "add", "Eva Ek", "--email", "eva"], 2, "no email address"),
    (["contact", "add", ""], 2, "no name"),
    (["pause", "anna", "--until", "2020-01-01"], 2, "is over already"),
    (["pause", "anna"], 2, "--until is missing"),
    (["close", "anna", "--why", "x"], 2, "--give-up"),
    (["close", "anna", "--give-up", "--why", " "], 2, "reason"),
    (["resume", "anna"], 2, "only a pause can be ended"),
    (["note", "anna", " "], 2, "empty note"),
    (["check", "none.yaml"], 2, "none.yaml cannot be read"),
    (["preview", "none.yaml"], 2, "none.yaml"),
    (["init", "--timezone", "Mars/Olympus"], 2, "klart: --timezone: 'Mars/Olympus' is no time zone"),
    (["init", "--country", "Sweden"], 2, "klart: --country: "),
    (["init", "--language", "zz"], 2, "klart: --language: 'zz' is not one of en, sv, da, nl"),
    (["init", "--hours", "9 to 5"], 2, "klart: --hours: '9 to 5' is no window"),
    (["init", "--caldav", "example.com"], 2, "klart: --caldav: "),
    (["init", "--caldav", "http://127.0.0.1:9/", "--user", "a", "--password-file", "/nowhere"], 2, "/nowhere"),
    (["init", "--caldav", "http://127.0.0.1:9/", "--user", "a", "--password-file", "/dev/null"], 4, "by others"),
    (["init", "--caldav", "http://127.0.0.1:9/", "--user", "a", "--password-command", "no-such"], 2, "no-such cannot"),
    (["init", "--caldav", "http://127.0.0.1:9/", "--user", "a", "--password-command", "false"], 2, "ended with 1"),
    (["init", "--caldav", "http://127.0.0.1:9/", "--user", "a", "--password-command", "true"], 2, "empty first line"),
    (["init", "--caldav", "http://127.0.0.1:9/", "--user", "a", "--password-command", "echo x"], 3, "127.0.0.1:9"),
    (["init", "--user", "anna"], 2, "need a calendar.url"),
    (["init", "--password-command", "a", "--password-file", "b"], 2, "keep one"),
    (["init", "--password-command", "'a"], 2, "--password-command"),
]


@pytest.fixture(scope="module")
def told_home(tmp_path_factory):
    """One home for all of these: none of them changes anything."""
    from daemon.cli.root import run

    folder = tmp_path_factory.mktemp("klart") / "home"
    file = folder.with_name("people.csv")
    file.write_text(_conftest.PEOPLE, "utf-8")
    assert run(["init", "--yes", "--timezone", "Europe/Stockholm", "--home", str(folder)]) == 0
    assert run(["enroll", "--from", str(file), "--home", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(("words", "code", "said"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
def test_a_wrong_word_is_told(klart, told_home, words, code, said):
    before = contents(told_home)
    told = klart(*words, *(["--home", told_home] if words[0] not in {"agnda", "--hom"} else []))
    assert told.code == code, told
    assert said in told.err, told
    assert told.out == ""
    assert_is_a_sentence(told.err)
    assert contents(told_home) == before


def assert_is_a_sentence(err):
    """No traceback, no bare name of an exception; each line says where it comes from, and what to do."""
    assert "Traceback" not in err
    assert "a fault of klart's own" not in err
    for line in err.strip().splitlines():
        assert re.match(r"klart[a-z -]*: \S", line), line
        assert re.search(r"[;?,]", line), line


def test_who_sets_up_is_told_what_to_do_and_not_what_a_daemon_would(klart, told_home):
    away = ["--caldav", "http://127.0.0.1:9/", "--user", "a", "--password-command", "echo x"]
    told = klart("init", *away, "--home", told_home)
    assert "then run klart init again; nothing was changed" in told.err, told
    assert "klart tries again" not in told.err


def test_a_language_that_klart_does_not_speak_is_no_setting(klart, home):
    file = home / "klart.toml"
    file.write_text(re.sub(r"(?m)^language = .*$", 'language = "zz"', file.read_text()))
    told = klart("status", "--home", home)
    assert told.code == 2
    assert "rep.language: 'zz' is not one of en, sv, da, nl" in told.err


def test_a_home_that_was_never_set_up_is_told(klart, tmp_path):
    for words in (["agenda"], ["status"], ["once"], ["run"], ["log", "anna", "done"], ["contact", "list"]):
        told = klart(*words, "--home", tmp_path / "none")
        assert told.code == 2
        assert "klart init" in told.err
    assert not (tmp_path / "none").exists()


def test_a_home_that_is_a_file_is_told(klart, tmp_path):
    (tmp_path / "file").write_text("")
    told = klart("init", "--yes", "--home", tmp_path / "file")
    assert told.code == 2
    assert "is a file" in told.err


def test_faulty_settings_are_told_all_at_once(klart, home):
    with (home / "klart.toml").open("a") as file:
        file.write("\n[logs]\nlevle = 'info'\nformat = 'xml'\n")
    told = klart("agenda", "--home", home)
    assert told.code == 2
    assert "logs.levle is no setting; did you mean logs.level?" in told.err
    assert "logs.format: 'xml' is not one of" in told.err


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", ":1: the file is empty"),
        (b"company\nAcme AB\n", "name"),
        (b'name,notes\n"Anna,x\nErik,y\n', "quote"),
        (b"name,country\nAnna,SE\nErik,Danmark\n", ":3: "),
        (b"name,timezone\nAnna,Europe/Stokholm\n", ":2: "),
        (b"name,email\nAnna,a@acme.example\nAnna Berg,a@acme.example\n", ":3: "),
        (b"name,notes\nAnna," + b"x" * 1_000_000 + b"\n", ":2: notes"),
        (b"name\nAnna\x00\n", "NUL"),
        (b"\x00\x01\x02", ":1: "),
    ],
)
def test_a_faulty_file_of_people_is_named_row_by_row_and_nobody_is_kept(klart, home, tmp_path, raw, said):
    file = tmp_path / "faulty.csv"
    file.write_bytes(raw)
    before = contents(home)
    for words in (["contact", "import", file], ["enroll", "--from", file, "--cadence", "cold-call"]):
        told = klart(*words, "--home", home)
        assert told.code == 2, told
        assert f"{file}" in told.err
        assert said in told.err, told
        assert contents(home) == before


@pytest.mark.parametrize(
    "raw",
    [
        "\ufeffname;company\nÅsa Ek;Björkens Bruk AB\n".encode(),
        "name;company\nÅsa Ek;Björkens Bruk AB\n".encode("cp1252"),
        "name\tcompany\nÅsa Ek\tBjörkens Bruk AB\n".encode("utf-16"),
    ],
)
def test_what_office_programs_write_is_read(klart, home, tmp_path, raw):
    file = tmp_path / "people.csv"
    file.write_bytes(raw)
    assert klart("contact", "import", file, "--home", home).code == 0
    assert "Åsa Ek" in klart("contact", "show", "asa-ek", "--home", home).out


def test_a_fault_of_our_own_is_owned_up_to(klart, home, monkeypatch):
    from daemon.service import agenda

    def broken(*_):
        raise RuntimeError("first line\nAnna Berg's number")

    monkeypatch.setattr(agenda, "agenda", broken)
    told = klart("agenda", "--home", home)
    assert told.code == 1
    assert "a fault of klart's own (RuntimeError: first line)" in told.err
    assert "Anna" not in told.err
    with pytest.raises(RuntimeError):
        klart("agenda", "--debug", "--home", home)


def test_ctrl_c_ends_in_a_sentence(klart, home, monkeypatch):
    from daemon.service import agenda

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(agenda, "agenda", interrupted)
    told = klart("agenda", "--home", home)
    assert (told.code, "interrupted" in told.err) == (130, True)
