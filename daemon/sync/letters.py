"""What is to be sent to a calendar so that it shows the plan: letters, made from the store alone. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, assert_never
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection, Row

from cadences.moments import Instant
from daemon.service.world import World
from daemon.store import mirror, touches, versions
from daemon.store.mirror import Held
from daemon.store.outbox import Act, Letter
from daemon.sync.reconcile import Look, Make, Rest, Rewrite, Take, act
from daemon.sync.wanted import Show, shows
from daemon.sync.words import to_keep, words_of
from integrations.caldav.mapping import Unmergeable, Wanted, merge, to_body

MOST: Final = 1000
"""Touches looked at in one go; what is left follows when these are done."""


@dataclass(slots=True)
class Work:
    """What a look at the store found to be done: letters to send, and what is settled without one.

    `held` are the rows that the letters are about, as they are before they go out, and `kinds` what those objects
    become. `shown` are touches that the calendar shows as they are (with their `rev`), `look` objects to read first,
    `stuck` objects that must not be written. `words` are the versions whose words the events of touches show, `texts`
    those of them that are to be kept.
    """

    letters: list[Letter] = field(default_factory=list)
    held: dict[str, Held] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    shown: list[tuple[str, int, int]] = field(default_factory=list)
    look: set[str] = field(default_factory=set)
    stuck: list[Held] = field(default_factory=list)
    words: dict[tuple[str, int], str] = field(default_factory=dict)
    texts: dict[str, versions.Kept] = field(default_factory=dict)


def uid_of(installation: str, enrollment: str, number: int, generation: int) -> str:
    """Name a touch's event after what it is, so that a request sent twice meets what the first one made.

    >>> uid_of("i", "e", 1, 0) == uid_of("i", "e", 1, 0) != uid_of("i", "e", 1, 1)
    True
    """
    return str(uuid5(NAMESPACE_URL, f"klart:{installation}/{enrollment}/{number}/{generation}"))


@dataclass(frozen=True, slots=True)
class Desk:
    """Where letters to one calendar are written. `keep_done` days records are kept."""

    world: World
    calendar: int
    now: Instant
    keep_done: int

    def work(self, conn: Connection) -> Work:
        """Say what is to be sent, for the touches that the calendar does not show as they are."""
        done = Work()
        rows = touches.unpushed(conn, self.world.rep.id, MOST)
        if rows:
            objects = mirror.of_touches(conn, self.calendar, {(row.enrollment, row.number) for row in rows})
            wanted = shows(conn, self.world, rows, self.now, self.keep_done)
            done.words = {key: words_of(show.cadence) for key, show in wanted.items() if show is not None}
            shown = {words_of(show.cadence): show.cadence for show in wanted.values() if show is not None}
            done.texts = to_keep(self.world, shown)
            for row in rows:
                key = (row.enrollment, row.number)
                self._one(done, row, wanted[key], objects.get(key, ()))
        return done

    def _one(self, done: Work, row: Row[Any], show: Show | None, objects: Sequence[Held]) -> None:
        if any(each.retry_at is not None and each.retry_at > self.now for each in objects):
            return
        match act(wanted=show is not None, record=row.state == "done", objects=objects):
            case Rest.SHOWN:
                done.shown.append((row.enrollment, row.number, row.wanted_rev))
            case Rest.HELD:
                pass
            case Make(generation):
                assert show is not None
                self._make(done, row, show, generation, objects)
            case Rewrite(held):
                assert show is not None
                self._rewrite(done, row, show, held)
            case Take(held):
                _send(done, Letter(held.href, Act.REMOVE, *_of(row), etag=held.etag, rev=row.wanted_rev), held)
            case Look(held):
                done.look.add(held.href)
            case other:
                assert_never(other)

    def _make(self, done: Work, row: Row[Any], show: Show, generation: int, objects: Sequence[Held]) -> None:
        generation = max(generation, row.generation)
        uid = uid_of(self.world.installation, *_of(row), generation)
        body = to_body(self._wanted(uid, show))
        fresh = Held(self.calendar, f"{uid}.ics", show.kind, uid, *_of(row), generation, state="gone")
        held = next((each for each in objects if each.href == fresh.href), fresh)
        held = replace(held, start=show.span.start, end=show.span.end)
        _send(done, Letter(fresh.href, Act.CREATE, *_of(row), body, body, rev=row.wanted_rev), held, show.kind)

    def _rewrite(self, done: Work, row: Row[Any], show: Show, held: Held) -> None:
        """Weave what is wanted into what stands there; nothing goes out where that changes nothing."""
        assert held.base is not None
        wanted = self._wanted(held.uid or "", show)
        try:
            body = merge(held.base, held.base, wanted, held.ours)
        except Unmergeable as error:
            done.stuck.append(replace(held, quarantine=str(error)))
            return
        if body == held.base:
            done.shown.append((*_of(row), row.wanted_rev))
            return
        letter = Letter(held.href, Act.REPLACE, *_of(row), body, to_body(wanted), held.etag, row.wanted_rev)
        _send(done, letter, held, show.kind)

    def _wanted(self, uid: str, show: Show) -> Wanted:
        return Wanted(uid, show.span, self.world.rep.timezone, show.text, self.now, record=show.kind == "record")


def _of(row: Row[Any]) -> tuple[str, int]:
    return row.enrollment, row.number


def _send(done: Work, letter: Letter, held: Held, kind: str | None = None) -> None:
    done.letters.append(letter)
    done.held[letter.href] = held
    done.kinds[letter.href] = kind or held.kind
