"""Killed between any two statements, a use case leaves the store as it was: nothing half-done is ever seen."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from cadences.outcomes import Person, Yes
from cadences.promises import When, WhenKind
from integrations.people.rows import PersonRow


class KilledError(BaseException):
    """What no `except Exception` catches, like a kill."""


class Killer:
    """Kills before the n-th statement."""

    def __init__(self, engine, after):
        self.engine, self.left = engine, after

    def __call__(self, *_):
        self.left -= 1
        if self.left < 0:
            raise KilledError

    def __enter__(self):
        event.listen(self.engine, "before_cursor_execute", self)

    def __exit__(self, *_):
        event.remove(self.engine, "before_cursor_execute", self)


def content(house):
    """Return every row of the store."""
    with closing(sqlite3.connect(house.store.path)) as raw:
        return list(raw.iterdump())


def a_list(house):
    from daemon.service import enroll_many

    rows = [PersonRow(name, line=n) for n, name in enumerate(("Bo Ek", "Eva Ek", "Siv Ek"))]
    with house.store.write() as conn:
        enroll_many.enroll_many(conn, house.world, rows, "ring", house.now)


ACTS = {
    "an enrolling": lambda house, _: house.enroll("erik-lund", "quote"),
    "a list": lambda house, _: a_list(house),
    "a promise": lambda house, id_: house.answer(
        id_, "callback", when=When(WhenKind.STANDING, windows=((1020, None),))
    ),
    "a yes that starts another": lambda house, id_: house.answer(id_, "yes", yes=Yes.QUOTE),
    "a referral": lambda house, id_: house.answer(id_, "referred", person=Person("Eva Ek", phone="070-765 43 21")),
    "an opt-out": lambda house, id_: house.answer(id_, "opt_out"),
    "taking back": lambda house, _: house.undo("anna-berg"),
    "the evening": lambda house, _: (house.at("2026-12-04", "21:00"), house.attend()),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nothing_of_it_is_seen(house, act):
    id_ = house.enrolled(cadence="write", email="anna@acme.example")
    house.enroll("anna-berg", "quote", again=True)
    house.add("Erik Lund")
    house.answer(id_, "talked")
    before, now, kills = content(house), house.now, 0
    while True:
        try:
            with Killer(house.store.writer, kills):
                act(house, id_)
            break
        except KilledError:
            kills += 1
            house.now = now
            assert content(house) == before
    assert kills > 5
    assert content(house) != before
    assert house.lost_from_log() == []
