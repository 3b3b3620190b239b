"""What came of a word: the state, the next touch, what else happened. Knows sentences; decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cadences.events.brief import SIGNS
from daemon.cli.paint import plain

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadences.moments import Instant
    from daemon.service.record import Recorded
    from daemon.wiring import House


def lines_of(shape: dict[str, Any]) -> list[str]:
    """Return what came of it, a line each: the state, the next touch and why, what was started, told and asked."""
    return [
        _state(shape),
        *(f"  {line}" for line in next_lines(shape["touch"])),
        *(
            f"  started  {each['cadence']}: {'; '.join(map(str.strip, next_lines(each['touch'])))}"
            for each in shape["started"]
        ),
        *(f"  {text}" for text in shape["told"]),
        *(f"  ? {text}" for text in shape["asked"]),
    ]


def shape_of(conn: Connection, house: House, recorded: Recorded, now: Instant) -> dict[str, Any]:
    """Return what came of it in a shape for programs; `touch` is as in the agenda. Read where it was written."""
    from cadences import wording
    from daemon.service.agenda import next_touch
    from daemon.service.telling import Voice
    from daemon.store import enrollments, people

    enrollment, voice = recorded.enrollment, Voice(house.world.rep, now)
    row = people.row_of(conn, enrollment.contact)
    assert row is not None
    started = [kept.enrollment for kept in enrollments.some(conn, recorded.started)]
    upcoming = {one.id: next_touch(conn, house.world, one.id, now) for one in (enrollment, *started)}
    return {
        "contact": row.name,
        "contact_id": row.id,
        "enrollment": enrollment.id,
        "cadence": enrollment.cadence,
        "state": enrollments.NAMES[type(enrollment.state)],
        "touch": upcoming[enrollment.id],
        "started": [
            {"enrollment": one.id, "contact": one.contact, "cadence": one.cadence, "touch": upcoming[one.id]}
            for one in started
            if one.id != enrollment.id
        ],
        "told": voice.sentences(recorded.told, row.name),
        "asked": [wording.ask(ask.code, ask.args, voice.rep.language, zone=voice.zone) for ask in recorded.asked],
        "moved": list(recorded.moved),
    }


def shape_apart(row: Any, state: str) -> dict[str, Any]:
    """Return what came of a word about a contact who never was enrolled, in the same shape."""
    none: dict[str, Any] = {"enrollment": None, "cadence": None, "state": state, "touch": None}
    lists: dict[str, Any] = {name: [] for name in ("started", "told", "asked", "moved")}
    return {"contact": row.name, "contact_id": row.id, **none, **lists}


def _state(shape: dict[str, Any]) -> str:
    state = shape["state"].replace("_", " ")
    return f"{plain(shape['contact'])}: {', '.join(filter(None, (shape['cadence'], state)))}"


def next_lines(touch: dict[str, Any] | None) -> Iterator[str]:
    """Say when and how the next touch is, and why there."""
    if touch is None:
        return
    start = datetime.fromisoformat(touch["start"])
    tried = f" (try {touch['try']})" if touch["try"] > 1 else ""
    when = f"{start:%a} {start.day} {start:%b} {start:%H:%M}"
    yield f"next  {when}  {SIGNS.get(touch['channel'], '·')} {touch['step'].replace('-', ' ')}{tried}"
    if touch["why"]:
        yield f"      {plain(' '.join(touch['why']))}"
    for conflict in touch["conflicts"]:
        yield f"      ! {plain(conflict)}"
