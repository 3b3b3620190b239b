"""How often what comes of a touch: the assumptions of a load, and the answer that they give. No randomness but a hash.

Whoever is enrolled as the n-th answers their m-th touch the same way whatever else is so: an answer hangs on the seed,
the two numbers and the rates alone. So two loads differ in what was changed between them, and in nothing else.

The defaults are assumptions, not measurements: set them to what your own reports say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from cadences.cadence import Cadence
from cadences.channels import CHANNELS
from cadences.enrollment import Touch
from cadences.language.reader import guess
from cadences.outcomes import CLEAR, WRITTEN, Answer, Channel, Missing, Outcome, Yes
from cadences.promises import When, WhenKind

ALL: Final = 10_000
"""A whole, in hundredths of a percent."""

Rates: TypeAlias = Mapping[Channel, Mapping[str, int]]
"""Hundredths of a percent by channel and outcome (of a diagnose touch: what is missing). What is left of the whole is
silence; of a diagnose touch: nothing is missing."""

_SPOKEN: Final = {"yes": 300, "no": 800, "callback": 500, "talked": 600, "not_now": 400, "wrong_number": 200}
_WRITTEN: Final = {"yes": 100, "no": 200, "replied": 300, "opt_out": 50}
DEFAULTS: Final[Rates] = {
    Channel.CALL: _SPOKEN,
    Channel.EMAIL: {**_WRITTEN, "bounced": 200},
    Channel.MESSAGE: _WRITTEN,
    Channel.LINKEDIN: _WRITTEN,
    Channel.VISIT: {"yes": 2000, "no": 1500, "talked": 3000, "not_now": 1000},
    Channel.DIAGNOSE: {"consequence": 1000, "owner": 1000, "urgency": 3000, "champion": 1000},
}

LATER: Final = When(WhenKind.ONE_OFF, windows=((16 * 60, None),))
"""What those ask for who want to be called back."""
_RATE: Final = re.compile(r"(?:([a-z]+)\.)?([a-z_]+)=([0-9]{1,3}(?:\.[0-9]{1,2})?) ?%")


@dataclass(frozen=True, slots=True)
class Assumption:
    """A rate that was set: of one channel, or of every channel that can have the outcome."""

    channel: Channel | None
    outcome: str
    rate: int


def read_assumption(text: str) -> Assumption:
    """Read a rate as it is written.

    >>> read_assumption("call.yes=4.5%")
    Assumption(channel=<Channel.CALL: 'call'>, outcome='yes', rate=450)

    Raises:
        ValueError: It is none; the message is one sentence.
    """
    found = _RATE.fullmatch(text.strip().lower().replace("-", "_"))
    if found is None:
        msg = f"{text!r} is no rate; write one like call.yes=4% or no=10%"
        raise ValueError(msg)
    named, outcome, percent = found.groups()
    channel = None if named is None else _channel(named)
    rate = round(float(percent) * 100)
    if rate > ALL:
        msg = f"{text!r} is more than all; a rate is at most 100%"
        raise ValueError(msg)
    if not any(outcome in _possible(one) for one in (DEFAULTS if channel is None else (channel,))):
        words = sorted({word for one in (DEFAULTS if channel is None else (channel,)) for word in _possible(one)})
        msg = f"{outcome} cannot come of {named or 'any touch'}; {guess(outcome, words)}"
        raise ValueError(msg)
    return Assumption(channel, outcome, rate)


def _channel(name: str) -> Channel:
    known = [channel.value for channel in DEFAULTS]
    if name not in known:
        msg = f"{name!r} is no channel that is answered; {guess(name, known)}"
        raise ValueError(msg)
    return Channel(name)


def _possible(channel: Channel) -> frozenset[str]:
    """Return what may be set for a channel: what is said by the contact, and bad data; silence is the rest."""
    if channel is Channel.DIAGNOSE:
        return frozenset(Missing) - {Missing.NOTHING}
    said = (CHANNELS[channel].outcomes | CLEAR) - {Outcome.REFERRED, Outcome.SKIPPED, Outcome.SENT, Outcome.DONE}
    return frozenset(outcome.value for outcome in said) - {"no_answer", "no_reply"}


def rates_with(assumptions: tuple[Assumption, ...]) -> Rates:
    """Return the rates with what was set in the place of the defaults, the last word on a thing holding.

    Raises:
        ValueError: The rates of a channel are more than all.
    """
    rates = {channel: dict(of_channel) for channel, of_channel in DEFAULTS.items()}
    for one in assumptions:
        for channel in rates if one.channel is None else (one.channel,):
            if one.outcome in _possible(channel):
                rates[channel][one.outcome] = one.rate
    for channel, of_channel in rates.items():
        total = sum(of_channel.values())
        if total > ALL:
            msg = f"the rates of {channel} make {total / 100:g}% together; lower one of them"
            raise ValueError(msg)
    return rates


def answer_of(rates: Rates, cadence: Cadence, seed: int, who: str, touch: Touch) -> Answer:
    """Return what comes of a touch."""
    drawn = draw(seed, f"{who}/{touch.number}")
    outcome = _drawn(rates.get(touch.channel, {}), drawn)
    if touch.channel is Channel.DIAGNOSE:
        return Answer(Outcome.MISSING, missing=Missing(outcome or Missing.NOTHING))
    if not touch.reaches:
        return Answer(Outcome.DONE)
    if outcome is None:
        return Answer(Outcome.SENT if touch.channel in WRITTEN else Outcome.NO_ANSWER)
    meant = Outcome(outcome)
    if meant is Outcome.YES:
        return Answer(meant, yes=_to(cadence))
    return Answer(meant, when=LATER if meant is Outcome.CALLBACK else None)


def _to(cadence: Cadence) -> Yes:
    """Return what a yes is to: what the cadence aims at, else what it has an answer for, else a meeting."""
    return Yes(next(iter((*cadence.goal, *cadence.yes, Yes.MEETING))))


def _drawn(rates: Mapping[str, int], drawn: int) -> str | None:
    for outcome, rate in rates.items():
        drawn -= rate
        if drawn < 0:
            return outcome
    return None


def draw(seed: int, name: str) -> int:
    """Return a number from 0 up to `ALL`, the same for the same seed and name, spread evenly over names."""
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") * ALL >> 64
