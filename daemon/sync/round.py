"""A round: pull, understand, decide, push, for one calendar. Knows the order of things; each part is its own room.

An idle round is one request and one small write. Two rounds at once do no harm: every write of a round checks the
calendar's fence, and the later one gives way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from cadences.moments import Instant, instant, zone
from daemon.service.world import World
from daemon.store import mirror, outbox, touches
from daemon.store.engine import Store
from daemon.sync.absorb import Heard, absorb
from daemon.sync.carry_out import Postman, Sent
from daemon.sync.gate import Frozen
from daemon.sync.letters import Desk
from daemon.sync.pull import ACCEPTED, FROZEN, Pulled, Puller
from daemon.sync.trouble import OK, away
from integrations.ports import CalendarPort, PortError

KEEP_DONE: Final = 90
REMEMBERED: Final = timedelta(days=30)
"""How long it is kept what was sent, and what others deleted."""
PASSES: Final = 4
"""So often is read again what another app wrote while klart did; what is left waits for the next round."""
_UNSURE: Final = frozenset({FROZEN, ACCEPTED})


@dataclass(slots=True)
class Round:
    """What a round came to.

    `state` is the calendar's afterwards and `said` what a person is to know. `waits` = until when nothing is tried
    again (a round in that time is not begun).
    """

    calendar: int
    state: str = OK
    said: str | None = None
    waits: Instant | None = None
    passes: int = 0
    heard: Heard = field(default_factory=Heard)
    sent: Sent = field(default_factory=Sent)

    @property
    def wrote(self) -> int:
        """How many objects were written or taken away."""
        return self.sent.created + self.sent.replaced + self.sent.removed


def run_round(
    store: Store,
    port: CalendarPort,
    calendar_id: int,
    world: World,
    now: Instant,
    *,
    keep_done: int = KEEP_DONE,
    asked: bool = False,
) -> Round:
    """Bring one calendar and the plan into step.

    What goes wrong outside is no exception but the calendar's state: nothing is lost, the next round catches up.

    Args:
        store: The store.
        port: The calendar.
        calendar_id: Its row.
        world: The rep and the rest of the core's world.
        now: The present instant; all of the round happens at it.
        keep_done: Days for which the events of done touches are kept as records.
        asked: A person asks for it: waits that klart chose by itself are over (never those a server asked for).

    Raises:
        LateError: Another round of this calendar has written meanwhile; what it found holds.
        KlartError: The store cannot be used.
    """
    with store.read() as conn:
        row = mirror.calendar(conn, calendar_id)
    done = Round(calendar_id)
    if row.retry_at is not None and row.retry_at > now and not (asked and row.state != "throttled"):
        done.state, done.said, done.waits = row.state, row.said, row.retry_at
        return done
    course = _Course(store, port, row, world, now, keep_done, done)
    try:
        course.run()
    except PortError as error:
        course.fail(error)
    return done


@dataclass(slots=True)
class _Course:
    """A round under way."""

    store: Store
    port: CalendarPort
    row: Row[Any]
    world: World
    now: Instant
    keep_done: int
    done: Round
    fence: int = 0
    token: str | None = None
    state: str = OK

    def run(self) -> None:
        """Pull and push until neither has anything left for the other."""
        self.fence, self.token, self.state = self.row.fence, self.row.token, self.row.state
        self._sweep()
        look: set[str] = set()
        made: set[str] = set()
        for _ in range(PASSES):
            self.done.passes += 1
            frozen = self._hear(look, made)
            look, made = self._tell(frozen=frozen is not None)
            if not (look or made):
                break
        self._well(frozen, look)

    def _sweep(self) -> None:
        """Once a day, have records that were kept for long enough looked at again, and forget what is of no use."""
        last = self.row.last_sync
        if last is None or last.date() == self.now.date():
            return
        with self.store.write() as conn:
            self.fence = mirror.advance(conn, self.row.id, self.fence)
            for touch in mirror.outlived(conn, self.row.id, instant(self.now - timedelta(days=self.keep_done))):
                touches.shown_otherwise(conn, *touch)
            outbox.forget(conn, self.row.id, instant(self.now - REMEMBERED))
            mirror.forget_gone(conn, self.row.id, instant(self.now - REMEMBERED))

    @property
    def home(self) -> ZoneInfo:
        """The rep's zone."""
        return zone(self.world.rep.timezone)

    def _hear(self, look: set[str], made: set[str]) -> Frozen | None:
        """Read, understand, and keep both with the token in one transaction."""
        pulled = Puller(self.store, self.port, self.row.id, self.now, self.state).pull(self.token, look, made)
        if pulled.idle and pulled.changes.token == self.token and self.state not in _UNSURE:
            return None
        with self.store.write() as conn:
            self.fence = mirror.advance(conn, self.row.id, self.fence)
            heard = absorb(conn, self.world, self.row.id, pulled, self.now)
            state = self._after(pulled)
            mirror.note(conn, self.row.id, token=pulled.changes.token, state=state)
        self.token, self.state = pulled.changes.token, state
        _add(self.done.heard, heard)
        return pulled.frozen

    def _after(self, pulled: Pulled) -> str:
        if pulled.frozen is not None:
            return FROZEN
        return OK if self.state in _UNSURE else self.state

    def _tell(self, *, frozen: bool) -> tuple[set[str], set[str]]:
        """Send what the calendar does not show yet; return what must be read before more is sent, and what was made.

        What was made is looked for in the next pull, whose token then covers it. A frozen calendar is sent nothing:
        what is wanted there waits until it is known what happened to it.
        """
        made: set[str] = set()
        while self.row.role == "klart" and not frozen:
            with self.store.read() as conn:
                todo = Desk(self.world, self.row.id, self.now, self.keep_done).work(conn)
            postman = Postman(self.store, self.port, self.row.id, self.home, self.now, self.fence)
            sent = postman.carry_out(todo)
            self.fence = postman.fence
            _add(self.done.sent, sent)
            if sent.error is not None:
                raise sent.error
            made |= sent.made
            if sent.look or todo.look or not todo.letters:
                return sent.look | todo.look, made
        return set(), made

    def _well(self, frozen: Frozen | None, look: set[str]) -> None:
        """Keep that all went well. Of an idle round this is the only write."""
        self.done.state = FROZEN if frozen is not None else OK
        with self.store.write() as conn:
            alone = mirror.left_alone(conn, self.row.id)
            self.done.said = _FROZEN_SAID[frozen] if frozen is not None else _alone(alone) or _unseen(look)
            fresh = {"state": self.done.state, "said": self.done.said, "failures": 0, "retry_at": None}
            mirror.note(conn, self.row.id, last_sync=self.now, **fresh)

    def fail(self, error: PortError) -> None:
        """Keep what went wrong and until when to wait."""
        trouble = away(error, self.row.failures, self.now, self.home)
        self.done.state, self.done.said, self.done.waits = trouble.state, trouble.said, trouble.retry_at
        state = self.state if self.state in _UNSURE else trouble.state
        with self.store.write() as conn:
            mirror.note(
                conn,
                self.row.id,
                state=state,
                said=trouble.said,
                failures=self.row.failures + 1,
                retry_at=trouble.retry_at,
            )


_UNTIL_SAID: Final = "nothing is written there until you say: klart calendar accept, or restore"
_FROZEN_SAID: Final = {
    Frozen.WAVE: f"many of klart's events vanished at once; {_UNTIL_SAID}",
    Frozen.DAY: f"many of klart's events vanished within a day; {_UNTIL_SAID}",
    Frozen.EMPTY: "all of klart's events vanished, and nothing is written there; what stays away for ten minutes is "
    "taken for deleted, unless you say sooner: klart calendar accept, or restore",
}


def _alone(why: list[str]) -> str | None:
    """Say how many events klart leaves alone, and why it does the first."""
    if not why:
        return None
    return f"{len(why)} of klart's events {'is' if len(why) == 1 else 'are'} left alone: {why[0]}"


def _unseen(look: set[str]) -> str | None:
    """Say that events wait because they could not be read well enough to be written."""
    if not look:
        return None
    return f"{len(look)} of klart's events wait: the server gives no strong ETag for them, or others write them too"


def _add(total: Any, more: Any) -> None:
    """Add the counts of a pass to those of the round."""
    for name in type(total).__slots__:
        value = getattr(more, name)
        if isinstance(value, int):
            setattr(total, name, getattr(total, name) + value)
