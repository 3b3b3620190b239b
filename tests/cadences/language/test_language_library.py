"""The shipped cadences and the pages on the language: right, whole, and what they say is so."""

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import cadences
from cadences.cadence import text_in
from cadences.channels import CHANNELS
from cadences.files import read_cadence, read_file
from cadences.findings import Severity
from cadences.folder import check_all
from cadences.grammar import CADENCE_KEYS, LATER
from cadences.grammar_retry import RETRY_KEYS
from cadences.grammar_steps import STEP_KEYS
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.schema import cadence_schema
from cadences.templates import ATTRIBUTES, FILTERS, FOUND
from cadences.texts import render, values_for

ROOT = Path(cadences.__file__).parents[1]
LIBRARY = sorted((ROOT / "cadences/library").glob("*.yaml"))
LANGUAGES = {"en", "sv", "da", "nl"}
PAGE = (ROOT / "docs/language.md").read_text("utf-8")
REP = Rep("karin", "Karin Holm", "Europe/Stockholm")
FULL = Contact("anna", "Anna Berg", "Europe/Stockholm", company="Acme AB", email="anna@acme.example")
BARE = Contact("anna", "Anna", "Europe/Stockholm")


# --- the library -----------------------------------------------------------------------------------------------------
def test_the_library_is_clean_and_names_only_what_ships():
    assert {path.stem for path in LIBRARY} >= {"cold-call", "quote-follow-up", "existing-customer"}
    assert check_all({str(path): path.read_bytes() for path in LIBRARY}) == ()


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_a_shipped_cadence_speaks_every_language_and_needs_only_a_name(path):
    cadence = read_cadence(path.read_bytes(), path.name)
    said = [cadence.titles]
    for step in cadence.steps:
        said += [texts for texts in (step.titles, step.texts, step.subjects, step.sends) if texts]
        assert step.titles
        assert step.texts
        assert (step.channel in {Channel.EMAIL, Channel.LINKEDIN, Channel.MESSAGE}) == bool(step.sends)
        assert (step.channel is Channel.EMAIL) == bool(step.subjects)
    for texts in said:
        assert set(texts) == LANGUAGES
        for language in LANGUAGES:
            text = text_in(texts, language)
            assert render(text, values_for(FULL, REP))[1] == ()
            assert render(text, values_for(BARE, REP))[1] == ()


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_a_shipped_cadence_is_prepared_personal_and_patient(path):
    cadence = read_cadence(path.read_bytes(), path.name)
    assert any(step.channel is Channel.PREPARE or step.preparation for step in cadence.steps)
    assert len({step.channel for step in cadence.steps if step.reaches}) > 1
    assert all("contact." in text for step in cadence.steps for text in step.sends.values())
    assert all("contact." in text for step in cadence.steps for text in step.texts.values())
    assert set(cadence.yes) == {"meeting", "quote", "purchase"}
    assert (
        sum(step.retry.times or 99 for step in cadence.steps if step.channel is Channel.CALL)
        + len(cadence.repeats.wait)
        >= 4
    )


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_lines_of_a_shipped_text_fit_an_event(path):
    cadence = read_cadence(path.read_bytes(), path.name)
    for step in cadence.steps:
        for text in [*step.texts.values(), *step.sends.values()]:
            assert len(text) < 900


# --- the schema ------------------------------------------------------------------------------------------------------
def test_the_schema_is_one_and_tells_about_every_key():
    schema = cadence_schema()
    jsonschema.Draft202012Validator.check_schema(schema)

    def keys(part):
        for name, value in part.get("properties", {}).items():
            yield name, value
            if isinstance(value, dict):
                yield from keys(value)
        for more in ("anyOf", "oneOf"):
            for option in part.get(more, ()):
                yield from keys(option)
        if isinstance(part.get("items"), dict):
            yield from keys(part["items"])

    found = dict(keys(schema))
    assert {"cadence", "steps", "call", "retry", "times", "wait", "repeat", "start", "not_now"} <= set(found)
    for name, value in keys(schema):
        assert value["description"].endswith("."), name
        for example in value.get("examples", ()):
            jsonschema.Draft202012Validator(value).validate(example)


def test_what_the_schema_shows_as_examples_is_right():
    for example in cadence_schema()["examples"]:
        assert read_file(yaml.safe_dump(example), f"{example['cadence']}.yaml").findings == ()


# --- the page --------------------------------------------------------------------------------------------------------
def rows(header):
    """Return the cells of the table under a header, marks taken off."""
    table = PAGE.partition(header)[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.split("\n")[2:] if line]


def words(cell):
    return re.findall(r"`([^`]+)`", cell)


def test_the_page_has_the_channels_as_they_are():
    told = {}
    for channel, meaning, title, takes, alarm, outcomes in rows("| channel | what it is"):
        told[words(channel)[0]] = (meaning, title, takes, alarm, sorted(words(outcomes)))
    assert told == {
        channel.value: (
            facts.meaning,
            facts.title,
            f"{facts.takes} minutes",
            "none" if facts.remind is None else str(facts.remind),
            sorted(outcome.value for outcome in facts.outcomes),
        )
        for channel, facts in CHANNELS.items()
    }


def test_the_page_has_every_key():
    top = {word for row in rows("## The cadence\n\n| key") for word in words(row[0])}
    step = {word for row in rows("## A step\n\n| key") for word in words(row[0])}
    retry = {word for row in rows("or a map:\n\n| key") for word in words(row[0])}
    assert top == set(CADENCE_KEYS.named)
    assert step == set(STEP_KEYS.named)
    assert retry == set(RETRY_KEYS.named)
    assert {word for word in words(PAGE.partition("## Not read yet")[2]) if word.isalpha()} >= LATER


def test_the_page_has_every_path_and_filter():
    told = {words(row[0])[0].strip("."): words(row[1]) for row in rows("| path | what it is |")}
    assert told == {root: list(names) for root, names in ATTRIBUTES.items()} | {FOUND: []}
    assert words(PAGE.partition("\nFilters: ")[2].partition("\n")[0]) == list(FILTERS)


@pytest.mark.parametrize(
    "example", re.findall(r"```yaml\n(cadence: .*?)```", PAGE, re.DOTALL), ids=lambda text: text.split()[1]
)
def test_every_cadence_on_the_page_is_right(example):
    names = {path.stem for path in LIBRARY}
    found = read_file(example, f"{example.split()[1]}.yaml", names).findings
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []
