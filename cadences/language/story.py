"""Stories: what an author expects of a cadence, told row by row. Types alone; `story_play` plays them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cadences.language.findings import START, Place
from cadences.language.story_words import Act, Expected
from cadences.people import Contact, Rep


@dataclass(frozen=True, slots=True)
class Beat:
    """One row of a story: what is expected, shown, done and answered, in this order. `places` are those of its keys."""

    place: Place = START
    expect: Expected | None = None
    shows: str = ""
    person: Act | None = None
    answer: str = ""
    written: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, key: str) -> Place:
        """Return where the value of a key stands, else where the row does."""
        return self.places.get(key, self.place)


@dataclass(frozen=True, slots=True)
class Story:
    """A story: who, when, what is expected. `start` is on the rep's clocks.

    `promises` are what the contact said before, as `klart enroll` takes it; `others` as many contacts are enrolled
    with them. `known` are dates that waits may end before. `written` holds the keys as the author wrote them.
    """

    it: str
    start: datetime
    contact: Contact
    rep: Rep
    beats: tuple[Beat, ...]
    place: Place = START
    others: int = 0
    promises: tuple[str, ...] = ()
    has_phone: bool = True
    has_email: bool = True
    known: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Any] = field(default_factory=dict)
