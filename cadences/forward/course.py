"""One enrollment that is played through, and where its touch stands: what a store would keep. Knows no rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from cadences.attending import PROMISED, Standing
from cadences.cadence import Cadence
from cadences.effects import Ask
from cadences.enrollment import Enrollment, Fact, Past, Touch
from cadences.moments import Instant, Span, day_in, zone
from cadences.outcomes import REACHING, Answer, Outcome
from cadences.people import Contact
from cadences.placement import Placement, Taken
from cadences.reasons import Reason
from cadences.shown import Note

EXACT: Final = "at="
"""How the piece of a promise begins that names an exact time (`cadences.promises.pieces`)."""

Policy = Callable[[Touch, Instant], Answer]
"""What comes of a touch that is over, for courses that nobody else answers: the touch and the instant."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the open touch of that number stands, and why.

    `again` = it had its second chance of the day, `rolled_to` the day before which it may not begin since a put-off.
    """

    number: int
    span: Span
    reasons: tuple[Reason, ...] = ()
    conflicts: tuple[Reason, ...] = ()
    again: bool = False
    rolled_to: Instant | None = None

    @property
    def promised(self) -> bool:
        """Whether a promise holds it there."""
        return any(reason.code in PROMISED for reason in self.reasons)

    @property
    def standing(self) -> Standing:
        """What `attending` asks about it."""
        return Standing(self.span, once=self.again or not self.promised)


@dataclass(frozen=True, slots=True)
class Following:
    """A cadence that an answer would start, and when its first touch is due (nothing = that hangs on a known date)."""

    cadence: str
    due: Instant | None


@dataclass(slots=True, eq=False)
class Course:
    """An enrollment under way. `stand` is where its touch stands, nothing before it is placed or once it is closed.

    `facts` are all that was said, `then` the cadences that answers would start, `started` the ids of those they did.
    `policy` answers its touches when they are over; without one somebody else says what came of them. `rolled` is the
    number of a touch that was put off, and the day before which it may not begin. `stale` = `attend_at` is to be found
    out anew.
    """

    id: str
    cadence: Cadence
    contact: Contact
    enrollment: Enrollment
    has_phone: bool = True
    has_email: bool = True
    details_at: Instant | None = None
    policy: Policy | None = None
    stand: Stand | None = None
    rolled: tuple[int, Instant] | None = None
    attend_at: Instant | None = None
    stale: bool = True
    taken: Taken | None = None
    facts: list[Fact] = field(default_factory=list)
    then: list[Following] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)
    told: list[Reason] = field(default_factory=list)

    @property
    def touch(self) -> Touch | None:
        """The open touch; nothing of a closed enrollment."""
        return self.enrollment.next

    @property
    def open(self) -> bool:
        """Whether there is a next touch."""
        return self.enrollment.open

    def put(self, placement: Placement, rep_zone: str, *, again: bool = False) -> bool:
        """Let the open touch stand where the planner says; return whether that is news."""
        touch, old = self.enrollment.next, self.stand
        assert touch is not None
        where = zone(rep_zone)
        if old is not None and old.again:
            again = again or day_in(old.span.start, where) == day_in(placement.span.start, where)
        rolled = self.rolled[1] if self.rolled is not None and self.rolled[0] == touch.number else None
        new = Stand(touch.number, placement.span, placement.reasons, placement.conflicts, again, rolled)
        if new == old:
            return False
        self.stand, self.stale = new, True
        self.taken = _taken(self, touch, new)
        return True

    def lift(self) -> None:
        """Forget where the touch stands: it is placed as if it never had been."""
        self.stand = self.taken = None
        self.stale = True


def _taken(course: Course, touch: Touch, stand: Stand) -> Taken:
    """Return a placed touch as the planner sees one that is not asked about."""
    exact = any(arg.startswith(EXACT) for reason in stand.reasons for arg in reason.args)
    pinned, promised = touch.pin is not None, stand.promised
    return Taken(
        course.id,
        stand.span,
        course.contact.id,
        course.cadence.name,
        touch.reaches,
        movable=not (pinned or promised),
        joins=touch.joins,
        kind=course.cadence.kind,
        pinned=pinned,
        promised=promised and not exact,
    )


def newly_done(before: Enrollment | None, after: Enrollment) -> Iterable[Past]:
    """Return the touches that a fact closed and that reached the contact; what was skipped is no occasion."""
    known = set() if before is None else {past.number for past in before.past}
    return (
        past
        for past in after.past
        if past.number not in known
        and not past.superseded
        and past.channel in REACHING
        and past.outcome not in {None, Outcome.SKIPPED}
    )
