"""The colours of pictures and pages, in light and in dark. Knows roles and contrast; knows no shape.

Every text has a contrast of at least 4.5 to what it stands on, every mark of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11);
nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cadences.outcomes import Channel

COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "paper": ("#ffffff", "#12151a"),
    "sheet": ("#f5f6f8", "#191d24"),
    "rest": ("#eaecf0", "#14171d"),
    "line": ("#d9dde3", "#2c323b"),
    "edge": ("#c3cad4", "#3b4450"),
    "card": ("#ffffff", "#232a33"),
    "ink": ("#171c24", "#eaedf2"),
    "soft": ("#525c69", "#a9b3c0"),
    "window": ("#dce9f8", "#1f3349"),
    "band": ("#e6dbf8", "#38285a"),
    "promise": ("#6a2fbf", "#c5a8f7"),
    "stripe": ("#e6d2ae", "#4a3c22"),
    "holiday": ("#734a00", "#e3bd7c"),
    "breach": ("#b3261e", "#ff8f85"),
    "won": ("#1b6e3c", "#6fd296"),
    "call": ("#0a63bf", "#74b5ff"),
    "email": ("#a34f00", "#f2ab5e"),
    "message": ("#0b7561", "#4fd0b2"),
    "linkedin": ("#3a4fc9", "#9fb0ff"),
    "visit": ("#a52a5b", "#f591b4"),
    "prepare": ("#5b6674", "#b3becb"),
    "task": ("#5b6674", "#b3becb"),
    "diagnose": ("#7b3a9e", "#d6a9f0"),
}
"""Each role's colour in light and in dark; a channel's mark has the channel's name."""

GROUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ink": ("paper", "sheet", "rest", "card", "window", "band"),
    "soft": ("paper", "sheet", "rest", "card", "window"),
    "holiday": ("paper", "sheet", "rest"),
    "promise": ("paper", "sheet", "card"),
    "breach": ("paper", "sheet", "card"),
    "won": ("paper", "sheet", "card"),
}
"""What each colour of texts may stand on."""

MARKS: Final = (*(channel.value for channel in Channel), "promise", "breach", "won")
"""The colours of marks; they stand on cards and on paper."""


def styles(shapes: bool = True) -> str:  # noqa: FBT001, FBT002 - one of two sheets: of pictures, or of pages
    """Return the rules of a style sheet: for pictures a class a role, for pages a variable a role.

    Pictures go without variables: viewers that are no browsers draw them in black.
    """
    return "".join(_of_pictures() if shapes else _of_pages())


def _of_pictures() -> Iterator[str]:
    for scheme, before, after in ((0, "", ""), (1, "@media(prefers-color-scheme:dark){", "}")):
        yield before
        for role, colours in COLOURS.items():
            yield f".kf-{role}{{fill:{colours[scheme]}}}.ks-{role}{{stroke:{colours[scheme]}}}"
        yield after


def _of_pages() -> Iterator[str]:
    for scheme, before, after in ((0, ":root{", "}"), (1, "@media(prefers-color-scheme:dark){:root{", "}}")):
        yield before
        yield from (f"--{role}:{colours[scheme]};" for role, colours in COLOURS.items())
        yield after


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's own bend
