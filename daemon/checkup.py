"""What `klart doctor` looks at on this machine: folders, settings, store, clock, zones, holidays, strangers.

Knows what is in order and what to do where it is not; what needs the network is in `checkup_outside`.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from cadences.moments import Instant, UnknownZoneError, instant, zone
from daemon.errors import KlartError, RefusedForSafety
from daemon.home import Home
from daemon.settings import Settings


class State(StrEnum):
    """How something looks."""

    WELL = "well"
    NOTE = "note"
    """Good to know; nothing has to be done."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at: what, how it is, a sentence, and what to do."""

    what: str
    state: State
    said: str
    hint: str = ""


OURS: Final = ("cadences", "daemon", "integrations")
"""The import names of klart."""
PAST: Final = 2026
"""A clock that shows an earlier year is wrong: klart did not exist."""
ZONES: Final = ("Europe/Stockholm", "America/New_York", "Asia/Tokyo")


def at_home(home: Home) -> Iterator[Look]:
    """Look at the folders and files: they hold people's names, and belong to one person."""
    for path in dict.fromkeys((home.config, home.state, home.settings, home.store)):
        yield _private(path)


def _private(path: Path) -> Look:
    what = f"{path.name} is yours alone"
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as error:
        return Look(what, State.WRONG, f"{path}: {error.strerror}", "run klart init")
    if mode & 0o077:
        better = "700" if path.is_dir() else "600"
        return Look(what, State.WRONG, f"others may read {path} (mode {mode:03o})", f"run chmod {better} {path}")
    return Look(what, State.WELL, str(path))


def at_store(home: Home) -> Iterator[Look]:
    """Look at the store: where it lies, its schema, whether it is sound, and how old its newest copy is."""
    from daemon.store import backup, place
    from daemon.store.engine import open_existing

    try:
        place.refuse_shared(home.state)
        with open_existing(home.store) as store, store.read() as conn:
            faults = backup.check(conn, thorough=True)
    except KlartError as error:
        yield Look("store", State.WRONG, error.message, error.hint or "")
        return
    if faults:
        yield Look("store", State.WRONG, f"damaged: {faults[0]}", f"keep the file; copies are in {home.backups}")
    else:
        yield Look("store", State.WELL, "sound, and of this klart's schema")


def at_calendar(home: Home, settings: Settings) -> Iterator[Look]:
    """Look whether the settings name the calendar that was set up, and how the last round with it ended."""
    from daemon.store import setup
    from daemon.store.engine import open_existing
    from daemon.wiring import refuse_elsewhere

    try:
        with open_existing(home.store) as store:
            refuse_elsewhere(settings, store)
            with store.read() as conn:
                row = setup.klart_calendar(conn, settings.rep.id)
    except RefusedForSafety as error:
        yield Look("calendar", State.WRONG, error.message, error.hint or "")
        return
    except KlartError:
        return  # the store's own look has told
    if row is not None:
        yield _last_round(row.state, row.said)


def _last_round(state: str, said: str | None) -> Look:
    if state == "frozen":
        what = "klart calendar accept (you deleted them), or klart calendar restore (put them back)"
        return Look("calendar", State.WRONG, f"frozen: {said}", what)
    if state in {"new", "accepted"}:
        return Look("calendar", State.NOTE, "its next round is still to come", "klart once")
    if state == "ok":
        return Look("calendar", State.WELL if said is None else State.NOTE, said or "the last round found it well")
    return Look("calendar", State.NOTE, f"{state}: {said}", "klart once tries again")


def at_clock(now: Instant, settings: Settings | None) -> Iterator[Look]:
    """Look at the clock and at the zone data."""
    if now.year < PAST:
        yield Look("clock", State.WRONG, f"it shows {now.isoformat()}", "set the clock")
    else:
        yield Look("clock", State.WELL, f"{now.isoformat(timespec='seconds')}")
    names = ZONES if settings is None else (*ZONES, settings.rep.timezone)
    try:
        for name in names:
            instant(now.astimezone(zone(name)))
    except UnknownZoneError as error:
        yield Look("time zones", State.WRONG, f"no data for {error.name}", "install the package tzdata")
    else:
        yield Look("time zones", State.WELL, f"data of {_zone_source()}")


def _zone_source() -> str:
    import zoneinfo
    from importlib.metadata import PackageNotFoundError, version

    for folder in zoneinfo.TZPATH:
        if Path(folder, "Europe", "Stockholm").exists():
            mark = Path(folder, "+VERSION")
            return f"this machine ({mark.read_text().strip() if mark.exists() else folder})"
    try:
        return f"the package tzdata {version('tzdata')}"
    except PackageNotFoundError:
        return "nobody"


def at_holidays(settings: Settings) -> Look:
    """Look whether the public holidays of the rep's country are known."""
    from integrations.holidays_of import gaps

    missing = gaps(settings.rep.country, settings.rep.region)
    if missing is None:
        return Look("holidays", State.WELL, f"known for {settings.rep.country}")
    return Look("holidays", State.NOTE, missing, "klart init --country SE (rep.region for parts of a country)")


def at_cadences(home: Home) -> Iterator[Look]:
    """Look at the home's own cadences: a faulty one stops new enrollments."""
    from daemon.library import Library, read_text

    library = Library(home.cadences)
    for name in library.names():
        path = home.cadences / f"{name}.yaml"
        if path.is_file():
            yield _cadence(path, read_text(path), library.text)
    yield Look("cadences", State.WELL, ", ".join(library.names()))


def _cadence(path: Path, text: str, others: Callable[[str], str | None]) -> Look:
    from daemon.service.world import parse

    try:
        parse(text, path.name, others)
    except KlartError as error:
        return Look(path.name, State.WRONG, error.message, f"run klart check {path}")
    return Look(path.name, State.WELL, "clean")


def at_strangers() -> Iterator[Look]:
    """Look for other packages that install modules of our names: whichever is found first would answer."""
    from importlib.metadata import packages_distributions

    installed = packages_distributions()
    for name in OURS:
        others = sorted({who for who in installed.get(name, []) if who != "klart"})
        if others:
            said = f"{', '.join(others)} installs a module {name} too"
            yield Look("packages", State.WRONG, said, "give klart an environment of its own (pipx or uv tool)")
            return
    yield Look("packages", State.WELL, "nobody else answers to our modules' names")
