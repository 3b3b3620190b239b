"""Sending letters: each is kept before it goes out, and what came of it after. Knows port and store; decides nothing.

A request whose answer is lost stays open in the outbox and is read back in the next pull, never sent again blindly.
One object's failure stops no other; a failure of the server stops the batch, and everything waits for the next round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from cadences.moments import Instant, instant
from daemon.store import mirror, outbox, touches, versions
from daemon.store.engine import Store
from daemon.store.mirror import Held
from daemon.store.outbox import Act, Letter
from daemon.sync.held import as_sent, removed
from daemon.sync.letters import Work
from integrations.caldav.mapping import Seen, read, same
from integrations.ports import CalendarPort, Exists, PortError, Refused, Stale, Unknown

BATCH: Final = 50
"""Letters that are kept and settled together: a transaction costs a disk's patience."""
BACK_OFF: Final = timedelta(minutes=5)
GIVE_UP: Final = 8
"""After so many refusals klart leaves the object alone and says so."""


@dataclass(slots=True)
class Sent:
    """What came of letters: `made` were written, `look` are to be read before anything else is sent to them."""

    created: int = 0
    replaced: int = 0
    removed: int = 0
    failed: int = 0
    made: set[str] = field(default_factory=set)
    look: set[str] = field(default_factory=set)
    error: PortError | None = None


@dataclass(slots=True)
class _Results:
    """What came of a batch, to be kept in one transaction."""

    held: list[Held] = field(default_factory=list)
    settled: list[tuple[str, bool, str | None]] = field(default_factory=list)
    shown: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Postman:
    """Who carries letters to one calendar. `fence` is the calendar's, and counts up with every write to the store."""

    store: Store
    port: CalendarPort
    calendar: int
    home: ZoneInfo
    now: Instant
    fence: int
    sent: Sent = field(default_factory=Sent)

    def carry_out(self, work: Work) -> Sent:
        """Send all letters, removals last: a successor stands before its predecessor goes.

        Raises:
            LateError: Another round has taken over.
        """
        if work.shown or work.stuck:
            self._keep(_Results(work.stuck, [], work.shown))
        letters = sorted(work.letters, key=lambda letter: letter.act is Act.REMOVE)
        for first in range(0, len(letters), BATCH):
            if self.sent.error is None:
                self._batch(work, letters[first : first + BATCH])
        return self.sent

    def _batch(self, work: Work, letters: Sequence[Letter]) -> None:
        with self.store.write() as conn:
            self.fence = mirror.advance(conn, self.calendar, self.fence)
            mirror.keep(conn, [work.held[letter.href] for letter in letters if letter.act is Act.CREATE])
            outbox.post(conn, self.calendar, letters, self.fence, self.now)
            self._keep_words(conn, work, letters)
        results = _Results()
        for letter in letters:
            if self.sent.error is None:
                self._one(letter, work, results)
            else:
                results.settled.append((letter.href, False, "not sent"))
        self._keep(results)

    def _keep_words(self, conn: Connection, work: Work, letters: Sequence[Letter]) -> None:
        """Keep whose words the events show that go out now: on their day they keep them."""
        touched = [letter.touch for letter in letters if letter.touch in work.words and letter.act is not Act.REMOVE]
        for version in {work.words[touch] for touch in touched if touch is not None} & work.texts.keys():
            versions.keep(conn, version, work.texts[version], self.now)
        touches.worded(conn, [(*touch, work.words[touch]) for touch in touched if touch is not None])

    def _keep(self, results: _Results) -> None:
        with self.store.write() as conn:
            self.fence = mirror.advance(conn, self.calendar, self.fence)
            mirror.keep(conn, results.held)
            outbox.settle(conn, self.calendar, results.settled)
            touches.pushed_all(conn, results.shown)

    def _one(self, letter: Letter, work: Work, results: _Results) -> None:
        """Send one letter and note what came of it; where that is not known, it stays open and is read back."""
        held = work.held[letter.href]
        try:
            etag = self._send(letter)
        except Exists as error:
            self._exists(letter, held, error, results)
        except Stale as error:
            results.settled.append((letter.href, False, error.what))
            self.sent.look.add(letter.href)
        except Refused as error:
            self.sent.failed += 1
            results.settled.append((letter.href, False, error.what))
            results.held.append(_refused(held, error, self.now))
        except Unknown as error:
            self._unknown(letter, error)
        except PortError as error:
            self.sent.error = error
        else:
            self._done(letter, held, work.kinds[letter.href], etag, results)

    def _done(self, letter: Letter, held: Held, kind: str, etag: str | None, results: _Results) -> None:
        results.settled.append((letter.href, True, None))
        if letter.touch is not None and letter.rev is not None:
            results.shown.append((*letter.touch, letter.rev))
        if letter.act is Act.REMOVE:
            self.sent.removed += 1
            results.held.append(removed(held))
            return
        self.sent.made.add(letter.href)
        self.sent.created += letter.act is Act.CREATE
        self.sent.replaced += letter.act is Act.REPLACE
        results.held.append(as_sent(letter, held, self.home, etag, kind))
        if etag is None:
            self.sent.look.add(letter.href)

    def _send(self, letter: Letter) -> str | None:
        """Send a letter under its condition; where the server's word is not to be trusted, look before and after."""
        match letter.act:
            case Act.CREATE:
                if not self.port.trust.creates and self.port.get(letter.href) is not None:
                    raise Exists(f"there is an object at {letter.href} already", href=letter.href)
                return self._checked(letter, self.port.create(letter.href, letter.body or b""))
            case Act.REPLACE:
                return self._checked(letter, self.port.replace(letter.href, letter.body or b"", letter.etag or ""))
            case Act.REMOVE:
                self._unchanged(letter)
                self.port.remove(letter.href, letter.etag or "")
                return None
            case other:
                assert_never(other)

    def _checked(self, letter: Letter, etag: str | None) -> str | None:
        """Read back what was written where writers may overwrite each other; another's body is not ours to build on."""
        if self.port.trust.replaces or etag is None:
            return etag
        entry = self.port.get(letter.href)
        if entry is None or entry.etag != etag:
            return None
        sent, there = read(letter.body or b"", self.home), read(entry.body, self.home)
        return etag if isinstance(sent, Seen) and isinstance(there, Seen) and same(sent, there) else None

    def _unchanged(self, letter: Letter) -> None:
        if self.port.trust.removes:
            return
        entry = self.port.get(letter.href)
        if entry is not None and entry.etag != letter.etag:
            raise Stale(f"{letter.href} is not what it was")

    def _exists(self, letter: Letter, held: Held, error: Exists, results: _Results) -> None:
        """Read what stands there: an earlier request of ours made it. If the UID lives elsewhere, that is our event."""
        elsewhere = None if error.href is None else error.href.rpartition("/")[2]
        if letter.act is Act.CREATE and elsewhere in {None, letter.href}:
            self.sent.look.add(letter.href)  # the letter stays open: reading it back settles it
            return
        results.settled.append((letter.href, False, error.what))
        if elsewhere is None or elsewhere == letter.href:
            results.held.append(replace(held, quarantine=error.what))
            return
        results.held.append(replace(held, href=elsewhere, state="live", etag=None, base=letter.body, ours=letter.ours))
        self.sent.look.add(elsewhere)

    def _unknown(self, letter: Letter, error: Unknown) -> None:
        """Ask whether the server still answers; if it does, one lost answer stops nothing."""
        self.sent.failed += 1
        self.sent.look.add(letter.href)
        try:
            self.port.get(letter.href)
        except PortError:
            self.sent.error = error


def _refused(held: Held, error: Refused, now: Instant) -> Held:
    failures = held.failures + 1
    quarantine = error.what if failures >= GIVE_UP else None
    return replace(
        held, failures=failures, retry_at=instant(now + BACK_OFF * 2 ** (failures - 1)), quarantine=quarantine
    )
