"""The weeks of a cadence that nobody answers: what is worked out in one step is what counting day by day gives."""

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.business import SATURDAY
from cadences.cadence import Cadence
from cadences.delays import business_days_after
from cadences.proofs.silent_weeks import crowded, silent_way, weekdays_after
from cadences.reading.files import read_cadence


@given(st.dates(date(1970, 1, 1), date(2199, 1, 1)), st.integers(0, 400))
def test_weekdays_are_counted_as_business_days_without_a_holiday(day: date, amount: int) -> None:
    assume(day.isoweekday() < SATURDAY)
    assert weekdays_after(amount, day) == business_days_after(amount, day, lambda one: one.isoweekday() < SATURDAY)


def _repeating(*rungs: str, a_week: int) -> Cadence:
    read = read_cadence(
        f"{{cadence: ring, limits: {{touches_per_contact_per_week: {a_week}}},"
        f" steps: [{{call: ring}}], then: {{repeat: ring, wait: [{', '.join(rungs)}]}}}}",
        "ring.yaml",
    )
    assert isinstance(read, Cadence), read
    return read


def test_rounds_a_week_apart_are_followed_no_further_and_crowd_no_week() -> None:
    cadence = _repeating("2 weeks", "1 week", a_week=1)
    way = list(silent_way(cadence))
    assert [str(asked.wait) for asked in way] == ["0", "2 weeks", "1 week"]
    assert crowded(cadence, way, 1) is None


def test_rounds_that_begin_a_week_apart_and_come_closer_are_followed() -> None:
    cadence = _repeating("1 week", "2 business days", a_week=2)
    found = crowded(cadence, list(silent_way(cadence)), 1)
    assert found is not None
    assert (found[0].key, found[1]) == ("then", 3)
