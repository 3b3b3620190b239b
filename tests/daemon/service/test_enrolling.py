"""Enrolling one, and what it refuses."""

import pytest
from sqlalchemy import func, select

from cadences.outcomes import Outcome
from daemon.errors import BadInput, RefusedForSafety
from daemon.store import versions
from daemon.store.tables import enrollments, log


def count(house, table):
    return house.ask(lambda conn: conn.scalar(select(func.count()).select_from(table)))


def test_the_first_touch_stands_at_once(house):
    id_ = house.enrolled()
    assert house.when(id_) == "Mon 23 09:00"
    assert house.state(id_) == "active"
    assert house.lost_from_log() == []


def test_the_version_is_kept_with_its_text(house):
    done = house.enroll(house.add())
    assert house.ask(versions.get, done.enrollment.version) == ("ring", house.files["ring"], {})


def test_who_is_enrolled_already_is_refused_and_the_first_is_named(house):
    anna = house.add()
    house.enroll(anna)
    with pytest.raises(
        RefusedForSafety, match="Anna Berg is enrolled in ring already, since 2026-11-23, next touch 2026-11-23"
    ):
        house.enroll(anna, "quote")
    assert count(house, enrollments) == 1


def test_a_second_enrollment_may_be_asked_for(house):
    anna = house.add()
    first, second = house.enroll(anna), house.enroll(anna, "quote", again=True)
    assert first.enrollment.id != second.enrollment.id
    assert house.when(second.enrollment.id) == "Wed 25 09:00"


def test_who_is_closed_may_be_enrolled_anew(house):
    anna = house.add()
    house.answer(house.enroll(anna).enrollment.id, "no")
    house.enroll(anna, "quote")


def test_who_opted_out_is_refused_but_for_a_logged_override(house):
    anna = house.add()
    house.answer(house.enroll(anna).enrollment.id, Outcome.OPT_OUT)
    with pytest.raises(RefusedForSafety, match="Anna Berg asked on 2026-11-23 never to be contacted again"):
        house.enroll(anna, "quote")
    done = house.enroll(anna, "quote", despite_opt_out="she called us herself")
    assert house.row(anna).do_not_contact_at is None
    from daemon.store import ledger

    assert house.ask(ledger.entries, done.enrollment.id)[0].fact.note == "she called us herself"


@pytest.mark.parametrize(("contact", "cadence"), [("anna-berg", "cold"), ("nobody", "ring"), ("anna-berg", "faulty")])
def test_what_is_not_known_or_faulty_is_refused_and_nothing_is_written(house, contact, cadence):
    house.files["faulty"] = "cadence: faulty\nsteps: []\n"
    house.add()
    with pytest.raises(BadInput) as refused:
        house.enroll(contact, cadence)
    assert refused.value.hint
    assert count(house, enrollments) == count(house, log) == 0


def test_a_faulty_file_is_named_with_line_and_column(house):
    house.files["faulty"] = "cadence: faulty\nsteps:\n  - call: ring\n    retyr: 1\n"
    with pytest.raises(BadInput, match=r"faulty\.yaml:4:5: K\d"):
        house.enroll(house.add(), "faulty")


def test_a_change_of_words_reaches_those_under_way_and_one_of_flow_does_not(house):
    done = house.enroll(house.add())
    version = done.enrollment.version
    house.files["ring"] = house.files["ring"].replace("call: ring", "call: ring\n    title: Good morning")
    house.reload()
    assert house.ask(house.world.cadences.of_version, version).steps[0].titles == {"": "Good morning"}
    assert house.ask(house.world.cadences.of_version, version).version == version
    house.files["ring"] += "windows: [Mon 10:00-11:00]\n"
    house.reload()
    assert len(house.ask(house.world.cadences.of_version, version).windows[0].days) == 5


def test_one_under_way_goes_on_when_its_file_is_gone_or_broken(house):
    id_ = house.enrolled()
    house.files["ring"] = "cadence: [\n"
    house.reload()
    house.answer(id_, "no_answer")
    del house.files["ring"]
    house.reload()
    house.answer(id_, "no_answer")
    assert house.state(id_) == "active"
    from daemon.service.status import status

    (adrift,) = house.ask(status, house.world, house.now)["adrift"]
    assert (adrift["cadence"], adrift["open"]) == ("ring", 1)
