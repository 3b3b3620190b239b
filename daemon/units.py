"""The user's systemd unit: found, written with the paths of this installation, put in place and taken away.

Knows systemctl by a small port; must not know settings or the store. A unit that a person changed is left alone:
changes belong in a drop-in, and what klart writes carries a digest by which it knows its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sysconfig
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from daemon.errors import BadInput, CannotReach, RefusedForSafety

NAME: Final = "klart.service"
_SEAL: Final = "# written by `klart service install`, digest "
_PATIENCE: Final = 60.0
"""Seconds systemctl may take: it waits until the daemon says that it is ready."""
_TEMPORARY: Final = ("/tmp/", "/var/tmp/")  # noqa: S108 - nothing is made there
"""Folders that `PrivateTmp=` hides: what is tried out there must still be found."""
_BUS: Final = re.compile(
    r"connect to (?:the )?(?:user scope )?bus|not been booted with systemd|XDG_RUNTIME_DIR", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a call of systemctl came to."""

    code: int
    out: str
    err: str


Systemctl = Callable[..., Said]
"""The user's service manager: called with the words after `systemctl --user`."""


def systemctl(*words: str) -> Said:
    """Ask the user's service manager.

    Raises:
        CannotReach: There is none, or it does not answer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the words are ours, and no shell reads them
            ["systemctl", "--user", "--no-pager", *words],  # noqa: S607 - where it lies differs between systems
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _nobody(type(error).__name__) from error
    if done.returncode and _BUS.search(done.stderr):
        raise _nobody(" ".join(done.stderr.split()))
    return Said(done.returncode, done.stdout, done.stderr)


def template(kind: str = "user") -> str:
    """Return the text of a shipped unit: `user` or `system`; from the wheel, else from the checkout.

    Raises:
        RefusedForSafety: The installation lacks it.
    """
    here = resources.files("daemon")
    for folder in (here.joinpath("units"), here.joinpath("..", "systemd")):
        found = folder.joinpath(kind, NAME)
        if found.is_file():
            return found.read_text(encoding="utf-8")
    raise RefusedForSafety(f"this installation of klart lacks its {kind} unit", "install it again")


def console_script(argv0: str) -> Path:
    """Return the absolute path of the running `klart`, which the unit will start.

    Raises:
        BadInput: It is not there, or may not be run.
    """
    asked = Path(argv0).absolute()
    found = asked if asked.name == "klart" else Path(sysconfig.get_path("scripts"), "klart")
    if not os.access(found, os.X_OK):
        raise BadInput(f"{found} is no program that systemd could start", "install klart with pipx or uv tool")
    return found


def render(text: str, script: Path, home: Path | None, folders: Iterable[Path]) -> str:
    """Return the unit with this installation's paths: what it starts, and the folders it may write to.

    `home` is what `--home` said (nothing = the platform's folders). The result ends with a seal: see `is_ours`.

    Raises:
        BadInput: A path has a line break, or that of the program a quote or backslash.
    """
    if re.search(r"[\"'\\]", str(script)):
        raise BadInput(f"systemd starts no program with a quote or backslash in its path: {script}", "move it")
    words = [] if home is None else ["--home", _quoted(str(home)).replace("$", "$$")]
    start = " ".join([_quoted(str(script)), "run", *words])  # no variable is put in for the first word
    used = tuple(folders)
    body = _put(text, "ExecStart", start)
    body = _put(body, "ReadWritePaths", " ".join(_quoted(str(folder)) for folder in used))
    if any(str(path).startswith(_TEMPORARY) for path in (script, *used)):
        body = _put(body, "PrivateTmp", "no")
    return f"{body.rstrip()}\n{_SEAL}{_digest(body)}\n"


def is_ours(text: str) -> bool:
    """Whether a unit is as klart once wrote it, and nobody has changed it since."""
    body, seal, digest = text.rpartition(_SEAL)
    return bool(seal) and digest.strip() == _digest(body)


def place(environ: Mapping[str, str]) -> Path:
    """Return where the user's unit belongs: `$XDG_CONFIG_HOME/systemd/user`, else `~/.config/systemd/user`."""
    config = environ.get("XDG_CONFIG_HOME") or str(Path(environ.get("HOME") or Path.home(), ".config"))
    return Path(config, "systemd", "user", NAME)


def install(unit: str, where: Path, ask: Systemctl, *, dry_run: bool = False) -> tuple[str, ...]:
    """Write the unit, enable and start it; return what was done, a sentence each. Doing it again changes nothing.

    Raises:
        RefusedForSafety: A unit of that name is there that klart did not write, or that was changed since.
        CannotReach: The service manager does not answer, or does not start it; the unit stays written.
    """
    there = _read(where)
    if there is not None and not is_ours(there):
        raise RefusedForSafety(
            f"{where} was written or changed by somebody else",
            "move your changes to a drop-in (systemctl --user edit klart) and the file away",
        )
    if dry_run:
        return (f"would {'leave' if there == unit else 'write'} {where}", f"would enable and start {NAME}")
    ask("show-environment")  # before anything is written: a machine without systemd is left as it is
    if there != unit:
        _write(where, unit)
    _must(ask, "daemon-reload")
    _must(ask, "enable", NAME)
    _must(ask, "start" if there in (unit, None) else "restart", NAME)
    return (f"{'left' if there == unit else 'wrote'} {where}", f"{NAME} is enabled and runs")


@dataclass(frozen=True, slots=True)
class Service:
    """How the user's service is: the words are systemd's own (`systemctl show`), `told` is klart's."""

    installed: bool
    enabled: bool
    active: str
    told: str
    pid: int | None
    restarts: int


def status(where: Path, ask: Systemctl) -> Service:
    """Return how the service is.

    Raises:
        CannotReach: The service manager does not answer.
    """
    asked = "ActiveState,SubState,StatusText,UnitFileState,MainPID,NRestarts"
    said = _must(ask, "show", NAME, f"--property={asked}").out
    facts = dict(line.partition("=")[::2] for line in said.splitlines())
    pid = int(facts.get("MainPID") or 0)
    return Service(
        installed=where.exists(),
        enabled=facts.get("UnitFileState") == "enabled",
        active=f"{facts.get('ActiveState', 'unknown')} ({facts.get('SubState', 'unknown')})",
        told=facts.get("StatusText", ""),
        pid=pid or None,
        restarts=int(facts.get("NRestarts") or 0),
    )


def uninstall(where: Path, ask: Systemctl, *, dry_run: bool = False) -> tuple[str, ...]:
    """Stop and disable the service and remove its unit; return what was done. Store and settings stay.

    Raises:
        RefusedForSafety: The unit was written or changed by somebody else.
        CannotReach: The service manager does not answer; nothing was removed.
    """
    there = _read(where)
    if there is None:
        return (f"nothing to remove: there is no {where}",)
    if not is_ours(there):
        raise RefusedForSafety(f"{where} was written or changed by somebody else", "remove it by hand")
    if dry_run:
        return (f"would stop and disable {NAME}", f"would remove {where}")
    _must(ask, "disable", "--now", NAME)
    where.unlink(missing_ok=True)
    _must(ask, "daemon-reload")
    return (f"stopped and disabled {NAME}", f"removed {where}")


def _put(text: str, key: str, value: str) -> str:
    """Return the unit with another value for a key that it has once."""
    return re.sub(rf"(?m)^{key}=.*$", lambda _: f"{key}={value}", text, count=1)


def _quoted(path: str) -> str:
    """Return a path as a unit file wants it (systemd.service(5): quotes, backslashes and specifiers)."""
    if not path.isprintable():
        raise BadInput(f"{path!r} has a line break or the like in it", "choose another folder")
    plain = path.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"' if re.search(r"[\s\"'\\;]", path) else plain


def _digest(body: str) -> str:
    return hashlib.sha256(body.rstrip().encode()).hexdigest()[:16]


def _read(where: Path) -> str | None:
    try:
        return where.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None


def _write(where: Path, text: str) -> None:
    """Write the unit whole or not at all."""
    where.parent.mkdir(parents=True, exist_ok=True)
    new = where.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(where)


def _must(ask: Systemctl, *words: str) -> Said:
    said = ask(*words)
    if said.code:
        told = " ".join(said.err.split()) or f"exit code {said.code}"
        raise CannotReach(f"systemctl --user {words[0]}: {told}", f"journalctl --user -u {NAME} says more")
    return said


def _nobody(why: str) -> CannotReach:
    return CannotReach(
        f"no systemd service manager of yours answers here ({why})",
        "start `klart run` by hand or from the service manager you have",
    )
