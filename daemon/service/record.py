"""Recording what was said or seen of an enrollment, and planning what follows: one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row

from cadences.enrollment import Answered, Ask, By, Enrollment, Fact
from cadences.moments import Instant
from cadences.outcomes import Outcome
from cadences.reasons import Reason
from daemon.service.beginning import Somebody, barred
from daemon.service.lifting import let_go
from daemon.service.replan import replan
from daemon.service.world import World
from daemon.service.writing import Writing, kept_or_refuse
from daemon.store import enrollments, people, questions, touches
from daemon.store.enrollments import Kept


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it: the enrollment as it is now, its next touch, and what else happened.

    `touch` is the row of the open touch (`touches` in the store), nothing for a closed enrollment. `told` are reasons
    to say back, `asked` questions that arose, `started` enrollments that began, and `moved` those of others whose next
    touch now stands elsewhere.
    """

    enrollment: Enrollment
    touch: Row[Any] | None
    told: tuple[Reason, ...] = ()
    asked: tuple[Ask, ...] = ()
    started: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


def record(
    conn: Connection, world: World, enrollment_id: str, fact: Fact, now: Instant, *, by: By | None = None
) -> Recorded:
    """Write a fact down, write what it leads to, and plan anew what it changed.

    Args:
        conn: A writing connection.
        world: The world.
        enrollment_id: Whose fact it is.
        fact: What was said or seen.
        now: The present instant; when a thing really happened stands in the fact.
        by: Who said it; nothing = whoever the fact names, else the command line.

    Raises:
        BadInput: There is no such enrollment, or the fact does not fit where it stands; nothing was written.
    """
    writing = Writing(conn, world, now)
    kept = kept_or_refuse(conn, enrollment_id)
    if isinstance(fact, Answered):
        fact = _knowing(conn, kept.enrollment.contact, fact, world.rep.country)
        questions.answered(conn, enrollment_id, now)
    said_by = by or (fact.by if isinstance(fact, Answered) else By.CLI)
    writing.say(enrollment_id, fact, said_by)
    return finish(writing, enrollment_id)


def finish(writing: Writing, enrollment_id: str) -> Recorded:
    """Plan anew what a writing changed, and say what came of it."""
    conn = writing.conn
    moved = settle(writing)
    kept = enrollments.get(conn, enrollment_id)
    assert kept is not None
    return Recorded(
        enrollment=kept.enrollment,
        touch=touches.open_of(conn, [enrollment_id]).get(enrollment_id),
        told=tuple(writing.told),
        asked=tuple(writing.asked),
        started=tuple(writing.started),
        moved=tuple(id_ for id_ in moved if id_ != enrollment_id and id_ not in writing.started),
    )


def settle(writing: Writing) -> tuple[str, ...]:
    """Plan anew what a writing changed, rep by rep; return the enrollments whose touch now stands otherwise.

    With an enrollment go the contact's others: how often somebody is touched counts over all cadences and reps.
    """
    conn, open_ = writing.conn, dict[str, Kept]()
    written = enrollments.some(conn, writing.changed.keys())
    for kept in written:
        if kept.attend_at is not None and not kept.enrollment.open:
            enrollments.attend(conn, kept.enrollment.id, None)
        for other in enrollments.of_contact(conn, kept.enrollment.contact, only_open=True):
            open_[other.enrollment.id] = other
    let_go(conn, open_.values(), writing.freed, writing.now)
    # A rep of a closed one is asked too: what it leaves free may mend what somebody else's touch breaks.
    by_rep: dict[str, set[str]] = {kept.enrollment.rep: set() for kept in written}
    for id_, one in open_.items():
        by_rep.setdefault(one.enrollment.rep, set()).add(id_)
    moved: list[str] = []
    for rep, ids in sorted(by_rep.items()):
        moved += replan(conn, writing.world, rep, ids, writing.now)
    return tuple(moved)


def _knowing(conn: Connection, contact: str, fact: Answered, country: str | None) -> Answered:
    """Say in a referral whether the person named may be enrolled: the core cannot know, and the log must.

    A number is read in the namer's country, else in this one.
    """
    person = fact.answer.person
    if fact.answer.outcome is not Outcome.REFERRED or person is None:
        return fact
    by = people.row_of(conn, contact)
    assert by is not None
    who = Somebody(person.name, person.company or by.company, person.phone, person.email)
    return replace(fact, barred=barred(conn, contact, who, by.country or country))
