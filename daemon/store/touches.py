"""Touches as rows: what each is, where it stands, and whether the calendar shows it so. Places nothing itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Text,
    bindparam,
    cast,
    func,
    insert,
    or_,
    select,
    text,
    type_coerce,
    update,
)

from cadences.cadence import Cadence, Kind
from cadences.enrollment import Enrollment, Past, Touch
from cadences.moments import Instant, Span
from cadences.outcomes import REACHING
from cadences.placement import Placement, Taken
from daemon.store.columns import UtcInstant
from daemon.store.people import parts
from daemon.store.tables import IN_CONFLICT, STANDS, WAS_DONE, touches

LONGEST: Final = timedelta(days=8)
"""No standing touch is longer: it lets an index end a search for what reaches into a stretch of time."""


_TOUCHED: Final = func.coalesce(touches.c.outcome, "") != "skipped"
"""What was skipped is no occasion with the contact; a number that proved wrong was rung all the same."""


# --- what an enrollment's fold says of its touches ------------------------------------------------------------------
def follow(conn: Connection, before: Enrollment | None, after: Enrollment, cadence: Cadence) -> None:
    """Bring the rows of an enrollment's touches from one fold to the next.

    What is new is added, what changed is written and counted as to be shown otherwise, and what an undone fact had
    made is `withdrawn`. Rows that say what they said before are not touched.
    """
    was, is_ = _all(before), _all(after)
    # What is open now comes last: there is never more than one.
    for number in sorted(was.keys() | is_.keys(), key=lambda number: (isinstance(is_.get(number), Touch), number)):
        if number not in is_:
            _change(conn, after.id, number, {"state": "withdrawn"})
        elif number not in was:
            _put(conn, after, is_[number], cadence, anew=before is None)
        elif was[number] != is_[number]:
            _change(conn, after.id, number, _said(is_[number]))


def withdraw_all(conn: Connection, enrollment: str) -> None:
    """Withdraw every touch of an enrollment that was undone."""
    here = (touches.c.enrollment == enrollment, touches.c.state != "withdrawn")
    conn.execute(update(touches).where(*here).values(state="withdrawn", wanted_rev=touches.c.wanted_rev + 1))


def _all(enrollment: Enrollment | None) -> dict[int, Touch | Past]:
    if enrollment is None:
        return {}
    found: dict[int, Touch | Past] = {past.number: past for past in enrollment.past}
    if enrollment.next is not None:
        found[enrollment.next.number] = enrollment.next
    return found


def _said(touch: Touch | Past) -> dict[str, Any]:
    said: dict[str, Any] = {"step": touch.step, "channel": touch.channel.value, "attempt": touch.attempt}
    said["reaches"] = touch.channel in REACHING
    if isinstance(touch, Past):
        outcome = None if touch.outcome is None else touch.outcome.value
        state = "superseded" if touch.superseded else "done"
        return said | {"state": state, "outcome": outcome, "happened_at": touch.happened_at}
    stands = {"due": touch.due, "joins": touch.joins, "pinned": touch.pin is not None, "put_offs": touch.put_offs}
    return said | {"state": "open", "outcome": None, "happened_at": None} | stands


def _put(conn: Connection, enrollment: Enrollment, touch: Touch | Past, cadence: Cadence, *, anew: bool) -> None:
    """Add a touch (`anew` = the first of its enrollment); one that an undo brings back is there already."""
    said = _said(touch)
    if not anew and _change(conn, enrollment.id, touch.number, said):
        return
    due = touch.due if isinstance(touch, Touch) else touch.happened_at
    of = {
        "rep": enrollment.rep,
        "contact": enrollment.contact,
        "cadence": enrollment.cadence,
        "kind": cadence.kind.value,
    }
    row = {"enrollment": enrollment.id, "number": touch.number, **of, "due": due} | said
    conn.execute(insert(touches).values(**row))


def _change(conn: Connection, enrollment: str, number: int, values: dict[str, Any]) -> bool:
    here = (touches.c.enrollment == enrollment, touches.c.number == number)
    done = conn.execute(update(touches).where(*here).values(wanted_rev=touches.c.wanted_rev + 1, **values))
    return done.rowcount == 1


# --- where they stand -----------------------------------------------------------------------------------------------
def place(conn: Connection, row: Row[Any], placement: Placement, *, promised: bool, again: bool = False) -> bool:
    """Write where an open touch stands and why, if that is news; return whether it was."""
    reasons, conflicts = _plain(placement.reasons), _plain(placement.conflicts)
    new = (placement.span.start, placement.span.end, reasons, conflicts, promised, again)
    if new == (row.start, row.end, row.reasons, row.conflicts, row.promised, row.again):
        return False
    values = dict(zip(("start", "end", "reasons", "conflicts", "promised", "again"), new, strict=True))
    return _change(conn, row.enrollment, row.number, values)


def roll(conn: Connection, enrollment: str, number: int, to: Instant) -> None:
    """Keep the beginning of the day before which a touch that was put off may not begin."""
    here = (touches.c.enrollment == enrollment, touches.c.number == number)
    conn.execute(update(touches).where(*here).values(rolled_to=to))


def let_go(conn: Connection, enrollment: str, number: int) -> None:
    """Forget where an open touch stands and why: it is about to be placed as if it never had been."""
    here = (touches.c.enrollment == enrollment, touches.c.number == number)
    conn.execute(update(touches).where(*here).values(start=None, end=None, reasons=[], conflicts=[], promised=False))


def not_again(conn: Connection, enrollment: str, number: int) -> None:
    """Keep that a touch had its second chance of the day; its event shows nothing of it."""
    here = (touches.c.enrollment == enrollment, touches.c.number == number)
    conn.execute(update(touches).where(*here).values(again=True))


def of_kind(conn: Connection, enrollment: str, number: int, kind: str) -> None:
    """Keep the kind of the cadence that an open touch belongs to now."""
    here = (touches.c.enrollment == enrollment, touches.c.number == number, touches.c.kind != kind)
    conn.execute(update(touches).where(*here).values(kind=kind))


def shows_otherwise(conn: Connection, contact: str) -> None:
    """Count that what the events of a contact's open touches show has changed (a name, a number, a note)."""
    here = (touches.c.contact == contact, STANDS)
    conn.execute(update(touches).where(*here).values(wanted_rev=touches.c.wanted_rev + 1))


def shown_otherwise(conn: Connection, enrollment: str, number: int) -> None:
    """Count that what the event of one touch shows has changed, or whether there is to be one."""
    _change(conn, enrollment, number, {})


def open_of(conn: Connection, enrollments: Collection[str]) -> dict[str, Row[Any]]:
    """Return the rows of the open touches of enrollments, by enrollment."""
    found = {}
    for part in parts(enrollments):
        query = select(touches).where(touches.c.enrollment.in_(part), STANDS)
        found.update({row.enrollment: row for row in conn.execute(query)})
    return found


def get(conn: Connection, enrollment: str, number: int) -> Row[Any] | None:
    """Return the row of a touch, or nothing."""
    here = (touches.c.enrollment == enrollment, touches.c.number == number)
    return conn.execute(select(touches).where(*here)).one_or_none()


def of_enrollment(conn: Connection, enrollment: str) -> list[Row[Any]]:
    """Return every touch of an enrollment, by number."""
    return list(conn.execute(select(touches).where(touches.c.enrollment == enrollment).order_by(touches.c.number)))


def in_conflict(conn: Connection, rep: str) -> list[str]:
    """Return the enrollments of a rep whose open touch breaks something where it stands."""
    query = select(touches.c.enrollment).where(touches.c.rep == rep, IN_CONFLICT)
    return list(conn.scalars(query.order_by(touches.c.enrollment)))


def standing(conn: Connection, rep: str, within: Span) -> list[Taken]:
    """Return the placed open touches of a rep that reach into a stretch of time."""
    near = (touches.c.start > within.start - LONGEST, touches.c.start < within.end, touches.c.end > within.start)
    query = select(*_TAKEN).where(touches.c.rep == rep, STANDS, *near).order_by(touches.c.start)
    return [_taken(row) for row in conn.execute(query)]


def standing_by_week(conn: Connection, rep: str, first: Instant, weeks: int) -> dict[int, int]:
    """Return how many open touches of a rep begin in each of so many weeks from an instant; reads an index alone."""
    week = cast((func.julianday(touches.c.start) - func.julianday(bindparam("first", first, UtcInstant))) / 7, Integer)
    within = (touches.c.start >= first, touches.c.start < first + weeks * timedelta(days=7))
    query = select(week.label("week"), func.count().label("n")).where(touches.c.rep == rep, STANDS, *within)
    return {row.week: row.n for row in conn.execute(query.group_by(text("week")))}


_TAKEN: Final = (
    touches.c.enrollment,
    # As text, which costs a third: a thousand rows of a full month are read for one answer.
    type_coerce(touches.c.start, Text),
    type_coerce(touches.c.end, Text),
    *(touches.c[name] for name in ("contact", "cadence", "reaches", "pinned", "promised", "joins", "kind")),
    # An exact time, told by the pieces of its When in the reasons (`cadences.promises.pieces`).
    func.instr(type_coerce(touches.c.reasons, Text), '"at=') > 0,
)


def _taken(row: Row[Any]) -> Taken:
    """Return a placed touch as the planner sees one that is not asked about."""
    key, start, end, contact, cadence, reaches, pinned, promised, joins, kind, exact = tuple(row)
    span = Span(_moment(start), _moment(end))
    movable = not (pinned or promised)
    return Taken(key, span, contact, cadence, reaches, movable, joins, _KINDS[kind], pinned, promised and not exact)


def _moment(text: str) -> Instant:
    return Instant(datetime.fromisoformat(text).replace(tzinfo=UTC))


_KINDS: Final = {kind.value: kind for kind in Kind}


def reached(conn: Connection, contacts: Collection[str], since: Instant) -> list[Row[Any]]:
    """Return the touches that reached contacts since an instant or will: enrollment, rep, contact, joins, and when."""
    at = func.coalesce(touches.c.happened_at, touches.c.start).label("at")
    shown = (touches.c.enrollment, touches.c.rep, touches.c.contact, touches.c.joins, touches.c.state, at)
    found: list[Row[Any]] = []
    for part in parts(contacts):
        here = (touches.c.contact.in_(part), touches.c.state.in_(("open", "done")), touches.c.reaches, _TOUCHED)
        recent = or_(touches.c.happened_at >= since, touches.c.start >= since)
        found.extend(conn.execute(select(*shown).where(*here, recent)))
    return found


def done_since(conn: Connection, rep: str, since: Instant) -> list[Row[Any]]:
    """Return a rep's touches that reached somebody since an instant: cadence, joins and when it happened."""
    here = (touches.c.rep == rep, WAS_DONE, touches.c.happened_at >= since, touches.c.reaches, _TOUCHED)
    return list(conn.execute(select(touches.c.cadence, touches.c.joins, touches.c.happened_at).where(*here)))


# --- what the calendar shows ----------------------------------------------------------------------------------------
def unpushed(conn: Connection, rep: str, limit: int = 1000) -> list[Row[Any]]:
    """Return a rep's touches that the calendar does not show as they are, the next ones to begin first."""
    here = (touches.c.rep == rep, touches.c.wanted_rev != touches.c.pushed_rev)
    return list(conn.execute(select(touches).where(*here).order_by(touches.c.start).limit(limit)))


def pushed(conn: Connection, enrollment: str, number: int, rev: int) -> None:
    """Keep that the calendar shows a touch as it was at `rev`, the `wanted_rev` that was read before the write."""
    here = (touches.c.enrollment == enrollment, touches.c.number == number, touches.c.pushed_rev < rev)
    conn.execute(update(touches).where(*here).values(pushed_rev=rev))


def pushed_all(conn: Connection, shown: Collection[tuple[str, int, int]]) -> None:
    """Keep `pushed` for many touches: enrollment, number and `rev` of each."""
    rows = [{"e": enrollment, "n": number, "r": rev} for enrollment, number, rev in shown]
    if rows:
        here = (touches.c.enrollment == bindparam("e"), touches.c.number == bindparam("n"))
        statement = update(touches).where(*here, touches.c.pushed_rev < bindparam("r"))
        conn.execute(statement.values(pushed_rev=bindparam("r")), rows)


def worded(conn: Connection, shown: Collection[tuple[str, int, str]]) -> None:
    """Keep whose words events show from now on: enrollment, number and version of each."""
    rows = [{"e": enrollment, "n": number, "w": version} for enrollment, number, version in shown]
    if rows:
        here = (touches.c.enrollment == bindparam("e"), touches.c.number == bindparam("n"))
        conn.execute(update(touches).where(*here).values(words=bindparam("w")), rows)


def next_generation(conn: Connection, enrollment: str, number: int) -> int:
    """Give a touch a new generation, under which its event is made anew; return it."""
    here = (touches.c.enrollment == enrollment, touches.c.number == number)
    values = {"generation": touches.c.generation + 1, "wanted_rev": touches.c.wanted_rev + 1}
    conn.execute(update(touches).where(*here).values(**values))
    return int(conn.execute(select(touches.c.generation).where(*here)).scalar_one())


def _plain(reasons: Collection[Any]) -> list[list[Any]]:
    return [[reason.code, list(reason.args)] for reason in reasons]
