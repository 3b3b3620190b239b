"""What the commands promise: shapes for programs, words for people, nothing asked, nothing imported in vain."""

import json
import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from daemon.cli.root import COMMANDS
from daemon.cli.root import klart as tree
from tests.daemon.cli.conftest import contents

KLART = str(Path(sys.executable).with_name("klart"))
RING = "cadence: ring\nsteps:\n  - call: ring\n    retry: until clear answer\n"


def shape(told):
    assert told.code == 0, told
    return json.loads(told.out)


# --- help -----------------------------------------------------------------------------------------------------------
def test_help_waits_for_nothing_heavy():
    heavy = (
        "sqlalchemy alembic caldav icalendar holidays apscheduler structlog rich asyncio yaml jinja2 tomlkit radicale"
    )
    code = (
        "import sys; from daemon.cli.root import run; run(['--help'])\n"
        f"print([name for name in {heavy.split()!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Operation:" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(klart, name):
    told = klart(name, "--help")
    assert told.code == 0
    assert "--home DIR" in told.out


def test_klart_alone_shows_its_help(klart):
    assert klart().out == klart("--help").out


def test_the_version_is_told(klart):
    assert re.fullmatch(r"klart \d+\.\d+\.\d+\n", klart("--version").out)


def test_a_shell_completes_names_without_reading_commands():
    environ = os.environ | {"_KLART_COMPLETE": "bash_complete", "COMP_WORDS": "klart ag", "COMP_CWORD": "1"}
    done = subprocess.run([KLART], capture_output=True, text=True, env=environ, check=True)
    assert done.stdout.split() == ["plain,agenda"]


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("preview aut", ["plain,autumn"]),
        ("check aut", ["plain,autumn"]),
        ("enroll anna cold", ["plain,cold-call"]),
        ("migrate aut", ["plain,autumn"]),
        ("new mine --from aut", ["plain,autumn"]),
        ("test her", ["plain,here.yaml"]),
        ("diff cold-call her", ["plain,here.yaml"]),
        ("load ../", ["file,../"]),
        ("explain k301", ["plain,K301"]),
    ],
)
def test_a_shell_completes_cadences_and_codes(klart, tmp_path, words, completed):
    klart("new", "autumn", "--home", tmp_path)
    (tmp_path / "here.yaml").write_text("", "utf-8")
    environ = os.environ | {
        "KLART_HOME": str(tmp_path),
        "_KLART_COMPLETE": "bash_complete",
        "COMP_WORDS": f"klart {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    done = subprocess.run([KLART], capture_output=True, text=True, env=environ, check=True, cwd=tmp_path)
    assert done.stdout.split() == completed


# --- home -----------------------------------------------------------------------------------------------------------
def test_home_stands_before_or_after(klart, staffed):
    assert klart("--home", staffed, "agenda").out == klart("agenda", "--home", staffed).out != ""


def test_home_may_stand_in_the_environment(klart, staffed, monkeypatch):
    monkeypatch.setenv("KLART_HOME", str(staffed))
    assert klart("agenda").code == 0


def test_init_again_changes_only_what_is_given(klart, home):
    settings = home / "klart.toml"
    settings.write_text("# mine\n" + settings.read_text())
    before = settings.read_text()
    assert klart("init", "--yes", "--home", home).code == 0
    assert settings.read_text() == before
    assert klart("init", "--country", "DK", "--home", home).code == 0
    assert "# mine" in settings.read_text()
    assert 'timezone = "Europe/Stockholm"' in settings.read_text()
    assert 'country = "DK"' in settings.read_text()


def test_other_hours_move_what_stands_beyond_tomorrow(klart, staffed):
    def hour():
        found = shape(klart("agenda", "--json", "--home", staffed))["touches"]
        return next(int(touch["start"][11:13]) for touch in found if touch["contact"] == "Sanne de Vries")

    assert hour() < 13
    assert klart("init", "--hours", "Mon-Fri 13:00-17:00", "--home", staffed).code == 0
    assert hour() >= 13


def test_init_says_what_an_embedded_calendar_and_a_sleeping_machine_mean(klart, tmp_path):
    told = klart("init", "--yes", "--home", tmp_path / "new")
    assert "this machine alone" in told.out
    assert "sleeping machine hears nothing" in told.out
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_server_that_cannot_be_reached_changes_nothing(klart, tmp_path):
    folder = tmp_path / "new"
    words = ["--caldav", "http://127.0.0.1:9/", "--user", "a", "--password-command", "echo pw"]
    told = klart("init", "--yes", *words, "--home", folder)
    assert told.code == 3
    assert "nothing was changed" in told.err
    assert not folder.exists()


def test_an_embedded_server_that_does_not_start_leaves_nothing_behind(klart, tmp_path, monkeypatch):
    from daemon import embedded

    monkeypatch.setattr(embedded, "PATIENCE", 0.0)
    told = klart("init", "--yes", "--home", tmp_path / "new")
    assert told.code == 3
    assert "does not start" in told.err
    assert not (tmp_path / "new").exists()


def test_a_strangers_database_is_left_as_it_is(klart, tmp_path):
    folder = tmp_path / "new"
    folder.mkdir(mode=0o700)
    (folder / "klart.db").write_bytes(b"not a database" * 100)
    (folder / "klart.db").chmod(0o600)
    told = klart("init", "--yes", "--home", folder)
    assert told.code in {1, 2}
    assert [path.name for path in folder.iterdir()] == ["klart.db"]
    assert (folder / "klart.db").read_bytes() == b"not a database" * 100


def test_init_with_a_server_of_ones_own(klart, tmp_path, radicale_server):
    password = tmp_path / "password"
    password.write_text(radicale_server.password + "\n")
    password.chmod(0o600)
    words = ["--caldav", radicale_server.home, "--user", radicale_server.user, "--password-file", password]
    folder = tmp_path / "own"
    assert klart("init", "--yes", *words, "--calendar", "follow-up", "--home", folder).code == 0
    assert klart("once", "--home", folder).code == 0
    (one,) = shape(klart("calendar", "list", "--json", "--home", folder))["calendars"]
    assert (one["state"], one["user"], one["embedded"]) == ("ok", radicale_server.user, False)
    assert radicale_server.ask("PROPFIND", one["url"], Depth="0")[0] == 207
    assert radicale_server.password not in (folder / "klart.toml").read_text()
    assert radicale_server.password.encode() not in (folder / "klart.db").read_bytes()
    assert klart("doctor", "--home", folder).code == 0


def test_another_calendar_gets_all_that_stands(klart, staffed, tmp_path, radicale_server):
    assert klart("once", "--home", staffed).code == 0
    password = tmp_path / "password"
    password.write_text(radicale_server.password)
    password.chmod(0o600)
    words = ["--caldav", radicale_server.home, "--user", radicale_server.user, "--password-file", password]
    told = klart("init", *words, "--calendar", "moved", "--home", staffed)
    assert told.code == 0
    assert "another one now" in told.out
    assert klart("once", "--home", staffed).code == 0
    (one,) = shape(klart("status", "--json", "--home", staffed))["calendars"]
    assert (one["events"], one["unpushed"]) == (3, 0)


# --- people and the day ---------------------------------------------------------------------------------------------
def test_enrolling_a_file_says_first_what_it_would_do(klart, home, people):
    told = shape(klart("enroll", "--from", people, "--dry-run", "--json", "--home", home))
    assert (told["would_enrol"], told["enrolled"]) == (3, [])
    assert [row["fate"] for row in told["rows"]] == ["new"] * 3
    assert shape(klart("agenda", "--json", "--home", home)) == {"touches": []}
    assert len(shape(klart("enroll", "--from", people, "--json", "--home", home))["enrolled"]) == 3
    again = shape(klart("enroll", "--from", people, "--json", "--home", home))
    assert [row["fate"] for row in again["rows"]] == ["conflict"] * 3


def test_enrolling_one_dry_says_where_the_first_touch_would_stand(klart, staffed):
    told = klart("enroll", "anna", "existing-customer", "--again", "--dry-run", "--home", staffed)
    assert told.code == 0
    assert "did not" in told.out
    assert len(shape(klart("agenda", "--json", "--home", staffed))["touches"]) == 3


def test_a_cadence_by_its_path_is_copied_in(klart, staffed, tmp_path):
    klart("contact", "add", "Eva Ek", "--country", "SE", "--home", staffed)
    (tmp_path / "ring.yaml").write_text(RING)
    assert klart("enroll", "eva", tmp_path / "ring.yaml", "--home", staffed).code == 0
    assert (staffed / "cadences" / "ring.yaml").read_text() == RING
    (tmp_path / "ring.yaml").write_text(RING + "# another\n")
    assert klart("enroll", "anna", tmp_path / "ring.yaml", "--again", "--home", staffed).code == 4


def test_the_agenda_has_the_shape_that_tools_rely_on(klart, staffed):
    touches = shape(klart("agenda", "--json", "--home", staffed))["touches"]
    wanted = {"id", "contact", "company", "channel", "step", "try", "start", "end", "state", "promise", "why"}
    assert all(wanted <= touch.keys() for touch in touches)
    assert {touch["contact"] for touch in touches} == {"Anna Berg", "Erik Lund", "Sanne de Vries"}
    assert all(re.search(r"[+-]\d\d:\d\d$", touch["start"]) for touch in touches)
    day = touches[0]["start"][:10]
    of_day = shape(klart("agenda", "--day", day, "--json", "--home", staffed))["touches"]
    assert of_day == [touch for touch in touches if touch["start"][:10] == day]


def test_the_status_has_the_shape_that_tools_rely_on(klart, staffed):
    found = shape(klart("status", "--json", "--home", staffed))
    assert (found["open"], found["planned"], found["overdue"], found["without_next_touch"]) == (3, 3, 0, 0)
    assert {"name", "state", "last_sync", "events"} <= found["calendars"][0].keys()
    assert found["promises"] == {"kept": 0, "broken": 0}
    assert (found["won"], found["lost"], found["conflicts"]) == (0, 0, [])


def test_a_week_of_words(klart, staffed):
    def say(*words):
        told = klart(*words, "--home", staffed)
        assert told.code == 0, told
        return told.out

    say("log", "anna", "done")
    assert "(try 2)" in say("log", "anna", "no", "answer")
    assert "17:00" in say("log", "anna", "callback", "after", "17:00")
    assert "after 17:00" in say("why", "anna")
    say("undo", "anna")
    assert "after 17:00" not in say("why", "anna")
    assert "paused" in say("pause", "erik", "--until", (datetime.now(UTC) + timedelta(days=60)).date())
    say("resume", "erik")
    assert "given up" in say("close", "erik", "--give-up", "--why", "moved abroad")
    assert "lost" in say("log", "sanne", "no:", "price")
    say("note", "anna", "likes", "short", "letters")
    won = shape(klart("log", "anna", "yes", "meeting", "--json", "--home", staffed))
    assert won["state"] == "won"
    assert [each["cadence"] for each in won["started"]] == ["after-meeting"]
    told = klart("log", "anna", "opt_out", "--home", staffed)
    assert told.code == 0, told
    assert klart("enroll", "anna", "cold-call", "--home", staffed).code == 4


def test_why_has_the_codes(klart, staffed):
    found = shape(klart("why", "anna", "--json", "--home", staffed))
    assert {"code", "args", "text"} == found["why"][0].keys()
    assert found["touch"]["contact"] == "Anna Berg"


# --- cadences -------------------------------------------------------------------------------------------------------
def test_check_has_its_shape_and_codes(klart, tmp_path):
    (tmp_path / "ring.yaml").write_text(RING)
    told = shape(klart("check", "--json", tmp_path))
    assert told["files"] == 1
    assert [(found["severity"], found["code"]) for found in told["findings"]] == [
        ("warning", "K401"),
        ("warning", "K405"),
    ]
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "bad.yaml").write_text("cadence: 1")
    assert klart("check", tmp_path).code == 0
    (tmp_path / "bad.yaml").write_text("cadence: bad\nsteps:\n  - call: ring\n    wiat: 1 day\n")
    told = klart("check", tmp_path)
    assert told.code == 1
    assert "^" in told.out
    (found,) = [one for one in json.loads(klart("check", "--json", tmp_path).out)["findings"] if one["code"] == "K101"]
    assert (found["file"], found["line"], found["column"]) == (f"{tmp_path}/bad.yaml", 4, 5)
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\x00")
    assert klart("check", tmp_path / "bad.yaml").code == 1


def test_preview_has_its_shape(klart):
    where = ["--start", "2026-11-23T08:00", "--timezone", "Europe/Stockholm", "--country", "SE"]
    answers = ["--answers", "no_answer,no_answer,callback: after 17:00,yes meeting"]
    found = shape(klart("preview", "cold-call", *where, *answers, "--json"))
    assert (found["cadence"], found["state"]) == ("cold-call", "won")
    assert [touch["n"] for touch in found["touches"]] == [1, 2, 3, 4, 5]
    assert {"n", "step", "channel", "try", "start", "end", "timezone", "outcome", "why"} <= found["touches"][0].keys()
    assert found["touches"][-1]["start"] >= found["touches"][-1]["start"][:10] + "T17:00"
    told = klart("preview", "cold-call", *where, *answers)
    assert max(map(len, told.out.splitlines())) <= 80
    assert "after-meeting" in told.out


def test_the_schema_is_json_schema(klart):
    import jsonschema

    found = json.loads(klart("schema").out)
    jsonschema.Draft202012Validator.check_schema(found)


# --- terminals and pipes --------------------------------------------------------------------------------------------
def test_a_pipe_gets_plain_lines(klart, staffed):
    for words in (["agenda"], ["contact", "list"], ["doctor"], ["status"]):
        told = klart(*words, "--home", staffed).out
        assert "\x1b" not in told
        assert all(line == line.rstrip() for line in told.splitlines())


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colour_unless_it_says_no(staffed, no_color, coloured):
    environ = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm-256color"}
    if no_color:
        environ["NO_COLOR"] = no_color
    out = on_terminal([KLART, "agenda", "--home", str(staffed)], environ)
    assert (re.search(rb"\x1b\[[0-9;]*3[0-9]m", out) is not None or b"\x1b[1m" in out) or not coloured
    assert re.search(rb"\x1b\[(?:[0-9;]*;)?3[0-9]", out) is None or coloured


def on_terminal(command, environ):
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ) as process:
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 65536):
                said += part
        except OSError:  # how Linux says that the other end is closed
            pass
        finally:
            os.close(ours)
        assert process.wait(30) == 0, said
    return said


def test_a_reader_that_has_seen_enough_is_no_fault(staffed):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run(
            [KLART, "agenda", "--json", "--home", str(staffed)], stdout=nobody, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_table_of_commands_is_the_tree(klart):
    listed = klart("--help").out
    assert all(re.search(rf"^  {name}\s", listed, re.MULTILINE) for name in COMMANDS)
    assert set(tree.list_commands(None)) == set(COMMANDS)


def test_an_opt_out_is_taken_of_somebody_who_was_never_enrolled(klart, home):
    assert klart("contact", "add", "Eva Ek", "--country", "SE", "--home", home).code == 0
    told = klart("log", "eva", "opt_out", "--home", home)
    assert (told.code, told.out.splitlines()[0]) == (0, "Eva Ek: opted out")
    assert klart("enroll", "eva", "--cadence", "cold-call", "--home", home).code == 4


def test_tomorrow_is_the_day_after_it_was_said(klart, staffed):
    then = datetime.now(ZoneInfo("Europe/Stockholm")) - timedelta(days=30)
    told = klart("log", "anna", "callback", "tomorrow", "--at", then.isoformat(), "--home", staffed)
    assert told.code == 0, told
    said = re.findall(r'"not_before":\s*"([^"]+)"', contents(staffed)[0])
    assert {day[:10] for day in said} == {(then + timedelta(days=1)).date().isoformat()}


def test_enrolling_somebody_twice_is_refused_for_safety(klart, staffed):
    told = klart("enroll", "anna", "cold-call", "--home", staffed)
    assert (told.code, "already" in told.err) == (4, True)


def test_one_row_is_one_row(klart, home, tmp_path):
    (tmp_path / "one.csv").write_text("name\nEva Ek\n", "utf-8")
    assert klart("contact", "import", tmp_path / "one.csv", "--home", home).out.startswith("1 row: 1 new")
