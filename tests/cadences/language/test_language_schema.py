"""The schema as an editor meets it: every key is explained, and what it shows as an example is taken by the reader."""

import json
from functools import partial

import jsonschema
import pytest
import yaml

from cadences.language.schema import DIALECT, cadence_schema
from cadences.outcomes import Channel
from cadences.reading.files import read_file

SCHEMA = cadence_schema()
ABOVE = "cadence: {name}\nsteps:\n  - {channel}: first-call\n  - call: last\n"
ELSEWHERE = {"K108", "K111", "K112", "K123"}
"""Findings that speak of other parts of a file, or of other files: an example alone has none."""


def keys(schema, path=()):
    """Return every key of a schema with the keys that lead to it; a list is `[]`, a map of free names `*`."""
    for name, part in schema.get("properties", {}).items():
        yield (*path, name), part
        yield from keys(part, (*path, name))
    if isinstance(schema.get("items"), dict):
        yield from keys(schema["items"], (*path, "[]"))
    for free in (schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()):
        if isinstance(free, dict):
            yield from keys(free, (*path, "*"))
    for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from keys(option, path)


KEYS = list(keys(SCHEMA))
NAMES = [".".join(path) for path, _ in KEYS]


def test_the_schema_says_which_dialect_it_is_and_is_one():
    assert SCHEMA["$schema"] == DIALECT == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_the_walk_meets_every_corner():
    assert {
        "steps.[].retry.times",
        "steps.[].visit",
        "detours.[].on",
        "change.*.retry.wait",
        "silence.missing.urgency.wait",
        "answers.no.any.start",
        "answers.yes.quote.wait",
        "then.repeat",
        "limits.touches_per_rep_per_day",
    } <= set(NAMES)


@pytest.mark.parametrize("part", [part for _, part in KEYS], ids=NAMES)
def test_every_key_is_told_and_shown(part):
    assert part["description"][0].isupper()
    assert part["description"].endswith((".", "?"))
    assert part["markdownDescription"].startswith(part["description"].partition(" Default:")[0])
    assert part["examples"]
    for example in part["examples"]:
        jsonschema.Draft202012Validator(part).validate(example)


def above(channel, name):
    """Return the text of a cadence to extend, with a step of that channel."""
    return ABOVE.format(name=name, channel=channel.value)


def cadence_with(path, example, channel):
    """Return a cadence in which an example stands at a key; what must stand beside it comes from the schema."""
    value, part = example, path
    while part:
        *part, name = part
        if name == "[]":
            value = [value]
        elif name == "*":
            value = {"first-call": value}
        else:
            value = {**beside(tuple(part), name, channel), name: value}
    if {"change", "without"} & set(path) or path[-1] in {"after", "extends"}:
        value |= {"extends": "above"}
    elif "steps" not in value:
        value |= {"steps": [{"call": "ring"}]}
    return {**value, "cadence": "mine" if path != ("cadence",) else example}


def beside(path, name, channel):
    """Return the keys that a map at that place must have besides one."""
    if path in {("steps", "[]"), ("detours", "[]")}:
        return {} if name in set(Channel) else {channel: "it"}
    schema = dict(KEYS).get(path, {"required": []})
    options = [schema, *schema.get("anyOf", ()), schema.get("items", {}), schema.get("additionalProperties")]
    maps = [one for one in options if isinstance(one, dict) and name in one.get("properties", {})]
    needed = [(key, one["properties"][key]) for one in maps for key in one.get("required", ()) if key != name]
    return {key: part["examples"][0] for key, part in needed}


@pytest.mark.parametrize(("path", "part"), KEYS, ids=NAMES)
def test_every_example_is_taken_by_the_reader(path, part):
    if path[0] == "tests":
        beside_it = SCHEMA["properties"]["tests"]["examples"][0][0]
    for example in part["examples"]:
        said = []
        for channel in Channel:
            cadence = cadence_with(path, example, channel.value)
            if path[0] == "tests" and len(path) > 1:
                cadence["tests"] = [merged(beside_it, cadence["tests"][0])]
            text = yaml.safe_dump(cadence, sort_keys=False, allow_unicode=True)
            file = f"{cadence['cadence']}.yaml"
            findings = read_file(text, file, others=partial(above, channel)).findings
            said.append([f for f in findings if f.code[:2] in {"K0", "K1"} and f.code not in ELSEWHERE])
        assert [] in said, said[0]


def merged(below, above):
    """Return a story with an example in it."""
    return {**below, **above} if isinstance(below, dict) and isinstance(above, dict) else above
