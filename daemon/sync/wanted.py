"""What a calendar ought to show for a touch: which stretch of time with which text, or nothing. Knows no server.

Open touches are shown where they stand. A touch that is done is shown as the record of it, where it really happened,
for as long as records are kept. What was put aside, undone or skipped is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row

from cadences.cadence import Cadence
from cadences.events.brief import event_text
from cadences.moments import Instant, Span
from cadences.outcomes import Outcome
from cadences.shown import EventText
from daemon.service.world import World
from daemon.sync.briefs import Known, brief_of, know
from daemon.sync.words import worded

TAKES: Final = timedelta(minutes=15)
"""How long a record is of a touch that was never placed."""


@dataclass(frozen=True, slots=True)
class Show:
    """An event as klart wants it; `kind` is that of the object it becomes, `cadence` has the words it shows."""

    span: Span
    text: EventText
    kind: str
    cadence: Cadence


def shows(
    conn: Connection, world: World, rows: Sequence[Row[Any]], now: Instant, keep_done: int
) -> dict[tuple[str, int], Show | None]:
    """Return what ought to be shown for touches, by enrollment and number; `keep_done` days records are kept."""
    spans = {(row.enrollment, row.number): span_of(row, now, keep_done) for row in rows}
    shown = [row for row in rows if spans[row.enrollment, row.number] is not None]
    known = know(conn, world, shown)
    found: dict[tuple[str, int], Show | None] = dict.fromkeys(spans)
    for row in shown:
        span = spans[row.enrollment, row.number]
        if span is not None and row.enrollment in known.enrollments:
            version = known.enrollments[row.enrollment].version
            cadence = worded(conn, world, known.cadences[version], row, span, now)
            found[row.enrollment, row.number] = _show(known, world, row, span, cadence)
    return found


def span_of(row: Row[Any], now: Instant, keep_done: int) -> Span | None:
    """Return where a touch is shown, or nothing.

    What happened when it was planned to keeps its place; else what is told afterwards lay before the telling, so
    that no record stands in the future.
    """
    if row.state == "open":
        return None if row.start is None else Span(row.start, row.end)
    told = row.state == "done" and row.happened_at is not None and row.outcome not in {None, Outcome.SKIPPED.value}
    if not told or row.happened_at < now - timedelta(days=keep_done):
        return None
    length = TAKES if row.start is None else row.end - row.start
    if row.happened_at == row.start:
        return Span(row.start, row.end)
    told_at = row.happened_at.replace(second=0, microsecond=0)
    return Span(Instant(told_at - length), Instant(told_at))


def _show(known: Known, world: World, row: Row[Any], span: Span, cadence: Cadence) -> Show:
    text = event_text(brief_of(known, world, row, span, cadence), world.rep.language)
    return Show(span, text, "touch" if row.state == "open" else "record", cadence)
