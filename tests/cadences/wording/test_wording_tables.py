"""Each language has every word there is to say, and none that nobody says."""

from __future__ import annotations

import string
from dataclasses import fields
from pathlib import Path

import pytest

from cadences.delays import Unit
from cadences.enrollment import Role
from cadences.events import brief
from cadences.events.brief import SIGNS
from cadences.language.templates import ATTRIBUTES, FOUND
from cadences.outcomes import NO_REASONS, Channel, Missing, Outcome, Yes
from cadences.placement import Part
from cadences.reasons import CODES
from cadences.wording import LANGUAGES, blocks, language_of
from cadences.wording.language import Language
from cadences.wording.say import SPECS

ALL = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
WAITERS = {"decide", *Missing}
"""What a wait is named after besides outcomes."""


def places(template: str) -> set[str]:
    """The places of a template: `0:day`, `who`."""
    return {f"{name}:{spec}" if spec else name for _, name, spec, _ in string.Formatter().parse(template) if name}


@ALL
def test_every_code_has_a_template_and_none_is_left_over(language: Language) -> None:
    assert {code.split(":")[0] for code in language.reasons} == set(CODES)


@ALL
def test_every_template_of_a_language_has_the_places_of_the_english(language: Language) -> None:
    english = language_of("en")
    for name in ("reasons", "event", "when"):
        ours, theirs = getattr(english, name), getattr(language, name)
        assert list(theirs) == list(ours)
        assert {code: places(text) for code, text in theirs.items()} == {
            code: places(text) for code, text in ours.items()
        }


@ALL
def test_every_place_is_one_that_is_known(language: Language) -> None:
    specs = {spec for text in language.reasons.values() for _, _, spec, _ in string.Formatter().parse(text) if spec}

    assert specs <= set(SPECS)


def test_every_kind_of_place_is_used() -> None:
    used = {
        spec for text in language_of("en").reasons.values() for _, _, spec, _ in string.Formatter().parse(text) if spec
    }

    assert set(SPECS) == used


@ALL
def test_the_tables_have_a_name_for_everything(language: Language) -> None:
    assert set(language.channels) == {channel.value for channel in Channel} == {channel.value for channel in SIGNS}
    assert set(language.outcomes) == {outcome.value for outcome in Outcome}
    assert set(language.events) == {outcome.value for outcome in Outcome} | WAITERS
    assert set(language.yes) == {yes.value for yes in Yes}
    assert set(language.missing) == {missing.value for missing in Missing}
    assert set(language.no) == set(NO_REASONS) - {"any"}
    assert set(language.parts) == {part.value for part in Part}
    assert set(language.units) == {unit.value for unit in Unit}
    assert (len(language.short), len(language.plain), len(language.habitual), len(language.months)) == (7, 7, 7, 12)


@ALL
def test_every_value_of_a_template_has_a_name(language: Language) -> None:
    named = {f"{part}.{name}" for part, names in ATTRIBUTES.items() for name in names} | {FOUND}
    missing = {name for name in named if name not in language.fields and name.split(".")[0] not in language.fields}

    always = {"enrollment.cadence", "enrollment.opened_on", "touch.step", "touch.channel", "touch.try"}
    assert missing == always
    assert {name for name in language.fields if "." in name} <= named


@ALL
def test_an_event_says_every_text_and_no_other(language: Language) -> None:
    kinds = {channel.value for channel in Channel} | {role.value for role in Role if role is not Role.STEP}
    abouts = {role.value for role in Role if role is not Role.STEP}

    assert {name.removeprefix("do ") for name in language.event if name.startswith("do ")} == kinds
    assert {name.removeprefix("about ") for name in language.event if name.startswith("about ")} == abouts
    source = Path(blocks.__file__).read_text(encoding="utf-8") + Path(brief.__file__).read_text(encoding="utf-8")
    rest = {name.removesuffix(":0") for name in language.event if not name.startswith(("do ", "about "))}
    assert {name for name in rest if f'"{name}"' not in source} == set()


@ALL
def test_no_word_is_empty(language: Language) -> None:
    for field in fields(Language):
        value = getattr(language, field.name)
        words = value.values() if hasattr(value, "values") else [value] if isinstance(value, str) else value
        assert all(word for word in words), field.name


@ALL
def test_nobody_is_blamed(language: Language) -> None:
    blame = {
        "en": ("missed", "overdue", "late again", "failed", "forgot"),
        "sv": ("missat", "försenad", "misslyck", "glömt"),
        "da": ("forsinket", "mislykke", "glemt", "forsømt"),
        "nl": ("gemist", "te laat", "mislukt", "vergeten"),
    }[language.code]
    said = " ".join([*language.reasons.values(), *language.event.values(), *language.outcomes.values()]).casefold()

    assert not [word for word in blame if word in said]


@pytest.mark.parametrize(
    ("code", "is_"),
    [("sv", "sv"), ("sv-SE", "sv"), ("nl_BE", "nl"), ("DA", "da"), ("de", "en"), (None, "en"), ("", "en")],
)
def test_a_language_is_found_by_its_code(code: str | None, is_: str) -> None:
    assert language_of(code).code == is_
