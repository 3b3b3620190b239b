"""A change of words alone: it reaches open enrollments with each event's next write, today's excepted."""

from __future__ import annotations

from cadences.enrollment import Noted
from daemon.service.world import Cadences, World
from daemon.store import touches
from tests.daemon.sync.desk import CADENCE


def written(desk, title, *, times=3):
    """Let the cadence's file give the first call another text."""
    text = CADENCE.replace("  - call: first\n", f"  - call: first\n    text: {title}\n")
    text = text.replace("times: 3", f"times: {times}")
    world = desk.world
    desk.world = World(world.rep, Cadences({"simple": text}.get), world.holiday, world.installation)


def noted(desk, id_, words="likes dogs"):
    """Say something that the event shows, so that it is written anew."""
    desk.tell(id_, Noted(words))
    with desk.store.write() as conn:
        touches.shown_otherwise(conn, id_, touches.open_of(conn, [id_])[id_].number)


def told(desk, id_):
    return desk.event_of(id_)[1].description


def test_words_reach_an_event_to_come_with_its_next_write(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.later(days=-2)
    written(desk, "The opening")
    desk.round()
    assert "The opening" in told(desk, id_)
    written(desk, "Say hello")
    sent = desk.round().sent
    assert sent.replaced == 0, "nothing is written for the sake of words"
    assert "The opening" in told(desk, id_)
    noted(desk, id_)
    desk.round()
    assert "Say hello" in told(desk, id_)


def test_an_event_of_today_keeps_the_words_that_it_shows(desk):
    written(desk, "The opening")
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    assert desk.touch(id_).start.date() == desk.now.date()
    written(desk, "Say hello")
    noted(desk, id_)
    desk.round()
    assert "The opening" in told(desk, id_), "today's excepted"
    written(desk, "Say hello again")
    noted(desk, id_, "likes cats")
    desk.round()
    assert "The opening" in told(desk, id_)


def test_it_keeps_the_words_it_was_written_with_not_those_it_began_with(desk):
    written(desk, "The opening")
    (id_,) = desk.enrol("Anna Berg")
    day = desk.now
    desk.later(days=-3)
    desk.round()
    written(desk, "Say hello")
    noted(desk, id_)
    desk.round()
    assert "Say hello" in told(desk, id_)
    desk.now = day
    written(desk, "Something else")
    noted(desk, id_, "likes cats")
    desk.round()
    assert "Say hello" in told(desk, id_)


def test_a_change_of_flow_reaches_nobody_who_is_under_way(desk):
    written(desk, "The opening")
    (id_,) = desk.enrol("Anna Berg")
    desk.later(days=-2)
    desk.round()
    written(desk, "Say hello", times=5)
    noted(desk, id_)
    desk.round()
    assert "The opening" in told(desk, id_)
