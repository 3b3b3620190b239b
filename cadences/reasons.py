"""Why a touch stands where it stands: reasons and conflicts as data, most important first.

A reason is a code and its arguments; `cadences.wording` renders it for people, in their language.
"""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """A code of the table of reasons and its arguments (ISO 8601 where they are times)."""

    code: str
    args: tuple[str, ...] = ()
