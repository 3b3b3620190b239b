"""The key `tests` of a cadence: its stories. Knows their keys and shapes; whether one holds is found by playing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from cadences.language.grammar_values import LANDMARKS, Windows
from cadences.language.nodes import Is, Node, Row, Scalar, Table, say
from cadences.language.reader import Reader, scalar, table_of
from cadences.language.shapes import Key, Keys, ListOf, Schema, Shape, Spelled, Whole
from cadences.language.slips import meant_as_text
from cadences.language.story import Beat, Story
from cadences.language.story_checks import check_words
from cadences.language.story_words import (
    STATES,
    read_act,
    read_clock,
    read_day,
    read_days,
    read_expectation,
    read_moment,
)
from cadences.moments import Span, UnknownZoneError, at_wall, zone
from cadences.outcomes import Channel
from cadences.people import OFFICE_HOURS, Contact, Rep
from cadences.zones import known_country, zone_of

_MOST_OTHERS: Final = 500
_EVERYWHERE: Final = "UTC"
_DATE: Final = "(19[7-9]|2[01][0-9])[0-9]-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = "[0-9]{2}:[0-9]{2}"


# --- single values ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Written(Shape[str]):
    """A text; numbers are taken as written."""

    wanted: str = "a text"

    def read(self, node: Node, name: str, reader: Reader) -> str | None:
        """Read the text."""
        found = scalar(node, name, reader, self.wanted)
        if found is not None and found.kind is Is.TRUTH:
            line = meant_as_text(reader.text, found.start, found.text)
            reader.fault(
                "K102", found.place, f"`{name}` is {self.wanted}, not {say(found)}", f"put it in quotes: {line}"
            )
            return None
        return None if found is None else found.text.strip()

    def spoken(self) -> str:
        """Return what is wanted."""
        return self.wanted

    def schema(self) -> Schema:
        """Return text or number."""
        return {"type": ["string", "number"], "pattern": "\\S"}


@dataclass(frozen=True, slots=True)
class Sentence(Shape[Any]):
    """A text of any length that a parser reads, or says in one sentence what it is instead."""

    parse: Callable[[str], Any]
    pattern: str
    wanted: str
    code: str

    def read(self, node: Node, name: str, reader: Reader) -> Any:
        """Read the text by its parser."""
        text = Written(self.wanted).read(node, name, reader)
        if text is None:
            return None
        try:
            return self.parse(text)
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            reader.fault(self.code, node.place, f"`{name}`: {message}", hint or f"write {self.wanted}")
            return None

    def spoken(self) -> str:
        """Return what is wanted."""
        return self.wanted

    def schema(self) -> Schema:
        """Return the pattern."""
        return {"type": "string", "pattern": self.pattern, "patternErrorMessage": f"Write {self.wanted}."}


def _zone_name(text: str) -> str:
    try:
        return zone(text).key
    except UnknownZoneError as error:
        raise ValueError(str(error)) from None


def _landmark(text: str) -> str:
    return (read_moment(text) if "T" in text else read_day(text)).isoformat()


_ZONE: Final = Spelled(_zone_name, "^[A-Za-z0-9_+/-]+$", "a time zone like Europe/Stockholm", "K135")
_COUNTRY: Final = Spelled(known_country, "^[A-Z]{2}$", "a country like SE", "K135")
_MOMENT: Final = Spelled(read_moment, f"^{_DATE}T{_CLOCK}$", "a moment like 2026-11-23T08:00", "K130")
_DAY_OR_MOMENT: Final = Spelled(_landmark, f"^{_DATE}(T{_CLOCK})?$", "a date like 2026-12-01", "K130")
_DAYS: Final = Spelled(read_days, f"^{_DATE}( ?[.][.] ?{_DATE})?$", "days like 2026-12-21..2027-01-03", "K130")
_TIME: Final = Spelled(read_clock, f"^{_CLOCK}$", "a time like 08:00", "K130")

_EXPECT: Final = Sentence(
    read_expectation,
    f"^\\s*({'|'.join(Channel)}|nothing|{'|'.join(STATES)}|opted-out|given-up)(\\s|$)",
    "a touch like call first-call on 2026-11-24, or a state like won meeting",
    "K131",
)
_PERSON: Final = Sentence(
    read_act,
    "^\\s*(moves to|deletes|writes|gives up|pauses until)(\\s|$)",
    "what a person does, like moves to 15:00",
    "K133",
)

CONTACT_KEYS: Final = Keys(
    (
        Key("name", Written(), "Who is followed up.", "Anna Berg", default="Anna Berg"),
        Key("timezone", _ZONE, "Where the contact is.", "Europe/Stockholm", default="the country's, else the rep's"),
        Key("country", _COUNTRY, "Whose public holidays and call hours hold.", "SE"),
        Key("region", Written(), "The part of the country whose holidays hold too.", "BY"),
        Key("language", Written(), "In which language `send` and `subject` are.", "sv"),
        Key("company", Written(), "What texts call {{ contact.company }}.", "Acme AB"),
        Key("role", Written(), "What the contact does there.", "head of purchasing"),
        Key("phone", Written(), "A number; `none` = none is known.", "+46 70 123 45 67", default="there is one"),
        Key("email", Written(), "An address; `none` = none is known.", "anna@acme.example", default="there is one"),
        Key("source", Written(), "Where the contact comes from.", "fair in Oslo"),
        Key("notes", Written(), "What is known of the contact.", "prefers mornings"),
        *(
            Key(name, _DAY_OR_MOMENT, f"A known date that waits may end before ({name}).", "2026-12-01")
            for name in LANDMARKS
        ),
    )
)
REP_KEYS: Final = Keys(
    (
        Key("name", Written(), "Who follows up.", "Karin Holm", default="Karin Holm"),
        Key(
            "timezone",
            _ZONE,
            "Where the rep is; the story's days and clocks are these.",
            "Europe/Stockholm",
            default="the country's, else the contact's",
        ),
        Key("country", _COUNTRY, "Whose public holidays are the rep's.", "SE", default="the contact's"),
        Key("region", Written(), "The part of the country whose holidays hold too.", "BY"),
        Key("language", Written(), "In which language events are.", "sv", default="en"),
        Key(
            "hours",
            Windows(),
            "When the rep works, in the rep's time.",
            ["Mon-Fri 08:00-16:00"],
            default="Mon-Fri 08:00-17:00",
        ),
        Key("earliest", _TIME, "How early a promise may reach.", "07:00", default="07:00"),
        Key(
            "latest",
            _TIME,
            "How late a promise may reach; then an unanswered touch is put off.",
            "20:00",
            default="20:00",
        ),
        Key("away", ListOf(_DAYS, single=True), "Days on which the rep does nothing.", "2026-12-21..2027-01-03"),
    )
)
BEAT_KEYS: Final = Keys(
    (
        Key(
            "expect",
            _EXPECT,
            "The next touch and when, or what the enrollment has become.",
            "call first-call on 2026-11-24 between 09:00 and 11:30",
        ),
        Key("shows", Written(), "Text that stands in the event of the next touch.", "Opener: I read"),
        Key("person", _PERSON, "What the rep does with the event.", "moves to 15:00"),
        Key(
            "answer",
            Written("what klart log takes"),
            "What came of the touch, when it is over; `nothing` = its day passes.",
            "no answer",
        ),
    ),
    wanted="a map with `expect`, `shows`, `person` or `answer`",
)


# --- rows ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class BeatShape(Shape[Beat]):
    """One row of a story."""

    def read(self, node: Node, name: str, reader: Reader) -> Beat | None:
        """Read the row; nothing where any of it has a fault."""
        hint = "write a row like `- expect: call first-call on 2026-11-24`"
        table = table_of(node, name, reader, BEAT_KEYS.wanted, hint)
        if table is None:
            return None
        values = BEAT_KEYS.read_pairs(table, name, reader)
        if len(values) != len(table.pairs):
            return None
        texts = {pair.key.text: pair.value.text for pair in table.pairs if isinstance(pair.value, Scalar)}
        places = {pair.key.text: pair.value.place for pair in table.pairs}
        return Beat(table.place, **values, written=texts, places=places)

    def schema(self) -> Schema:
        """Return the keys of a row."""
        return BEAT_KEYS.schema()


STORY_KEYS: Final = Keys(
    (
        Key("it", Written(), "What the story shows, in a few words.", "calls after five when asked to", required=True),
        Key("start", _MOMENT, "When the contact is enrolled, on the rep's clocks.", "2026-11-23T08:00", required=True),
        Key("contact", CONTACT_KEYS, "Who is followed up.", {"timezone": "Europe/Stockholm", "country": "SE"}),
        Key("rep", REP_KEYS, "Who follows up.", {"away": "2026-12-21..2027-01-03"}),
        Key("others", Whole(1, _MOST_OTHERS), "As many contacts are enrolled at the same time, and never answer.", 40),
        Key("promises", ListOf(Written(), single=True), "What the contact said before about when.", ["after 17:00"]),
        Key(
            "story",
            ListOf(BeatShape()),
            "What happens, row by row.",
            [{"expect": "call first-call on 2026-11-24", "answer": "yes meeting"}, {"expect": "won meeting"}],
            required=True,
        ),
    ),
    wanted="a story: a map with `it`, `start` and `story`",
)


# --- the story -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Stories(Shape[tuple[Story | None, ...]]):
    """The stories of a cadence; nothing stands for one that could not be read."""

    def read(self, node: Node, name: str, reader: Reader) -> tuple[Story | None, ...] | None:
        """Read story by story."""
        if not isinstance(node, Row) or not node.parts:
            ListOf(STORY_KEYS).read(node, name, reader)
            return None
        return tuple(_story(part, reader) for part in node.parts)

    def spoken(self) -> str:
        """Return what stands in the list."""
        return "a list of stories"

    def schema(self) -> Schema:
        """Return the list of stories."""
        return ListOf(STORY_KEYS).schema()


STORIES: Final = Stories()


def _story(node: Node, reader: Reader) -> Story | None:
    before = len(reader.faults)
    table = table_of(node, "a story", reader, STORY_KEYS.wanted, "begin it with `- it: ` and what it shows")
    if table is None:
        return None
    values = STORY_KEYS.read_pairs(table, "a story", reader)
    if len(reader.faults) > before:
        return None
    story = _told(values, table)
    check_words(story, table, reader)
    return story if len(reader.faults) == before else None


def _told(values: Mapping[str, Any], table: Table) -> Story:
    who, whose = values.get("contact", {}), values.get("rep", {})
    rep = _rep(whose, who)
    has = {name: who.get(name) != "none" for name in ("phone", "email")}
    return Story(
        it=values["it"],
        start=values["start"],
        contact=_contact({name: text for name, text in who.items() if has.get(name, True)}, rep, has),
        rep=rep,
        beats=values["story"],
        place=table.place,
        others=values.get("others", 0),
        promises=values.get("promises", ()),
        has_phone=has["phone"],
        has_email=has["email"],
        known={name: who[name] for name in LANDMARKS if name in who},
        written={pair.key.text: _as_written(pair.value) for pair in table.pairs},
    )


def _rep(whose: Mapping[str, Any], who: Mapping[str, Any]) -> Rep:
    """Return the rep, who is where the contact is unless it is said otherwise."""
    country = whose.get("country", who.get("country"))
    there = zone_of(who.get("timezone"), who.get("country"), None, _EVERYWHERE).zone
    name = whose.get("timezone") or zone_of(None, whose.get("country"), None, there).zone
    where = zone(name)
    away = tuple(
        Span(at_wall(first, 0, where), at_wall(last + timedelta(days=1), 0, where))
        for first, last in whose.get("away", ())
    )
    hours, region = whose.get("hours", OFFICE_HOURS), whose.get("region")
    rep = Rep("rep", whose.get("name", "Karin Holm"), name, country, region, whose.get("language", "en"), hours)
    bounds = {key: whose[key] for key in ("earliest", "latest") if key in whose}
    return replace(rep, absences=away, **bounds)


def _contact(who: Mapping[str, Any], rep: Rep, has: Mapping[str, bool]) -> Contact:
    """Return the contact, reachable by phone and by email unless it is said otherwise."""
    home = zone_of(who.get("timezone"), who.get("country"), who.get("phone"), rep.timezone)
    made_up = {"phone": "+00 000 0000", "email": "contact@example.com"}
    details: dict[str, Any] = {name: who.get(name) or (text if has[name] else None) for name, text in made_up.items()}
    said = {
        name: who[name]
        for name in ("company", "role", "country", "region", "language", "source", "notes")
        if name in who
    }
    call_zones = home.call_zones
    return Contact("contact", who.get("name", "Anna Berg"), home.zone, home.source, call_zones, **details, **said)


def _as_written(node: Node) -> Any:
    """Return what was written, every value as its text."""
    match node:
        case Table(pairs=pairs):
            return {pair.key.text: _as_written(pair.value) for pair in pairs}
        case Row(parts=parts):
            return [_as_written(part) for part in parts]
        case Scalar(text=text):
            return text.strip()
        case _:
            return None
