"""The door of the machine: from a fact to the room that knows what it means, by the table of moves alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias, assert_never

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.enrollment import (
    Advance,
    Answered,
    ContactOptedOut,
    Deleted,
    Enrolled,
    Enrollment,
    Fact,
    GiveUp,
    Migrated,
    Moved,
    Noted,
    Past,
    Pause,
    PutOff,
    RefusedError,
    Resume,
    Terms,
    Unanswered,
    Undone,
)
from cadences.machine import closing, doing, hands, hearing, migrating, sidesteps
from cadences.machine.beginning import begin
from cadences.machine.corrections import on_closed, second_word
from cadences.machine.scene import Scene, open_touch, scene_of
from cadences.moments import Instant
from cadences.moves import MOVES, Event, Move, Place, place_of, place_of_channel, place_of_touch, words_that_fit

Handler: TypeAlias = Callable[[Scene, Enrollment, Answered], Advance]

HANDLERS: Final[Mapping[Move, Handler]] = {
    Move.WIN: closing.win,
    Move.LOSE: closing.lose,
    Move.OPT_OUT: closing.opt_out,
    Move.REFER: closing.refer,
    Move.SILENCE: doing.silence,
    Move.TRIED: doing.tried,
    Move.UNREPLIED: doing.unreplied,
    Move.PROMISE: hearing.promise,
    Move.REACHED: hearing.reached,
    Move.ANSWER: hearing.answer_reply,
    Move.MEET: hearing.meet_again,
    Move.MEND: sidesteps.mend,
    Move.FOUND: sidesteps.found,
    Move.DID: doing.did,
    Move.SENT: doing.sent,
    Move.MISSING: sidesteps.missing,
    Move.DECIDED: sidesteps.decided,
    Move.AGREED: sidesteps.agreed,
    Move.CONFIRMED: sidesteps.agreed,
}
"""The room of each move that an answer makes; the few that need not the answer's all are in `_answer`."""

FREED: Final = frozenset(
    {
        Move.PROMISE,
        Move.REACHED,
        Move.ANSWER,
        Move.MEET,
        Move.MISSING,
        Move.DECIDED,
        Move.AGREED,
        Move.CONFIRMED,
        Move.ASIDE,
    }
)
"""Moves after which a pause or a wait is over, because somebody has spoken since."""


def advance(
    enrollment: Enrollment | None, fact: Fact, cadence: Cadence, terms: Terms, holiday: HolidayName, now: Instant
) -> Advance:
    """Return what a fact leads to: the enrollment as it is then, and what else ought to happen.

    Pure, and whole: the same arguments give the same result, and what does not fit is refused.

    Raises:
        RefusedError: The fact does not fit where the enrollment stands; the message says what does.
    """
    at = fact.at if isinstance(fact, Answered | Unanswered) else now
    scene = scene_of(cadence, terms, holiday, now, at)
    if enrollment is not None:
        return _moved(scene, enrollment, fact)
    if isinstance(fact, Enrolled):
        return begin(scene, fact)
    raise RefusedError("nobody is enrolled here yet; enrol first")


def _moved(scene: Scene, enrollment: Enrollment, fact: Fact) -> Advance:
    match fact:
        case Answered():
            return answered(scene, enrollment, fact)
        case Unanswered() | Moved() | Deleted() | PutOff():
            return _of_touch(scene, enrollment, fact)
        case Pause() | Resume() | GiveUp():
            return _of_enrollment(scene, enrollment, fact)
        case ContactOptedOut():
            return closing.opted_out_elsewhere(scene, enrollment) if enrollment.open else Advance(enrollment)
        case Migrated():
            return migrating.migrate(scene, enrollment, fact)
        case Noted():
            return hands.note(enrollment, fact)
        case Undone():
            raise RefusedError("what is taken back is left out of the log's fold; there is nothing to advance")
        case Enrolled():
            raise RefusedError("already enrolled here; close it first, or log what came of it")
        case _:
            assert_never(fact)


def _of_touch(scene: Scene, enrollment: Enrollment, fact: Unanswered | Moved | Deleted | PutOff) -> Advance:
    """Take a fact about a touch; one that is over or withdrawn may be moved and deleted at will.

    Raises:
        RefusedError: There never was such a touch. (What the daemon saw of one is dropped: it may have been undone.)
    """
    if isinstance(fact, Moved | Deleted):
        _past(enrollment, fact.touch)
    if enrollment.next is None or enrollment.next.number != fact.touch:
        return Advance(enrollment)
    match fact:
        case Unanswered():
            return doing.count(scene, enrollment)
        case Moved():
            return hands.pin(scene, enrollment, fact)
        case Deleted():
            return _deleted(scene, enrollment)
        case PutOff():
            return hands.roll(enrollment)
        case _:
            assert_never(fact)


def _of_enrollment(scene: Scene, enrollment: Enrollment, fact: Pause | Resume | GiveUp) -> Advance:
    """Take what a person decides about an open enrollment.

    Raises:
        RefusedError: It is closed.
    """
    if not enrollment.open:
        state = type(enrollment.state).__name__.lower()
        raise RefusedError(f"the enrollment is closed ({state}); enrol the contact anew, or undo what closed it")
    match fact:
        case Pause():
            return hands.pause(scene, enrollment, fact)
        case Resume():
            return hands.resume(scene, enrollment)
        case GiveUp(why):
            return closing.give_up(scene, enrollment, why)
        case _:
            assert_never(fact)


# --- answers ---------------------------------------------------------------------------------------------------------
def answered(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Take an answer: on the open touch, on one that is over, or on an enrollment that is closed."""
    past = _past(enrollment, fact.touch)
    if not enrollment.open:
        return on_closed(scene, enrollment, fact, past)
    if past is not None and (past.outcome is not None or past.said is not None):
        return second_word(scene, enrollment, fact, past, take)
    return take(scene, enrollment, replace(fact, touch=None))


def _past(enrollment: Enrollment, number: int | None) -> Past | None:
    """Return the touch that is over of that number; nothing for the open one, or one that was withdrawn.

    Raises:
        RefusedError: There never was such a touch.
    """
    if number is not None and not 0 < number <= enrollment.last_number:
        raise RefusedError(f"there is no touch {number}; the last is {enrollment.last_number}")
    return next((past for past in enrollment.past if past.number == number), None)


def take(scene: Scene, enrollment: Enrollment, fact: Answered) -> Advance:
    """Take a first word on the open touch, and remember how the enrollment stood before it."""
    move = move_of(enrollment, fact)
    if move is Move.PREPARED:
        advance_ = take(scene, doing.prepared(scene, enrollment, fact), fact)
    else:
        advance_ = _answer(scene, enrollment, fact, move)
    after = advance_.enrollment
    if after.open and move not in FREED and fact.answer.when is None:
        after = hands.hold(scene, enrollment, after)
    remembered = replace(enrollment, past=(), before=None)
    return replace(advance_, enrollment=replace(after, before=remembered))


def _answer(scene: Scene, enrollment: Enrollment, fact: Answered, move: Move) -> Advance:
    if move is Move.COUNT:
        return _counted(scene, enrollment)
    if move is Move.SKIP:
        return doing.skip(scene, enrollment, deleted=False, answer=fact.answer)
    if move is Move.ASIDE:
        return sidesteps.aside(scene, enrollment, answer=fact.answer)
    return HANDLERS[move](scene, enrollment, fact)


def _counted(scene: Scene, enrollment: Enrollment) -> Advance:
    touch = open_touch(enrollment)
    if not touch.awaits_reply:
        words = ", ".join(words_that_fit(place_of_touch(touch)))
        raise RefusedError(f"no_reply does not fit, nothing was sent before; {touch.step} takes {words}")
    return doing.count(scene, enrollment)


def move_of(enrollment: Enrollment, fact: Answered) -> Move:
    """Return the move of an answer, by the channel that was used.

    Raises:
        RefusedError: The outcome does not fit there.
    """
    touch = open_touch(enrollment)
    place = place_of_touch(touch)
    move = MOVES[place].get(fact.answer.outcome)
    used = doing.channel_used(touch, fact)
    if used is not touch.channel and place_of_channel(used) in {Place.CALL, Place.VISIT, Place.WRITTEN}:
        move = MOVES[place_of_channel(used)].get(fact.answer.outcome) or move
    if move is None:
        words = ", ".join(words_that_fit(place))
        raise RefusedError(f"{fact.answer.outcome} does not fit {touch.step}; it takes {words}")
    return move


# --- facts about a touch ---------------------------------------------------------------------------------------------
def _deleted(scene: Scene, enrollment: Enrollment) -> Advance:
    """Take the deletion of the open touch as its being skipped."""
    if MOVES[place_of(enrollment)][Event.DELETED] is Move.ASIDE:
        done = sidesteps.aside(scene, enrollment)
    else:
        done = doing.skip(scene, enrollment, deleted=True)
        done = replace(done, enrollment=hands.hold(scene, enrollment, done.enrollment))
    remembered = replace(enrollment, past=(), before=None)
    return replace(done, enrollment=replace(done.enrollment, before=remembered))
