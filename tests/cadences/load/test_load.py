"""What a roster costs: the same for the same words, nothing counted twice, nobody lost on the way."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadences.cadence import Cadence
from cadences.forward.load import Done, Load, Roster, load
from cadences.forward.load_rates import ALL, DEFAULTS, draw, rates_with, read_assumption
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from cadences.pictures.load_picture import svg
from cadences.reading.files import read_cadence
from cadences.windows import Window

MONDAY = date(2026, 11, 23)
TEXT = """\
cadence: ring
goal: [meeting]
steps:
  - prepare: research
  - call: first-call
    wait: 1 business day
    retry: {times: 4, wait: [1 business day, 2 business days]}
  - email: why-us
  - call: second
    retry: until clear answer
answers:
  yes:
    meeting: {start: after-meeting}
"""
REP = Rep("karin", "Karin Holm", "Europe/Stockholm", "SE")
CONTACT = Contact("c", "c", "Europe/Stockholm", country="SE")
SILENCE = {channel: dict.fromkeys(of_channel, 0) for channel, of_channel in DEFAULTS.items()}


def no_holiday(_day, _country, _region):
    return None


def christmas(day, _country, _region):
    return "Christmas Day" if (day.month, day.day) == (12, 25) else None


@pytest.fixture(scope="module")
def ring() -> Cadence:
    found = read_cadence(TEXT, "ring.yaml")
    assert isinstance(found, Cadence)
    return found


def played(cadence, *, contacts=12, a_day=4, weeks=4, rates=DEFAULTS, seed=1, rep=REP, holiday=no_holiday, tell=None):
    roster = Roster(contacts, a_day, MONDAY, weeks)
    return load(cadence, roster, CONTACT, rep, holiday, rates, seed, tell=tell)


# --- laws -------------------------------------------------------------------------------------------------------------
@given(st.integers(1, 25), st.integers(1, 9), st.integers(1, 5), st.integers(0, 10**9))
@settings(max_examples=15)
def test_nobody_is_lost_and_nothing_counted_twice(contacts, a_day, weeks, seed):
    cadence = read_cadence(TEXT, "ring.yaml")
    found = played(cadence, contacts=contacts, a_day=a_day, weeks=weeks, seed=seed)
    assert found.enrolled == min(contacts, a_day * 5 * weeks)
    assert sum(found.ended.values()) >= found.enrolled
    assert found.touches == sum(sum(day.touches.values()) for day in found.days)
    assert found.minutes == sum(sum(day.by_channel.values()) for day in found.days)
    assert sum(len(days) for _, days in found.weeks()) == len(found.days)
    assert all(MONDAY <= day.day < MONDAY + timedelta(weeks=weeks) for day in found.days)
    assert found.delays.count == sum(day.late for day in found.days) == sum(found.delays.why.values())
    assert found == played(cadence, contacts=contacts, a_day=a_day, weeks=weeks, seed=seed), "the same words, the same"


@given(st.integers(0, 2**63), st.text(max_size=20))
def test_a_draw_lies_below_all(seed, name):
    assert 0 <= draw(seed, name) < ALL


def test_draws_are_spread_evenly():
    counted = [draw(7, f"c{n}/1") for n in range(20_000)]
    for share in (100, 1_000, 5_000):
        found = sum(one < share for one in counted) / len(counted)
        assert found == pytest.approx(share / ALL, rel=0.15)


def test_an_answer_hangs_on_the_seed_the_contact_and_the_touch_alone(ring):
    """So two loads differ in what was changed between them: here in who else is enrolled."""
    alone, among = (played(ring, contacts=n, a_day=1, weeks=1) for n in (1, 5))
    assert alone.days[0] == among.days[0], "on the first day there is the first contact alone, in both"
    seeds = {str(played(ring, contacts=1, a_day=1, weeks=6, seed=seed)) for seed in range(12)}
    assert len(seeds) > 1


# --- rates ------------------------------------------------------------------------------------------------------------
def test_silence_ends_for_nobody(ring):
    assert played(ring, rates=SILENCE, weeks=8).ended == {"open": 12}


def test_whoever_says_yes_at_once_is_won_at_the_first_call(ring):
    rates = {**SILENCE, Channel.CALL: {"yes": ALL}}
    found = played(ring, rates=rates)
    assert found.ended == {"won": 12}
    assert found.starts == {"after-meeting": 12}
    counted = {channel: sum(day.touches.get(channel, 0) for day in found.days) for channel in Channel}
    assert counted[Channel.PREPARE] == counted[Channel.CALL] == 12
    assert counted[Channel.EMAIL] == 0


@pytest.mark.parametrize(("text", "channel", "outcome", "rate"), [
    ("call.yes=4.5%", Channel.CALL, "yes", 450),
    ("no=10%", Channel.EMAIL, "no", 1000),
    ("Call.wrong-number=0.25%", Channel.CALL, "wrong_number", 25),
    ("diagnose.urgency=100 %", Channel.DIAGNOSE, "urgency", 10_000),
])  # fmt: skip
def test_a_rate_is_set(text, channel, outcome, rate):
    if channel is Channel.DIAGNOSE:
        others = [f"diagnose.{word}=0%" for word in DEFAULTS[channel] if word != outcome]
    else:
        others = []
    rates = rates_with(tuple(read_assumption(one) for one in [*others, text]))
    assert rates[channel][outcome] == rate


def test_a_rate_for_all_spares_what_cannot_have_it():
    rates = rates_with((read_assumption("bounced=9%"),))
    assert rates[Channel.EMAIL]["bounced"] == 900
    assert "bounced" not in rates[Channel.CALL]


@pytest.mark.parametrize(("text", "said"), [
    ("yes", "is no rate; write one like call.yes=4%"),
    ("call.yes=4", "is no rate"),
    ("call.yes=101%", "at most 100%"),
    ("phone.yes=4%", "is no channel that is answered"),
    ("call.bounced=4%", "cannot come of call"),
    ("email.voicemial=4%", "cannot come of email"),
    ("call.referred=4%", "cannot come of call"),
])  # fmt: skip
def test_what_is_no_rate_is_told(text, said):
    with pytest.raises(ValueError, match=said):
        read_assumption(text)


def test_rates_are_not_more_than_all():
    with pytest.raises(ValueError, match="the rates of call make 105"):
        rates_with((read_assumption("call.yes=80%"),))


# --- days and room ----------------------------------------------------------------------------------------------------
def test_nobody_is_enrolled_on_a_day_off(ring):
    told = []
    roster = Roster(8, 2, date(2026, 12, 24), 1)
    load(ring, roster, CONTACT, REP, christmas, SILENCE, 1, tell=lambda day, n: told.append((day, n)))
    assert told == [(date(2026, 12, 24), 2), *((date(2026, 12, day), 2) for day in (25, 26, 27))]


def test_a_cap_delays_and_says_by_how_much(ring):
    """Sixteen want their first call on one day, and four find room on each."""
    capped = replace(REP, capacity=4)
    found = played(ring, contacts=16, a_day=16, rates=SILENCE, rep=capped)
    free = played(ring, contacts=16, a_day=16, rates=SILENCE)
    assert all(day.touches.get(Channel.CALL, 0) + day.touches.get(Channel.EMAIL, 0) <= 4 for day in found.days)
    assert found.delays.why["rep-full"] > 0
    assert found.delays.most >= 3
    assert "rep-full" not in free.delays.why


def test_short_hours_make_full_days(ring):
    short = replace(REP, hours=(Window.parse("Mon-Fri 09:00-10:00"),))
    found = played(ring, contacts=20, a_day=20, rates=SILENCE, rep=short)
    assert all(day.minutes <= 60 for day in found.days)
    assert found.delays.why["busy"] > 0


def test_peaks_are_the_heaviest_days(ring):
    found = played(ring, contacts=30, a_day=10)
    heaviest = max(day.minutes for day in found.days)
    assert found.peaks(1)[0].minutes == heaviest
    assert [day.minutes for day in found.peaks()] == sorted((day.minutes for day in found.days), reverse=True)[:5]


def test_a_delay_is_counted_in_days():
    assert Done(MONDAY, Channel.CALL, 10).late == 0


# --- the picture ------------------------------------------------------------------------------------------------------
def test_each_day_has_its_bar(ring):
    found = played(ring)
    root = ET.fromstring(svg(found, "ring", REP))
    space = "{http://www.w3.org/2000/svg}"
    bars = [title.text for title in root.iter(f"{space}title")][1:]
    assert len(bars) == len(found.days)
    assert bars[0] == f"Mon 23 Nov 2026: {found.days[0].count} touches, 1 h 00 min"


@given(st.text(max_size=60))
@settings(max_examples=30)
def test_any_title_makes_a_picture_that_is_well_formed(title):
    found = Load(Roster(1, 1, MONDAY, 1), (), NO_DELAYS, 0, {})
    drawn = svg(found, title, REP)
    ET.fromstring(drawn)
    assert "url(" not in drawn
    assert drawn.count("http") == 1, "the name of SVG's own namespace alone"


NO_DELAYS = load(
    read_cadence("{cadence: ring, steps: [{call: a}]}", "ring.yaml"),
    Roster(1, 1, MONDAY, 1), CONTACT, REP, no_holiday, SILENCE, 1,
).delays  # fmt: skip
