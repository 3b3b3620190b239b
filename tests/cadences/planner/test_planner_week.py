"""One rep's week as a person would read it: `week.txt`. After a change that is meant: `KLART_GOLDEN=write`."""

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cadences.cadence import Kind, Limits, Vary
from cadences.enrollment import Pin
from cadences.moments import Span, instant
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.placement import Occasions, Part, RepWorld, Request
from cadences.planner.plan import plan
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from cadences.windows import Window
from integrations.holidays_of import Holidays

GOLDEN = Path(__file__).with_name("week.txt")
STOCKHOLM = "Europe/Stockholm"


def at(text, where=STOCKHOLM):
    return instant(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(where)))


NOW = at("2026-12-21T07:45")
AWAY = (Span(at("2026-12-22T12:00"), at("2026-12-22T17:00")),)
REP = Rep("sanne", "Sanne Lind", STOCKHOLM, country="SE", capacity=12, absences=AWAY)
BUSY = (Span(at("2026-12-21T09:00"), at("2026-12-21T10:30")), Span(at("2026-12-23T13:00"), at("2026-12-23T16:00")))
MORNINGS = (Window.parse("Mon-Fri 09:00-11:30"), Window.parse("Mon-Thu 13:00-16:30"))
ANNA = Contact("anna", "Anna Berg", STOCKHOLM, company="Acme AB", country="SE")
ERIK = Contact("erik", "Erik Lund", "Europe/Copenhagen", zone_source="country", company="Fjordkraft ApS", country="DK")
SANNE = Contact(
    "sanne-v", "Sanne de Vries", "Europe/Amsterdam", zone_source="phone", company="Vermeer BV", country="NL"
)
BOB = Contact("bob", "Bob Ray", "America/New_York", company="Hudson Tools", country="US")
PIERRE = Contact("pierre", "Pierre Roux", "Europe/Paris", company="Roux SARL", country="FR")


def ask(key, contact, channel=Channel.CALL, **more):
    windows = () if channel in {Channel.PREPARE, Channel.TASK} else MORNINGS
    return replace(Request(key, contact, channel, 10, NOW, Reason("first-step"), windows, "cold-call"), **more)


def said(words, kind=WhenKind.STANDING, **when):
    return (Promise(When(kind, **when), at("2026-12-18T10:00"), words),)


DRAGGED = Pin(span=Span(at("2026-12-21T16:05"), at("2026-12-21T16:20")))
TUESDAY = said("dinsdag half drie", WhenKind.AT, at=datetime(2026, 12, 22, 14, 30))
JANUARY = said("i januari", WhenKind.ONE_OFF, not_before=date(2027, 1, 1))
REQUESTS = (
    ask("anna: read up", ANNA, Channel.PREPARE, takes=15),
    ask("anna: call after five", ANNA, promises=said("ring efter 17", windows=((1020, None),))),
    ask("erik: second try", ERIK, vary=Vary.HOUR, tried=(Part.LATE_MORNING,)),
    ask("erik: mail too", ERIK, Channel.EMAIL),
    ask("sanne: tuesday 14:30, away then", SANNE, promises=TUESDAY),
    ask("bob: after five in New York", BOB, promises=said("after five", windows=((1020, None),))),
    ask("pierre: at lunch", PIERRE, due=at("2026-12-21T12:00")),
    ask("fresh from the fair", replace(ANNA, id="fresh"), kind=Kind.FRESH),
    ask("an old customer", replace(ANNA, id="old"), kind=Kind.LOOK_BACK, due=at("2026-12-24T00:00")),
    ask("a reply to answer", replace(ANNA, id="reply"), Channel.EMAIL, reply=True),
    ask("pinned to wednesday", replace(ANNA, id="pinned"), pin=Pin(day=date(2026, 12, 23))),
    ask("dragged to 16:05", replace(ANNA, id="dragged"), pin=DRAGGED),
    ask("touched enough this week", replace(ANNA, id="enough"), limits=Limits(touches_per_contact_per_week=2)),
    ask("not before the new year", replace(ANNA, id="later"), promises=JANUARY),
)
HEADING = "Sanne Lind in Stockholm, Mon 21 Dec 2026, 07:45: busy Mon 9:00-10:30 and Wed 13:00-16:00, away Tue afternoon"
DONE = Occasions(contact_days={"enough": (date(2026, 12, 21), date(2026, 12, 22))})


def test_a_week_before_christmas():
    result = plan(RepWorld(REP, BUSY, occasions=DONE), REQUESTS, Holidays().name_of, NOW)
    lines = [HEADING, ""]
    for placement in sorted(result.placements, key=lambda p: p.span.start):
        start, end = (moment.astimezone(ZoneInfo(STOCKHOLM)) for moment in (placement.span.start, placement.span.end))
        lines.append(f"{start:%a %d %b %H:%M}-{end:%H:%M}  {placement.key}")
        lines += [f"      {' '.join((reason.code, *reason.args))}" for reason in placement.reasons]
        lines += [f"    ! {' '.join((reason.code, *reason.args))}" for reason in placement.conflicts]
    told = "\n".join(lines) + "\n"
    if os.environ.get("KLART_GOLDEN") == "write":
        GOLDEN.write_text(told)
    assert told == GOLDEN.read_text()
