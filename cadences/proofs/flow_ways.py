"""The ways out of one place of a cadence: for each outcome that is no clear answer, where it leads and after what wait.

The rules are the machine's (`machine.retries`); a law holds the two together. Knows one cadence; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from cadences.cadence import Cadence, Step, Then
from cadences.channels import CHANNELS
from cadences.delays import NOTHING, Before, Delay, Wait
from cadences.outcomes import SILENT, WRITTEN, Channel, Missing, Outcome

_OWN: Final = frozenset(
    {
        Outcome.CALLBACK,
        Outcome.NOT_NOW,
        Outcome.REPLIED,
        Outcome.NO_SHOW,
        Outcome.WRONG_NUMBER,
        Outcome.BOUNCED,
        Outcome.MISSING,
    }
)
"""Outcomes that klart itself answers where `on` does not say otherwise: they lead to the same step again."""

_DID: Final = frozenset({Outcome.DONE, Outcome.SENT})
_MENDED: Final = frozenset({Outcome.WRONG_NUMBER, Outcome.BOUNCED})
"""What a detour mends: the same try comes at once after it. The contact was not reached, so nobody is pressed."""

_HEARD: Final = frozenset(
    {Outcome.TALKED, Outcome.INTRODUCED, Outcome.CALLBACK, Outcome.NOT_NOW, Outcome.REPLIED, Outcome.NO_SHOW}
)
"""Outcomes after which nobody is silent."""

_FIRST: Final = (Outcome.NO_ANSWER, Outcome.NO_REPLY, Outcome.DONE, Outcome.SENT, Outcome.VOICEMAIL, Outcome.TALKED)
"""The outcomes that a story is told with where others would do as well, the likeliest first."""


_KINDS: Final = {
    outcome: (
        *(outcome in kind for kind in (_OWN, _DID, _MENDED, _HEARD, SILENT)),
        outcome if outcome in {Outcome.SKIPPED, Outcome.MISSING, Outcome.NOT_NOW} else None,
    )
    for outcome in Outcome
}
"""All that the ways of an outcome depend on, but what its step says of it."""


class Where(StrEnum):
    """In what part of a cadence an enrollment stands at a step."""

    LINE = "line"
    ROUND = "round"
    """A round of `then`."""
    ASIDE = "aside"
    """Done once, and then back: a detour, or a step that an answer to the diagnose touch names."""
    BACK = "back"
    """Where a detour leads back to, whatever that is."""
    END = "end"


class At(NamedTuple):
    """Where an enrollment stands: at a step, in some part of the cadence."""

    step: str
    where: Where = Where.LINE


END: Final = At("", Where.END)
"""Nothing comes after it: an enrollment would end here without a clear answer."""

BACK: Final = At("", Where.BACK)


class Pause(NamedTuple):
    """How long a way waits: for any of `waits`, time and again; and where that is written: `key` of a step or `then`.

    `key` is empty where no author wrote it.
    """

    waits: tuple[Wait, ...] = (NOTHING,)
    step: str = ""
    key: str = ""

    @property
    def never(self) -> bool:
        """Whether it may come to nothing, time and again. A wait before a date does: that date passes but once."""
        return any(wait == NOTHING or isinstance(wait, Before) for wait in self.waits)


class Way(NamedTuple):
    """A way from one place to another.

    `tries` is how many tries of the step it takes. `lasts` = it can be gone any number of times. `said` is the answer
    to the diagnose touch that comes between, where one does. `home` is where a detour that begins with it leads back
    to, after `home_pause`. `via` is set on a way that goes by a detour and comes back from it: where that one begins;
    `slow` = it waits on that detour.
    """

    start: At
    end: At
    outcome: Outcome
    pause: Pause
    tries: int = 1
    lasts: bool = True
    said: Missing | None = None
    home: At | None = None
    home_pause: Pause = Pause()
    via: At | None = None
    slow: bool = False

    @property
    def at_once(self) -> bool:
        """Whether it may be gone time and again, and never wait."""
        return self.lasts and self.pause.never and not self.slow


_OUTCOME: Final = Way._fields.index("outcome")
_SAID: Final = Way._fields.index("said")


class _Lead(NamedTuple):
    end: At
    pause: Pause
    tries: int = 1
    lasts: bool = True


class Ways:
    """Says the ways out of each place. `ends` = the cadence says `then: end`."""

    def __init__(self, cadence: Cadence, *, ends: bool = False) -> None:
        self.cadence = cadence
        self.steps: dict[str, Step] = {}
        for step in cadence.every_step:
            self.steps.setdefault(step.id, step)
        line = list(dict.fromkeys(step.id for step in cadence.steps))
        self.first = At(line[0])
        self.detours = {step.id for step in cadence.detours}.difference(line)
        self._after = dict(pairwise(line))
        self._then = _then(cadence, ends=ends)

    def out_of(self, at: At) -> Iterator[Way]:
        """Return the ways out of a place, the likeliest outcomes first; none twice."""
        step = self.steps[at.step]
        told = set()
        for outcome in _told_apart(step.channel, tuple(step.on.items()), step.retry.after):
            for way in self._by(at, step, outcome):
                key = (way[:_OUTCOME], way[_OUTCOME + 1 : _SAID], way[_SAID + 1 :], way.said is None)
                if key not in told:
                    told.add(key)
                    yield way

    # --- one outcome --------------------------------------------------------------------------------------------------
    def _by(self, at: At, step: Step, outcome: Outcome) -> Iterator[Way]:
        told = _taken_as(step.channel, step.on, outcome)
        target = step.on.get(told)
        if target in self.detours:
            ways = self._visits(at, self.steps[target], told)
        else:
            leads = self._own(at, step, told) if target is None else self._mapped(at, step, target)
            ways = (Way(at, lead.end, outcome, lead.pause, lead.tries, lead.lasts) for lead in leads)
        for way in ways:
            yield from self._asked(way if told is outcome else way._replace(outcome=outcome), step)

    def _asked(self, way: Way, step: Step) -> Iterator[Way]:
        """Return the way, and those by the answers to a diagnose touch that may come in between."""
        if way.outcome is Outcome.MISSING:
            yield from self.helped(way)
            return
        yield self._held(way) if way.outcome is Outcome.NOT_NOW else way
        asked = bool(self.cadence.missing) and way.outcome not in _HEARD
        if asked and way.end is not BACK and way.end.where is not Where.ASIDE:
            silent = way.outcome in SILENT or (way.outcome in _DID and step.channel in WRITTEN)
            lasts = way.lasts and silent and self.cadence.silence_after == 1
            counted = way if lasts == way.lasts else way._replace(lasts=lasts)
            yield from (helped for helped in self.helped(counted) if helped.said is not None)

    def _held(self, way: Way) -> Way:
        """Return a way that `not_now` holds back: what reaches the contact next, not a detour before it."""
        later = Pause((self.cadence.not_now,))
        if way.home is not None:
            return way._replace(home_pause=later)
        return way if way.end.where is Where.ASIDE else way._replace(pause=later)

    def _mapped(self, at: At, step: Step, target: str) -> Iterator[_Lead]:
        if target == "retry":
            yield from self._next_try(at, step)
        elif target == "then":
            yield self._round()
        elif target in self.steps:
            yield _Lead(At(target), Pause((self.steps[target].wait,), target, "wait"))
        else:
            yield self._beyond(at)

    def _own(self, at: At, step: Step, outcome: Outcome) -> Iterator[_Lead]:
        """Return where an outcome leads of which `on` says nothing."""
        if outcome in _OWN and outcome is not Outcome.MISSING:
            return
        if at.where is Where.ROUND:
            yield self._round()
        elif step.retry.until_clear:
            yield from self._again(at, step)
        elif _tried_again(step.retry.after, outcome):
            yield from self._next_try(at, step)
        else:
            yield self._beyond(at)

    # --- where it leads -----------------------------------------------------------------------------------------------
    def _again(self, at: At, step: Step) -> Iterator[_Lead]:
        times, ladder = step.retry.times, step.retry.wait
        if times is None:
            yield _Lead(at, Pause((ladder[-1],), step.id, "retry"))
        elif times > 1:
            yield _Lead(at, Pause(ladder[: times - 1], step.id, "retry"), lasts=False)

    def _next_try(self, at: At, step: Step) -> Iterator[_Lead]:
        """Return the next try, where one may be left, and what follows where none is."""
        if at.where is Where.ROUND:
            yield self._round()
            return
        yield from self._again(at, step)
        if step.retry.times is not None:
            yield self._beyond(at)._replace(tries=step.retry.times)

    def _beyond(self, at: At) -> _Lead:
        if at.where is Where.ASIDE:
            return _Lead(BACK, Pause())
        after = None if at.where is Where.ROUND else self._after.get(at.step)
        return self._round() if after is None else _Lead(At(after), Pause((self.steps[after].wait,), after, "wait"))

    def _round(self) -> _Lead:
        if self._then is None or self._then.repeat not in self.steps:
            return _Lead(END, Pause())
        return _Lead(At(self._then.repeat, Where.ROUND), Pause(self._then.wait[-1:], key="then"))

    # --- beside the main line -----------------------------------------------------------------------------------------
    def _visits(self, at: At, detour: Step, outcome: Outcome) -> Iterator[Way]:
        """Return the ways into a detour, one for each place that it may lead back to."""
        for left in self._left_at(at, outcome):
            lasts = left.lasts and outcome not in _MENDED
            yield _visit(Way(at, left.end, outcome, left.pause, left.tries, lasts), detour)

    def _left_at(self, at: At, outcome: Outcome) -> Iterator[_Lead]:
        """Return what a detour leads back to that begins with an outcome: what was used up is not done again."""
        step = self.steps[at.step]
        if at.where is Where.ASIDE:
            yield _Lead(BACK, Pause())
        elif outcome in SILENT or outcome is Outcome.SKIPPED:
            yield from self._next_try(at, step)
        elif outcome in _DID or outcome is Outcome.MISSING:
            told = Outcome.NO_REPLY if step.channel in WRITTEN else outcome
            again = step.retry.until_clear or _tried_again(step.retry.after, told)
            yield from self._next_try(at, step) if again else [self._beyond(at)]
        elif outcome in _MENDED:
            yield _Lead(at, Pause())
        elif at.where is Where.ROUND and self._then is not None:
            yield _Lead(at, Pause(self._then.wait, key="then"))
        else:
            rungs = step.retry.wait if step.retry.times is None else step.retry.wait[: step.retry.times]
            yield _Lead(at, Pause(rungs, step.id, "retry"))

    def helped(self, way: Way) -> Iterator[Way]:
        """Return where the answers to a diagnose touch lead that stands before what a way leads to."""
        mapped = self.cadence.missing
        if len(mapped) < len(Missing):
            yield way
        for what, lead in mapped.items():
            if isinstance(lead, Delay):
                yield way._replace(pause=Pause((lead,)), said=what)
            elif lead in self.steps:
                yield from self._helping(way, what, self.steps[lead])

    def _helping(self, way: Way, what: Missing, step: Step) -> Iterator[Way]:
        """Return the way by a step that helps; where that is what was to come anyhow, it simply comes now."""
        comes_anyhow = way.home is None and way.end.step == step.id
        if not comes_anyhow:
            yield _visit(way, step, what)
        if comes_anyhow or (way.end is BACK and step.id not in self.detours):
            yield way._replace(pause=Pause((step.wait,), step.id, "wait"), said=what)


def _visit(way: Way, step: Step, said: Missing | None = None) -> Way:
    """Return the way as one that leads to a step first, and back from there."""
    led_back = way.home is not None or way.end.where in {Where.ASIDE, Where.BACK}  # inside one: it is replaced
    home, later = (way.home, way.home_pause) if led_back else (way.end, way.pause)
    end, pause = At(step.id, Where.ASIDE), Pause((step.wait,), step.id, "wait")
    return way._replace(end=end, pause=pause, said=said, home=home, home_pause=later)


def _taken_as(channel: Channel, on: Mapping[Outcome, str], outcome: Outcome) -> Outcome:
    """Return the outcome by which a step goes on: what was sent is taken as not replied to, until it is."""
    if outcome not in _DID or channel not in WRITTEN or outcome in on:
        return outcome
    return Outcome.SENT if Outcome.SENT in on else Outcome.NO_REPLY


@lru_cache(maxsize=1024)
def _told_apart(
    channel: Channel, leads: tuple[tuple[Outcome, str], ...], after: frozenset[Outcome] | None
) -> tuple[Outcome, ...]:
    """Return the outcomes of a step, the likeliest first, but those that lead where another one led.

    Kept: a folder's steps differ in few of these, and each is met in every part of its cadence.
    """
    known, on = CHANNELS[channel].outcomes, dict(leads)
    apart: dict[object, Outcome] = {}
    for outcome in [*(word for word in _FIRST if word in known), *sorted(known.difference(_FIRST), key=_late)]:
        taken = _taken_as(channel, on, outcome)
        apart.setdefault((on.get(taken), _tried_again(after, taken), _KINDS[outcome], _KINDS[taken]), outcome)
    return tuple(apart.values())


def _late(outcome: Outcome) -> tuple[bool, str]:
    """Order outcomes by their names, what waits for the contact's word last."""
    return outcome is Outcome.NOT_NOW, outcome


def _then(cadence: Cadence, *, ends: bool) -> Then | None:
    """Return what comes after the last step; nothing = the end."""
    if ends or (cadence.then is None and not any(step.reaches for step in cadence.steps)):
        return None
    return cadence.repeats


def _tried_again(after: frozenset[Outcome] | None, outcome: Outcome) -> bool:
    """Whether an outcome leads to another try of a step, where one is left; `after` is its retry's."""
    return outcome is Outcome.SKIPPED or outcome in (SILENT if after is None else after)
