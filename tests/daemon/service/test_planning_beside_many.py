"""One change beside a full calendar: it finds its place behind all that stands, and tells the calendar what is news."""

from datetime import timedelta
from itertools import pairwise

import pytest

from daemon.service.replan import replan
from daemon.store import touches
from integrations.people.rows import PersonRow

LONG = "cadence: long\nsteps:\n  - visit: see\n    takes: 2 hours\n    wait: 0\n    retry: until clear answer\n"


@pytest.fixture
def full(house):
    """A house whose rep's days are full for five weeks and a half, in visits of two hours."""
    from daemon.service.enroll_many import enroll_many

    house.files["long"] = LONG
    house.reload()
    with house.store.write() as conn:
        rows = [PersonRow(f"Person {n}", country="SE", line=n) for n in range(110)]
        house.ids = list(enroll_many(conn, house.world, rows, "long", house.now).started)
    return house


def spans(house):
    return sorted((row["start"], row["end"], row["enrollment"]) for row in house.agenda())


def test_an_answer_finds_its_place_behind_all_that_stands(full):
    before = spans(full)
    first, last = before[0][2], before[-1][0]
    done = full.answer(first, "no_answer")
    after = spans(full)
    assert all(one[1] <= other[0] for one, other in pairwise(after))
    assert done.moved == ()
    assert [one for one in after if one[2] != first] == [one for one in before if one[2] != first]
    assert next(one[0] for one in after if one[2] == first) >= last[:10]


def test_a_hole_near_by_is_used(full):
    before = spans(full)
    leaver, other = before[6], before[0]
    full.answer(leaver[2], "no")
    full.answer(other[2], "no_answer")
    assert next(one[:2] for one in spans(full) if one[2] == other[2]) == leaver[:2]


def test_planning_all_anew_moves_nothing(full):
    with full.store.write() as conn:
        assert replan(conn, full.world, "maja", None, full.now) == ()


def revs(house):
    rows = [row for id_ in house.ids for row in house.ask(touches.of_enrollment, id_)]
    return {(row.enrollment, row.number): row.wanted_rev for row in rows}


def test_what_the_calendar_is_to_show_otherwise_is_counted_and_nothing_else(full):
    before, id_ = revs(full), full.ids[3]
    full.later(hours=1)
    full.answer(id_, "no_answer")
    after = revs(full)
    changed = {key for key, rev in after.items() if before.get(key) != rev}
    assert changed == {(id_, 1), (id_, 2)}
    assert after[id_, 1] > before[id_, 1]
    unpushed = full.ask(touches.unpushed, "maja")
    assert len(unpushed) == 111
    with full.store.write() as conn:
        for row in unpushed:
            touches.pushed(conn, row.enrollment, row.number, row.wanted_rev)
    assert full.ask(touches.unpushed, "maja") == []
    full.at(23, "20:00")
    full.attend()
    moved = {row.enrollment for row in full.ask(touches.unpushed, "maja")}
    assert moved
    assert moved <= {one for one in full.ids if full.stands(one).put_offs}


def test_an_answer_logged_while_a_round_writes_is_not_taken_for_pushed(full):
    (row, *_) = full.ask(touches.unpushed, "maja")
    full.answer(row.enrollment, "no_answer")
    with full.store.write() as conn:
        touches.pushed(conn, row.enrollment, row.number, row.wanted_rev)
    assert (row.enrollment, row.number) in {(one.enrollment, one.number) for one in full.ask(touches.unpushed, "maja")}


def test_a_person_made_anew_gets_the_next_generation(full):
    with full.store.write() as conn:
        assert touches.next_generation(conn, full.ids[0], 1) == 1
    assert full.stands(full.ids[0]).generation == 1


def test_far_ahead_is_far_ahead(full):
    full.later(days=0, minutes=5)
    due = full.stands(full.ids[0]).start + timedelta(days=200)
    from cadences.enrollment import Pause

    full.record(full.ids[0], Pause(due.date()))
    assert full.stands(full.ids[0]).start.date() >= due.date()
