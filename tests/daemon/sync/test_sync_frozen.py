"""A frozen calendar is read and never written, until a person or time says what happened to it."""

import pytest

from cadences.outcomes import Outcome
from daemon.sync import thaw
from integrations.memory import MemoryCalendar
from tests.daemon.sync.desk import Desk


@pytest.fixture
def frozen(store):
    """A desk with fourteen touches to come, of which eleven vanished."""
    desk = Desk.opened(store, MemoryCalendar())
    desk.enrol(*(f"Person {number}" for number in range(14)))
    desk.round()
    for id_ in desk.ids[:11]:
        desk.delete(desk.event_of(id_)[0])
    assert desk.round().state == "frozen"
    return desk


def shown(desk):
    return {href: desk.port.get(href).body for href in desk.events()}


def test_nothing_is_written_while_frozen(frozen):
    before = shown(frozen)
    frozen.answer(frozen.ids[12], Outcome.NO_ANSWER)
    frozen.answer(frozen.ids[13], Outcome.NO, reason="price")
    (fresh,) = frozen.enrol("Anna Berg")
    done = frozen.round()
    assert (done.state, done.wrote) == ("frozen", 0)
    assert shown(frozen) == before
    frozen.later(hours=1)
    assert frozen.round().wrote == 0
    with frozen.store.write() as conn:
        thaw.restore(conn, frozen.calendar)
    done = frozen.round()
    assert done.state == "ok"
    assert {frozen.event_of(id_)[0] for id_ in (*frozen.ids[:13], fresh)} <= set(frozen.events())
    assert frozen.round().wrote == 0


def test_what_waits_is_said(frozen):
    assert "nothing is written" in frozen.row().said
