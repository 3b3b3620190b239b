"""Where each answer leads, step by step: the machine walked in silence, asked what if. Knows words, no shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from cadences.cadence import Cadence, Step
from cadences.enrollment import Answered, Enrolled, Enrollment, Fact, RefusedError, Role, Touch, Unanswered
from cadences.machine import advance
from cadences.moments import Instant
from cadences.outcomes import CLEAR, REACHING, SILENT, WRITTEN, Answer, Channel, Missing, Outcome
from cadences.pictures.branches import Branch, Scene, branches
from cadences.pictures.days import Pictured
from cadences.pictures.names import Speaker, state_word
from cadences.wording import state_name
from cadences.wording.times import wait

_WALK: Final = 80
"""Touches after which a walk in silence has seen what it will see: every try of ten steps."""
_SOON: Final = timedelta(minutes=10)
_SHOWN: Final = (SILENT - {Outcome.NO_REPLY}) | {Outcome.TALKED, Outcome.DONE, Outcome.SENT}
"""Outcomes that lead from a step onwards; the others mean the same at every step."""


@dataclass(frozen=True, slots=True)
class Way:
    """Some answers, and where they lead: a name, and a channel's mark where it is a touch. `kind` colours it."""

    answers: str
    target: str
    channel: Channel | None = None
    kind: str = "ink"


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where somebody may answer: a step, or what holds at each. `id` is a step's; `lines` tell of it."""

    title: str
    ways: tuple[Way, ...]
    channel: Channel | None = None
    lines: tuple[str, ...] = ()
    id: str = ""
    main: bool = False
    leads_to: str = ""


def stops(speaker: Speaker) -> tuple[Stop, ...]:
    """Return the steps in order, then detours, what comes after the last, what silence brings, and what ends it."""
    cadence = speaker.pictured.cadence
    walk = _Walk(speaker.pictured)
    found = [_step_stop(step, walk, speaker) for step in cadence.steps]
    found += [_detour_stop(step, speaker) for step in cadence.detours]
    reaching = next((step for step in cadence.steps if step.reaches), None)
    if reaching is not None:
        found.append(_after_last(cadence, speaker))
        if walk.asked is not None:
            found.append(_silence(walk, speaker))
        found.extend(_everywhere(reaching, walk, speaker))
    return tuple(found)


# --- the walk -------------------------------------------------------------------------------------------------------
class _Walk:
    """An enrollment that nobody ever answers, and where it stood at each try of each step."""

    def __init__(self, pictured: Pictured) -> None:
        self.cadence = pictured.cadence
        self.scene = Scene(pictured.cadence, pictured.contact, pictured.rep, pictured.holiday)
        self.now = pictured.start
        self.seen: dict[tuple[str, int], Enrollment] = {}
        """Where it stood when each try was open, without the silence behind it."""
        self.asked: Enrollment | None = None
        name, version = pictured.cadence.name, pictured.cadence.version
        first = Enrolled("walk", pictured.contact.id, pictured.rep.id, name, version, self.now)
        self.first = self._say(None, first)
        self._go(self.first)

    def at(self, step: Step, attempt: int) -> Enrollment:
        """Return the enrollment as it stands at a try of a step, no silence behind it."""
        found = self.seen.get((step.id, attempt))
        if found is not None:
            return found
        touch = self.first.next
        assert touch is not None
        there = replace(touch, step=step.id, channel=step.channel, attempt=attempt, takes=step.takes, role=Role.STEP)
        return replace(self.first, next=there, tries={step.id: attempt - 1})

    def leads(self, opened: Enrollment) -> tuple[Branch, ...]:
        """Return what each answer leads to there; at its beginning, since long silence alone brings a decision."""
        return branches(self.scene, opened, opened.opened_at, opened.opened_at)

    def _go(self, enrollment: Enrollment) -> None:
        for _ in range(_WALK):
            touch = enrollment.next
            if touch is None:
                return
            if touch.role is Role.DIAGNOSE and self.asked is None:
                self.asked = enrollment
            if touch.role is Role.STEP and not touch.round:
                self.seen.setdefault((touch.step, touch.attempt), replace(enrollment, silences=0))
            enrollment = self._pass(enrollment, touch)

    def _pass(self, enrollment: Enrollment, touch: Touch) -> Enrollment:
        self.now = Instant(max(self.now, touch.due) + _SOON)
        if touch.awaits_reply:
            enrollment = self._say(enrollment, Unanswered(touch.number, self.now))
            assert enrollment.next is not None
            touch = enrollment.next
        try:
            return self._say(enrollment, Answered(_silent(touch), self.now, touch.number))
        except RefusedError:
            return replace(enrollment, next=None)

    def _say(self, enrollment: Enrollment | None, fact: Fact) -> Enrollment:
        return advance(enrollment, fact, self.cadence, self.scene.terms, self.scene.holiday, self.now).enrollment


def _silent(touch: Touch) -> Answer:
    if touch.channel is Channel.DIAGNOSE:
        return Answer(Outcome.MISSING, missing=Missing.NOTHING)
    if touch.channel not in REACHING:
        return Answer(Outcome.DONE)
    return Answer(Outcome.SENT if touch.channel in WRITTEN else Outcome.NO_ANSWER)


# --- steps ----------------------------------------------------------------------------------------------------------
def _step_stop(step: Step, walk: _Walk, speaker: Speaker) -> Stop:
    opened = walk.at(step, 1)
    shown = _SHOWN | set(step.on)
    ways = list(_ways(walk.leads(opened), opened, speaker, shown))
    if step.retry.times is not None and step.retry.times > 1:
        ways += _last(step, walk, speaker)
    lines = (speaker.wait(step.wait), *_tries(step, speaker))
    return Stop(speaker.step_name(walk.cadence, step.id), tuple(ways), step.channel, lines, step.id, main=True)


def _last(step: Step, walk: _Walk, speaker: Speaker) -> Iterator[Way]:
    """Yield where silence leads after the last try, where that is elsewhere than after the first."""
    assert step.retry.times is not None
    silent = {Outcome.SENT if step.channel in WRITTEN else Outcome.NO_ANSWER}
    first, last = (walk.at(step, attempt) for attempt in (1, step.retry.times))
    known = {way.target for way in _ways(walk.leads(first), first, speaker, silent)}
    for way in _ways(walk.leads(last), last, speaker, silent):
        if way.target not in known:
            yield replace(way, answers=f"{way.answers}, {speaker.word('last try')}")


def _tries(step: Step, speaker: Speaker) -> Iterator[str]:
    retry = step.retry
    if retry.until_clear or retry.times is None:
        yield speaker.word("until clear")
    elif retry.times > 1:
        yield speaker.count("tries", retry.times)
    else:
        return
    waits = [wait(str(each), speaker.reader) for each in retry.wait]
    yield speaker.word("apart", waits=", ".join(waits))


def _detour_stop(step: Step, speaker: Speaker) -> Stop:
    name = speaker.step_name(speaker.pictured.cadence, step.id)
    return Stop(name, (), step.channel, (speaker.word("detour"),), step.id)


def _ways(
    found: Sequence[Branch], opened: Enrollment, speaker: Speaker, shown: set[Outcome] | frozenset[Outcome]
) -> Iterator[Way]:
    for branch in found:
        answers = [speaker.outcome(answer) for answer in branch.answers if answer.outcome in shown]
        if answers:
            yield _way(", ".join(answers), branch, opened, speaker)


def _way(answers: str, branch: Branch, opened: Enrollment, speaker: Speaker) -> Way:
    touch, before = branch.next, opened.next
    assert before is not None
    if touch is None:
        state = state_name(state_word(branch.state), speaker.reader.language.code)
        said = ", ".join((state, *(speaker.chain(chain) for chain in branch.starts)))
        return Way(answers, said, kind="won" if state_word(branch.state) == "won" else "soft")
    if touch.role is Role.STEP and touch.step == before.step:
        said = speaker.word("again" if touch.attempt > before.attempt else "same")
        if touch.reason.code == "then-round":
            said = f"{said}, {speaker.wait(touch.reason.args[0])}"
        return Way(answers, said, touch.channel, "again")
    name = speaker.name_of(touch, opened)
    if speaker.pictured.cadence.is_detour(touch.step) and touch.role is Role.STEP:
        name = f"{name}, {speaker.word('back')}"
    return Way(answers, name, touch.channel)


# --- what holds at every step ---------------------------------------------------------------------------------------
def _after_last(cadence: Cadence, speaker: Speaker) -> Stop:
    then = cadence.repeats
    waits = [wait(str(each), speaker.reader) for each in then.wait]
    last = speaker.word("then every", wait=waits[-1]) if len(waits) > 1 else waits[-1]
    step = cadence.step(then.repeat)
    channel = None if step is None else step.channel
    said = ", ".join((speaker.step_name(cadence, then.repeat), *waits[:-1], last))
    return Stop(speaker.word("after last"), (Way("", said, channel),), leads_to=then.repeat)


def _silence(walk: _Walk, speaker: Speaker) -> Stop:
    assert walk.asked is not None
    opened = walk.asked
    reader = speaker.reader
    title = speaker.count("silence", walk.cadence.silence_after)
    ways = []
    for branch in walk.leads(opened):
        named = [answer.missing for answer in branch.answers if answer.missing is not None]
        answers = ", ".join(reader.language.missing[each.value] for each in named)
        ways.append(_missing_way(answers, branch, opened, speaker))
    return Stop(title, tuple(ways), Channel.DIAGNOSE, (reader.language.event["about diagnose"],))


def _missing_way(answers: str, branch: Branch, opened: Enrollment, speaker: Speaker) -> Way:
    way = _way(answers, branch, opened, speaker)
    touch = branch.next
    if touch is None or touch.role is not Role.STEP or speaker.pictured.cadence.is_detour(touch.step):
        return way
    on = speaker.word("go on")
    waits = touch.reason.code == "waited"
    return replace(way, target=f"{on}, {speaker.wait(touch.reason.args[0])}" if waits else on)


def _everywhere(step: Step, walk: _Walk, speaker: Speaker) -> Iterator[Stop]:
    """Yield what the other answers lead to, those that end it last."""
    yield Stop(speaker.word("any step"), tuple(_anywhere(walk, speaker)))
    opened = walk.at(step, 1)
    yield Stop(speaker.word("answers"), tuple(_ways(walk.leads(opened), opened, speaker, CLEAR)))


def _anywhere(walk: _Walk, speaker: Speaker) -> Iterator[Way]:
    """Yield the ways that are the same at every step that can have their answer, in the order of the outcomes."""
    known = _SHOWN | CLEAR | {Outcome.SKIPPED, Outcome.NO_REPLY}
    told: set[str] = set()
    for step in {step.channel: step for step in reversed(walk.cadence.steps) if step.reaches}.values():
        opened = walk.at(step, 1)
        found = walk.leads(opened)
        for outcome in (each for each in Outcome if each not in known | set(step.on)):
            for way in _ways(found, opened, speaker, {outcome}):
                if way.answers not in told:
                    told.add(way.answers)
                    yield _as_anywhere(way, outcome, walk.cadence, speaker)


def _as_anywhere(way: Way, outcome: Outcome, cadence: Cadence, speaker: Speaker) -> Way:
    """Say where an answer leads without naming a step."""
    same = speaker.word("same")
    if outcome is Outcome.CALLBACK:
        return replace(way, target=f"{same}, {speaker.word('when asked')}", channel=None)
    if outcome is Outcome.NOT_NOW:
        return replace(way, target=f"{same}, {speaker.wait(cadence.not_now)}", channel=None)
    if outcome is Outcome.INTRODUCED:
        return replace(way, target=speaker.word("next"), channel=None, kind="again")
    return way
