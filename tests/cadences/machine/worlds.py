"""Strategies for laws of the machine: cadences, whens, answers and facts, well-formed and not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from cadences.cadence import Cadence, Chain, Counts, IfMissing, Retry, Step, Then
from cadences.delays import Before, Delay, Unit
from cadences.enrollment import (
    Answered,
    By,
    ContactOptedOut,
    Deleted,
    GiveUp,
    Moved,
    Noted,
    Pause,
    Pin,
    PutOff,
    Resume,
    Terms,
    Unanswered,
)
from cadences.moments import Instant, Span
from cadences.outcomes import NO_REASONS, Answer, Channel, Missing, Outcome, Person, Yes
from cadences.promises import When, WhenKind

START = Instant(datetime(2026, 11, 23, 8, tzinfo=UTC))
NAMES = ("one", "two", "three", "four", "five")
DETOURS = ("aside", "beside", "between")

delays = st.builds(Delay, st.integers(0, 5), st.sampled_from(Unit))
waits = st.one_of(
    delays, delays, st.builds(Before, delays, st.sampled_from(["meeting", "contract_end", "valid_until"]))
)
ladders = st.lists(waits, min_size=1, max_size=3).map(tuple)
outcome_sets = st.frozensets(st.sampled_from(Outcome), max_size=4)
retries = st.builds(
    Retry,
    times=st.one_of(st.none(), st.integers(1, 4)),
    wait=ladders,
    after=st.one_of(st.none(), outcome_sets),
    until_clear=st.booleans(),
).map(lambda retry: replace(retry, times=None) if retry.until_clear else retry)
CLEAR = {Outcome.YES, Outcome.NO, Outcome.OPT_OUT, Outcome.REFERRED}
named = [outcome for outcome in Outcome if outcome not in CLEAR]


def ons(targets):
    """What a few outcomes lead to, or all alike."""
    few = st.dictionaries(st.sampled_from(named), targets, max_size=3)
    return st.one_of(targets.map(lambda target: dict.fromkeys(named, target)), few)


def steps_named(name: str, channel: Channel, targets):
    return st.builds(
        Step,
        st.just(name),
        st.just(channel),
        waits,
        st.just(10),
        retry=retries,
        on=ons(targets),
        if_missing=st.sampled_from(IfMissing),
    )


@st.composite
def cadences(draw) -> Cadence:
    """Any cadence that is well-shaped, also ones that `klart check` would find fault with."""
    channels = draw(st.lists(st.sampled_from(Channel), min_size=1, max_size=5))
    beside = draw(st.one_of(st.lists(st.sampled_from(Channel), min_size=1, max_size=3), st.just([])))
    ids, asides = NAMES[: len(channels)], DETOURS[: len(beside)]
    targets = st.sampled_from(("next", "retry", "then", "nowhere", *ids, *asides * 3))
    steps = tuple(draw(steps_named(*each, targets)) for each in zip(ids, channels, strict=True))
    detours = tuple(draw(steps_named(*each, targets)) for each in zip(asides, beside, strict=True))
    ways = st.one_of(st.sampled_from([step.id for step in steps + detours]), delays)
    then = draw(st.one_of(st.none(), st.builds(Then, st.sampled_from([step.id for step in steps]), ladders)))
    chains = st.builds(Chain, st.just("other"), st.one_of(st.none(), waits))
    return Cadence(
        "story",
        {},
        steps,
        "v1",
        "w1",
        holidays=draw(st.sampled_from(Counts)),
        goal=draw(st.sampled_from([(), ("meeting",), ("meeting", "quote")])),
        then=then,
        yes=draw(st.dictionaries(st.sampled_from(Yes), chains, max_size=2)),
        no=draw(st.dictionaries(st.sampled_from(NO_REASONS), chains, max_size=2)),
        not_now=draw(delays),
        silence_after=draw(st.integers(1, 6)),
        detours=detours,
        missing=draw(st.dictionaries(st.sampled_from(Missing), ways, max_size=4)),
    )


@st.composite
def detouring(draw) -> Cadence:
    """A cadence in which nearly every word leads to a detour, of every channel, and each answer what is missing too."""
    beside = draw(st.permutations((Channel.TASK, Channel.CALL, Channel.EMAIL, Channel.DIAGNOSE, Channel.PREPARE)))[:3]
    again = Retry(draw(st.integers(1, 3)), (Delay(1, Unit.BUSINESS_DAY), Delay(1, Unit.WEEK)))
    away = draw(st.sampled_from(("aside", "beside", "between", "two")))
    back = draw(st.sampled_from((*DETOURS, "next", "retry", "one", "then")))
    detours = tuple(
        Step(name, channel, Delay(0), 10, retry=again, on={} if number else dict.fromkeys(named, back))
        for number, (name, channel) in enumerate(zip(DETOURS, beside, strict=True))
    )
    steps = (
        Step("one", Channel.CALL, Delay(0), 10, retry=again, on=dict.fromkeys(named, "aside")),
        Step("two", Channel.EMAIL, Delay(1), 10, retry=again, on=dict.fromkeys(named, away)),
    )
    ways = (*DETOURS, "one", "two", Delay(3))
    return Cadence(
        "story",
        {},
        steps,
        "v1",
        "w1",
        detours=detours,
        silence_after=draw(st.integers(1, 4)),
        missing={word: draw(st.sampled_from(ways)) for word in Missing},
    )


terms = st.builds(
    Terms,
    contact_zone=st.sampled_from(["Europe/Stockholm", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"]),
    rep_zone=st.just("Europe/Stockholm"),
    contact_country=st.sampled_from([None, "SE", "US"]),
    rep_country=st.just("SE"),
    has_phone=st.booleans(),
    has_email=st.booleans(),
)

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
bounds = st.one_of(days, st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
hours = st.tuples(st.one_of(st.none(), st.integers(0, 700)), st.one_of(st.none(), st.integers(701, 1440)))
whens = st.one_of(
    st.builds(When, st.just(WhenKind.STANDING), windows=st.tuples(hours), days=st.frozensets(st.integers(1, 7))),
    st.builds(When, st.just(WhenKind.ONE_OFF), st.one_of(st.none(), bounds), st.one_of(st.none(), days)),
    st.builds(
        When,
        st.just(WhenKind.AT),
        at=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
        tz=st.sampled_from([None, None, "Asia/Tokyo", "Nowhere/None"]),
    ),
)
near_whens = whens.filter(lambda when: all(bound is None or bound.year < 2029 for bound in (when.at, when.not_before)))
persons = st.builds(Person, st.sampled_from(["Eva Ek", ""]), st.sampled_from([None, "070-123 45 67"]))
answers = st.builds(
    Answer,
    outcome=st.sampled_from(Outcome),
    yes=st.one_of(st.none(), st.sampled_from(Yes)),
    reason=st.one_of(st.none(), st.sampled_from(NO_REASONS)),
    when=st.one_of(st.none(), st.none(), near_whens, whens),
    person=st.one_of(st.none(), persons),
    missing=st.one_of(st.none(), st.sampled_from(Missing)),
    channel=st.one_of(st.none(), st.none(), st.sampled_from(Channel)),
    phone=st.sampled_from([None, None, "070-123 45 67"]),
    email=st.sampled_from([None, None, "anna@acme.example"]),
    words=st.sampled_from(["", "said so"]),
)


def fitting(words: tuple[str, ...], now: Instant):
    """An answer that fits the open touch and ends nothing, so that histories come far."""
    outcomes = st.sampled_from([Outcome(word) for word in words if Outcome(word) not in CLEAR])
    plain = st.builds(
        Answer,
        outcomes,
        when=st.one_of(st.none(), st.none(), st.none(), near_whens),
        person=st.just(Person("Eva Ek")),
        missing=st.sampled_from(Missing),
        phone=st.sampled_from([None, "070-123 45 67"]),
    )
    return st.builds(Answered, plain, st.just(now))


def facts(now: Instant, last_number: int, open_number: int | None):
    """Any fact about an enrollment; numbers mostly of touches there are."""
    numbers = st.one_of(
        st.just(open_number or last_number), st.integers(1, max(last_number, 1)), st.integers(-1, last_number + 3)
    )
    moments = st.integers(-600, 600).map(lambda minutes: Instant(now + timedelta(minutes=minutes)))
    spans = moments.map(lambda start: Span(start, Instant(start + timedelta(minutes=10))))
    pins = st.one_of(st.builds(Pin, span=spans), st.builds(Pin, day=days), st.just(Pin()))
    answered = st.builds(
        Answered, answers, moments, st.one_of(st.none(), st.none(), numbers), st.sampled_from(By), st.booleans()
    )
    return st.one_of(
        answered,
        answered,
        answered,
        st.builds(Unanswered, numbers, moments),
        st.builds(Moved, numbers, pins),
        st.builds(Deleted, numbers),
        st.builds(PutOff, numbers),
        st.builds(Pause, days),
        st.just(Resume()),
        st.builds(GiveUp, st.sampled_from(["", "sold the firm"])),
        st.just(ContactOptedOut()),
        st.builds(Noted, st.sampled_from(["", "likes dogs"])),
    )
