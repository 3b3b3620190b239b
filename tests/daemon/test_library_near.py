"""What a file names is looked for beside it first; what it extends comes along into the home."""

import pytest

from daemon.errors import RefusedForSafety
from daemon.library import Library

BASE = "cadence: house-style\nsteps:\n  - call: ring\n"
MINE = "cadence: mine\nextends: house-style\n"


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "mine.yaml").write_text(MINE, "utf-8")
    (folder / "house-style.yaml").write_text(BASE, "utf-8")
    return folder


def test_what_lies_beside_a_file_comes_before_the_home_and_the_library(tmp_path, desk):
    home = Library(tmp_path / "home")
    home.keep(desk / "house-style.yaml")
    (desk / "house-style.yaml").write_text(BASE + "  - email: write\n", "utf-8")
    (desk / "cold-call.yaml").write_text("cadence: cold-call\n", "utf-8")
    near = home.near(desk / "mine.yaml")
    assert home.text("house-style") == BASE
    assert near.text("house-style") == BASE + "  - email: write\n"
    assert near.text("cold-call") == "cadence: cold-call\n"
    assert {"mine", "house-style", "quote-follow-up"} <= set(near.names())


def test_a_file_comes_into_the_home_with_all_that_it_extends(tmp_path, desk):
    home = Library(tmp_path / "home")
    assert home.admit_all(desk / "mine.yaml") == {"mine": MINE, "house-style": BASE}
    assert not (tmp_path / "home").exists()
    home.keep(desk / "mine.yaml")
    home.keep(desk / "mine.yaml")
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == ["house-style.yaml", "mine.yaml"]


def test_what_it_extends_never_replaces_another_cadence_of_that_name(tmp_path, desk):
    home = Library(tmp_path / "home")
    home.keep(desk / "house-style.yaml")
    (desk / "house-style.yaml").write_text(BASE + "  - email: write\n", "utf-8")
    with pytest.raises(RefusedForSafety, match="another cadence of that name"):
        home.keep(desk / "mine.yaml")
    assert not (tmp_path / "home/mine.yaml").exists()


def test_what_ships_need_not_come_along(tmp_path, desk):
    (desk / "mine.yaml").write_text("cadence: mine\nextends: cold-call\n", "utf-8")
    assert set(Library(tmp_path / "home").admit_all(desk / "mine.yaml")) == {"mine"}
