"""A preview as a timeline of text: weeks, and in each its touches with why they stand there. Knows columns, no rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from cadences.cadence import text_in
from cadences.events.brief import SIGNS
from cadences.forward.preview import Shown
from cadences.outcomes import Outcome
from cadences.pictures.days import Pictured, Week, weeks
from cadences.pictures.names import Speaker
from daemon.cli.paint import console, plain, put

if TYPE_CHECKING:
    from rich.text import Text

WIDTH: Final = 80
"""Columns of a timeline in a pipe or a file: it is read, not searched."""
_BEFORE: Final = 5
_BEHIND: Final = 11
"""Columns before a touch's day (its number), and between the day and its name: its time and sign."""
_OUTCOME: Final = 22
"""Columns of what came of it; what is longer stands below."""
_LEAST: Final = 60
"""A narrower terminal breaks lines itself."""


def tell_timeline(pictured: Pictured) -> None:
    """Write the timeline to the standard output, coloured where that is a terminal."""
    out = console(WIDTH)
    put(out, *_lines(pictured, min(max(out.width, _LEAST), WIDTH)))


def as_text(pictured: Pictured) -> str:
    """Return the timeline as plain text."""
    return "".join(f"{line.plain.rstrip()}\n" for line in _lines(pictured, WIDTH))


def _lines(pictured: Pictured, width: int) -> Iterator[Text]:
    speaker = Speaker(pictured)
    yield from _head(speaker, width)
    for row in weeks(pictured):
        yield from _quiet(row, speaker, width) if row[0].quiet else _week(row[0], speaker, width)
    yield from _ends(speaker, width)


def _head(speaker: Speaker, width: int) -> Iterator[Text]:
    cadence, language = speaker.pictured.cadence, speaker.pictured.rep.language
    title = text_in(cadence.titles, language)
    yield from _wrapped(plain(title or cadence.name), width, 0, "bold")
    yield from _wrapped(plain(speaker.about()), width, 0, "dim")


# --- weeks ----------------------------------------------------------------------------------------------------------
def _week(week: Week, speaker: Speaker, width: int) -> Iterator[Text]:
    from rich.text import Text

    yield Text("")
    free = [f"{speaker.short_day(day.day)} {day.holiday}" for day in week.days if day.holiday]
    yield from _heading(week.monday, week.days[-1].day, free, speaker, width)
    wide = max(len(speaker.weekday(speaker.pictured.day_of(each))) for each in speaker.pictured.preview.touches)
    for day in week.days:
        for touch in day.touches:
            yield from _touch(touch, speaker, width, wide, known=_told_before(touch, speaker))


def _quiet(row: tuple[Week, ...], speaker: Speaker, width: int) -> Iterator[Text]:
    from rich.text import Text

    yield Text("")
    free = [f"{speaker.short_day(day.day)} {day.holiday}" for week in row for day in week.days if day.holiday]
    days = speaker.full_days(row[0].monday, row[-1].days[-1].day)
    said = [speaker.count("quiet", len(row), "weeks"), days, *dict.fromkeys(free)]
    yield from _wrapped(plain(" · ".join(said)), width, 0, "dim")


def _heading(monday: date, sunday: date, free: list[str], speaker: Speaker, width: int) -> Iterator[Text]:
    """Yield a week's heading: its number, its days with their year, and who is not at work."""
    head = f"{speaker.word('week', week=str(monday.isocalendar()[1]))} · {speaker.full_days(monday, sunday)}"
    yield from _wrapped(plain(" · ".join((head, *free))), width, 0, "cyan")


# --- touches --------------------------------------------------------------------------------------------------------
def _touch(touch: Shown, speaker: Speaker, width: int, wide: int, *, known: bool) -> Iterator[Text]:
    """Yield a touch's lines: when, how, what and what came of it; below them why, and what was broken.

    `known` = its first reason was told above, so the second is.
    """
    from rich.text import Text

    start, text = speaker.local(touch.span.start), _BEFORE + wide + _BEHIND
    when = f"{touch.n:>3}  {_padded(speaker.weekday(start.date()), wide)} {start:%H:%M}  "
    name = ", ".join(filter(None, (speaker.name(touch), speaker.tried(touch))))
    outcome = plain(speaker.outcome(touch.answer))
    beside = len(outcome) <= _OUTCOME
    line = Text.assemble(when, _padded(SIGNS[touch.channel], 3))
    line.append(_padded(plain(name), width - text - (_OUTCOME + 2 if beside else 0)), "bold")
    if beside:
        line.append(f"  {outcome}", _colour(touch))
    yield line
    if not beside:
        yield from _wrapped(outcome, width, text, _colour(touch))
    mark = "◆ " if speaker.promised(touch) else ""
    for said in speaker.why(touch.reasons, 2)[1 if known else 0 :][:1]:
        yield from _wrapped(plain(f"{mark}{said}"), width, text, "magenta" if mark else "dim")
    for said in speaker.why(touch.conflicts, len(touch.conflicts)):
        yield from _wrapped(plain(f"! {said}"), width, text, "red")


def _told_before(touch: Shown, speaker: Speaker) -> bool:
    """Whether the promise that a touch keeps is the one that the touch before kept: its words stand there."""
    touches = speaker.pictured.preview.touches
    earlier = [each for each in touches[: touch.n - 1] if speaker.promised(each)]
    same = bool(earlier) and speaker.promised(touch) and earlier[-1].reasons[:1] == touch.reasons[:1]
    return same and len(touch.reasons) > 1


def _colour(touch: Shown) -> str:
    match touch.outcome:
        case Outcome.YES:
            return "bold green"
        case Outcome.NO | Outcome.OPT_OUT:
            return "bold"
        case _:
            return "default"


# --- the end --------------------------------------------------------------------------------------------------------
def _ends(speaker: Speaker, width: int) -> Iterator[Text]:
    """Yield what was promised, how it ends and what would start then."""
    from rich.text import Text

    yield Text("")
    for promise in speaker.promises():
        yield from _wrapped(plain(f"◆ {speaker.promise(promise)}"), width, 0, "magenta")
    head, *rest = speaker.ends()
    yield from _wrapped(plain(head), width, 0, "bold green" if speaker.pictured.preview.state == "won" else "bold")
    for said in rest:
        yield from _wrapped(plain(said), width, 0)


# --- columns --------------------------------------------------------------------------------------------------------
def _wrapped(text: str, width: int, indent: int, style: str = "") -> Iterator[Text]:
    """Yield a text as lines that fit below each other, broken between words where that is possible."""
    from rich.console import Console
    from rich.text import Text

    room = Console(width=width - indent, highlight=False, emoji=False)
    for line in Text(text, style).wrap(room, width - indent):
        line.rstrip()
        yield Text(" " * indent) + line


def _padded(text: str, wide: int) -> str:
    """Return a text as wide as a column, cut with an ellipsis where it is wider."""
    from rich.cells import cell_len, set_cell_size

    return set_cell_size(text, wide) if cell_len(text) <= wide else f"{set_cell_size(text, wide - 1)}…"
