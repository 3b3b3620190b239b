"""Laws of placing, over worlds in which zones, clock changes, holidays, promises and caps meet."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.cadence import Limits
from cadences.moments import Instant
from cadences.outcomes import REACHING, SPOKEN, Channel
from cadences.placement import Taken
from cadences.planner.plan import plan
from cadences.reasons import CODES
from tests.cadences.planner import rules
from tests.cadences.planner.worlds import worlds


def codes(reasons):
    found = {reason.code for reason in reasons}
    assert found <= CODES.keys()
    return found


def planned(world):
    known, requests, now = world
    result = plan(known, requests, rules.holiday_name, now)
    return result, list(zip(requests, result.placements, strict=True))


def exact(request, placement):
    promise = rules.single(request)
    return bool(
        promise and promise.when.at and request.channel in SPOKEN and rules.keeps_promise(request, placement.span.start)
    )


@given(worlds())
def test_every_request_gets_one_place_on_the_grid_and_ahead(world):
    known, requests, now = world
    result, pairs = planned(world)
    assert [placement.key for placement in result.placements] == [request.key for request in requests]
    for request, placement in pairs:
        assert placement.span.length == timedelta(minutes=request.takes)
        if not exact(request, placement):
            assert placement.span.start.minute % 5 == 0
            assert placement.span.start.second == 0
            assert placement.span.start >= rules.first_candidate(request, now)
    assert set(result.displaced) <= {taken.key for taken in known.taken if taken.movable}


@given(worlds())
def test_what_shows_no_conflict_keeps_every_rule(world):
    known, _, _ = world
    for request, placement in planned(world)[1]:
        if not placement.conflicts:
            allowed = {"windows", "hours", "weekend", "promise"} if exact(request, placement) else set()
            found = rules.broken(request, known.rep, placement.span.start, placement.span.end)
            assert not (found - {"reach"} - (allowed - {"promise"})), placement


@given(worlds())
def test_call_hours_holidays_and_absences_are_never_given_up(world):
    known, _, _ = world
    for request, placement in planned(world)[1]:
        if "conflict-nothing-fits" not in codes(placement.conflicts):
            found = rules.broken(request, known.rep, placement.span.start, placement.span.end)
            assert not found & {"call-hours", "holiday", "absent"}, placement


@given(worlds())
def test_a_promise_is_kept_or_its_conflict_shown(world):
    for request, placement in planned(world)[1]:
        shown = "conflict-promise" in codes(placement.conflicts)
        assert rules.keeps_promise(request, placement.span.start) or shown, placement
        promise = rules.single(request)
        if promise is not None and promise.when.not_before is not None:
            there = rules.local(placement.span.start, request.contact.timezone)
            assert there.date() >= promise.when.not_before


@given(worlds())
def test_nothing_overlaps(world):
    known, _, _ = world
    result, pairs = planned(world)
    held = [(taken.key, taken.span) for taken in known.taken if taken.key not in result.displaced]
    for request, placement in pairs:
        if "conflict-nothing-fits" in codes(placement.conflicts):
            continue
        for key, span in held:
            assert not span.overlaps(placement.span), (key, placement)
        for busy in known.busy:
            shown = "conflict-busy" in codes(placement.conflicts)
            assert not busy.overlaps(placement.span) or (shown and exact(request, placement)), placement
        held.append((placement.key, placement.span))


@given(worlds(), st.randoms())
def test_the_order_of_rows_changes_nothing(world, random):
    known, requests, now = world
    first = plan(known, requests, rules.holiday_name, now)
    mixed, taken, busy = list(requests), list(known.taken), list(known.busy)
    for rows in (mixed, taken, busy):
        random.shuffle(rows)
    other = plan(replace(known, taken=tuple(taken), busy=tuple(busy)), mixed, rules.holiday_name, now)
    assert {p.key: p for p in first.placements} == {p.key: p for p in other.placements}
    assert first.displaced == other.displaced


@given(worlds(most=9))
def test_limits_hold_but_for_promises(world):
    """Nobody is touched more often than anyone's limit says, what the contact asked for and what is shown aside."""
    known, requests, now = world
    asked = tuple(
        replace(request, limits=Limits(3, 1, 2), due=now, contact=replace(request.contact, id=request.contact.id[:2]))
        for request in requests
    )
    one_zone = [replace(request, contact=replace(request.contact, timezone="Europe/Stockholm")) for request in asked]
    result, pairs = planned((replace(known, rep=replace(known.rep, capacity=4)), tuple(one_zone), now))
    days, weeks, reps, cadences = Counter(), Counter(), Counter(), Counter()
    for taken in known.taken:
        if taken.reaches and taken.key not in result.displaced:
            here = rules.local(taken.span.start, "Europe/Stockholm").date()
            days[taken.contact, here] += 1
            weeks[taken.contact, here.isocalendar()[:2]] += 1
            reps[rules.local(taken.span.start, known.rep.timezone).date()] += 1
            cadences["cold", rules.local(taken.span.start, known.rep.timezone).date()] += 1
    exempt, bound = [], []
    for request, placement in pairs:
        if request.channel in REACHING:
            free = rules.excepted(request) or placement.conflicts
            (exempt if free else bound).append((request, placement.span.start))
    for request, start in bound:
        here, at_reps = rules.local(start, "Europe/Stockholm").date(), rules.local(start, known.rep.timezone).date()
        reps[at_reps] += 1
        cadences[request.cadence, at_reps] += 1
        assert reps[at_reps] <= 4
        assert cadences[request.cadence, at_reps] <= 3
        if not request.joins:
            days[request.contact.id, here] += 1
            weeks[request.contact.id, here.isocalendar()[:2]] += 1
            assert days[request.contact.id, here] <= 1
            assert weeks[request.contact.id, here.isocalendar()[:2]] <= 2


@given(worlds(), st.integers(0, 14))
def test_what_stands_stays(world, minutes):
    """Planning again, a little later, with nothing new, moves nothing and says the same."""
    known, _, now = world
    first, pairs = planned(world)
    assume(not first.displaced)
    again = tuple(replace(request, placed=p.span, said=p.reasons) for request, p in pairs)
    second = plan(known, again, rules.holiday_name, Instant(now + timedelta(minutes=minutes)))
    assert not second.displaced
    for before, after in zip(first.placements, second.placements, strict=True):
        if not before.conflicts:
            assert after == before


@given(worlds(most=4))
def test_few_beside_many_keep_the_same_rules(world):
    """One touch asked about beside the others as taken stands where nothing that stands is hurt."""
    known, _, now = world
    first, pairs = planned(world)
    (asked, _), others = pairs[0], pairs[1:]
    standing = tuple(
        Taken(r.key, p.span, r.contact.id, r.cadence, r.channel in REACHING, joins=r.joins, kind=r.kind)
        for r, p in others
    )
    taken = tuple(t for t in known.taken if t.key not in first.displaced) + standing
    (placement,) = plan(replace(known, taken=taken), [asked], rules.holiday_name, now).placements
    if "conflict-nothing-fits" not in codes(placement.conflicts):
        assert all(t.movable or not t.span.overlaps(placement.span) for t in taken)


@given(worlds())
def test_an_exact_time_is_kept_to_the_minute(world):
    known, requests, now = world
    held = set()
    for request, placement in planned(world)[1]:
        promise = rules.single(request)
        if promise is None or promise.when.at is None or request.channel not in SPOKEN:
            continue
        at = rules.ZoneInfo(request.contact.timezone)
        wanted = promise.when.at.replace(tzinfo=at).astimezone(rules.UTC)
        if wanted.astimezone(at).replace(tzinfo=None) != promise.when.at or wanted < max(now, request.due):
            continue
        end = wanted + timedelta(minutes=request.takes)
        low, high = wanted - timedelta(minutes=wanted.minute % 5), end + timedelta(minutes=-end.minute % 5)
        hard = rules.broken(request, known.rep, low, high) & {"call-hours", "holiday", "absent"}
        firm = any(not t.movable and t.span.start < high and low < t.span.end for t in known.taken)
        if hard or firm or any(low < b and a < high for a, b in held):
            continue
        if placement.span.start != wanted:  # only another appointment may have been there first
            others = [r for r in requests if r.key != request.key and r.promises and r.promises[0].when.at]
            assert others, placement
        held.add((low, high))


@given(worlds())
def test_reasons_hold_when_checked(world):
    known, _, _ = world
    for request, placement in planned(world)[1]:
        start = placement.span.start
        where = request.contact.timezone
        for code, args in placement.reasons:
            if code == "holiday":
                day = rules.date.fromisoformat(args[0])
                assert rules.holiday_name(day, args[2], None) == args[1]
                assert day < rules.local(start, where).date()
            elif code == "promised":
                assert rules.keeps_promise(request, start)
            elif code == "windows":
                assert "windows" not in rules.broken(request, known.rep, start, placement.span.end)
            elif code in {"busy", "day-full", "rep-full", "absent"}:
                assert rules.date.fromisoformat(args[0]) < rules.local(start, where).date()
            elif code == "another-part":
                assert args[0] not in args[1:]
                assert request.channel is Channel.CALL
            elif code == "another-day":
                assert args[0] == str(rules.local(start, where).isoweekday())
                assert set(args[1:]) == set(map(str, request.tried_days)) - {args[0]}
        assert request.reason in placement.reasons
