"""From an enrollment's next touch to the question where it goes. Knows cadences and enrollments; places nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from cadences.cadence import Cadence, Step, Vary
from cadences.delays import Delay, Unit
from cadences.enrollment import Enrollment, Past, Role, Touch
from cadences.moments import Span, day_in, minute_in, zone
from cadences.outcomes import SPOKEN, Channel, Outcome
from cadences.people import Contact, Rep
from cadences.placement import Request
from cadences.planner.board import LEAD
from cadences.planner.search import part_at
from cadences.promises import Promise
from cadences.windows import Window

SAID: Final = "said"
"""The code of the reason that a time was named."""
WAITED: Final = "wait-after"
"""The code of the reason that a step's wait is over; its first argument is that wait."""


def request_for(
    enrollment: Enrollment,
    cadence: Cadence,
    contact: Contact,
    rep: Rep,  # noqa: ARG001 - whoever asks has one, and a rep's own rules may come to matter here
    promises: Sequence[Promise],
    placed: Span | None,
) -> Request:
    """Return the question to the planner about the next touch of an open enrollment.

    What is done alone is bound by the rep's hours, and by windows only where its own step names some. A preparation in
    front of a call is part of its time, but for an exact appointment, which starts to the minute.

    Args:
        enrollment: An open enrollment.
        cadence: The version it is pinned to.
        contact: Whom it is about.
        rep: Whose time it takes.
        promises: The contact's standing and dated ones, and this enrollment's exact time; what was said for the touch
            alone is added.
        placed: Where the touch stands now, if it stands.

    Raises:
        ValueError: The enrollment is closed: nothing is next.
    """
    touch = enrollment.next
    if touch is None:
        msg = f"the enrollment {enrollment.id} is closed, no touch is to be placed"
        raise ValueError(msg)
    step = cadence.step(touch.step)
    tries = _tries(enrollment, touch, contact)
    apply = _promises(enrollment, touch, promises)
    exact = touch.channel in SPOKEN and any(promise.when.at for promise in apply)
    ahead = step.preparation if step is not None and touch.role is Role.STEP and not exact else 0
    return Request(
        key=enrollment.id,
        contact=contact,
        channel=touch.channel,
        takes=touch.takes + ahead,
        due=touch.due,
        reason=touch.reason,
        windows=_windows(cadence, step, touch),
        cadence=cadence.name,
        kind=cadence.kind,
        counts=cadence.holidays,
        limits=cadence.limits,
        promises=apply,
        pin=touch.pin,
        joins=touch.joins,
        reply=touch.reply,
        put_offs=touch.put_offs,
        vary=_vary(step, touch),
        tried=tuple(part_at(minute) for _, minute in tries),
        tried_days=tuple(day for day, _ in tries),
        placed=placed,
        excepted=touch.reason.code == SAID,
        hurried=step is not None and touch.role is Role.STEP and _hurried(step),
        by=step.by if step is not None and touch.role is Role.STEP else None,
    )


def _vary(step: Step | None, touch: Touch) -> Vary:
    """Return what a retry varies: nothing where somebody said when, or where the wait is plain time.

    "Call me in ten minutes" and a retry after half an hour are meant to the minute, whatever part of the day that is.
    """
    code, args = touch.reason.code, touch.reason.args
    plain = code == WAITED and Delay.parse(args[0]).exact
    return Vary.NONE if step is None or code == SAID or plain else step.retry.vary


def _hurried(step: Step) -> bool:
    """Whether a step must have happened before the usual lead time is over: `by: 5 minutes`."""
    by = step.by
    return by is not None and by.unit is Unit.MINUTE and timedelta(minutes=by.amount) < LEAD


def _windows(cadence: Cadence, step: Step | None, touch: Touch) -> tuple[Window, ...]:
    own = step.windows if step is not None else None
    if touch.reaches:
        return own or cadence.windows
    return own if own is not None and touch.role is Role.STEP else ()


def _promises(enrollment: Enrollment, touch: Touch, promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Return what applies, the touch's own word the newest unless it is kept as a promise already."""
    apply = [promise for promise in promises if promise.enrollment in {None, enrollment.id}]
    if touch.when is not None and all(promise.when != touch.when for promise in apply):
        own = Promise(touch.when, touch.opened_at, enrollment=enrollment.id, by_rep=not touch.reaches)
        apply.append(own)
    return tuple(sorted(apply, key=lambda promise: promise.said_at))


def _tries(enrollment: Enrollment, touch: Touch, contact: Contact) -> list[tuple[int, int]]:
    """Return the contact's days of the week and minutes at which the same call was tried before; a skip is no try."""
    if touch.channel is not Channel.CALL or touch.role is not Role.STEP:
        return []
    where = zone(contact.timezone)
    return [
        (day_in(past.happened_at, where).isoweekday(), minute_in(past.happened_at, where))
        for past in enrollment.past
        if past.step == touch.step and past.channel is Channel.CALL and not _unheard(past)
    ]


def _unheard(past: Past) -> bool:
    """Whether nobody was called: the touch was skipped, or something else took its place."""
    return past.superseded or past.outcome is Outcome.SKIPPED
