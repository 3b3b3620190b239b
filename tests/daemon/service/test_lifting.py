"""What a bound had pushed away comes back when the bound is lifted; all else stays where it stands."""

from datetime import date

import pytest

from cadences.promises import When, WhenKind
from daemon.service import lifecycle

MARCH = When(WhenKind.STANDING, not_before=date(2027, 3, 1))


def pause(house, id_, until):
    with house.store.write() as conn:
        lifecycle.pause(conn, house.world, id_, until, house.now)


def resume(house, id_):
    with house.store.write() as conn:
        lifecycle.resume(conn, house.world, id_, house.now)


@pytest.mark.parametrize("lift", [resume, lambda house, _: house.undo("anna-berg")], ids=["resume", "undo"])
def test_a_pause_that_ends_gives_the_touch_back_its_time(house, lift):
    id_ = house.enrolled()
    stood = house.stands(id_).start
    pause(house, id_, date(2026, 12, 7))
    assert house.stands(id_).start.date() == date(2026, 12, 7)
    lift(house, id_)
    assert house.stands(id_).start == stood
    assert house.lost_from_log() == []


def two_pushed_to_march(house):
    anna = house.add()
    ring, quote = (house.enroll(anna, name, again=True).enrollment.id for name in ("ring", "quote"))
    house.answer(ring, "callback", when=MARCH)
    assert min(house.stands(id_).start.date() for id_ in (ring, quote)) == date(2027, 3, 1)
    return ring, quote


def test_a_promise_that_is_undone_lets_all_of_the_contacts_touches_go(house):
    ring, quote = two_pushed_to_march(house)
    house.undo("anna-berg")
    assert max(house.stands(id_).start.date() for id_ in (ring, quote)) <= date(2026, 11, 26)


def test_a_promise_that_is_replaced_lets_all_of_the_contacts_touches_go(house):
    ring, quote = two_pushed_to_march(house)
    house.answer(ring, "callback", touch=1, when=When(WhenKind.STANDING, not_before=date(2026, 12, 1)))
    assert {house.stands(id_).start.date() for id_ in (ring, quote)} == {date(2026, 12, 1), date(2026, 12, 2)}


def test_what_no_lifted_bound_had_pushed_stays(house):
    first = house.enrolled("Erik Lund", "quote")
    anna = house.add()
    ring, quote = (house.enroll(anna, name, again=True).enrollment.id for name in ("ring", "quote"))
    house.answer(ring, "callback", when=When(WhenKind.STANDING, windows=((480, None),)))
    stood = house.stands(quote).start
    with house.store.write() as conn:
        lifecycle.give_up(conn, house.world, first, "moved abroad", house.now)
    house.answer(ring, "no_answer")
    house.undo(anna)
    assert house.stands(quote).start == stood > house.stands(quote).due
    house.undo(anna)
    assert house.stands(quote).start < stood


def test_the_end_of_a_pause_on_its_day_moves_nothing(house):
    id_ = house.enrolled()
    pause(house, id_, date(2026, 12, 7))
    stood = house.stands(id_)
    house.at("2026-12-07", "00:10")
    house.attend()
    assert (house.state(id_), house.stands(id_).start) == ("active", stood.start)
