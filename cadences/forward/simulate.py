"""The core run forward for one rep and any number of enrollments: what the daemon would do, without store or clock.

The very `advance` and `plan` of the daemon, called as it calls them: what is placed stays unless it must move, what a
promise displaces is placed anew, a put-off touch rolls in the evening, a promise that passed gets its second chance.
Time passes by `run` alone. Knows no calendar and no words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from cadences.attending import Passing, attend_at, brought_forward, passings
from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.delays import Wait
from cadences.effects import EnrolPerson, StartChain
from cadences.enrollment import (
    Advance,
    Answered,
    Deleted,
    Enrolled,
    Enrollment,
    Fact,
    Moved,
    Pin,
    PutOff,
    Resume,
    Role,
    Terms,
    Touch,
    Unanswered,
)
from cadences.forward.consequences import carry_out
from cadences.forward.course import Course, Following, Policy, Stand
from cadences.forward.roster import Roster
from cadences.machine import advance
from cadences.moments import Instant, at_wall, day_in, zone
from cadences.outcomes import WRITTEN, Answer, Channel, Missing, Outcome, Yes
from cadences.people import Contact, Rep
from cadences.planner.plan import plan
from cadences.promises import Promise

__all__ = ["Course", "Following", "Policy", "Simulation", "Stand", "silent"]


MOST_TURNS: Final = 20
"""So often may a touch have something due at one instant; more is a fault, which must not run for ever."""


def silent(touch: Touch, now: Instant) -> Answer:  # noqa: ARG001 - a policy is given the time too
    """Answer a touch as nobody would: what is done alone is done, what is sent is sent, nobody picks up the phone."""
    if touch.channel is Channel.DIAGNOSE:
        return Answer(Outcome.MISSING, missing=Missing.NOTHING)
    if not touch.reaches:
        return Answer(Outcome.DONE)
    return Answer(Outcome.SENT if touch.channel in WRITTEN else Outcome.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Start:
    """How an enrollment begins, where it is more than plainly: see `Enrolled`, whose words these are.

    `promises` are what the contact said before. `has_phone` and `has_email` = the contact can be reached so.
    """

    since: Instant | None = None
    wait: Wait | None = None
    after: Yes | None = None
    origin: str | None = None
    note: str = ""
    landmarks: Mapping[str, str] = field(default_factory=dict)
    promises: Sequence[Promise] = ()
    has_phone: bool = True
    has_email: bool = True


PLAINLY = Start()


@dataclass(slots=True)
class Simulation:
    """Enrollments under way. `cadences` gives those that answers start; without it they are noted and not followed.

    Hours, absences and limits are those of `rep`. A refused fact raises `RefusedError` and changes nothing.
    """

    rep: Rep
    holiday: HolidayName
    now: Instant
    cadences: Callable[[str], Cadence | None] | None = None
    roster: Roster = field(init=False)
    _changed: dict[str, None] = field(init=False, default_factory=dict)
    _freed: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Begin with nobody enrolled."""
        self.roster = Roster(self.rep, self.holiday)

    # --- enrolling ----------------------------------------------------------------------------------------------------
    def enrol(
        self,
        cadence: Cadence,
        contact: Contact,
        id_: str = "",
        *,
        start: Start = PLAINLY,
        policy: Policy | None = None,
        together: bool = False,
    ) -> Course:
        """Enrol a contact now; `together` = others follow, and `place` will place them all at once."""
        id_ = id_ or f"e{len(self.roster.courses) + 1:05}"
        said = tuple(start.promises)
        self.roster.promises[contact.id] = (*self.roster.promises.get(contact.id, ()), *said)
        fact = Enrolled(
            id_,
            contact.id,
            self.rep.id,
            cadence.name,
            cadence.version,
            start.since or self.now,
            wait=start.wait,
            origin=start.origin,
            note=start.note,
            landmarks={**contact.landmarks, **start.landmarks},
            after=start.after,
        )
        has = (start.has_phone, start.has_email)
        step = advance(None, fact, cadence, terms_of(contact, self.rep, *has, None), self.holiday, self.now)
        course = Course(id_, cadence, contact, step.enrollment, *has, policy=policy)
        self.roster.add(course)
        self._became(course, None, fact, step)
        if not together:
            self.place()
        return course

    def begin_chain(self, course: Course, cadence: Cadence, chain: StartChain) -> Course:
        """Enrol the contact of a course in the cadence that an answer starts."""
        start = Start(chain.since, chain.wait, chain.after, course.id, landmarks=chain.landmarks)
        start = replace(start, has_phone=course.has_phone, has_email=course.has_email)
        return self.enrol(cadence, course.contact, start=start, policy=course.policy, together=True)

    def begin_person(self, course: Course, named: EnrolPerson) -> Course:
        """Enrol somebody whom the contact of a course named, in the same cadence."""
        by, id_ = course.contact, f"{course.id}+{len(course.started) + 1}"
        who = Contact(id_, named.name, by.timezone, by.zone_source, by.call_zones, named.company or by.company)
        who = replace(who, phone=named.phone, email=named.email, country=by.country, region=by.region)
        who = replace(who, language=by.language, source=f"referral by {by.name}")
        note = f"{by.name} ({by.company})" if by.company else by.name
        start = Start(origin=course.id, note=note, has_phone=True, has_email=True)
        return self.enrol(course.cadence, who, start=start, policy=course.policy, together=True)

    def place(self) -> tuple[str, ...]:
        """Place anew what changed; return the courses whose touch now stands otherwise."""
        changed, freed = tuple(self._changed), frozenset(self._freed)
        self._changed.clear()
        self._freed.clear()
        return self.roster.settle(changed, freed, self.now)

    # --- what people say and do ---------------------------------------------------------------------------------------
    def say(self, course: Course, fact: Fact) -> tuple[str, ...]:
        """Say a fact now; return the courses whose touch now stands otherwise.

        Raises:
            RefusedError: It does not fit where the enrollment stands; nothing has changed.
        """
        self.write(course, fact)
        return self.place()

    def answer(self, course: Course, answer: Answer, at: Instant | None = None) -> tuple[str, ...]:
        """Say what came of the open touch, which happened when it began unless it is said when; raises as `say`."""
        stand, touch = course.stand, course.touch
        happened = at or (stand.span.start if stand is not None else self.now)
        return self.say(course, Answered(answer, happened, None if touch is None else touch.number))

    def move(self, course: Course, pin: Pin) -> tuple[str, ...]:
        """Let the person move the event of the open touch."""
        return self.say(course, Moved(_number(course), pin))

    def delete(self, course: Course) -> tuple[str, ...]:
        """Let the person delete the event of the open touch."""
        return self.say(course, Deleted(_number(course)))

    # --- time ---------------------------------------------------------------------------------------------------------
    def run(self, until: Instant, held: Course | None = None) -> None:
        """Let time pass. Of a `held` course no touch is put off or placed again: its answer is about to be given."""
        turns = 0
        while (due := self._next_due(held)) is not None and due <= until:
            turns = turns + 1 if due <= self.now else 0
            if turns > MOST_TURNS * (1 + len(self.roster.open)):
                msg = f"at {self.now.isoformat()} something is due again and again"
                raise RuntimeError(msg)
            self.now = max(self.now, due)
            self._attend(held)
        self.now = max(self.now, until)

    def begin(self, course: Course) -> Stand | None:
        """Let time pass until the course's touch begins; return where it stands then, nothing of a closed one.

        A touch that awaits a reply has none by then; at the silence limit another takes its place.
        """
        while (stand := course.stand) is not None and (touch := course.touch) is not None:
            if stand.span.start <= self.now and not touch.awaits_reply:
                return stand
            self.run(max(self.now, stand.span.start), course)
        return None

    def finish(self, course: Course) -> Stand | None:
        """Let time pass until the course's touch is over; return where it stood."""
        while (stand := self.begin(course)) is not None and stand.span.end > self.now:
            self.run(stand.span.end, course)
        return stand

    def let_pass(self, course: Course) -> None:
        """Let the day of the course's touch pass without a word, until it is put off."""
        self.begin(course)
        before = course.touch
        while course.touch is not None and before is not None:
            if (course.touch.number, course.touch.put_offs) != (before.number, before.put_offs):
                return
            due = self._next_due(None)
            assert due is not None
            self.run(max(self.now, due))

    def _next_due(self, held: Course | None) -> Instant | None:
        """Return when something next happens by itself."""
        found: Instant | None = None
        for course in self.roster.open.values():
            at = self._due(course, held)
            if at is not None and (found is None or at < found):
                found = at
        return found

    def _due(self, course: Course, held: Course | None) -> Instant | None:
        if course is held:
            return min((at for at, _ in self._passing(course, held)), default=None)
        if course.stale:
            course.stale = False
            course.attend_at = (
                None if course.stand is None else attend_at(course.enrollment, self.rep, course.stand.standing)
            )
            if course.policy is not None and course.stand is not None and course.attend_at is not None:
                course.attend_at = min(course.attend_at, course.stand.span.end)
        return course.attend_at

    def _passing(self, course: Course, held: Course | None) -> list[tuple[Instant, Passing]]:
        """Return what time will do to a course."""
        if course.stand is None:
            return []
        found = passings(course.enrollment, self.rep, course.stand.standing)
        kept = {Passing.UNANSWERED, Passing.RESUME}
        return [one for one in found if one[1] in kept] if course is held else found

    def _attend(self, held: Course | None) -> None:
        """Do what time has done by now."""
        due = [course for course in self.roster.open.values() if _come(self._due(course, held), self.now)]
        for course in due:
            touch, stand = course.touch, course.stand
            assert touch is not None
            assert stand is not None
            passed = [what for at, what in self._passing(course, held) if at <= self.now]
            if course.policy is not None and not touch.awaits_reply and stand.span.end <= self.now:
                self.write(course, Answered(course.policy(touch, self.now), stand.span.start, touch.number))
            elif passed:
                # Once the day is over there is no second chance on it.
                rolls = Passing.PUT_OFF in passed and passed[0] is Passing.AGAIN
                self._pass(course, Passing.PUT_OFF if rolls else passed[0])
        self.place()

    def _pass(self, course: Course, what: Passing) -> None:
        touch, stand = course.touch, course.stand
        assert touch is not None
        assert stand is not None
        match what:
            case Passing.UNANSWERED:
                self.write(course, Unanswered(touch.number, stand.span.start))
            case Passing.RESUME:
                self.write(course, Resume())
            case Passing.AGAIN:
                self._once_more(course, stand)
            case Passing.PUT_OFF:
                self.write(course, PutOff(touch.number))
                where = zone(self.rep.timezone)
                tomorrow = at_wall(day_in(stand.span.end, where) + timedelta(days=1), 0, where)
                course.rolled = (touch.number, tomorrow)
                if course.stand is not None:
                    course.stand = replace(course.stand, rolled_to=tomorrow)

    def _once_more(self, course: Course, stand: Stand) -> None:
        """Place a touch whose promised time passed once more the same day, if what was promised leaves time for it."""
        request = self.roster.request_of(course)
        request = replace(request, due=max(request.due, self.now), placed=None, pin=None)
        answer = plan(self.roster.world([course.id]), [request], self.holiday, self.now)
        (placement,), where = answer.placements, zone(course.contact.timezone)
        if not placement.conflicts and day_in(placement.span.start, where) == day_in(stand.span.start, where):
            course.put(placement, self.rep.timezone, again=True)
            self._changed.update(dict.fromkeys(answer.displaced))
        else:
            course.stand, course.stale = replace(stand, again=True), True

    # --- writing ------------------------------------------------------------------------------------------------------
    def write(self, course: Course, fact: Fact) -> None:
        """Take a fact and what it leads to, and place nothing yet; raises as `say`."""
        before = course.enrollment
        step = advance(before, fact, course.cadence, self._terms(course), self.holiday, self.now)
        if before.next is not None and before.next.role is Role.FIND and _did(fact):
            course.has_phone = course.has_email = True
        self._became(course, before, fact, step)

    def _became(self, course: Course, before: Enrollment | None, fact: Fact, step: Advance) -> None:
        course.facts.append(fact)
        self.roster.became(course, before, step.enrollment)
        self._changed[course.id] = None
        if brought_forward(before, step.enrollment, self.now):
            self._freed.add(course.id)
        for effect in step.effects:
            carry_out(self, course, effect)

    def _terms(self, course: Course) -> Terms:
        """Return the terms; while details are looked for they count as found."""
        touch = course.touch
        found = self.now if touch is not None and touch.role is Role.FIND else course.details_at
        return terms_of(course.contact, self.rep, course.has_phone, course.has_email, found)


def terms_of(contact: Contact, rep: Rep, has_phone: bool, has_email: bool, details_at: Instant | None) -> Terms:  # noqa: FBT001 - as `Terms` has them
    """Return what a fold needs to know of a contact and a rep."""
    places = (contact.country, contact.region, rep.country, rep.region)
    return Terms(contact.timezone, rep.timezone, *places, has_phone, has_email, details_at)


def _did(fact: Fact) -> bool:
    return isinstance(fact, Answered) and fact.answer.outcome in {Outcome.DONE, Outcome.SENT}


def _number(course: Course) -> int:
    return 0 if course.touch is None else course.touch.number


def _come(at: Instant | None, now: Instant) -> bool:
    return at is not None and at <= now
