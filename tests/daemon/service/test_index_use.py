"""What one change reads: by index alone, whatever the store holds. Every statement of a use case is explained."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from cadences.enrollment import Noted
from cadences.promises import When, WhenKind

SMALL = {"reps", "meta", "versions", "lease", "calendars"}
"""Tables of which a store has a handful of rows, whatever it holds."""


@contextmanager
def explained(store):
    """Collect the query plan of every statement, by SQLite's own word."""
    plans = []

    def explain(conn, cursor, statement, parameters, context, executemany):
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT")) and not executemany:
            other = cursor.connection.cursor()
            rows = other.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.extend((row[3], statement) for row in rows)

    event.listen(store.writer, "before_cursor_execute", explain)
    yield plans
    event.remove(store.writer, "before_cursor_execute", explain)


def scans(plans):
    """Return the steps that read a whole table or a whole index."""
    return [
        (step, statement)
        for step, statement in plans
        if step.startswith("SCAN") and step.split()[1] not in SMALL and "CONSTANT ROW" not in step
    ]


def busy_house(house):
    """A house with people, promises, closed ones and a busy calendar in it."""
    ids = [house.enrolled(f"Person {n}", phone=f"+46 8 100 00 {n:02}", email=f"{n}@acme.example") for n in range(6)]
    house.answer(ids[0], "callback", when=When(WhenKind.STANDING, windows=((1020, None),)))
    house.answer(ids[1], "no")
    with house.store.write() as conn:
        conn.exec_driver_sql(
            "INSERT INTO calendars (rep, url, name, role, state, fence, failures) VALUES "
            "('maja', 'https://dav.example/', 'klart', 'klart', 'ok', 0, 0)"
        )
    return ids


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda house, id_: house.answer(id_, "no_answer"), id="an answer"),
        pytest.param(
            lambda house, id_: house.answer(id_, "callback", when=When(WhenKind.STANDING, windows=((960, None),))),
            id="a promise",
        ),
        pytest.param(lambda house, id_: house.answer(id_, "opt_out"), id="an opt-out"),
        pytest.param(lambda house, id_: house.record(id_, Noted("tall")), id="a note"),
        pytest.param(lambda house, _: house.attend(), id="the evening"),
        pytest.param(lambda house, _: house.add("Eva Ek", email="eva@acme.example", phone="08-1"), id="a contact"),
        pytest.param(lambda house, _: house.enrolled("Eva Ek"), id="an enrolling"),
        pytest.param(lambda house, id_: (house.answer(id_, "no_answer"), house.undo("person-5")), id="taking back"),
    ],
)
def test_one_change_reads_by_index_alone(house, act):
    ids = busy_house(house)
    house.at(23, "20:00")
    with explained(house.store) as plans:
        act(house, ids[-1])
    assert len(plans) > 5
    assert scans(plans) == []


def test_busy_time_and_what_stands_are_found_by_their_own_indexes(house):
    ids = busy_house(house)
    with explained(house.store) as plans:
        house.answer(ids[-1], "no_answer")
    used = " ".join(step for step, _ in plans)
    for index in ("ix_objects_busy", "ix_touches_standing", "uq_touches_next", "ix_promises_live", "ix_touches_done"):
        assert index in used, index


def test_an_idle_round_reads_one_index(house):
    busy_house(house)
    with explained(house.store) as plans:
        assert house.attend() == 0
    assert {step.partition(" (")[0] for step, _ in plans} <= {
        "SEARCH enrollments USING INDEX ix_enrollments_attend_at",
        "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
    }
