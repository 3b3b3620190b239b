"""What was probably meant by a value that cannot be read: a window as people write it, a zone by its city.

Knows slips alone, not the language: whether what it proposes can be read, the caller finds out.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import Final

from cadences.zones import countries

_LETTERS: Final = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})
"""Letters that do not fall into a plain one and a sign."""
_DAYS: Final = {
    "Mon": "monday mo mån måndag man mandag ma maandag montag lundi",
    "Tue": "tuesday tu tues tis tisdag tir tirs tirsdag di dinsdag dienstag mardi",
    "Wed": "wednesday we ons onsdag wo woe woensdag mittwoch mercredi",
    "Thu": "thursday th thur thurs tor tors torsdag do don donderdag donnerstag jeudi",
    "Fri": "friday fr fre fredag vr vri vrijdag freitag vendredi",
    "Sat": "saturday sa lör lördag lør lørdag za zat zaterdag samstag samedi",
    "Sun": "sunday su sön söndag søn søndag zo zon zondag sonntag dimanche",
}
_DAY_OF: Final = {word: day for day, words in _DAYS.items() for word in (day.lower(), *words.split())}
_DASHES: Final = re.compile(r"\s*[-\u2012\u2013\u2014]\s*|\s+to\s+", re.IGNORECASE)
_CLOCK: Final = r"([01]?\d|2[0-4])(?:[:.h]([0-5]\d))?"
_HOURS: Final = re.compile(rf"(?P<days>\D+?) *:? *(?<!\d){_CLOCK}-{_CLOCK}")


def id_like(text: str) -> str | None:
    """Return the id that a text was probably meant to be, or nothing.

    >>> id_like("My Leads"), id_like("Återkomst"), id_like("Smørrebrød 2"), id_like("2")
    ('my-leads', 'aterkomst', 'smorrebrod-2', None)
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).lstrip("-0123456789").rstrip("-") or None


def window_like(text: str) -> str | None:
    """Return the window that a text was probably meant to be, or nothing.

    >>> window_like("Mon-Fri 9:30-11.30"), window_like("Mån - Tors 9-16"), window_like("Mon to Wed 9-9")
    ('Mon-Fri 09:30-11:30', 'Mon-Thu 09:00-16:00', 'Mon-Wed 09:00-09:00')
    """
    found = _HOURS.fullmatch(_DASHES.sub("-", " ".join(text.split())))
    days = _days_like(found["days"]) if found else None
    if found is None or days is None:
        return None
    start, end = (f"{int(found[at]):02}:{found[at + 1] or '00'}" for at in (2, 4))
    return f"{days} {start}-{end}"


def _days_like(text: str) -> str | None:
    if text.lower().replace("-", " ") in {"weekdays", "every day"}:
        return text.lower().replace("-", " ")
    parts = re.split(r"([-+,&/ ]+)", text.strip())
    days = [_DAY_OF.get(word.lower().rstrip(".")) for word in parts[::2]]
    if None in days:
        return None
    signs = ["-" if "-" in sign else "+" for sign in parts[1::2]]
    return "".join(str(piece) for pair in zip(days, [*signs, ""], strict=True) for piece in pair)


def zone_like(name: str) -> str | None:
    """Return the zone that was probably meant by another spelling, or by its city alone.

    >>> zone_like("Stockholm"), zone_like("Europe/Stokholm"), zone_like("new york"), zone_like("here")
    ('Europe/Stockholm', 'Europe/Stockholm', 'America/New_York', None)
    """
    zones = sorted({zone for zones in countries().values() for zone in zones})
    wanted = re.sub(r"\s+", "_", name.strip().lower())
    whole = {zone.lower(): zone for zone in zones}
    cities = {zone.lower().rpartition("/")[2]: zone for zone in zones}
    for known in (whole, cities):
        if wanted in known:
            return known[wanted]
    near = difflib.get_close_matches(wanted, whole, 1, 0.8) or difflib.get_close_matches(wanted, cities, 1, 0.8)
    return None if not near else whole.get(near[0]) or cities[near[0]]
