"""Reading a calendar: what changed, what is missing, what became of requests. Knows port and store; decides nothing.

No transaction is open while the server is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cadences.moments import Instant
from daemon.store import mirror, outbox
from daemon.store.engine import Store
from daemon.store.mirror import Held
from daemon.store.outbox import Letter
from daemon.sync.gate import Frozen, Loss, thaws, weigh
from integrations.ports import CalendarPort, Changes, Entry

ACCEPTED: Final = "accepted"
FROZEN: Final = "frozen"
_THERE: Final = frozenset({"live", "given", "vanished"})


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was read. `held` is what was known of it before, `entries` what stands there now, by href.

    `missing` are objects of klart's that are not there any more, each asked for by name, unless `frozen` says why they
    are not believed to be gone; `away` are foreign ones. `letters` are requests whose result was not known.
    """

    changes: Changes
    held: Mapping[str, Held]
    entries: Mapping[str, Entry]
    missing: tuple[Held, ...]
    away: tuple[Held, ...]
    letters: Mapping[str, Letter]
    frozen: Frozen | None = None

    @property
    def idle(self) -> bool:
        """Whether there is nothing to understand."""
        return not (self.entries or self.missing or self.away or self.letters)


@dataclass(frozen=True, slots=True)
class Puller:
    """Who reads one calendar. `state` is the calendar's: one that is not sure of what vanished lists everything."""

    store: Store
    port: CalendarPort
    calendar: int
    now: Instant
    state: str = "ok"

    def pull(self, token: str | None, also: Collection[str] = (), made: Collection[str] = ()) -> Pulled:
        """Read what changed since the token, all of `also`, and what of `made` is not among the changes.

        Some servers compare two states: what was made and deleted between them they never tell.

        Raises:
            PortError: The calendar cannot be read; nothing was changed.
        """
        with self.store.read() as conn:
            letters = outbox.unsettled(conn, self.calendar)
        changes = self.port.changes(None if self.state in {FROZEN, ACCEPTED} else token)
        if changes.changed or changes.gone or changes.complete or letters or also or made:
            return self._look(changes, letters, also, made)
        return Pulled(changes, {}, {}, (), (), {})

    def _look(
        self, changes: Changes, letters: Mapping[str, Letter], also: Collection[str], made: Collection[str]
    ) -> Pulled:
        told = dict(changes.changed)
        with self.store.read() as conn:
            held = mirror.live(conn, self.calendar) if changes.complete else {}
            held |= mirror.named(conn, self.calendar, {*told, *changes.gone, *letters, *also, *made} - held.keys())
        entries = {entry.href: entry for entry in self.port.fetch(_to_fetch(told, held))}
        lost = [each for each in _lost(changes, held) if each.href not in letters]
        away = tuple(each for each in lost if not each.own)
        missing = [each for each in lost if each.own]
        frozen = self._frozen(missing)
        if frozen is None:
            again = {*also, *(set(made) - told.keys())} - letters.keys() - entries.keys()
            entries |= {entry.href: entry for entry in self.port.fetch(sorted(again))}
            asked = again | {*letters, *(each.href for each in missing)} - entries.keys()
            entries |= self._each(asked - again)
            missing = [each for href in sorted(asked - entries.keys() - letters.keys()) if (each := _there(held, href))]
            frozen = self._frozen(missing)
        return Pulled(changes, held, entries, tuple(missing), away, letters, frozen)

    def _each(self, hrefs: Collection[str]) -> dict[str, Entry]:
        """Ask for objects one by one: only a 404 to a name is believed."""
        found = (self.port.get(href) for href in sorted(hrefs))
        return {entry.href: entry for entry in found if entry is not None}

    def _frozen(self, missing: Collection[Held]) -> Frozen | None:
        """Weigh what is missing; what has been so for long enough, unchanged, is believed where time may say so."""
        if self.state == ACCEPTED or not missing:
            return None
        with self.store.read() as conn:
            census = mirror.census(conn, self.calendar, self.now)
        future = [each for each in missing if _was_to_come(each, self.now)]
        why = weigh(Loss(census.known, len(missing), census.future, len(future), census.gone_today))
        if why is None:
            return None
        since = [each.gone_at for each in missing if each.state == "vanished" and each.gone_at is not None]
        same = len(since) == len(missing)
        return None if same and thaws(why, same=same, first_seen=max(since), now=self.now) else why


def _was_to_come(held: Held, now: Instant) -> bool:
    """Whether a touch's event lay ahead when it was first missed: a frozen calendar must not thaw by waiting."""
    missed = held.gone_at if held.state == "vanished" and held.gone_at is not None else now
    return held.kind == "touch" and held.start is not None and held.start > missed


def _there(held: Mapping[str, Held], href: str) -> Held | None:
    """Return an object of klart's that is believed to be there."""
    found = held.get(href)
    return found if found is not None and found.own and found.state in _THERE else None


def _to_fetch(told: Mapping[str, str | None], held: Mapping[str, Held]) -> list[str]:
    """Return what must be read: all but what stands there under the ETag that is known, our own echo above all."""
    return [href for href, etag in told.items() if etag is None or href not in held or not _known(held[href], etag)]


def _known(held: Held, etag: str) -> bool:
    return held.etag == etag and held.state in {"live", "given"}


def _lost(changes: Changes, held: Mapping[str, Held]) -> Iterable[Held]:
    there = [each for each in held.values() if each.state in _THERE]
    if changes.complete:
        listed = dict(changes.changed)
        return (each for each in there if each.href not in listed)
    gone = frozenset(changes.gone)
    return (each for each in there if each.href in gone)
