"""What a person did, from two readings; a server that rewrites what it was given did nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.enrollment import Answered, Moved, Noted, Pin
from cadences.moments import Span, instant
from cadences.outcomes import Channel, Outcome
from cadences.shown import EventText
from daemon.sync.understand import Cancelled, Invited, MovedTo, Wrote, facts, understand
from integrations.caldav.mapping import Wanted, read, to_body

NOW = instant(datetime(2026, 11, 23, 9, tzinfo=UTC))
SPAN = Span(NOW, instant(NOW + timedelta(minutes=15)))
TEXT = EventText("☎ Anna Berg · Acme AB", "Answer:\n\nWhy now.\nPhone +46 70 123 45 67\n\n---\nref 01234567.e.1")
BODY = to_body(Wanted("u", SPAN, "Europe/Stockholm", TEXT, NOW))
BASE = read(BODY, ZoneInfo("Europe/Stockholm"))


def edited(*changes):
    body = BODY.replace(b"\r\n ", b"").decode()
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    return read(body.encode(), ZoneInfo("Europe/Stockholm"))


@pytest.mark.parametrize(
    ("changes", "edits"),
    [
        ((), ()),
        ((("DTSTAMP:20261123T090000Z", "DTSTAMP:20261124T090000Z"), ("SEQUENCE:0", "SEQUENCE:3")), ()),
        ((("CATEGORIES:klart", "CATEGORIES:KLART\r\nCOLOR:tomato\r\nX-APPLE-X:1"),), ()),
        ((("STATUS:CONFIRMED", "STATUS:CONFIRMED\r\nLOCATION:Malmö"),), ()),
        ((("DTSTART;TZID=Europe/Stockholm:20261123T100000", "DTSTART:20261123T090000Z"),), ()),
        (
            (("DTEND;TZID=Europe/Stockholm:20261123T101500", "DTEND;TZID=Europe/Stockholm:20261123T103000"),),
            (MovedTo(Pin(Span(NOW, instant(NOW + timedelta(minutes=30))))),),
        ),
        (
            (
                ("DTSTART;TZID=Europe/Stockholm:20261123T100000", "DTSTART;VALUE=DATE:20261125"),
                ("DTEND;TZID=Europe/Stockholm:20261123T101500", "DTEND;VALUE=DATE:20261126"),
            ),
            (MovedTo(Pin(day=date(2026, 11, 25))),),
        ),
        (
            (("DTSTART;TZID=Europe/Stockholm:20261123T100000", "DTSTART;TZID=Nowhere/Atall:20261123T110000"),),
            (),
        ),
        ((("SUMMARY:☎", "SUMMARY:no answer ☎"),), (Wrote("no answer"),)),
        ((("SUMMARY:☎ Anna Berg · Acme AB", "SUMMARY:Something else"),), (Wrote("Something else"),)),
        ((("Answer:", "Answer: ring after five"),), (Wrote("ring after five"),)),
        ((("01234567.e.1", "01234567.e.1\\n\\nAsk for Eva"),), (Wrote("Ask for Eva"),)),
        ((("STATUS:CONFIRMED", "STATUS:CANCELLED"),), (Cancelled(),)),
        (
            (("STATUS:CONFIRMED", "STATUS:CONFIRMED\r\nATTENDEE:mailto:anna@acme.example"),),
            (Invited(("mailto:anna@acme.example",)),),
        ),
    ],
)
def test_each_edit(changes, edits):
    assert understand(BASE, edited(*changes)) == edits


@given(st.integers(-2000, 2000), st.integers(0, 300))
def test_a_move_is_seen_exactly_when_the_times_differ(shift, length):
    start = instant(NOW + timedelta(minutes=shift))
    theirs = replace(BASE, start=start, end=instant(start + timedelta(minutes=length)))
    moved = understand(BASE, theirs)
    assert moved == (() if (shift, length) == (0, 15) else (MovedTo(Pin(Span(theirs.start, theirs.end))),))


@pytest.mark.parametrize(
    ("channel", "outcome"),
    [
        (Channel.CALL, Outcome.NO_ANSWER),
        (Channel.VISIT, Outcome.NO_ANSWER),
        (Channel.EMAIL, Outcome.SENT),
        (Channel.PREPARE, Outcome.DONE),
        (Channel.TASK, Outcome.DONE),
    ],
)
def test_a_cancelled_event_is_an_answer(channel, outcome):
    (fact,) = facts((Cancelled(),), 3, channel, NOW, is_open=True)
    assert isinstance(fact, Answered)
    assert (fact.answer.outcome, fact.touch, fact.at) == (outcome, 3, NOW)


def test_a_record_takes_notes_alone():
    edits = (Wrote("she called back"), MovedTo(Pin(SPAN)), Cancelled(), Invited(("x",)))
    assert facts(edits, 3, Channel.CALL, NOW, is_open=False) == (Noted("she called back", 3),)
    said = facts(edits, 3, Channel.CALL, NOW, is_open=True)
    assert [type(fact) for fact in said] == [Noted, Moved, Answered]
