"""What happens in the demonstration's week: who answers what, and when. Knows words; plays nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

ZONE: Final = "Europe/Stockholm"
MONDAY: Final = date(2026, 11, 23)
"""The week's Monday; no country of the story has a holiday in it."""

REP: Final = {
    "rep.name": "Sofia Lind",
    "rep.timezone": ZONE,
    "rep.country": "SE",
    "rep.language": "en",
    "rep.hours": ["Mon-Fri 08:00-17:00"],
}
"""Who follows up, by the settings' keys."""


@dataclass(frozen=True, slots=True)
class Act:
    """One answer: at whose next touch, the words that are logged, and what the story says before and after."""

    who: str
    words: str
    before: str
    after: str


ACTS: Final = (
    Act(
        "anna-berg",
        "no answer",
        "You ring Anna Berg. Nobody answers.",
        "The next try: another day, and another part of it.",
    ),
    Act(
        "erik-lund",
        "after 17:00",
        "You ring Erik Lund. He is driving: “call me after five”.",
        "A promise: it beats the cadence's windows and your own working hours.",
    ),
    Act(
        "erik-lund",
        "yes meeting Thu 10:00",
        "After five, as promised. Erik has time, and says yes to a meeting on Thursday at ten.",
        "A clear yes: won. What follows a meeting starts by itself.",
    ),
    Act(
        "sanne-de-vries",
        "no: price",
        "You ring Sanne de Vries. She has what she needs, and it costs less: no.",
        "A clear no is a good answer: lost, and nothing of hers stands in the calendar any more.",
    ),
    Act(
        "femke-jansen",
        "opt_out",
        "You ring Femke Jansen about the quote: “never call me again”.",
        "Never again means never: no cadence can enrol her any more.",
    ),
)
"""The answers, in the order in which their touches come."""

OTHERWISE: Final = {"prepare": "done", "task": "done", "email": "sent", "message": "sent", "linkedin": "sent"}
"""What is logged of everybody else's touches, by channel; calls are not answered."""
