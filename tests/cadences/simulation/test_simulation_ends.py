"""A simulation ends, whatever goes wrong in it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cadences.forward.simulate import Simulation
from cadences.moments import instant
from cadences.people import Contact, Rep
from cadences.reading.files import read_cadence

ZONE = "Europe/Stockholm"


def test_what_is_due_again_and_again_at_one_instant_is_a_fault_and_no_endless_run(monkeypatch):
    cadence = read_cadence("{cadence: ring, steps: [{call: a, retry: until clear answer}]}", "ring.yaml")
    start = instant(datetime(2026, 11, 23, 8, tzinfo=ZoneInfo(ZONE)))
    simulation = Simulation(Rep("karin", "Karin Holm", ZONE), lambda *_: None, start)
    simulation.enrol(cadence, Contact("anna", "Anna Berg", ZONE))
    monkeypatch.setattr(Simulation, "_pass", lambda *_: None)
    with pytest.raises(RuntimeError, match="again and again"):
        simulation.run(instant(start + timedelta(days=3)))
