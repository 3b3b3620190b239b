"""Three clocks beside each other tell sleep from setting, and a quiet minute from both."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.moments import Instant
from daemon import clock
from daemon.clock import Readings, compare

START = Readings(Instant(datetime(2026, 11, 23, 9, tzinfo=UTC)), 1000.0, 5000.0, "Europe/Stockholm")
seconds = st.floats(0, 10 * 365 * 86400)
steps = st.one_of(st.just(0.0), st.floats(3, 86400 * 30), st.floats(-86400 * 30, -3))
sleeps = st.one_of(st.just(0.0), st.floats(3, 86400 * 30))


def later(awake: float, slept: float = 0, stepped: float = 0, zone: str | None = START.zone) -> Readings:
    real = START.real + timedelta(seconds=awake + slept + stepped)
    return Readings(Instant(real), START.monotonic + awake, START.boot + awake + slept, zone)


@given(seconds, sleeps, steps)
def test_sleep_and_setting_are_told_apart_whatever_happened_between(awake: float, slept: float, stepped: float) -> None:
    shift = compare(START, later(awake, slept, stepped))

    assert abs(shift.slept.total_seconds() - slept) < 0.01
    assert abs(shift.stepped.total_seconds() - stepped) < 0.01
    assert bool(shift) == bool(slept or stepped)


@given(seconds, st.floats(-1.5, 1.5))
def test_what_ntp_does_is_nothing(awake: float, drift: float) -> None:
    assert not compare(START, later(awake, stepped=drift))


@pytest.mark.parametrize(
    ("after", "slept", "stepped", "moved"),
    [
        pytest.param(later(1, slept=777_600), 777_600, 0, None, id="nine days asleep"),
        pytest.param(later(60, stepped=-7200), 0, -7200, None, id="set two hours back"),
        pytest.param(later(60, stepped=7200), 0, 7200, None, id="set two hours forward"),
        pytest.param(later(5, slept=28_800, stepped=3600), 28_800, 3600, None, id="slept, and woke with a wrong clock"),
        pytest.param(later(60, zone="America/New_York"), 0, 0, "America/New_York", id="travelled"),
        pytest.param(later(60, zone=None), 0, 0, None, id="a zone that cannot be told is no journey"),
    ],
)
def test_a_laptops_life(after: Readings, slept: float, stepped: float, moved: str | None) -> None:
    shift = compare(START, after)

    assert (shift.slept.total_seconds(), shift.stepped.total_seconds(), shift.moved) == (slept, stepped, moved)


def test_real_clocks_run_together() -> None:
    before = clock.read()
    after = clock.read()

    assert not compare(before, after)
    assert after.monotonic >= before.monotonic
    assert after.boot >= after.monotonic - 1
    assert after.real.utcoffset() == timedelta(0)


def test_the_zone_is_read_anew_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    assert clock.local_zone() == "Europe/Stockholm"
    monkeypatch.setenv("TZ", "America/New_York")
    assert clock.local_zone() == "America/New_York"
    monkeypatch.setenv("TZ", "Nowhere/Atall")
    assert clock.local_zone() is None
