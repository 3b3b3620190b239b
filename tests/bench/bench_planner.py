"""How many touches the planner places a second on one core, reasons included: 200 reps of 500 touches in 8 weeks.

Two zones, three cadences, real holidays, retries that vary, one contact in six with a standing promise. Beside it, as
the measure of the machine, the same number of placements by walking over lists of intervals with datetimes.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cadences.cadence import Kind, Limits, Vary
from cadences.moments import Instant, Span, instant
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.placement import Part, Plan, RepWorld, Request, Taken
from cadences.planner.plan import plan
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from cadences.windows import Window
from integrations.holidays_of import Holidays

REPS, TOUCHES, LISTED = 200, 500, 2
NOW = instant(datetime(2026, 11, 23, 6, tzinfo=UTC))
WINDOWS = (
    (Window.parse("Mon-Fri 09:00-11:30"), Window.parse("Mon-Thu 13:00-16:30")),
    (Window.parse("Mon-Fri 09:00-17:00"),),
    (Window.parse("Mon-Thu 10:00-16:00"),),
)
PLACES = (("Europe/Stockholm", "SE"), ("Europe/Copenhagen", "DK"), ("Europe/London", "GB"))
AFTER_FIVE = Promise(When(WhenKind.STANDING, windows=((1020, None),)), NOW, "after five, please")


def request(rep: int, n: int) -> Request:
    where, country = PLACES[(rep + n) % 3]
    contact = Contact(f"c{rep}-{n}", "Anna Berg", where, country=country, region="ENG" if country == "GB" else None)
    return Request(
        key=f"e{rep}-{n}",
        contact=contact,
        channel=(Channel.CALL, Channel.CALL, Channel.EMAIL, Channel.TASK)[n % 4],
        takes=(10, 15)[n % 2],
        due=Instant(NOW + timedelta(minutes=80 * ((n * 7919 + rep) % 1000))),
        reason=Reason("wait-after", ("1 business day", "no_answer", "2026-11-20T09:10:00+01:00")),
        windows=() if n % 4 == 3 else WINDOWS[n % 3],
        cadence=("cold-call", "quote-follow-up", "existing-customer")[n % 3],
        kind=(Kind.PROSPECTING, Kind.LOOK_BACK, Kind.LOOK_BACK)[n % 3],
        limits=Limits(touches_per_rep_per_day=20) if n % 3 == 0 else Limits(),
        promises=(AFTER_FIVE,) if n % 6 == 5 else (),
        vary=Vary.HOUR,
        tried=(Part.EARLY,) if n % 8 == 0 else (),
    )


def rep(number: int) -> Rep:
    return Rep(f"r{number}", "Sanne Lind", "Europe/Stockholm", country="SE", capacity=60)


def listed(requests: list[Request]) -> int:
    """Place by walking over a list of taken intervals in steps of five minutes (the measure of the machine)."""
    taken: list[tuple[datetime, datetime]] = []
    for one in sorted(requests, key=lambda request: request.due):
        start = one.due + timedelta(minutes=-one.due.minute % 5)
        while True:
            end = start + timedelta(minutes=one.takes)
            if 8 <= start.hour < 16 and start.weekday() < 5 and all(end <= a or b <= start for a, b in taken):
                break
            start += timedelta(minutes=5)
        taken.append((start, end))
    return len(taken)


def timed(work: Callable[[], Plan]) -> tuple[float, Plan]:
    """Do it; return the CPU seconds that it took, and its result."""
    begun = time.process_time()
    done = work()
    return time.process_time() - begun, done


def main() -> None:
    """Measure rep by rep, as the daemon plans, and print one line of JSON."""
    holiday = Holidays().name_of
    plan(RepWorld(rep(0)), [request(0, n) for n in range(TOUCHES)], holiday, NOW)
    gc.collect()
    gc.freeze()  # what is imported is no garbage of the planner's
    fresh, standing, few, walked = [], [], [], []
    reasons = 0
    for number in range(REPS):
        world, requests = RepWorld(rep(number)), [request(number, n) for n in range(TOUCHES)]
        spent, made = timed(lambda w=world, r=requests: plan(w, r, holiday, NOW))
        fresh.append(spent)
        reasons += sum(len(placement.reasons) for placement in made.placements)
        again = [replace(r, placed=p.span, said=p.reasons) for r, p in zip(requests, made.placements, strict=True)]
        standing.append(timed(lambda w=world, r=again: plan(w, r, holiday, NOW))[0])
        taken = tuple(_taken(r, p.span) for r, p in zip(requests[1:], made.placements[1:], strict=True))
        one = RepWorld(world.rep, taken=taken)
        few.append(timed(lambda w=one, r=requests[:1]: plan(w, r, holiday, NOW))[0])
        if number < LISTED:
            begun = time.process_time()
            listed(requests)
            walked.append(time.process_time() - begun)
    each = sum(fresh) / (REPS * TOUCHES)
    result = {
        "bench": "planner",
        "placements": REPS * TOUCHES,
        "placements_per_s": round(1 / each),
        "placements_per_s_median": round(TOUCHES / statistics.median(fresh)),
        "standing_per_s_median": round(TOUCHES / statistics.median(standing)),
        "one_beside_500_us_median": round(statistics.median(few) * 1e6),
        "ratio_to_walking_lists": round(statistics.mean(walked) / TOUCHES / each, 1),
        "reasons": reasons,
    }
    sys.stdout.write(json.dumps(result) + "\n")


def _taken(one: Request, span: Span) -> Taken:
    return Taken(one.key, span, one.contact.id, one.cadence, one.channel is not Channel.TASK, kind=one.kind)


if __name__ == "__main__":
    main()
