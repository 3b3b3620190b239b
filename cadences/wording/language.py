"""What a language is to klart: names, and templates that hold places for them. Knows no single language.

A template is an ordinary sentence with places in braces. `{0}` is the first argument as it is; behind a colon
stands how it is to be written:

    day       a date: Mon 23 Nov            clock     a time of day: 17:00
    moment    both: Mon 23 Nov at 17:00     quoted    (“what was said”), nothing where nothing was
    wait      2 business days               outcome   an outcome's name: no answer
    event     an outcome as it stands behind "after"  first     a first name
    state yes missing landmark part place   the name in the tables below
    weekday   a day of the week by its number: Tuesday; weekdays: Monday and Tuesday
    back      a channel's name, or what one of klart's own touches is about
    windows parts places when               all arguments from here on

`{who}` is the contact's first name. A code with `:0` behind it is
its wording where the wait is nothing, one with `:1` where its first two arguments are the same day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """All words of one language.

    Weekdays begin with Monday, in three forms: short (beside a date), plain ("Tuesday") and habitual ("Tuesdays").
    `date` is how a date is written, `year` what is put behind one that is far away. `units` have one and many.
    """

    code: str
    short: tuple[str, ...]
    plain: tuple[str, ...]
    habitual: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    year: str
    moment: str
    quoted: str
    both: str
    either: str
    who: str
    units: Mapping[str, tuple[str, str]]
    channels: Table
    outcomes: Table
    events: Table
    states: Table
    yes: Table
    missing: Table
    no: Table
    parts: Table
    landmarks: Table
    fields: Table
    when: Table
    event: Table
    reasons: Table
