"""Laws that stand in the tables: whoever writes past the rooms is refused by the store itself."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from cadences.moments import instant
from daemon.store import lease
from daemon.store.engine import open_store
from daemon.store.tables import contacts, enrollments, log, reps, touches, versions

LINE = "enrollment, seq, at, kind, fact, terms"
NOW = instant(datetime(2026, 11, 23, 8, tzinfo=UTC))


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "home" / "klart.db") as opened:
        with opened.write() as conn:
            conn.execute(insert(reps).values(id="maja", profile={}))
            conn.execute(insert(contacts).values(id="anna-berg", name="Anna Berg", name_key="anna berg · "))
            conn.execute(insert(versions).values(version="v1", name="cold-call", text="", bases={}, kept_at=NOW))
            conn.execute(insert(enrollments).values(**an_enrollment()))
        yield opened


def an_enrollment(**other):
    base = {"id": "e1", "contact": "anna-berg", "rep": "maja", "cadence": "cold-call", "version": "v1"}
    return base | {"state": "active", "opened_at": NOW, "seq": 1, "snapshot": {}} | other


def a_touch(**other):
    base = {"enrollment": "e1", "number": 1, "rep": "maja", "contact": "anna-berg", "cadence": "cold-call"}
    what = {"kind": "prospecting", "step": "ring", "channel": "call", "attempt": 1, "state": "open", "due": NOW}
    return base | what | {"reaches": True} | other


def a_line(**other):
    base = {"enrollment": "e1", "seq": 1, "at": NOW, "by": "cli", "kind": "Resume", "fact": {}, "terms": {}}
    return base | other


def put(store, rows):
    with store.write() as conn:
        for table, values in rows:
            conn.execute(insert(table).values(**values))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([(touches, a_touch()), (touches, a_touch(number=2))], id="two next touches"),
        pytest.param([(touches, a_touch(state="lost"))], id="a state there is not"),
        pytest.param([(touches, a_touch(start=NOW))], id="a start without an end"),
        pytest.param([(touches, a_touch(start=NOW, end=NOW - timedelta(1)))], id="an end before its start"),
        pytest.param([(touches, a_touch(pushed_rev=2))], id="shown before it was wanted"),
        pytest.param([(touches, a_touch(enrollment="e2"))], id="a touch of no enrollment"),
        pytest.param([(enrollments, an_enrollment(id="e2", state="won"))], id="closed at no time"),
        pytest.param([(enrollments, an_enrollment(id="e2", closed_at=NOW))], id="open and closed"),
        pytest.param([(enrollments, an_enrollment(id="e2", contact="nobody"))], id="an enrollment of nobody"),
        pytest.param([(enrollments, an_enrollment(id="e2", version="v2"))], id="a version that is not kept"),
        pytest.param([(log, a_line()), (log, a_line())], id="two lines of one number"),
        pytest.param([(log, a_line(seq=0))], id="a line before the first"),
    ],
)
def test_what_breaks_a_law_is_refused(store, rows):
    with pytest.raises(IntegrityError):
        put(store, rows)


def test_any_number_of_touches_may_be_over(store):
    with store.write() as conn:
        for number, state in enumerate(("done", "done", "superseded", "withdrawn", "open"), start=1):
            conn.execute(insert(touches).values(**a_touch(number=number, state=state)))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET by = 'web'",
        "DELETE FROM log",
        f"INSERT OR REPLACE INTO log (id, by, {LINE}) SELECT id, 'web', {LINE} FROM log",
        f"INSERT OR REPLACE INTO log (by, {LINE}) SELECT 'web', {LINE} FROM log",
        "UPDATE OR REPLACE log SET seq = 1",
    ],
)
def test_the_log_is_never_changed(store, statement):
    with store.write() as conn:
        conn.execute(insert(log).values(**a_line()))
        conn.execute(insert(log).values(**a_line(seq=2)))
    with pytest.raises(IntegrityError, match="the log is never changed"), store.write() as conn:
        conn.exec_driver_sql(statement)
    with store.read() as conn:
        assert [row.by for row in conn.execute(select(log))] == ["cli", "cli"]


def test_a_naive_time_is_refused(store):
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="has no time zone"), store.write() as conn:
        conn.execute(insert(log).values(**a_line(at=naive)))


def test_a_time_comes_back_as_the_instant_it_was(store):
    stockholm = NOW.astimezone(__import__("zoneinfo").ZoneInfo("Europe/Stockholm"))
    with store.write() as conn:
        conn.execute(insert(log).values(**a_line(at=stockholm)))
    with store.read() as conn:
        (at,) = conn.scalars(select(log.c.at))
    assert (at, at.tzinfo) == (NOW, UTC)


def test_nothing_in_json_is_nothing_in_sql(store):
    with pytest.raises(IntegrityError), store.write() as conn:
        conn.execute(insert(log).values(**a_line(fact=None)))


# --- the lease ------------------------------------------------------------------------------------------------------
MINUTE = timedelta(minutes=1)


def test_one_holder_at_a_time_and_each_its_fence(store):
    with store.write() as conn:
        first = lease.take(conn, "round", "a", NOW, MINUTE)
        assert lease.take(conn, "round", "b", NOW, MINUTE) is None
        assert lease.holder(conn, "round", NOW) == "a"
        second = lease.take(conn, "round", "b", NOW + MINUTE, MINUTE)
        assert (first, second) == (1, 2)
        assert not lease.holds(conn, "round", first)
        assert lease.holds(conn, "round", second)


def test_a_frozen_holder_neither_renews_nor_releases_what_another_took(store):
    with store.write() as conn:
        old = lease.take(conn, "round", "a", NOW, MINUTE)
        new = lease.take(conn, "round", "b", NOW + 2 * MINUTE, MINUTE)
        assert not lease.renew(conn, "round", old, NOW + 2 * MINUTE, MINUTE)
        lease.release(conn, "round", old, NOW + 2 * MINUTE)
        assert lease.holder(conn, "round", NOW + 2 * MINUTE) == "b"
        lease.release(conn, "round", new, NOW + 2 * MINUTE)
        assert lease.take(conn, "round", "a", NOW + 2 * MINUTE, MINUTE) == 3


def test_who_takes_it_again_lets_go_of_what_was_begun(store):
    with store.write() as conn:
        assert lease.take(conn, "round", "a", NOW, MINUTE) == 1
        assert lease.take(conn, "round", "a", NOW, MINUTE) == 2
        assert lease.renew(conn, "round", 2, NOW, 5 * MINUTE)
        assert lease.take(conn, "round", "b", NOW + 2 * MINUTE, MINUTE) is None
