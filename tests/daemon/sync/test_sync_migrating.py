"""After a migration the calendar holds each event once: the same where the step goes on, another where it is gone."""

from __future__ import annotations

from cadences.outcomes import Outcome
from daemon.service.migrate import Asked, Fate, migrate
from daemon.service.undo import undo
from daemon.service.world import Cadences, World
from daemon.store import enrollments, touches
from tests.daemon.sync.desk import CADENCE


def edited(desk, *changes):
    """Let the cadence's file have other words from now on."""
    text = CADENCE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    world = desk.world
    desk.world = World(world.rep, Cadences({"simple": text}.get), world.holiday, world.installation)


def go(desk):
    with desk.store.write() as conn:
        return migrate(conn, desk.world, Asked("simple"), desk.now)


SLOW = ("wait: 1 business day}", "wait: 3 business days}")
"""The version in which people begin: their next tries lie some days ahead."""


def lived(desk):
    """Enrol people and let them come some way: nobody called yet, one try, two, and all three."""
    edited(desk, SLOW)
    ids = desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries", "Jonas Ek")
    desk.round()
    for number, id_ in enumerate(ids):
        for _ in range(number):
            desk.answer(id_, Outcome.NO_ANSWER)
            desk.later(minutes=20)
    desk.round()
    return ids


def refs(desk):
    return sorted(seen.ref for seen in desk.events().values())


def open_refs(desk, ids):
    return {f"{desk.world.installation[:8]}.{id_}.{desk.touch(id_).number}" for id_ in ids}


def records(desk, ids):
    """Return the refs of what is done, which is not to change."""
    done = [(id_, row.number) for id_ in ids for row in desk.touches(id_) if row.state == "done"]
    return {f"{desk.world.installation[:8]}.{id_}.{number}" for id_, number in done}


REWRITTEN = (
    ("  - call: first\n    retry: {times: 3, wait: 1 business day}\n", ""),
    ("  - email: letter\n    wait: 2 business days", "  - email: words\n    was: letter\n    wait: 1 week"),
)


def test_each_next_touch_has_one_event_and_records_are_left_alone(desk):
    ids = lived(desk)
    done = records(desk, ids)
    bodies = {href: seen for href, seen in desk.events().items() if seen.ref in done}
    count = len(desk.events())
    assert len(bodies) == 1 + 2 + 3
    edited(desk, *REWRITTEN)
    fates = [course.fate for course in go(desk).courses]
    assert {Fate.MOVES, Fate.LATER} <= set(fates)
    for _ in range(2):
        desk.round()
        assert len(desk.events()) == count
        assert len(set(refs(desk))) == count, "none is doubled"
        assert open_refs(desk, ids) | records(desk, ids) == set(refs(desk))
    after = desk.events()
    assert records(desk, ids) == done
    assert {href: after[href] for href in bodies} == bodies, "what was done stays as it was"


def test_the_very_event_moves_where_the_step_goes_on(desk):
    ids = lived(desk)
    before = {id_: desk.event_of(id_) for id_ in ids}
    edited(desk, ("wait: 1 business day}", "wait: 2 weeks}"))
    fates = {course.enrollment: course.fate for course in go(desk).courses}
    desk.round()
    after = {id_: desk.event_of(id_) for id_ in ids}
    assert {id_: href for id_, (href, _) in after.items()} == {id_: href for id_, (href, _) in before.items()}
    moved = {id_ for id_ in ids if after[id_][1].start != before[id_][1].start}
    assert moved == {id_ for id_, fate in fates.items() if fate is Fate.MOVES}
    assert moved == set(ids[1:3]), "who has a try to come; today's stays, and so does what klart asks itself"


def test_undoing_it_brings_the_old_event_back(desk):
    (id_,) = desk.enrol("Anna Berg")
    edited(desk, *REWRITTEN)
    desk.round()
    before = desk.event_of(id_)[1]
    with desk.store.write() as conn:
        migrate(conn, desk.world, Asked("simple", soon=True), desk.now)
    desk.round()
    assert desk.touch(id_).step in {"words", "find-details"}
    assert len(desk.events()) == 1
    with desk.store.write() as conn:
        kept = enrollments.get(conn, id_)
        undo(conn, desk.world, kept.enrollment.contact, desk.now)
    desk.round()
    desk.round()
    assert len(desk.events()) == 1
    again = desk.event_of(id_)[1]
    assert (again.ref, again.start, again.summary) == (before.ref, before.start, before.summary)
    with desk.store.read() as conn:
        assert [row.state for row in touches.of_enrollment(conn, id_)] == ["open", "withdrawn"]
