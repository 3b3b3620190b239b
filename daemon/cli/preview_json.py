"""A preview for programs: the shape that tools rely on, additions allowed. Knows names of keys; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cadences import wording
from cadences.forward.preview import Shown
from cadences.moments import Instant, zone
from cadences.outcomes import Answer
from cadences.pictures.branches import Branch, Scene, branches
from cadences.pictures.days import Pictured
from cadences.pictures.names import Speaker, state_word
from cadences.reasons import Reason


def as_shape(pictured: Pictured) -> dict[str, Any]:
    """Return the preview as JSON has it; instants are ISO 8601 with the offset of the contact's zone."""
    speaker, shown = Speaker(pictured), pictured.preview
    return {
        "cadence": pictured.cadence.name,
        "touches": [_touch(touch, speaker) for touch in shown.touches],
        "state": shown.state,
        "then": [{"cadence": one.cadence, "due": _at(one.due, pictured)} for one in shown.then],
        "start": _at(pictured.start, pictured),
        "language": pictured.rep.language,
        "rep_timezone": pictured.rep.timezone,
        "promises": [
            {"words": each.words, "said_at": _at(each.said_at, pictured), "when": speaker.when(each)}
            for each in speaker.promises()
        ],
    }


def _touch(touch: Shown, speaker: Speaker) -> dict[str, Any]:
    pictured = speaker.pictured
    return {
        "n": touch.n,
        "step": touch.step,
        "channel": touch.channel.value,
        "try": touch.attempt,
        "start": _at(touch.span.start, pictured),
        "end": _at(touch.span.end, pictured),
        "timezone": touch.timezone,
        "outcome": touch.outcome.value,
        "why": _sentences(touch.reasons, pictured),
        "conflicts": _sentences(touch.conflicts, pictured),
        "title": speaker.name(touch),
        "promised": speaker.promised(touch),
        "branches": [_branch(each, pictured) for each in _branches(touch, pictured)],
    }


def _branches(touch: Shown, pictured: Pictured) -> Sequence[Branch]:
    scene = Scene(pictured.cadence, pictured.contact, pictured.rep, pictured.holiday)
    return branches(scene, touch.opened, touch.span.start, touch.span.end)


def _branch(branch: Branch, pictured: Pictured) -> dict[str, Any]:
    touch = branch.next
    return {
        "answers": [_word(answer) for answer in branch.answers],
        "state": state_word(branch.state),
        "step": None if touch is None else touch.step,
        "channel": None if touch is None else touch.channel.value,
        "try": None if touch is None else touch.attempt,
        "due": None if touch is None else _at(touch.due, pictured),
        "starts": [chain.cadence for chain in branch.starts],
    }


def _word(answer: Answer) -> str:
    """Return an answer as `klart log` takes it."""
    detail = answer.yes or answer.reason or answer.missing
    return " ".join(filter(None, (answer.outcome.value, detail)))


def _sentences(reasons: Sequence[Reason], pictured: Pictured) -> list[str]:
    where, who = zone(pictured.contact.timezone), pictured.contact.name.split()[0]
    return [wording.sentence([one], pictured.rep.language, zone=where, who=who) for one in reasons]


def _at(moment: Instant | None, pictured: Pictured) -> str | None:
    return None if moment is None else moment.astimezone(zone(pictured.contact.timezone)).isoformat()
