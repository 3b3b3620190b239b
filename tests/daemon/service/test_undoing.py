"""Taking the last act back: as if it had not been said, and never so that somebody's word is lost."""

from datetime import date

import pytest

from cadences.enrollment import By, Moved, Noted, Pause, Pin, Undone
from cadences.moments import Span
from cadences.outcomes import Person, Yes
from cadences.promises import When, WhenKind
from daemon.errors import BadInput, RefusedForSafety
from daemon.store import enrollments, ledger, notes, promises, touches

AFTER_FIVE = When(WhenKind.STANDING, windows=((1020, None),))


def folded(house, id_):
    return house.ask(enrollments.get, id_).enrollment


def test_the_touch_is_open_again_and_stands_where_it_stood(house):
    id_ = house.enrolled()
    before, stood = folded(house, id_), house.stands(id_)
    house.later(hours=2)
    house.answer(id_, "no_answer")
    house.undo("anna-berg")
    again = house.stands(id_)
    assert (again.number, again.start, again.end) == (1, stood.start, stood.end)
    assert folded(house, id_).next == before.next
    assert [row.state for row in house.ask(touches.of_enrollment, id_)] == ["open", "withdrawn"]
    assert house.lost_from_log() == []


def test_numbers_are_never_used_twice(house):
    id_ = house.enrolled()
    for _ in range(3):
        house.answer(id_, "no_answer")
        house.undo("anna-berg")
    done = house.answer(id_, "no_answer")
    assert done.touch.number == 5
    assert house.lost_from_log() == []


def test_a_clear_answer_is_taken_back_with_what_it_started(house):
    id_ = house.enrolled(cadence="write", email="anna@acme.example")
    done = house.answer(id_, "yes", yes=Yes.QUOTE)
    back = house.undo("anna-berg")
    assert back.withdrawn == done.started
    assert (house.state(id_), house.state(done.started[0])) == ("active", None)
    assert [row["enrollment"] for row in house.agenda()] == [id_]
    assert house.ask(touches.of_enrollment, done.started[0])[0].state == "withdrawn"
    assert house.lost_from_log() == []


def test_an_opt_out_is_lifted_everywhere(house):
    anna = house.add()
    ids = [house.enroll(anna, name, again=True).enrollment.id for name in ("ring", "quote")]
    house.answer(ids[1], "opt_out")
    house.undo(anna)
    assert [house.state(id_) for id_ in ids] == ["active", "active"]
    assert house.row(anna).do_not_contact_at is None
    assert len(house.agenda()) == 2
    assert house.lost_from_log() == []


def test_promises_and_details_are_as_before(house):
    id_ = house.enrolled(phone="+46 8 111 11 11")
    house.answer(id_, "callback", when=AFTER_FIVE)
    house.later(hours=1)
    house.answer(id_, "callback", when=When(WhenKind.STANDING, windows=((600, 660),)))
    house.undo("anna-berg")
    (promise,) = house.ask(promises.live, ["anna-berg"])["anna-berg"]
    assert promise.promise.when == AFTER_FIVE
    assert house.when(id_) == "Mon 23 17:00"
    house.answer(id_, "wrong_number", phone="+46 8 222 22 22")
    house.undo("anna-berg")
    assert (house.row("anna-berg").phone, house.row("anna-berg").bad) == ("+46 8 111 11 11", [])


def test_notes_that_it_made_go_with_it(house):
    house.enrolled("Eva Ek", "quote", company="Acme AB")
    id_ = house.enrolled(company="Acme AB")
    house.answer(id_, "referred", person=Person("Eva Ek"))
    assert house.ask(notes.newest, "eva-ek") != []
    house.undo("anna-berg")
    assert house.ask(notes.newest, "eva-ek") == []
    assert house.state(id_) == "active"


def test_it_is_refused_once_a_person_has_acted_in_what_it_started(house):
    id_ = house.enrolled(cadence="write", email="anna@acme.example")
    (started,) = house.answer(id_, "yes", yes=Yes.QUOTE).started
    start = house.stands(started).start
    house.record(started, Moved(1, Pin(Span(start, start))), by=By.CALENDAR)
    lines = len(house.ask(ledger.lines, id_))
    with pytest.raises(RefusedForSafety, match="it started quote, which was moved on 2026-11-23"):
        house.undo("anna-berg")
    assert len(house.ask(ledger.lines, id_)) == lines


def test_it_is_refused_once_a_touch_that_it_opened_was_moved(house):
    id_ = house.enrolled()
    house.answer(id_, "no_answer")
    start = house.stands(id_).start
    house.record(id_, Moved(2, Pin(Span(start, start))), by=By.CALENDAR)
    with pytest.raises(RefusedForSafety, match="moved by a person since"):
        house.undo("anna-berg")


def test_the_newest_act_on_the_contact_is_meant_whatever_the_enrollment(house):
    anna = house.add()
    first, second = (house.enroll(anna, name, again=True).enrollment.id for name in ("ring", "quote"))
    house.answer(second, "no_answer")
    house.later(hours=1)
    house.answer(first, "no_answer")
    house.undo(anna)
    assert [type(line.entry.fact) is Undone for line in house.ask(ledger.lines, first)][-1]
    house.undo(anna)
    assert [type(line.entry.fact) is Undone for line in house.ask(ledger.lines, second)][-1]
    with pytest.raises(BadInput, match="nothing to take back"):
        house.undo(anna)


def test_nothing_said_is_nothing_to_take_back(house):
    house.enrolled()
    with pytest.raises(BadInput, match="nothing to take back"):
        house.undo("anna-berg")


def test_what_was_taken_back_or_only_noted_in_a_chain_does_not_stand_in_the_way(house):
    id_ = house.enrolled(cadence="write", email="anna@acme.example")
    (chain,) = house.answer(id_, "yes", yes=Yes.QUOTE).started
    house.answer(chain, "done")
    house.undo("anna-berg")
    house.record(chain, Noted("she likes it short"))
    back = house.undo("anna-berg")
    assert back.withdrawn == (chain,)
    assert (house.state(id_), house.state(chain)) == ("active", None)
    assert house.lost_from_log() == []


def test_a_move_in_a_chain_still_stands_in_the_way(house):
    id_ = house.enrolled(cadence="write", email="anna@acme.example")
    (chain,) = house.answer(id_, "yes", yes=Yes.QUOTE).started
    house.answer(chain, "done")
    house.undo("anna-berg")
    pin = Pin(Span(house.stands(chain).start, house.stands(chain).end))
    house.record(chain, Moved(house.stands(chain).number, pin), by=By.CALENDAR)
    with pytest.raises(RefusedForSafety, match="moved"):
        house.undo("anna-berg")


def test_a_pause_whose_end_has_come_is_taken_back_with_its_end(house):
    id_ = house.enrolled()
    house.record(id_, Pause(date(2026, 11, 25)))
    house.at(25, "08:00")
    house.attend()
    assert house.state(id_) == "active"
    house.undo("anna-berg")
    assert house.state(id_) == "active"
    assert house.lost_from_log() == []
