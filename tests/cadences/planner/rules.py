"""The rules of placing, said once more without bits: minute by minute, by the clocks of the zones concerned."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cadences.cadence import Counts
from cadences.callhours import call_hours
from cadences.moments import at_wall
from cadences.outcomes import REACHING, SPOKEN, Channel
from cadences.people import Rep
from cadences.placement import Request
from cadences.promises import Promise, WhenKind

STEP = timedelta(minutes=5)


def holiday_name(day: date, country: str, region: str | None) -> str | None:
    """Some made-up public holidays, thick enough to be met."""
    if country == "XX":
        return None
    if (day.month, day.day) in {(12, 24), (12, 25), (1, 1)}:
        return "Yule"
    return f"Day {day.day} of {country}" if (day.toordinal() + len(country) + ord(country[0])) % 11 == 0 else None


def moments(start, end):
    """The starts of the 5-minute stretches of a touch."""
    found, here = [], start
    while here < end:
        found.append(here)
        here += STEP
    return found


def local(moment, name):
    return moment.astimezone(ZoneInfo(name))


def wall(naive, name):
    """When clocks in a zone show that: after a gap the first that exists, of two the first."""
    return at_wall(naive.date(), minute(naive), ZoneInfo(name))


def minute(there):
    return there.hour * 60 + there.minute


def in_windows(moments_, windows, name):
    """Whether every minute of a touch lies in one of the windows."""
    for moment in moments_:
        there = local(moment, name)
        last = local(moment + STEP - timedelta(minutes=1), name)
        if not any(
            there.isoweekday() in w.days
            and w.start <= minute(there)
            and minute(last) < w.end
            and there.date() == last.date()
            for w in windows
        ):
            return False
    return True


def single(request: Request) -> Promise | None:
    """The promise that binds a request, of at most one; an exact time before it is due is over."""
    (promise,) = request.promises or (None,)
    if promise is None:
        return None
    if request.channel in SPOKEN:
        at = promise.when.at
        over = at is not None and wall(at, promise.when.tz or request.contact.timezone) < request.due
        return None if over else promise
    dated = promise.when.at or promise.when.not_before or promise.when.not_after
    return promise if request.channel in REACHING and dated else None


def named(request: Request, day: date) -> bool:
    """Whether the promise names that day of the contact's."""
    promise = single(request)
    if promise is None:
        return False
    when = promise.when
    spoken = request.channel in SPOKEN
    if spoken and when.days and day.isoweekday() in when.days:
        return True
    if when.at:
        return not spoken and when.at.date() == day
    first, last = when.not_before, when.not_after
    if first is None or last is None:
        return False
    first = first.date() if isinstance(first, datetime) else first
    last = last.date() if isinstance(last, datetime) else last
    weekend = first.isoweekday() > 5 and last.isoweekday() > 5 and (last - first).days <= 1
    return first <= day <= last and (first == last or weekend)


def keeps_promise(request: Request, start) -> bool:
    promise = single(request)
    if promise is None:
        return True
    when, name = promise.when, promise.when.tz or request.contact.timezone
    there = local(start, name)
    if request.channel not in SPOKEN:
        if when.at:
            return there.date() == when.at.date()
        return in_dates(when, there)
    if when.at:
        return there.replace(tzinfo=None) == when.at
    here = local(start, request.contact.timezone)
    if when.days and here.isoweekday() not in when.days:
        return False
    if here.isoweekday() in when.not_days or not in_dates(when, there):
        return False
    at = minute(there)
    inside = not when.windows or any((a or 0) <= at < (1440 if b is None else b) for a, b in when.windows)
    return inside and not any((a or 0) <= at < (1440 if b is None else b) for a, b in when.not_windows)


def in_dates(when, there):
    naive = there.replace(tzinfo=None)
    for bound, low in ((when.not_before, True), (when.not_after, False)):
        if bound is None:
            continue
        mine = naive if isinstance(bound, datetime) else naive.date()
        if (mine < bound) if low else (mine > bound):
            return False
    return True


def broken(request: Request, rep: Rep, start, end) -> set[str]:
    """The rules that a touch from `start` to `end` would break, of those that know no other touch."""
    found, contact, all_of_it = set(), request.contact, moments(start, end)
    reaches = request.channel in REACHING
    here_days = {local(m, contact.timezone).date() for m in all_of_it}
    rep_days = {local(m, rep.timezone).date() for m in all_of_it}
    rules = call_hours(contact.country)
    if request.channel is Channel.CALL:
        for name in contact.call_zones or (contact.timezone,):
            if not in_windows(all_of_it, rules.windows, name):
                found.add("call-hours")
            for moment in all_of_it:
                there = local(moment, name)
                limit = rules.until.get((there.month, there.day))
                if limit is not None and minute(there) + 5 > limit:
                    found.add("call-hours")
    counts = request.counts
    for day in here_days:
        law = request.channel is Channel.CALL and rules.never_on_holidays
        if reaches and contact.country and (law or counts in {Counts.CONTACT, Counts.BOTH}):
            if holiday_name(day, contact.country, contact.region):
                found.add("holiday")
        if reaches and counts is not Counts.REP and day.isoweekday() > 5 and not named(request, day):
            found.add("weekend")
    for day in rep_days:
        if counts in {Counts.REP, Counts.BOTH} and rep.country and holiday_name(day, rep.country, rep.region):
            found.add("holiday")
    for moment in all_of_it:
        at_reps, here = local(moment, rep.timezone).date(), local(moment, contact.timezone).date()
        if (counts is not Counts.CONTACT or not reaches) and at_reps.isoweekday() > 5 and not named(request, here):
            found.add("weekend")
    if not keeps_promise(request, start):
        found.add("promise")
    if request.windows and not _in_cadence_windows(request, all_of_it):
        found.add("windows")
    if not _in_hours(request, rep, all_of_it):
        found.add("hours")
    if not in_windows(all_of_it, (_reach(rep),), rep.timezone):
        found.add("reach")
    if any(a.start < end and start < a.end for a in rep.absences):
        found.add("absent")
    return found


def _hours_named(request):
    promise = single(request)
    return promise is not None and request.channel in SPOKEN and bool(promise.when.windows)


def _in_cadence_windows(request, all_of_it):
    name, windows = request.contact.timezone, request.windows
    days = {day for w in windows for day in w.days}
    if _hours_named(request):
        return all(local(m, name).isoweekday() in days or named(request, local(m, name).date()) for m in all_of_it)
    for moment in all_of_it:
        day = local(moment, name).date()
        mine = windows
        if named(request, day) and day.isoweekday() not in days:
            mine = tuple(type(w)(frozenset(range(1, 8)), w.start, w.end) for w in windows)
        if not in_windows([moment], mine, name):
            return False
    return True


def _reach(rep):
    from cadences.windows import Window

    return Window(frozenset(range(1, 8)), rep.earliest, rep.latest)


def _in_hours(request, rep, all_of_it):
    workdays = {day for w in rep.hours for day in w.days}
    for moment in all_of_it:
        if in_windows([moment], rep.hours, rep.timezone):
            continue
        reach = in_windows([moment], (_reach(rep),), rep.timezone)
        weekday = local(moment, rep.timezone).isoweekday()
        if reach and _hours_named(request) and weekday in workdays:
            continue
        if reach and named(request, local(moment, request.contact.timezone).date()) and weekday not in workdays:
            continue
        return False
    return True


def excepted(request: Request) -> bool:
    promise = single(request)
    return request.excepted or (promise is not None and promise.when.kind is not WhenKind.STANDING)


def first_candidate(request: Request, now):
    """The first start on the grid that wait, lead and a `not before` allow."""
    moment = max(request.due, now + timedelta(minutes=15))
    rest = (moment - datetime(2020, 1, 1, tzinfo=UTC)) % STEP
    return moment if not rest else moment + STEP - rest
