"""What may be judged of stories without playing them: words that cannot be read, steps and channels that are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from cadences.cadence import Cadence
from cadences.enrollment import Role
from cadences.language.findings import Place
from cadences.language.nodes import Row, Table
from cadences.language.reader import Reader
from cadences.language.story import Story
from cadences.language.story_words import NOTHING, TouchExpected, plain_answer
from cadences.machine.opening import STEP_IDS
from cadences.moments import Instant, at_wall, zone
from cadences.outcomes import Channel, Outcome
from cadences.phrases.answers import read_answer
from cadences.phrases.whens import read_when

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_WEEK_AND_A_DAY: Final = 8
"""So many days on an answer is tried to be read: `Tue` names no day on a Tuesday."""

OWN_STEPS: Final[Mapping[str, frozenset[Channel]]] = {
    STEP_IDS[Role.FIND]: frozenset({Channel.TASK}),
    STEP_IDS[Role.DECIDE]: frozenset({Channel.TASK}),
    STEP_IDS[Role.DIAGNOSE]: frozenset({Channel.DIAGNOSE, Channel.TASK}),
    STEP_IDS[Role.REPLY]: frozenset({Channel.EMAIL, Channel.CALL}),
}
"""klart's own touches, and how they are done."""


def check_words(story: Story, table: Table, reader: Reader) -> None:
    """Note answers and promises that cannot be read."""
    moment = story.start.hour * 60 + story.start.minute
    first, where = at_wall(story.start.date(), moment, zone(story.rep.timezone)), zone(story.contact.timezone)
    for beat in story.beats:
        said = beat.answer not in {"", NOTHING}
        fault = _fault_of(beat.answer, read_answer, first, where) if said else None
        if fault:
            reader.fault("K132", beat.at("answer"), f"`answer`: {fault[0]}", fault[1])
    node = table.get("promises")
    nodes = node.parts if isinstance(node, Row) else (node,)
    for part, text in zip(nodes, story.promises, strict=False):
        fault = _fault_of(text, read_when, first, where, days=1)  # what was said before is read as the story begins
        if part is not None and fault:
            reader.fault("K132", part.place, f"`promises`: {fault[0]}", fault[1])


def _fault_of(
    text: str, read: Callable[..., Any], first: Instant, where: ZoneInfo, days: int = _WEEK_AND_A_DAY
) -> tuple[str, str] | None:
    """Return why words cannot be read on any of so many days from the first, and a hint; nothing if they can."""
    said = None
    for day in range(days):
        try:
            read(plain_answer(text), Instant(first + timedelta(days=day)), where)
        except ValueError as error:
            said = said or str(error)
        else:
            return None
    message, _, hint = (said or "").partition("; ")
    return message, hint or "write it as klart log takes it, like no answer, callback: after 17:00, yes meeting"


# --- beside the steps ------------------------------------------------------------------------------------------------
def check_steps(stories: Collection[Story | None], cadence: Cadence, reader: Reader) -> None:
    """Note what of stories does not fit the cadence: steps that it does not have, channels that are not theirs."""
    for story in stories:
        for place, expected, replied in _expected(story) if story is not None else ():
            _known(expected, place, cadence, reader, replied=replied)


def _expected(story: Story) -> Iterator[tuple[Place, TouchExpected, bool]]:
    """Return the touches that a story expects, where, and whether the contact had replied before."""
    replied = False
    for beat in story.beats:
        if isinstance(beat.expect, TouchExpected):
            yield beat.at("expect"), beat.expect, replied
        replied = replied or beat.answer.lower().startswith(Outcome.REPLIED)


def _known(expected: TouchExpected, place: Place, cadence: Cadence, reader: Reader, *, replied: bool) -> None:
    step = cadence.step(expected.step)
    steps = {one.id for one in cadence.every_step}
    if step is None and expected.step not in OWN_STEPS:
        hint = reader.guess(expected.step, steps | set(OWN_STEPS))
        reader.fault("K111", place, f"there is no step `{expected.step}`", hint)
        return
    channels = OWN_STEPS[expected.step] if step is None else {step.channel}
    if step is not None and replied:
        channels = {*channels, Channel.EMAIL}  # what was replied is answered by email, as the same step
    if expected.channel not in channels:
        names = " or ".join(sorted(channels))
        message = f"`{expected.step}` is done by {names}, not by {expected.channel}"
        reader.fault("K134", place, message, f"write {min(channels)} {expected.step}")
