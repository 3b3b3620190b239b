"""Whether a cadence's times can be kept: K301 to K304. Knows windows, weekends and call hours; no holiday, no country.

The country of a contact is not known here, so that call hours are those that hold where no rule is known. A country's
own hours are narrower in some places and wider in none that matters: they are looked at when a touch is placed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cadences.business import SATURDAY
from cadences.callhours import DEFAULT
from cadences.language.draft import Draft
from cadences.language.findings import Faults, Place
from cadences.language.grammar_steps import ReadStep
from cadences.moments import MINUTES_A_DAY
from cadences.outcomes import Channel
from cadences.proofs.places import at, of_cadence, of_step, of_windows
from cadences.windows import Window, clock

WORKDAYS: Final = frozenset(range(1, SATURDAY))
"""The ISO weekdays that can be business days."""

_CALLS: Final = DEFAULT.windows[0]
"""When anybody may be rung of whose country nothing is known."""


def lint_windows(draft: Draft, faults: Faults) -> None:
    """Note windows that no business day or no call can use. Each is judged for itself."""
    cadence = draft.cadence
    reads = draft.steps + draft.detours
    rung = any(read.step.channel is Channel.CALL and read.step.windows is None for read in reads)
    if at(draft.root, "windows") is not None:
        for window, place in of_windows(at(draft.root, "windows"), cadence.windows, of_cadence(draft, "windows")):
            _judge(window, place, faults, rung=rung)
    for read in reads:
        for window, place in _own(read):
            _judge(window, place, faults, rung=read.step.channel is Channel.CALL)


def _own(read: ReadStep) -> Iterable[tuple[Window, Place]]:
    node = at(read.table, "windows")
    return () if node is None else of_windows(node, read.step.windows or (), of_step(read, "windows"))


def _judge(window: Window, place: Place, faults: Faults, *, rung: bool) -> None:
    _meets_business_days(window, place, faults)
    if rung:
        _meets_call_hours(window, place, faults)


# --- K301 -------------------------------------------------------------------------------------------------------------
def _meets_business_days(window: Window, place: Place, faults: Faults) -> None:
    left = window.days & WORKDAYS
    if not left:
        message = f"no business day meets `{window}`: weekends never are"
        faults.add("K301", place, message, f"write a weekday, like {Window(WORKDAYS, window.start, window.end)}")
    elif left != window.days:
        message = f"`{window}` is partly on the weekend, which is never a business day"
        faults.warn("K301", place, message, f"write {Window(left, window.start, window.end)}")


# --- K302 -------------------------------------------------------------------------------------------------------------
def _meets_call_hours(window: Window, place: Place, faults: Faults) -> None:
    start, end = max(window.start, _CALLS.start), min(window.end, _CALLS.end)
    hours = f"{clock(_CALLS.start)}-{clock(_CALLS.end)}"
    if start >= end:
        message = f"`{window}` is outside call hours: nobody is rung but {hours}"
        faults.add("K302", place, message, f"write one inside, like {Window(window.days, 9 * 60, 17 * 60)}")
    elif (start, end) != (window.start, window.end):
        message = f"`{window}` is partly outside call hours: nobody is rung but {hours}"
        faults.warn("K302", place, message, f"write {Window(window.days, start, end)}")


# --- K303 -------------------------------------------------------------------------------------------------------------
def lint_lengths(draft: Draft, faults: Faults) -> None:
    """Note touches that are longer than the windows they are to lie in."""
    for read in draft.steps + draft.detours:
        if read.step.reaches:
            _fits(draft, read, faults)


def _fits(draft: Draft, read: ReadStep, faults: Faults) -> None:
    step = read.step
    length = step.takes + step.preparation
    spans = spans_of(step.windows or draft.cadence.windows, calls=step.channel is Channel.CALL)
    room = max((end - start for _, start, end in spans), default=length)
    told = f"`{step.id}` takes {length} minutes" + (f", {step.preparation} of them to prepare" * bool(step.preparation))
    if step.windows is None:
        if room < length:
            key = "takes" if at(read.table, "takes") is not None else "preparation"
            message = f"{told}, and no window of the cadence is longer than {room} minutes"
            faults.add("K303", of_step(read, key), message, "take less time, or give the step windows of its own")
        return
    for window, place in _own(read):
        here = max(
            (e - s for day, s, e in spans if day in window.days and s < window.end and e > window.start), default=0
        )
        if 0 < here < length:
            message = f"{told}, and `{window}` is {here} minutes long"
            note = faults.add if room < length else faults.warn
            note("K303", place, message, "open the window for longer, or take less time")


def spans_of(windows: Iterable[Window], *, calls: bool) -> list[tuple[int, int, int]]:
    """Return the spans of a week in which a touch may lie: weekday, first and last minute, those that touch as one."""
    open_: list[tuple[int, int, int]] = []
    first, last = (_CALLS.start, _CALLS.end) if calls else (0, MINUTES_A_DAY)
    each = sorted((day, max(w.start, first), min(w.end, last)) for w in windows for day in w.days & WORKDAYS)
    for day, start, end in each:
        if start >= end:
            continue
        if open_ and open_[-1][0] == day and open_[-1][2] >= start:
            open_[-1] = (day, open_[-1][1], max(open_[-1][2], end))
        else:
            open_.append((day, start, end))
    return open_
