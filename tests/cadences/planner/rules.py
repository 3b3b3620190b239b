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
from cadences.windows import Window

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
    when = promise.when
    there = local(start, when.tz or request.contact.timezone)
    if request.channel not in SPOKEN:
        return there.date() == when.at.date() if when.at else in_dates(when, there)
    if when.at:
        return there.replace(tzinfo=None) == when.at
    weekday = local(start, request.contact.timezone).isoweekday()
    right_day = (not when.days or weekday in when.days) and weekday not in when.not_days and in_dates(when, there)
    inside = not when.windows or _at_hours(there, when.windows)
    return right_day and inside and not _at_hours(there, when.not_windows)


def _at_hours(there, hours):
    return any((low or 0) <= minute(there) < (1440 if high is None else high) for low, high in hours)


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
    all_of_it = moments(start, end)
    checks = {
        "call-hours": _rung_too_late(request, all_of_it),
        "holiday": _on_a_holiday(request, rep, all_of_it),
        "weekend": _on_a_weekend(request, rep, all_of_it),
        "promise": not keeps_promise(request, start),
        "windows": bool(request.windows) and not _in_cadence_windows(request, all_of_it),
        "hours": not _in_hours(request, rep, all_of_it),
        "reach": not in_windows(all_of_it, (_reach(rep),), rep.timezone),
        "absent": any(away.start < end and start < away.end for away in rep.absences),
    }
    return {name for name, is_broken in checks.items() if is_broken}


def _rung_too_late(request, all_of_it):
    if request.channel is not Channel.CALL:
        return False
    rules = call_hours(request.contact.country)
    for name in request.contact.call_zones or (request.contact.timezone,):
        for moment in all_of_it:
            there = local(moment, name)
            limit = rules.until.get((there.month, there.day), 1440)
            if not in_windows([moment], rules.windows, name) or minute(there) + 5 > limit:
                return True
    return False


def _on_a_holiday(request, rep, all_of_it):
    contact, counts = request.contact, request.counts
    law = request.channel is Channel.CALL and call_hours(contact.country).never_on_holidays
    places = []
    if request.channel in REACHING and contact.country and (law or counts in {Counts.CONTACT, Counts.BOTH}):
        places.append((contact.timezone, contact.country, contact.region))
    if counts in {Counts.REP, Counts.BOTH} and rep.country:
        places.append((rep.timezone, rep.country, rep.region))
    return any(holiday_name(local(m, name).date(), *place) for name, *place in places for m in all_of_it)


def _on_a_weekend(request, rep, all_of_it):
    reaches, counts = request.channel in REACHING, request.counts
    zones = []
    if reaches and counts is not Counts.REP:
        zones.append(request.contact.timezone)
    if counts is not Counts.CONTACT or not reaches:
        zones.append(rep.timezone)
    return any(
        local(m, name).isoweekday() > 5 and not named(request, local(m, request.contact.timezone).date())
        for name in zones
        for m in all_of_it
    )


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
    moment = max(request.due, now + timedelta(minutes=0 if request.hurried else 15))
    rest = (moment - datetime(2020, 1, 1, tzinfo=UTC)) % STEP
    return moment if not rest else moment + STEP - rest
