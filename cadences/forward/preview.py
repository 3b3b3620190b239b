"""What a cadence would lead to for one contact: the machine and the planner run forward. Pure: no daemon, no store.

It runs the very `advance` and `plan` that the daemon runs, with no other enrollments beside. Answers go, in turn, to
touches that reach out or ask what is missing; what the rep does alone is done. Where no answer is left, emails and
messages are sent and not replied to, nobody picks up the phone, nothing is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count as numbers
from itertools import islice
from typing import Final

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.enrollment import Enrollment, RefusedError, state_word
from cadences.forward.course import Course, Following, Stand
from cadences.forward.simulate import Simulation, Start, silent
from cadences.moments import Instant, Span, zone
from cadences.outcomes import Answer, Channel, Outcome
from cadences.people import Contact, Rep
from cadences.phrases.answers import read_answer
from cadences.promises import Promise
from cadences.reasons import Reason

__all__ = ["Following", "Preview", "Shown", "preview", "split_answers"]

_ID: Final = "preview"
_OUTCOMES: Final = sorted((outcome.value.replace("_", "[ _-]") for outcome in Outcome), key=len, reverse=True)
_BEFORE_OUTCOME: Final = re.compile(rf",\s*(?=(?:{'|'.join(_OUTCOMES)})\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A touch as it would stand: its number, and what is taken to have come of it.

    `opened` is the enrollment as it stood while the touch was open, `promises` what bound it then, `answer` the whole
    of what is taken to have come of it: what an event shows, and what another answer would lead to, follow from them.
    """

    n: int
    step: str
    channel: Channel
    attempt: int
    span: Span
    timezone: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    conflicts: tuple[Reason, ...]
    opened: Enrollment
    promises: tuple[Promise, ...]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Preview:
    """The touches in order, what the enrollment has become, and which cadences an answer would start."""

    touches: tuple[Shown, ...]
    enrollment: Enrollment
    then: tuple[Following, ...] = ()

    @property
    def state(self) -> str:
        """The state in a word: `active`, `waiting`, `diagnosing`, `won`, `lost`, `opted_out`, `referred`."""
        return state_word(self.enrollment.state)


def split_answers(text: str) -> tuple[str, ...]:
    """Split answers at the commas that stand before an outcome.

    >>> split_answers("no_answer, callback: after 17:00, not on Fri,yes meeting")
    ('no_answer', 'callback: after 17:00, not on Fri', 'yes meeting')
    """
    return tuple(part.strip() for part in _BEFORE_OUTCOME.split(text) if part.strip())


def preview(
    cadence: Cadence,
    contact: Contact,
    rep: Rep,
    start: Instant,
    answers: Sequence[str],
    holiday: HolidayName,
    count: int = 20,
    *,
    promises: Sequence[Promise] = (),
) -> Preview:
    """Return the touches that enrolling a contact would lead to, so many at most.

    Args:
        cadence: A well-shaped cadence.
        contact: Whom it would follow up; its zone and country count.
        rep: Who would do it; its zone, country, hours and absences count.
        start: The instant of enrolling.
        answers: As they are written in `klart log`, read on the contact's clocks when their touch is over.
        holiday: Names the public holidays.
        count: How many touches to show at most.
        promises: What the contact has said before.

    Raises:
        ValueError: An answer cannot be read, does not fit its touch, or is one too many; the message is one sentence.
    """
    simulation = Simulation(rep, holiday, start)
    course = simulation.enrol(cadence, contact, _ID, start=Start(promises=promises))
    left = list(answers)
    touches = tuple(islice(_touches(simulation, course, left), count))
    if left:
        msg = f"{left[0]!r} is an answer too many: {len(touches)} touches are shown, then the preview ends"
        raise ValueError(msg)
    return Preview(touches, course.enrollment, tuple(course.then))


def _touches(simulation: Simulation, course: Course, answers: list[str]) -> Iterator[Shown]:
    """Go through the touches, each with what is taken to have come of it; answers are used up."""
    where = course.contact.timezone
    for n in numbers(1):
        stand = simulation.finish(course)
        if stand is None:
            return
        opened, promises = course.enrollment, simulation.roster.promises_of(course)
        answer = _answer(simulation, course, answers)
        try:
            simulation.answer(course, answer)
        except RefusedError as error:
            raise ValueError(str(error)) from error
        yield _shown(n, opened, stand, where, answer, promises)


def _answer(simulation: Simulation, course: Course, answers: list[str]) -> Answer:
    """Return the next answer to what reaches out or asks what is missing; what is done alone is done."""
    touch = course.touch
    assert touch is not None
    if answers and (touch.reaches or touch.channel is Channel.DIAGNOSE):
        return read_answer(answers.pop(0), simulation.now, zone(course.contact.timezone))
    return silent(touch, simulation.now)


def _shown(
    n: int, opened: Enrollment, stand: Stand, where: str, answer: Answer, promises: tuple[Promise, ...]
) -> Shown:
    touch = opened.next
    assert touch is not None
    what = (touch.step, touch.channel, touch.attempt, stand.span, where, answer.outcome)
    return Shown(n, *what, stand.reasons, stand.conflicts, opened, promises, answer)
