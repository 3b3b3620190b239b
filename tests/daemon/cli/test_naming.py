"""How people and cadences are named, and what is said where a name or a word is missing: the very word to type."""

import pytest


@pytest.mark.parametrize(
    ("more", "id_"),
    [
        (["--email", "xiaoming.wang@lanhua.example", "--company", "Lanhua"], "xiaoming-wang"),
        (["--company", "Lanhua Trading"], "lanhua-trading"),
        (["--company", "兰花"], "contact-1"),
        ([], "contact-1"),
    ],
)
def test_a_name_without_latin_letters_gets_an_id_from_what_is_there(klart, home, more, id_):
    assert f"kept as {id_}\n" in klart("contact", "add", "王小明", *more, "--home", home).out
    assert "王小明" in klart("contact", "show", id_, "--home", home).out
    other = klart("contact", "add", "李小龙", "--home", home).out
    assert f"kept as contact-{2 if id_ == 'contact-1' else 1}\n" in other


@pytest.mark.parametrize("word", ["ANNA-BERG", "Anna-Berg", "aNNa", " anna berg", "ANNA.BERG@acme.example", "ACME"])
def test_people_are_found_whatever_the_case(klart, staffed, word):
    assert "Anna Berg" in klart("contact", "show", word, "--home", staffed).out
