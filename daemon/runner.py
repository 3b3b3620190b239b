"""The daemon: one process that wakes when something is due, does it, and sleeps. Knows when, not what.

APScheduler is the clock, not the memory: it holds one wake-up, armed anew after each, and the care of the store. The
truth about what is due stands in the store. Timers stand still while a machine sleeps, so that none is armed further
ahead than a minute; and each wake-up compares the clocks.
"""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from cadences.moments import Instant
from daemon import clock, wake
from daemon.aside import aside
from daemon.errors import KlartError
from daemon.listening import listening
from daemon.logs import logger
from daemon.sdnotify import Notifier, watchdog_period

FAR: Final = timedelta(seconds=60)
"""No wake-up is armed further ahead."""
NEAR: Final = timedelta(milliseconds=50)
"""Nor nearer, so that the wake-up before it has ended."""
CARE: Final = timedelta(days=1)
FAREWELL: Final = 5.0
"""Seconds that a round under way gets to end when the daemon is told to; then it is left behind."""
LONGEST_ROUND: Final = 600.0
"""Seconds after which a round no longer counts as progress, so that the watchdog ends the process."""
KEPT: Final = "the last good one stays in force"
"""How the sentence of a reload ends that tells of something faulty."""


class Work(Protocol):
    """What there is to do. `mind_server` is quick; everything else may take its time, and is called in a thread."""

    def mind_server(self) -> None:
        """See to it that the embedded server is started; quick, and called in the main thread (see `daemon.tether`)."""
        ...

    def due(self) -> tuple[Instant | None, Instant | None]:
        """Return when time alone next does something, and when the next round with a calendar is due."""
        ...

    def tend(self, now: Instant) -> int:
        """Do what time alone does; return how much there was."""
        ...

    def replan(self, now: Instant) -> None:
        """Plan everything anew: the clock jumped, or the settings changed."""
        ...

    def round(self, now: Instant, *, asked: bool) -> dict[str, Any]:
        """Do one full round with the calendar, and tell what came of it; `asked` = a person waits for it."""
        ...

    def care(self, now: Instant) -> dict[str, Any]:
        """Keep a copy of the store and look whether it is sound; tell what came of it."""
        ...

    def cared_at(self) -> Instant | None:
        """Return when the last copy was made."""
        ...

    def reload(self, now: Instant) -> list[str]:
        """Read settings and cadences again; return what changed, a sentence each. Faulty settings leave all as it was.

        Of a faulty cadence the last good one stays; its sentence ends in `KEPT`.

        Raises:
            KlartError: They are faulty.
        """
        ...

    def status(self, now: Instant) -> str:
        """Return one line for the service manager."""
        ...

    def hang_up(self) -> None:
        """Let go of the network: a round under way ends soon."""
        ...


@dataclass(slots=True)
class Runner:
    """One life of the daemon."""

    work: Work
    notifier: Notifier
    watchdog: timedelta | None
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: bool = False
    _eager: bool = True
    _round: asyncio.Task[dict[str, Any]] | None = None
    _round_began: float = 0.0
    _state: str = ""
    _scheduler: Any = None

    async def live(self) -> None:
        """Wake, work and sleep until told to stop."""
        self._listen_to_signals()
        self._scheduler = self._started_scheduler()
        logger().info("ready", process=os.getpid())
        self.notifier.ready(await self._status())
        before = clock.read()
        self.bell.set()
        try:
            while not self.stopping:
                await self.bell.wait()
                self.bell.clear()
                before = await self._awake(before)
        finally:
            await self._leave()

    async def answer(self, question: str) -> dict[str, Any]:
        """Answer what a command asks over the socket."""
        match question:
            case wake.POKE:
                self._eager = True
                self.bell.set()
                return {"heard": True}
            case wake.RELOAD:
                self._reread()
                return {"heard": True}
            case wake.ROUND:
                return await self._asked_round()
            case wake.FACTS:
                return {"process": os.getpid(), "status": await self._status()}
            case _:
                return {"error": f"the daemon knows no question {question!r}"}

    # --- waking ------------------------------------------------------------------------------------------------------
    async def _awake(self, before: clock.Readings) -> clock.Readings:
        """Do what is due; whatever happens, arm the next wake-up."""
        after = clock.read()
        due: Instant | None = None
        try:
            if not self.stopping:
                due = await self._do_due(clock.compare(before, after), after.real)
            self._feed()
        except KlartError as error:
            logger().error("cannot work", reason=str(error))
            self.notifier.status(str(error))
            self._feed()  # what is told and will be tried again is no reason to be killed
        except Exception as error:  # noqa: BLE001 - one fault must not end the daemon; unfed, the watchdog would
            logger().error("fault", kind=type(error).__name__, exc_info=error)
        self._arm(after.real, due)
        return after

    async def _do_due(self, shift: clock.Shift, now: Instant) -> Instant | None:
        if shift:
            logger().warning("time jumped", slept=str(shift.slept), stepped=str(shift.stepped), zone=shift.moved)
            await aside(self.work.replan, now)
        tended, own, calendars, status = await aside(self._look, now)
        if tended:
            self._eager = True
            logger().info("tended", count=tended)
        if self._eager or shift or (calendars is not None and calendars <= now):
            self._begin_round()
            calendars = None
        self.notifier.status(status)
        return min((at for at in (own, calendars) if at is not None), default=None)

    def _look(self, now: Instant) -> tuple[int, Instant | None, Instant | None, str]:
        """Do what time alone does, and see what is next: one turn in one thread, so that idling is cheap."""
        return (self.work.tend(now), *self.work.due(), self.work.status(now))

    def _arm(self, now: Instant, due: Instant | None) -> None:
        if self.stopping:
            return
        far = FAR if self.watchdog is None else min(FAR, self.watchdog / 2)
        ahead = far if due is None else min(far, max(NEAR, due - now))
        self._scheduler.add_job(self._ring, "date", run_date=clock.now() + ahead, id="wake", replace_existing=True)

    async def _ring(self) -> None:
        self.bell.set()

    def _feed(self) -> None:
        """Feed the watchdog, unless a round hangs."""
        hangs = self._round is not None and clock.monotonic() - self._round_began > LONGEST_ROUND
        if not hangs:
            self.notifier.alive()

    async def _status(self) -> str:
        return await aside(self.work.status, clock.now())

    # --- rounds ------------------------------------------------------------------------------------------------------
    def _begin_round(self, *, asked: bool = False) -> asyncio.Task[dict[str, Any]]:
        """Begin a round, unless one is under way: what came up meanwhile is done by the next."""
        if self._round is None:
            self.work.mind_server()
            self._eager = False
            self._round_began = clock.monotonic()
            self._round = asyncio.create_task(self._do_round(asked=asked))
            self._round.add_done_callback(self._round_ended)
        return self._round

    async def _do_round(self, *, asked: bool) -> dict[str, Any]:
        done = await aside(self.work.round, clock.now(), asked=asked)
        if done["read"] or done["wrote"] or done["state"] != self._state:
            logger().info("round", **done)
        else:
            logger().debug("round", **done)
        self._state = done["state"]
        return done

    def _round_ended(self, task: asyncio.Task[dict[str, Any]]) -> None:
        self._round = None
        error = None if task.cancelled() else task.exception()
        if error is not None and not self.stopping:
            logger().error("round failed", reason=str(error), exc_info=None if _told(error) else error)
        self.bell.set()

    async def _asked_round(self) -> dict[str, Any]:
        """Wait for the round under way, for it may have begun before what was asked about; then do a whole one."""
        with suppress(Exception):
            if self._round is not None:
                await asyncio.shield(self._round)
        try:
            return {"round": await asyncio.shield(self._begin_round(asked=True))}
        except KlartError as error:
            return {"error": str(error), "exit": int(error.exit_code)}

    # --- signals and the scheduler -----------------------------------------------------------------------------------
    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.stop)
        loop.add_signal_handler(signal.SIGINT, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self._reread)

    def stop(self) -> None:
        """End the life of the daemon; what is under way may end."""
        self.stopping = True
        self.notifier.stopping("ending")
        self.bell.set()

    def _reread(self) -> None:
        task = asyncio.create_task(self._reload())
        task.add_done_callback(lambda _: self.bell.set())

    async def _reload(self) -> None:
        self.notifier.reloading(clock.monotonic())
        try:
            for change in await aside(self.work.reload, clock.now()) or ["nothing changed"]:
                if change.endswith(KEPT):
                    logger().error("faulty cadence", reason=change)
                else:
                    logger().info("reloaded", change=change)
            self._eager = True
        except KlartError as error:
            logger().error("kept the last good settings", reason=str(error))
        self.notifier.ready(await self._status())

    def _started_scheduler(self) -> Any:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        last = self.work.cared_at()
        first = clock.now() + FAR if last is None else max(clock.now() + FAR, last + CARE)
        scheduler.add_job(self._care, "interval", seconds=CARE.total_seconds(), next_run_time=first, id="care")
        scheduler.start()
        return scheduler

    async def _care(self) -> None:
        try:
            logger().info("cared", **await aside(self.work.care, clock.now()))
        except KlartError as error:
            logger().error("the store needs care", reason=str(error))

    async def _leave(self) -> None:
        """End within ten seconds, whatever the network does: what does not end is left behind."""
        self._scheduler.shutdown(wait=False)
        await aside(self.work.hang_up)
        if self._round is not None:
            await asyncio.wait([self._round], timeout=FAREWELL)
        logger().info("ended", left_behind=self._round is not None)


def _told(error: BaseException) -> bool:
    return isinstance(error, KlartError)


def run(work: Work, socket: Path) -> None:
    """Live until told to stop, with an ear at the socket."""
    runner = Runner(work, Notifier.from_environment(os.environ), watchdog_period(os.environ, os.getpid()))

    async def life() -> None:
        async with listening(socket, runner.answer):
            await runner.live()

    asyncio.run(life())
