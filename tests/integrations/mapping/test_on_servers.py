"""Our events on real servers: what comes back is what was sent, and needs no second write."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cadences.moments import Span, instant
from integrations.caldav.mapping import EventText, Seen, Wanted, merge, read, same, to_body
from tests.servers import Server

pytestmark = pytest.mark.server

NOW = instant(datetime(2026, 11, 24, 16, tzinfo=UTC))
TEXT = EventText(
    "☎ Anna Berg · Acme AB (try 2)",
    "Answer:\n\nWhy now: “after 17:00”, because; a\\b, c 👩‍🚀\n• Move it\n\n" + "långt " * 60 + "\n\n---\nref 7k2q.1.1",
    "Storgatan 1, Malmö",
    10,
    opaque=True,
)
WANTED = Wanted("5e0c", Span(NOW, instant(NOW + timedelta(minutes=10))), "Europe/Stockholm", TEXT, NOW, 1)


@pytest.fixture(params=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest) -> Server:
    return request.getfixturevalue(f"{request.param}_server")


def put(server: Server, url: str, body: bytes) -> bytes:
    """Put an object and return what the server holds then."""
    status, _, _ = server.ask("PUT", url, body, Content_Type="text/calendar; charset=utf-8")
    assert status in {201, 204}
    return server.ask("GET", url)[2]


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "UTC"])
def test_an_event_comes_back_as_it_was_sent(server: Server, zone: str) -> None:
    wanted = replace(WANTED, uid=str(uuid.uuid4()), zone=zone)
    held = put(server, f"{server.make_calendar(uuid.uuid4().hex)}{wanted.uid}.ics", to_body(wanted))
    sent, back = read(to_body(wanted)), read(held)

    assert isinstance(sent, Seen)
    assert isinstance(back, Seen)
    assert same(sent, back)
    assert (back.alarms, back.ref, back.sequence) == (sent.alarms, "7k2q.1.1", 1)
    assert merge(held, held, wanted, to_body(wanted)) is held


def test_a_merged_event_is_taken_and_a_persons_words_come_back(server: Server) -> None:
    wanted = replace(WANTED, uid=str(uuid.uuid4()))
    url = f"{server.make_calendar(uuid.uuid4().hex)}{wanted.uid}.ics"
    held = put(server, url, to_body(wanted))
    edited = put(
        server,
        url,
        held.replace(b"Answer:\\n", b"Answer: ej svar\\n").replace(b"CATEGORIES", b"X-MINE:1\r\nCATEGORIES"),
    )
    later = replace(
        wanted, text=replace(TEXT, description=TEXT.description.replace("after 17:00", "on Tue")), sequence=2
    )
    merged = put(server, url, merge(edited, edited, later, to_body(wanted)))
    seen = read(merged)

    assert isinstance(seen, Seen)
    assert seen.description.startswith("Answer: ej svar\n")
    assert "on Tue" in seen.description
    assert b"X-MINE:1" in merged
