"""A word that is corrected leaves nothing behind, and is as it was when its correction is undone."""

from datetime import date

from cadences.enrollment import Noted
from cadences.outcomes import Person
from cadences.promises import When, WhenKind
from daemon.store import enrollments, notes, promises

MARCH = When(WhenKind.STANDING, not_before=date(2027, 3, 1))
AFTER_FIVE = When(WhenKind.STANDING, windows=((1020, None),))
EVA = Person("Eva Ek", "+46 70 999 88 77")


def live(house, contact="anna-berg"):
    return [one.promise.when for one in house.ask(promises.live, [contact]).get(contact, ())]


def test_a_promise_goes_with_the_word_that_is_corrected_and_comes_back_with_it(house):
    id_ = house.enrolled()
    house.answer(id_, "callback", touch=1, when=MARCH)
    assert house.stands(id_).start.date() == date(2027, 3, 1)
    house.answer(id_, "callback", touch=1, when=AFTER_FIVE)
    assert (live(house), house.when(id_)) == ([AFTER_FIVE], "Mon 23 17:00")
    house.undo("anna-berg")
    assert (live(house), house.stands(id_).start.date()) == ([MARCH], date(2027, 3, 1))
    house.undo("anna-berg")
    assert live(house) == []
    assert house.lost_from_log() == []


def test_the_promise_that_the_word_had_replaced_holds_again(house):
    id_ = house.enrolled()
    house.answer(id_, "callback", touch=1, when=AFTER_FIVE)
    house.at(23, "17:30")
    number = house.stands(id_).number
    house.answer(id_, "callback", touch=number, when=When(WhenKind.STANDING, windows=((600, 660),)))
    house.answer(id_, "callback", touch=number, when=MARCH)
    assert live(house) == [AFTER_FIVE, MARCH]


def test_who_was_introduced_goes_with_the_word_unless_a_person_spoke_to_them(house):
    id_ = house.enrolled(company="Acme AB")
    (eva,) = house.answer(id_, "introduced", touch=1, person=EVA).started
    house.answer(id_, "callback", touch=1, when=AFTER_FIVE)
    assert (house.state(eva), house.stands(eva)) == (None, None)
    assert [row["enrollment"] for row in house.agenda()] == [id_]
    house.undo("anna-berg")
    (again,) = house.ask(enrollments.of_contact, "eva-ek")
    house.answer(again.enrollment.id, "no_answer")
    house.answer(id_, "callback", touch=1, when=AFTER_FIVE)
    assert house.state(again.enrollment.id) == "active"
    assert house.lost_from_log() == []


def test_what_was_said_in_between_stays(house):
    id_ = house.enrolled(phone="+46 8 111 11 11")
    house.answer(id_, "callback", touch=1, when=MARCH, words="in March")
    house.record(id_, Noted("she likes it short"))
    house.answer(id_, "no_answer", touch=1, words="or not")
    house.answer(id_, "callback", touch=1, when=AFTER_FIVE)
    assert live(house) == [AFTER_FIVE]
    assert {words for _, words in house.ask(notes.newest, "anna-berg", 9)} == {"she likes it short", "or not"}
