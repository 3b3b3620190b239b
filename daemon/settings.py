"""The settings: `klart.toml` read into types, or all that is wrong with it. Knows no store and fetches no password.

Every key stands in one table (`KEYS`); docs/settings.md is compared with it by a test. An unknown key is an error
with a hint, for a slip of the finger must not silently change what klart does.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, cast

from cadences.people import Rep
from daemon import settings_values as read
from daemon.errors import BadInput
from integrations.passwords import Source

REP: Final = "me"
"""The id of the one rep of a home."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the touches stand. `url` of nothing = the embedded server; `poll` and `keep_done` in seconds and days."""

    url: str | None
    user: str | None
    password: Source | None
    name: str
    poll: int
    keep_done: int


@dataclass(frozen=True, slots=True)
class Logs:
    """What the daemon logs: the least level, how it is written (auto, text or json), and whether people are named."""

    level: str
    format: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `backups` is how many nightly copies of the store are kept."""

    rep: Rep
    calendar: Calendar
    logs: Logs
    backups: int


@dataclass(frozen=True, slots=True)
class Key:
    """A setting: how it is read from TOML, and what it is where it is not set."""

    read: read.Reader
    default: object = None


KEYS: Final[Mapping[str, Key]] = {
    "rep.name": Key(read.text, ""),
    "rep.timezone": Key(read.zone_name, "UTC"),
    "rep.country": Key(read.country),
    "rep.region": Key(read.region),
    "rep.language": Key(read.language, "en"),
    "rep.hours": Key(read.hours, read.hours(["Mon-Fri 08:00-17:00"])),
    "rep.earliest": Key(read.minute, 7 * 60),
    "rep.latest": Key(read.minute, 20 * 60),
    "rep.capacity": Key(read.whole(1, 1000)),
    "calendar.url": Key(read.address),
    "calendar.user": Key(read.text),
    "calendar.password.command": Key(read.command),
    "calendar.password.file": Key(read.text),
    "calendar.password.credential": Key(read.text),
    "calendar.password.keyring": Key(read.text),
    "calendar.name": Key(read.text, "klart"),
    "calendar.poll": Key(read.seconds, 60),
    "calendar.keep_done": Key(read.days, 90),
    "logs.level": Key(read.one_of("debug", "info", "warning", "error"), "info"),
    "logs.format": Key(read.one_of("auto", "text", "json"), "auto"),
    "logs.personal": Key(read.truth, default=False),
    "store.backups": Key(read.whole(0, 365), 7),
}
"""Every setting by its dotted key."""

TABLES: Final = frozenset(key.rsplit(".", depth)[0] for key in KEYS for depth in range(1, key.count(".") + 1))
"""The dotted names of the tables that hold them."""


def load(file: Path) -> Settings:
    """Read the settings from their file.

    Raises:
        BadInput: There is none, it cannot be read, or settings in it are wrong (a line each).
    """
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise BadInput(f"there is no {file}", "run klart init first, or name another folder with --home") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read ({_why(error)})", "it must be a text file in UTF-8") from None
    return parse(text, str(file))


def _why(error: Exception) -> str:
    return error.strerror or "error" if isinstance(error, OSError) else "no UTF-8"


def parse(text: str, name: str) -> Settings:
    """Read settings from TOML; `name` stands before what is wrong.

    Raises:
        BadInput: It is no TOML, or settings in it are wrong (a line each).
    """
    import tomllib

    try:
        given = dict(_leaves(tomllib.loads(text), ""))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name} is no TOML: {error}", "mend that line") from None
    values, faults = _values(given)
    if not faults:
        faults = list(_disagreements(values))
    if faults:
        raise BadInput("\n".join(f"{name}: {fault}" for fault in faults))
    return _settings(values)


def differences(before: Settings, after: Settings) -> list[str]:
    """Return what is not the same, a sentence each; a password's command may hold it, and is not repeated."""
    pairs = [(f"rep.{name}", getattr(before.rep, name), getattr(after.rep, name)) for name in _names(Rep)]
    for part, kind in (("calendar", Calendar), ("logs", Logs)):
        one, other = getattr(before, part), getattr(after, part)
        pairs += [(f"{part}.{name}", getattr(one, name), getattr(other, name)) for name in _names(kind)]
    pairs.append(("store.backups", before.backups, after.backups))
    return [
        f"{key}: changed" if key == "calendar.password" else f"{key}: {_shown(one)} -> {_shown(other)}"
        for key, one, other in pairs
        if one != other
    ]


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _leaves(table: Mapping[str, Any], above: str) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        dotted = f"{above}{key}"
        if isinstance(value, dict) and dotted in TABLES:
            yield from _leaves(value, f"{dotted}.")
        else:
            yield dotted, value


def _values(given: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    values = {name: key.default for name, key in KEYS.items()}
    faults = []
    for name, value in given.items():
        if name not in KEYS:
            faults.append(_unknown(name))
            continue
        try:
            values[name] = KEYS[name].read(value)
        except ValueError as error:
            faults.append(f"{name}: {error}")
    return values, faults


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, KEYS, 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else "docs/settings.md lists them all"
    return f"{name} is no setting; {hint}"


def _disagreements(values: Mapping[str, Any]) -> Iterator[str]:
    ways = [name for name in KEYS if name.startswith("calendar.password.") and values[name] is not None]
    if values["rep.earliest"] >= values["rep.latest"]:
        yield "rep.earliest must be before rep.latest; write times like 07:00 and 20:00"
    if len(ways) > 1:
        yield f"{' and '.join(ways)} are both set; keep one"
    if values["calendar.url"] is not None and not (values["calendar.user"] and ways):
        yield "calendar.url needs calendar.user and one calendar.password.…; or leave it out for the embedded server"
    if values["calendar.url"] is None and (ways or values["calendar.user"]):
        yield "calendar.user and calendar.password need a calendar.url; the embedded server has its own"


def _settings(values: Mapping[str, Any]) -> Settings:
    rep = Rep(
        id=REP,
        name=values["rep.name"],
        timezone=values["rep.timezone"],
        country=values["rep.country"],
        region=values["rep.region"],
        language=values["rep.language"],
        hours=values["rep.hours"],
        earliest=values["rep.earliest"],
        latest=values["rep.latest"],
        capacity=values["rep.capacity"],
    )
    calendar = Calendar(
        url=values["calendar.url"],
        user=values["calendar.user"],
        password=_password(values),
        name=values["calendar.name"],
        poll=values["calendar.poll"],
        keep_done=values["calendar.keep_done"],
    )
    logs = Logs(values["logs.level"], values["logs.format"], values["logs.personal"])
    return Settings(rep, calendar, logs, cast("int", values["store.backups"]))


def _password(values: Mapping[str, Any]) -> Source | None:
    return read.password_of(
        command=values["calendar.password.command"],
        file=values["calendar.password.file"],
        credential=values["calendar.password.credential"],
        keyring=values["calendar.password.keyring"],
        user=values["calendar.user"] or "",
    )
