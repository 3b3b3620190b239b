"""What an object is held to be after something happened to it. Pure; knows rows of the mirror and readings alone."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from cadences.moments import Instant
from daemon.store.mirror import Held
from daemon.store.outbox import Act, Letter
from integrations.caldav.mapping import Seen, read
from integrations.ports import Entry


def kind_of(state: str) -> str:
    """Return what the event of a touch is, by the touch's state."""
    return "touch" if state == "open" else "record"


def as_sent(letter: Letter, known: Held, home: ZoneInfo, etag: str | None, kind: str) -> Held:
    """Return an object as it is held after a request wrote it.

    Its row was kept before the request went out; what klart writes alone stands where that row says.
    """
    ours = None if letter.ours == letter.body else letter.ours
    known = replace(known, start=None) if ours is not None or letter.act is not Act.CREATE else known
    start, end = (known.start, known.end) if known.start is not None else _times(letter, home)
    written = replace(known, kind=kind, etag=etag, base=letter.body, ours=ours, opaque=False, state="live")
    return replace(written, gone_at=None, start=start, end=end, failures=0, retry_at=None)


def _times(letter: Letter, home: ZoneInfo) -> tuple[Instant, Instant]:
    seen = read(letter.body or b"", home)
    assert isinstance(seen, Seen), "klart reads what klart writes"
    return seen.start, seen.end


def as_read(known: Held, entry: Entry, seen: Seen) -> Held:
    """Return an object of klart's as it is held after it was read, perhaps under another name.

    Who made an event a meeting with guests keeps it, also when the guests are gone again.
    """
    ours = known.ours if known.base == entry.body else known.ours or known.base
    state = "given" if known.state == "given" or seen.attendees else "live"
    there = replace(known, href=entry.href, uid=seen.uid, etag=entry.etag, base=entry.body, ours=ours, state=state)
    return replace(there, gone_at=None, start=seen.start, end=seen.end, quarantine=None)


def removed(known: Held) -> Held:
    """Return an object as it is held after klart has taken it away."""
    return replace(known, state="gone", gone_at=None, etag=None, base=None, ours=None, opaque=False)


def deleted(known: Held, at: Instant) -> Held:
    """Return an object as it is held after a person has deleted it."""
    return replace(removed(known), gone_at=at)
