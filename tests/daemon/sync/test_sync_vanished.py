"""Waves of vanished events, calendars emptied and restored: nothing is skipped that nobody meant."""

import pytest

from cadences.outcomes import Outcome
from daemon.store.engine import open_store
from daemon.sync import thaw
from integrations.memory import MemoryCalendar
from tests.daemon.sync.desk import Desk

PEOPLE = [f"Person {number}" for number in range(14)]


@pytest.fixture
def many(store):
    """A desk with fourteen touches to come."""
    desk = Desk.opened(store, MemoryCalendar())
    desk.enrol(*PEOPLE)
    desk.round()
    desk.round()
    return desk


def vanish(desk, ids):
    for id_ in ids:
        desk.delete(desk.event_of(id_)[0])


def skipped(desk):
    return [id_ for id_ in desk.ids if any(row.outcome == Outcome.SKIPPED.value for row in desk.touches(id_))]


def test_a_wave_is_not_believed_and_said(many):
    vanish(many, many.ids[:11])
    for _ in range(3):
        done = many.round()
        assert done.state == "frozen"
        assert "vanished" in done.said
        many.later(hours=1)
    assert skipped(many) == []
    assert len(many.events()) == 3
    assert many.row().state == "frozen"


def test_a_few_are_believed(many):
    vanish(many, many.ids[:10])
    assert many.round().heard.deleted == 10
    assert skipped(many) == many.ids[:10]


def test_a_wave_in_drops_over_a_day_is_not_believed(many):
    vanish(many, many.ids[:6])
    assert many.round().state == "ok"
    vanish(many, many.ids[6:12])
    many.later(hours=1)
    assert many.round().state == "frozen"
    assert skipped(many) == many.ids[:6]


def test_reading_goes_on_while_frozen(many):
    vanish(many, many.ids[:11])
    many.round()
    many.move(many.event_of(many.ids[12])[0], hours=1)
    done = many.round()
    assert (done.state, done.heard.moved) == ("frozen", 1)
    assert many.touch(many.ids[12]).pinned


def test_what_comes_back_thaws_it(many):
    href, entries = {}, []
    for id_ in many.ids[:11]:
        href[id_] = many.event_of(id_)[0]
        entries.append(many.port.get(href[id_]))
    vanish(many, many.ids[:11])
    assert many.round().state == "frozen"
    for entry in entries:
        many.port.create(entry.href, entry.body)
    done = many.round()
    assert (done.state, done.wrote) == ("ok", 0)
    assert skipped(many) == []
    assert many.round().wrote == 0


def test_a_person_accepts(many):
    vanish(many, many.ids[:11])
    many.round()
    with many.store.write() as conn:
        assert thaw.accept(conn, many.calendar) == 11
    assert many.round().heard.deleted == 11
    assert many.round().state == "ok"
    assert skipped(many) == many.ids[:11]


def test_a_person_has_them_restored(many):
    old = {id_: many.event_of(id_)[0] for id_ in many.ids[:11]}
    vanish(many, many.ids[:11])
    many.round()
    with many.store.write() as conn:
        assert thaw.restore(conn, many.calendar) == 11
    done = many.round()
    assert (done.state, done.sent.created) == ("ok", 11)
    assert skipped(many) == []
    assert not {many.event_of(id_)[0] for id_ in old} & set(old.values())
    assert many.round().wrote == 0


def test_an_emptied_small_calendar_is_believed_after_ten_minutes(tmp_path):
    with open_store(tmp_path / "small" / "klart.db") as store:
        desk = Desk.opened(store, MemoryCalendar())
        ids = desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries")
        desk.round()
        vanish(desk, ids)
        assert desk.round().state == "frozen"
        desk.later(minutes=9)
        assert desk.round().state == "frozen"
        desk.later(minutes=1)
        done = desk.round()
        assert (done.state, done.heard.deleted) == ("ok", 3)
        assert desk.round().wrote == 0


def test_a_calendar_of_another_history_is_listed_and_nothing_is_lost(many):
    many.port.epoch = 2
    done = many.round()
    assert (done.state, done.wrote) == ("ok", 0)


def test_a_calendar_that_is_gone_is_said_and_the_plan_stands(radicale, radicale_server):
    (id_,) = radicale.enrol("Anna Berg")
    radicale.round()
    assert radicale_server.ask("DELETE", radicale.port.url)[0] == 200
    radicale.later(minutes=5)
    done = radicale.round()
    assert done.state == "gone"
    assert "no calendar" in done.said
    assert radicale.touch(id_).state == "open"
    assert skipped(radicale) == []


def test_an_app_that_moves_by_making_anew_is_followed(store):
    desk = Desk.opened(store, MemoryCalendar())
    ids = desk.enrol("Anna Berg", "Erik Lund")
    desk.round()
    href, seen = desk.event_of(ids[0])
    body = desk.port.get(href).body
    fresh = body.replace(seen.uid.encode(), b"made-anew").replace(b"T09", b"T11")
    desk.delete(href)
    desk.port.create("made-anew.ics", fresh)
    done = desk.round()
    assert (done.heard.deleted, done.heard.foreign) == (0, 0)
    assert skipped(desk) == []
    assert desk.event_of(ids[0])[0] == "made-anew.ics"
    assert len(desk.events()) == 2
    assert desk.round().wrote == 0


def test_a_copy_is_left_alone_and_takes_nobodys_time(store):
    desk = Desk.opened(store, MemoryCalendar())
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    href, seen = desk.event_of(id_)
    before = desk.touch(id_)
    copy = desk.port.get(href).body.replace(seen.uid.encode(), b"copied").replace(b"TRANSPARENT", b"OPAQUE")
    desk.port.create("copied.ics", copy)
    done = desk.round()
    assert (done.heard.foreign, done.wrote) == (1, 0)
    assert desk.touch(id_).start == before.start
    assert desk.port.get("copied.ics").body == copy


def test_an_event_with_guests_is_given_away(store):
    desk = Desk.opened(store, MemoryCalendar())
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    href, _ = desk.event_of(id_)
    desk.edit(href, ("STATUS:CONFIRMED", "STATUS:CONFIRMED\r\nATTENDEE:mailto:anna@acme.example"))
    given = desk.port.get(href).body
    assert desk.round().sent.created == 1
    assert desk.port.get(href).body == given
    desk.answer(id_, Outcome.NO, reason="price")
    desk.round()
    assert desk.port.get(href).body == given
    assert desk.round().wrote == 0


def test_what_cannot_be_read_is_left_alone(store):
    desk = Desk.opened(store, MemoryCalendar())
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    href, _ = desk.event_of(id_)
    entry = desk.port.get(href)
    desk.port.replace(href, b"BEGIN:VCALENDAR\r\nrubbish\r\nEND:VCALENDAR\r\n", entry.etag)
    done = desk.round()
    assert done.heard.unreadable == 1
    assert "1 of klart's events is left alone" in done.said
    assert desk.round().said == done.said
    desk.answer(id_, Outcome.NO_ANSWER)
    done = desk.round()
    assert (done.state, done.sent.created) == ("ok", 1)
    assert b"rubbish" in desk.port.get(href).body
    assert desk.round().wrote == 0
