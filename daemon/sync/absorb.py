"""What was read becomes facts and what is held of the calendar, in one transaction. Knows the store; asks no server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from cadences.enrollment import Deleted, Fact
from cadences.moments import Instant, Span, zone
from cadences.outcomes import Channel
from daemon.service.world import World
from daemon.store import mirror, outbox, touches
from daemon.store.mirror import Held
from daemon.store.outbox import Act, Letter
from daemon.sync import decide
from daemon.sync.held import as_read, as_sent, deleted, kind_of, removed
from daemon.sync.pull import Pulled
from daemon.sync.reconcile import Became, became, nearer
from daemon.sync.understand import CANCELLED, MovedTo, Wrote, facts, understand
from integrations.caldav.mapping import Seen, Unreadable, read
from integrations.ports import Entry


@dataclass(slots=True)
class Heard:
    """What a pull came to, counted for the log line of the round.

    `rules_ignored` = events that a person made repeat: the first counts.
    """

    moved: int = 0
    deleted: int = 0
    noted: int = 0
    rules_ignored: int = 0
    foreign: int = 0
    unreadable: int = 0
    refused: int = 0


@dataclass(slots=True)
class Absorbing:
    """One pull being absorbed. `held` is what is held now, as it grows; `write` what of it must be kept."""

    conn: Connection
    world: World
    calendar: int
    now: Instant
    pulled: Pulled
    held: dict[str, Held]
    home: ZoneInfo
    write: dict[str, Held] = field(default_factory=dict)
    busy: list[Span] = field(default_factory=list)
    deleted: list[Held] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)

    def put(self, held: Held) -> None:
        """Hold an object so from now on."""
        self.held[held.href] = self.write[held.href] = held


def absorb(conn: Connection, world: World, calendar: int, pulled: Pulled, now: Instant) -> Heard:
    """Understand everything that was read, tell the core, and keep it; part of the transaction that keeps the token."""
    absorbing = Absorbing(conn, world, calendar, now, pulled, dict(pulled.held), zone(world.rep.timezone))
    _settle(absorbing)
    _sort_out_missing(absorbing)
    moves = _found_elsewhere(absorbing)
    for href, entry in sorted(pulled.entries.items()):
        before = moves.get(href) or absorbing.held.get(href)
        if before is not None and before.own and before.state != "gone":
            _own(absorbing, before, entry)
        else:
            _foreign(absorbing, entry)
    for held in pulled.away:
        _free(absorbing, held)
    mirror.keep(conn, absorbing.write.values())
    _tell_deletions(absorbing, frozenset(each.href for each in moves.values()))
    decide.make_room(conn, world, absorbing.busy, now)
    return absorbing.heard


# --- requests whose answer was lost --------------------------------------------------------------------------------
def _settle(absorbing: Absorbing) -> None:
    """Find out what became of each request, and hold the object accordingly; edits are understood afterwards."""
    results: list[tuple[str, bool, str | None]] = []
    for href, letter in absorbing.pulled.letters.items():
        entry = absorbing.pulled.entries.get(href)
        known = absorbing.held.get(href)
        what = _became(absorbing, letter, known, entry)
        results.append((href, what is not Became.UNDONE, f"read back: {what.value}"))
        if what is not Became.UNDONE:
            _executed(absorbing, letter, known, gone=what is Became.GONE)
    outbox.settle(absorbing.conn, absorbing.calendar, results)


def _became(absorbing: Absorbing, letter: Letter, known: Held | None, entry: Entry | None) -> Became:
    reported = letter.href in absorbing.pulled.changes.gone
    etag = None if entry is None else entry.etag
    what = became(letter, etag=etag, there=entry is not None, reported_gone=reported)
    if what is not None or entry is None:
        return what or Became.GONE
    sent, before = read(letter.body or b"", absorbing.home), read((known and known.base) or b"", absorbing.home)
    theirs = read(entry.body, absorbing.home)
    if isinstance(sent, Unreadable) or isinstance(theirs, Unreadable):
        return Became.UNDONE
    done = isinstance(before, Unreadable) or nearer(sent, before, theirs)
    return Became.DONE if done else Became.UNDONE


def _executed(absorbing: Absorbing, letter: Letter, known: Held | None, *, gone: bool) -> None:
    if known is None:
        return
    row = None if letter.touch is None else touches.get(absorbing.conn, *letter.touch)
    if letter.act is Act.REMOVE:
        absorbing.put(removed(known))
    elif not gone or letter.act is Act.CREATE:
        kind = known.kind if row is None else kind_of(row.state)
        absorbing.put(as_sent(letter, known, absorbing.home, None, kind))
    if letter.touch is not None and letter.rev is not None:
        touches.pushed(absorbing.conn, *letter.touch, letter.rev)
    if gone:
        absorbing.deleted.append(absorbing.held[letter.href])


# --- what is not there ----------------------------------------------------------------------------------------------
def _sort_out_missing(absorbing: Absorbing) -> None:
    """Hold back what is not believed to be gone; all else is deleted, unless it turns up elsewhere."""
    if absorbing.pulled.frozen is None:
        absorbing.deleted.extend(absorbing.pulled.missing)
        return
    for held in absorbing.pulled.missing:
        first = held.gone_at if held.state == "vanished" else absorbing.now
        absorbing.put(replace(held, state="vanished", gone_at=first))


def _found_elsewhere(absorbing: Absorbing) -> dict[str, Held]:
    """Find deleted events again that an app made anew to move them, by UID, `ref` or title; return by new href."""
    found: dict[str, Held] = {}
    left = list(absorbing.deleted)
    for href, entry in sorted(absorbing.pulled.entries.items()):
        seen = read(entry.body, absorbing.home) if left and href not in absorbing.held else None
        if not isinstance(seen, Seen):
            continue
        match = next((each for each in left if _is_the_same(absorbing, each, seen)), None)
        if match is not None:
            left.remove(match)
            found[href] = match
    return found


def _is_the_same(absorbing: Absorbing, held: Held, seen: Seen) -> bool:
    before = read(held.base or b"", absorbing.home)
    if isinstance(before, Unreadable):
        return held.uid == seen.uid
    if seen.ref is not None or before.ref is not None:
        return seen.ref == before.ref
    return seen.uid == held.uid or (bool(seen.summary) and seen.summary == before.summary)


def _tell_deletions(absorbing: Absorbing, elsewhere: frozenset[str]) -> None:
    """Tell the core what a person deleted; what stands elsewhere now was moved, what was given away says nothing."""
    for held in absorbing.deleted:
        if held.href in elsewhere:
            mirror.keep(absorbing.conn, [removed(held)])
            continue
        mirror.keep(absorbing.conn, [deleted(held, absorbing.now)])
        row = None if held.touch is None or held.state == "given" else touches.get(absorbing.conn, *held.touch)
        if row is not None and row.state == "open":
            absorbing.heard.deleted += 1
            _say(absorbing, held, [Deleted(row.number)])


# --- what is there --------------------------------------------------------------------------------------------------
def _own(absorbing: Absorbing, before: Held, entry: Entry) -> None:
    """Understand what a person did to an event of klart's; what cannot be read is left alone, and said."""
    theirs = read(entry.body, absorbing.home)
    base = read(before.base or b"", absorbing.home)
    if isinstance(theirs, Unreadable):
        absorbing.heard.unreadable += 1
        absorbing.put(replace(before, href=entry.href, etag=entry.etag, state="live", quarantine=theirs.reason))
        return
    edits = () if isinstance(base, Unreadable) else understand(base, theirs)
    absorbing.put(as_read(before, entry, theirs))
    if isinstance(base, Seen) and theirs.recurring and not base.recurring:
        absorbing.heard.rules_ignored += 1
        if before.kind == "record" and before.touch is not None:
            touches.shown_otherwise(absorbing.conn, *before.touch)
    row = None if before.touch is None or not edits else touches.get(absorbing.conn, *before.touch)
    if row is None:
        return
    if absorbing.held[entry.href].state == "given" != before.state:
        touches.next_generation(absorbing.conn, row.enrollment, row.number)
    absorbing.heard.moved += sum(isinstance(edit, MovedTo) for edit in edits)
    absorbing.heard.noted += sum(isinstance(edit, Wrote) for edit in edits)
    at = absorbing.now if row.start is None else min(row.start, absorbing.now)
    said = facts(edits, row.number, Channel(row.channel), at, is_open=row.state == "open")
    _say(absorbing, before, said)


def _foreign(absorbing: Absorbing, entry: Entry) -> None:
    """Hold somebody else's event: its time is busy if it is opaque. A copy of ours is nobody's time."""
    seen = read(entry.body, absorbing.home)
    known = absorbing.held.get(entry.href)
    held = Held(absorbing.calendar, entry.href, "foreign", etag=entry.etag)
    absorbing.heard.foreign += 1
    if isinstance(seen, Seen):
        opaque = not seen.transparent and seen.status != CANCELLED and seen.ref is None
        held = replace(held, uid=seen.uid, start=seen.start, end=seen.end, opaque=opaque)
        if opaque and (known is None or (known.start, known.end, known.opaque) != (seen.start, seen.end, opaque)):
            absorbing.busy.append(Span(seen.start, max(seen.start, seen.end)))
    else:
        held = replace(held, quarantine=seen.reason)
    if known is None or known.kind == "foreign" or known.state == "gone":
        absorbing.put(held)


def _free(absorbing: Absorbing, held: Held) -> None:
    absorbing.put(replace(held, state="gone", gone_at=absorbing.now, etag=None, opaque=False))


def _say(absorbing: Absorbing, held: Held, said: Iterable[Fact]) -> None:
    assert held.enrollment is not None
    for fact in said:
        if not decide.record(absorbing.conn, absorbing.world, held.enrollment, fact, absorbing.now):
            absorbing.heard.refused += 1
