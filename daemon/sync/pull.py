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


def pull(
    store: Store,
    port: CalendarPort,
    calendar: int,
    token: str | None,
    now: Instant,
    *,
    state: str = "ok",
    also: Collection[str] = (),
) -> Pulled:
    """Read what changed since the token, and all of `also`.

    Raises:
        PortError: The calendar cannot be read; nothing was changed.
    """
    with store.read() as conn:
        letters = outbox.unsettled(conn, calendar)
    changes = port.changes(None if state in {FROZEN, ACCEPTED} else token)
    if changes.changed or changes.gone or changes.complete or letters or also:
        return _look(store, port, calendar, changes, letters, now, state=state, also=also)
    return Pulled(changes, {}, {}, (), (), {})


def _look(
    store: Store,
    port: CalendarPort,
    calendar: int,
    changes: Changes,
    letters: Mapping[str, Letter],
    now: Instant,
    *,
    state: str,
    also: Collection[str],
) -> Pulled:
    told = dict(changes.changed)
    with store.read() as conn:
        census = mirror.census(conn, calendar, now)
        held = mirror.live(conn, calendar) if changes.complete else {}
        held |= mirror.named(conn, calendar, {*told, *changes.gone, *letters, *also} - held.keys())
    lost = [each for each in _lost(changes, held) if each.href not in letters]
    missing = [each for each in lost if each.own]
    frozen = None if state == ACCEPTED else _frozen(missing, census, now)
    entries = {entry.href: entry for entry in port.fetch(_to_fetch(told, held))}
    asked = {*letters, *also} | ({each.href for each in missing} if frozen is None else set())
    entries |= _each(port, asked - entries.keys())
    return Pulled(
        changes,
        held,
        entries,
        tuple(each for each in missing if each.href not in entries),
        tuple(each for each in lost if not each.own),
        letters,
        frozen,
    )


def _to_fetch(told: Mapping[str, str | None], held: Mapping[str, Held]) -> list[str]:
    """Return what must be read: all but what stands there under the ETag that is known, our own echo above all."""
    return [href for href, etag in told.items() if etag is None or href not in held or not _known(held[href], etag)]


def _known(held: Held, etag: str) -> bool:
    return held.etag == etag and held.state in {"live", "given"}


def _lost(changes: Changes, held: Mapping[str, Held]) -> Iterable[Held]:
    there = [each for each in held.values() if each.state in {"live", "given", "vanished"}]
    if changes.complete:
        listed = dict(changes.changed)
        return (each for each in there if each.href not in listed)
    gone = frozenset(changes.gone)
    return (each for each in there if each.href in gone)


def _each(port: CalendarPort, hrefs: Collection[str]) -> dict[str, Entry]:
    """Ask for objects one by one: only a 404 to a name is believed."""
    found = (port.get(href) for href in sorted(hrefs))
    return {entry.href: entry for entry in found if entry is not None}


def _frozen(missing: Collection[Held], census: mirror.Census, now: Instant) -> Frozen | None:
    """Weigh what is missing; what has been so for long enough, unchanged, is believed where time may say so."""
    future = [each for each in missing if each.kind == "touch" and each.start is not None and each.start > now]
    why = weigh(Loss(census.known, len(missing), census.future, len(future), census.gone_today))
    if why is None:
        return None
    since = [each.gone_at for each in missing if each.state == "vanished" and each.gone_at is not None]
    same = len(since) == len(missing)
    return None if same and thaws(why, same=same, first_seen=max(since), now=now) else why
