"""The planner beside a search by hand: every 5-minute start, one after another, tried against the rules."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cadences.cadence import Vary
from cadences.outcomes import SPOKEN, Channel
from cadences.placement import RepWorld
from cadences.planner.plan import plan
from cadences.planner.search import part_at
from cadences.promises import Promise, When, WhenKind
from tests.cadences.planner import rules
from tests.cadences.planner.worlds import nows, reps, requests, spans

WITHIN = timedelta(days=9)


def by_hand(request, rep, busy, now):
    """The first start that breaks nothing, as far as one looks by hand."""
    start = first = rules.first_candidate(request, now)
    while start < first + WITHIN:
        end = start + timedelta(minutes=request.takes)
        if not any(span.overlaps_of(start, end) for span in busy) and not rules.broken(request, rep, start, end) - {
            "reach"
        }:
            return start
        start += rules.STEP
    return None


class Busy:
    """A busy span, on the grid as the planner sees it."""

    def __init__(self, span):
        self.start = span.start - timedelta(minutes=span.start.minute % 5, seconds=span.start.second)
        rest = timedelta(minutes=span.end.minute % 5, seconds=span.end.second)
        self.end = span.end + (timedelta(minutes=5) - rest if rest else rest)

    def overlaps_of(self, start, end):
        return self.start < end and start < self.end


@st.composite
def alone(draw):
    now = draw(nows)
    request = draw(requests(now, "e"))
    when = request.promises[0].when if request.promises else None
    assume(not (when and when.at and request.channel in SPOKEN))
    return request, draw(reps(now)), tuple(draw(st.lists(spans(now, 4, 600), max_size=3))), now


@settings(max_examples=60)
@given(alone())
def test_one_touch_takes_the_first_start_there_is(asked):
    request, rep, busy, now = asked
    expected = by_hand(request, rep, [Busy(span) for span in busy], now)
    (placement,) = plan(RepWorld(rep, busy), [request], rules.holiday_name, now).placements
    if expected is None:
        assert placement.conflicts or placement.span.start >= rules.first_candidate(request, now) + WITHIN
        return
    assert not placement.conflicts
    where = request.contact.timezone
    there, hoped = rules.local(placement.span.start, where), rules.local(expected, where)
    if request.channel is Channel.CALL and request.vary is Vary.DAY and there != hoped:
        counts = [request.tried_days.count(moment.isoweekday()) for moment in (there, hoped)]
        assert counts[0] < counts[1]
        assert hoped.date() < there.date() < hoped.date() + timedelta(days=7)
        return
    if request.channel is not Channel.CALL or not request.tried or request.vary is not Vary.HOUR:
        assert placement.span.start == expected
        return
    assert there.date() == hoped.date(), "varying never loses a day"
    if there != hoped:
        tries = [request.tried.count(part_at(rules.minute(moment))) for moment in (there, hoped)]
        assert tries[0] < tries[1]


@st.composite
def asked_for_hours(draw):
    """A call whose contact asked for hours that often cannot be had: at night, say."""
    now = draw(nows)
    low = draw(st.integers(0, 92)) * 15
    hours = (low, min(1440, low + draw(st.sampled_from((15, 60, 240)))))
    said = Promise(When(WhenKind.STANDING, windows=(hours,)), now, "at that hour, please")
    request = replace(draw(requests(now, "e", promised=False)), channel=Channel.CALL, promises=(said,), tried=())
    return request, draw(reps(now)), hours, now, draw(st.integers(0, 287))


@given(asked_for_hours())
def test_no_start_lies_nearer_to_a_promise_that_cannot_be_kept(asked):
    """The promise given up: on the first possible day, no start is nearer to what was promised.

    Days on which the rep works come before days off.
    """
    request, rep, (low, high), now, n = asked
    (placement,) = plan(RepWorld(rep), [request], rules.holiday_name, now).placements
    shown = {reason.code for reason in placement.conflicts}
    if "conflict-promise" not in shown or "conflict-nothing-fits" in shown:
        return
    where = request.contact.timezone

    def far(start):
        at = rules.minute(rules.local(start, where))
        return max(low - at, at - high + 5, 0)

    midnight = rules.local(placement.span.start, where).replace(hour=0, minute=0)
    other = (midnight + timedelta(minutes=5 * n)).astimezone(rules.UTC)
    never = {"call-hours", "holiday", "absent", "weekend", "reach"}
    end = other + timedelta(minutes=request.takes)
    if rules.local(other, rep.timezone).isoweekday() not in {day for window in rep.hours for day in window.days}:
        return
    if other >= rules.first_candidate(request, now) and not rules.broken(request, rep, other, end) & never:
        assert far(placement.span.start) <= far(other)
