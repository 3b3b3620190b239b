"""The steps of a cadence: their keys, and how a step is made of them. Knows one step at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cadences.cadence import (
    DEFAULT_LADDER,
    DEFAULT_WAIT,
    FIRST_WAIT,
    ONCE,
    IfMissing,
    Retry,
    Step,
    Vary,
)
from cadences.channels import CHANNELS
from cadences.findings import Place
from cadences.grammar_texts import Said
from cadences.grammar_values import (
    ALARM,
    DURATION,
    LADDER,
    MINUTES,
    NAME,
    OUTCOME,
    WAIT,
    StepId,
    Windows,
    outcome_pattern,
    parse_outcome,
)
from cadences.nodes import Node, Pair, Row, Scalar, Table
from cadences.outcomes import Channel, Outcome
from cadences.reader import Reader, table_of
from cadences.shapes import Key, Keys, ListOf, Or, Schema, Shape, Spelled, Whole, Word, closed, told

ON_WORDS: Final = ("next", "retry", "then")
"""What an `on` may name besides a step: the next step, another try, or what comes after the last step."""

_MOST_TRIES: Final = 1000
_UNTIL: Final = "until clear answer"
_WORDS_BY_CHANNEL: Final = ", ".join(Channel)


# --- retry -----------------------------------------------------------------------------------------------------------
_UNLIMITED: Final = 0
"""Stands for `times: unlimited` while a retry is read; no number of tries is 0."""

UNTIL_CLEAR: Final = Retry(times=None, wait=DEFAULT_LADDER, until_clear=True)

_RETRY_KEYS: Final = Keys(
    (
        Key(
            "times",
            Or({"unlimited": _UNLIMITED}, Whole(1, _MOST_TRIES)),
            "Tries in all, the first one counted.",
            4,
            default="unlimited",
        ),
        Key(
            "wait",
            LADDER,
            "The wait before each further try; the last one repeats.",
            ["1 business day", "2 business days"],
            default="1 business day; for unlimited tries 1 business day, 2 business days, 1 week, 2 weeks, 4 weeks",
        ),
        Key(
            "vary",
            Word({vary.value: vary for vary in Vary}),
            "What changes from try to try: another part of the day (`hour`), another weekday (`day`), or nothing.",
            "hour",
            default="hour",
        ),
        Key(
            "after",
            ListOf(OUTCOME),
            "The outcomes after which it is tried again; `on` wins over it.",
            ["no_answer", "busy"],
            default="every silent outcome; where `times` is unlimited every outcome but a clear one",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class RetryShape(Shape[Retry]):
    """`until clear answer`, or how often, how long apart, after what."""

    def read(self, node: Node, name: str, reader: Reader) -> Retry | None:
        """Read the retry."""
        if not isinstance(node, Table):
            return Or({_UNTIL: UNTIL_CLEAR}, _RetryMap()).read(node, name, reader)
        return _RetryMap().read(node, name, reader)

    def schema(self) -> Schema:
        """Return both forms."""
        return {"anyOf": [{"const": _UNTIL}, _RETRY_KEYS.schema()]}


@dataclass(frozen=True, slots=True)
class _RetryMap(Shape[Retry]):
    def read(self, node: Node, name: str, reader: Reader) -> Retry | None:
        hint = f"write `{_UNTIL}`, or {{times: 4, wait: [1 business day]}}"
        table = table_of(node, name, reader, f"`{_UNTIL}` or a map", hint)
        if table is None:
            return None
        values = _RETRY_KEYS.read_pairs(table, name, reader)
        if any(pair.key.text in _RETRY_KEYS.named and pair.key.text not in values for pair in table.pairs):
            return None
        after = values.get("after")
        times = values.get("times", _UNLIMITED)
        unlimited = times == _UNLIMITED
        return Retry(
            times=None if unlimited else times,
            wait=values.get("wait", DEFAULT_LADDER if unlimited else ONCE.wait),
            vary=values.get("vary", Vary.HOUR),
            after=None if after is None else frozenset(after),
            until_clear=unlimited and after is None,
        )

    def schema(self) -> Schema:
        return _RETRY_KEYS.schema()


# --- on --------------------------------------------------------------------------------------------------------------
TARGET: Final = Spelled(NAME.parse, NAME.pattern, "a step's id, or next, retry, then", "K107")


@dataclass(frozen=True, slots=True)
class On(Shape[Mapping[Outcome, str]]):
    """What an outcome leads to instead of the default."""

    def read(self, node: Node, name: str, reader: Reader) -> Mapping[Outcome, str] | None:
        """Read outcome by outcome."""
        table = table_of(node, name, reader, "a map of outcomes to steps")
        if table is None:
            return None
        leads: dict[Outcome, str] = {}
        for pair in table.pairs:
            outcome = OUTCOME.read(pair.key, name, reader)
            target = TARGET.read(pair.value, f"{name}.{pair.key.text[:20]}", reader)
            if outcome is not None and outcome in leads:
                reader.fault("K003", pair.key.place, f"`{outcome}` stands here a second time", "leave one of them out")
            elif outcome is not None and target is not None:
                leads[outcome] = target
        return leads

    def schema(self) -> Schema:
        """Return outcomes and ids."""
        return {
            "type": "object",
            "propertyNames": {"pattern": outcome_pattern()},
            "additionalProperties": TARGET.schema(),
            "minProperties": 1,
        }


# --- the step --------------------------------------------------------------------------------------------------------
_NO_ALARM: Final = False
"""Stands for `remind: none` while a step is read."""

STEP_KEYS: Final = Keys(
    (
        Key(
            "wait",
            WAIT,
            "How long after the touch before it really happened; 0 = the same day, as soon as possible.",
            "2 business days",
            default="0 for the first step, for detours and for tasks, 1 business day else",
        ),
        Key("takes", MINUTES, "How long the touch takes.", "10 minutes", default="the channel's"),
        Key(
            "remind",
            Or({"none": _NO_ALARM}, ALARM),
            "How long before its start an alarm sounds; `none` for none.",
            "5 minutes",
            default="the channel's",
        ),
        Key(
            "title", Said(), "What people call the step; also a map by language.", "First call", default="the channel's"
        ),
        Key("text", Said(), "What the rep reads: what to do, how to open.", "Ask {{ contact.name }} about the audit."),
        Key("subject", Said(), "The subject of what is sent.", "{{ contact.company }} and the audit"),
        Key("send", Said(), "What the contact reads, in the contact's language.", {"en": "Dear {{ contact.name }}, …"}),
        Key(
            "preparation",
            MINUTES,
            "Time in front of the touch, in the same event; what the rep writes there is {{ found }}.",
            "10 minutes",
        ),
        Key(
            "windows",
            Windows(),
            "When the contact may be touched, in the contact's time.",
            ["Mon-Thu 16:30-18:00"],
            default="the cadence's",
        ),
        Key("retry", RetryShape(), "How often the step is tried.", "until clear answer", default="once"),
        Key("on", On(), "What an outcome leads to: a step's id, next, retry or then.", {"gatekeeper": "next"}),
        Key(
            "by",
            DURATION,
            "How long after it is due it must have happened; told at enrolling if it cannot.",
            "2 business days",
        ),
        Key(
            "if_missing",
            Word({word.value: word for word in IfMissing}),
            "What to do where the contact has no such address: find it first, or skip the step.",
            "find",
            default="find",
        ),
        Key("was", NAME, "The id the step had in an earlier version.", "old-id"),
    ),
    later=frozenset({"after"}),
)
DETOUR_KEYS: Final = Keys(STEP_KEYS.keys)
CHANNEL_WORDS: Final = frozenset(channel.value for channel in Channel)
_SOME_CHANNELS: Final = frozenset(word for facts in CHANNELS.values() for word in facts.keys)


@dataclass(frozen=True, slots=True)
class ReadStep:
    """A step as it was read, and where."""

    step: Step
    table: Table

    @property
    def place(self) -> Place:
        """Where the step begins."""
        return self.table.place

    def place_of(self, key: str) -> Place | None:
        """Return where the value of a key stands, or nothing."""
        node = self.table.get(key)
        return None if node is None else node.place


@dataclass(frozen=True, slots=True)
class StepShape(Shape[ReadStep]):
    """One step, or one `detour`. `at_once` = without a `wait` of its own it follows at once."""

    at_once: bool = False
    detour: bool = False

    def read(self, node: Node, name: str, reader: Reader) -> ReadStep | None:
        """Read the step; nothing where it has no channel or no id."""
        table = table_of(node, name, reader, "a map", "begin it with its channel, like `- call: first-call`")
        if table is None:
            return None
        pair = _channel(table, reader)
        values = (DETOUR_KEYS if self.detour else STEP_KEYS).read_pairs(table, name, reader, skip=CHANNEL_WORDS)
        if pair is None:
            return None
        channel = Channel(pair.key.text)
        _fitting(table, channel, reader)
        step_id = StepId().read(pair.value, channel, reader)
        return None if step_id is None else ReadStep(_step(step_id, channel, values, at_once=self.at_once), table)

    def schema(self) -> Schema:
        """Return the keys of a step, exactly one of them a channel, each channel with what it takes."""
        channels = {
            channel.value: {
                "description": f"The id of a step that is {facts.meaning}.",
                "examples": [f"first-{channel.value}"],
                **StepId().schema(),
            }
            for channel, facts in CHANNELS.items()
        }
        return {
            **closed(channels | {key.name: told(key) for key in (DETOUR_KEYS if self.detour else STEP_KEYS).keys}),
            "oneOf": [{"required": [channel.value]} for channel in Channel],
            "dependentSchemas": {channel.value: _only(channel) for channel in Channel},
        }


def _channel(table: Table, reader: Reader) -> Pair | None:
    """Return the pair that names the channel; none and a second one are noted."""
    found = [pair for pair in table.pairs if pair.key.text in CHANNEL_WORDS]
    for second in found[1:]:
        message = f"a step has one channel; this one has `{found[0].key.text}` and `{second.key.text}`"
        reader.fault("K106", second.key.place, message, "make it a step of its own")
    if not found:
        first = table.pairs[0].key.text
        hint = reader.guess(first, CHANNEL_WORDS) if first not in STEP_KEYS.named else f"begin with {_WORDS_BY_CHANNEL}"
        reader.fault("K106", table.place, "the step has no channel", hint)
        return None
    return found[0]


def _fitting(table: Table, channel: Channel, reader: Reader) -> None:
    """Note keys, and outcomes, that the channel cannot have."""
    facts = CHANNELS[channel]
    for pair in table.pairs:
        if pair.key.text in _SOME_CHANNELS - facts.keys:
            takers = [other.value for other in Channel if pair.key.text in CHANNELS[other].keys]
            message = f"a step of the channel {channel} takes no `{pair.key.text}`"
            reader.fault("K120", pair.key.place, message, f"leave it out; it is for {', '.join(takers)}")
    for name, place in _outcomes_named(table):
        try:
            outcome = parse_outcome(name)
        except ValueError:
            continue
        if outcome not in facts.outcomes:
            known = ", ".join(sorted(facts.outcomes))
            reader.fault("K115", place, f"the channel {channel} cannot end in `{outcome}`", f"known here: {known}")


def _outcomes_named(table: Table) -> list[tuple[str, Place]]:
    on, retry = table.get("on"), table.get("retry")
    after = retry.get("after") if isinstance(retry, Table) else None
    named = [(pair.key.text, pair.key.place) for pair in on.pairs] if isinstance(on, Table) else []
    parts = after.parts if isinstance(after, Row) else ()
    return named + [(part.text, part.place) for part in parts if isinstance(part, Scalar)]


def _step(step_id: str, channel: Channel, values: Mapping[str, Any], *, at_once: bool) -> Step:
    remind = values.get("remind")
    return Step(
        id=step_id,
        channel=channel,
        wait=values.get("wait", FIRST_WAIT if at_once or channel is Channel.TASK else DEFAULT_WAIT),
        takes=values.get("takes", CHANNELS[channel].takes),
        windows=values.get("windows"),
        retry=values.get("retry", ONCE),
        on=values.get("on", {}),
        titles=values.get("title", {}),
        texts=values.get("text", {}),
        subjects=values.get("subject", {}),
        sends=values.get("send", {}),
        remind=remind or (CHANNELS[channel].remind if remind is None else None),
        no_reminder=remind is _NO_ALARM,
        preparation=values.get("preparation", 0),
        by=values.get("by"),
        if_missing=values.get("if_missing", IfMissing.FIND),
        was=values.get("was"),
    )


def _only(channel: Channel) -> Schema:
    """Return what a step of a channel may not have, and the outcomes it may name."""
    facts = CHANNELS[channel]
    spelled = "|".join(outcome.value.replace("_", "[_ -]") for outcome in sorted(facts.outcomes))
    named: Schema = {"pattern": f"^({spelled})$"}
    after: Schema = {"properties": {"after": {"items": named}}}
    refused: dict[str, Any] = dict.fromkeys(sorted(_SOME_CHANNELS - facts.keys), False)
    return {"properties": {**refused, "on": {"propertyNames": named}, "retry": after}}
