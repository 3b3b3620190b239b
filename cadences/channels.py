"""What is so for every step of a channel: defaults, the outcomes it can have, the keys it takes. One table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cadences.delays import Delay, Unit
from cadences.outcomes import Channel, Outcome

_TOLD: Final = frozenset({Outcome.CALLBACK, Outcome.NOT_NOW, Outcome.TALKED, Outcome.INTRODUCED, Outcome.SKIPPED})
"""What a contact can say, and a rep choose, on every channel that reaches out."""

_SENT: Final = _TOLD | {Outcome.DONE, Outcome.SENT, Outcome.NO_REPLY, Outcome.REPLIED, Outcome.BOUNCED}
_MET: Final = _TOLD | {Outcome.NO_ANSWER, Outcome.BUSY, Outcome.GATEKEEPER, Outcome.NO_SHOW, Outcome.WRONG_NUMBER}


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What a channel is. `takes` is in minutes; `remind` of nothing = no alarm; `title` serves a step without one.

    `outcomes` are those an `on` or `after` may name: all it can have but the clear ones, which end the enrollment.
    `keys` are the step's keys that only some channels take.
    """

    meaning: str
    title: str
    takes: int
    remind: Delay | None
    outcomes: frozenset[Outcome]
    keys: frozenset[str] = frozenset()


_REACHES: Final = frozenset({"if_missing", "preparation", "windows"})

CHANNELS: Final[Mapping[Channel, ChannelFacts]] = {
    Channel.PREPARE: ChannelFacts(
        "the rep reads up before reaching out", "Prepare", 15, None, frozenset({Outcome.DONE, Outcome.SKIPPED})
    ),
    Channel.CALL: ChannelFacts("a phone call", "Call", 10, None, _MET | {Outcome.VOICEMAIL}, _REACHES),
    Channel.EMAIL: ChannelFacts("an email", "Email", 10, None, _SENT, _REACHES | {"subject", "send"}),
    Channel.MESSAGE: ChannelFacts(
        "a text message", "Message", 5, None, _SENT | {Outcome.WRONG_NUMBER}, _REACHES | {"send"}
    ),
    Channel.LINKEDIN: ChannelFacts("a word on LinkedIn", "LinkedIn", 5, None, _SENT, _REACHES | {"subject", "send"}),
    Channel.VISIT: ChannelFacts("a visit", "Visit", 60, Delay(30, Unit.MINUTE), _MET, _REACHES),
    Channel.TASK: ChannelFacts(
        "something the rep does alone", "Task", 15, None, frozenset({Outcome.DONE, Outcome.SKIPPED})
    ),
    Channel.DIAGNOSE: ChannelFacts(
        "the rep asks: what is missing?", "What is missing?", 10, None, frozenset({Outcome.MISSING, Outcome.SKIPPED})
    ),
}
