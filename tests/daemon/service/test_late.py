"""`by`: at enrolling it is told when it can't be kept, of one contact and of a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cadences.moments import Span, instant
from daemon.service import enroll_many
from daemon.service.telling import Voice, reasons_of
from integrations.people.rows import PersonRow

SOON = "cadence: soon\nsteps:\n  - call: ring\n    by: 1 business day\n    retry: until clear answer\n"
WORDS = "It was to happen by Tue 24 Nov, 1 business day after it was due."


@pytest.fixture
def soon(house):
    house.files["soon"] = SOON
    house.reload()
    return house


def away(house, days):
    """The rep is away from now on for so many days."""
    house.rep = replace(house.rep, absences=(Span(house.now, instant(house.now + timedelta(days=days))),))
    house.reload()


def test_one_whose_step_stands_too_late_is_told(soon):
    away(soon, 3)
    row = soon.stands(soon.enrolled("Anna Berg", "soon"))
    assert Voice(soon.rep, soon.now).sentences(reasons_of(row.conflicts), "Anna Berg") == [WORDS]
    (touch,) = soon.agenda()
    assert touch["conflicts"] == [WORDS]


def test_in_time_nothing_is_told(soon):
    away(soon, 1)
    assert list(soon.stands(soon.enrolled("Anna Berg", "soon")).conflicts) == []


def test_of_a_list_those_are_told_who_stand_too_late(soon):
    soon.rep = replace(soon.rep, capacity=3)
    soon.reload()
    rows = [PersonRow(f"Person {n}", "Acme AB", country="SE", line=n) for n in range(2, 10)]
    with soon.store.write() as conn:
        done = enroll_many.enroll_many(conn, soon.world, rows, "soon", soon.now)
    late = [id_ for id_ in done.started if soon.when(id_)[:6] not in {"Mon 23", "Tue 24"}]
    assert len(done.late) == len(late) == 2
    assert {words for _, words in done.late} == {WORDS}
    assert {name for name, _ in done.late} <= {row.name for row in rows}
