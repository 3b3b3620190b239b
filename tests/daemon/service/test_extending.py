"""Cadences that extend others, in the store: a version stays what it was, whatever becomes of the files."""

import pytest

from cadences.cadence import Cadence
from daemon.errors import BadInput
from daemon.service.world import Cadences, parse
from daemon.store import versions

BASE = "cadence: base\nsteps:\n  - call: ring\n    retry: {times: 3}\n  - email: write\n"
MINE = "cadence: mine\nextends: middle\nsteps:\n  - call: again\n"
MIDDLE = "cadence: middle\nextends: base\nchange: {ring: {wait: 0, takes: 20 minutes}}\n"


@pytest.fixture
def built(house):
    house.files |= {"base": BASE, "middle": MIDDLE, "mine": MINE}
    house.reload()
    return house


def steps(cadence):
    return [(step.id, step.takes) for step in cadence.steps]


def cadence_of(house, version) -> Cadence:
    return house.ask(house.world.cadences.of_version, version)


def test_a_version_is_kept_with_the_texts_of_all_that_it_extends(built):
    done = built.enroll(built.add(), "mine")
    kept = built.ask(versions.get, done.enrollment.version)
    assert kept == ("mine", MINE, {"middle": MIDDLE, "base": BASE})


@pytest.mark.parametrize(
    "then",
    [
        {"base": BASE.replace("times: 3", "times: 9").replace("email: write", "message: text")},
        {"base": None},
        {"base": "cadence: base\n", "middle": None, "mine": None},
        {"mine": "cadence: mine\nextends: mine\n"},
        {"middle": MIDDLE.replace("20", "45")},
    ],
)
def test_files_that_change_leave_a_version_as_it_was(built, then):
    enrollment = built.enroll(built.add(), "mine").enrollment
    before = cadence_of(built, enrollment.version)
    built.files = {name: text for name, text in (built.files | then).items() if text is not None}
    built.reload()
    after = cadence_of(built, enrollment.version)
    assert after == before
    assert steps(after) == [("ring", 20), ("write", 10), ("again", 10)]


def test_a_base_that_changes_makes_a_new_version_for_new_enrollments(built):
    first = built.enroll(built.add(), "mine").enrollment
    built.files["base"] = BASE.replace("times: 3", "times: 4")
    built.reload()
    second = built.enroll(built.add("Erik Lund"), "mine").enrollment
    assert first.version != second.version
    assert [cadence_of(built, one.version).steps[0].retry.times for one in (first, second)] == [3, 4]


def test_new_words_of_a_base_reach_open_enrollments(built):
    first = built.enroll(built.add(), "mine").enrollment
    built.files["base"] = BASE.replace("email: write", "email: write\n    text: Be brief.")
    built.reload()
    assert cadence_of(built, first.version).steps[1].texts == {"": "Be brief."}


def test_what_a_later_klart_proves_takes_a_version_from_nobody(house):
    ends = "cadence: ends\nextends: base\nthen: end\n"
    with pytest.raises(BadInput, match="K201"):
        parse(ends, "ends.yaml", {"base": BASE}.get)
    with house.store.write() as conn:
        versions.keep(conn, "an old one", versions.Kept("ends", ends, {"base": BASE}), house.now)
    assert steps(cadence_of(house, "an old one")) == [("ring", 10), ("write", 10)]


def test_a_base_with_errors_stops_new_enrollments_and_says_which():
    with pytest.raises(BadInput, match=r"mine.yaml:2:10: K123 `base` has errors itself: base.yaml:1:1: K103"):
        Cadences({"mine": "cadence: mine\nextends: base\n", "base": "cadence: base\n"}.get).current("mine")
