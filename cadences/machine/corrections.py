"""A second word on a touch that is over, and words on an enrollment that is closed. Knows which word corrects which.

- The same word again is nothing. A callback or not now without a time is the same as the one before it.
- A clear answer or a promise corrects the word before it while the successor has no outcome: the enrollment goes on
  from where it stood before that word. (What came in between, like a move of the successor, goes with it.) The touch
  happened when it did; what is promised was said with the correction.
- What was sent is not contradicted by what comes of it. A reply is taken whenever it comes; no reply, talked,
  introduced, a promise, while the successor has no outcome: they are said about the touch that is open now. That a
  mail bounced, or a number was wrong, is taken as said at first.
- An opt-out is always taken. Every other word is kept as a note and asked about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from cadences.enrollment import (
    Advance,
    Answered,
    Ask,
    Effect,
    Enrollment,
    KeepNote,
    Lost,
    OptedOut,
    Past,
    Referred,
    Won,
)
from cadences.machine.closing import opt_out
from cadences.machine.doing import count
from cadences.machine.hearing import answer_reply, introduced, kept
from cadences.machine.scene import Scene, detail_of, heard, open_touch
from cadences.outcomes import Answer, Outcome

if TYPE_CHECKING:
    from cadences.enrollment import State

Take: TypeAlias = Callable[[Scene, Enrollment, Answered], Advance]

_PROMISES: Final = frozenset({Outcome.CALLBACK, Outcome.NOT_NOW})
_CLEAR: Final = frozenset({Outcome.YES, Outcome.NO, Outcome.REFERRED})
_FAILED: Final = frozenset({Outcome.BOUNCED, Outcome.WRONG_NUMBER})
_WORDS_SAID: Final = frozenset({Outcome.TALKED, Outcome.INTRODUCED})
_NOTHING_CAME: Final = frozenset({Outcome.NO_REPLY, Outcome.NO_ANSWER})


def second_word(scene: Scene, enrollment: Enrollment, fact: Answered, past: Past, take: Take) -> Advance:
    """Take a word on a touch that is over, while the enrollment is open; `take` is how a first word is taken."""
    answer = fact.answer
    if said_again(past, answer):
        return Advance(enrollment)
    if answer.outcome is Outcome.OPT_OUT:
        return opt_out(scene, enrollment, fact)
    was_sent = past.outcome is Outcome.SENT
    if was_sent and answer.outcome is Outcome.REPLIED:
        return answer_reply(scene, enrollment, fact, past)
    before = enrollment.before
    if before is not None and before.next is not None and before.next.number == past.number:
        if was_sent and answer.outcome not in _CLEAR | _FAILED:
            return _came_of_it(scene, enrollment, fact, take)
        if answer.outcome in _CLEAR | _PROMISES or answer.when is not None or (was_sent and answer.outcome in _FAILED):
            corrects = replace(scene, at=past.happened_at, corrected_at=scene.at)
            return take(corrects, standing_again(enrollment, before), fact)
    return asked(enrollment, answer, past)


def standing_again(enrollment: Enrollment, before: Enrollment) -> Enrollment:
    """Return the enrollment as it stood before the last word; no number is used twice."""
    assert before.next is not None
    past = tuple(one for one in enrollment.past if one.number < before.next.number)
    return replace(before, past=past, last_number=enrollment.last_number)


def _came_of_it(scene: Scene, enrollment: Enrollment, fact: Answered, take: Take) -> Advance:
    """Take what came of something that was sent."""
    if fact.answer.outcome in _NOTHING_CAME:
        return count(scene, enrollment)
    if fact.answer.outcome in _PROMISES:
        return take(scene, enrollment, replace(fact, touch=None))
    if fact.answer.outcome in _WORDS_SAID and fact.answer.when is None:
        answered = heard(scene, replace(enrollment, next=replace(open_touch(enrollment), awaits_reply=False)))
        return Advance(answered, introduced(fact) + kept(scene, fact.answer))
    return asked(enrollment, fact.answer, None)


def asked(enrollment: Enrollment, answer: Answer, past: Past | None) -> Advance:
    """Keep a word as a note and ask about it."""
    args = {
        "touch": str(past.number) if past else "",
        "before": str(past.outcome or past.said or "") if past else "",
        "now": str(answer.outcome),
    }
    return Advance(enrollment, (*_noted(answer), Ask("ask-two-words", args)))


def _noted(answer: Answer) -> tuple[Effect, ...]:
    return (KeepNote(answer.words),) if answer.words.strip() else ()


def said_again(past: Past, answer: Answer) -> bool:
    """Whether a word says no more than the one before it, be it as that was said or as it was meant."""
    if answer.outcome not in {past.outcome, past.said}:
        return False
    return answer.when in {None, past.when} and detail_of(answer) in {"", past.detail}


def on_closed(scene: Scene, enrollment: Enrollment, fact: Answered, past: Past | None) -> Advance:
    """Take a word on an enrollment that is closed."""
    answer = fact.answer
    if answer.outcome is Outcome.OPT_OUT:
        return opt_out(scene, enrollment, fact)
    ended, detail = _ended_by(enrollment.state)
    again = past is not None and said_again(past, answer)
    if again or (ended is answer.outcome and detail_of(answer) in {"", detail}):
        return Advance(enrollment)
    question = Ask("ask-closed", {"outcome": str(answer.outcome), "state": str(ended or "given_up")})
    return Advance(enrollment, (*_noted(answer), question))


def _ended_by(state: State) -> tuple[Outcome | None, str]:
    match state:
        case Won(to):
            return Outcome.YES, str(to)
        case Lost(reason):
            return Outcome.NO, reason
        case Referred():
            return Outcome.REFERRED, ""
        case OptedOut():
            return Outcome.OPT_OUT, ""
        case _:
            return None, ""
