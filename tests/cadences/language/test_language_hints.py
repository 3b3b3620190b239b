"""Hints that are the mended value: what people write out of habit, from other tongues, or bring along from letters."""

import pytest

from cadences.reading.files import read_file

HEAD = """cadence: x
windows: [WINDOW]
steps:
  - prepare: read
    takes: TAKES
  - call: ring
    wait: WAIT
    retry: {times: TIMES}
  - email: mail
tests:
  - it: ends with a yes
    start: 2026-11-23T08:00
    contact: {timezone: ZONE}
    story:
      - answer: ANSWER
"""
WELL = {
    "WINDOW": "Mon-Fri 09:00-17:00",
    "TAKES": "15 minutes",
    "WAIT": "1 business day",
    "TIMES": "6",
    "ZONE": "Europe/Stockholm",
    "ANSWER": "done",
}


def findings(text):
    return [found for found in read_file(text, "x.yaml").findings if found.severity.value == "error"]


def written(**values):
    text = HEAD
    for name, value in (WELL | values).items():
        text = text.replace(name, value)
    return text


def test_the_text_that_is_broken_here_is_right():
    assert findings(written()) == []


@pytest.mark.parametrize(
    ("name", "value", "code", "hint"),
    [
        ("WINDOW", "Mon-Fri 9:30-11:30", "K105", "did you mean `Mon-Fri 09:30-11:30`?"),
        ("WINDOW", "Mon-Fri 09.00-11.30", "K105", "did you mean `Mon-Fri 09:00-11:30`?"),
        ("WINDOW", "Mån-Tors 9-16", "K105", "did you mean `Mon-Thu 09:00-16:00`?"),
        ("WINDOW", "ma-vr 09:00-17:00", "K105", "did you mean `Mon-Fri 09:00-17:00`?"),
        ("WINDOW", "mon-fri 09:00 \u2013 17:00", "K105", "did you mean `Mon-Fri 09:00-17:00`?"),
        ("WINDOW", "Mon-Fri 17:00-09:00", "K105", "write a window like Mon-Fri 09:00-17:00"),
        ("WINDOW", "office hours", "K105", "write one like Mon-Fri 09:00-17:00"),
        ("TAKES", "15", "K104", "write 15 minutes"),
        ("TAKES", "0", "K104", "write one like 10 minutes"),
        ("TAKES", "0 minutes", "K104", "write one like 10 minutes"),
        ("TAKES", "15\u00a0minutes", "K104", "did you mean `15 minutes`?"),
        ("WAIT", "2\u00a0business\u00a0days", "K104", "did you mean `2 business days`?"),
        ("TIMES", '"4"', "K102", "write 4, without quotes or a point"),
        ("TIMES", "4.0", "K102", "write 4, without quotes or a point"),
        ("TIMES", "four", "K102", "write it in digits"),
        ("TIMES", "9" * 30, "K118", "write 1000 or less"),
        ("ZONE", "Europe/Stokholm", "K135", "did you mean Europe/Stockholm?"),
        ("ZONE", "Oslo", "K135", "did you mean Europe/Oslo?"),
        ("ZONE", "nowhere", "K135", "write one like Europe/Stockholm"),
        ("ANSWER", "callback: after 17:00", "K013", 'put it in quotes: answer: "callback: after 17:00"'),
        ("ANSWER", "\u201ccallback: after 17:00\u201d", "K013", 'put it in quotes: answer: "callback: after 17:00"'),
    ],
)
def test_a_hint_is_what_was_meant(name, value, code, hint):
    (found,) = findings(written(**{name: value}))
    assert (found.code, found.hint) == (code, hint)


@pytest.mark.parametrize("blank", ["", "\u00a0"])
def test_a_key_that_is_glued_to_its_value_is_told_with_the_blank(blank):
    (found,) = findings(f"cadence: x\nkind:{blank}prospecting\nsteps:\n  - call: ring\n")
    assert (found.code, found.line) == ("K001", 2)
    assert ("U+00A0" in found.message) == bool(blank)
    assert found.hint.startswith("write `kind: prospecting`, with a")


def test_a_colon_in_front_of_a_template_is_what_yaml_stumbles_over():
    (found,) = findings("cadence: x\nsteps:\n  - call: ring\n    text: Note: ask {{ contact.name }}\n")
    assert (found.code, "`:`" in found.message) == ("K013", True)


def test_one_wrong_channel_is_one_finding():
    (found,) = findings("cadence: x\nsteps:\n  - call: ring\n  - e-mail: mail\n    wait: 1 day\n")
    assert (found.code, found.line, found.column, found.hint) == ("K106", 4, 5, "did you mean `email`?")


@pytest.mark.parametrize(
    ("word", "meant"), [("Återkomst", "aterkomst"), ("First Call", "first-call"), ("2nd", "nd"), ("step2", None)]
)
def test_an_id_is_proposed_in_plain_letters(word, meant):
    found = findings(f"cadence: x\nsteps:\n  - call: {word}\n")
    assert [one.hint for one in found] == ([f"write {meant}"] if meant else [])


def test_a_thousand_names_are_not_listed():
    known = {f"leads-{number}" for number in range(1000)}
    text = "cadence: x\nsteps:\n  - call: ring\nanswers: {no: {any: {start: zzz}}}\n"
    (found,) = [one for one in read_file(text, "x.yaml", known).findings if one.code == "K112"]
    assert found.hint.endswith(" and 989 more")
    assert len(found.hint) < 200


def test_what_an_event_shows_is_compared_with_the_likest_stretch_of_it():
    from cadences.stories.play import _alike

    told = "Say to Åsa what you found, and why you call today. Then ask, and listen."
    assert _alike(told, "Say to Asa") > _alike("How to answer:", "Say to Asa")
