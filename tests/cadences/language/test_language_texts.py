"""Templates: what may stand in them, where the fault is, and what they render."""

import dataclasses
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cadences.language.templates import (
    ATTRIBUTES,
    FILTERS,
    FOUND,
    MARKS,
    PLAINEST,
    _refused_parts,
    _tree_faults,
    template_faults,
)
from cadences.language.texts import render, values_for
from cadences.moments import instant
from cadences.people import Contact, Rep
from cadences.reading.files import read_file

ANNA = Contact("anna", "Anna Berg", "Europe/Stockholm", company="Acme AB", landmarks={"contract_end": "2028-06-30"})
KARIN = Rep("karin", "Karin Holm", "Europe/Stockholm", country="SE")
VALUES = values_for(ANNA, KARIN)


# --- rendering -------------------------------------------------------------------------------------------------------
def test_fills_in_and_says_what_was_empty():
    text = "{{ contact.name }} of {{ contact.company }}, {{ contact.role }}{{ contact.role }}; {{ found }}"
    assert render(text, VALUES) == ("Anna Berg of Acme AB, ; ", ("contact.role", "found"))


def test_what_is_not_needed_is_not_missed():
    text = "{% if contact.role %}{{ contact.role }}{% else %}x{% endif %}{{ contact.email | default('y') }}"
    assert render(text, VALUES) == ("xy", ())
    assert render("{% if contact.role == 'a' and touch.try > 2 %}x{% endif %}", {}) == ("", ())


def test_what_is_blank_is_empty():
    assert render("{{ found }}", {"found": " \n"}) == ("", ("found",))


def test_conditions_leave_no_empty_lines():
    assert render("a\n{% if found %}\nb\n{% endif %}\nc\n", {"found": "x"}) == ("a\nb\nc", ())
    assert render("a\n{% if found %}\nb\n{% endif %}\nc\n", {}) == ("a\nc", ())


def test_nothing_is_escaped_and_nothing_is_filled_in_twice():
    assert render("{{ found }}", {"found": "<b> & {{ contact.name }}"}) == ("<b> & {{ contact.name }}", ())


def test_values_have_every_attribute_of_the_table_and_no_other():
    past_filled = {"touch": ATTRIBUTES["touch"], "last": ATTRIBUTES["last"]}
    for root, names in ATTRIBUTES.items():
        given_names = set(VALUES[root]) or set(past_filled[root])
        assert given_names == set(names), root
    assert VALUES["enrollment"]["contract_end"] == "2028-06-30"


def test_days_are_those_of_the_contact():
    late = instant(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    values = values_for(dataclasses.replace(ANNA, last_contact_at=late), KARIN)
    assert render("{{ contact.last_contact_on }}", values) == ("2026-11-23", ())


@given(
    st.lists(st.sampled_from([*sorted(f"{root}.{name}" for root in ATTRIBUTES for name in ATTRIBUTES[root]), FOUND]))
)
def test_every_known_path_renders_and_is_either_shown_or_missed(paths):
    text = "".join(f"{{{{ {path} }}}}" for path in paths)
    assert template_faults(text) == []
    shown, empty = render(text, VALUES)
    for path in paths:
        root, _, name = path.partition(".")
        value = VALUES[root].get(name) if name else VALUES[root]
        assert (str(value) in shown) if value else (path in empty)


# --- what may stand there --------------------------------------------------------------------------------------------
EXPRESSIONS = st.sampled_from(
    [
        "contact.name",
        "contact.nmae",
        "contact",
        "found",
        "lost",
        "'a' * 10**8",
        "contact['name']",
        "contact.name.upper()",
        "touch.try",
        "contact.name | upper",
        "contact.name | default('x')",
        'found | default("é")',
        "found|join",
        "1",
        "[]",
        "{}",
        "x if y",
        "rep.__class__",
        "contact.name ~ 1",
        "not found",
        "found is defined",
        "contact.name == 'x'",
        "touch.try > 2",
        "contact.name > 2",
        "(found)",
        "-1",
        "a.b.c.d",
    ]
)
PARTS = st.one_of(
    st.text(max_size=5),
    st.sampled_from(["{", "}", "{{", "}}", "{%", "%}", "{#", "#}", "{% endif %}", "{% else %}", "\n", "{% raw %}"]),
    st.builds("{{{{ {} }}}}".format, EXPRESSIONS),
    st.builds("{{% if {} %}}".format, EXPRESSIONS),
    st.builds("{{% set a = {} %}}".format, EXPRESSIONS),
)
TEMPLATES = st.lists(PARTS, max_size=6).map("".join)


@given(TEMPLATES)
def test_what_is_accepted_renders_quickly_and_whatever_is_empty(text):
    if not template_faults(text):
        for values in ({}, VALUES, {"contact": {"name": "x" * 100}, "touch": {"try": 3}}):
            shown, _ = render(text, values)
            assert len(shown) <= len(text) * 101


@given(TEMPLATES)
@example("{{{ contact.name }}")
@example("{{ contact.name }}}")
@example("{{ {{ contact.name }} }}")
@example("{% if {{ contact.name }} %}")
def test_the_short_way_says_what_the_syntax_tree_says(text):
    if MARKS.search(PLAINEST.sub("", text)) is None:
        assert list(_refused_parts(text)) == []
        assert list(_tree_faults(text)) == []


@pytest.mark.parametrize("name", FILTERS)
def test_every_listed_filter_works(name):
    argument = "('x')" if name == "default" else ""
    text = f"{{{{ contact.name | {name}{argument} }}}}"
    assert template_faults(text) == []
    assert render(text, VALUES)[0].casefold() == "anna berg"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 10**8 }}",
        "{{ contact.name * 1000000 }}",
        "{% for x in contact %}{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% macro x() %}{% endmacro %}",
        "{{ contact.name.format() }}",
        "{{ contact['name'] }}",
        "{{ [contact.name] }}",
        "{{ 1 }}",
        "{{ contact.name | replace('a', 'b') }}",
        "{{ contact.name | default(contact.role) }}",
        "{{ contact.name | upper(1) }}",
        "{{ found | default('\\ud800') }}",
        "{% if found in contact %}{% endif %}",
        "{% if touch.try > '2' %}{% endif %}",
        "{# x #}",
    ],
)
def test_nothing_else_of_jinja_is_taken(text):
    assert [fault.code for fault in template_faults(text)] == ["K114"]


# --- where -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ('text: "a {{ contact.nmae }}"', 4, 17),
        ("text: a {{ contact . nmae }}", 4, 16),
        ("text: |\n      a\n\n      b {{ contact.name }} {{ contact.nmae }}", 7, 31),
        ("text: >-\n      a\n      b {{ contact.nmae }}", 6, 12),
        ('text: "a\n      b {{ contact.nmae }}"', 5, 12),
        ("text: {sv: 'é', en: 'it''s {{ contact.nmae }}'}", 4, 35),
        ("text: |\n      {% if contact.nmae %}\n      x\n      {% endif %}", 5, 13),
        ("text: |2\n      a\n      {{ found }}{{ 1 }}", 6, 18),
        ("text: |\n      {{ found | nope }}", 5, 18),
        ("text: |\n      a\n      {{ found", 6, 7),
        ('text: "\\x7b{ contact.nmae }}"', 4, 11),
    ],
)
def test_a_fault_is_told_at_its_own_place(written, line, column):
    text = f"cadence: x\nsteps:\n  - call: ring\n    {written}\n"
    assert [(f.line, f.column) for f in read_file(text, "x.yaml").findings] == [(line, column)]


def test_the_same_fault_twice_is_told_twice():
    text = 'cadence: x\nsteps:\n  - call: ring\n    text: "{{ a.b }} {{ a.b }}{% if a.b %}{% endif %}"\n'
    assert [finding.column for finding in read_file(text, "x.yaml").findings] == [15, 25, 37]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("{{ 1+1 }} {{ contact.name|foo }} {{ contact.name.upper() }} {{ contact[1] }}", [12, 38, 45, 72]),
        ("{{ contact.nmae }} {% set x = 1 %} {{ 2*3 }} {{ rep.nmae }}", [15, 31, 47, 60]),
        ("{% for a in b %}x{% endfor %}å {{ 2*3 }}", [12, 43]),
        ("{% if 1+1 and 2*3 %}{% elif 3*4 %}{% endif %} {{ 2*3 }}", [12, 12, 32, 58]),
        ("{{ contact.name }} {{ contact.name! }}", [31]),
        ("{{ '{{' }} {{ 2*3 }}", [12, 23]),
    ],
)
def test_what_may_not_stand_in_a_template_is_told_at_its_own_braces(text, columns):
    file = f'cadence: x\nsteps:\n  - call: ring\n    text: "{text}"\n'
    assert sorted(finding.column for finding in read_file(file, "x.yaml").findings) == columns


def test_a_part_that_nobody_can_read_is_refused_unread():
    blanks = " " * (300 - len("{{ contact.role | upper }}"))
    assert template_faults(f"{{{{ contact.role{blanks} | upper }}}}") == []
    assert [fault.code for fault in template_faults(f"{{{{ contact.role {blanks} | upper }}}}")] == ["K114"]
