"""What a cadence would lead to for one contact: the machine and the planner run forward. Pure: no daemon, no store.

It runs the very `advance` and `plan` that the daemon runs, with no other enrollments beside. Answers go, in turn, to
touches that reach out or ask what is missing; what the rep does alone is done. Where no answer is left, emails and
messages are sent and not replied to, nobody picks up the phone, nothing is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from cadences.answers import read_answer
from cadences.business import HolidayName, business_days
from cadences.cadence import Cadence
from cadences.delays import Delay, due_after
from cadences.enrollment import (
    Answered,
    Effect,
    Enrolled,
    Enrollment,
    Fact,
    KeepPromise,
    LapseOneOffs,
    RefusedError,
    Role,
    StartChain,
    Terms,
    Touch,
    Unanswered,
)
from cadences.keeping import binds_alone, keep, lapsed
from cadences.machine import advance
from cadences.moments import Instant, Span, day_in, zone
from cadences.outcomes import WRITTEN, Answer, Channel, Missing, Outcome
from cadences.people import Contact, Rep
from cadences.placement import Occasions, Placement, RepWorld
from cadences.planner import plan
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.requests import request_for

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
class Following:
    """A cadence that an answer would start, and when its first touch is due (nothing = that hangs on a known date)."""

    cadence: str
    due: Instant | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The touches in order, what the enrollment has become, and which cadences an answer would start."""

    touches: tuple[Shown, ...]
    enrollment: Enrollment
    then: tuple[Following, ...] = ()

    @property
    def state(self) -> str:
        """The state in a word: `active`, `waiting`, `diagnosing`, `won`, `lost`, `opted_out`, `referred`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.enrollment.state).__name__).lower()


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
    run = _Run(cadence, contact, rep, holiday, start, list(answers), tuple(promises))
    touches = tuple(islice(run.touches(), count))
    if run.answers:
        msg = f"{run.answers[0]!r} is an answer too many: {len(touches)} touches are shown, then the preview ends"
        raise ValueError(msg)
    assert run.enrollment is not None
    return Preview(touches, run.enrollment, tuple(run.chains))


@dataclass(slots=True)
class _Run:
    """A preview under way."""

    cadence: Cadence
    contact: Contact
    rep: Rep
    holiday: HolidayName
    now: Instant
    answers: list[str]
    promises: tuple[Promise, ...]
    enrollment: Enrollment | None = None
    chains: list[Following] = field(default_factory=list)
    contact_days: list[date] = field(default_factory=list)
    joined_days: list[date] = field(default_factory=list)
    rep_days: dict[tuple[str, date], int] = field(default_factory=dict)
    shown: int = 0

    def touches(self) -> Iterator[Shown]:
        """Go through the touches, each with what is taken to have come of it."""
        cadence = self.cadence
        self._say(Enrolled(_ID, self.contact.id, self.rep.id, cadence.name, cadence.version, self.now))
        while (touch := self._next()) is not None:
            placement = self._place(None)
            if touch.awaits_reply:
                touch, placement = self._silent(touch, placement)
            self.now = max(self.now, placement.span.end)
            answer = self._answer(touch)
            self._count(touch, placement.span)
            opened, promises = self.enrollment, self.promises
            assert opened is not None
            self._say(Answered(answer, placement.span.start, touch.number))
            self.shown += 1
            yield _shown(self.shown, opened, placement, self.contact.timezone, answer, promises)

    def _next(self) -> Touch | None:
        return None if self.enrollment is None else self.enrollment.next

    def _silent(self, touch: Touch, placement: Placement) -> tuple[Touch, Placement]:
        """Let a touch begin to which nothing was replied before; at the silence limit another takes its place."""
        self.now = max(self.now, placement.span.start)
        self._say(Unanswered(touch.number, placement.span.start))
        begun = self._next()
        assert begun is not None
        return (begun, placement) if begun.number == touch.number else (begun, self._place(placement.span))

    # --- the machine ------------------------------------------------------------------------------------------------
    def _say(self, fact: Fact) -> None:
        try:
            step = advance(self.enrollment, fact, self.cadence, self._terms(), self.holiday, self.now)
        except RefusedError as error:
            raise ValueError(str(error)) from error
        self.enrollment = step.enrollment
        for effect in step.effects:
            self._follow(effect)

    def _terms(self) -> Terms:
        """Return the terms of a contact who can be reached, and whose details were found when they were looked for."""
        contact, rep, touch = self.contact, self.rep, self._next()
        found = self.now if touch is not None and touch.role is Role.FIND else None
        places = (contact.country, contact.region, rep.country, rep.region)
        return Terms(contact.timezone, rep.timezone, *places, details_at=found)

    def _follow(self, effect: Effect) -> None:
        match effect:
            case KeepPromise(when, words, said_at, own):
                alone = _ID if binds_alone(when) else None
                self.promises, _ = keep(self.promises, Promise(when, said_at, words, alone, own))
            case LapseOneOffs(at):
                over = lapsed(self.promises, at, _ID)
                self.promises = tuple(promise for promise in self.promises if promise not in over)
            case StartChain():
                self.chains.append(Following(effect.cadence, self._due(effect)))
            case _:
                return

    def _due(self, chain: StartChain) -> Instant | None:
        """Return when a chain's first touch is due, as far as its wait says."""
        if not isinstance(chain.wait, Delay):
            return chain.since if chain.wait is None else None
        here, at_reps = (self.contact.country, self.contact.region), (self.rep.country, self.rep.region)
        counts = business_days(self.cadence.holidays, here, at_reps, self.holiday)
        return due_after(chain.wait, chain.since, zone(self.contact.timezone), counts)

    def _answer(self, touch: Touch) -> Answer:
        if not touch.reaches and touch.channel is not Channel.DIAGNOSE:
            return Answer(Outcome.DONE)
        if self.answers:
            return read_answer(self.answers.pop(0), self.now, zone(self.contact.timezone))
        if touch.channel is Channel.DIAGNOSE:
            return Answer(Outcome.MISSING, missing=Missing.NOTHING)
        return Answer(Outcome.SENT if touch.channel in WRITTEN else Outcome.NO_ANSWER)

    # --- the planner ------------------------------------------------------------------------------------------------
    def _place(self, placed: Span | None) -> Placement:
        assert self.enrollment is not None
        request = request_for(self.enrollment, self.cadence, self.contact, self.rep, self.promises, placed)
        only_joined = sorted({*self.joined_days} - {*self.contact_days})
        days = {self.contact.id: (*self.contact_days, *only_joined)}
        world = RepWorld(self.rep, occasions=Occasions(days, self.rep_days))
        return plan(world, [request], self.holiday, self.now).placements[0]

    def _count(self, touch: Touch, span: Span) -> None:
        """Count a touch against the limits of the next ones."""
        if not touch.reaches:
            return
        days = self.joined_days if touch.joins else self.contact_days
        days.append(day_in(span.start, zone(self.contact.timezone)))
        day = day_in(span.start, zone(self.rep.timezone))
        for name in (self.cadence.name, ""):
            self.rep_days[name, day] = self.rep_days.get((name, day), 0) + 1


def _shown(
    n: int, opened: Enrollment, placement: Placement, where: str, answer: Answer, promises: tuple[Promise, ...]
) -> Shown:
    touch = opened.next
    assert touch is not None
    what = (touch.step, touch.channel, touch.attempt, placement.span, where, answer.outcome)
    return Shown(n, *what, placement.reasons, placement.conflicts, opened, promises, answer)
