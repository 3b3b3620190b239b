"""What names a version of a cadence: a hash of how it flows, and one of its words. Knows the typed cadence alone.

Comments, the order of keys, and values that say what is so anyway do not count: what is hashed is the cadence as it
was understood, its defaults filled in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from cadences.cadence import Cadence, Chain, Step
from cadences.channels import CHANNELS
from cadences.delays import Delay, Wait
from cadences.outcomes import SILENT, Outcome
from cadences.windows import Window

_LENGTH: Final = 16
"""Hexadecimal digits kept of a hash: 64 bits name more versions than will ever be written."""

_CANONICAL: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=True, check_circular=False, separators=(",", ":"))


def versioned(cadence: Cadence) -> Cadence:
    """Return the cadence with its versions filled in: `version` names flow and words, `words_version` the words."""
    flow, words = _hash(flow_of(cadence)), _hash(words_of(cadence))
    return replace(cadence, version=f"{flow}-{words}", words_version=words)


def flow_version(version: str) -> str:
    """Return the part of a version that names the flow."""
    return version.partition("-")[0]


def flow_of(cadence: Cadence) -> dict[str, object]:
    """Return all that decides when and what happens, as plain values."""
    return {
        "name": cadence.name,
        "kind": cadence.kind.value,
        "goal": sorted(set(cadence.goal)),
        "windows": _windows(cadence.windows),
        "holidays": cadence.holidays.value,
        "limits": [
            cadence.limits.touches_per_rep_per_day,
            cadence.limits.touches_per_contact_per_day,
            cadence.limits.touches_per_contact_per_week,
        ],
        "steps": [_step(step) for step in cadence.steps],
        "then": _then(cadence),
        "yes": _chains(cadence.yes),
        "no": _chains(cadence.no),
        "not_now": str(cadence.not_now),
        "silence_after": cadence.silence_after,
        **_aside(cadence),
    }


def _aside(cadence: Cadence) -> dict[str, object]:
    """Return what lies off the main line. Without any, the hash is that of the language before it had detours."""
    detours = {step.id: _step(step) for step in cadence.detours}
    missing = {word.value: _lead(lead) for word, lead in cadence.missing.items()}
    return {key: value for key, value in (("detours", detours), ("missing", missing)) if value}


def words_of(cadence: Cadence) -> dict[str, object]:
    """Return all that is only read by people, as plain values."""
    return {
        "title": dict(cadence.titles),
        "steps": {
            step.id: [dict(texts) for texts in (step.titles, step.texts, step.subjects, step.sends)]
            for step in cadence.every_step
        },
    }


def again_after(step: Step) -> frozenset[Outcome] | None:
    """Return the outcomes that lead to another try; nothing where they are the channel's silent ones, as by default."""
    after, known = step.retry.after, CHANNELS[step.channel].outcomes
    return None if after is None or after & known == SILENT & known else after


def _hash(content: object) -> str:
    return hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()[:_LENGTH]


def _step(step: Step) -> dict[str, object]:
    return {
        "id": step.id,
        "channel": step.channel.value,
        "wait": str(step.wait),
        "takes": step.takes,
        "windows": None if step.windows is None else _windows(step.windows),
        "retry": _retry(step),
        "on": {outcome.value: target for outcome, target in step.on.items()},
        "remind": None if step.remind is None else str(step.remind),
        "no_reminder": step.no_reminder,
        "preparation": step.preparation,
        "by": None if step.by is None else str(step.by),
        "if_missing": step.if_missing.value,
        "was": step.was,
    }


def _retry(step: Step) -> list[object]:
    retry, said = step.retry, again_after(step)
    after = None if said is None else sorted(said)
    return [retry.times, _waits(retry.wait), retry.vary.value, after, retry.until_clear]


def _then(cadence: Cadence) -> list[object]:
    """Return what comes after the last step; a cadence in which nothing reaches out has nothing there."""
    if cadence.then is None and not any(step.reaches for step in cadence.steps):
        return []
    return [cadence.repeats.repeat, _waits(cadence.repeats.wait)]


def _chains(chains: Mapping[str, Chain]) -> dict[str, list[str | None]]:
    return {said: [chain.start, None if chain.wait is None else str(chain.wait)] for said, chain in chains.items()}


def _lead(lead: str | Delay) -> str | list[str]:
    """Return where an answer leads; a wait stands in a list, so that no step's id can be one."""
    return [str(lead)] if isinstance(lead, Delay) else lead


def _waits(waits: Iterable[Wait]) -> list[str]:
    return [str(wait) for wait in waits]


def _windows(windows: Iterable[Window]) -> list[str]:
    return sorted({str(window) for window in windows})
