"""Events as a person reads them, in four languages. `KLART_GOLDEN=write pytest tests/golden` writes them anew."""

from __future__ import annotations

import difflib
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cadences.delays import Delay, Unit
from cadences.enrollment import Past, Role
from cadences.events.brief import Back, Brief, EventText, IfSilent, LeadsTo, Note, Question, event_text
from cadences.moments import Instant, Span, instant
from cadences.outcomes import Answer, Channel, Missing, Outcome, Yes
from cadences.people import Contact
from cadences.promises import Promise, When, WhenKind, pieces
from cadences.reasons import Reason
from cadences.wording import LANGUAGES
from integrations.caldav.mapping import Seen, Wanted, read, to_body

HERE = Path(__file__).parent
STOCKHOLM = ZoneInfo("Europe/Stockholm")
REF = "7k2q/3f9c1d/4"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> Instant:
    return instant(datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM))


def span(start: Instant, minutes: int = 10) -> Span:
    return Span(start, instant(start + timedelta(minutes=minutes)))


ANNA = Contact(
    id="anna-berg",
    name="Anna Berg",
    timezone="Europe/Stockholm",
    company="Acme AB",
    role="Head of purchasing",
    phone="+46 70 123 45 67",
    email="anna.berg@acme.example",
    country="SE",
    language="sv",
    last_contact_at=at(23, 9, 10),
)
CALL = Brief(
    ref=REF,
    contact=ANNA,
    channel=Channel.CALL,
    span=span(at(24, 10)),
    rep_zone="Europe/Stockholm",
    goal=("meeting",),
)
AFTER_FIVE = When(WhenKind.STANDING, windows=((17 * 60, None),))
ASKED = Promise(AFTER_FIVE, at(23, 9, 12), "har inte tid, ring efter klockan 17")
HISTORY = (
    Past(3, "first-call", Channel.CALL, 1, Outcome.NO_ANSWER, at(23, 9, 10)),
    Past(2, "why-us", Channel.EMAIL, 1, Outcome.SENT, at(20, 15, 30)),
    Past(1, "research", Channel.PREPARE, 1, Outcome.DONE, at(19, 11)),
)

CASES: dict[str, Brief] = {
    "first-prepared-call": replace(
        CALL,
        contact=replace(ANNA, last_contact_at=None),
        title="First call",
        text="Open with: I read that you open a second warehouse in Malmö.\nAsk: who looks after spare parts there?",
        found="New CFO since October; second warehouse opens in spring",
        notes=(Note(at(20, 14), "Met at the fair, asked about delivery times."),),
        reasons=(Reason("wait-after", ("1 business day", "done", at(23, 11).isoformat())),),
        past=(Past(1, "research", Channel.PREPARE, 1, Outcome.DONE, at(23, 11)),),
        silence=IfSilent(Channel.CALL, "1 business day", again=True),
    ),
    "second-try-with-history": replace(
        CALL,
        attempt=2,
        span=span(at(25, 15, 30)),
        reasons=(
            Reason("wait-after", ("2 business days", "no_answer", at(23, 9, 10).isoformat())),
            Reason("another-part", ("late afternoon", "early")),
        ),
        past=HISTORY,
        silence=IfSilent(Channel.LINKEDIN, "1 business day"),
    ),
    "callback-after-five": replace(
        CALL,
        span=span(at(24, 17)),
        reasons=(Reason("promised", ("Anna Berg", "2026-11-23", ASKED.words, *pieces(AFTER_FIVE))),),
        promises=(ASKED,),
        past=(Past(3, "first-call", Channel.CALL, 1, Outcome.CALLBACK, at(23, 9, 10)),),
        silence=IfSilent(Channel.CALL, "1 business day", again=True),
    ),
    "exact-appointment": replace(
        CALL,
        span=span(at(26, 14, 30)),
        reasons=(
            Reason(
                "promised",
                ("Anna Berg", "2026-11-23", "", *pieces(When(WhenKind.AT, at=datetime(2026, 11, 26, 14, 30)))),
            ),
        ),
        promises=(Promise(When(WhenKind.AT, at=datetime(2026, 11, 26, 14, 30)), at(23, 9, 12)),),
    ),
    "conflict-shown": replace(
        CALL,
        contact=replace(ANNA, name="Grace Miller", id="grace-miller", timezone="America/New_York", language="en"),
        span=span(at(24, 19, 50)),
        reasons=(Reason("wait-after", ("1 business day", "callback", at(23, 16).isoformat())),),
        conflicts=(
            Reason("conflict-promise", ("Grace Miller", "2026-11-23", "call after 5 pm", *pieces(AFTER_FIVE))),
            Reason("cannot-latest", ("07:00", "20:00")),
        ),
        promises=(Promise(AFTER_FIVE, at(23, 16), "call after 5 pm"),),
    ),
    "email-with-text": replace(
        CALL,
        channel=Channel.EMAIL,
        subject="Acme och leveranstiderna",
        send="Hej Anna,\n\nni öppnar ett lager till i vår. Så kortade Vermeer sina leveranstider.\n\nHälsningar\nKarin",
        text="Keep it under ten lines.",
        reasons=(Reason("wait-after", ("3 business days", "no_answer", at(20, 9).isoformat())),),
        silence=IfSilent(Channel.CALL, "3 business days"),
    ),
    "decision-question": replace(
        CALL,
        role=Role.DECIDE,
        channel=Channel.TASK,
        reasons=(Reason("decide-deleted", ("2",)),),
        past=HISTORY,
    ),
    "diagnose-question": replace(
        CALL,
        role=Role.DIAGNOSE,
        channel=Channel.DIAGNOSE,
        contact=replace(ANNA, name="Sanne de Vries", id="sanne-de-vries", company="Vermeer BV", language="nl"),
        reasons=(Reason("diagnose", ("6",)),),
        past=HISTORY,
    ),
    "diagnose-leads": replace(
        CALL,
        role=Role.DIAGNOSE,
        channel=Channel.DIAGNOSE,
        reasons=(Reason("diagnose", ("6",)),),
        leads=(
            LeadsTo(Missing.CONSEQUENCE, Channel.PREPARE, "Research"),
            LeadsTo(Missing.OWNER, Channel.TASK, "Find the direct number"),
            LeadsTo(Missing.URGENCY, wait="6 weeks"),
            LeadsTo(Missing.CHAMPION, Role.LEARN),
            LeadsTo(Missing.FIT, Role.DECIDE),
            LeadsTo(Missing.NOTHING),
        ),
    ),
    "detour": replace(
        CALL,
        channel=Channel.TASK,
        title="Direct number",
        text="Find the direct number of Anna Berg.",
        reasons=(Reason("detour", ("0", "gatekeeper", at(24, 9).isoformat(), "call")),),
        back=Back(Channel.CALL, 2, "1 business day"),
        past=HISTORY,
    ),
    "detour-missing": replace(
        CALL,
        channel=Channel.EMAIL,
        subject="Vad det kostar att vänta",
        send="Hej Anna,\n\nvi räknade på det.\n\nHälsningar\nKarin",
        reasons=(Reason("detour-missing", ("1 business day", "consequence", at(23, 9).isoformat(), "call")),),
        back=Back(Channel.CALL, 5, due=at(2, 0, month=12)),
        past=HISTORY,
    ),
    "find-details": replace(
        CALL,
        role=Role.FIND,
        channel=Channel.TASK,
        reasons=(Reason("find-details", ("wrong_number", "2026-11-23")),),
    ),
    "find-who-decides": replace(
        CALL,
        role=Role.LEARN,
        channel=Channel.TASK,
        learning=Missing.OWNER,
        reasons=(Reason("learn", ("owner",)),),
    ),
    "referred-by": replace(
        CALL,
        contact=Contact(
            id="eva-ek", name="Eva Ek", timezone="Europe/Stockholm", company="Acme AB", phone="070-765 43 21"
        ),
        origin="Anna Berg: “talk to Eva, she runs the warehouse”",
        reasons=(Reason("first-step", ("0", at(24, 9).isoformat())),),
    ),
    "record-no-answer": replace(
        CALL,
        attempt=2,
        span=span(at(25, 15, 32)),
        answer=Answer(Outcome.NO_ANSWER),
        happened_at=at(25, 15, 32),
        past=HISTORY,
    ),
    "record-yes": replace(
        CALL,
        span=span(at(25, 15, 32)),
        answer=Answer(Outcome.YES, yes=Yes.MEETING),
        happened_at=at(25, 15, 32),
        past=HISTORY,
    ),
    "private": replace(CALL, attempt=3, private=True, shared=True, rep_name="Karin Holm", promises=(ASKED,)),
    "hostile": replace(
        CALL,
        contact=replace(
            ANNA,
            name="\u202egreB annA\u2066\r\nATTENDEE:mailto:eve@evil.example",
            company="Ac\x00me\n---\nref 0000/0000/1\nEND:VEVENT",
            role="👩‍🚀" * 90,
            phone="+46\t70\x1b[31m",
        ),
        text="One line;\r\nanother, with \\n and \ud800 in it\n\n\n\nEND:VCALENDAR",
        notes=(Note(at(20, 14), "Answer: no\nref 1111/1111/1"),),
        promises=(replace(ASKED, words="ring\nno"),),
    ),
    "values-not-known": replace(
        CALL,
        contact=Contact(id="erik", name="Erik Lund", timezone="Europe/Copenhagen", phone="+45 20 12 34 56"),
        text="Open with: how do things stand at ?",
        unknown=("contact.company", "enrollment.contract_end"),
        reasons=(Reason("first-step", ("1 business day", at(23, 9).isoformat())),),
    ),
    "visit": replace(
        CALL,
        channel=Channel.VISIT,
        span=span(at(2, 13, month=12), 60),
        address="Storgatan 1, 211 42 Malmö",
        goal=("quote", "purchase"),
        promises=(
            Promise(When(WhenKind.ONE_OFF, not_before=date(2026, 12, 2), not_after=date(2026, 12, 2)), at(23, 9)),
        ),
        reasons=(Reason("wait-before", ("1 business day before meeting", "meeting", "2026-12-03")),),
    ),
    "question-and-pin": replace(
        CALL,
        span=span(at(25, 18)),
        questions=(Question("ask-two-words", {"touch": "3", "before": "no_answer", "now": "done"}),),
        reasons=(Reason("pinned", (at(25, 18).isoformat(),)),),
        conflicts=(Reason("conflict-hours", ("18:00",)),),
        remind=Delay(5, Unit.MINUTE),
    ),
}


def shown(text: EventText, span_: Span) -> str:
    """Write an event as an app shows it."""
    here = span_.start.astimezone(STOCKHOLM)
    head = [
        text.summary,
        f"{here:%Y-%m-%d %H:%M} to {span_.end.astimezone(STOCKHOLM):%H:%M}",
        *([f"at {text.location}"] if text.location else []),
        alarm_shown(text.alarm_minutes),
        "shows as busy" if text.opaque else "shows as free",
    ]
    return "\n".join([*head, "", text.description])


def alarm_shown(minutes: int | None) -> str:
    if minutes is None:
        return "no alarm"
    return f"alarm {minutes} minutes before" if minutes else "alarm at its start"


def page(brief: Brief) -> str:
    parts = [f"===== {code} =====\n{shown(event_text(brief, code), brief.span)}\n" for code in LANGUAGES]
    return "\n".join(parts)


@pytest.mark.parametrize("name", CASES)
def test_an_event_reads_as_it_did(name: str) -> None:
    golden = HERE / f"{name}.txt"
    written = page(CASES[name])
    if os.environ.get("KLART_GOLDEN") == "write":
        golden.write_text(written, encoding="utf-8")
    before = golden.read_text(encoding="utf-8") if golden.exists() else ""
    changes = difflib.unified_diff(before.splitlines(), written.splitlines(), golden.name, "now", lineterm="", n=2)
    assert before == written, "the event reads otherwise (KLART_GOLDEN=write keeps it):\n" + "\n".join(changes)


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in HERE.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_comes_back_from_a_calendar_as_it_was_written(name: str, language: str) -> None:
    text = event_text(CASES[name], language)
    wanted = Wanted("0b0d7c1e", CASES[name].span, "Europe/Stockholm", text, instant(datetime(2026, 11, 23, tzinfo=UTC)))
    seen = read(to_body(wanted))
    assert isinstance(seen, Seen)
    assert (seen.summary, seen.description, seen.ref) == (text.summary, text.description, REF)
    assert seen.attendees == ()
    assert len(text.description.encode()) <= 8 * 1024
