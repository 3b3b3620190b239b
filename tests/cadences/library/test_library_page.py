"""The page of the library: its weeks and its ways are those of the cadences. `KLART_GOLDEN=write` writes them anew."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from cadences.business import no_holidays
from cadences.cadence import text_in
from cadences.forward.preview import Shown, preview
from cadences.moments import instant
from cadences.outcomes import Channel
from cadences.people import Contact, Rep
from tests.cadences.library.shelf import ROOT, SHELF, TEN

PAGE = ROOT / "docs/library.md"
MONDAY = date(2026, 11, 2)
START = instant(datetime(2026, 11, 2, 7, tzinfo=UTC))
ANNA = Contact("anna", "Anna Berg", "Europe/Stockholm", email="anna@acme.example", landmarks={"meeting": "2026-11-03"})
KARIN = Rep("karin", "Karin Holm", "Europe/Stockholm")
WEEKS = 26
SIGNS = {"diagnose": "What is missing?", "decide": "Go on, pause, or a clear no?"}
SAYINGS = {
    "meeting": "yes to a meeting",
    "quote": "yes to a quote",
    "purchase": "yes to a purchase",
    "contract": "no, a contract",
    "price": "no, the price",
    "any": "any other no",
}


# --- the weeks --------------------------------------------------------------------------------------------------------
def weeks(name: str) -> str:
    """Half a year of somebody who never answers, a line a week."""
    lines: dict[int, list[str]] = {}
    for touch in preview(SHELF[name], ANNA, KARIN, START, (), no_holidays, 40).touches:
        day = touch.span.start.date()
        lines.setdefault((day - MONDAY).days // 7 + 1, []).append(f"{day:%a} {said(name, touch)}")
    shown = [f"week {week:<4}{' · '.join(touches)}" for week, touches in lines.items() if week <= WEEKS]
    return "```text\n" + "\n".join(shown) + "\n```"


def said(name: str, touch: Shown) -> str:
    if touch.attempt > 1:
        return f"{touch.channel.value}, try {touch.attempt}"
    step = SHELF[name].step(touch.step)
    what = SIGNS[touch.step] if step is None else text_in(step.titles, "en")
    return f"{channel(touch.channel)}{what}"


def channel(of: Channel) -> str:
    named = {Channel.DIAGNOSE: "", Channel.PREPARE: "", Channel.TASK: "", Channel.LINKEDIN: "LinkedIn: "}
    return named.get(of, f"{of.value}: ")


# --- the ways ---------------------------------------------------------------------------------------------------------
def ways(name: str) -> str:
    cadence = SHELF[name]
    rows = [f"| {SAYINGS[word]} | {link(chain)} |" for word, chain in (*cadence.yes.items(), *cadence.no.items())]
    rows += [f"| not now, no date | the same again after {cadence.not_now} |"]
    return "\n".join(["| said | what follows |", "|---|---|", *rows])


def link(chain) -> str:
    return f"[{chain.start}](#{chain.start}), {when(str(chain.wait))}"


def when(wait: str) -> str:
    before = {"meeting": "the meeting", "contract_end": "it ends"}
    if " before " in wait:
        delay, _, landmark = wait.partition(" before ")
        return f"{delay} before {before[landmark]}"
    return f"after {wait}"


def block(kind: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=<!-- {kind} of {name} -->\n).*?(?=\n<!-- end -->)", re.DOTALL)


@pytest.mark.parametrize("name", TEN)
@pytest.mark.parametrize("kind", ["weeks", "ways"])
def test_the_page_shows_what_is_so(name, kind):
    wanted = weeks(name) if kind == "weeks" else ways(name)
    text = PAGE.read_text("utf-8")
    if os.environ.get("KLART_GOLDEN") == "write":
        text = block(kind, name).sub(lambda _: wanted, text)
        PAGE.write_text(text, "utf-8")
    (found,) = block(kind, name).findall(text)
    assert found == wanted, "the page is out of date; with KLART_GOLDEN=write it is written anew"


def test_the_page_has_a_section_for_each_in_order_and_is_linked():
    text = PAGE.read_text("utf-8")
    assert re.findall(r"^## ([a-z-]+)$", text, re.MULTILINE) == list(TEN)
    assert re.findall(r"^\| \[([a-z-]+)\]\(#\1\) \|", text, re.MULTILINE) == list(TEN)
    assert "(library.md)" in (ROOT / "docs/index.md").read_text("utf-8")


def test_a_line_of_the_weeks_can_be_read():
    longest = max((line for name in TEN for line in weeks(name).split("\n")), key=len)
    assert len(longest) <= 120, longest


def test_the_weeks_begin_on_their_first_day():
    assert weeks("cold-call").split("\n")[1].startswith("week 1   Mon Read up · Tue call: First call · Wed call, try 2")
    assert MONDAY.weekday() == 0
    assert START.date() == MONDAY
    assert timedelta(weeks=WEEKS) > timedelta(days=180)
