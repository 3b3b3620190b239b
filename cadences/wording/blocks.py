"""The blocks of an event's description, short lines for a phone. Knows wording; knows no order and no calendar.

Each function returns one block, lines parted by a line break, or nothing. No line of ours is an answer by itself,
so that one which an app doubles is never taken for a person's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from cadences.enrollment import Role
from cadences.outcomes import REACHING, WRITTEN, Answer, Channel, Missing, Outcome
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.shown import Brief, LeadsTo
from cadences.wording.plain import bounded, clean, one_line
from cadences.wording.say import asked, back, capital, language_of, say
from cadences.wording.times import Reader, day, here, listed, moment, place, wait, when_text

_REASONS: Final = 3
"""Reasons that an event says; `klart why` says all."""

_TOUCHES: Final = 3
_NOTES: Final = 2
_LONGEST_NOTE: Final = 400
_LONGEST_TITLE: Final = 60
_LONGEST_TEXT: Final = 2048
_LONGEST_SEND: Final = 4096
"""Octets of the cadence's own texts; with them what stands below still fits into a description."""

ANSWERS: Final[dict[Role | Channel, str]] = {
    Channel.CALL: "no_answer · talked · callback after 17:00 · yes meeting · no",
    Channel.VISIT: "talked · no_show · callback tomorrow 14:30 · yes quote · no",
    Channel.EMAIL: "sent · replied · bounced · yes meeting · no",
    Channel.MESSAGE: "sent · replied · yes meeting · no",
    Channel.LINKEDIN: "sent · replied · yes meeting · no",
    Channel.PREPARE: "done · skipped",
    Channel.TASK: "done · skipped",
    Channel.DIAGNOSE: "missing owner · missing urgency · missing nothing",
    Role.FIND: "done 070-123 45 67 · done eva@acme.example · skipped",
    Role.REPLY: "sent · yes meeting · no",
    Role.AGREE: "yes meeting tomorrow 14:30 · no_answer · no",
    Role.SECURE: "yes meeting tomorrow 14:30 · no_answer · no",
    Role.SEND: "sent · no",
    Role.LEARN: "done · skipped",
    Role.DIAGNOSE: "missing owner · missing urgency · missing nothing",
    Role.DECIDE: "done · not_now in 6 weeks · no",
}
"""What `klart log` takes, by what the touch is; its words are the same in every language."""


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


# --- the answer's room, and what came of it -------------------------------------------------------------------------
def room(brief: Brief, reader: Reader) -> str:
    """The room for an answer; below it what is asked, or what was answered."""
    words = reader.language.event
    told = ""
    if brief.answer is not None and brief.happened_at is not None:
        what = outcome(brief.answer, reader)
        told = capital(words["happened"].format(moment=moment(brief.happened_at, reader), what=what))
    questions = [
        words["question"].format(what=asked(question.code, question.args, reader)) for question in brief.questions
    ]
    return _lines(words["answer"], words["answer hint"], told and f"\n{told}", *(f"\n{line}" for line in questions))


def outcome(answer: Answer, reader: Reader) -> str:
    """Return in a few words what came of a touch."""
    language = reader.language
    name = language.outcomes[answer.outcome.value]
    if answer.outcome is Outcome.YES and answer.yes is not None:
        return f"{name} ({language.yes[answer.yes.value]})"
    if answer.outcome is Outcome.NO and answer.reason is not None and answer.reason in language.no:
        return f"{name} ({language.no[answer.reason]})"
    if answer.outcome is Outcome.MISSING and answer.missing is not None:
        return f"{name} ({language.missing[answer.missing.value]})"
    if answer.when is not None:
        return f"{name} ({when_text(answer.when, reader)})"
    return name


# --- why now ---------------------------------------------------------------------------------------------------------
def why(brief: Brief, reader: Reader) -> str:
    """Why it stands here now, in one sentence; a conflict plainly below."""
    words = reader.language.event
    now = _joined(brief.reasons[:_REASONS], reader)
    conflict = _joined(brief.conflicts, reader)
    return _lines(
        words["why"].format(why=now) if now else "",
        words["conflict"].format(what=conflict) if conflict else "",
    )


def _joined(reasons: Sequence[Reason], reader: Reader) -> str:
    clauses = dict.fromkeys(filter(None, (say(reason, reader) for reason in reasons)))
    return "; ".join(clauses) + "." if clauses else ""


def hook(brief: Brief, reader: Reader) -> str:
    """What there is to hold on to: the last preparation, how they came, the newest notes but that preparation's."""
    words = reader.language.event
    found, origin = one_line(brief.found, _LONGEST_NOTE), one_line(brief.origin, _LONGEST_NOTE)
    notes = [
        words["note"].format(day=day(note.at, reader), words=one_line(note.words, _LONGEST_NOTE))
        for note in brief.notes[:_NOTES]
        if note.words.strip() and one_line(note.words, _LONGEST_NOTE) != found
    ]
    return _lines(
        words["hook"].format(words=found) if found else "",
        words["origin"].format(words=origin) if origin else "",
        *notes,
    )


# --- what to do ------------------------------------------------------------------------------------------------------
def about(brief: Brief, reader: Reader) -> str:
    """Return what a title says besides the person: nothing for a plain call or mail."""
    words = reader.language.event
    if brief.role is not Role.STEP:
        return words[f"about {brief.role.value}"]
    if brief.channel is Channel.DIAGNOSE:
        return words["about diagnose"]
    return one_line(brief.title, 60) if brief.channel not in REACHING else ""


def doing(brief: Brief, reader: Reader) -> str:
    """What to do, how to open, and what a yes would be."""
    words = reader.language.event
    unknown = listed([_field(name, reader) for name in brief.unknown], reader.language.both)
    return _lines(
        _task(brief, reader),
        _text(brief.text, _LONGEST_TEXT),
        *_question(brief, reader),
        words["unknown"].format(what=unknown) if unknown else "",
        _yes(brief, reader),
    )


def _task(brief: Brief, reader: Reader) -> str:
    kind = brief.channel.value if brief.role is Role.STEP else brief.role.value
    what = reader.language.missing[(brief.learning or Missing.OWNER).value]
    task = reader.language.event[f"do {kind}"].format(who=reader.name, what=what)
    title = one_line(brief.title) if brief.role is Role.STEP else ""
    if not title:
        return task
    return f"{task} {title}" if task.endswith(":") else f"{task.rstrip('.')} · {title}"


def _question(brief: Brief, reader: Reader) -> Iterable[str]:
    """The question for the customer, in the customer's language, and what to listen for."""
    if brief.channel is not Channel.DIAGNOSE and brief.role is not Role.DIAGNOSE:
        return
    yield language_of(brief.contact.language or reader.language.code).event["ask customer"]
    if brief.leads:
        yield reader.language.event["leads"]
        yield from (_leads_to(one, reader) for one in brief.leads)
        return
    missing = [words for code, words in reader.language.missing.items() if code != Missing.NOTHING.value]
    yield reader.language.event["ask for"].format(what=listed(missing, reader.language.either))


def _leads_to(one: LeadsTo, reader: Reader) -> str:
    words = reader.language.event
    if one.what is None:
        what = words["leads wait"].format(wait=wait(one.wait, reader)) if one.wait else words["leads on"]
    elif one.what is Role.LEARN:
        what = words["leads learn"]
    else:
        what = " · ".join(filter(None, (back(one.what.value, reader.language), one_line(one.title, _LONGEST_TITLE))))
    missing = reader.language.missing[one.missing.value]
    return words["leads to"].format(missing=missing, word=one.missing.value, what=what)


def letter(brief: Brief, reader: Reader) -> str:
    """What to send, in the contact's language."""
    if brief.channel not in WRITTEN:
        return ""
    words, text = reader.language.event, _text(brief.send, _LONGEST_SEND)
    head = words["send"]
    return _lines(
        words["subject"].format(words=one_line(brief.subject)) if brief.subject.strip() else "",
        f"{head}\n{text}" if text else "",
    )


def _text(text: str, longest: int) -> str:
    """Return a text of several lines, so many octets at most, no more than one empty line in a row."""
    lines = [line.rstrip() for line in bounded(clean(text).strip(), longest).split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1])


def _field(name: str, reader: Reader) -> str:
    table = reader.language.fields
    return table.get(name) or table.get(name.split(".", maxsplit=1)[0]) or name.rsplit(".", 1)[-1].replace("_", " ")


def _yes(brief: Brief, reader: Reader) -> str:
    goals = [reader.language.yes[goal] for goal in brief.goal if goal in reader.language.yes]
    if not goals or brief.channel not in REACHING:
        return ""
    return reader.language.event["yes"].format(what=listed(goals, reader.language.either))


# --- promises, and how to reach them ---------------------------------------------------------------------------------
def promises(brief: Brief, reader: Reader) -> str:
    """What was promised, in which words, and when it was said."""
    return _lines(*(_promise(promise, reader) for promise in brief.promises))


def _promise(promise: Promise, reader: Reader) -> str:
    language = reader.language
    label = language.event["own promise" if promise.by_rep else "promise"]
    said = language.quoted.format(words=one_line(promise.words, 160)) if promise.words.strip() else ""
    since = language.event["promise since"].format(day=day(promise.said_at, reader))
    return f"{label.format(when=when_text(promise.when, reader))}{said}, {since}"


def reach(brief: Brief, reader: Reader) -> str:
    """Phone and email, a line each, so that a phone makes them tappable; who it is, and the time where they are."""
    words, contact = reader.language.event, brief.contact
    person = ", ".join(
        filter(None, (one_line(contact.name, 80), one_line(contact.role, 80), one_line(contact.company, 80)))
    )
    phone, email, rep = one_line(contact.phone, 60), one_line(contact.email, 120), one_line(brief.rep_name, 80)
    return _lines(
        words["phone"].format(words=phone) if phone else "",
        words["email"].format(words=email) if email else "",
        words["person"].format(words=person),
        words["rep"].format(words=rep) if rep else "",
        _clock(brief, reader),
    )


def _clock(brief: Brief, reader: Reader) -> str:
    """The time there, where their clocks show another one than the rep's."""
    if brief.contact.timezone == brief.rep_zone or brief.answer is not None:
        return ""
    there, here = (brief.span.start.astimezone(ZoneInfo(zone)) for zone in (brief.contact.timezone, brief.rep_zone))
    if there.utcoffset() == here.utcoffset():
        return ""
    return reader.language.event["clock"].format(time=f"{there:%H:%M}", place=place(brief.contact.timezone))


# --- before and after ------------------------------------------------------------------------------------------------
def past(brief: Brief, reader: Reader) -> str:
    """The last contact and the last touches, newest first."""
    language = reader.language
    last = brief.contact.last_contact_at
    head = language.event["last"].format(day=day(last, reader)) if last else language.event["first"]
    lines = [
        language.event["past"].format(
            moment=moment(touch.happened_at, reader),
            channel=language.channels[touch.channel.value],
            outcome=language.outcomes[touch.outcome.value],
        )
        for touch in brief.past
        if touch.outcome is not None and not touch.superseded
    ]
    return _lines(head, *lines[:_TOUCHES])


def silence(brief: Brief, reader: Reader) -> str:
    """What comes if nobody answers."""
    words, after = reader.language.event, brief.silence
    if after is None:
        return ""
    if after.channel is Channel.DIAGNOSE:
        return words["silence ask"]
    key = ("silence again" if after.again else "silence next") + (":0" if after.wait.startswith("0") else "")
    return words[key].format(channel=reader.language.channels[after.channel.value], wait=wait(after.wait, reader))


def home(brief: Brief, reader: Reader) -> str:
    """What comes after a detour."""
    words, to = reader.language.event, brief.back
    if to is None:
        return ""
    what = back(to.what.value, reader.language)
    if to.attempt > 1:
        what = words["try"].format(title=what, attempt=to.attempt)
    if to.due is not None:
        at = here(to.due, reader)
        named = moment(to.due, reader) if at.hour or at.minute else day(at.date(), reader)
        return words["back when"].format(what=what, moment=named)
    return words["back:0" if to.wait.startswith("0") else "back"].format(what=what, wait=wait(to.wait, reader))


def how(brief: Brief, reader: Reader) -> str:
    """How to answer, as it works now."""
    words = reader.language.event
    kind: Role | Channel = brief.role if brief.role in ANSWERS else brief.channel
    return _lines(
        words["how"],
        words["how move"],
        words["how delete decide" if brief.role is Role.DECIDE else "how delete"],
        words["how log"].format(contact=brief.contact.id),
        words["how words"].format(words=ANSWERS[kind]),
    )
