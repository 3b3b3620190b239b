"""What a picture or a timeline calls things, in one language: touches, answers, days. Knows words, no shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from cadences.cadence import Cadence, text_in
from cadences.enrollment import Enrollment, Role, StartChain, State, Touch
from cadences.events.brief import event_text
from cadences.events.briefing import Placed, briefed
from cadences.forward.preview import Shown
from cadences.language.texts import render, values_for
from cadences.moments import Instant
from cadences.outcomes import Answer, Outcome, Yes
from cadences.pictures.branches import Branch, Scene, branches, outcomes_of
from cadences.pictures.days import Pictured
from cadences.pictures.words import counted, words_of
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.shown import Brief, EventText
from cadences.wording import blocks, state_name
from cadences.wording.plain import one_line
from cadences.wording.say import capital, first_name, language_of, say
from cadences.wording.times import Reader, day, place, wait, when_text

PROMISED = frozenset({"promised", "own-promise"})
"""Reasons that say: somebody asked for that time."""


@dataclass(frozen=True)
class Speaker:
    """A preview's things by their names, in the rep's language."""

    pictured: Pictured

    @cached_property
    def reader(self) -> Reader:
        """Whom it is said to: the rep, near the day it begins."""
        rep, who = self.pictured.rep, first_name(self.pictured.contact.name)
        near = self.pictured.start.astimezone(self.pictured.where).date()
        return Reader(language_of(rep.language), self.pictured.where, near, who)

    def word(self, key: str, **places: str) -> str:
        """Return one of the picture's own words."""
        return words_of(self.reader.language.code)[key].format(**places)

    def count(self, key: str, number: int, place: str = "n") -> str:
        """Return what a key says of a number."""
        return counted(words_of(self.reader.language.code), key, number, place)

    def about(self) -> str:
        """Say for whom it is, from when, and whose clock it shows."""
        contact, start = self.pictured.contact, self.local(self.pictured.start)
        who = " · ".join(filter(None, (one_line(contact.name, 60), one_line(contact.company, 60))))
        begin = self.word("from", start=f"{self.day(self.pictured.start)} {start:%H:%M}")
        said = [self.pictured.cadence.name, begin, self.word("for", contact=who)]
        return f"{', '.join(said)}. {self.word('time', place=place(self.pictured.rep.timezone))}"

    # --- days -------------------------------------------------------------------------------------------------------
    def day(self, at: Instant | date) -> str:
        """Return a day with its year: `Mon 23 Nov 2026`."""
        on = self.local(at).date() if isinstance(at, datetime) else at
        text = day(on, Reader(self.reader.language))
        return text + self.reader.language.year.format(year=on.year)

    def weekday(self, on: date) -> str:
        """Return a day without its year: `Mon 23 Nov`."""
        return day(on, Reader(self.reader.language))

    def short_day(self, on: date) -> str:
        """Return a day without weekday and year: `23 Nov`."""
        return self._written(str(on.day), on.month)

    def _written(self, days: str, month: int) -> str:
        words = self.reader.language
        return words.date.format(weekday="", day=days, month=words.months[month - 1]).strip()

    def days(self, first: date, last: date) -> str:
        """Return two days and what lies between: `30 Nov–6 Dec`, `23–29 Nov`."""  # noqa: RUF002 - between two ends
        if first.month == last.month:
            return self._written(f"{first.day}–{last.day}", last.month)  # noqa: RUF001 - a dash between two ends
        return f"{self.short_day(first)}–{self.short_day(last)}"  # noqa: RUF001 - likewise

    def full_days(self, first: date, last: date) -> str:
        """Return two days and what lies between, with the year, or both: `23–29 Nov 2026`."""  # noqa: RUF002 - likewise
        if first.year == last.year:
            return f"{self.days(first, last)} {last.year}"
        return f"{self.short_day(first)} {first.year}–{self.short_day(last)} {last.year}"  # noqa: RUF001 - likewise

    def local(self, at: Instant | datetime) -> datetime:
        """Return an instant on the rep's clocks."""
        return at.astimezone(self.pictured.where)

    # --- touches ----------------------------------------------------------------------------------------------------
    def name(self, touch: Shown) -> str:
        """Return what a touch is called: its step's title, or what klart's own touch is about."""
        assert touch.opened.next is not None
        return self.name_of(touch.opened.next, touch.opened)

    def name_of(self, touch: Touch, enrollment: Enrollment) -> str:
        """Return what an enrollment's touch is called."""
        if touch.role is not Role.STEP:
            return capital(self.reader.language.event[f"about {touch.role.value}"])
        cadence, contact, rep = self.pictured.cadence, self.pictured.contact, self.pictured.rep
        step = cadence.step(touch.step)
        template = text_in(step.titles, rep.language) if step is not None else None
        filled = render(template, values_for(contact, rep, enrollment, touch))[0] if template else ""
        return one_line(filled) or capital(touch.step.replace("-", " "))

    def step_name(self, cadence: Cadence, name: str) -> str:
        """Return what a step is called where nobody in particular is meant."""
        step = cadence.step(name)
        template = text_in(step.titles, self.pictured.rep.language) if step is not None else None
        contact, rep = self.pictured.contact, self.pictured.rep
        filled = render(template, values_for(contact, rep))[0] if template else ""
        return one_line(filled) or capital(name.replace("-", " "))

    def tried(self, touch: Shown) -> str:
        """Return `try 2`; nothing for the first."""
        return self.word("try", n=str(touch.attempt)) if touch.attempt > 1 else ""

    def outcome(self, answer: Answer) -> str:
        """Return what came of a touch, in a few words."""
        return blocks.outcome(answer, self.reader)

    def why(self, reasons: tuple[Reason, ...], most: int = 1) -> list[str]:
        """Return the most important reasons, each a sentence without its full stop."""
        said = dict.fromkeys(capital(text) for reason in reasons if (text := say(reason, self.reader)))
        return list(said)[:most]

    def promised(self, touch: Shown) -> bool:
        """Whether a touch stands where it does because somebody asked for that."""
        return any(reason.code in PROMISED for reason in touch.reasons)

    def brief(self, touch: Shown, ref: str = "preview") -> Brief:
        """Return what a touch's event shows."""
        placed = Placed(touch.span, touch.reasons, touch.conflicts)
        people = (self.pictured.cadence, self.pictured.contact, self.pictured.rep)
        return briefed(ref, *people, touch.opened, placed, touch.promises)

    def event(self, touch: Shown, ref: str) -> EventText:
        """Return a touch's event as the rep reads it."""
        return event_text(self.brief(touch, ref), self.pictured.rep.language)

    # --- what comes of it -------------------------------------------------------------------------------------------
    def promises(self) -> tuple[Promise, ...]:
        """Return all promises that bound a touch, each once, the oldest first."""
        found = dict.fromkeys(each for touch in self.pictured.preview.touches for each in self.brief(touch).promises)
        return tuple(sorted(found, key=lambda promise: promise.said_at))

    def promise(self, promise: Promise) -> str:
        """Return what was promised: `after 17:00, said on Fri 27 Nov`."""
        when = capital(self.when(promise))
        since = self.word("said", day=day(self.local(promise.said_at).date(), self.reader))
        return f"{when}, {since}"

    def when(self, promise: Promise) -> str:
        """Return what was understood of a promise: `after 17:00`."""
        return when_text(promise.when, self.reader)

    def ends(self) -> list[str]:
        """Return how it ends, and what would start then."""
        preview = self.pictured.preview
        state = capital(state_name(preview.state, self.reader.language.code))
        if preview.enrollment.open:
            state = f"{state}: {self.count('open', len(preview.touches))}"
        elif preview.touches:
            outcome = capital(self.outcome(preview.touches[-1].answer))
            state = outcome if outcome.startswith(state) else f"{state}: {outcome[:1].lower()}{outcome[1:]}"
        lines = [state]
        for one in preview.then:
            due = one.due
            known = self.word("then", cadence=one.cadence, day=self.day(due)) if due is not None else None
            lines.append(capital(known or self.word("then open", cadence=one.cadence)))
        return lines

    def others(self, touch: Shown) -> list[tuple[str, str]]:
        """Return what each answer to a touch would lead to: the answers, and where to."""
        pictured = self.pictured
        scene = Scene(pictured.cadence, pictured.contact, pictured.rep, pictured.holiday)
        found = branches(scene, touch.opened, touch.span.start, touch.span.end)
        return [(self.answers(branch), self.leads(branch, touch)) for branch in found]

    def answers(self, branch: Branch) -> str:
        """Return a branch's answers in a few words."""
        if outcomes_of(branch) == dict.fromkeys([Outcome.YES]) and len(branch.answers) == len(Yes):
            return self.outcome(Answer(Outcome.YES))
        return ", ".join(self.outcome(answer) for answer in branch.answers)

    def leads(self, branch: Branch, touch: Shown) -> str:
        """Return where a branch leads: the next touch and when it is due, or how it ends and what starts."""
        if branch.next is None:
            state = state_name(state_word(branch.state), self.reader.language.code)
            return ", ".join((state, *(self.chain(chain) for chain in branch.starts)))
        assert touch.opened.next is not None
        name = self.name_of(branch.next, touch.opened)
        attempt = self.word("try", n=str(branch.next.attempt)) if branch.next.attempt > 1 else ""
        when = self.word("from", start=day(self.local(branch.next.due).date(), self.reader))
        return ", ".join(filter(None, (name, attempt, when)))

    def chain(self, chain: StartChain) -> str:
        """Return which cadence starts, and after which wait."""
        said = self.word("starts", cadence=chain.cadence)
        return said if chain.wait is None else f"{said}, {self.wait(chain.wait)}"

    def wait(self, waiting: object) -> str:
        """Return a wait as it follows something: `2 business days later`, `6 months before …`."""
        written = str(waiting)
        if written.startswith("0"):
            return self.word("at once")
        head, _, mark = written.partition(" before ")
        if mark:
            landmark = self.reader.language.landmarks.get(mark, mark.replace("_", " "))
            return self.word("before", wait=wait(head, self.reader), landmark=landmark)
        return self.word("wait", wait=wait(written, self.reader))


def state_word(state: State) -> str:
    """Return a state in a word, as tools have it: `won`, `opted_out`."""
    name = type(state).__name__
    return "".join(f"_{char.lower()}" if char.isupper() and at else char.lower() for at, char in enumerate(name))
