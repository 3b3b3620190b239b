"""The shipped cadences and the pages on the language: right, whole, and what they say is so."""

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import cadences
from cadences.cadence import text_in
from cadences.language.findings import Severity
from cadences.language.grammar import CADENCE_KEYS
from cadences.language.grammar_retry import RETRY_KEYS
from cadences.language.grammar_steps import STEP_KEYS
from cadences.language.reference import PARTS, filled
from cadences.language.schema import cadence_schema
from cadences.language.source import read_source
from cadences.language.texts import render, values_for
from cadences.outcomes import NO_REASONS, Channel
from cadences.people import Contact, Rep
from cadences.reading.files import read_cadence, read_file
from cadences.reading.folder import check_all

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
        assert read_file(yaml.safe_dump(example), f"{example['cadence']}.yaml").cadence is not None


# --- the page --------------------------------------------------------------------------------------------------------
EXAMPLES = {text.split()[1]: text for text in re.findall(r"```yaml\n(cadence: .*?)```", PAGE, re.DOTALL)}


def test_what_the_page_takes_from_the_code_is_as_the_code_has_it():
    assert filled(PAGE) == PAGE
    named = re.findall("<!-- from the code: ([a-z ]+) -->", PAGE)
    assert named.count("cadence") == 1
    assert set(named) == set(PARTS)
    assert filled(PAGE.replace("| `cadence` |", "| `kadence` |")) == PAGE


def test_no_key_is_missing_from_the_page():
    told = set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE))
    assert told >= {
        name for name in _keys(cadence_schema()) if name not in {"meeting", "quote", "purchase", *NO_REASONS}
    }
    assert all(f"`{name}`" in PAGE for name in ("meeting", "quote", "purchase", *NO_REASONS))


def _keys(part):
    for name, value in part.get("properties", {}).items():
        yield name
        yield from _keys(value)
    for option in (*part.get("anyOf", ()), *([part["items"]] if "items" in part else [])):
        yield from _keys(option)


def test_the_first_examples_are_the_smallest_and_the_fullest():
    small, _, full = list(EXAMPLES.values())[:3]
    assert small.count("\n") <= 4
    tops = set(re.findall(r"^([a-z]+):", full, re.MULTILINE))
    assert tops == set(CADENCE_KEYS.named) - {"extends", "change", "without"}
    assert all(re.search(rf"\b{key}:", full) for key in set(STEP_KEYS.named) - {"was"} - {"after"})
    assert all(re.search(rf"\b{key}:", full) for key in RETRY_KEYS.named)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_cadence_on_the_page_is_right(name):
    texts = {path.stem: path.read_text("utf-8") for path in LIBRARY} | EXAMPLES
    found = read_file(EXAMPLES[name], f"{name}.yaml", texts, texts.get).findings
    assert [str(finding) for finding in found if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.stem)
def test_every_block_of_yaml_in_the_pages_is_yaml(path):
    for text in re.findall(r"^```yaml\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE):
        assert {finding.code for finding in read_source(text, path.name).findings} <= {"K009"}, text
