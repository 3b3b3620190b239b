"""What a use case needs to know besides the store: whose day it is, which cadences there are, and holidays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Protocol

from sqlalchemy import Connection

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.hashing import flow_version
from cadences.people import Rep
from daemon.errors import BadInput, FoundWrong
from daemon.store import people, versions


class CadenceSource(Protocol):
    """Where cadences come from: files for new enrollments, the store for those that are under way."""

    def current(self, name: str) -> Cadence | None:
        """Return the cadence as its file has it now, or nothing if there is no such file.

        Raises:
            BadInput: There is a file, and it is faulty.
        """
        ...

    def text_of(self, name: str) -> str:
        """Return the text of a cadence that `current` returned, to be kept with its version."""
        ...

    def of_version(self, conn: Connection, version: str) -> Cadence:
        """Return the cadence of a version that the store keeps."""
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
        self._versions: dict[str, Cadence] = {}

    def current(self, name: str) -> Cadence | None:
        """Return the cadence as its file has it, or nothing if there is no such file.

        Raises:
            BadInput: There is a file, and it is faulty; the message names the first fault.
        """
        text = self._text(name)
        return None if text is None else parse(text, f"{name}.yaml")

    def text_of(self, name: str) -> str:
        """Return the text of a cadence that `current` returned.

        Raises:
            BadInput: There is no such file.
        """
        text = self._text(name)
        if text is None:
            raise BadInput(f"there is no cadence {name!r}", "klart check names the faults of a file")
        return text

    def of_version(self, conn: Connection, version: str) -> Cadence:
        """Return the cadence of a version; its words are the file's where the file has the same flow.

        Raises:
            BadInput: The store does not keep that version, or its text can no longer be read.
        """
        found = self._versions.get(version)
        if found is None:
            found = self._versions.setdefault(version, self._find(conn, version))
        return found

    def _find(self, conn: Connection, version: str) -> Cadence:
        name, text = versions.get(conn, version)
        try:
            now = self.current(name)
        except BadInput:
            now = None  # a faulty file stops new enrollments only
        same_flow = now is not None and flow_version(now.version) == flow_version(version)
        found = now if now is not None and same_flow else parse(text, f"{name}.yaml")
        # Named as the enrollment names it: its words may be newer, and a later klart may give its text another hash.
        return replace(found, version=version)


@lru_cache(maxsize=4096)
def parse(text: str, file: str) -> Cadence:
    """Read the text of a cadence; what was read once is remembered.

    Raises:
        BadInput: It is faulty; the message names the first fault and how many there are.
    """
    from cadences.files import read_cadence  # who only reads the store parses nothing
    from cadences.findings import Severity

    found = read_cadence(text, file)
    if isinstance(found, Cadence):
        return found
    first = next((one for one in found if one.severity is Severity.ERROR), found[0])
    more = f" (and {len(found) - 1} more findings: klart check)" if len(found) > 1 else ""
    raise BadInput(f"{file}:{first.line}:{first.column}: {first.code} {first.message}{more}", first.hint or None)
