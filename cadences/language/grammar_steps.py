"""The steps of a cadence: their keys, and how a step is made of them. Knows one step at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cadences.cadence import (
    DEFAULT_WAIT,
    FIRST_WAIT,
    IfMissing,
    Step,
    Texts,
)
from cadences.channels import CHANNELS
from cadences.delays import Delay
from cadences.language.findings import Place
from cadences.language.grammar_retry import RetryShape, retry_of
from cadences.language.grammar_texts import Said
from cadences.language.grammar_values import (
    ALARM,
    DURATION,
    MINUTES,
    NAME,
    OUTCOME,
    WAIT,
    StepId,
    Windows,
    outcome_pattern,
    parse_outcome,
)
from cadences.language.nodes import Node, Pair, Row, Scalar, Table
from cadences.language.reader import Reader, shown, table_of
from cadences.language.shapes import Key, Keys, Or, Schema, Shape, Spelled, Word, closed, told
from cadences.outcomes import Channel, Outcome

ON_WORDS: Final = ("next", "retry", "then")
"""What an `on` may name besides a step: the next step, another try, or what comes after the last step."""

_WORDS_BY_CHANNEL: Final = ", ".join(Channel)


# --- on --------------------------------------------------------------------------------------------------------------
STEP: Final = Spelled(NAME.parse, NAME.pattern, "a step's id", "K107")
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

    def spoken(self) -> str:
        """Return what it maps."""
        return "a map of outcomes to a step's id, `next`, `retry` or `then`"

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

_IF_MISSING: Final = {"find": "find it first", "skip": "skip the step"}
STEP_KEYS: Final = Keys(
    (
        Key(
            "wait",
            WAIT,
            "How long after the touch before it really happened; 0 = the same day, as soon as possible.",
            "2 business days",
            default="0 for the first step, for detours and for tasks, 1 business day else",
        ),
        Key(
            "by",
            DURATION,
            "How long after it is due it must have happened; told at enrolling if it cannot.",
            "2 business days",
        ),
        Key(
            "preparation",
            MINUTES,
            "Time in front of the touch, in the same event; what the rep writes there is `{{ found }}`.",
            "10 minutes",
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
            "windows",
            Windows(),
            "When the contact may be touched, in the contact's time.",
            ["Mon-Thu 16:30-18:00"],
            default="the cadence's",
        ),
        Key(
            "if_missing",
            Word({word.value: word for word in IfMissing}, _IF_MISSING),
            "What to do where the contact has no such address.",
            "find",
            default="find",
        ),
        Key(
            "title", Said(), "What people call the step; also a map by language.", "First call", default="the channel's"
        ),
        Key("text", Said(), "What the rep reads: what to do, how to open.", "Ask {{ contact.name }} about the audit."),
        Key("subject", Said(), "The subject of what is sent.", "{{ contact.company }} and the audit"),
        Key("send", Said(), "What the contact reads, in the contact's language.", {"en": "Dear {{ contact.name }}, …"}),
        Key("retry", RetryShape(), "How often the step is tried.", "until clear answer", default="once"),
        Key("on", On(), "What an outcome leads to: a step's id, next, retry or then.", {"gatekeeper": "next"}),
        Key("was", NAME, "The id the step had in an earlier version.", "old-id"),
        Key(
            "after",
            NAME,
            "With `extends`: the step it comes after, one of the cadence taken over or another new one.",
            "first-call",
            default="after all steps of the cadence taken over",
        ),
    ),
)
DETOUR_KEYS: Final = Keys(tuple(key for key in STEP_KEYS.keys if key.name != "after"))
"""The keys of a detour, which comes after nothing, and those that a step taken over may change."""
CHANNEL_WORDS: Final = frozenset(channel.value for channel in Channel)
_SOME_CHANNELS: Final = frozenset(word for facts in CHANNELS.values() for word in facts.keys)


@dataclass(frozen=True, slots=True)
class ReadStep:
    """A step as it was read, and where. `after` is the id of the step that it is to come after.

    Of a step that was taken over, `table` has what was changed; it stands where the step is changed, else where the
    cadence is named that has it.
    """

    step: Step
    table: Table
    after: str | None = None

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
        skip = CHANNEL_WORDS if pair is not None else (*CHANNEL_WORDS, table.pairs[0].key.text)
        values = (DETOUR_KEYS if self.detour else STEP_KEYS).read_pairs(table, name, reader, skip=skip)
        if pair is None:
            return None
        channel = Channel(pair.key.text)
        fitting(table, channel, reader)
        step_id = StepId().read(pair.value, channel, reader)
        if step_id is None:
            return None
        like = _plain_step(step_id, channel, at_once=self.at_once)
        return ReadStep(step_like(like, values), table, values.get("after"))

    def schema(self) -> Schema:
        """Return the keys of a step, exactly one of them a channel, each channel with what it takes."""
        channels = {
            channel.value: told(
                Key(channel.value, StepId(), f"The id of a step that is {facts.meaning}.", f"first-{channel.value}")
            )
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
        if first in STEP_KEYS.named:
            reader.fault("K106", table.place, "the step has no channel", f"begin with {_WORDS_BY_CHANNEL}")
        else:
            message = f"the step has no channel, for {shown(first)} is none"
            reader.fault("K106", table.place, message, reader.guess(first, CHANNEL_WORDS))
        return None
    return found[0]


def fitting(table: Table, channel: Channel, reader: Reader) -> None:
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


def default_wait(channel: Channel, *, at_once: bool) -> Delay:
    """Return the wait of a step that names none; `at_once` = it is the first, or a detour."""
    return FIRST_WAIT if at_once or channel is Channel.TASK else DEFAULT_WAIT


def _plain_step(step_id: str, channel: Channel, *, at_once: bool) -> Step:
    """Return the step that says nothing but its channel and id."""
    facts = CHANNELS[channel]
    return Step(step_id, channel, default_wait(channel, at_once=at_once), facts.takes, remind=facts.remind)


def step_like(like: Step, values: Mapping[str, Any]) -> Step:
    """Return a step with the values that were written; what they do not say is as in `like`."""
    remind = values.get("remind", like.remind)
    return Step(
        id=like.id,
        channel=like.channel,
        wait=values.get("wait", like.wait),
        takes=values.get("takes", like.takes),
        windows=values.get("windows", like.windows),
        retry=retry_of(values["retry"], like.retry) if "retry" in values else like.retry,
        on={**like.on, **values.get("on", {})},
        titles=_texts(like.titles, values.get("title")),
        texts=_texts(like.texts, values.get("text")),
        subjects=_texts(like.subjects, values.get("subject")),
        sends=_texts(like.sends, values.get("send")),
        remind=None if remind is _NO_ALARM else remind,
        no_reminder=values["remind"] is _NO_ALARM if "remind" in values else like.no_reminder,
        preparation=values.get("preparation", like.preparation),
        by=values.get("by", like.by),
        if_missing=values.get("if_missing", like.if_missing),
        was=values.get("was", like.was),
    )


def _texts(like: Texts, said: Texts | None) -> Texts:
    """Return a text by language: one for all takes the place of every other, one for a language that of its own."""
    return like if said is None else said if "" in said else {**like, **said}


def _only(channel: Channel) -> Schema:
    """Return what a step of a channel may not have, and the outcomes it may name."""
    facts = CHANNELS[channel]
    spelled = "|".join(outcome.value.replace("_", "[_ -]") for outcome in sorted(facts.outcomes))
    named: Schema = {"pattern": f"^({spelled})$"}
    after: Schema = {"properties": {"after": {"items": named}}}
    refused: dict[str, Any] = dict.fromkeys(sorted(_SOME_CHANNELS - facts.keys), False)
    return {"properties": {**refused, "on": {"propertyNames": named}, "retry": after}}
