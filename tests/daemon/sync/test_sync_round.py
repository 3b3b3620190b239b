"""Rounds over memory and real servers: the plan appears, a person's edits are understood, idle rounds are silent."""

from datetime import timedelta

from cadences.outcomes import Outcome, Yes


def test_the_plan_appears_and_then_nothing_is_sent(desk):
    ids = desk.enrol("Anna Berg", "Erik Lund")
    done = desk.round()
    assert (done.state, done.sent.created) == ("ok", 2)
    for id_ in ids:
        touch, (_, seen) = desk.touch(id_), desk.event_of(id_)
        assert (seen.start, seen.end) == (touch.start, touch.end)
        assert touch.wanted_rev == touch.pushed_rev
    assert {seen.summary for seen in desk.events().values()} == {"☎ Anna Berg · Acme AB", "☎ Erik Lund · Acme AB"}
    for _ in range(2):
        again = desk.round()
        assert (again.wrote, again.heard.moved, again.heard.noted, again.heard.foreign) == (0, 0, 0, 0)


def test_a_moved_event_is_a_pinned_touch(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    href, before = desk.event_of(id_)
    desk.move(href, hours=2)
    done = desk.round()
    assert done.heard.moved == 1
    touch = desk.touch(id_)
    assert touch.pinned
    assert touch.start == before.start + timedelta(hours=2)
    href_after, after = desk.event_of(id_)
    assert (href_after, after.start) == (href, touch.start)
    assert desk.round().wrote == 0


def test_a_deleted_event_is_skipped_and_the_next_one_planned(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.enrol("Erik Lund", "Sanne de Vries")
    desk.round()
    first = desk.touch(id_)
    href, _ = desk.event_of(id_)
    desk.delete(href)
    done = desk.round()
    assert done.heard.deleted == 1
    after = desk.touch(id_)
    assert after.number != first.number
    assert [row.outcome for row in desk.touches(id_) if row.number == first.number] == [Outcome.SKIPPED.value]
    assert desk.event_of(id_)[0] != href
    assert len(desk.events()) == 3
    assert desk.round().wrote == 0


def test_words_are_noted_and_kept_through_our_own_writes(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    href, _ = desk.event_of(id_)
    desk.edit(href, ("SUMMARY:", "SUMMARY:VIP "), ("DESCRIPTION:", "LOCATION:Malmö\nDESCRIPTION:Ask about the fair\\n"))
    assert desk.round().heard.noted == 2
    desk.move(href, days=1)
    desk.round()
    _, seen = desk.event_of(id_)
    assert seen.summary == "VIP ☎ Anna Berg · Acme AB"
    assert "Ask about the fair" in seen.description
    assert seen.location == "Malmö"
    assert desk.round().wrote == 0


def test_an_answer_makes_the_event_the_record_and_shows_the_next(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    first, (href, planned) = desk.touch(id_), desk.event_of(id_)
    desk.now = first.end
    desk.answer(id_, Outcome.NO_ANSWER)
    done = desk.round()
    assert (done.sent.created, done.sent.replaced) == (1, 1)
    same_href, record = desk.event_of(id_, first.number)
    assert same_href == href
    assert record.summary.startswith("↻ Anna Berg")
    assert record.transparent
    assert record.alarms == ()
    assert record.end <= desk.now
    assert desk.event_of(id_)[1].start > planned.start
    assert desk.round().wrote == 0


def test_a_closed_enrollment_leaves_nothing_in_the_future(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    desk.answer(id_, Outcome.YES, yes=Yes.MEETING)
    desk.round()
    assert all(seen.end <= desk.now for seen in desk.events().values())
    assert len(desk.events()) == 1
    assert desk.round().wrote == 0


def test_a_record_is_kept_for_so_long_and_a_deleted_one_stays_deleted(desk):
    ids = desk.enrol("Anna Berg", "Erik Lund", "Sanne de Vries")
    desk.round()
    for id_ in ids:
        desk.answer(id_, Outcome.NO, reason="price")
    desk.round()
    assert len(desk.events()) == 3
    desk.delete(desk.event_of(ids[0], 1)[0])
    assert desk.round().heard.deleted == 0
    assert len(desk.events()) == 2
    desk.later(days=89)
    assert desk.round().wrote == 0
    desk.later(days=2)
    assert desk.round().sent.removed == 2
    assert desk.events() == {}
    assert desk.round().wrote == 0


def test_somebody_elses_event_is_left_alone_and_is_busy_time(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    stands = desk.touch(id_)
    theirs = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//app//EN\r\nBEGIN:VEVENT\r\nUID:lunch\r\nDTSTAMP:20261123T080000Z\r\n"
        f"DTSTART:{stands.start:%Y%m%dT%H%M%SZ}\r\nDTEND:{stands.end + timedelta(hours=1):%Y%m%dT%H%M%SZ}\r\n"
        "SUMMARY:Meeting with the board\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()
    desk.port.create("lunch.ics", theirs)
    body = desk.port.get("lunch.ics").body
    assert desk.round().heard.foreign == 1
    assert desk.touch(id_).start >= stands.end + timedelta(hours=1)
    assert desk.event_of(id_)[1].start == desk.touch(id_).start
    assert desk.port.get("lunch.ics").body == body
    assert desk.round().wrote == 0


def test_a_successor_stands_before_its_predecessor_goes(memory):
    (id_,) = memory.enrol("Anna Berg")
    memory.round()
    memory.answer(id_, Outcome.SKIPPED)
    port, sent = memory.port, []

    class Watched:
        def __getattr__(self, name):
            sent.append(name)
            return getattr(port, name)

    memory.port = Watched()
    done = memory.round()
    assert (done.sent.created, done.sent.removed) == (1, 1)
    assert [name for name in sent if name in {"create", "remove"}] == ["create", "remove"]
