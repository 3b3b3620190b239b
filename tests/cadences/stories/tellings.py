"""Stories made for tests: of what a preview does, and of anything at all; and reading them back from YAML."""

from dataclasses import replace
from datetime import date, datetime

from hypothesis import strategies as st

from cadences.forward.preview import preview
from cadences.language.story import Beat, Story
from cadences.language.story_words import TouchExpected, read_act, read_expectation
from cadences.moments import at_wall, day_in, minute_in, zone
from cadences.outcomes import Outcome
from cadences.people import Contact, Rep
from cadences.reading.files import read_file
from cadences.stories.play import run_story
from cadences.stories.written import story_yaml
from integrations.holidays_of import Holidays

HOLIDAY = Holidays().name_of
PLACES = (
    ("Europe/Stockholm", "SE"),
    ("America/New_York", "US"),
    ("Asia/Kathmandu", "NP"),
    ("Europe/Amsterdam", "NL"),
)
COLD = """\
steps:
  - prepare: research
  - call: first-call
    wait: 1 business day
    text: "Opener: I read about {{ contact.company }}"
    windows: [Mon-Fri 09:00-11:30, Mon-Thu 13:00-16:30]
    retry: {times: 4, wait: [1 business day, 2 business days]}
    on: {gatekeeper: direct-number}
  - email: why-us
    wait: 2 business days
    subject: "{{ contact.company }} and us"
    send: Dear {{ contact.first_name }}
  - linkedin: connect
  - call: second-round
    wait: 3 business days
    windows: [Mon-Thu 16:30-18:00]
    retry: {times: 6, wait: [1 business day, 2 business days, 1 week]}
detours:
  - task: direct-number
silence: {after: 4 touches, missing: {owner: direct-number, urgency: {wait: 6 weeks}}}
then: {repeat: second-round, wait: [4 weeks, 8 weeks]}
"""
RING = "steps:\n  - call: ring\n    retry: until clear answer\n"
MAILS = """\
holidays: contact
limits: {touches_per_contact_per_week: 2, touches_per_rep_per_day: 2}
steps:
  - email: hello
    wait: 3 business days before meeting
  - message: ask
    wait: 3 hours
  - visit: drop-in
    wait: 1 week
    retry: {times: 2, vary: day}
"""
CADENCES = {"cold": COLD, "ring": RING, "mails": MAILS}
ANSWERS = (
    "no answer",
    "busy",
    "voicemail",
    "gatekeeper",
    "callback: after 17:00",
    "callback tomorrow 10:00",
    "callback next week",
    "not now",
    "not now until 2027-06-01",
    "talked",
    "sent",
    "done",
    "replied",
    "skipped",
    "wrong number",
    "bounced",
    "missing: owner",
    "missing: nothing",
    "missing: urgency",
    "introduced: Eva Ek",
    "referred: Eva Ek, 070-123 45 67",
    "yes meeting",
    "no: price",
    "opt out",
)


def cadence_of(name, stories=""):
    """Read one of the cadences, with stories in it."""
    reading = read_file(f"cadence: {name}\n{CADENCES[name]}{stories}", f"{name}.yaml", ())
    assert [str(found) for found in reading.findings if found.severity == "error"] == []
    return reading


CADENCE = {name: cadence_of(name).cadence for name in CADENCES}


def play(name, story):
    """Play a story as it was made, after it was written and read again."""
    reading = cadence_of(name, "tests:\n" + story_yaml(story))
    (again,) = reading.stories
    return run_story(again, reading.cadence, HOLIDAY)


def plain_story(start, where, rep_where, beats, others=0):
    """Make a story of rows."""
    (there, country), (here, rep_country) = where, rep_where
    return Story(
        it="goes as it goes",
        start=start,
        contact=Contact(
            "contact", "Anna Berg", there, country=country, phone="+00 000 0000", email="anna@acme.example"
        ),
        rep=Rep("rep", "Karin Holm", here, rep_country),
        beats=tuple(beats),
        others=others,
        written={
            "contact": {"timezone": there, "country": country},
            "rep": {"timezone": here, "country": rep_country},
            **({"others": str(others)} if others else {}),
        },
    )


def of_preview(name, start, where, rep_where, answers):
    """Make the story of what a preview does; nothing where the answers do not fit."""
    plain = plain_story(start, where, rep_where, ())
    here = zone(plain.rep.timezone)
    begin = at_wall(start.date(), start.hour * 60 + start.minute, here)
    try:
        shown = preview(CADENCE[name], plain.contact, plain.rep, begin, answers, HOLIDAY, max(8, len(answers)))
    except ValueError:
        return None
    beats = []
    for touch in shown.touches:
        day, minute = day_in(touch.span.start, here), minute_in(touch.span.start, here)
        expected = TouchExpected(touch.channel, touch.step, day, minute)
        answer = touch.answer.words or {Outcome.MISSING: "missing: nothing"}.get(touch.outcome, touch.outcome.value)
        beats.append(row(expect=str(expected), answer=answer))
    if not shown.enrollment.open:
        beats.append(row(expect=shown.state))
    return replace(plain, beats=tuple(beats))


def row(**keys):
    """Make a row of what is written in it."""
    expect, person = keys.get("expect"), keys.get("person")
    return Beat(
        expect=read_expectation(expect) if expect else None,
        shows=keys.get("shows", ""),
        person=read_act(person) if person else None,
        answer=keys.get("answer", ""),
        written=keys,
    )


# --- what Hypothesis draws --------------------------------------------------------------------------------------------
starts = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(
    lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
)
names = st.sampled_from(sorted(CADENCES))
places = st.sampled_from(PLACES)
answer_lists = st.lists(st.sampled_from(ANSWERS), max_size=7)
days = st.dates(date(2026, 1, 1), date(2028, 6, 1))
_TOUCHES = ("prepare research", "call first-call", "email why-us", "linkedin connect", "call second-round")
_OWN = ("task find-details", "diagnose diagnose", "task decide")
touches = st.one_of(
    st.sampled_from((*_TOUCHES, *_OWN)),
    st.builds("{} on {}".format, st.sampled_from(_TOUCHES), days),
    st.builds("{} on {} at 09:{:02}".format, st.sampled_from(_TOUCHES), days, st.integers(0, 59)),
    st.builds("{} on {} between 09:00 and 11:{:02}".format, st.sampled_from(_TOUCHES), days, st.integers(0, 59)),
    st.builds("nothing before {}".format, days),
    st.builds("waiting until {}".format, days),
    st.sampled_from(("won", "won quote", "lost", "lost price", "opted_out", "referred", "given_up", "waiting")),
)
acts = st.one_of(
    st.builds("moves to {:02}:15".format, st.integers(0, 23)),
    st.builds("moves to {}".format, days),
    st.builds("moves to {}T{:02}:00".format, days, st.integers(0, 23)),
    st.builds("pauses until {}".format, days),
    st.sampled_from(("deletes", 'writes "asks for prices"', 'gives up "moved away"')),
)
rows = st.builds(
    lambda keys: row(**keys),
    st.fixed_dictionaries(
        {"expect": touches},
        optional={
            "shows": st.sampled_from(("Opener: I read", "Anna Berg", "no such words in it")),
            "person": acts,
            "answer": st.sampled_from((*ANSWERS, "nothing")),
        },
    ),
)
wild_stories = st.builds(
    plain_story, starts, places, places, st.lists(rows, min_size=1, max_size=6), st.sampled_from((0, 0, 0, 3))
)
told_by_previews = st.builds(of_preview, st.just("cold"), starts, places, places, answer_lists)
