"""The agenda as a rep reads it: day by day, what is still open first. Knows shapes and columns; reads no store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from cadences.brief import SIGNS
from daemon.cli.paint import grid, narrow, plain, put

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Touch = Mapping[str, Any]
"""A touch as `agenda --json` has it."""

STILL_OPEN: Final = "still open"
PROMISED: Final = "promised"


def show(out: Console, touches: Sequence[Touch], today: date) -> None:
    """Write the agenda: what is still open from before, then each day under its name."""
    before = [touch for touch in touches if touch["state"] == "overdue"]
    after = [touch for touch in touches if touch["state"] != "overdue"]
    if before:
        _block(out, "Still open", "", before, today)
    for day, of_day in groupby(after, key=lambda touch: _start(touch).date()):
        _block(out, _name(day), _near(day, today), list(of_day), today)


def few(out: Console, name: str, touches: Sequence[Touch], who: str, rows: int) -> None:
    """Write the next few touches, and the one of somebody wherever it stands, marked."""
    from rich.padding import Padding
    from rich.text import Text

    theirs = [touch for touch in touches if touch["contact_id"] == who]
    others = [touch for touch in touches if touch["contact_id"] != who][: rows - len(theirs)]
    kept = {"no_wrap": True}
    table = grid({"width": 6, "style": "dim"}, {"width": 1}, kept, {"width": 2}, {**kept, "overflow": "ellipsis"}, kept)
    for number, touch in enumerate(sorted([*theirs, *others], key=lambda touch: touch["start"])):
        mine, start = touch in theirs, _start(touch)
        when = Text(f"{start:%a} {start.day:>2} {start:%H:%M}")
        row = (name if number == 0 else "", "▸" if mine else "", when, SIGNS.get(touch["channel"], "·"))
        table.add_row(*row, _who(touch), _what(touch), style="" if mine else "dim")
    if not theirs:
        table.add_row("" if others else name, "▸", Text("nothing more", "bold"), "", Text("", "dim"), "")
    put(out, Padding(table, (0, 0, 0, 2)))


def _block(out: Console, title: str, beside: str, touches: Iterable[Touch], today: date) -> None:
    from rich.padding import Padding
    from rich.text import Text

    put(out, Text.assemble((title, "bold"), ("  " + beside if beside else "", "dim")))
    below = narrow(out)
    table = grid({"no_wrap": True, "min_width": 5}, {"width": 2}, {"overflow": "fold"}, {"overflow": "fold"})
    if not below:
        table.add_column(overflow="fold", ratio=1)
    said = ""
    for touch in touches:
        row = (_time(touch, today), SIGNS.get(touch["channel"], "·"), _who(touch), _what(touch))
        why = Text(_why(touch), "dim")
        table.add_row(*row, *(() if below else (why,)))
        if below and why.plain != said:  # on a narrow screen a reason is not said again for the next touch
            table.add_row("", "", why, "")
        said = why.plain
    put(out, Padding(table, (0, 0, 1, 2)))


def _start(touch: Touch) -> datetime:
    return datetime.fromisoformat(touch["start"])


def _time(touch: Touch, today: date) -> str:
    start = _start(touch)
    away = touch["state"] == "overdue" and start.date() != today
    return f"{_short(start.date())} {start:%H:%M}" if away else f"{start:%H:%M}"


def _who(touch: Touch) -> Text:
    from rich.text import Text

    company = touch.get("company")
    return Text.assemble((plain(touch["contact"]), "bold"), f" · {plain(company)}" if company else "")


def _what(touch: Touch) -> Text:
    from rich.text import Text

    tried = f" (try {touch['try']})" if touch["try"] > 1 else ""
    text = Text(f"{touch['step'].replace('-', ' ')}{tried}")
    if touch.get("promise"):
        text.append(f"  {PROMISED}", "bold green")
    if touch["state"] == "overdue":
        text.append(f"  {STILL_OPEN}", "yellow")
    return text


def _why(touch: Touch) -> str:
    """Return the reason that counts most; klart why has them all."""
    return plain(touch["why"][0]).rstrip(".") if touch["why"] else ""


def _name(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _near(day: date, today: date) -> str:
    return {today: "today", today + timedelta(days=1): "tomorrow"}.get(
        day, f"{day:%Y}" if day.year != today.year else ""
    )
