"""A preview as a picture: one SVG, the same bytes for the same preview. Pure; nothing in it is fetched from anywhere.

It is drawn in the colours of the reader's scheme, light or dark, and told in words to who does not see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from cadences.cadence import text_in
from cadences.pictures.days import Pictured
from cadences.pictures.drawing import STYLE, box, escaped, hatch, icon, number, path, shape, width, words, wrapped
from cadences.pictures.names import Speaker
from cadences.pictures.palette import styles
from cadences.pictures.ways import draw_ways
from cadences.pictures.weeks import RIGHT, Drawn, diamond, draw_weeks

MARGIN: Final = 28
WIDE: Final = RIGHT + 2 * MARGIN
_GAP: Final = 30

Room: TypeAlias = Callable[[Speaker, float], Drawn]
"""Draws a part of a picture, from a height on."""


def svg(pictured: Pictured) -> str:
    """Return the picture: the weeks with windows, tries and promises, how it ends, and where each answer leads."""
    speaker = Speaker(pictured)
    return _drawn(speaker, "klart", (_head, _legend, draw_weeks, _ends, _ways))


def weeks_svg(speaker: Speaker) -> str:
    """Return the weeks alone, for a page that says the rest itself."""
    return _drawn(speaker, "weeks", (_legend, draw_weeks))


def ways_svg(speaker: Speaker) -> str:
    """Return where each answer leads, alone."""
    return _drawn(speaker, "ways", (draw_ways,))


def _drawn(speaker: Speaker, name: str, rooms: Iterable[Room]) -> str:
    parts: list[str] = []
    y = float(MARGIN)
    for draw in rooms:
        drawn = draw(speaker, y)
        parts += drawn.parts
        y += drawn.height + (_GAP if drawn.parts else 0)
    return _document(parts, y - _GAP + MARGIN, speaker, name)


def _document(parts: Iterable[str], high: float, speaker: Speaker, name: str) -> str:
    size = f'viewBox="0 0 {WIDE} {number(high)}" width="{WIDE}" height="{number(high)}"'
    title = escaped(speaker.word("ways" if name == "ways" else "title", cadence=speaker.pictured.cadence.name))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="klart-picture" role="img" {size}'
        f' aria-labelledby="{name}-title {name}-desc" lang="{speaker.reader.language.code}">'
        f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{escaped(_told(speaker))}</desc>'
        f"<style>{STYLE}{styles()}</style>"
        f'{box(0, 0, WIDE, high, "paper", round_=10)}<g transform="translate({MARGIN} 0)">{"".join(parts)}</g></svg>\n'
    )


def _told(speaker: Speaker) -> str:
    """Say the whole picture in some sentences."""
    touches = speaker.pictured.preview.touches
    if not touches:
        return speaker.word("nothing")
    first, last = speaker.day(touches[0].span.start), speaker.day(touches[-1].span.start)
    counted = speaker.word("desc", touches=str(len(touches)), start=first, end=last)
    return " ".join((counted, *(f"{line}." for line in speaker.ends()), speaker.word("desc ways")))


def _head(speaker: Speaker, top: float) -> Drawn:
    """Write which cadence it is, for whom, from when."""
    pictured = speaker.pictured
    cadence = pictured.cadence
    title = text_in(cadence.titles, pictured.rep.language) or cadence.name
    parts = [words(0, top + 22, title, size=22, bold=True, room=RIGHT)]
    parts.append(words(0, top + 44, speaker.about(), size=12.5, role="soft", room=RIGHT))
    return Drawn(tuple(parts), 44)


# --- the legend -----------------------------------------------------------------------------------------------------
def _legend(speaker: Speaker, top: float) -> Drawn:
    """Say what the marks mean, those that are there."""
    pictured = speaker.pictured
    channels = dict.fromkeys(touch.channel for touch in pictured.preview.touches)
    names = speaker.reader.language.channels
    marks = [([icon(channel, 0, 1)], names[channel.value]) for channel in channels]
    marks.append(([box(0, 1, 16, 14, "window", round_=2)], speaker.word("window")))
    if speaker.promises():
        marks.append(([box(0, 1, 16, 14, "band"), box(0, 1, 3, 14, "promise")], speaker.word("promise")))
    if any(speaker.promised(touch) for touch in pictured.preview.touches):
        marks.append(([shape(diamond(8, 8), "promise")], speaker.word("promise bound")))
    if any(touch.conflicts for touch in pictured.preview.touches):
        marks.append(([path("M8 3v6M8 11.5v1", "breach", kind="k-t")], speaker.word("conflict")))
    marks.append(([box(0, 1, 16, 14, "sheet"), hatch(0, 1, 16, 14, "stripe", 6)], speaker.word("holiday")))
    if pictured.rep.absences:
        marks.append(([box(0, 1, 16, 14, "sheet"), hatch(0, 1, 16, 14, "edge", 6)], speaker.word("away")))
    return _in_rows(marks, top)


def _in_rows(marks: Iterable[tuple[list[str], str]], top: float) -> Drawn:
    parts, x, y = [], 0.0, top
    for shapes, said in marks:
        wide = 24 + width(said, 12) + 18
        if x + wide > RIGHT:
            x, y = 0.0, y + 22
        parts.append(f'<g transform="translate({number(x)} {number(y)})">{"".join(shapes)}</g>')
        parts.append(words(x + 22, y + 12, said, size=12, role="soft"))
        x += wide
    return Drawn(tuple(parts), y + 16 - top)


# --- the end --------------------------------------------------------------------------------------------------------
def _ways(speaker: Speaker, top: float) -> Drawn:
    """Draw where each answer leads, under a heading."""
    ways = draw_ways(speaker, top + 34)
    heading = words(0, top + 14, speaker.word("ways"), size=15, bold=True)
    return Drawn((heading, *ways.parts), ways.height + 34)


def _ends(speaker: Speaker, top: float) -> Drawn:
    """Write what was promised, how it ends, and what would start then."""
    parts = []
    y = top
    for shapes, said, role, bold in _closing(speaker):
        lines = wrapped(said, RIGHT - 24, 13)
        parts.append(f'<g transform="translate(0 {number(y)})">{shapes}</g>')
        parts += [words(24, y + 13 + 17 * at, line, size=13, role=role, bold=bold) for at, line in enumerate(lines)]
        y += 17 * len(lines) + 6
    return Drawn(tuple(parts), y - 6 - top)


def _closing(speaker: Speaker) -> Iterator[tuple[str, str, str, bool]]:
    for promise in speaker.promises():
        yield shape(diamond(8, 8), "promise"), speaker.promise(promise), "ink", False
    won = speaker.pictured.preview.state == "won"
    role = "won" if won else "ink"
    head, *rest = speaker.ends()
    yield path("M2 8.5l4 4 8-9" if won else "M3 8h10", role, kind="k-t"), head, role, True
    for line in rest:
        yield path("M3 2v6h10M10 5l3 3-3 3", "soft", kind="k-t"), line, "ink", False
