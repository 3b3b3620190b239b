"""What a report counts as reached: every yes wins, and the goal says which of them it was for."""

from __future__ import annotations

from cadences.outcomes import Yes
from daemon.service.report import report

MEET = "cadence: meet\ngoal: [meeting]\nsteps:\n  - call: ring\n    retry: until clear answer\n"


def test_every_yes_wins_and_those_to_the_goal_have_reached_it(house):
    house.files["meet"] = MEET
    house.reload()
    for name, yes in [("Anna Berg", Yes.MEETING), ("Erik Lund", Yes.PURCHASE), ("Eva Ek", Yes.MEETING)]:
        house.answer(house.enrolled(name, "meet", company="Acme AB"), "yes", yes=yes)
    house.answer(house.enrolled("Bo Ek", "ring", company="Acme AB"), "yes", yes=Yes.QUOTE)
    house.answer(house.enrolled("Lena Ek", "meet", company="Acme AB"), "no")
    told = house.ask(report, house.world, house.now)
    assert told["goals"] == {"meet": {"won": 3, "reached": 2}, "ring": {"won": 1, "reached": 1}}
    assert told["funnel"]["meet"] == {"lost": 1, "won": 3}
