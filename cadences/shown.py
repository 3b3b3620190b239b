"""What an event shows: the typed content and the text it becomes. Types only; `brief` writes the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventText:
    """An event as a person reads it, in the rep's language.

    `alarm_minutes` is how long before the start to remind (0 = at the start, nothing = no alarm). `opaque` = the
    time shows as busy to others.
    """

    summary: str
    description: str
    location: str | None = None
    alarm_minutes: int | None = None
    opaque: bool = False
