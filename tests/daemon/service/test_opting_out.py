"""An opt-out is taken in every state, also where nothing is open or ever was."""

import pytest

from cadences.enrollment import Answered
from cadences.outcomes import Answer, Outcome
from daemon.errors import RefusedForSafety
from daemon.service import lifecycle


def opt_out(house, contact):
    fact = Answered(Answer(Outcome.OPT_OUT), house.now)
    with house.store.write() as conn:
        return lifecycle.opt_out(conn, house.world, contact, fact, house.now)


def never(house):
    return house.add()


def closed(house):
    house.answer(house.enrolled(), "no")
    return "anna-berg"


def lifted_and_withdrawn(house):
    house.answer(house.enrolled(), "opt_out")
    again = house.enroll("anna-berg", despite_opt_out="she rang us").enrollment.id
    house.answer(again, "opt_out")
    house.undo("anna-berg")
    with house.store.write() as conn:
        lifecycle.give_up(conn, house.world, again, "moved abroad", house.now)
    return "anna-berg"


@pytest.mark.parametrize("state", [never, closed, lifted_and_withdrawn])
def test_it_is_taken_where_nothing_is_open(house, state):
    contact = state(house)
    assert house.row(contact).do_not_contact_at is None
    opt_out(house, contact)
    assert house.row(contact).do_not_contact_at == house.now
    with pytest.raises(RefusedForSafety, match="never to be contacted"):
        house.enroll(contact)
    assert house.lost_from_log() == []
    house.enroll(contact, despite_opt_out="she rang us")
    assert house.row(contact).do_not_contact_at is None


def test_it_ends_all_that_is_open_and_undo_lifts_it(house):
    anna = house.add()
    ids = [house.enroll(anna, name, again=True).enrollment.id for name in ("ring", "quote")]
    opt_out(house, anna)
    assert [house.state(id_) for id_ in ids] == ["opted_out", "opted_out"]
    house.undo(anna)
    assert house.row(anna).do_not_contact_at is None
    assert [house.state(id_) for id_ in ids] == ["active", "active"]
