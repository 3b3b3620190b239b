"""Passwords: fetched when they are needed from where the user keeps them. Knows no calendar, and keeps nothing.

A password comes from a command, a file, a systemd credential or the keyring; never from the settings or an
environment variable. What a command says on its error stream, and its arguments, are never repeated: they may hold
the secret.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, assert_never

from integrations.ports import Denied

PATIENCE: Final = 10.0
"""Seconds a password command may take; one that asks on a screen nobody sees must not stop the daemon."""
LONGEST: Final = 65_536
"""No password file is longer, in bytes; a longer one is some other file."""
OTHERS: Final = 0o077
"""Permission bits of the group and of everybody else."""


class NoPassword(Denied):
    """The password could not be had; the message says where it was looked for, and what to do."""


class Exposed(NoPassword):
    """The password is there, and others may read it."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program that prints the password on its first line; run as it stands, without a shell."""

    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file with the password on its first line, which nobody but its owner may read."""

    path: Path


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential that systemd hands to the unit (`LoadCredential=`), by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Keyring:
    """An entry of the desktop's keyring, by service and user."""

    service: str
    user: str


Source: TypeAlias = Command | File | Credential | Keyring


def fetch(source: Source) -> str:
    """Return the password.

    Raises:
        NoPassword: It could not be had.
    """
    match source:
        case Command(argv):
            return _first_line(_output_of(argv), f"the password command {argv[0]}")
        case File(path):
            return _first_line(_content_of(path), f"the password file {path}")
        case Credential(name):
            return _first_line(_content_of(_handed(name), ours=False), f"the credential {name}")
        case Keyring(service, user):
            return _of_keyring(service, user)
        case _:
            assert_never(source)


def _first_line(raw: bytes, what: str) -> str:
    try:
        line = raw.decode().split("\n", 1)[0].removesuffix("\r")
    except UnicodeDecodeError:
        raise NoPassword(f"{what} is not UTF-8 text; store the password as text") from None
    if not line:
        raise NoPassword(f"{what} gave an empty first line; the password belongs there")
    return line


def _output_of(argv: tuple[str, ...]) -> bytes:
    what = f"the password command {argv[0]}"
    try:
        running = subprocess.Popen(  # noqa: S603 - the user's own command, without a shell
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NoPassword(f"{what} cannot be run ({error.strerror}); check the name and path of that program") from None
    try:
        output, _ = running.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        raise NoPassword(f"{what} gave nothing within {PATIENCE:.0f} seconds; it must not ask anything") from None
    if running.returncode != 0:
        raise NoPassword(f"{what} ended with {running.returncode}; run it by hand to see why")
    return output


def _content_of(path: Path, *, ours: bool = True) -> bytes:
    try:
        with path.open("rb") as file:
            seen = os.fstat(file.fileno())
            if ours and seen.st_mode & OTHERS:
                mode = stat.S_IMODE(seen.st_mode)
                raise Exposed(f"{path} can be read by others (mode {mode:04o}); run chmod 600 {path}")
            return file.read(LONGEST)
    except OSError as error:
        raise NoPassword(f"{path} cannot be read ({error.strerror}); put the password on its first line") from None


def _handed(name: str) -> Path:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if folder is None:
        raise NoPassword(f"systemd handed no credentials; add LoadCredential={name}:PATH to the unit, or use a file")
    return Path(folder) / name


def _of_keyring(service: str, user: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise NoPassword("the keyring is not installed; install klart[keyring], or use a command or a file") from None
    try:
        password = keyring.get_password(service, user)
    except KeyringError as error:
        raise NoPassword(f"the keyring gave nothing ({type(error).__name__}); unlock it, or use a file") from None
    if not password:
        raise NoPassword(f"the keyring has no entry {service} for {user}; add one with keyring set {service} {user}")
    return password
