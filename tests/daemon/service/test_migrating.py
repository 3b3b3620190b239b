"""Migrating open enrollments: what would happen, what happens, and how it is taken back."""

from datetime import date

import pytest

from cadences.enrollment import Moved, Pause, Pin
from cadences.moments import instant
from daemon.errors import BadInput
from daemon.service import migrate, status
from daemon.service.migrate import Asked
from daemon.store import enrollments, ledger

OLD = """cadence: ring
steps:
  - call: first
    wait: 2 business days
    retry: {times: 3, wait: 2 business days}
  - email: letter
    wait: 1 week
  - call: second
    wait: 1 week
"""


@pytest.fixture
def house(house):
    house.files["ring"] = OLD
    house.reload()
    return house


def edited(house, *changes, name="ring"):
    text = house.files[name]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    house.files[name] = text
    house.reload()


def show(house, **asked):
    with house.store.write() as conn:
        return migrate.outlook(conn, house.world, Asked("ring", **asked), house.now)


def go(house, **asked):
    with house.store.write() as conn:
        return migrate.migrate(conn, house.world, Asked("ring", **asked), house.now)


def fates(outlook):
    return {course.name: course.fate.value for course in outlook.courses}


def kept(house, id_):
    return house.ask(enrollments.get, id_).enrollment


def test_the_outlook_says_what_then_happens_and_writes_nothing(house):
    id_ = house.enrolled(email="anna@acme.example")
    edited(house, ("wait: 2 business days\n    retry", "wait: 1 week\n    retry"))
    before, seq = house.stands(id_), house.ask(enrollments.get, id_).seq
    seen = show(house)
    assert house.stands(id_) == before
    assert house.ask(enrollments.get, id_).seq == seq
    assert fates(seen) == {"Anna Berg": "moves"}
    done = go(house)
    assert [(one.before, one.after) for one in done.courses] == [(one.before, one.after) for one in seen.courses]
    assert done.mark == seen.mark
    assert house.when(id_) == "Mon 30 09:00"
    assert house.stands(id_).number == before.number, "the same try at the same step is the same event"
    assert not house.lost_from_log()


def test_a_touch_of_today_or_tomorrow_stays_where_it_is(house):
    id_ = house.enrolled(email="anna@acme.example")
    house.at(24)
    edited(house, ("wait: 2 business days\n    retry", "wait: 1 week\n    retry"))
    before = house.stands(id_)
    assert house.when(id_) == "Wed 25 09:00"
    assert fates(go(house)) == {"Anna Berg": "stays"}
    assert house.stands(id_)[:-2] == before[:-2]
    assert kept(house, id_).version == house.world.cadences.current("ring").version
    house.at(25, "09:05")
    house.answer(id_, "no_answer")
    assert house.when(id_).startswith("Fri 27"), "and it goes on in the new version"


def test_a_step_that_is_gone_gives_way_to_the_next_under_a_new_number(house):
    id_ = house.enrolled(email="anna@acme.example")
    edited(house, (OLD[OLD.index("  - call: first") : OLD.index("  - email")], ""))
    before = house.stands(id_)
    assert fates(show(house)) == {"Anna Berg": "moves"}
    go(house)
    after = house.stands(id_)
    assert (after.step, after.number, after.attempt) == ("letter", before.number + 1, 1)
    rows = house.ask(lambda conn: __import__("daemon.store.touches", fromlist=["x"]).of_enrollment(conn, id_))
    assert [row.state for row in rows] == ["withdrawn", "open"]
    assert not house.lost_from_log()


def test_what_would_go_but_lies_tomorrow_is_made_first(house):
    id_ = house.enrolled(email="anna@acme.example")
    house.at(24)
    edited(house, (OLD[OLD.index("  - call: first") : OLD.index("  - email")], ""))
    assert fates(go(house)) == {"Anna Berg": "later"}
    assert kept(house, id_).version != house.world.cadences.current("ring").version
    assert fates(go(house, soon=True)) == {"Anna Berg": "moves"}
    assert house.stands(id_).step == "letter"


def test_a_renamed_step_is_the_same_event_and_keeps_its_try(house):
    id_ = house.enrolled(email="anna@acme.example")
    house.at(25, "09:05")
    house.answer(id_, "no_answer")
    before = house.stands(id_)
    edited(house, ("  - call: first\n", "  - call: opening\n    was: first\n"))
    assert fates(go(house)) == {"Anna Berg": "stays"}
    after = house.stands(id_)
    assert (after.number, after.start, after.attempt, after.step) == (before.number, before.start, 2, "opening")
    assert kept(house, id_).tries == {"opening": 1}


def test_a_name_of_a_version_in_between_is_remembered(house):
    id_ = house.enrolled(email="anna@acme.example")
    edited(house, ("  - call: first\n", "  - call: middle\n    was: first\n"))
    house.enrolled("Erik Lund", email="erik@fjordkraft.example")
    edited(house, ("  - call: middle\n    was: first\n", "  - call: opening\n    was: middle\n"))
    assert fates(go(house)) == {"Anna Berg": "stays", "Erik Lund": "stays"}
    assert house.stands(id_).step == "opening"


def test_twice_is_once_and_a_change_of_words_is_no_migration(house):
    house.enrolled(email="anna@acme.example")
    edited(house, ("times: 3", "times: 5"))
    go(house)
    assert fates(go(house)) == {"Anna Berg": "newest"}
    edited(house, ("  - call: first\n", "  - call: first\n    title: The first\n"))
    again = show(house)
    assert fates(again) == {"Anna Berg": "newest"}
    assert not again.changed


def test_one_contact_alone(house):
    anna = house.add("Anna Berg", email="anna@acme.example")
    one = house.enroll(anna).enrollment.id
    other = house.enrolled("Erik Lund", email="erik@fjordkraft.example")
    edited(house, ("times: 3", "times: 5"))
    assert fates(go(house, contact=anna)) == {"Anna Berg": "stays"}
    assert kept(house, one).version != kept(house, other).version


def test_a_pin_and_a_pause_stay(house):
    pinned = house.enrolled("Anna Berg", email="anna@acme.example")
    paused = house.enrolled("Erik Lund", email="erik@fjordkraft.example")
    house.record(pinned, Moved(1, Pin(day=date(2026, 12, 3))))
    house.record(paused, Pause(date(2026, 12, 14)))
    before = {id_: house.stands(id_).start for id_ in (pinned, paused)}
    edited(house, ("wait: 2 business days\n    retry", "wait: 3 weeks\n    retry"))
    go(house)
    assert house.stands(pinned).start == before[pinned]
    assert house.state(paused) == "paused"
    assert house.stands(paused).start >= before[paused]
    assert not house.lost_from_log()


def test_undo_takes_one_back_to_the_old_version_and_its_old_event(house):
    anna = house.add("Anna Berg", email="anna@acme.example")
    id_ = house.enroll(anna).enrollment.id
    before, was = house.stands(id_), kept(house, id_)
    edited(house, (OLD[OLD.index("  - call: first") : OLD.index("  - email")], ""))
    go(house)
    house.undo(anna)
    after = house.stands(id_)
    assert (after.number, after.step) == (before.number, before.step)
    assert kept(house, id_).version == was.version
    assert [line.entry.fact.__class__.__name__ for line in house.ask(ledger.lines, id_)][-2:] == ["Migrated", "Undone"]
    assert not house.lost_from_log()


def test_a_second_word_still_corrects_the_one_before_the_migration(house):
    id_ = house.enrolled(email="anna@acme.example")
    house.at(25, "09:05")
    house.answer(id_, "no_answer", touch=1)
    edited(house, ("  - call: first\n", "  - call: opening\n    was: first\n"))
    go(house)
    house.answer(id_, "no", touch=1)
    assert house.state(id_) == "lost"
    assert not house.lost_from_log()


def test_a_file_that_is_gone_or_faulty_is_said_and_nothing_is_changed(house):
    id_ = house.enrolled(email="anna@acme.example")
    house.files["ring"] = "cadence: ring\nsteps: []\n"
    house.reload()
    with pytest.raises(BadInput, match=r"ring\.yaml:2"):
        go(house)
    house.files["ring"] = None
    house.reload()
    with pytest.raises(BadInput, match="there is no cadence 'ring'"):
        go(house)
    there, gone = house.ask(migrate.named, house.world)
    assert (there, [(one.cadence, one.open) for one in gone]) == ((), [("ring", 1)])
    assert house.ask(status.status, house.world, house.now)["adrift"][0]["open"] == 1
    assert house.stands(id_) is not None


def test_whoever_answers_in_between_makes_another_mark(house):
    id_ = house.enrolled(email="anna@acme.example")
    edited(house, ("times: 3", "times: 5"))
    seen = show(house).mark
    assert show(house).mark == seen
    house.at(25, "09:05")
    house.answer(id_, "no_answer")
    assert show(house).mark != seen


def test_an_exact_promise_is_kept_to_the_minute(house):
    from cadences.promises import When, WhenKind

    id_ = house.enrolled(email="anna@acme.example")
    house.at(25, "09:05")
    at = instant(house.now).replace(tzinfo=None).replace(day=30, hour=14, minute=35)
    house.answer(id_, "callback", when=When(WhenKind.AT, at=at))
    before = house.stands(id_)
    edited(
        house,
        ("times: 3, wait: 2 business days", "times: 1, wait: 1 week"),
        ("  - call: first\n", "  - call: one\n    was: first\n"),
    )
    assert fates(go(house)) == {"Anna Berg": "stays"}
    assert (house.stands(id_).start, house.stands(id_).number) == (before.start, before.number)
