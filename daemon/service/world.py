"""What a use case needs to know besides the store: whose day it is, which cadences there are, and holidays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Protocol, TypeAlias

from sqlalchemy import Connection

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.language.findings import Findings, Severity
from cadences.language.hashing import flow_version
from cadences.people import Rep
from daemon.errors import BadInput, FoundWrong, KlartError
from daemon.store import people, versions

Bases: TypeAlias = tuple[tuple[str, str], ...]
"""The cadences that another one extends: their names and texts, the nearest first."""


class CadenceSource(Protocol):
    """Where cadences come from: files for new enrollments, the store for those that are under way."""

    def current(self, name: str) -> Cadence | None:
        """Return the cadence as its file has it now, or nothing if there is no such file.

        Raises:
            BadInput: There is a file, and it is faulty.
        """
        ...

    def kept(self, name: str) -> versions.Kept:
        """Return what is to be kept with the version of a cadence that `current` returned."""
        ...

    def of_version(self, conn: Connection, version: str) -> Cadence:
        """Return the cadence of a version that the store keeps."""
        ...

    def as_kept(self, conn: Connection, version: str) -> Cadence | None:
        """Return the cadence of a version with the words it was kept with; nothing where it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """The rep at work, the cadences, the port's names of holidays, and the installation's random id (`meta`)."""

    rep: Rep
    cadences: CadenceSource
    holiday: HolidayName
    installation: str


def rep_of(conn: Connection, world: World, id_: str) -> Rep:
    """Return the rep of that id: the world's own, else as the store keeps it.

    Raises:
        FoundWrong: The store knows none.
    """
    if world.rep.id == id_:
        return world.rep
    found = people.rep(conn, id_)
    if found is None:
        raise FoundWrong(f"the store knows no rep {id_!r}", "restore a backup")
    return found


class Cadences:
    """Cadences by name from `read` (a text, or nothing where there is none), and by version from the store.

    Each is read once: whoever sees a file change makes a new one. It may be used from several threads.
    """

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._text = cache(read)
        self._bases = cache(self._bases_of)
        self._versions: dict[str, Cadence] = {}
        self._kept: dict[str, Cadence] = {}

    def current(self, name: str) -> Cadence | None:
        """Return the cadence as its file has it, or nothing if there is no such file.

        Raises:
            BadInput: There is a file, and it is faulty; the message names the first fault.
        """
        text = self._text(name)
        return None if text is None else _parsed(text, f"{name}.yaml", self._bases(name))

    def kept(self, name: str) -> versions.Kept:
        """Return the texts of a cadence that `current` returned: its own, and those of the cadences it extends.

        Raises:
            BadInput: There is no such file.
        """
        text = self._text(name)
        if text is None:
            raise BadInput(f"there is no cadence {name!r}", "klart check names the faults of a file")
        return versions.Kept(name, text, dict(self._bases(name)))

    def _bases_of(self, name: str) -> Bases:
        return bases_in(self._text(name) or "", self._text)

    def of_version(self, conn: Connection, version: str) -> Cadence:
        """Return the cadence of a version; its words are the file's where the file has the same flow.

        Raises:
            BadInput: The store does not keep that version, or its text can no longer be read.
        """
        found = self._versions.get(version)
        if found is None:
            found = self._versions.setdefault(version, self._find(conn, version))
        return found

    def as_kept(self, conn: Connection, version: str) -> Cadence | None:
        """Return the cadence of a version with the words it was kept with; nothing where it cannot be read."""
        if version not in self._kept:
            try:
                self._kept[version] = _parsed_again(versions.get(conn, version))
            except KlartError:
                return None
        return self._kept[version]

    def _find(self, conn: Connection, version: str) -> Cadence:
        kept = versions.get(conn, version)
        try:
            now = self.current(kept.name)
        except BadInput:
            now = None  # a faulty file stops new enrollments only
        same_flow = now is not None and flow_version(now.version) == flow_version(version)
        found = now if now is not None and same_flow else _parsed_again(kept)
        # Named as the enrollment names it: its words may be newer, and a later klart may give its text another hash.
        return replace(found, version=version)


def bases_in(text: str, others: Callable[[str], str | None]) -> Bases:
    """Return the names and texts of all that a cadence's text extends, the nearest first."""
    if "extends" not in text:
        return ()
    from cadences.reading.bases import texts_of_bases  # who only reads the store parses nothing

    return tuple(texts_of_bases(text, others))


def parse(text: str, file: str, others: Callable[[str], str | None]) -> Cadence:
    """Read the text of a cadence; `others` gives the texts of those that it extends. What was read is remembered.

    Raises:
        BadInput: It is faulty; the message names the first fault and how many there are.
    """
    return _parsed(text, file, bases_in(text, others))


@lru_cache(maxsize=4096)
def _parsed(text: str, file: str, bases: Bases) -> Cadence:
    from cadences.reading.files import read_cadence

    return _cadence_or_fault(read_cadence(text, file, others=dict(bases).get), file)


def _parsed_again(kept: versions.Kept) -> Cadence:
    """Read a version as it was kept: what a later klart proves against it takes it from nobody who is under way."""
    from cadences.reading.files import read_kept

    file = f"{kept.name}.yaml"
    return _cadence_or_fault(read_kept(kept.text, file, kept.bases.get), file)


def _cadence_or_fault(found: Cadence | Findings, file: str) -> Cadence:
    if isinstance(found, Cadence):
        return found
    first = next((one for one in found if one.severity is Severity.ERROR), found[0])
    more = f" (and {len(found) - 1} more findings: klart check)" if len(found) > 1 else ""
    raise BadInput(f"{file}:{first.line}:{first.column}: {first.code} {first.message}{more}", first.hint or None)
