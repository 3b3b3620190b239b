"""The gate: a wave of vanished events is not believed, whatever else is so; a person's own few are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.moments import instant
from daemon.sync.gate import SETTLED, Frozen, Loss, thaws, weigh

NOW = instant(datetime(2026, 11, 23, 9, tzinfo=UTC))


@st.composite
def losses(draw):
    future = draw(st.integers(0, 500))
    known = future + draw(st.integers(0, 500))
    missing_future = draw(st.integers(0, future))
    missing = missing_future + draw(st.integers(0, known - future))
    return Loss(known, missing, future, missing_future, draw(st.integers(0, 50)))


@given(losses())
def test_more_than_ten_and_a_third_at_once_is_never_believed(loss):
    if loss.missing_future > max(10, 0.3 * loss.future):
        assert weigh(loss) is Frozen.WAVE


@given(losses())
def test_more_than_ten_and_half_in_a_day_is_never_believed(loss):
    gone = loss.missing_future + loss.gone_today
    if loss.missing_future and gone > max(10, 0.5 * (loss.future + loss.gone_today)):
        assert weigh(loss) is not None


@given(losses())
def test_an_empty_listing_is_never_believed_at_once(loss):
    if loss.missing == loss.known > 2:
        assert weigh(loss) is not None


@given(losses())
def test_records_never_count_unless_all_is_gone(loss):
    if loss.missing_future == 0 and loss.missing < loss.known:
        assert weigh(loss) is None


@pytest.mark.parametrize("missing", range(1, 11))
def test_a_few_among_many_are_believed(missing):
    assert weigh(Loss(60, missing, 60, missing, 0)) is None


def test_nothing_missing_is_nothing():
    assert weigh(Loss(0, 0, 0, 0, 0)) is None
    assert weigh(Loss(40, 0, 40, 0, 40)) is None


def test_time_thaws_only_what_is_within_the_budget_and_stays_the_same():
    old = instant(NOW - SETTLED)
    assert thaws(Frozen.EMPTY, same=True, first_seen=old, now=NOW)
    assert not thaws(Frozen.EMPTY, same=False, first_seen=old, now=NOW)
    assert not thaws(Frozen.EMPTY, same=True, first_seen=instant(old + timedelta(seconds=1)), now=NOW)
    assert not thaws(Frozen.WAVE, same=True, first_seen=old, now=NOW)
    assert not thaws(Frozen.DAY, same=True, first_seen=old, now=NOW)
