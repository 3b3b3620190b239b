"""What time alone does: silence, put-offs in the evening, a second chance the same day, the end of a pause."""

from datetime import date, timedelta

import pytest

from cadences.enrollment import By, Pause, PutOff, Resume, Unanswered
from cadences.moments import instant
from cadences.promises import When, WhenKind
from daemon.service import status
from daemon.store import enrollments, ledger


def facts(house, id_):
    return [(type(line.entry.fact), line.entry.by) for line in house.ask(ledger.lines, id_)][1:]


def due(house, id_):
    return house.ask(enrollments.get, id_).attend_at


def test_a_touch_waits_for_its_answer_until_the_evening_and_is_then_put_off_once(house):
    id_ = house.enrolled()
    assert house.when(id_) == "Mon 23 09:00"
    house.at(23, "19:59")
    assert (house.attend(), house.when(id_)) == (0, "Mon 23 09:00")
    assert house.agenda()[0]["state"] == "overdue"
    house.at(23, "20:00")
    assert (house.attend(), house.when(id_)) == (1, "Tue 24 09:00")
    assert house.stands(id_).put_offs == 1
    assert facts(house, id_) == [(PutOff, By.DAEMON)]
    assert house.attend() == 0


def test_however_many_days_were_missed_it_is_one_put_off(house):
    id_ = house.enrolled()
    house.at("2026-12-09", "07:30")
    assert house.attend() == 1
    assert (house.stands(id_).put_offs, house.when(id_)) == (1, "Wed 09 09:00")


def test_nothing_else_moves_a_touch_whose_time_has_come(house):
    from daemon.service.replan import replan

    id_ = house.enrolled()
    house.at(23, "09:30")
    with house.store.write() as conn:
        assert replan(conn, house.world, "maja", None, house.now) == ()
    assert house.when(id_) == "Mon 23 09:00"


def test_three_put_offs_are_asked_about(house):
    id_ = house.enrolled()
    for day in (23, 24, 25):
        house.at(day, "20:00")
        house.attend()
    assert house.stands(id_).put_offs == 3
    told = house.ask(status.status, house.world, house.now)
    assert [question["code"] for question in told["questions"]] == ["ask-put-off"]
    assert told["put_off"] == 1


def test_what_is_pinned_late_is_never_put_off_before_it_is_over(house):
    from cadences.enrollment import Moved, Pin
    from cadences.moments import Span

    id_ = house.enrolled()
    house.at(23, "19:50")
    start = instant(house.now + timedelta(minutes=30))
    house.record(id_, Moved(1, Pin(Span(start, instant(start + timedelta(minutes=30))))))
    house.at(23, "20:40")
    assert house.attend() == 0
    house.at(23, "20:50")
    assert house.attend() == 1


def test_what_was_sent_and_not_answered_is_one_silence_when_the_next_touch_begins(house):
    id_ = house.enrolled(cadence="write", email="anna@acme.example", phone="+46 70 123 45 67")
    house.later(hours=1)
    house.answer(id_, "sent")
    begins = house.stands(id_).start
    assert due(house, id_) == begins
    house.now = instant(begins - timedelta(minutes=1))
    assert house.attend() == 0
    house.now = begins
    before = house.stands(id_)
    assert house.attend() == 1
    assert facts(house, id_)[-1] == (Unanswered, By.DAEMON)
    after = house.stands(id_)
    assert (after.number, after.start) == (before.number, before.start)
    assert house.ask(enrollments.get, id_).enrollment.silences == 1
    assert house.attend() == 0


def test_a_promise_whose_time_passed_gets_one_more_chance_the_same_day(house):
    id_ = house.enrolled()
    house.answer(id_, "callback", when=When(WhenKind.STANDING, windows=((1020, None),)))
    assert house.when(id_) == "Mon 23 17:00"
    house.at(23, "17:45")
    assert house.attend() == 0
    assert (house.when(id_), house.stands(id_).put_offs) == ("Mon 23 18:00", 0)
    house.at(23, "18:30")
    assert (house.attend(), house.when(id_)) == (0, "Mon 23 18:00")
    house.at(23, "20:00")
    assert (house.attend(), house.when(id_)) == (1, "Tue 24 17:00")
    house.at(24, "17:45")
    house.attend()
    assert house.when(id_) == "Tue 24 18:00"


def test_no_second_chance_outside_what_was_promised(house):
    id_ = house.enrolled()
    house.answer(id_, "callback", when=When(WhenKind.STANDING, windows=((720, 750),)))
    assert house.when(id_) == "Mon 23 12:00"
    house.at(23, "12:45")
    assert (house.attend(), house.when(id_)) == (0, "Mon 23 12:00")
    assert due(house, id_) > house.now
    house.at(23, "20:00")
    house.attend()
    assert house.when(id_) == "Tue 24 12:00"


def test_a_pause_ends_on_its_day(house):
    id_ = house.enrolled()
    house.record(id_, Pause(date(2026, 11, 30)))
    house.at(29, "23:59")
    assert (house.attend(), house.state(id_)) == (0, "paused")
    house.at(30, "00:00")
    assert (house.attend(), house.state(id_)) == (1, "active")
    assert facts(house, id_)[-1] == (Resume, By.DAEMON)
    assert house.when(id_) == "Mon 30 09:00"


def test_a_closed_enrollment_is_never_attended_to_again(house):
    id_ = house.enrolled()
    house.answer(id_, "no")
    house.at("2027-11-23")
    assert house.attend() == 0
    assert house.ask(enrollments.next_due) is None


@pytest.mark.parametrize("days", [1, 40])
def test_a_long_sleep_ends_with_everything_in_the_future(house, days):
    ids = [house.enrolled(f"Person {n}", phone=f"+46 8 100 00 {n:02}") for n in range(30)]
    house.later(days=days, hours=13)
    house.attend()
    assert {house.stands(id_).put_offs for id_ in ids} == {1}
    assert all(house.stands(id_).start > house.now for id_ in ids)
    assert house.lost_from_log() == []
