"""What an event shows of an open touch, gathered from the core alone: texts filled in, promises, what silence brings.

Knows a cadence and an enrollment; knows no store, and nothing that only a store has (questions, origins).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from cadences.cadence import Cadence, Step, text_in
from cadences.enrollment import Enrollment, Past, Role, Touch
from cadences.events.leading import answers_lead, if_silent, leads_back
from cadences.language.texts import Values, render, values_for
from cadences.moments import Span
from cadences.outcomes import Channel, Missing
from cadences.people import Contact, Rep
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.shown import Brief, Note

PAST: Final = 3
"""Touches before that an event tells."""
NOTES: Final = 2
"""Notes that an event shows."""
_AFTER_PREPARING: Final = timedelta(hours=12)
"""What is noted so long after a preparation still belongs to it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an open touch stands, why, and which rules that broke."""

    span: Span
    reasons: tuple[Reason, ...] = ()
    conflicts: tuple[Reason, ...] = ()


def briefed(
    ref: str,
    cadence: Cadence,
    contact: Contact,
    rep: Rep,
    enrollment: Enrollment,
    placed: Placed,
    promises: Iterable[Promise] = (),
    *,
    notes: Sequence[Note] = (),
) -> Brief:
    """Return what the event of an enrollment's open touch shows, as far as the core knows it.

    `notes` are those of this enrollment, the newest first.

    Raises:
        ValueError: The enrollment has no open touch.
    """
    touch = enrollment.next
    if touch is None:
        raise ValueError("a closed enrollment has no touch to show")
    step = cadence.step(touch.step) if touch.role is Role.STEP else None
    found = found_in(cadence, enrollment, notes)
    texts = Texts(values_for(contact, rep, enrollment, touch, found=found), rep.language, contact)
    return Brief(
        ref=ref,
        contact=contact,
        channel=touch.channel,
        span=placed.span,
        rep_zone=rep.timezone,
        role=touch.role,
        attempt=touch.attempt,
        reasons=placed.reasons,
        conflicts=placed.conflicts,
        title=texts.to_rep(step, "titles"),
        text=texts.to_rep(step, "texts"),
        subject=texts.to_contact(step, "subjects"),
        send=texts.to_contact(step, "sends"),
        unknown=tuple(texts.empty),
        found=found,
        notes=tuple(notes[:NOTES]),
        origin=contact.source or "",
        goal=cadence.goal,
        promises=binding(promises, enrollment.id),
        past=tuple(reversed(enrollment.past))[:PAST],
        silence=if_silent(cadence, touch, enrollment),
        back=leads_back(cadence, touch),
        leads=answers_lead(cadence, touch, lambda to: texts.again().to_rep(to, "titles")),
        learning=learning(touch),
        remind=None if step is None else step.remind,
        no_reminder=step is not None and step.no_reminder,
    )


def found_in(cadence: Cadence, enrollment: Enrollment, notes: Iterable[Note]) -> str:
    """Return what the rep wrote in the last preparation: `{{ found }}`. The newest note comes first.

    A preparation is a touch of that channel, or one with `preparation` in front; of a note whose touch is not known,
    what was noted until twelve hours after the last touch of that channel.
    """
    written = tuple(notes)
    for number in _prepared(cadence, enrollment):
        found = next((note.words for note in written if note.touch == number), "")
        if found:
            return found
    done = [each for each in enrollment.past if each.channel is Channel.PREPARE and not each.superseded]
    if not done:
        return ""
    until = done[-1].happened_at + _AFTER_PREPARING
    return next((note.words for note in written if note.touch is None and note.at <= until), "")


def _prepared(cadence: Cadence, enrollment: Enrollment) -> list[int]:
    """Return the numbers of the touches in which something was prepared, the newest first."""
    touches: list[Touch | Past] = [past for past in enrollment.past if not past.superseded]
    touches += [enrollment.next] if enrollment.next else []
    steps = ((touch, cadence.step(touch.step) if touch.role is Role.STEP else None) for touch in reversed(touches))
    return [touch.number for touch, step in steps if touch.channel is Channel.PREPARE or (step and step.preparation)]


def binding(said: Iterable[Promise], enrollment: str) -> tuple[Promise, ...]:
    """Return the promises that bind an enrollment's touches."""
    return tuple(each for each in said if each.enrollment in {None, enrollment})


def learning(touch: Touch) -> Missing | None:
    """Return what a touch is there to find out, where it is there for that."""
    return Missing(touch.note) if touch.role is Role.LEARN and touch.note in set(Missing) else None


@dataclass(slots=True)
class Texts:
    """A step's texts, filled in; `empty` grows by the names that were needed and not there."""

    values: Values
    language: str
    contact: Contact
    empty: dict[str, None]

    def __init__(self, values: Values, language: str, contact: Contact) -> None:
        self.values, self.language, self.contact, self.empty = values, language, contact, {}

    def again(self) -> Texts:
        """Return the same with nothing missed yet: for what another touch shows."""
        return Texts(self.values, self.language, self.contact)

    def to_rep(self, step: Step | None, kind: str) -> str:
        """Return a text to the rep, in the rep's language."""
        return self._filled(step, kind, self.language)

    def to_contact(self, step: Step | None, kind: str) -> str:
        """Return a text to the contact, in the contact's language, else the rep's."""
        return self._filled(step, kind, self.contact.language, self.language)

    def _filled(self, step: Step | None, kind: str, *languages: str | None) -> str:
        template = None if step is None else text_in(getattr(step, kind), *languages)
        text, empty = render(template or "", self.values)
        self.empty |= dict.fromkeys(empty)
        return text
