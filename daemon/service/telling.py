"""How instants, reasons and promises are written in answers to people and tools. Reads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from cadences import wording
from cadences.attending import PROMISED
from cadences.moments import Instant, day_in, zone
from cadences.people import Rep
from cadences.promises import of_pieces
from cadences.reasons import Reason

SIGNIFICANT = 3
"""Put-offs after which a touch is asked about."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose day it is and in which language: instants are written in the rep's zone, with its offset."""

    rep: Rep
    now: Instant

    @property
    def zone(self) -> ZoneInfo:
        """The rep's zone."""
        return zone(self.rep.timezone)

    @property
    def today(self) -> date:
        """The rep's day."""
        return day_in(self.now, self.zone)

    def moment(self, at: Instant | None) -> str | None:
        """Write an instant as ISO 8601 in the rep's zone."""
        return None if at is None else at.astimezone(self.zone).isoformat()

    def sentences(self, reasons: Iterable[Reason], who: str) -> list[str]:
        """Say reasons, a sentence each."""
        first = who.partition(" ")[0]
        said = (
            wording.sentence([one], self.rep.language, zone=self.zone, near=self.today, who=first) for one in reasons
        )
        return [one for one in said if one]

    def promise(self, reasons: Sequence[Reason]) -> str | None:
        """Say what a touch was promised for, or nothing."""
        for reason in reasons:
            if reason.code in PROMISED:
                start = next((n for n, arg in enumerate(reason.args) if arg in _KINDS), None)
                if start is not None:
                    when = of_pieces(reason.args[start:])
                    return wording.say_when(when, self.rep.language, zone=self.zone, near=self.today)
        return None


_KINDS = frozenset({"one_off", "standing", "at"})


def reasons_of(plain: Sequence[Sequence[Any]]) -> tuple[Reason, ...]:
    """Read reasons as rows hold them."""
    return tuple(Reason(code, tuple(args)) for code, args in plain)


def touch_shape(row: Row[Any], voice: Voice) -> dict[str, Any]:
    """Return an open touch, joined with its contact, in the shape of `klart agenda --json`."""
    reasons, conflicts = reasons_of(row.reasons), reasons_of(row.conflicts)
    return {
        "id": f"{row.enrollment}/{row.number}",
        "enrollment": row.enrollment,
        "contact": row.name,
        "contact_id": row.contact,
        "company": row.company,
        "phone": row.phone,
        "email": row.email,
        "cadence": row.cadence,
        "channel": row.channel,
        "step": row.step,
        "try": row.attempt,
        "start": voice.moment(row.start),
        "end": voice.moment(row.end),
        "state": "overdue" if row.end is not None and row.end <= voice.now else "planned",
        "put_offs": row.put_offs,
        "promise": voice.promise(reasons),
        "why": voice.sentences(reasons, row.name),
        "conflicts": voice.sentences(conflicts, row.name),
    }
