"""Story time: changes of the clock, holidays, ends of years and absences, in three zones; and all that rows can say."""

import pytest

from cadences.reading.files import read_file
from cadences.stories.play import run_story
from tests.cadences.stories import tellings as t

STEPS = """\
cadence: calls
holidays: both
steps:
  - prepare: research
  - call: first-call
    wait: 1 business day
    windows: [Mon-Fri 09:00-11:30]
    text: "Opener: I read about {{ contact.company }}"
    retry: {times: 2, wait: 1 business day, vary: none}
  - email: write
    wait: 2 business days
    send: {en: "Dear {{ contact.first_name }}", sv: "Hej {{ contact.first_name }}"}
  - call: then-ring
    wait: 3 business days
    retry: until clear answer
"""


def played(story):
    """Play a story written as YAML; return what does not hold."""
    body = "".join(f"    {line}\n" for line in story.strip().splitlines())
    reading = read_file(f"{STEPS}tests:\n  - it: goes so\n{body}", "calls.yaml", ())
    assert [str(one) for one in reading.findings if one.severity == "error"] == []
    (only,) = reading.stories
    return [f"{f.expected} | {f.got}" for f in run_story(only, reading.cadence, t.HOLIDAY).failures]


def holds(story):
    assert played(story) == []


# --- the clock changes ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "country", "first", "second"),
    [
        ("Europe/Stockholm", "SE", "2026-03-27", "2026-03-30"),  # summer time begins on Sunday the 29th
        ("Europe/Stockholm", "SE", "2026-10-23", "2026-10-26"),  # and ends on Sunday the 25th
        ("America/New_York", "US", "2026-03-06", "2026-03-09"),  # the 8th
        ("America/New_York", "US", "2026-10-30", "2026-11-02"),  # the 1st
        ("Asia/Kathmandu", "NP", "2026-04-03", "2026-04-06"),  # never, and 15 minutes off the hour
    ],
)
def test_clocks_show_the_same_hour_before_and_after_a_change(zone, country, first, second):
    before, after = int(first[-2:]) - 1, int(second[-2:]) + 1
    holds(f"""
start: {first[:8]}{before:02}T08:00
contact: {{timezone: {zone}, country: {country}}}
story:
  - {{expect: prepare research on {first[:8]}{before:02} at 08:15, answer: done}}
  - {{expect: call first-call on {first} at 09:00, answer: no answer}}
  - {{expect: call first-call on {second} at 09:00, answer: "callback: tomorrow 10:30"}}
  - {{expect: call first-call on {second[:8]}{after:02} at 10:30, answer: yes meeting}}
  - expect: won meeting
""")


def test_a_rep_elsewhere_sees_the_contacts_hours_shift_between_two_changes_of_the_clock():
    # From 8 to 29 March 2026 New York is an hour nearer: 09:00 there is 14:00 in Stockholm, and 15:00 before and after.
    story = """
start: 2026-03-05T08:00
contact: {timezone: America/New_York, country: US}
rep: {timezone: Europe/Stockholm, country: SE, hours: [Mon-Fri 08:00-17:00]}
story:
  - {expect: prepare research on 2026-03-05, answer: done}
  - {expect: call first-call on 2026-03-06 at 15:00, answer: no answer}
  - {expect: call first-call on 2026-03-09 at 14:00, answer: "not now: from 2026-03-30"}
  - {expect: call first-call on 2026-03-30 at 15:00, answer: yes meeting}
  - expect: won meeting
"""
    holds(story)


def test_kathmandu_and_new_york_meet_where_hours_do():
    holds("""
start: 2026-11-23T08:00
contact: {timezone: Asia/Kathmandu, country: NP}
rep: {timezone: America/New_York, country: US, hours: [Mon-Fri 06:00-14:00, Mon-Thu 22:00-24:00]}
story:
  - {expect: prepare research on 2026-11-23 at 08:15, answer: done}
  - {expect: call first-call on 2026-11-23 between 22:15 and 24:00, answer: yes meeting}
  - expect: won meeting
""")


# --- holidays, years --------------------------------------------------------------------------------------------------
def test_christmas_and_the_turn_of_the_year_are_waited_out():
    holds("""
start: 2026-12-22T08:00
contact: {timezone: Europe/Stockholm, country: SE}
story:
  - {expect: prepare research on 2026-12-22, answer: done}
  - {expect: call first-call on 2026-12-23, answer: no answer}
  - {expect: call first-call on 2026-12-28, answer: no answer}
  - {expect: email write on 2026-12-30, answer: sent}
  - {expect: nothing before 2027-01-05}
  - {expect: call then-ring on 2027-01-07, answer: yes meeting}
  - expect: won meeting
""")


def test_thanksgiving_is_the_contacts_and_midsummer_the_reps():
    holds("""
start: 2026-11-25T08:00
contact: {timezone: America/New_York, country: US}
rep: {timezone: America/New_York, country: US}
story:
  - {expect: prepare research on 2026-11-25, answer: done}
  - {expect: call first-call on 2026-11-27, answer: yes meeting}
""")
    holds("""
start: 2026-06-17T08:00
contact: {timezone: America/New_York, country: US}
rep: {timezone: Europe/Stockholm, country: SE}
story:
  - {expect: prepare research on 2026-06-17, answer: done}
  - {expect: call first-call on 2026-06-18, answer: no answer}
  - {expect: call first-call on 2026-06-22, answer: yes meeting}
""")


def test_a_rep_who_is_away_does_nothing_then():
    holds("""
start: 2026-12-18T08:00
contact: {timezone: Asia/Kathmandu, country: NP}
rep: {away: [2026-12-21..2027-01-03, 2027-01-05]}
story:
  - {expect: prepare research on 2026-12-18, answer: done}
  - {expect: call first-call on 2027-01-04, answer: no answer}
  - {expect: call first-call on 2027-01-06, answer: yes meeting}
""")


# --- what rows can say ------------------------------------------------------------------------------------------------
START = "start: 2026-11-23T08:00\ncontact: {timezone: Europe/Stockholm, country: SE, company: Acme AB, language: sv}\n"


def test_a_day_that_passes_puts_a_touch_off():
    holds(
        START
        + """
story:
  - {expect: prepare research on 2026-11-23, answer: nothing}
  - {expect: prepare research on 2026-11-24, answer: nothing}
  - {expect: prepare research on 2026-11-25, answer: done}
  - {expect: call first-call on 2026-11-26}
"""
    )


def test_a_person_moves_deletes_pauses_writes_and_gives_up():
    holds(
        START
        + """
story:
  - {expect: prepare research, person: moves to 15:00}
  - {expect: prepare research on 2026-11-23 at 15:00, person: moves to 2026-11-26}
  - {expect: prepare research on 2026-11-26, person: moves to 2026-11-25T10:00}
  - {expect: prepare research on 2026-11-25 at 10:00, answer: done}
  - {expect: call first-call on 2026-11-26, person: writes "asks for a list of prices"}
  - {shows: asks for a list of prices, person: deletes}
  - {expect: call first-call on 2026-11-26, person: pauses until 2026-12-07}
  - {expect: paused until 2026-12-07}
  - {expect: nothing before 2026-12-07}
  - {expect: call first-call on 2026-12-07, person: gives up "moved away"}
  - {expect: given_up}
"""
    )


def test_what_an_event_shows_is_the_very_text_of_it():
    holds(
        START
        + """
story:
  - {expect: prepare research, answer: done}
  - {expect: call first-call, shows: "Opener: I read about Acme AB"}
  - {shows: "Anna Berg · Acme AB", answer: no answer}
  - {expect: call first-call, answer: no answer}
  - {expect: email write, shows: Hej Anna}
"""
    )


def test_other_contacts_take_the_first_places():
    alone = played(START + "story: [{expect: prepare research on 2026-11-23 at 08:15}]")
    beside = played(START + "others: 40\nstory: [{expect: prepare research on 2026-11-23 at 08:15}]")
    assert alone == []
    assert beside == ["prepare research on 2026-11-23 at 08:15 | prepare research on 2026-11-24 at 09:15"]


def test_a_contact_without_a_number_is_found_one_first():
    holds("""
start: 2026-11-23T08:00
contact: {timezone: Europe/Stockholm, email: none}
story:
  - {expect: prepare research, answer: done}
  - {expect: call first-call, answer: no answer}
  - {expect: call first-call, answer: no answer}
  - {expect: task find-details, answer: done anna@acme.example}
  - expect: email write
""")


def test_promises_said_before_hold():
    holds(
        START
        + """
promises: [after 17:00, not on Tue]
story:
  - {expect: prepare research, answer: done}
  - {expect: call first-call on 2026-11-25 at 17:00, answer: no answer}
"""
    )


def test_a_known_date_is_counted_back_from():
    text = STEPS.replace("wait: 1 business day\n", "wait: 1 business day before meeting\n", 1)
    story = """tests:
  - it: rings before the meeting
    start: 2026-11-23T08:00
    contact: {timezone: Europe/Stockholm, country: SE, meeting: 2026-12-03T10:00}
    story:
      - {expect: prepare research, answer: done}
      - expect: call first-call on 2026-12-02
"""
    reading = read_file(text + story, "calls.yaml", ())
    assert run_story(reading.stories[0], reading.cadence, t.HOLIDAY).passed


def test_what_does_not_fit_ends_the_story_and_says_what_would():
    (said,) = played(
        START
        + """
story:
  - {expect: prepare research, answer: "missing: owner"}
  - {expect: call first-call}
"""
    )
    assert said.startswith(
        "answer: missing: owner | prepare research on 2026-11-23 at 08:15: missing does not fit research"
    )
    assert "it takes yes, no, opt_out, no_answer" in said


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("yes quote", "won quote"),
        ("no need", "lost no_need"),
        ('"no: we have all we need"', "lost"),
        ("opt out", "opted_out"),
        ('"referred: Eva Ek, 070-123 45 67"', "referred Eva Ek"),
        ('"not now: from 2027-02-01"', "waiting until 2027-02-01"),
    ],
)
def test_every_state_can_be_expected(answer, state):
    if answer == "no need":
        answer = '"no: no need"'
    holds(
        START + f"story:\n  - {{expect: prepare research, answer: done}}\n  - answer: {answer}\n  - expect: {state}\n"
    )
    wrong = played(
        START + f"story:\n  - {{expect: prepare research, answer: done}}\n  - answer: {answer}\n  - expect: won\n"
    )
    assert len(wrong) == (0 if state.startswith("won") else 1)
