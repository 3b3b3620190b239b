"""The store's codec: whatever the core can say comes back as it went in, through real JSON."""

import json
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadences.delays import Delay, Unit
from cadences.enrollment import Effect, Enrollment, Fact, State, Terms
from cadences.moments import Instant, Span, instant
from cadences.people import OFFICE_HOURS, Rep
from cadences.promises import When, WhenKind
from cadences.reasons import Reason
from daemon.store.codec import CodecError, decode_as, encode

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
instants = st.datetimes(timezones=st.just(UTC)).map(instant)
spans = st.tuples(instants, instants).map(lambda ends: Span(min(ends), max(ends)))
delays = st.builds(Delay, st.integers(0, 100), st.sampled_from(Unit))
st.register_type_strategy(Instant, instants)
st.register_type_strategy(Span, spans)
st.register_type_strategy(Delay, delays)
st.register_type_strategy(str, texts)

KINDS = [*get_args(Fact), *get_args(State), *get_args(Effect), When, Terms]


def through_json(kind, value):
    return decode_as(kind, json.loads(json.dumps(encode(kind, value), ensure_ascii=False)))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_word_of_the_core_survives_the_store(kind):
    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.from_type(kind))
    def law(value):
        assert through_json(kind, value) == value

    law()


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.builds(Enrollment, before=st.one_of(st.none(), st.builds(Enrollment, before=st.none()))))
def test_an_enrollment_survives_the_store(enrollment):
    assert through_json(Enrollment, enrollment) == enrollment


def test_equal_values_lie_equal_in_the_store():
    """A set gives its members in the order of their collisions: 0 and 8 share a place."""
    one, other = frozenset([0, 8]), frozenset([8, 0])
    assert list(one) != list(other)
    written = [json.dumps(encode(When, When(WhenKind.STANDING, days=days))) for days in (one, other)]
    assert written[0] == written[1]


def test_a_day_stays_a_day_and_a_moment_a_moment():
    when = When(WhenKind.ONE_OFF, not_before=date(2027, 3, 1), not_after=datetime(2027, 3, 2, 9))
    assert encode(When, when) == {"kind": "one_off", "not_before": "2027-03-01", "not_after": "2027-03-02T09:00:00"}
    assert type(through_json(When, when).not_before) is date


def test_what_equals_its_default_is_left_out_and_comes_back():
    rep = Rep("maja", "Maja Ek", "Europe/Stockholm", hours=OFFICE_HOURS)
    assert encode(Rep, rep) == {"id": "maja", "name": "Maja Ek", "timezone": "Europe/Stockholm"}
    assert through_json(Rep, rep) == rep


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (Terms, {"contact_zone": 1, "rep_zone": "Europe/Stockholm"}),
        (Terms, {"contact_zone": "x"}),
        (Terms, {"contact_zone": "x", "rep_zone": "y", "new": 1}),
        (State, {"is": "Gone"}),
        (When, {"kind": "never"}),
        (Instant, "2026-11-23T09:00:00"),
        (Reason, ["code"]),
        (Terms, None),
    ],
)
def test_what_does_not_fit_is_said(kind, plain):
    with pytest.raises(CodecError):
        decode_as(kind, plain)
