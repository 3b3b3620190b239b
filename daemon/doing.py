"""What the daemon does when it wakes: tends, plans, syncs, cares. Knows store, service, sync and the embedded server.

Every method may be called in another thread, but for `mind_server`; the runner calls one at a time, rounds aside.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cadences.moments import Instant, instant, zone
from daemon import logs, settings
from daemon.account import account_of
from daemon.embedded import Server
from daemon.errors import BadInput, CannotReach, FoundWrong, KlartError
from daemon.library import Library
from daemon.service.world import Bases, bases_in, parse
from daemon.store import backup, mirror, setup
from daemon.wiring import House, refuse_elsewhere, world_of
from integrations.ports import CalendarPort, PortError

JITTER: Final = 0.1
"""Polls are apart by the interval, more or less this part of it, so that many daemons do not ask at once."""


@dataclass(slots=True)
class Doing:
    """The work on one open house."""

    house: House
    server: Server
    _port: CalendarPort | None = None
    _port_at: str = ""
    _texts: dict[str, str] = field(default_factory=dict)
    _built: dict[str, Bases] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Take the cadences as they are now."""
        for fault in self._take_cadences():
            logs.logger().warning("faulty cadence", reason=fault)

    # --- the daemon's own turns --------------------------------------------------------------------------------------
    def mind_server(self) -> None:
        """Start the embedded server anew where it has died; returns at once, the round waits for its answer."""
        if self.house.settings.calendar.url is None and not self.server.alive():
            self.server.spawn()

    def due(self) -> tuple[Instant | None, Instant | None]:
        """Return when time alone next does something, and when the next round is due."""
        from daemon.store import enrollments

        with self.house.store.read() as conn:
            return enrollments.next_due(conn), setup.next_round(conn, self.house.world.rep.id)

    def tend(self, now: Instant) -> int:
        """Do what time alone does: replies that did not come, days that passed, pauses that end."""
        from daemon.service.attend import attend

        done, more = 0, True
        while more:
            with self.house.store.write() as conn:
                attended = attend(conn, self.house.world, now)
            done, more = done + attended.written + len(attended.moved), attended.more
        return done

    def replan(self, now: Instant) -> None:
        """Plan every open touch anew."""
        from daemon.service.replan import replan

        with self.house.store.write() as conn:
            replan(conn, self.house.world, self.house.world.rep.id, None, now)

    def status(self, now: Instant) -> str:
        """Return one line for the service manager: how much is open, what is next, how the calendar is."""
        with self.house.store.read() as conn:
            count, first = setup.glance(conn, self.house.world.rep.id, now)
            row = setup.klart_calendar(conn, self.house.world.rep.id)
        where = zone(self.house.world.rep.timezone)
        upcoming = "" if first is None else f", next {first.astimezone(where):%a %H:%M}"
        return f"{count} open{upcoming}, calendar {row.state if row is not None else 'not set up'}"

    # --- rounds ------------------------------------------------------------------------------------------------------
    def round(self, now: Instant, *, asked: bool = False) -> dict[str, Any]:
        """Do one full round with the klart calendar; return its counts, its state, and a sentence where it failed.

        A server that fails is told in the store, and tried again: the plan stands, the next round catches up.

        Args:
            now: The present instant.
            asked: A person asks for it, and does not want to wait where klart would.
        """
        from daemon.sync.round import run_round

        house = self.house
        with self._turn:
            id_ = self._calendar()
            try:
                port = self._open(id_, now)
                keep = house.settings.calendar.keep_done
                done = run_round(house.store, port, id_, house.world, now, keep_done=keep, asked=asked)
            except (PortError, CannotReach) as error:
                return self._away(id_, error, now)
            except mirror.LateError:
                return {"state": "ok", "said": "another round was quicker", "read": {}, "wrote": {}}
            finally:
                self._set_next(id_, now)
            if done.state == "away" and house.settings.calendar.url is None and not self.server.alive():
                self._soon(id_, now)
        if done.state not in {"ok", "frozen"}:
            self.hang_up()  # a password that was changed is fetched anew
        return {"state": done.state, "said": done.said, "read": counts(done.heard), "wrote": counts(done.sent)}

    def _calendar(self) -> int:
        with self.house.store.read() as conn:
            row = setup.klart_calendar(conn, self.house.world.rep.id)
        if row is None:
            raise BadInput("no calendar is set up", "run klart init")
        return int(row.id)

    def _open(self, id_: int, now: Instant) -> CalendarPort:
        """Return the port onto the calendar, with its connection kept from round to round."""
        from integrations.caldav.discovery import open_calendar

        if self.house.settings.calendar.url is None:
            self._find_server(id_, now)
        with self.house.store.read() as conn:
            url = mirror.calendar(conn, id_).url
        if self._port is None or self._port_at != url:
            self._port = open_calendar(account_of(self.house.settings.calendar, self.server, self.server.running), url)
            self._port_at = url
        return self._port

    def _find_server(self, id_: int, now: Instant) -> None:
        """Wait for the embedded server, and keep its address, whose port may have changed."""
        running = self.server.answering()
        with self.house.store.read() as conn:
            row = mirror.calendar(conn, id_)
        url = f"{running.url}{row.url.split('/', 3)[3]}"
        if row.url != url:
            with self.house.store.write() as conn:
                setup.keep_calendar(conn, self.house.world.rep.id, url, row.name, now)

    def _away(self, id_: int, error: PortError | CannotReach, now: Instant) -> dict[str, Any]:
        """Keep that there is no way to the server: no password, or the embedded one does not start."""
        from daemon.sync.trouble import away
        from integrations.ports import Unreachable

        self.hang_up()
        fault = error if isinstance(error, PortError) else Unreachable(str(error))
        with self.house.store.write() as conn:
            failures = mirror.calendar(conn, id_).failures
            trouble = away(fault, failures, now, zone(self.house.world.rep.timezone))
            said = {"state": trouble.state, "said": trouble.said, "retry_at": trouble.retry_at}
            mirror.note(conn, id_, failures=failures + 1, **said)
        return {"state": trouble.state, "said": trouble.said, "read": {}, "wrote": {}}

    def _soon(self, id_: int, now: Instant) -> None:
        """Our own server died: it is started anew, and there is nobody to be patient with."""
        with self.house.store.write() as conn:
            mirror.note(conn, id_, retry_at=None)
            setup.set_next_round(conn, id_, Instant(now + timedelta(seconds=1)))

    def _set_next(self, id_: int, now: Instant) -> None:
        apart = self.house.settings.calendar.poll * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
        with self.house.store.write() as conn:
            retry = mirror.calendar(conn, id_).retry_at
            at = Instant(now + timedelta(seconds=apart))
            setup.set_next_round(conn, id_, at if retry is None else max(at, retry))

    def hang_up(self) -> None:
        """Let go of the network: a round under way ends soon."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    # --- care --------------------------------------------------------------------------------------------------------
    def care(self, now: Instant) -> dict[str, Any]:
        """Copy the store, drop the oldest copies, and look whether the store is sound.

        Raises:
            FoundWrong: It is damaged.
        """
        folder, keep = self.house.home.backups, self.house.settings.backups
        with self.house.store.read() as conn:
            faults = backup.check(conn)
            if faults:
                raise FoundWrong(f"the store is damaged: {faults[0]}", "keep the file; a copy is in backups")
            if keep:
                folder.mkdir(mode=0o700, exist_ok=True)
                backup.copy(conn, folder / f"klart-{now:%Y%m%dT%H%M%SZ}.db")
        return {"removed": len(backup.rotate(folder, COPIES, keep)) if keep else 0, "kept": keep}

    def cared_at(self) -> Instant | None:
        """Return when the newest copy was made."""
        newest = max(self.house.home.backups.glob(COPIES), default=None)
        return None if newest is None else _stamp(newest)

    # --- reading settings and cadences again -------------------------------------------------------------------------
    def reload(self, now: Instant) -> list[str]:
        """Read settings and cadences again; return what changed, a sentence each.

        Raises:
            BadInput: The settings are faulty; the last good ones stay.
            RefusedForSafety: They name another calendar than the one that was set up; the last good ones stay.
        """
        from daemon.store import people

        before, after = self.house.settings, settings.load(self.house.home.settings)
        refuse_elsewhere(after, self.house.store)
        said = [*settings.differences(before, after), *self._take_cadences()]
        self.house.settings = after
        self.house.world = world_of(self.house.home, after, self.house.store, Library(given=self._texts))
        if before.calendar != after.calendar:
            self.hang_up()
        if before.rep != after.rep:
            with self.house.store.write() as conn:
                people.keep_rep(conn, after.rep)
            self.replan(now)
        return said

    def _take_cadences(self) -> list[str]:
        """Take what is new and right; return a sentence for each that changed, or is faulty and stays as it was."""
        fresh = Library(self.house.home.cadences).texts()
        known, gone = bool(self._texts), [name for name in self._texts if name not in fresh]
        for name in gone:
            del self._texts[name]
        in_turn = sorted(fresh, key=lambda name: len(bases_in(fresh[name], fresh.get)))  # what is built on first
        said = [one for name in in_turn for one in self._take(name, fresh[name], known=known)]
        said += [f"{name}: gone; no new enrollments begin in it" for name in gone]
        self.house.world = world_of(
            self.house.home, self.house.settings, self.house.store, Library(given=dict(self._texts))
        )
        return said

    def _take(self, name: str, text: str, *, known: bool) -> Iterator[str]:
        """Take a cadence if it is right beside those that were taken; say what came of it."""
        built, same = bases_in(text, self._texts.get), self._texts.get(name) == text
        if same and self._built.get(name, ()) == built:
            return
        self._built[name] = built
        fault = _fault(name, text, self._texts.get)
        if fault is not None:
            yield f"{fault}; {'no new enrollments begin in it' if same else 'the last good one stays in force'}"
            return
        self._texts[name] = text
        if known:
            yield f"{name}: changed"


def counts(of: Any) -> dict[str, int]:
    """Return the counts of a round's part that are not zero."""
    named = {name: getattr(of, name) for name in type(of).__slots__}
    return {name: count for name, count in named.items() if isinstance(count, int) and count}


COPIES: Final = "klart-*Z.db"
"""The names of the store's copies."""


def _stamp(copy: Path) -> Instant | None:
    try:
        return instant(datetime.strptime(copy.stem, "klart-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
    except ValueError:
        return None


def _fault(name: str, text: str, others: Callable[[str], str | None]) -> str | None:
    """Return what is wrong with a cadence, or nothing."""
    try:
        parse(text, f"{name}.yaml", others)
    except KlartError as error:
        return error.message
    return None


def doing(house: House) -> Doing:
    """Return the work on a house."""
    return Doing(house, Server(house.home.server))
