"""Worlds to plan in, made by Hypothesis: zones far apart, weeks in which clocks change, holidays, promises, caps."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from cadences.cadence import Counts, Kind, Limits, Vary
from cadences.moments import Instant, Span, instant
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.placement import Part, RepWorld, Request, Taken
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from cadences.windows import Window

ZONES = (
    "Europe/Stockholm",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Honolulu",
)
STARTS = tuple(
    instant(datetime(*when, tzinfo=UTC))
    for when in (
        (2026, 3, 5, 7),
        (2026, 3, 26, 9, 3),
        (2026, 10, 22, 6),
        (2026, 10, 30, 23),
        (2026, 12, 21, 8, 30),
        (2027, 4, 1, 0),
    )
)
nows = st.sampled_from(STARTS)
clocks = st.integers(0, 288).map(lambda n: n * 5)
days = st.frozensets(st.integers(1, 7), min_size=1)


@st.composite
def windows(draw, least=30):
    start = draw(st.integers(0, (1440 - least) // 15)) * 15
    end = draw(st.integers((start + least) // 15, 96)) * 15
    return Window(draw(st.one_of(st.just(frozenset(range(1, 6))), days)), start, max(end, start + least))


@st.composite
def reps(draw, now):
    away = draw(st.lists(spans(now, 12, 3 * 1440), max_size=1))
    return Rep(
        "r",
        "Rep",
        draw(st.sampled_from(ZONES)),
        country=draw(st.sampled_from((None, "SE", "DK"))),
        hours=draw(
            st.one_of(st.just((Window.parse("Mon-Fri 08:00-17:00"),)), st.lists(windows(), max_size=2).map(tuple))
        ),
        capacity=draw(st.sampled_from((None, None, 2, 5))),
        absences=tuple(away),
    )


@st.composite
def spans(draw, now, within_days, longest):
    start = now + timedelta(minutes=draw(st.integers(-600, within_days * 1440)))
    return Span(Instant(start), Instant(start + timedelta(minutes=draw(st.integers(1, longest)))))


hours = st.tuples(st.one_of(st.none(), clocks), st.one_of(st.none(), clocks)).filter(
    lambda h: (h[0] or 0) < (1440 if h[1] is None else h[1])
)


@st.composite
def promises(draw, now):
    day = now.date() + timedelta(days=draw(st.integers(0, 12)))
    what = draw(st.sampled_from(("hours", "days", "day", "from", "range", "at", "not")))
    kind = WhenKind.ONE_OFF
    if what == "hours":
        when = When(WhenKind.STANDING, windows=(draw(hours),))
    elif what == "days":
        when = When(WhenKind.STANDING, days=draw(days), windows=draw(st.one_of(st.just(()), st.tuples(hours))))
    elif what == "not":
        when = When(WhenKind.STANDING, not_days=frozenset({draw(st.integers(1, 7))}), not_windows=(draw(hours),))
    elif what == "day":
        when = When(kind, not_before=day, not_after=day, windows=draw(st.one_of(st.just(()), st.tuples(hours))))
    elif what == "from":
        when = When(kind, not_before=day)
    elif what == "range":
        when = When(kind, not_before=day, not_after=day + timedelta(days=draw(st.integers(1, 9))))
    else:
        at = datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), draw(st.integers(0, 59)))
        when = When(WhenKind.AT, at=at)
    return Promise(when, Instant(now - timedelta(hours=draw(st.integers(0, 99)))), "words")


@st.composite
def requests(draw, now, key, contacts=4, *, promised=True):
    number = draw(st.integers(1, contacts))
    where = ZONES[number % len(ZONES)] if draw(st.booleans()) else "Europe/Stockholm"
    zones = draw(st.sampled_from(((), (), ("Europe/Madrid", "Atlantic/Canary"))))
    contact = Contact(
        f"c{number}-{where}-{len(zones)}",
        "Anna Berg",
        where,
        call_zones=zones,
        country=draw(st.sampled_from((None, "SE", "FR", "NL", "XX"))),
        last_contact_at=draw(
            st.sampled_from((None, Instant(now - timedelta(days=30)), Instant(now - timedelta(days=3))))
        ),
    )
    return Request(
        key=key,
        contact=contact,
        channel=draw(st.sampled_from((Channel.CALL, Channel.CALL, Channel.EMAIL, Channel.VISIT, Channel.TASK))),
        takes=draw(st.sampled_from((5, 10, 15, 35))),
        due=Instant(now + timedelta(minutes=draw(st.integers(-1440, 5 * 1440)))),
        reason=Reason("first-step", ("0", now.isoformat())),
        windows=draw(
            st.one_of(st.just((Window.parse("Mon-Fri 09:00-17:00"),)), st.lists(windows(), max_size=2).map(tuple))
        ),
        cadence=draw(st.sampled_from(("cold", "warm"))),
        kind=draw(st.sampled_from(tuple(Kind))),
        counts=draw(st.sampled_from(tuple(Counts))),
        limits=draw(st.sampled_from((Limits(), Limits(3, 1, 2), Limits(None, 2, 4)))),
        promises=tuple(draw(st.lists(promises(now), max_size=1))) if promised else (),
        joins=draw(st.booleans()),
        reply=draw(st.booleans()),
        put_offs=draw(st.integers(0, 2)),
        hurried=draw(st.booleans()),
        vary=draw(st.sampled_from((Vary.HOUR, Vary.HOUR, Vary.DAY, Vary.NONE))),
        tried=tuple(draw(st.lists(st.sampled_from(tuple(Part)), max_size=2))),
        tried_days=tuple(draw(st.lists(st.integers(1, 5), max_size=3))),
    )


@st.composite
def worlds(draw, most=6):
    """A rep's world and requests in it: (world, requests, now)."""
    now = draw(nows)
    asked = [draw(requests(now, f"e{n}")) for n in range(draw(st.integers(1, most)))]
    busy = draw(st.lists(spans(now, 8, 300), max_size=4))
    taken, end = [], now
    for n in range(draw(st.integers(0, 4))):
        start = Instant(end + timedelta(minutes=5 * draw(st.integers(0, 400))))
        end = Instant(start + timedelta(minutes=draw(st.sampled_from((10, 30)))))
        taken.append(
            Taken(
                f"t{n}",
                Span(start, end),
                f"c{n}",
                "cold",
                reaches=draw(st.booleans()),
                movable=draw(st.booleans()),
                kind=Kind.PROSPECTING,
            )
        )
    return RepWorld(draw(reps(now)), tuple(busy), tuple(taken)), tuple(asked), now


__all__ = ["date", "nows", "requests", "worlds"]
