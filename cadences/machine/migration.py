"""Where an open enrollment of one version of a cadence stands in another. Pure; knows no store, opens no touch.

Nobody is sent back to the beginning, nobody is dropped:

- The same step stays the same step: by its id, or by `was` (also through versions in between, and back again), and
  as the same try, under the same number: its event stays.
- Where all tries of the step are used up in the new version, what follows there on the main line is next.
- Where the step is gone, the nearest step that followed it on the old main line and still exists is next; else what
  follows the nearest one before it, which counts as done; else a round of `then`. What was done is not done again.
- A round of `then` stays that round.
- klart's own touches stay, and so does a detour; what they lead back to is mapped in the same way. A detour that is
  gone leads back at once.
- A touch that somebody named a time for, or that a person put where it stands, stays even where its tries are used up.
- A wait that is another in the new version is counted anew, from what it was counted from; all else stays due as it
  was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cadences.enrollment import Enrollment, Role, Touch
from cadences.facts import Landing, Migrated
from cadences.machine.migrating import renamed_tries
from cadences.machine.retries import then_lead
from cadences.machine.scene import open_touch
from cadences.moments import Instant, instant

if TYPE_CHECKING:
    from cadences.cadence import Cadence, Step
    from cadences.delays import Wait

COUNTED: Final = {"first-step": 1, "then-round": 2, "wait-after": 2, "wait-before": None, "wait-no-landmark": None}
"""Reasons of a touch that is due after a wait of its cadence, and which argument is what the wait counts from."""


def migrated(
    enrollment: Enrollment, old: Cadence, new: Cadence, between: Iterable[Cadence] = (), *, calm: bool = False
) -> Migrated:
    """Return the fact that takes an open enrollment from its version to another.

    Args:
        enrollment: An open enrollment.
        old: The version it is pinned to.
        new: The version it goes to; without errors.
        between: Versions in between, whose `was` may tell of names that neither of the two knows.
        calm: Its touch stays due as it is, whatever the waits say: it lies today or tomorrow.
    """
    touch = open_touch(enrollment)
    steps = kept_steps(old, new, between)
    mapping = _Mapping(replace(enrollment, tries=renamed_tries(enrollment.tries, steps)), old, new, steps)
    if touch.role is not Role.STEP:
        return mapping.beside(touch)
    return mapping.of_step(touch, calm=calm)


# --- which step is which ---------------------------------------------------------------------------------------------
def kept_steps(old: Cadence, new: Cadence, between: Iterable[Cadence] = ()) -> dict[str, str]:
    """Return the ids of the steps that still exist, old to new: on the main line still, or still a detour."""
    origins = _origins(old, _names_before(new, between))
    return {was: id_ for id_, was in origins.items() if old.is_detour(was) == new.is_detour(id_)}


def _names_before(new: Cadence, between: Iterable[Cadence]) -> dict[str, tuple[str, ...]]:
    """Return the names that each step of the new version ever had, the newest first."""
    was = {step.id: step.was for version in between for step in version.every_step if step.was is not None}
    found = {}
    for step in new.every_step:
        names, name = [step.id], step.was
        while name is not None and name not in names:
            names.append(name)
            name = was.get(name)
        found[step.id] = tuple(names)
    return found


def _origins(old: Cadence, names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the old id of each step of the new version that has one; no two have the same."""
    there = {step.id: step for step in old.every_step}
    former = {id_: _former(there, id_, known) for id_, known in names.items()}
    found: dict[str, str] = {}
    for id_, was in former.items():  # what was renamed comes first: its name may be another's now
        if was is None or was in found.values():
            continue
        if was not in names or former[was] is not None:
            found[id_] = was
    for id_ in names:
        if id_ in there and id_ not in found and id_ not in found.values():
            found[id_] = id_
    for step in old.every_step:  # a new name that was taken back
        if step.was is not None and step.was in names.keys() - found.keys() and step.id not in found.values():
            found[step.was] = step.id
    return found


def _former(there: Mapping[str, Step], id_: str, known: tuple[str, ...]) -> str | None:
    """Return the name that a step had in the old version, where it was another; `known` are all it ever had."""
    own = there.get(id_)
    if own is not None and own.was is not None and own.was in known[1:]:
        return None  # it had been renamed by then already
    return next((name for name in known[1:] if name in there), None)


# --- where it stands -------------------------------------------------------------------------------------------------
class _Mapping:
    """One enrollment on its way; its tries bear the new ids already."""

    def __init__(self, enrollment: Enrollment, old: Cadence, new: Cadence, steps: Mapping[str, str]) -> None:
        self.enrollment, self.old, self.new, self.steps = enrollment, old, new, steps

    def beside(self, touch: Touch) -> Migrated:
        """Keep one of klart's own touches; what it leads back to is mapped."""
        home = self._home(touch)
        on_detour = touch.home is not None
        there = None if touch.back_to is None else self.steps.get(touch.back_to)
        if on_detour and there is not None:
            back: Landing | None = Landing(there, touch.back_attempt, touch.back_round)
        elif on_detour:
            back, home = home, None  # the detour is gone: it leads back to where that left
        else:
            back = self._landing(touch.back_to, touch.back_attempt, touch.back_round)
        return Migrated(self.new.version, self.steps, back=back, home=home)

    def of_step(self, touch: Touch, *, calm: bool) -> Migrated:
        """Keep a step's touch where the step still exists, else say what comes in its place."""
        home, there = self._home(touch), self.steps.get(touch.step)
        if touch.home is not None:
            at = Landing(there, touch.attempt, touch.round) if there is not None else home
            stays, home = there is not None, home if there is not None else None
        else:
            named = touch.pin is not None or touch.reason.code not in COUNTED
            at = self._landing(touch.step, touch.attempt, touch.round, named=named)
            stays = at is not None and (at.step, at.attempt, at.round) == (there, touch.attempt, touch.round)
        wait = None if at is None or calm else self._wait(touch, at, stays=stays)
        since = None if wait is None else counted_from(touch)
        return Migrated(self.new.version, self.steps, at, home=home, stays=stays, wait=wait, since=since)

    def _home(self, touch: Touch) -> Landing | None:
        """Return where a detour leads back to now."""
        left = touch.home
        return None if left is None else self._landing(left.step, left.attempt, left.round)

    def _landing(self, step: str | None, attempt: int, round_: int, *, named: bool = False) -> Landing | None:
        """Return where a place of the old version lies in the new one; nothing where that has no step left."""
        if step is None:
            return self._nowhere()
        there = self.steps.get(step)
        if round_:
            return self._in_round(there, attempt, round_)
        if there is None or self.new.is_detour(there):
            return self._nearest(step)
        if named or self._has_try(step, there, attempt):
            return Landing(there, attempt)
        return self._onward(there)

    def _nowhere(self) -> Landing | None:
        """Return where what led nowhere leads now: a round of `then`, where that is of a step it did not have."""
        was, now = then_lead(self.old, self.enrollment).step, self._then()
        same = was is not None and now is not None and self.steps.get(was) == now.step
        return None if same else now

    def _in_round(self, there: str | None, attempt: int, round_: int) -> Landing | None:
        lead = then_lead(self.new, self.enrollment)
        if lead.step is None:
            return None
        return Landing(lead.step, attempt if lead.step == there else lead.attempt, round_)

    def _has_try(self, step: str, there: str, attempt: int) -> bool:
        """Whether the new version has that try; each arrival gives one, whatever was tried before."""
        was, now = self.old.step(step), self.new.step(there)
        assert was is not None
        assert now is not None
        limit = None if now.retry.until_clear else now.retry.times
        arrived = not was.retry.until_clear and was.retry.times is not None and attempt > was.retry.times
        return limit is None or attempt <= limit or attempt == 1 or arrived

    def _nearest(self, step: str) -> Landing | None:
        """Return what takes the place of a step that is gone."""
        line = [one.id for one in self.old.steps]
        place = line.index(step) if step in line else len(line)
        following = next((one for one in line[place + 1 :] if one in self.steps), None)
        if following is not None:
            there = self.steps[following]
            return Landing(there, self.enrollment.tries.get(there, 0) + 1)
        before = next((one for one in reversed(line[:place]) if one in self.steps), None)
        if before is not None:
            return self._onward(self.steps[before])
        if place == 0 and not self.enrollment.tries:
            return Landing(self.new.steps[0].id, 1)  # it stands at the beginning, with nothing done
        return self._then()

    def _onward(self, there: str) -> Landing | None:
        """Return the next step behind one of the new main line that was not done yet, else a round of `then`."""
        line = [one.id for one in self.new.steps]
        behind = line[line.index(there) + 1 :]
        undone = next((one for one in behind if not self.enrollment.tries.get(one)), None)
        return Landing(undone, 1) if undone is not None else self._then()

    def _then(self) -> Landing | None:
        lead = then_lead(self.new, self.enrollment)
        return None if lead.step is None else Landing(lead.step, lead.attempt, lead.round)

    # --- when ------------------------------------------------------------------------------------------------------
    def _wait(self, touch: Touch, at: Landing, *, stays: bool) -> Wait | None:
        """Return the wait that the new version has for the touch; nothing where it is due as before."""
        if not stays and touch.home is not None:
            return touch.home.wait if touch.home.due is None else None
        if touch.reason.code not in COUNTED or touch.pin is not None:
            return None
        step = self.new.step(at.step)
        assert step is not None
        if not stays:
            return self.new.repeats.rung(at.round) if at.round else step.wait
        was, now = self._waits(touch, at, step)
        same = was is None or (was == now and self.old.holidays is self.new.holidays)
        return None if same else now

    def _waits(self, touch: Touch, at: Landing, step: Step) -> tuple[Wait | None, Wait]:
        """Return the wait that a touch is due after, and the new version's of the same kind.

        A wait that is none of its step's (a chain's, for instance) is nobody's to change.
        """
        written, before = touch.reason.args[0], self.old.step(touch.step)
        assert before is not None
        if at.round:
            return self.old.repeats.rung(touch.round), self.new.repeats.rung(at.round)
        if touch.attempt > 1 and written == str(before.retry.rung(touch.attempt - 1)):
            return before.retry.rung(touch.attempt - 1), step.retry.rung(at.attempt - 1)
        return (before.wait if written == str(before.wait) else None), step.wait


def counted_from(touch: Touch) -> Instant:
    """Return what a touch's wait counts from."""
    place = COUNTED.get(touch.reason.code)
    if place is None or place >= len(touch.reason.args):
        return touch.opened_at
    return instant(datetime.fromisoformat(touch.reason.args[place]))
