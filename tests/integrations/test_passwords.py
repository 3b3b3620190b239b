"""Laws of passwords: had from where the user keeps them, or one sentence; never said again."""

import sys

import keyring
import pytest
from keyring.backend import KeyringBackend

from integrations import passwords
from integrations.passwords import Command, Credential, File, Keyring, NoPassword, fetch
from tests.processes import gone


def printing(code):
    return Command((sys.executable, "-c", code))


def test_a_command_gives_its_first_line():
    assert fetch(printing("print('s3cret ')\nprint('more')")) == "s3cret "


def test_no_shell_reads_the_command():
    assert fetch(Command(("echo", "$HOME;", "ls"))) == "$HOME; ls"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (Command(("no-such-program",)), "cannot be run"),
        (printing("import sys; print('s3cret', file=sys.stderr); sys.exit(3)"), "ended with 3"),
        (printing("print()"), "empty"),
        (printing("import sys; sys.stdout.buffer.write(b'\\xff')"), "UTF-8"),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_said(source, said):
    with pytest.raises(NoPassword, match=said) as told:
        fetch(source)
    assert "s3cret" not in str(told.value)
    assert "print" not in str(told.value)


def test_a_command_that_waits_for_somebody_is_ended_with_its_children(monkeypatch, tmp_path):
    monkeypatch.setattr(passwords, "PATIENCE", 0.5)
    lives = tmp_path / "pid"
    child = f"c = subprocess.Popen(['sleep', '60']); open({str(lives)!r}, 'w').write(str(c.pid)); c.wait()"
    with pytest.raises(NoPassword, match="within"):
        fetch(printing(f"import subprocess; {child}"))
    assert gone(int(lives.read_text()))


def test_a_file_of_ones_own_is_read(tmp_path):
    file = tmp_path / "password"
    file.write_text("s3cret\r\n")
    file.chmod(0o600)
    assert fetch(File(file)) == "s3cret"


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o622, 0o666])
def test_a_file_that_others_may_use_is_refused(tmp_path, mode):
    file = tmp_path / "password"
    file.write_text("s3cret")
    file.chmod(mode)
    with pytest.raises(NoPassword, match="chmod 600"):
        fetch(File(file))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(NoPassword, match="cannot be read"):
        fetch(File(tmp_path / "none"))


def test_systemd_hands_credentials(tmp_path, monkeypatch):
    (tmp_path / "caldav").write_text("s3cret\n")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(NoPassword, match="LoadCredential=caldav"):
        fetch(Credential("caldav"))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert fetch(Credential("caldav")) == "s3cret"


class Ring(KeyringBackend):
    """A keyring of the library's own kind, in memory."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.held = {("klart", "anna"): "s3cret"}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password


def test_the_keyring_is_asked():
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        assert fetch(Keyring("klart", "anna")) == "s3cret"
        with pytest.raises(NoPassword, match="keyring set klart erik"):
            fetch(Keyring("klart", "erik"))
    finally:
        keyring.set_keyring(before)
