"""What is another in one version of a cadence than in the other, key by key, in words. Pure; plays nothing through.

A difference of words (titles, texts) is told apart from one of the flow: words reach open enrollments by themselves,
with each event's next write; the flow holds for whoever is enrolled from then on, and for others by `klart migrate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cadences.cadence import Cadence, Chain, IfMissing, Retry, Step, Texts, Vary
from cadences.delays import Before, Wait
from cadences.language.hashing import again_after, flow_of, words_of
from cadences.machine.migration import kept_steps


class Kind(StrEnum):
    """What happened to a part of a cadence."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    """The step comes at another place of the main line."""
    CHANGED = "changed"
    WORDS = "words"
    """Texts alone: nothing moves."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is another: of a step (its id, the new one where both have it), or of the cadence (no step).

    `key` is the language's own, `before` and `after` are as a file would have them (nothing = it says nothing there).
    """

    kind: Kind
    step: str | None
    key: str
    before: str | None
    after: str | None
    said: str


def differences(old: Cadence, new: Cadence) -> tuple[Difference, ...]:
    """Return all that is another, in the order of the file: the cadence's own keys, then step by step."""
    steps = kept_steps(old, new)
    found = [*_of_cadence(old, new, steps), *_gone(old, steps)]
    for step in new.every_step:
        was = next((id_ for id_, now in steps.items() if now == step.id), None)
        before = None if was is None else old.step(was)
        found += [_added(new, step)] if before is None else _of_step(before, step, steps)
    return (*found, *_moved(old, new, steps))


def same_for_a_rep(old: Cadence, new: Cadence) -> bool:
    """Whether nothing changes for a rep: flow and words are equal (comments, order of keys, spelled-out defaults)."""
    return flow_of(old) == flow_of(new) and words_of(old) == words_of(new)


# --- the cadence's own keys ------------------------------------------------------------------------------------------
def _of_cadence(old: Cadence, new: Cadence, steps: Mapping[str, str]) -> Iterator[Difference]:
    for key, what, read in _KEYS:
        before, after = read(old), read(new)
        if before != after:
            kind = Kind.WORDS if key == "title" else Kind.CHANGED
            yield Difference(kind, None, key, before, after, _said(what, before, after))
    yield from _repeats(old, new, steps)
    for key, what, of in (("answers.yes", "yes", old.yes), ("answers.no", "no", old.no)):
        there = new.yes if what == "yes" else new.no
        for said in sorted(of.keys() | there.keys()):
            before, after = _chain(of.get(said)), _chain(there.get(said))
            if before != after:
                of_it = f"a {what}" if said == "any" else f"a {what} ({said.replace('_', ' ')})"
                lead = _said(f"what {of_it} starts", before, after)
                yield Difference(Kind.CHANGED, None, f"{key}.{said}", before, after, lead)
    for missing in sorted(old.missing.keys() | new.missing.keys()):
        was = old.missing.get(missing)
        before = None if was is None else str(steps.get(was, was) if isinstance(was, str) else was)
        after = None if missing not in new.missing else str(new.missing[missing])
        if before != after:
            said = _said(f"where a missing {missing} leads", before, after)
            yield Difference(Kind.CHANGED, None, f"silence.missing.{missing}", before, after, said)


def _repeats(old: Cadence, new: Cadence, steps: Mapping[str, str]) -> Iterator[Difference]:
    """Tell what comes after the last step; the default follows the steps, and is told where it comes to another."""
    was, now = old.repeats, new.repeats
    before, after = f"{steps.get(was.repeat, was.repeat)}, {_ladder(was.wait)}", f"{now.repeat}, {_ladder(now.wait)}"
    if before != after:
        said = _said("after the last step, again and again", before, after)
        yield Difference(Kind.CHANGED, None, "then", before, after, said)


def _chain(chain: Chain | None) -> str | None:
    if chain is None:
        return None
    return chain.start if chain.wait is None else f"{chain.start}, {_wait(chain.wait)}"


def _limit(value: int | None) -> str | None:
    return None if value is None else str(value)


_KEYS: Final[tuple[tuple[str, str, Callable[[Cadence], str | None]], ...]] = (
    ("title", "the title", lambda one: _texts(one.titles)),
    ("kind", "the kind of cadence, which is its place when time is short", lambda one: one.kind.value),
    ("goal", "what reports count as reached", lambda one: ", ".join(one.goal) or None),
    ("windows", "when contacts are touched", lambda one: _listed(one.windows)),
    ("holidays", "whose holidays count", lambda one: one.holidays.value),
    (
        "limits.touches_per_rep_per_day",
        "touches a day for a rep",
        lambda one: _limit(one.limits.touches_per_rep_per_day),
    ),
    (
        "limits.touches_per_contact_per_day",
        "touches a day with a contact",
        lambda one: _limit(one.limits.touches_per_contact_per_day),
    ),
    (
        "limits.touches_per_contact_per_week",
        "touches a week with a contact",
        lambda one: _limit(one.limits.touches_per_contact_per_week),
    ),
    (
        "silence.after",
        "touches in a row without an answer until klart asks what is missing",
        lambda one: str(one.silence_after),
    ),
    ("answers.not_now", "how long a not now without a date waits", lambda one: str(one.not_now)),
)


# --- steps -----------------------------------------------------------------------------------------------------------
def _gone(old: Cadence, steps: Mapping[str, str]) -> Iterator[Difference]:
    for step in old.every_step:
        if step.id not in steps:
            said = f"the {_a(step)} is gone"
            yield Difference(Kind.REMOVED, step.id, step.channel.value, step.id, None, said)


def _added(new: Cadence, step: Step) -> Difference:
    line = [one.id for one in new.steps]
    if new.is_detour(step.id):
        where = "off the main line"
    elif line[0] == step.id:
        where = "at the beginning"
    else:
        where = f"after {line[line.index(step.id) - 1]}, {_wait(step.wait)}"
    return Difference(Kind.ADDED, step.id, step.channel.value, None, step.id, f"a new {step.channel.value} {where}")


def _of_step(old: Step, new: Step, steps: Mapping[str, str]) -> Iterator[Difference]:
    if old.id != new.id:
        yield Difference(Kind.RENAMED, new.id, "was", old.id, new.id, f"is the step that was called {old.id}")
    for key, what, read in _STEP_KEYS:
        before, after = read(old), read(new)
        if before != after:
            kind = Kind.WORDS if key in _WORDS else Kind.CHANGED
            yield Difference(kind, new.id, key, before, after, _said(what, before, after))
    for outcome in sorted(old.on.keys() | new.on.keys()):
        was = old.on.get(outcome)
        before, after = None if was is None else steps.get(was, was), new.on.get(outcome)
        if before != after:
            said = _said(f"where {outcome.replace('_', ' ')} leads", before, after)
            yield Difference(Kind.CHANGED, new.id, f"on.{outcome}", before, after, said)


def _moved(old: Cadence, new: Cadence, steps: Mapping[str, str]) -> Iterator[Difference]:
    """Tell which steps come at another place among those that both have: the fewest that say it."""
    before = [steps[one.id] for one in old.steps if one.id in steps]
    after = [one.id for one in new.steps if one.id in set(before)]
    standing = _longest_run([before.index(id_) for id_ in after])
    for place, id_ in enumerate(after):
        if before.index(id_) not in standing:
            where = f"comes after {after[place - 1]} now" if place else "comes first now"
            yield Difference(Kind.MOVED, id_, "steps", None, None, where)


def _longest_run(places: list[int]) -> set[int]:
    """Return the longest rising run of numbers, left out ones allowed."""
    runs: list[list[int]] = [[]]
    for place in places:
        before = [run for run in runs if not run or run[-1] < place]
        runs.append([*_longest(before), place])
    return set(_longest(runs))


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len)


def _a(step: Step) -> str:
    return f"{step.channel.value} {step.id}"


def _wait(wait: Wait) -> str:
    if isinstance(wait, Before):
        return str(wait)
    return f"{wait} later" if wait.amount else "at once"


def _texts(texts: Texts) -> str | None:
    return " / ".join(f"{language}: {text}" if language else text for language, text in sorted(texts.items())) or None


def _listed(values: Iterable[Any] | None) -> str | None:
    return None if values is None else ", ".join(str(one) for one in values)


def _ladder(waits: Iterable[Any]) -> str:
    return ", ".join(str(wait) for wait in waits)


def _times(retry: Retry) -> str:
    if retry.until_clear:
        return "until a clear answer"
    return "without end" if retry.times is None else str(retry.times)


def _between(retry: Retry) -> str | None:
    return None if retry.times == 1 and not retry.until_clear else _ladder(retry.wait)


def _after(step: Step) -> str | None:
    after = again_after(step)
    return None if after is None else ", ".join(sorted(one.replace("_", " ") for one in after))


def _remind(step: Step) -> str | None:
    return "none" if step.no_reminder else None if step.remind is None else str(step.remind)


def _minutes(count: int) -> str:
    return f"{count} minute{'' if count == 1 else 's'}"


_WORDS: Final = frozenset({"title", "text", "subject", "send"})
_STEP_KEYS: Final[tuple[tuple[str, str, Callable[[Step], str | None]], ...]] = (
    ("channel", "how it is done", lambda one: one.channel.value),
    ("wait", "the wait before it", lambda one: str(one.wait)),
    ("windows", "when it may be", lambda one: _listed(one.windows)),
    ("takes", "how long it takes", lambda one: _minutes(one.takes)),
    (
        "preparation",
        "the preparation in front of it",
        lambda one: _minutes(one.preparation) if one.preparation else None,
    ),
    ("retry.times", "how often it is tried", lambda one: _times(one.retry)),
    ("retry.wait", "the wait between tries", lambda one: _between(one.retry)),
    ("retry.vary", "what a retry varies", lambda one: None if one.retry.vary is Vary.HOUR else one.retry.vary.value),
    ("retry.after", "what is followed by another try", _after),
    ("by", "by when it is to be done", lambda one: None if one.by is None else str(one.by)),
    (
        "if_missing",
        "what is done where the address is not known",
        lambda one: None if one.if_missing is IfMissing.FIND else one.if_missing.value,
    ),
    ("remind", "the reminder before it", _remind),
    ("title", "the title", lambda one: _texts(one.titles)),
    ("text", "the text to the rep", lambda one: _texts(one.texts)),
    ("subject", "the subject", lambda one: _texts(one.subjects)),
    ("send", "the text to the contact", lambda one: _texts(one.sends)),
)


_WIDEST: Final = 60
"""Characters of a value that are shown in a sentence; of a longer one it is said that it changed."""


def _said(what: str, before: str | None, after: str | None) -> str:
    """Say what something was and is."""
    if max(len(before or ""), len(after or "")) > _WIDEST or "\n" in f"{before}{after}":
        how = "is new" if before is None else "is gone" if after is None else "reads otherwise"
        return f"{what} {how}"
    if before is None:
        return f"{what}: {after} (nothing was said)"
    if after is None:
        return f"{what}: nothing said any more (was {before})"
    return f"{what}: {after} (was {before})"
