"""What the examples of placing are made of: a rep in Stockholm, contacts, and short words for requests."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cadences.cadence import DEFAULT_WINDOWS
from cadences.moments import Span, instant
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.placement import RepWorld, Request
from cadences.planner.plan import plan
from cadences.promises import Promise, When, WhenKind
from cadences.reasons import Reason
from integrations.holidays_of import Holidays

HOLIDAYS = Holidays().name_of
STOCKHOLM, NEW_YORK = "Europe/Stockholm", "America/New_York"


def at(text, where=STOCKHOLM):
    return instant(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(where)))


MONDAY = at("2026-11-23T08:00")
REP = Rep("sanne", "Sanne Lind", STOCKHOLM, country="SE")
ANNA = Contact("anna", "Anna Berg", STOCKHOLM, country="SE")
BOB = Contact("bob", "Bob Ray", NEW_YORK, country="US")


def ask(key="e", contact=ANNA, **changes):
    request = Request(key, contact, Channel.CALL, 10, MONDAY, Reason("first-step"), DEFAULT_WINDOWS, "cold")
    return replace(request, **changes)


def said(when, since=MONDAY, **more):
    return Promise(when, since, "in their words", **more)


AFTER_FIVE = said(When(WhenKind.STANDING, windows=((1020, None),)))


def exactly(text, since=MONDAY):
    return said(When(WhenKind.AT, at=datetime.fromisoformat(text)), since)


def on(day, hours=()):
    return said(
        When(WhenKind.ONE_OFF, not_before=date.fromisoformat(day), not_after=date.fromisoformat(day), windows=hours)
    )


def place(*requests, rep=REP, now=MONDAY, holiday=HOLIDAYS, **world):
    return plan(RepWorld(rep, **world), requests, holiday, now)


def stands(result, n=0, where=STOCKHOLM):
    return result.placements[n].span.start.astimezone(ZoneInfo(where)).strftime("%a %d %b %H:%M")


def conflicts(result, n=0):
    return [reason.code for reason in result.placements[n].conflicts]


def codes(result, n=0):
    return [reason.code for reason in result.placements[n].reasons]


def span(start, end):
    return Span(at(start), at(end))
