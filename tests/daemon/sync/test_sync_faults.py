"""Radicale behind a proxy that does what it should not: nothing is lost, nothing doubled, the next round catches up."""

import itertools
from datetime import timedelta

import pytest

from cadences.outcomes import Outcome
from integrations.caldav.client import CalDavCalendar
from integrations.caldav.transport import HttpTransport, basic
from tests import proxy as faults
from tests.daemon.sync.desk import Desk

pytestmark = pytest.mark.server
_numbers = itertools.count()


@pytest.fixture
def between(radicale_server):
    with faults.proxy(radicale_server.home) as made:
        yield made


@pytest.fixture
def desk(store, radicale_server, between):
    """A desk whose calendar klart reaches through the proxy, and the person directly."""
    url = radicale_server.make_calendar(f"faults{next(_numbers)}")
    through = between.url + "/" + url.split("/", 3)[3]
    port, app = (
        CalDavCalendar(HttpTransport(each, basic("anna", "anna-pw"), seconds=(5, 10)), each) for each in (through, url)
    )
    yield Desk.opened(store, port, app)
    port.close()
    app.close()


def settled(desk, between):
    """Do rounds until nothing is sent any more, without faults and without waiting for patience to end."""
    between.clear()
    for _ in range(4):
        desk.later(hours=3)
        done = desk.round(asked=True)
        if done.state == "ok" and done.wrote == 0:
            break
    assert done.state == "ok"
    between.clear()
    assert desk.round().wrote == 0
    assert between.count() == 1
    with desk.store.read() as conn:
        left = conn.exec_driver_sql("SELECT count(*) FROM outbox WHERE state = 'open'").scalar_one()
    assert left == 0


def one_event_each(desk):
    """Check that each open touch has its one event, where it stands, and that there is no other to come."""
    events = desk.events()
    for id_ in desk.ids:
        touch = desk.touch(id_)
        _, seen = desk.event_of(id_)
        assert (seen.start, seen.end) == (touch.start, touch.end)
    assert len([seen for seen in events.values() if seen.start > desk.now]) <= len(desk.ids)
    assert len(events) == len(set(events))


READS = {
    "portal": faults.portal,
    "empty": faults.status(200),
    "302": faults.status(302, Location="https://portal.example/"),
    "307": faults.status(307, Location="https://portal.example/"),
    "500": faults.status(500),
    "503": faults.status(503, Retry_After="7"),
    "429": faults.status(429, Retry_After="7"),
    "401": faults.status(401),
    "dropped": faults.dropped,
    "cut": faults.cut,
    "halved": faults.halved,
    "nothing": faults.status(207, b"<multistatus xmlns='DAV:'/>"),
}


@pytest.mark.parametrize("fault", READS.values(), ids=READS)
def test_a_pull_that_fails_changes_nothing_and_is_said(desk, between, fault):
    desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries", "Eva Ek")
    desk.round()
    before = desk.events()
    between.clear()
    between.fail("REPORT|PROPFIND", fault, times=4)
    desk.later(minutes=1)
    done = desk.round()
    assert done.state in {"away", "throttled", "denied"}
    assert done.said
    assert desk.row().state == done.state
    assert desk.row().said == done.said
    assert between.count("PUT", "DELETE") == 0
    between.clear()
    assert desk.events() == before
    settled(desk, between)
    one_event_each(desk)


WRITES = {
    "lost": faults.lost,
    "dropped": faults.dropped,
    "cut": faults.cut,
    "portal": faults.portal,
    "500 after": faults.after(500),
    "503 after": faults.after(503),
    "500": faults.status(500),
    "423": faults.status(423),
    "429": faults.status(429, Retry_After="30"),
    "507": faults.status(507),
    "302": faults.status(302, Location="https://portal.example/"),
    "no etag": faults.without_etag,
    "weak etag": faults.weak_etag,
    "empty": faults.after(200),
}


@pytest.mark.parametrize("fault", WRITES.values(), ids=WRITES)
def test_a_first_write_that_fails_is_neither_lost_nor_doubled(desk, between, fault):
    between.fail("PUT", fault, times=2)
    desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries")
    desk.round()
    settled(desk, between)
    one_event_each(desk)
    assert len(desk.events()) == 3


@pytest.mark.parametrize("fault", WRITES.values(), ids=WRITES)
def test_a_later_write_that_fails_is_neither_lost_nor_doubled(desk, between, fault):
    ids = desk.enrol("Anna Berg", "Erik Lund")
    desk.round()
    desk.later(hours=1)
    desk.answer(ids[0], Outcome.NO_ANSWER)
    between.fail("PUT|DELETE", fault, times=2)
    desk.round()
    settled(desk, between)
    one_event_each(desk)
    assert len(desk.events()) == 3


def test_a_server_that_asks_for_patience_gets_it(desk, between):
    desk.enrol("Anna Berg")
    between.fail("REPORT", faults.status(503, Retry_After="120"))
    done = desk.round()
    assert (done.state, done.waits) == ("throttled", desk.now + timedelta(seconds=120))
    between.clear()
    desk.later(seconds=119)
    assert desk.round(asked=True).waits is not None
    assert between.count() == 0
    desk.later(seconds=1)
    assert desk.round().state == "ok"


def test_a_wrong_password_is_not_tried_again_by_itself(desk, between):
    between.fail("REPORT", faults.status(401))
    assert desk.round().state == "denied"
    between.clear()
    desk.later(hours=23)
    desk.round()
    assert between.count() == 0
    assert desk.round(asked=True).state == "ok"


def test_a_refused_object_stops_no_other(desk, between):
    between.fail("PUT", faults.status(415))
    desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries")
    done = desk.round()
    assert (done.state, done.sent.created, done.sent.failed) == ("ok", 2, 1)
    assert desk.round().sent.failed == 0
    desk.later(minutes=5)
    assert desk.round().sent.created == 1
    settled(desk, between)


@pytest.mark.parametrize("code", [403, 409, 412])
def test_a_token_that_is_not_known_any_more_means_a_listing_and_loses_no_deletion(desk, between, code):
    ids = desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries")
    desk.round()
    desk.round()
    desk.delete(desk.event_of(ids[0])[0])
    between.clear()
    body = b'<error xmlns="DAV:"><valid-sync-token/></error>'
    between.fail("REPORT", faults.status(code, body, Content_Type="application/xml"))
    assert desk.round().heard.deleted == 1
    one_event_each(desk)


def test_a_server_without_sync_reports_is_listed(desk, between):
    ids = desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries")
    body = b'<error xmlns="DAV:"><supported-report/></error>'
    between.fail("REPORT", faults.status(403, body), times=1)
    desk.round()
    between.clear()
    assert desk.round().wrote == 0
    assert [each.method for each in between.seen] == ["PROPFIND"]
    desk.delete(desk.event_of(ids[0])[0])
    desk.move(desk.event_of(ids[1])[0], hours=1)
    done = desk.round()
    assert (done.heard.deleted, done.heard.moved) == (1, 1)


def test_a_person_who_edits_while_klart_writes_is_heard_first(desk, between):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    first = desk.touch(id_)
    href, _ = desk.event_of(id_)
    desk.later(hours=1)
    desk.answer(id_, Outcome.NO_ANSWER)

    def note():
        between.faults.clear()
        desk.edit(href, ("DESCRIPTION:", "DESCRIPTION:Her colleague Eva picks up\\n"))

    between.fail("PUT", faults.between(lambda: None))
    between.fail("PUT", faults.between(note))
    desk.round()
    _, record = desk.event_of(id_, first.number)
    assert "Her colleague Eva picks up" in record.description
    assert record.summary.startswith("↻")
    settled(desk, between)


def test_an_event_made_and_deleted_before_klart_heard_of_it_stays_deleted(desk, between):
    desk.enrol("Erik Lund", "Sanne de Vries", "Eva Ek")
    desk.round()
    (id_,) = desk.enrol("Anna Berg")
    between.fail("PUT", faults.lost)
    between.fail("GET", faults.dropped, times=2)
    assert desk.round().state == "away"
    number = desk.touch(id_).number
    href, _ = desk.event_of(id_)
    desk.delete(href)
    desk.later(hours=1)
    desk.round()
    assert desk.port.get(href) is None
    assert desk.touch(id_).number != number
    settled(desk, between)


def test_klarts_own_echo_is_not_fetched(desk, between):
    desk.enrol("Anna Berg", "Erik Lund")
    desk.round()
    assert [each.method for each in between.seen] == ["REPORT", "PUT", "PUT", "REPORT"]


def test_an_idle_round_is_one_request(desk, between):
    desk.enrol("Anna Berg", "Erik Lund")
    desk.round()
    desk.round()
    between.clear()
    for _ in range(3):
        desk.round()
    assert [each.method for each in between.seen] == ["REPORT"] * 3


def test_every_write_has_its_condition(desk, between):
    ids = desk.enrol("Anna Berg", "Erik Lund")
    desk.round()
    desk.answer(ids[0], Outcome.NO_ANSWER)
    desk.answer(ids[1], Outcome.NO, reason="price")
    desk.round()
    writes = [each for each in between.seen if each.method in {"PUT", "DELETE"}]
    assert writes
    for each in writes:
        names = {name.lower(): text for name, text in each.headers.items()}
        assert names.get("if-none-match") == "*" or names.get("if-match", "").startswith('"')
        assert b"ATTENDEE" not in each.body
        assert b"ORGANIZER" not in each.body


def test_until_when_a_server_is_left_in_peace_is_said_on_the_reps_clock(desk, between):
    desk.enrol("Anna Berg")
    between.fail("REPORT", faults.status(503, Retry_After="150"))
    said = desk.round().said
    assert "asked again at 09:03, and nothing before" in said, "09:02:30 in Stockholm has passed by then"
    desk.later(seconds=60)
    assert (desk.round(asked=True).said, desk.row().said) == (said, said)
    desk.later(hours=14, minutes=58)
    between.fail("REPORT", faults.status(503, Retry_After="600"))
    assert "asked again at Tue 00:09" in desk.round().said
