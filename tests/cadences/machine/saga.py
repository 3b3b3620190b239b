"""A history told in a test: enrol, say, see. Every line is logged, and the fold of the log is checked at each step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cadences.business import no_holidays
from cadences.cadence import Cadence, Chain, Retry, Step
from cadences.delays import Delay, Wait
from cadences.enrollment import (
    Answered,
    Ask,
    By,
    Enrolled,
    Enrollment,
    KeepNote,
    Tell,
    Terms,
    Touch,
    Undone,
)
from cadences.machine import Entry, advance, fold
from cadences.machine.undo import last_act
from cadences.moments import Instant, instant
from cadences.outcomes import Answer, Channel, Outcome
from cadences.phrases.answers import read_answer

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TERMS = Terms("Europe/Stockholm", "Europe/Stockholm", "SE", None, "SE", None)


def at(text: str) -> Instant:
    """Read a wall-clock time of Stockholm: `2026-11-23 09:00`."""
    return instant(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM))


def wait(text: str) -> Wait:
    return Delay.parse(text)


def step(channel: str, name: str, after: str = "0", **more) -> Step:
    """Return a step; `retry` may be written as `(times, "1 business day", …)`."""
    if isinstance(more.get("retry"), tuple):
        times, *ladder = more["retry"]
        more["retry"] = Retry(times=times, wait=tuple(wait(rung) for rung in ladder))
    on = {Outcome(word): target for word, target in more.pop("on", {}).items()}
    return Step(name, Channel(channel), wait(after), more.pop("takes", 10), on=on, **more)


def cadence(*steps: Step, **more) -> Cadence:
    return Cadence("story", {}, steps, "v1", "w1", **more)


RING = cadence(
    step("call", "ring", retry=(4, "1 business day", "2 business days")), step("email", "write", "2 business days")
)
"""Four calls, then a letter, then letters on the default ladder."""
PREPARED = cadence(
    step("prepare", "research"),
    step("call", "ring", "1 business day", retry=(3, "1 business day")),
    step("task", "look-up", "1 business day"),
    step("call", "ring-again", "2 business days"),
)

AFTER = {
    "meeting": Chain("after-meeting", wait("1 business day")),
    "quote": Chain("quote-follow-up", wait("3 business days")),
}


class Saga:
    """One enrollment and its log. Monday 23 November 2026, 09:00 in Stockholm, unless told otherwise."""

    def __init__(
        self, of: Cadence = RING, when: str = "2026-11-23 09:00", terms: Terms = TERMS, holiday=no_holidays, **more
    ):
        self.cadence = of
        self.terms = terms
        self.holiday = holiday
        self.now = at(when)
        self.log: list[Entry] = []
        self.e: Enrollment | None = None
        self.effects: tuple = ()
        self.tell(Enrolled("e1", "anna", "kim", "story", "v1", more.pop("since", self.now), **more))

    # --- telling -----------------------------------------------------------------------------------------------------
    def tell(self, fact, *, by: By = By.CLI, when: str | None = None) -> Saga:
        """Let a fact happen; the log's fold must be the same enrollment."""
        if when is not None:
            self.now = at(when)
        advanced = advance(self.e, fact, self.cadence, self.terms, self.holiday, self.now)
        self.e, self.effects = advanced.enrollment, advanced.effects
        self.log.append(Entry(len(self.log) + 1, self.now, by, fact, self.terms))
        assert self.folded() == self.e
        return self

    def say(self, words: str | Answer, when: str | None = None, touch: int | None = None, **more) -> Saga:
        """Answer, in a rep's words, an hour after the touch is due unless told when."""
        if when is not None:
            self.now = at(when)
        elif self.e.next is not None and touch is None:
            self.now = max(self.now, Instant(self.e.next.due + timedelta(hours=10)))
        answer = read_answer(words, self.now, STOCKHOLM) if isinstance(words, str) else words
        return self.tell(Answered(answer, self.now, touch, **more))

    def says(self, *answers: str) -> Saga:
        for words in answers:
            self.say(words)
        return self

    def undo(self) -> Saga:
        entry = last_act(self.log)
        self.log.append(Entry(len(self.log) + 1, self.now, By.CLI, Undone(entry.seq, self.e.last_number), self.terms))
        self.e = self.folded()
        return self

    def later(self, **terms) -> Saga:
        """What is known of the contact changes."""
        self.terms = replace(self.terms, **terms)
        return self

    # --- seeing ------------------------------------------------------------------------------------------------------
    def folded(self) -> Enrollment:
        return fold(self.log, lambda _: self.cadence, self.holiday)

    @property
    def next(self) -> Touch:
        assert self.e.next is not None
        return self.e.next

    @property
    def stands(self) -> str:
        """Where it stands: `call ring 2` (channel, step, try), or the closed state."""
        if self.e.next is None:
            return type(self.e.state).__name__.lower()
        return f"{self.next.channel} {self.next.step} {self.next.attempt}"

    @property
    def due(self) -> str:
        """When the next touch is due, on Stockholm's clocks."""
        return f"{self.next.due.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"

    @property
    def day(self) -> date:
        return self.next.due.astimezone(STOCKHOLM).date()

    @property
    def why(self) -> str:
        return self.next.reason.code

    @property
    def asked(self) -> list[str]:
        return [effect.code for effect in self.effects if isinstance(effect, Ask)]

    @property
    def told(self) -> list[str]:
        return [effect.code for effect in self.effects if isinstance(effect, Tell)]

    @property
    def noted(self) -> list[str]:
        return [effect.text for effect in self.effects if isinstance(effect, KeepNote)]

    def made(self, sort):
        """Return the effects of a sort."""
        return [effect for effect in self.effects if isinstance(effect, sort)]
