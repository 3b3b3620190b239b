"""What the planner must know beside the touches it is asked about: the rep's time, and what counts against limits.

Reads only the stretches of time in which those touches may land, so that one change costs what one change costs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection

from cadences.moments import Instant, Span, day_in, zone
from cadences.people import Contact, Rep
from cadences.placement import Occasions, RepWorld, Taken
from daemon.store import objects, touches

WEEK: Final = timedelta(days=7)
BEFORE: Final = timedelta(days=8)
"""How far back a limit looks: the days of an ISO week, and one for the zones."""
AHEAD: Final = timedelta(days=21)
"""How far after its due date a touch is looked for a place at first; it goes further if it landed at the edge."""


def around(start: Instant, ahead: timedelta = AHEAD) -> Span:
    """Return the stretch of time to read where a touch that may begin then is to be placed."""
    return Span(Instant(start - BEFORE), Instant(start + ahead))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return stretches of time in order, those that meet as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def rep_world(
    conn: Connection, rep: Rep, contacts: Collection[Contact], within: Sequence[Span], asked: Collection[str]
) -> RepWorld:
    """Return what is known of a rep's time in those stretches, the touches that are asked about aside."""
    busy = tuple(span for stretch in within for span in objects.busy(conn, rep.id, stretch))
    taken: dict[str, Taken] = {}
    for stretch in within:
        taken.update({one.key: one for one in touches.standing(conn, rep.id, stretch, asked)})
    occasions = _occasions(conn, rep, contacts, within, taken.keys() | set(asked))
    return RepWorld(rep, busy, tuple(taken.values()), occasions)


def _occasions(
    conn: Connection, rep: Rep, contacts: Collection[Contact], within: Sequence[Span], known: Collection[str]
) -> Occasions:
    """Return the occasions that limits count: touches done, and other reps' touches of the same contacts.

    Open touches of this rep are not among them: the planner sees those in `taken`, or is asked about them.
    """
    since = min((span.start for span in within), default=None)
    if since is None:
        return Occasions()
    days: dict[str, list[date]] = {}
    zones = {contact.id: zone(contact.timezone) for contact in contacts}
    for row in touches.reached(conn, zones.keys(), since):
        planned_here = row.state == "open" and row.rep == rep.id and row.enrollment in known
        if row.at is not None and not row.joins and not planned_here:
            days.setdefault(row.contact, []).append(day_in(row.at, zones[row.contact]))
    return Occasions({contact: tuple(sorted(found)) for contact, found in days.items()}, _rep_days(conn, rep, since))


def _rep_days(conn: Connection, rep: Rep, since: Instant) -> dict[tuple[str, date], int]:
    where = zone(rep.timezone)
    counts: dict[tuple[str, date], int] = {}
    for row in touches.done_since(conn, rep.id, since):
        if not row.joins:
            for key in ((row.cadence, day_in(row.happened_at, where)), ("", day_in(row.happened_at, where))):
                counts[key] = counts.get(key, 0) + 1
    return counts
