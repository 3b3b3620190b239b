"""Previews to draw: cadences as authors write them, and people who are made up."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from cadences.cadence import Cadence
from cadences.forward.preview import preview, split_answers
from cadences.moments import instant
from cadences.people import Contact, Rep
from cadences.pictures.days import Pictured
from cadences.reading.files import read_cadence
from integrations.holidays_of import Holidays

STOCKHOLM = "Europe/Stockholm"
NAMES = {language: Holidays(language).name_of for language in ("en", "sv", "da", "nl")}

PREPARED = """
cadence: prepared
title: {en: Prepared calls, sv: Förberedda samtal}
windows: [Mon-Fri 09:00-11:30, Mon-Thu 13:00-16:30]
steps:
  - prepare: research
    title: {en: Read up, sv: Läs på}
    text: Read what is new about {{ contact.company }}.
  - call: first-call
    title: {en: First call, sv: Första samtalet}
    retry: {times: 4, wait: [1 business day, 2 business days]}
    on: {gatekeeper: direct-number}
  - email: why-us
    wait: 2 business days
    subject: "{{ contact.company }} and quality"
    send: "Dear {{ contact.first_name }}, a word about {{ contact.company }}."
  - visit: drop-by
  - call: second-round
    wait: 3 business days
    windows: [Mon-Thu 16:30-18:00]
    retry: {times: 6, wait: [1 business day, 2 business days, 1 week]}
detours:
  - task: direct-number
    text: Find the direct number of {{ contact.name }}.
silence:
  missing: {owner: direct-number, urgency: {wait: 6 weeks}}
then: {repeat: second-round, wait: [4 weeks, 8 weeks]}
answers:
  yes:
    meeting: {start: after-meeting, wait: 1 business day}
  no:
    contract: {start: win-back, wait: 6 months before contract_end}
    any: {start: win-back, wait: 9 months}
"""
SMALLEST = """
cadence: ring
steps:
  - call: ring
    retry: until clear answer
"""


def cadence_of(text: str, name: str) -> Cadence:
    found = read_cadence(text, f"{name}.yaml")
    assert isinstance(found, Cadence), found
    return found


def pictured(
    text=PREPARED,
    answers="",
    *,
    count=12,
    language="en",
    start=datetime(2026, 11, 23, 8),
    zone=STOCKHOLM,
    rep=STOCKHOLM,
    promises=(),
    away=(),
    person="Anna Berg",
    company="Acme AB",
) -> Pictured:
    name = text.split("cadence: ")[1].split("\n")[0]
    cadence = cadence_of(text, name)
    contact = Contact(
        "anna", person, zone, company=company, country="SE", phone="+46 70 174 06 05", email="a@acme.example"
    )
    karin = Rep("karin", "Karin Holm", rep, "SE", language=language, absences=tuple(away))
    began = instant(start.replace(tzinfo=ZoneInfo(rep)))
    told = split_answers(answers) if isinstance(answers, str) else answers
    found = preview(cadence, contact, karin, began, told, NAMES[language], count, promises=promises)
    return Pictured(cadence, contact, karin, began, found, NAMES[language])


SILENT = ("no_answer", "busy", "voicemail", "gatekeeper", "callback: after 17:00", "callback: tomorrow 14:30", "talked")
CLEAR = ("yes meeting", "yes quote", "no: contract", "no", "opt_out", "not_now: in 3 weeks")


@st.composite
def asked(draw) -> dict[str, object]:
    """What to preview: a story or silence, at any time of the year, for reps here and far away."""
    said = draw(st.lists(st.sampled_from(SILENT), max_size=3))
    said += draw(st.lists(st.sampled_from(CLEAR), max_size=1))
    return {
        "text": draw(st.sampled_from([PREPARED, SMALLEST])),
        "answers": said,
        "count": draw(st.integers(6, 14)),
        "language": draw(st.sampled_from(["en", "sv", "da", "nl"])),
        "start": draw(st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1))).replace(second=0, microsecond=0),
        "rep": draw(st.sampled_from([STOCKHOLM, "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])),
    }
