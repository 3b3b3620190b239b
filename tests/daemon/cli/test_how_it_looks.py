"""What a person sees on a terminal of 80 columns: whole names, local times, and where a rule could not be kept."""

import os
import re
import sqlite3
import sys
from pathlib import Path

from tests.daemon.cli.test_commands import on_terminal

KLART = str(Path(sys.executable).with_name("klart"))
MORE = """\
name,company,phone,email,country,cadence
Anna Berg,Acme AB,+46 70-174 06 05,anna.berg@acme.example,SE,cold-call
Christina Lindqvist,Nordlys Teknik AB,,,SE,existing-customer
Gunnar Dahl,Björkens Bruk AB,,,SE,quote-follow-up
"""


def seen(*command):
    """What stands on a terminal of 80 columns, without its colours."""
    environ = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "KLART_HOME"}}
    raw = on_terminal([KLART, *map(str, command)], environ | {"COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"})
    return re.sub(r"\x1b\[[0-9;]*m", "", raw.decode()).replace("\r", "")


def test_a_list_shows_whole_names_and_what_becomes_of_each(klart, staffed, tmp_path):
    assert klart("log", "anna", "opt out", "--home", staffed).code == 0
    assert klart("contact", "add", "Gunnar Dahl", "--company", "Björkens Bruk AB", "--home", staffed).code == 0
    file = tmp_path / "more.csv"
    file.write_text(MORE, "utf-8")
    for dry, known in ((["--dry-run"], "known, would be"), ([], "known, enrolled now")):
        table = seen("enroll", "--from", file, *dry, "--home", staffed)
        for word in ("Anna Berg ", "Acme AB ", "Christina ", "Lindqvist ", "Björkens ", "existing-customer "):
            assert word in table, table
        assert known in table or known.replace(" now", "") in table, table


def test_a_long_cadence_does_not_run_into_its_state(klart, home):
    assert klart("contact", "add", "Eva Ek", "--home", home).code == 0
    assert klart("enroll", "eva", "existing-customer", "--home", home).code == 0
    told = klart("contact", "show", "eva", "--home", home)
    assert re.search(r"^  existing-customer  active, since \d{4}-", told.out, re.MULTILINE), told


def test_the_last_contact_is_told_in_local_time(klart, home, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("name,last_contact_at\nEva Ek,2026-03-01T23:30:00Z\n", "utf-8")
    assert klart("contact", "import", file, "--home", home).code == 0
    told = klart("contact", "show", "eva", "--home", home)
    assert "last contact at Mon 2 Mar 2026 00:30" in told.out, told


def test_the_agenda_marks_what_could_not_be_kept(klart, staffed):
    with sqlite3.connect(staffed / "klart.db") as store:
        store.execute("""UPDATE touches SET conflicts = '[["conflict-overlap", []]]' WHERE contact = 'anna-berg'""")
    store.close()
    line = next(line for line in klart("agenda", "--home", staffed).out.splitlines() if "Anna" in line)
    assert re.search(r"! .*[Aa]nother touch of yours stands at the same time", line), line
    assert "! " in seen("agenda", "--home", staffed)
    others = [line for line in klart("agenda", "--home", staffed).out.splitlines() if "Anna" not in line]
    assert not any("!" in line for line in others)
