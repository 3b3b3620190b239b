"""What the daemon takes of cadences that changed: the right ones, what others extend first."""

from types import SimpleNamespace

import pytest

from daemon import doing
from daemon.doing import Doing

BASE = "cadence: house-style\nsteps:\n  - call: ring\n  - email: write\n"
MINE = "cadence: a-mine\nextends: house-style\nchange: {write: {wait: 1 week}}\n"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A daemon's work on a home of cadences alone: the store, the server and the world are not asked."""
    monkeypatch.setattr(doing, "world_of", lambda _home, _settings, _store, library: library)
    home = SimpleNamespace(cadences=tmp_path, server=None)
    (tmp_path / "house-style.yaml").write_text(BASE, "utf-8")
    (tmp_path / "a-mine.yaml").write_text(MINE, "utf-8")
    house = SimpleNamespace(home=home, settings=None, store=None, world=None)
    return Doing(house, server=None), tmp_path


def take(desk, **texts):
    work, folder = desk
    for name, text in texts.items():
        path = folder / f"{name.replace('_', '-')}.yaml"
        path.unlink() if text is None else path.write_text(text, "utf-8")
    return work._take_cadences()


def test_a_base_that_changed_changes_what_extends_it(desk):
    said = take(desk, house_style=BASE + "  - call: again\n")
    assert said == ["house-style: changed", "a-mine: changed"]
    assert take(desk) == []


def test_a_base_that_is_faulty_stays_and_so_does_what_extends_it(desk):
    (said,) = take(desk, house_style="cadence: house-style\n")
    assert "house-style.yaml:1:1: K103" in said
    assert said.endswith("the last good one stays in force")
    assert desk[0].house.world.text("house-style") == BASE


def test_a_base_that_no_longer_fits_stops_what_extends_it_and_is_said_once(desk):
    said = take(desk, house_style=BASE.replace("  - email: write\n", ""))
    assert said[0] == "house-style: changed"
    assert "a-mine.yaml:3:10: K111 `house-style` has no step `write` to change" in said[1]
    assert said[1].endswith("no new enrollments begin in it")
    assert take(desk) == []
    assert take(desk, house_style=BASE) == ["house-style: changed", "a-mine: changed"]


def test_a_base_that_is_gone_stops_what_extends_it(desk):
    said = take(desk, house_style=None)
    assert "a-mine.yaml:2:10: K112" in said[0]
    assert said[1] == "house-style: gone; no new enrollments begin in it"
