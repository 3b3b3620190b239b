"""What an event says: from a touch's brief to its title, text, alarm. Knows wording; knows no calendar and no store.

The order of the description is that of the design: the answer's room, why now, the hook, what to do, the promise,
how to reach them, what came before, what comes if nobody answers, how to answer, and below a line the ref.
"""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from cadences.channels import CHANNELS
from cadences.delays import Delay, Unit
from cadences.enrollment import Role
from cadences.moments import day_in
from cadences.outcomes import SILENT, SPOKEN, Answer, Channel, Outcome
from cadences.shown import Back, Brief, EventText, IfSilent, LeadsTo, Note, Question
from cadences.wording import blocks
from cadences.wording.plain import LONGEST_TEXT, bounded, one_line
from cadences.wording.say import capital, first_name, language_of
from cadences.wording.times import Reader

__all__ = ["SIGNS", "Back", "Brief", "EventText", "IfSilent", "LeadsTo", "Note", "Question", "event_text"]

SIGNS: Final = {
    Channel.PREPARE: "✎",
    Channel.CALL: "☎",
    Channel.EMAIL: "✉",
    Channel.MESSAGE: "💬",
    Channel.LINKEDIN: "in",
    Channel.VISIT: "⌂",
    Channel.TASK: "☐",
    Channel.DIAGNOSE: "?",
}
"""What stands before a title, so that a day is read at a glance."""

DONE: Final = "✓"
AGAIN: Final = "↻"
ASKED: Final = "?"

_COMES_AGAIN: Final = SILENT | {Outcome.CALLBACK, Outcome.NOT_NOW, Outcome.SKIPPED, Outcome.NO_SHOW}
_NAME: Final = 60
_EXACT: Final = 10
"""Minutes before an exact promise at which the phone rings."""

_MINUTES: Final = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.DAY: 1440, Unit.BUSINESS_DAY: 1440, Unit.WEEK: 10080}


def event_text(brief: Brief, language: str) -> EventText:
    """Write a touch's event.

    Args:
        brief: All that it shows; open, or done where it has an answer.
        language: The rep's (`en`, `sv`, `da`, `nl`; any other reads English).
    """
    zone = ZoneInfo(brief.rep_zone)
    who = first_name(brief.contact.name)
    reader = Reader(language_of(language), zone, day_in(brief.span.start, zone), who)
    return EventText(
        summary=_summary(brief, reader),
        description=_description(brief, reader),
        location=one_line(brief.address) or None if brief.channel is Channel.VISIT else None,
        alarm_minutes=_alarm(brief),
        opaque=brief.answer is None and (_exact(brief) or brief.channel is Channel.VISIT),
    )


# --- the title ------------------------------------------------------------------------------------------------------
def _summary(brief: Brief, reader: Reader) -> str:
    words = reader.language.event
    title = f"{_sign(brief)} {_subject(brief, reader)}"
    if brief.answer is not None:
        what = blocks.outcome(brief.answer, reader)
        return title if brief.answer.outcome is Outcome.DONE else words["about"].format(title=title, what=what)
    what = blocks.about(brief, reader)
    if what and not brief.private:
        title = words["about"].format(title=title, what=what)
    return words["try"].format(title=title, attempt=brief.attempt) if brief.attempt > 1 else title


def _sign(brief: Brief) -> str:
    if brief.answer is not None:
        return AGAIN if brief.answer.outcome in _COMES_AGAIN else DONE
    if brief.questions or brief.role in {Role.DECIDE, Role.DIAGNOSE}:
        return ASKED
    return SIGNS[brief.channel]


def _subject(brief: Brief, reader: Reader) -> str:
    """Return who it is about, or only what where the settings keep names out of titles."""
    if brief.private:
        return capital(reader.language.channels[brief.channel.value])
    parts = (one_line(brief.contact.name, _NAME), one_line(brief.contact.company, _NAME))
    return " · ".join(part for part in parts if part)


# --- the description ------------------------------------------------------------------------------------------------
def _description(brief: Brief, reader: Reader) -> str:
    """Join the blocks; where they are too long they are cut before the ref, which always stands."""
    body = "\n\n".join(block for block in _blocks(brief, reader) if block)
    foot = f"\n\n---\nref {brief.ref}"
    return bounded(body, LONGEST_TEXT - len(foot.encode())) + foot


def _blocks(brief: Brief, reader: Reader) -> list[str]:
    done = brief.answer is not None
    return [
        blocks.room(brief, reader),
        "" if done else blocks.why(brief, reader),
        blocks.hook(brief, reader),
        "" if done else blocks.doing(brief, reader),
        "" if done else blocks.letter(brief, reader),
        blocks.promises(brief, reader),
        blocks.reach(brief, reader),
        blocks.past(brief, reader),
        "" if done else blocks.silence(brief, reader),
        "" if done else blocks.home(brief, reader),
        "" if done else blocks.how(brief, reader),
    ]


# --- alarm ----------------------------------------------------------------------------------------------------------
def _exact(brief: Brief) -> bool:
    return any(promise.when.at is not None for promise in brief.promises)


def _alarm(brief: Brief) -> int | None:
    """Return when to ring: only for what has a clock time, or where the cadence says so; never in a shared calendar."""
    if brief.shared or brief.no_reminder or brief.answer is not None:
        return None
    if brief.remind is not None:
        return _minutes(brief.remind)
    if _exact(brief):
        return _EXACT
    if brief.channel in SPOKEN and any(promise.when.windows for promise in brief.promises):
        return 0
    usual = CHANNELS[brief.channel].remind
    return _minutes(usual) if usual is not None else None


def _minutes(delay: Delay) -> int:
    return delay.amount * _MINUTES.get(delay.unit, 1440 * 31)


def answered(answer: Answer, language: str) -> str:
    """Return in a few words what came of a touch, as its record's title says it."""
    return blocks.outcome(answer, Reader(language_of(language)))
