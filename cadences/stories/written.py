"""Writing a story as YAML that can be pasted into `tests:`. Knows how values are quoted; reads and plays nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from cadences.language.nodes import Is, kind_of
from cadences.language.story import Beat, Story

_BARE: Final = re.compile(r"[\w+][\w .+/@:()~=;-]*")
"""What YAML takes as it stands, in a list or a map in one line too."""
_ORDER: Final = ("expect", "shows", "person", "answer")
_KEYS: Final = ("contact", "rep", "others", "promises")


def story_yaml(story: Story, was: Iterable[tuple[int, str, str]] = ()) -> str:
    """Write a story, two blanks deep; `was` is what stood there before, told in comments (`StoryResult.mended`)."""
    before = {(number, key): text for number, key, text in was}
    lines = [f"- it: {scalar_yaml(story.it)}", f"  start: {story.start:%Y-%m-%dT%H:%M}"]
    lines += [f"  {key}: {_flow(story.written[key])}" for key in _KEYS if key in story.written]
    lines.append("  story:")
    for number, beat in enumerate(story.beats):
        rows = list(_rows(beat, {key: text for (row, key), text in before.items() if row == number}))
        lines += [f"    {'- ' if at == 0 else '  '}{row}" for at, row in enumerate(rows)]
    return "".join(f"  {line}\n" for line in lines)


def _rows(beat: Beat, was: Mapping[str, str]) -> Iterator[str]:
    """Write a row, key by key; what it has no more stands behind its last key."""
    found = {key: f"{key}: {scalar_yaml(beat.written[key])}" for key in _ORDER if key in beat.written}
    gone = [f"{key}: {_one_line(text)}" for key, text in was.items() if key not in found]
    last = list(found)[-1]
    for key, line in found.items():
        notes = [f"was {_one_line(was[key])}"] if key in was else []
        notes += [f"does not fit: {one}" for one in gone] if key == last else []
        yield f"{line}  # {'; '.join(notes)}" if notes else line


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return scalar_yaml(str(value))


def scalar_yaml(text: str) -> str:
    """Write a text as YAML: as it stands where that means the same, else in quotes.

    >>> scalar_yaml("call ring on 2026-11-24"), scalar_yaml("callback: after 17:00"), scalar_yaml("true")
    ('call ring on 2026-11-24', '"callback: after 17:00"', '"true"')
    """
    bare = _BARE.fullmatch(text) is not None and ": " not in text and text[-1] not in ": "
    if bare and kind_of(text) in {Is.TEXT, Is.WHOLE}:
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
