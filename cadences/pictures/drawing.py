"""Shapes and texts of SVG, as strings. Knows XML and how wide letters are about; knows nothing of what it draws.

Nothing refers to anything: no fonts, no patterns by address, no network. Colours are classes of `palette`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from cadences.outcomes import Channel
from cadences.wording.plain import one_line

FONT: Final = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif"

ICON: Final = 14
"""Width and height of a channel's mark."""

ICONS: Final = {
    Channel.PREPARE: "M2 12l.6-2.8L9.8 2l2.2 2.2-7.2 7.2zM8.4 3.4l2.2 2.2",
    Channel.CALL: (
        "M3.2 1.5h2l1 3-1.4 1.1a7.5 7.5 0 0 0 3.6 3.6l1.1-1.4 3 1v2a1.7 1.7 0 0 1-1.9 1.7A10.6 10.6 0 0 1 1.5 3.4"
        "a1.7 1.7 0 0 1 1.7-1.9z"
    ),
    Channel.EMAIL: "M1.5 3h11v8h-11zM1.5 3.5l5.5 4.2 5.5-4.2",
    Channel.MESSAGE: "M2 2.5h10v7H6.5L3.8 12V9.5H2z",
    Channel.LINKEDIN: "M2 2h10v10H2zM4.6 6.2v3.6M4.6 4.2v.2M7 9.8V6.2M7 7.8c0-2 2.8-2.2 2.8 0v2",
    Channel.VISIT: "M1.8 7L7 2.2 12.2 7M3.4 6v6h7.2V6M6 12V8.8h2V12",
    Channel.TASK: "M2 2h10v10H2zM4.4 7.2l1.9 1.9 3.4-4",
    Channel.DIAGNOSE: (
        "M7 1.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 0 0 0-11.6zM5.3 5.5c0-2.3 3.4-2.2 3.4 0 0 1.4-1.7 1.4-1.7 2.6M7 10.2v.2"
    ),
}
"""A shape for each channel, so that none is told by its colour alone."""

_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_WIDTHS: Final = {
    **dict.fromkeys("ijlI.,:;'|! ·", 0.33),
    **dict.fromkeys("tfr()[]-/", 0.41),
    **dict.fromkeys("sczkvxy", 0.57),
    **dict.fromkeys("mwMWÆ@%—…", 1.0),
}
"""How wide letters are, in parts of their size, in the broadest of the fonts named (DejaVu Sans, measured)."""
_BOLD: Final = 1.12


def escaped(text: str) -> str:
    r"""Return any text as the content of an element or an attribute of XML or HTML, on one line.

    >>> escaped("<b>&\x00</b>")
    '&lt;b&gt;&amp;&lt;/b&gt;'
    """
    return one_line(text, 2000).translate(_ESCAPED)


def width(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels, on the broad side: fonts are the reader's own."""
    return sum(map(_letter, text)) * size


def _letter(char: str) -> float:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.7 if char.isupper() else 0.63


def shortened(text: str, room: float, size: float) -> str:
    """Return a text that fits, cut with an ellipsis where it is wider than there is room."""
    text = one_line(text)
    if width(text, size) <= room:
        return text
    left = room - width("…", size)
    kept = 0
    for char in text:
        left -= _letter(char) * size
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Return a text as lines that fit, broken between words; a longer word is shortened."""
    lines: list[str] = []
    for word in one_line(text, 2000).split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(shortened(word, room, size))
    return lines


def number(value: float) -> str:
    """Write a coordinate: to a tenth of a pixel, no zeros behind."""
    return f"{round(value, 1):g}"


def box(x: float, y: float, wide: float, high: float, role: str, *, edge: str = "", round_: float = 0) -> str:
    """Draw a rectangle of a colour, with an edge where one is named."""
    corner = f' rx="{number(round_)}"' if round_ else ""
    also = f" ks-{edge}" if edge else ""
    sized = f'width="{number(wide)}" height="{number(high)}"'
    return f'<rect x="{number(x)}" y="{number(y)}" {sized}{corner} class="kf-{role}{also}"/>'


def rule(x: float, y: float, to_x: float, to_y: float, role: str, *, kind: str = "") -> str:
    """Draw a straight line; `kind` names more classes."""
    ends = f"M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}"
    return f'<path d="{ends}" class="k-n ks-{role}{f" {kind}" if kind else ""}"/>'


def path(drawn: str, role: str, *, kind: str = "") -> str:
    """Draw an open path."""
    return f'<path d="{drawn}" class="k-n ks-{role}{f" {kind}" if kind else ""}"/>'


def shape(drawn: str, role: str) -> str:
    """Draw a filled path."""
    return f'<path d="{drawn}" class="kf-{role}"/>'


def icon(channel: Channel, x: float, y: float) -> str:
    """Draw a channel's mark, its upper left corner at a point."""
    place = f"translate({number(x)} {number(y)})"
    return f'<path transform="{place}" d="{ICONS[channel]}" class="k-i ks-{channel.value}"/>'


def words(
    x: float,
    y: float,
    text: str,
    *,
    size: float = 12,
    role: str = "ink",
    bold: bool = False,
    end: bool = False,
    room: float = 0,
) -> str:
    """Write a line of text, its baseline's beginning (or `end`) at a point, cut where there is no more room."""
    said = shortened(text, room / (_BOLD if bold else 1), size) if room else one_line(text)
    look = (' font-weight="600"' if bold else "") + (' text-anchor="end"' if end else "")
    at = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
    return f'<text {at}{look} class="kf-{role}">{escaped(said)}</text>' if said else ""


def timed(x: float, y: float, clock: str, text: str, room: float, size: float = 11) -> str:
    """Write a time of day and a text behind it, which is cut where there is no more room."""
    said = escaped(shortened(text, room - width(clock, size) * _BOLD - 6, size))
    at = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
    return f'<text {at} class="kf-ink"><tspan font-weight="600">{clock}</tspan><tspan dx="6">{said}</tspan></text>'


def hatch(x: float, y: float, wide: float, high: float, role: str, gap: float = 8) -> str:
    """Draw diagonal lines over a rectangle, cut at its sides."""
    lines = []
    offset = gap / 2
    while offset < wide + high:
        start = (x + min(offset, wide), y + max(0.0, offset - wide))
        end = (x + max(0.0, offset - high), y + min(offset, high))
        lines.append(f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}")
        offset += gap
    return path("".join(lines), role, kind="k-h")


def group(parts: Iterable[str], *, about: str = "", marked: str = "") -> str:
    """Put shapes together, with what a pointer or a screen reader is told of them."""
    title = f"<title>{escaped(about)}</title>" if about else ""
    return f"<g{f' {marked}' if marked else ''}>{title}{''.join(parts)}</g>"


STYLE: Final = (
    f".klart-picture text{{font-family:{FONT}}}"
    ".k-n{fill:none}.k-h{stroke-width:1.5}.k-t{stroke-width:2}.k-d{stroke-dasharray:3 3}"
    ".k-i{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}"
)
"""What every picture's shapes and texts look like, colours aside."""
