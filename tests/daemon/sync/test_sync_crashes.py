"""Killed anywhere, a round that is done again leads where it would have led: nothing lost, nothing doubled."""

import copy
import shutil
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest

from cadences.outcomes import Outcome
from daemon.store.engine import open_store
from integrations.memory import MemoryCalendar
from tests.daemon.sync.desk import Desk


class Crash(BaseException):
    """The process is gone; nothing may catch this."""


class Fuse:
    """Lets so many dangerous moments pass, then kills."""

    def __init__(self, left):
        self.left = left

    def burn(self):
        if self.left == 0:
            raise Crash
        self.left -= 1


class Fragile:
    """A store or a port around which the process may die, before and after each thing that it does."""

    def __init__(self, inner, fuse, names):
        self.inner, self.fuse, self.names = inner, fuse, names

    def __getattr__(self, name):
        found = getattr(self.inner, name)
        if name not in self.names:
            return found

        def around(*args):
            self.fuse.burn()
            result = found(*args)
            self.fuse.burn()
            return result

        return around

    @contextmanager
    def write(self):
        self.fuse.burn()
        with self.inner.write() as connection:
            yield connection
            self.fuse.burn()
        self.fuse.burn()

    def read(self):
        return self.inner.read()


METHODS = {"changes", "get", "create", "replace", "remove"}


def plain(desk):
    """A plan that is new to the calendar."""
    desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries")


def answered(desk):
    """One answered, one moved, one deleted, one annotated, since the last round."""
    ids = desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries", "Eva Ek")
    desk.round()
    desk.later(hours=1)
    desk.answer(ids[0], Outcome.NO_ANSWER)
    desk.move(desk.event_of(ids[1])[0], hours=1)
    desk.delete(desk.event_of(ids[2])[0])
    desk.edit(desk.event_of(ids[3])[0], ("DESCRIPTION:", "DESCRIPTION:Ask about the fair\\n"))


def closed(desk):
    """One is closed before its time, one undone."""
    ids = desk.enrol("Anna Berg", "Erik Lund")
    desk.round()
    desk.answer(ids[0], Outcome.NO, reason="price")
    desk.answer(ids[1], Outcome.SKIPPED)


def outcome(desk):
    """What anybody can see afterwards: events, touches and the log, without stamps."""
    events = sorted(
        (str(seen.ref), seen.summary, seen.description, seen.start, seen.end) for seen in desk.events().values()
    )
    with desk.store.read() as conn:
        rows = conn.exec_driver_sql('SELECT enrollment, number, state, outcome, "start", pinned FROM touches').all()
        said = conn.exec_driver_sql("SELECT enrollment, seq, kind FROM log").all()
        waiting = conn.exec_driver_sql("SELECT count(*) FROM outbox WHERE state = 'open'").scalar_one()
        unshown = conn.exec_driver_sql("SELECT count(*) FROM touches WHERE wanted_rev <> pushed_rev").scalar_one()
    return events, sorted(rows), sorted(said), waiting, unshown


def kill_and_go_on(desk, points):
    """Do a round that dies at that moment, then rounds as they come; return whether it died."""
    fuse = Fuse(points)
    died = False
    store, port = desk.store, desk.port
    desk.store, desk.port = Fragile(store, fuse, set()), Fragile(port, fuse, METHODS)
    try:
        desk.round()
    except Crash:
        died = True
    desk.store, desk.port = store, port
    for _ in range(2):
        assert desk.round().state == "ok"
    assert desk.round().wrote == 0
    return died


@contextmanager
def taken_up(folder, name, before=None):
    """Open a desk of its own: a copy of another one's store and calendar as they were, or an empty one."""
    home = folder / name
    if before is not None:
        shutil.copytree(before[0], home)
    with open_store(home / "klart.db") as store:
        desk = Desk.opened(store, MemoryCalendar() if before is None else copy.deepcopy(before[1].port))
        if before is not None:
            desk.now, desk.ids = before[1].now, before[1].ids
        yield desk


@pytest.mark.parametrize("story", [plain, answered, closed])
def test_killed_at_any_moment_it_leads_to_the_same(story, tmp_path):
    with taken_up(tmp_path, "before") as told:
        story(told)
    before = (tmp_path / "before", told)
    with taken_up(tmp_path, "whole", before) as desk:
        for _ in range(3):
            desk.round()
        expected = outcome(desk)
    died, points = True, 0
    while died:
        with taken_up(tmp_path, f"killed{points}", before) as desk:
            died = kill_and_go_on(desk, points)
            assert outcome(desk) == expected, points
        points += 1
    assert points > 10


@pytest.mark.parametrize("points", [4, 6, 9, 12])
def test_killed_beside_a_real_server_it_leads_to_the_same(points, radicale):
    answered(radicale)
    assert kill_and_go_on(radicale, points)
    events, _, _, waiting, unshown = outcome(radicale)
    assert (waiting, unshown) == (0, 0)
    assert len({ref for ref, *_ in events}) == len(events) == 5


@pytest.mark.parametrize("points", range(2, 24, 2))
def test_killed_between_a_write_and_its_answer_a_person_may_delete_it(points, store):
    desk = Desk.opened(store, MemoryCalendar())
    desk.enrol("Erik Lund", "Sanne de Vries", "Eva Ek")
    desk.round()
    (id_,) = desk.enrol("Anna Berg")
    fuse = Fuse(points)
    whole = desk.store, desk.port
    desk.store, desk.port = Fragile(desk.store, fuse, set()), Fragile(desk.port, fuse, METHODS)
    with suppress(Crash):
        desk.round()
    desk.store, desk.port = whole
    number = desk.touch(id_).number
    here = [href for href, seen in desk.events().items() if str(seen.ref).endswith(f".{id_}.{number}")]
    for href in here:
        desk.delete(href)
    desk.later(hours=1)
    desk.round()
    assert all(desk.port.get(href) is None for href in here)
    assert (desk.touch(id_).number == number) == (not here)


def test_a_round_that_slept_while_another_wrote_gives_way(store):
    desk = Desk.opened(store, MemoryCalendar())
    desk.enrol("Anna Berg")
    port = desk.port

    class Slow:
        """The other process does its round while this one waits for its answer."""

        def __getattr__(self, name):
            return getattr(port, name)

        def changes(self, token):
            found = port.changes(token)
            desk.port = port
            desk.round()
            return found

    from daemon.store.mirror import LateError

    desk.port = Slow()
    with pytest.raises(LateError):
        desk.round()
    desk.port = port
    assert len(desk.events()) == 1
    desk.later(minutes=1)
    assert desk.round().wrote == 0
    assert desk.now - timedelta(minutes=1) < desk.row().last_sync


def test_an_answer_that_is_logged_while_klart_writes_is_not_taken_for_shown(store):
    desk = Desk.opened(store, MemoryCalendar())
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    desk.move(desk.event_of(id_)[0], hours=1)
    port = desk.port

    class Meanwhile:
        """The rep logs an answer on the command line while the event is on its way."""

        def __getattr__(self, name):
            return getattr(port, name)

        def replace(self, *letter):
            desk.port = port
            desk.answer(id_, Outcome.NO, reason="price")
            return port.replace(*letter)

    desk.port = Meanwhile()
    desk.round()
    desk.round()
    (record,) = desk.events().values()
    assert record.summary.startswith("✓")
    assert desk.round().wrote == 0
