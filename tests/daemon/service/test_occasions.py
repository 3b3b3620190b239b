"""What was done counts against limits as what is planned does: joined touches too."""

from dataclasses import replace

from cadences.business import no_holidays
from cadences.forward.preview import preview
from daemon.store import people

PAIR = """cadence: pair
steps:
  - call: ring
    wait: 0
  - message: ask
    wait: 3 hours
  - call: again
    wait: 2 business days
    retry: until clear answer
"""


def paired(house):
    house.files["pair"] = PAIR
    house.reload()
    return house.add(phone="+46 70 174 06 05")


def test_a_day_on_which_touches_only_joined_is_one_occasion(house):
    anna = paired(house)
    pair = house.enroll(anna, "pair").enrollment.id
    house.at(23, "16:30")
    house.answer(pair, "no_answer")
    assert house.stands(pair).joins
    house.at(24, "09:00")
    house.answer(pair, "sent")
    ring = house.enroll(anna, "ring", again=True).enrollment.id
    # Not on Tuesday, and Monday, Tuesday and Thursday are the three days of that week.
    assert (house.when(pair)[:6], house.stands(ring).start.date().isoformat()) == ("Thu 26", "2026-11-30")


def test_beside_an_occasion_of_its_own_a_joined_touch_is_none(house):
    anna = paired(house)
    pair = house.enroll(anna, "pair").enrollment.id
    house.answer(pair, "no_answer")
    house.later(hours=4)
    house.answer(pair, "sent")
    house.at(24)
    ring = house.enroll(anna, "ring", again=True).enrollment.id
    assert house.when(ring).startswith("Tue 24")
    house.answer(ring, "no_answer")
    assert house.when(pair).startswith("Wed 25")


def test_joined_touches_count_for_the_reps_day(house):
    house.rep = replace(house.rep, capacity=2)
    anna = paired(house)
    pair = house.enroll(anna, "pair").enrollment.id
    house.answer(pair, "no_answer")
    house.later(hours=4)
    house.answer(pair, "sent")
    assert house.when(house.enrolled("Erik Lund")).startswith("Tue 24")


def test_the_preview_counts_them_too(house):
    anna = paired(house)
    cadence = house.world.cadences.current("pair")
    contact = house.ask(people.contact, anna, "Europe/Stockholm")
    house.at(23, "16:20")
    shown = preview(cadence, contact, house.rep, house.now, ["no_answer", "sent"], no_holidays, 9).touches
    days = sorted({one.span.start.date() for one in shown})
    assert (days[0].isoformat(), days[1].isoformat()) == ("2026-11-23", "2026-11-24")
    weeks = [day.isocalendar()[:2] for day in days]
    assert max(weeks.count(week) for week in weeks) == 3
