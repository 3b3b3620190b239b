"""Why an enrollment's next touch stands where it stands, and what was said before. Only reads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from cadences.enrollment import Answered, Enrollment
from cadences.moments import Instant
from daemon.service.agenda import next_touch
from daemon.service.telling import Voice, reasons_of
from daemon.service.world import World, rep_of
from daemon.service.writing import kept_or_refuse
from daemon.store import enrollments, ledger, people, promises, questions, touches


def why(conn: Connection, world: World, enrollment_id: str, now: Instant) -> dict[str, Any]:
    """Return the shape of `klart why --json`: the touch, its reasons with codes, promises, and the history.

    Raises:
        BadInput: There is no such enrollment.
    """
    kept = kept_or_refuse(conn, enrollment_id)
    enrollment = kept.enrollment
    voice = Voice(rep_of(conn, world, enrollment.rep), now)
    contact = people.contact(conn, enrollment.contact, voice.rep.timezone)
    assert contact is not None
    row = touches.open_of(conn, [enrollment_id]).get(enrollment_id)
    return {
        "enrollment": enrollment_id,
        "contact": contact.name,
        "company": contact.company,
        "timezone": contact.timezone,
        "cadence": enrollment.cadence,
        "version": enrollment.version,
        "state": enrollments.NAMES[type(enrollment.state)],
        "until": voice.moment(enrollments.until_of(enrollment.state, voice.rep.timezone)),
        "touch": next_touch(conn, world, enrollment_id, now),
        "why": _coded(voice, row.reasons if row else [], contact.name),
        "conflicts": _coded(voice, row.conflicts if row else [], contact.name),
        "promises": [
            {"words": one.promise.words, "said_at": voice.moment(one.promise.said_at)}
            for one in promises.live(conn, [contact.id]).get(contact.id, ())
            if one.promise.enrollment in {None, enrollment_id}
        ],
        "questions": [{"code": one.code, "args": one.args} for one in questions.waiting(conn, enrollment_id)],
        "past": _past(enrollment, voice),
        "said": _said(conn, enrollment_id, voice),
    }


def _coded(voice: Voice, plain: list[Any], name: str) -> list[dict[str, Any]]:
    return [
        {"code": reason.code, "args": list(reason.args), "text": " ".join(voice.sentences([reason], name))}
        for reason in reasons_of(plain)
    ]


def _past(enrollment: Enrollment, voice: Voice) -> list[dict[str, Any]]:
    return [
        {
            "n": past.number,
            "step": past.step,
            "channel": past.channel.value,
            "try": past.attempt,
            "outcome": None if past.outcome is None else past.outcome.value,
            "superseded": past.superseded,
            "at": voice.moment(past.happened_at),
        }
        for past in enrollment.past
    ]


def _said(conn: Connection, enrollment_id: str, voice: Voice) -> list[dict[str, Any]]:
    return [
        {
            "n": line.entry.seq,
            "at": voice.moment(line.entry.at),
            "by": line.entry.by.value,
            "what": type(line.entry.fact).__name__,
            "outcome": line.entry.fact.answer.outcome.value if isinstance(line.entry.fact, Answered) else None,
            "words": line.entry.fact.answer.words if isinstance(line.entry.fact, Answered) else "",
        }
        for line in ledger.lines(conn, enrollment_id)
    ]
