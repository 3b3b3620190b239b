"""Laws of the settings: read whole or told whole, every key documented, a person's comments kept."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon import settings, settings_file
from daemon.errors import BadInput
from integrations.passwords import Command, Credential, File, Keyring

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def read(text):
    return settings.parse(text, "klart.toml")


def test_nothing_said_is_the_embedded_server_and_office_hours():
    found = read("")
    assert found.calendar.url is None
    assert [str(window) for window in found.rep.hours] == ["Mon-Fri 08:00-17:00"]
    assert (found.calendar.poll, found.calendar.keep_done, found.backups) == (60, 90, 7)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ('command = "pass show dav/klart"', Command(("pass", "show", "dav/klart"))),
        ('command = ["a b", "c"]', Command(("a b", "c"))),
        ('file = "/run/pw"', File(Path("/run/pw"))),
        ('credential = "caldav"', Credential("caldav")),
        ('keyring = "klart"', Keyring("klart", "anna")),
    ],
)
def test_every_way_to_a_password(line, source):
    found = read(f'[calendar]\nurl = "https://dav.example.com/"\nuser = "anna"\n[calendar.password]\n{line}\n')
    assert found.calendar.password == source


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[rep]\ntimezon = 'UTC'", "rep.timezon is no setting; did you mean rep.timezone?"),
        ("repp = 1", "repp is no setting"),
        ("[rep]\ntimezone = 'Europe/Stokholm'", "no time zone"),
        ("[rep]\ntimezone = 3", "no text"),
        ("[rep]\ncountry = 'se'", "write SE"),
        ("[rep]\nhours = ['Mon-Fri 9-17']", "no window"),
        ("[rep]\nhours = []", "no list"),
        ("[rep]\nearliest = '21:00'", "before rep.latest"),
        ("[rep]\ncapacity = true", "no whole number"),
        ("[calendar]\npoll = '2 seconds'", "no duration"),
        ("[calendar]\npoll = '0'", "between"),
        ("[calendar]\nurl = 'ftp://x/'", "no web address"),
        ("[calendar]\nurl = 'https://anna:pw@dav.example.com/'", "may not hold"),
        ("[calendar]\nurl = 'https://dav.example.com/'", "needs calendar.user"),
        ("[calendar]\nuser = 'anna'", "need a calendar.url"),
        ("[calendar]\npassword = 'hunter2'", "calendar.password is no setting"),
        ("[logs]\nlevel = 'inf'", "did you mean info?"),
        ("[rep\n", "no TOML"),
    ],
)
def test_what_is_wrong_is_told(text, said):
    with pytest.raises(BadInput, match=re.escape(said)) as told:
        read(text)
    assert "hunter2" not in str(told.value)
    assert "anna:pw" not in str(told.value)


def test_all_faults_are_told_at_once():
    with pytest.raises(BadInput) as told:
        read("[rep]\ntimezone = 'X'\ncountry = 'Sweden'\nfoo = 1")
    assert len(str(told.value).splitlines()) == 3


@given(
    st.dictionaries(
        st.sampled_from([*settings.KEYS, "rep", "calendar.password", "x.y"]),
        st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.lists(st.text(max_size=8), max_size=2)),
        max_size=4,
    )
)
def test_whatever_is_written_is_settings_or_a_sentence(values):
    lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
    with suppress(BadInput):
        assert isinstance(read("\n".join(lines)), settings.Settings)


def _toml(value):
    import tomlkit

    return tomlkit.item(value).as_string()


def test_a_change_keeps_comments_and_all_else():
    before = "# mine\n[rep]\nname = 'Eva'  # me\ntimezone = 'Europe/Stockholm'\n"
    after = settings_file.changed(before, {"rep.country": "SE", "rep.name": "Eva Ek"})
    assert "# mine" in after
    assert "# me" in after
    assert read(after).rep.name == "Eva Ek"
    assert read(after).rep.timezone == "Europe/Stockholm"


def test_a_faulty_change_is_refused():
    with pytest.raises(BadInput):
        settings_file.changed(None, {"rep.country": "Sweden"})


def test_what_is_written_is_its_owners_alone(tmp_path):
    settings_file.write(tmp_path / "klart.toml", settings_file.changed(None, {"rep.name": "Eva"}))
    assert (tmp_path / "klart.toml").stat().st_mode & 0o777 == 0o600
    assert settings.load(tmp_path / "klart.toml").rep.name == "Eva"


def test_every_setting_is_documented_and_none_besides():
    documented = re.findall(r"^\| `([a-z_.]+)` \|", DOCS.read_text("utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(settings.KEYS)
