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


def test_who_is_enrolled_already_is_told_the_word_for_a_second_time(klart, staffed):
    told = klart("enroll", "anna", "existing-customer", "--home", staffed)
    assert (told.code, "add --again" in told.err) == (4, True), told
    assert klart("enroll", "anna", "existing-customer", "--again", "--home", staffed).code == 0


def test_who_opted_out_is_told_the_word_that_lifts_it(klart, staffed):
    assert klart("log", "anna", "opt out", "--home", staffed).code == 0
    told = klart("enroll", "anna", "existing-customer", "--home", staffed)
    assert (told.code, "--despite-opt-out WHY" in told.err) == (4, True), told


def test_an_unknown_cadence_is_told_with_the_one_meant_or_those_there_are(klart, staffed, tmp_path):
    file = tmp_path / "more.csv"
    file.write_text("name,cadence\nEva Ek,cold-cal\n", "utf-8")
    for words in (["anna", "cold-cal"], ["--from", file, "--cadence", "cold-cal"], ["--from", file]):
        told = klart("enroll", *words, "--home", staffed)
        assert told.code == 2
        assert "there is no cadence 'cold-cal'; did you mean cold-call?" in told.err, told
    far = klart("enroll", "anna", "zzz", "--home", staffed)
    assert "did you mean" not in far.err
    assert "there are after-meeting, " in far.err
    assert "cold-call" in far.err


# --- which file a word means ------------------------------------------------------------------------------------------
AUTHORS = (["check"], ["preview", "--count", 1], ["test"], ["load", "--contacts", 1, "--weeks", 1], ["fmt", "--check"])


@pytest.mark.parametrize("words", AUTHORS, ids=lambda words: words[0])
@pytest.mark.parametrize("word", ["leads", "leads.yaml"])
@pytest.mark.parametrize("where", ["home", "here"])
def test_every_authors_command_finds_a_cadence_by_its_name_and_by_its_files(
    klart, tmp_path, monkeypatch, words, word, where
):
    home, here = tmp_path / "home", tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    to = ["--to", "."] if where == "here" else []
    assert klart("new", "leads", *to, "--home", home).code == 0
    told = klart(words[0], word, *words[1:], "--home", home)
    assert told.code == 0, told


@pytest.mark.parametrize("words", AUTHORS, ids=lambda words: words[0])
def test_every_authors_command_says_which_cadence_may_be_meant(klart, tmp_path, words):
    klart("new", "leads", "--home", tmp_path)
    for word in ("leeds", "leeds.yaml"):
        told = klart(words[0], word, *words[1:], "--home", tmp_path)
        assert (told.code, "did you mean leads?" in told.err) == (2, True), told


def test_the_homes_cadence_is_meant_where_another_of_its_name_lies_here(klart, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home").mkdir()
    klart("new", "leads", "--home", "home")
    (tmp_path / "leads.yaml").write_text("cadence: wrong\n", "utf-8")
    assert klart("check", "leads", "--home", "home").code == 0
    assert klart("check", "leads.yaml", "--home", "home").code == 1


def test_what_ships_is_checked_by_its_name_and_never_written_to(klart, tmp_path):
    assert klart("check", "cold-call", "--strict", "--home", tmp_path).code == 0
    told = klart("fmt", "cold-call", "--home", tmp_path)
    assert (told.code, "klart new NAME --from cold-call" in told.err) == (2, True)


def test_enrolling_takes_the_home_for_a_file_that_is_not_here_and_points_to_one_that_is(
    klart, staffed, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    klart("new", "leads", "--home", staffed)
    assert klart("enroll", "anna", "leads.yaml", "--dry-run", "--again", "--home", staffed).code == 0
    klart("new", "other", "--to", ".", "--home", staffed)
    told = klart("enroll", "anna", "other", "--again", "--home", staffed)
    assert (told.code, "write other.yaml" in told.err) == (2, True)


@pytest.mark.parametrize("words", [[], ["--why", "moved away"]])
def test_closing_without_meaning_it_is_one_sentence(klart, staffed, words):
    told = klart("close", "anna", *words, "--home", staffed)
    assert told.code == 2
    assert told.err == (
        "klart: a follow-up ends by a clear answer (klart log); to give up without one add --give-up --why TEXT\n"
    )


def test_giving_up_needs_a_reason(klart, staffed):
    told = klart("close", "anna", "--give-up", "--home", staffed)
    assert (told.code, "--why is missing; add --why TEXT" in told.err) == (2, True), told


@pytest.mark.parametrize("words", [["migrate"], ["diff"]])
def test_what_speaks_of_those_under_way_takes_the_homes_file_for_its_name(klart, staffed, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    klart("new", "leads", "--home", staffed)
    assert klart("enroll", "anna", "leads", "--again", "--home", staffed).code == 0
    said = klart(*words, "leads", "--home", staffed)
    assert said.code == 0, said
    for word in ("leads.yaml", staffed / "cadences" / "leads.yaml"):
        assert klart(*words, word, "--home", staffed).out == said.out
