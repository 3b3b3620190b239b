"""The agenda as a rep reads it: day by day, what is still open first. Knows shapes and columns; reads no store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from cadences.events.brief import SIGNS
from daemon.cli.paint import grid, narrow, plain, put

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
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
        _block(out, _name(day), _near(day, today), tuple(of_day), today)


def few(out: Console, name: str, touches: Sequence[Touch], who: str, rows: int) -> None:
    """Write the next few touches, and those of somebody wherever they stand, marked; a line each."""
    from rich.text import Text

    theirs = [touch for touch in touches if touch["contact_id"] == who]
    others = [touch for touch in touches if touch["contact_id"] != who][: rows - len(theirs)]
    shown = sorted([*theirs, *others], key=lambda touch: touch["start"])
    room = _room(out, shown, 30)
    for number, touch in enumerate(shown):
        mine, start = touch in theirs, _start(touch)
        head = f"  {name if number == 0 else '':7} {'▸' if mine else ' '} {start:%a} {start.day:>2} {start:%H:%M}"
        put(out, _line(head, touch, room, "" if mine else "dim"))
    if not theirs:
        put(out, Text("          ▸ nothing more", "bold"))


def _block(out: Console, title: str, beside: str, touches: Sequence[Touch], today: date) -> None:
    from rich.padding import Padding
    from rich.text import Text

    put(out, Text.assemble((title, "bold"), ("  " + beside if beside else "", "dim")))
    if not narrow(out):
        put(out, Padding(_table(touches, today), (0, 0, 1, 2)))
        return
    widest = max(len(_time(touch, today)) for touch in touches)
    room, said = _room(out, touches, widest + 7), ""
    for touch in touches:
        put(out, _line(f"  {_time(touch, today):{widest}}", touch, room, ""))
        why = _why(touch)
        if why not in {"", said}:  # on a narrow screen a reason is not said again for the next touch
            put(out, Padding(Text(why, "dim"), (0, 0, 0, widest + 7)))
        said = why
    put(out, Text(""))


def _table(touches: Iterable[Touch], today: date) -> Table:
    """Return a day with its reasons beside it."""
    from rich.text import Text

    table = grid({"no_wrap": True}, {"width": 2}, {"overflow": "fold"}, {"overflow": "fold"}, {"overflow": "fold"})
    for touch in touches:
        row = (_time(touch, today), SIGNS.get(touch["channel"], "·"), _who(touch), _what(touch))
        table.add_row(*row, Text(_why(touch), "dim"))
    return table


def _room(out: Console, touches: Iterable[Touch], before: int) -> int:
    """Return how many columns a name may take, beside what stands before and after it."""
    longest = max((_what(touch).cell_len for touch in touches), default=0)
    widest = max((_who(touch).cell_len for touch in touches), default=0)
    return max(12, min(widest, out.width - before - longest - 2))


def _line(head: str, touch: Touch, room: int, style: str) -> Text:
    """Return a touch as one line: a long name is cut, nothing else."""
    from rich.text import Text

    who = _who(touch)
    who.truncate(room, overflow="ellipsis", pad=True)
    return Text.assemble(head, "  ", f"{SIGNS.get(touch['channel'], '·'):2} ", who, "  ", _what(touch), style=style)


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
    """Return the reason that counts most, and after a `!` what could not be kept; klart why has them all."""
    reason = plain(touch["why"][0]).rstrip(".") if touch["why"] else ""
    return "  ".join(filter(None, (reason, *(f"! {plain(one).rstrip('.')}" for one in touch["conflicts"]))))


def _name(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _near(day: date, today: date) -> str:
    return {today: "today", today + timedelta(days=1): "tomorrow"}.get(
        day, f"{day:%Y}" if day.year != today.year else ""
    )
