"""When time alone does something to an enrollment, and when a touch no longer stands for good. Knows the rules alone.

A touch that awaits a reply and begins is an unanswered one; a touch whose day is over without an outcome is put off
in the evening; a promise whose time passed is placed once more the same day; a pause ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from cadences.enrollment import Enrollment, Paused, Touch
from cadences.moments import Instant, Span, at_wall, day_in, zone
from cadences.people import Rep
from cadences.promises import Promise, pieces
from cadences.reasons import Reason

PROMISED: Final = frozenset({"promised", "own-promise"})
"""Reasons of a touch whose slot no other promise may take."""


class Passing(Enum):
    """What time does."""

    UNANSWERED = auto()
    """The touch that awaits a reply begins without one."""
    AGAIN = auto()
    """The promised time passed: once more the same day."""
    PUT_OFF = auto()
    """The day passed: to a later one."""
    RESUME = auto()
    """The pause is over."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the open touch stands; `once` = it is not placed again the same day (no promise, or it was already)."""

    span: Span
    once: bool


def attend_at(enrollment: Enrollment, rep: Rep, standing: Standing) -> Instant | None:
    """Return when time alone next does something; nothing for a closed enrollment."""
    return min((at for at, _ in passings(enrollment, rep, standing)), default=None)


def passings(enrollment: Enrollment, rep: Rep, standing: Standing) -> list[tuple[Instant, Passing]]:
    """Return what time will do to an enrollment and when, the soonest first."""
    touch = enrollment.next
    if touch is None:
        return []
    found = [(rolls_at(standing.span, rep), Passing.PUT_OFF)]
    if touch.awaits_reply:
        found.append((standing.span.start, Passing.UNANSWERED))
    elif not standing.once:
        found.append((standing.span.end, Passing.AGAIN))
    if isinstance(enrollment.state, Paused):
        found.append((at_wall(enrollment.state.until, 0, zone(rep.timezone)), Passing.RESUME))
    return sorted(found, key=lambda one: (one[0], one[1].value))


def rolls_at(span: Span, rep: Rep) -> Instant:
    """Return when a touch without an outcome is put off: at the rep's `latest` on its day, never before it is over."""
    where = zone(rep.timezone)
    return max(span.end, at_wall(day_in(span.end, where), rep.latest, where))


# --- what stands no longer for good -----------------------------------------------------------------------------------
def has_begun(touch: Touch, start: Instant | None, rolled_to: Instant | None, now: Instant) -> bool:
    """Whether an open touch stands in the past and nothing has moved it since: it waits there for its answer.

    An event must not walk away from the finger; it is rolled in the evening.
    """
    if start is None or start > now:
        return False
    if touch.pin is not None and touch.pin.span is not None:
        return touch.pin.span.start == start
    return touch.due <= start and (rolled_to is None or rolled_to <= start)


def brought_forward(before: Enrollment | None, after: Enrollment, now: Instant) -> bool:
    """Whether a touch may begin sooner than it could before, and the bound that is gone lies ahead."""
    was, is_ = before.next if before is not None else None, after.next
    if was is None or is_ is None or was.number != is_.number:
        return False
    return is_.due < was.due and was.due > now


def stands_by_a_lifted(reasons: Iterable[Reason], enrollment: Enrollment, live: Collection[Promise]) -> bool:
    """Whether one of the promises that a touch was placed by holds no more."""
    whens = [promise.when for promise in live if promise.enrollment in {None, enrollment.id}]
    if enrollment.next is not None and enrollment.next.when is not None:
        whens.append(enrollment.next.when)
    hold = [pieces(when) for when in whens]
    named = [reason.args for reason in reasons if reason.code in PROMISED]
    return any(all(args[-len(one) :] != one for one in hold) for args in named)
