"""Text fit to be shown and sent: knows which characters may not leave the house; knows no language.

Control characters would reach servers as they are, bidirectional overrides make a name read as another one,
lone surrogates cannot be encoded, and U+FFFE and U+FFFF break the XML that carries events (XML 1.0, 2.2).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BREAKS: Final = re.compile("\r\n?|\u0085|\u2028|\u2029|\x0b|\x0c")
_HARMFUL: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SPACE: Final = re.compile(r"\s+")

LONGEST_LINE: Final = 300
"""Characters of a name or another field that stands on a line of its own; nobody's is longer on purpose."""

LONGEST_TEXT: Final = 8 * 1024
"""Octets of a description. 10 MB cost a calendar library 3 s to write; 8 KiB are three screens of a phone."""


def clean(text: str) -> str:
    r"""Return the text without harmful characters, in NFC, every line break as `\n`, tabs as spaces.

    >>> clean("An\u202ena\x00\r\nBerg")
    'Anna\nBerg'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _HARMFUL.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def one_line(text: str | None, longest: int = LONGEST_LINE) -> str:
    r"""Return the text on one line, spaces run together, cut with an ellipsis where it is longer.

    >>> one_line(" Anna \n Berg\t")
    'Anna Berg'
    """
    if not text:
        return ""
    line = _SPACE.sub(" ", clean(text)).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def bounded(text: str, octets: int = LONGEST_TEXT) -> str:
    """Return the text, cut at a character with an ellipsis where it takes more octets in UTF-8."""
    if len(text) * 4 <= octets:
        return text
    sent = text.encode()
    if len(sent) <= octets:
        return text
    return sent[: octets - len("…".encode())].decode(errors="ignore").rstrip() + "…"
