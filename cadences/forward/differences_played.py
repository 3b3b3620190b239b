"""What two versions of a cadence lead to in the histories that are most common, side by side. Pure; words nothing.

Both are played through by the preview, from the same start, with the same answers; where the timelines part is where
a rep notices the change. Answers go to what they are answers to: the diagnose touch stands at another place in each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cadences.forward.preview import Preview, Shown, preview
from cadences.machine.migration import kept_steps
from cadences.outcomes import WRITTEN, Channel

if TYPE_CHECKING:
    from cadences.business import HolidayName
    from cadences.cadence import Cadence
    from cadences.moments import Instant
    from cadences.people import Contact, Rep

MOST: Final = 24
"""Touches of a history, at most."""


@dataclass(frozen=True, slots=True)
class History:
    """What a contact says: `answers` to the first touches that reach out, and `missing` to the diagnose touch."""

    name: str
    answers: tuple[str, ...] = ()
    missing: str | None = None


HISTORIES: Final = (
    History("nobody ever answers"),
    History("at the second touch they say: call after 17:00", ("", "callback: after 17:00")),
    History("the first touch brings a yes to a meeting", ("yes meeting",)),
    History("the first touch brings a no: they have a contract until 30 Jun 2028", ("no: contract 2028-06-30",)),
    History("silence, then it turns out that nobody decides", (), "missing: owner"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Whom the histories are about and when they begin."""

    rep: Rep
    contact: Contact
    start: Instant
    holiday: HolidayName


@dataclass(frozen=True, slots=True)
class Parting:
    """A history in two versions: `at` is how many touches are the same, nothing where all of it is."""

    history: History
    before: Preview
    after: Preview
    at: int | None


def partings(old: Cadence, new: Cadence, stage: Stage, histories: Sequence[History] = HISTORIES) -> tuple[Parting, ...]:
    """Play every history in both versions."""
    steps = kept_steps(old, new)
    found = []
    for history in histories:
        before, after = _played(old, stage, history), _played(new, stage, history)
        found.append(Parting(history, before, after, _parts(before, after, steps)))
    return tuple(found)


def _played(cadence: Cadence, stage: Stage, history: History) -> Preview:
    """Play a history in a version; what is not answered stays so."""
    answers = list(history.answers)
    if history.missing is not None:
        answers = _until_diagnosed(_run(cadence, stage, ()), history.missing)
    elif "" in answers:
        answers = _filled(_run(cadence, stage, ()), answers)
    return _run(cadence, stage, answers)


def _run(cadence: Cadence, stage: Stage, answers: Sequence[str]) -> Preview:
    return preview(cadence, stage.contact, stage.rep, stage.start, answers, stage.holiday, MOST)


def _filled(silent: Preview, answers: list[str]) -> list[str]:
    """Return the answers with silence spelled out where nothing is said."""
    asked = _answered(silent)
    return [said or _silence(asked[place]) for place, said in enumerate(answers) if place < len(asked)]


def _until_diagnosed(silent: Preview, missing: str) -> list[str]:
    """Return silence up to the diagnose touch, and then what is said there."""
    asked = _answered(silent)
    place = next((place for place, touch in enumerate(asked) if touch.channel is Channel.DIAGNOSE), None)
    return [] if place is None else [*map(_silence, asked[:place]), missing]


def _answered(silent: Preview) -> list[Shown]:
    return [touch for touch in silent.touches if touch.channel in _ASKED]


_ASKED: Final = frozenset(
    {Channel.CALL, Channel.EMAIL, Channel.MESSAGE, Channel.LINKEDIN, Channel.VISIT, Channel.DIAGNOSE}
)


def _silence(touch: Shown) -> str:
    if touch.channel is Channel.DIAGNOSE:
        return "missing: nothing"
    return "sent" if touch.channel in WRITTEN else "no_answer"


def _parts(before: Preview, after: Preview, steps: Mapping[str, str]) -> int | None:
    """Return after how many touches two timelines part."""
    one = [(steps.get(touch.step, touch.step), *_place(touch)) for touch in before.touches]
    other = [(touch.step, *_place(touch)) for touch in after.touches]
    for at, (was, is_) in enumerate(zip(one, other, strict=False)):
        if was != is_:
            return at
    if len(one) != len(other):
        return min(len(one), len(other))
    ends = (before.state, before.then) == (after.state, after.then)
    return None if ends else len(one)


def _place(touch: Shown) -> tuple[object, ...]:
    return touch.channel, touch.attempt, touch.span
