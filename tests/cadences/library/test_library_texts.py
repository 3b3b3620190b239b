"""What a shipped cadence says: whole in every language, about the contact, short, and honest about a no."""

import re

import pytest

from cadences.cadence import text_in
from cadences.formatting.canonical import fmt
from cadences.language.texts import render, values_for
from cadences.outcomes import WRITTEN, Channel, Yes
from cadences.people import Contact, Rep
from cadences.reading.folder import check_all
from tests.cadences.library.shelf import FOLDER, SHELF, TEN, TEXTS

LANGUAGES = {"en", "sv", "da", "nl"}
BARE = Contact("anna", "Anna", "Europe/Stockholm")
FULL = Contact(
    "anna",
    "Anna Berg",
    "Europe/Stockholm",
    company="Acme AB",
    email="anna@acme.example",
    source="referral by Eva Ek",
    notes="Asked about returns.",
    landmarks={"contract_end": "2027-06-30"},
)
REP = Rep("karin", "Karin Holm", "Europe/Stockholm")
NO_IS_WELCOME = {
    "en": r"\bno\b|just say so|tell me that|is enough|not for you",
    "sv": r"\bnej\b|säg bara till|säg det|räcker",
    "da": r"\bnej\b|sig det|ord nok|linje nok|fint svar",
    "nl": r"\bnee\b|zeg het|zeg dat ook|genoeg",
}
"""A letter says, in one way or another, that a no is a good answer."""

PESTERING = re.compile(
    r"just checking|checking in|circl(e|ing) back|touch(ing)? base|gentle reminder|friendly reminder|bump|last chance"
    r"|limited|act now|urgent|don.t miss|exclusive|offer ends|guarantee|100 ?%|free of charge|quick question|asap"
    r"|bara kolla läget|påminnelse|sista chansen|missa inte|passa på|skynda|unikt erbjudande|garanterat|brådskande"
    r"|rykker|sidste chance|gå ikke glip|skynd dig|enestående tilbud|laatste kans|mis het niet|herinnering|nu of nooit"
    r"|!",
    re.IGNORECASE,
)
SHOUTED = re.compile("[A-ZÅÄÖÆØ]{4,}")


def texts_of(step):
    return {name: getattr(step, name) for name in ("titles", "texts", "subjects", "sends") if getattr(step, name)}


EVERY = [pytest.param(name, step, id=f"{name}:{step.id}") for name in TEN for step in SHELF[name].every_step]
LETTERS = [
    pytest.param(step.sends, id=f"{name}:{step.id}")
    for name in TEN
    for step in SHELF[name].every_step
    if step.channel is Channel.EMAIL and name != "existing-customer"
]
"""The letters that want an answer; a customer's wants none."""


# --- the shelf --------------------------------------------------------------------------------------------------------
def test_ten_ship_and_all_are_read():
    assert set(TEXTS) == set(SHELF) == set(TEN)


def test_nothing_is_to_be_said_against_any():
    files = {str(FOLDER / f"{name}.yaml"): text for name, text in TEXTS.items()}
    assert check_all(files, known=()) == ()


@pytest.mark.parametrize("name", TEN)
def test_every_answer_leads_on_within_the_library(name):
    cadence = SHELF[name]
    assert set(cadence.yes) == {yes.value for yes in Yes}
    assert {"any", "contract"} <= set(cadence.no)
    assert {chain.start for chain in (*cadence.yes.values(), *cadence.no.values())} <= set(TEN)


def test_every_chain_comes_to_the_customer_and_stays_there():
    """From everywhere three yeses lead to existing-customer, which leads back to itself."""
    for name in TEN:
        at = SHELF[name].yes["meeting"].start
        at = SHELF[at].yes["quote"].start
        assert SHELF[at].yes["purchase"].start == "existing-customer"
    assert SHELF["existing-customer"].yes["purchase"].start == "existing-customer"
    assert SHELF["existing-customer"].no["any"].start == "existing-customer"


# --- languages --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", TEN)
def test_the_title_is_there_in_every_language(name):
    assert set(SHELF[name].titles) == LANGUAGES


@pytest.mark.parametrize(("name", "step"), EVERY)
def test_no_language_is_half_there(name, step):
    found = texts_of(step)
    wanted = {"titles", "texts"} | ({"sends"} if step.channel in WRITTEN else set())
    assert set(found) == wanted | ({"subjects"} if step.channel is Channel.EMAIL else set()), name
    for texts in found.values():
        assert set(texts) == LANGUAGES
    for texts in (step.texts, step.sends):
        assert len(set(texts.values())) == len(texts), "each language has its own words"


@pytest.mark.parametrize(("name", "step"), EVERY)
def test_lists_and_paragraphs_are_the_same_in_every_language(name, step):
    for texts in texts_of(step).values():
        shapes = {
            (text.count("\n\n"), text.count("\n\u2013 "), len(re.findall(r"\n\d\. ", text))) for text in texts.values()
        }
        assert len(shapes) == 1, (name, step.id)
        paths = {tuple(sorted(set(re.findall(r"[{%] ?(?:if )?([a-z]+\.?[a-z_]*)", text)))) for text in texts.values()}
        assert len(paths) == 1, (name, step.id, paths)


@pytest.mark.parametrize(("name", "step"), EVERY)
def test_no_name_gets_an_ending_that_only_some_names_take(name, step):
    """Anna becomes Annas in Swedish and Danish, and Lars stays Lars."""
    for texts in texts_of(step).values():
        for language in LANGUAGES - {"en"}:
            assert not re.search(r"\}\}\w", texts[language]), (name, step.id, language)


@pytest.mark.parametrize(("name", "step"), EVERY)
def test_a_text_needs_no_more_than_a_name(name, step):
    for texts in texts_of(step).values():
        for language in LANGUAGES:
            text = text_in(texts, language)
            for contact in (BARE, FULL):
                for found in ("", "They moved to Malmö in the autumn."):
                    said, missing = render(text, values_for(contact, REP, found=found))
                    assert missing == (), (name, step.id, language)
                    assert not re.search(r"[{}]|  |\s[,.;:?!]|\(\)", said), (name, step.id, language, said)


# --- as a good salesperson would --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "step"), EVERY)
def test_what_a_rep_is_told_is_about_the_contact_and_fits_a_phone(name, step):
    for texts in (step.texts, step.sends):
        for language, text in texts.items():
            said, _ = render(text, values_for(FULL, REP))
            assert "contact." in text, (name, step.id, language)
            assert len(said) <= (950 if step.id == "eight-questions" else 640), (name, step.id, language, len(said))
    assert all(len(title) <= 40 for title in step.titles.values()), step.titles


@pytest.mark.parametrize(("name", "step"), EVERY)
def test_nothing_that_is_sent_pesters(name, step):
    for texts in (step.sends, step.subjects):
        for text in texts.values():
            said, _ = render(text, values_for(Contact("a", "Anna", "Europe/Stockholm", company="Acme"), REP))
            assert not PESTERING.search(said), (name, step.id)
            assert not SHOUTED.search(said), (name, step.id)


def test_the_list_of_what_pesters_sees_what_it_is_for():
    for bad in ("Just checking in", "Last chance", "Sista chansen", "So good!", "Skynda dig", "sidste chance"):
        assert PESTERING.search(bad)
    assert SHOUTED.search("Read this NOW or SOON")


@pytest.mark.parametrize("sends", LETTERS)
def test_a_letter_says_that_a_no_is_a_good_answer(sends):
    for language, text in sends.items():
        assert re.search(NO_IS_WELCOME[language], text), text


@pytest.mark.parametrize("sends", LETTERS)
def test_a_letter_begins_with_the_name_and_ends_with_the_rep(sends):
    for text in sends.values():
        lines = text.strip().split("\n")
        assert "{{ contact.first_name }}" in lines[0]
        assert lines[-1] == "{{ rep.name }}"


@pytest.mark.parametrize("name", TEN)
def test_a_cadence_is_prepared_and_has_more_than_one_way_to_reach_somebody(name):
    cadence = SHELF[name]
    assert any(step.channel is Channel.PREPARE or step.preparation for step in cadence.steps)
    assert len({step.channel for step in cadence.steps if step.reaches}) > 1
    assert cadence.detours
    assert cadence.missing


def test_the_silent_deal_asks_all_that_a_deal_rests_on():
    """MEDDICC: metrics, economic buyer, decision criteria and process, paper, pain, champion, competition."""
    asked = SHELF["silent-deal"].step("eight-questions").texts["en"]
    for word in ("Metrics", "Economic buyer", "criteria", "process", "Paper", "Pain", "Champion", "Competition"):
        assert word in asked
    assert {word.value for word in SHELF["silent-deal"].missing} >= {
        "consequence",
        "owner",
        "champion",
        "fit",
        "urgency",
    }


@pytest.mark.parametrize("name", TEN)
def test_a_shipped_file_is_written_as_klart_writes_it(name):
    assert fmt(TEXTS[name], f"{name}.yaml") == TEXTS[name]
