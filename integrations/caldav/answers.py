"""What a server's answer means: every status classified once, into the port's errors. Pure; sends nothing.

Sources: RFC 4918, 4791, 6578 and 6585, and what servers were measured to do (docs: how it works inside).
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from integrations.caldav.multistatus import failed
from integrations.caldav.transport import Answer
from integrations.ports import Denied, Exists, PortError, Refused, Throttled, Unknown, Unreachable

NOT_THERE: Final = frozenset({404, 410})
UID_CONFLICT: Final = frozenset({"no-uid-conflict", "unique-scheduling-object-resource"})
"""Preconditions that say: this UID lives elsewhere (RFC 4791, 5.3.2.1; RFC 6638, 3.2.4.1)."""

SHORTEST_WAIT: Final = 5.0
LONGEST_WAIT: Final = 2 * 3600.0
USUAL_WAIT: Final = 15 * 60.0
"""Seconds that a `Retry-After` may say, and what stands for one that is missing or makes no sense."""

_GOOD: Final = range(200, 300)
_REDIRECTS: Final = range(300, 400)
_BUSY: Final = frozenset({429, 503})
_PASSING: Final = frozenset({408, 423, *range(500, 600)} - {501})
"""The request timed out, another writer holds a lock (Xandikos says so to the losers of a race), the server broke."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: of whom, about what (for people), and whether it was to change something."""

    host: str
    what: str
    writes: bool = False

    def lost(self, why: str, status: int | None = None) -> PortError:
        """No usable answer: after a write, what became of it is not known."""
        kind = Unknown if self.writes else Unreachable
        return kind(f"{self.host} {why} ({self.what}); klart tries again", status)


def fault(answer: Answer, asked: Asked) -> PortError | None:
    """Return what an answer says is wrong, or nothing if it is a good one with something in it."""
    if answer.status in _GOOD:
        return _hollow(answer, asked)
    return _moved(answer, asked) if answer.status in _REDIRECTS else _bad(answer, asked)


def _bad(answer: Answer, asked: Asked) -> PortError:
    if answer.status in _BUSY:
        words = f"{asked.host} asked for fewer requests or was down for a while ({answer.status})"
        return Throttled(words, retry_after(answer), answer.status)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        words = f"{asked.host} refuses the user name or password; correct it, then klart goes on"
        return Denied(words, answer.status)
    if answer.status == HTTPStatus.FORBIDDEN:
        return _forbidden(answer, asked)
    if answer.status == HTTPStatus.INSUFFICIENT_STORAGE:
        return Denied(f"the calendar at {asked.host} is full (507); make room there, then klart goes on", answer.status)
    return _other(answer, asked)


def _hollow(answer: Answer, asked: Asked) -> PortError | None:
    """See through a portal's page: HTML, or an empty 200, is no calendar server's yes."""
    if _is_html(answer):
        return asked.lost("answered with a web page; is there a portal to sign in to?", answer.status)
    if answer.status == HTTPStatus.OK and not answer.body and "etag" not in answer.headers:
        return asked.lost("answered with an empty page; is there a portal to sign in to?", answer.status)
    return None


def _is_html(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").lower()
    return "html" in kind or answer.body[:256].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _moved(answer: Answer, asked: Asked) -> PortError:
    """Follow no redirect: contact details would go to wherever it points."""
    to = answer.headers.get("location", "an address it does not name")
    words = f"{asked.host} sends klart on to {to} ({answer.status}), which it does not follow; if that is the "
    return Unreachable(words + "calendar's new address, set it; else sign in to the network first", answer.status)


def _forbidden(answer: Answer, asked: Asked) -> PortError:
    errors, href = failed(answer.body)
    if errors is not None and not errors:
        return Throttled(f"{asked.host} asked for fewer requests (403)", retry_after(answer), answer.status)
    if errors is not None and errors & UID_CONFLICT:
        return Exists(f"{asked.host} has an event of this UID elsewhere ({asked.what})", answer.status, href)
    if errors is not None and "need-privileges" in errors:
        return Denied(f"{asked.host} lets klart read this calendar, not write it ({asked.what})", answer.status)
    words = f"{asked.host} forbids it ({asked.what}{_because(errors)})"
    return Refused(words, answer.status) if asked.writes else Denied(words, answer.status)


def _other(answer: Answer, asked: Asked) -> PortError:
    """Judge what is left: a fault of the server may pass, one of the request stays."""
    if answer.status in _PASSING:
        return asked.lost(f"answered {answer.status}", answer.status)
    errors, href = failed(answer.body)
    if errors and errors & UID_CONFLICT:
        return Exists(f"{asked.host} has an event of this UID elsewhere ({asked.what})", answer.status, href)
    return Refused(f"{asked.host} refuses it with {answer.status} ({asked.what}{_because(errors)})", answer.status)


def _because(errors: frozenset[str] | None) -> str:
    return ": " + ", ".join(sorted(errors)) if errors else ""


def retry_after(answer: Answer) -> float:
    """Return the seconds that `Retry-After` asks for (RFC 9110, 10.2.3), within reason.

    A date is measured against the server's own `Date`, so that neither clock need be right.
    """
    text = answer.headers.get("retry-after", "").strip()
    if text.isdecimal() and text.isascii():
        return _within_reason(float(text[:9]))
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError):
        return USUAL_WAIT
    return _within_reason(wait.total_seconds())


def _within_reason(seconds: float) -> float:
    return min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)


def strong(etag: str | None) -> str | None:
    """Return an ETag as it may stand in `If-Match`; a weak one is none (RFC 9110, 13.1.1), an unquoted one is quoted.

    >>> strong('W/"a"'), strong("2026-11-21"), strong('"a"')
    (None, '"2026-11-21"', '"a"')
    """
    if not etag or etag.startswith("W/"):
        return None
    return etag if etag.startswith('"') else f'"{etag}"'
