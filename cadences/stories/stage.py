"""The stage of a story: the core run forward for its contact, what is to be seen there, and what people do on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from cadences import wording
from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.enrollment import Deleted as Deletion
from cadences.enrollment import Fact, GiveUp, Lost, Moved, Noted, Pause, Paused, Pin, Referred, Waiting, Won
from cadences.events.brief import event_text
from cadences.events.briefing import Placed, briefed
from cadences.forward.course import Course, Stand
from cadences.forward.simulate import Simulation, Start, silent
from cadences.language.story import Story
from cadences.language.story_words import (
    NOTHING,
    Act,
    Deletes,
    Expected,
    GivesUp,
    Moves,
    NothingBefore,
    Pauses,
    StateExpected,
    TouchExpected,
    Writes,
    plain_answer,
)
from cadences.moments import Instant, Span, at_wall, day_in, minute_in, zone
from cadences.moves import StateName, name_of
from cadences.outcomes import NO_REASONS
from cadences.phrases.answers import read_answer
from cadences.phrases.whens import read_when
from cadences.promises import Promise


@dataclass(slots=True)
class Stage:
    """A story's contact enrolled, after all the others. Days and minutes are the rep's."""

    story: Story
    cadence: Cadence
    holiday: HolidayName
    simulation: Simulation = field(init=False)
    course: Course = field(init=False)

    def __post_init__(self) -> None:
        """Enrol the others, then the contact."""
        story, where = self.story, zone(self.story.rep.timezone)
        begin = at_wall(story.start.date(), story.start.hour * 60 + story.start.minute, where)
        self.simulation = Simulation(story.rep, self.holiday, begin)
        for number in range(1, story.others + 1):
            other = replace(story.contact, id=f"other-{number:03}", name=f"Contact {number}")
            self.simulation.enrol(self.cadence, other, other.id, policy=silent, together=True)
        self.simulation.place()
        there = zone(story.contact.timezone)
        promises = [Promise(read_when(text, begin, there), begin, text) for text in story.promises]
        start = Start(landmarks=story.known, promises=promises, has_phone=story.has_phone, has_email=story.has_email)
        self.course = self.simulation.enrol(self.cadence, story.contact, "story", start=start)

    # --- what is to be seen -------------------------------------------------------------------------------------------
    @property
    def stand(self) -> Stand | None:
        """Where the next touch stands; nothing of a closed enrollment."""
        return self.course.stand

    def day(self, stand: Stand) -> date:
        """Return the day on which a touch begins."""
        return day_in(stand.span.start, zone(self.story.rep.timezone))

    def minute(self, stand: Stand) -> int:
        """Return the minute of the day at which a touch begins."""
        return minute_in(stand.span.start, zone(self.story.rep.timezone))

    def touch(self) -> TouchExpected | None:
        """Return the next touch as an expectation says it, to the minute."""
        touch, stand = self.course.touch, self.stand
        if touch is None or stand is None:
            return None
        return TouchExpected(touch.channel, touch.step, self.day(stand), self.minute(stand))

    def state(self) -> StateExpected:
        """Return what the enrollment has become."""
        state = self.course.enrollment.state
        match state:
            case Waiting(until):
                return StateExpected(StateName.WAITING, day_in(until, zone(self.story.rep.timezone)).isoformat())
            case Paused(until):
                return StateExpected(StateName.PAUSED, until.isoformat())
            case Won(to):
                return StateExpected(StateName.WON, to.value)
            case Lost(reason):
                return StateExpected(StateName.LOST, reason if reason in NO_REASONS[1:] else "")
            case Referred(to):
                return StateExpected(StateName.REFERRED, " ".join(to.split()))
            case _:
                return StateExpected(name_of(state))

    def holds(self, expected: Expected) -> bool:
        """Whether it is as expected."""
        match expected:
            case TouchExpected():
                touch = self.touch()
                return touch is not None and _meets(touch, expected)
            case StateExpected(state, detail):
                got = self.state()
                return got.state is state and detail in {"", got.detail}
            case NothingBefore(day):
                return self.stand is None or self.day(self.stand) >= day
            case _:
                assert_never(expected)

    def text(self) -> str:
        """Return what the event of the next touch shows; empty of a closed enrollment."""
        course, stand = self.course, self.stand
        if course.touch is None or stand is None:
            return ""
        placed = Placed(stand.span, stand.reasons, stand.conflicts)
        said = self.simulation.roster.promises_of(course)
        brief = briefed(
            "story", course.cadence, course.contact, self.story.rep, course.enrollment, placed, said, notes=course.notes
        )
        text = event_text(brief, self.story.rep.language)
        return f"{text.summary}\n{text.description}"

    def why(self) -> tuple[str, ...]:
        """Say why the next touch stands where it stands, and which rules had to give, a sentence each."""
        stand = self.stand
        if stand is None:
            return ()
        where, who = zone(self.story.rep.timezone), self.story.contact.name.split()[0]
        near = self.day(stand)
        reasons = [wording.sentence([one], "en", zone=where, near=near, who=who) for one in stand.reasons]
        conflicts = [wording.sentence([one], "en", zone=where, near=near, who=who) for one in stand.conflicts]
        return (*filter(None, reasons), *(f"! {one}" for one in conflicts if one))

    # --- what is done -------------------------------------------------------------------------------------------------
    def does(self, act: Act) -> None:
        """Let the person do something with the event.

        Raises:
            RefusedError: It does not fit.
        """
        self.simulation.say(self.course, self._fact(act))

    def _fact(self, act: Act) -> Fact:
        touch, stand = self.course.touch, self.stand
        number = 0 if touch is None else touch.number
        match act:
            case Moves():
                assert stand is not None
                return Moved(number, self._pin(act, stand))
            case Deletes():
                return Deletion(number)
            case Writes(words):
                return Noted(words, number)
            case GivesUp(why):
                return GiveUp(why)
            case Pauses(until):
                return Pause(until)
            case _:
                assert_never(act)

    def _pin(self, act: Moves, stand: Stand) -> Pin:
        day = act.day or self.day(stand)
        if act.minute is None:
            return Pin(day=day)
        start = at_wall(day, act.minute, zone(self.story.rep.timezone))
        return Pin(Span(start, Instant(start + stand.span.length)))

    def answers(self, text: str) -> None:
        """Let the touch be over, and say what came of it; `nothing` = its day passes.

        Raises:
            ValueError: The answer cannot be read at that time.
            RefusedError: It does not fit the touch.
        """
        if text == NOTHING:
            self.simulation.let_pass(self.course)
            return
        self.simulation.finish(self.course)
        there = zone(self.story.contact.timezone)
        self.simulation.answer(self.course, read_answer(plain_answer(text), self.simulation.now, there))


def _meets(touch: TouchExpected, expected: TouchExpected) -> bool:
    """Whether a touch (to the minute) is what is expected (as close as was said)."""
    if (touch.channel, touch.step) != (expected.channel, expected.step) or expected.day not in {None, touch.day}:
        return False
    if expected.start is None or touch.start is None:
        return True
    return expected.start == touch.start if expected.end is None else expected.start <= touch.start < expected.end
