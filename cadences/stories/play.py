"""Playing a story, row by row: what holds, what does not, and the nearest story that would hold. Moves nothing itself.

Where a row fails, what really happens takes its place, and the story goes on from there: so every row is judged, and
at the end the nearest story that would pass is known. An answer or an act that does not fit ends it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from cadences.business import HolidayName
from cadences.cadence import Cadence
from cadences.enrollment import RefusedError
from cadences.language.findings import Place
from cadences.language.story import Beat, Story
from cadences.language.story_words import Act, Expected, NothingBefore, StateExpected, TouchExpected
from cadences.stories.stage import Stage

_MOST_WORDS: Final = 100
"""No more words of a line are tried as the beginning of what was expected."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A row that does not hold: where, what was expected and what is; of an expectation why the touch stands there."""

    place: Place
    expected: str
    got: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryResult:
    """Whether a story holds. `nearest` is the story as it would hold, of one that does not.

    `mended` says what was written where `nearest` differs: the row's number from 0, the key, its text. `left_out` are
    the rows behind an answer that does not fit, which `nearest` has no more.
    """

    story: Story
    failures: tuple[Failure, ...] = ()
    nearest: Story | None = None
    mended: tuple[tuple[int, str, str], ...] = ()
    left_out: int = 0

    @property
    def passed(self) -> bool:
        """Whether every row holds."""
        return not self.failures


def run_story(story: Story, cadence: Cadence, holiday: HolidayName) -> StoryResult:
    """Play a story of a cadence.

    Pure: the same story, cadence and holidays give the same result, whatever the machine's clock and zone.

    Args:
        story: What is expected.
        cadence: The cadence, well-shaped.
        holiday: Names the public holidays.
    """
    play = _Play(Stage(story, cadence, holiday))
    beats: list[Beat] = []
    mended: list[tuple[int, str, str]] = []
    for number, beat in enumerate(story.beats):
        found = play.beat(beat)
        mended += [(number, key, text) for key, text in beat.written.items() if found.written.get(key) != text]
        beats.append(found)
        if play.over:
            break
    if not play.failures:
        return StoryResult(story)
    nearest = replace(story, beats=tuple(beats))
    return StoryResult(story, tuple(play.failures), nearest, tuple(mended), len(story.beats) - len(beats))


@dataclass(slots=True)
class _Play:
    """A story under way; `over` = it cannot go on."""

    stage: Stage
    failures: list[Failure] = field(default_factory=list)
    over: bool = False

    def beat(self, beat: Beat) -> Beat:
        """Play a row; return it as it holds."""
        if beat.expect is not None:
            beat = self._expect(beat, beat.expect)
        if beat.shows:
            beat = self._shows(beat)
        if beat.person is not None and not self._does(beat, beat.person):
            return self._cut(beat, "person", "answer")
        if beat.answer and not self._answers(beat):
            return self._cut(beat, "answer")
        return beat

    def _expect(self, beat: Beat, expected: Expected) -> Beat:
        stage = self.stage
        touch = stage.course.touch
        if isinstance(expected, TouchExpected) and touch is not None and touch.awaits_reply:
            stage.simulation.begin(stage.course)  # had a reply come, it would not be there
        if stage.holds(expected):
            return beat
        instead, touch_there = self._instead(expected), stage.touch()
        got = touch_there if touch_there is not None and not isinstance(instead, StateExpected) else instead
        self._fail(beat.at("expect"), str(expected), str(got), stage.why())
        return _as_it_is(beat, instead)

    def _instead(self, expected: Expected) -> Expected:
        """Return what holds in the place of what was expected, said no closer than that was."""
        state, touch = self.stage.state(), self.stage.touch()
        if touch is None or touch.day is None:
            return state
        match expected:
            case NothingBefore():
                return NothingBefore(touch.day)
            case StateExpected():
                return state if state.state is expected.state else touch
            case TouchExpected():
                return self._as_close(touch, expected)
            case _:
                assert_never(expected)

    def _as_close(self, touch: TouchExpected, expected: TouchExpected) -> TouchExpected:
        """Say the touch that is there as close as the one that was expected."""
        if expected.day is None:
            return replace(touch, day=None, start=None)
        if expected.start is None:
            return replace(touch, start=None)
        between = replace(touch, start=expected.start, end=expected.end)
        return between if expected.end is not None and self.stage.holds(between) else touch

    def _shows(self, beat: Beat) -> Beat:
        """Judge what an event shows; blanks and line breaks make no difference."""
        text = self.stage.text()
        if _plain(beat.shows) in _plain(text):
            return beat
        lines = [line for line in map(_plain, text.split("\n")) if line]
        got = max(lines, key=lambda line: _alike(line, _plain(beat.shows)), default="")
        self._fail(
            beat.at("shows"), f"the event shows {beat.shows!r}", f"nearest to it: {got!r}" if got else "no event"
        )
        if got:
            return replace(beat, shows=got, written={**beat.written, "shows": got})
        return self._without(beat, "shows")

    # --- what is done -------------------------------------------------------------------------------------------------
    def _does(self, beat: Beat, act: Act) -> bool:
        if self.stage.stand is None:
            return self._refused(beat, "person", "nothing is next any more")
        try:
            self.stage.does(act)
        except RefusedError as error:
            return self._refused(beat, "person", str(error))
        return True

    def _answers(self, beat: Beat) -> bool:
        if self.stage.stand is None:
            return self._refused(beat, "answer", "nothing is next any more")
        try:
            self.stage.answers(beat.answer)
        except (RefusedError, ValueError) as error:
            return self._refused(beat, "answer", str(error))
        return True

    def _refused(self, beat: Beat, key: str, why: str) -> bool:
        there = self.stage.touch() or self.stage.state()
        self._fail(beat.at(key), f"{key}: {beat.written.get(key, '')}", f"{there}: {why}")
        return False

    def _fail(self, place: Place, expected: str, got: str, why: tuple[str, ...] = ()) -> None:
        self.failures.append(Failure(place, expected, got, why))

    # --- mending ------------------------------------------------------------------------------------------------------
    def _cut(self, beat: Beat, *keys: str) -> Beat:
        """Return the row without what cannot be played; the story ends with it."""
        self.over = True
        for key in keys:
            beat = self._without(beat, key)
        return beat

    def _without(self, beat: Beat, key: str) -> Beat:
        """Return the row without one of its keys; one that has nothing left says what is there."""
        written = _but(beat.written, key)
        left = replace(
            beat,
            shows="" if key == "shows" else beat.shows,
            person=None if key == "person" else beat.person,
            answer="" if key == "answer" else beat.answer,
            written=written,
        )
        there = self.stage.touch()
        return (
            left if written else _as_it_is(left, replace(there, day=None, start=None) if there else self.stage.state())
        )


def _as_it_is(beat: Beat, expected: Expected) -> Beat:
    return replace(beat, expect=expected, written={"expect": str(expected)} | _but(beat.written, "expect"))


def _but(written: Mapping[str, str], key: str) -> dict[str, str]:
    return {name: text for name, text in written.items() if name != key}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _alike(line: str, wanted: str) -> float:
    """Return how much a line holds of a text, 0 to 1: the likest stretch of it that begins with a word."""
    starts = [0, *(at + 1 for at, char in enumerate(line) if char == " ")][:_MOST_WORDS]
    parts = (line[start : start + len(wanted)] for start in starts)
    return max(difflib.SequenceMatcher(None, part, wanted, autojunk=False).ratio() for part in parts)
