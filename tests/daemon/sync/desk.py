"""A rep's store with a calendar, and what a person does to events in it, for the tests of the sync."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cadences.enrollment import Answered, By
from cadences.moments import Instant, instant
from cadences.outcomes import Answer, Outcome
from cadences.people import Rep
from daemon.service.enroll import Wish, enroll
from daemon.service.record import record
from daemon.service.world import Cadences, World
from daemon.store import people, setup, touches
from daemon.store.engine import Store
from daemon.sync.round import Round, run_round
from integrations.caldav.mapping import Seen, read
from integrations.ports import CalendarPort

NOW = instant(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
"""A Monday, 09:00 in Stockholm."""

CADENCE = """\
cadence: simple
title: A plain one
windows: [Mon-Fri 09:00-17:00]
limits: {touches_per_contact_per_day: 5, touches_per_contact_per_week: 20}
steps:
  - call: first
    retry: {times: 3, wait: 1 business day}
  - email: letter
    wait: 2 business days
    subject: A word
    send: Hello {{ contact.first_name }}
  - call: second
    wait: 2 business days
then: {repeat: second, wait: 1 week}
"""


def no_holiday(day, country, region):
    return None


@dataclass
class Desk:
    """One rep's store, the port onto the rep's calendar, and a clock that the test turns.

    `app` is the person's own way to the calendar; it must not be klart's where both act at once (one connection carries
    one request at a time).
    """

    store: Store
    port: CalendarPort
    world: World
    calendar: int
    app: CalendarPort
    now: Instant = NOW
    ids: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, store: Store, port: CalendarPort, app: CalendarPort | None = None) -> Desk:
        rep = Rep("karin", "Karin Holm", "Europe/Stockholm", "SE")
        world = World(rep, Cadences({"simple": CADENCE}.get), no_holiday, "0123456789abcdef")
        with store.write() as conn:
            people.keep_rep(conn, rep)
            calendar = setup.keep_calendar(conn, rep.id, "http://calendar.example/", "klart", NOW)
        return cls(store, port, world, calendar, app or port)

    def enrol(self, *names: str) -> list[str]:
        """Enrol people by name; return the enrollments' ids."""
        made = []
        with self.store.write() as conn:
            for name in names:
                contact = people.add(conn, {"name": name, "company": "Acme AB", "phone": "+46 70 123 45 67"})
                made.append(enroll(conn, self.world, Wish(contact, "simple"), self.now).enrollment.id)
        self.ids += made
        return made

    def round(self, **more) -> Round:
        """Do a round now."""
        return run_round(self.store, self.port, self.calendar, self.world, self.now, **more)

    def later(self, **span) -> None:
        """Turn the clock."""
        self.now = instant(self.now + timedelta(**span))

    def answer(self, enrollment: str, outcome: Outcome, **more) -> None:
        """Log an answer as the command line does."""
        with self.store.write() as conn:
            record(conn, self.world, enrollment, Answered(Answer(outcome, **more), self.now), self.now, by=By.CLI)

    def tell(self, enrollment: str, fact) -> None:
        """Log any fact."""
        with self.store.write() as conn:
            record(conn, self.world, enrollment, fact, self.now, by=By.CLI)

    def touch(self, enrollment: str):
        """Return the row of the open touch, or nothing."""
        with self.store.read() as conn:
            return touches.open_of(conn, [enrollment]).get(enrollment)

    def touches(self, enrollment: str):
        """Return all touches of an enrollment."""
        with self.store.read() as conn:
            return touches.of_enrollment(conn, enrollment)

    def row(self):
        """Return the calendar's row."""
        with self.store.read() as conn:
            return setup.klart_calendar(conn, "karin")

    # --- the server, as another app sees it -----------------------------------------------------------------------
    def events(self) -> dict[str, Seen]:
        """Return what stands in the calendar, by href."""
        port = self.app
        listed = [href for href, _ in port.changes(None).changed]
        return {entry.href: read(entry.body) for entry in port.fetch(listed)}

    def event_of(self, enrollment: str, number: int | None = None) -> tuple[str, Seen]:
        """Return the one event of a touch (nothing = the open one)."""
        number = self.touch(enrollment).number if number is None else number
        ref = f"{self.world.installation[:8]}.{enrollment}.{number}"
        ((href, seen),) = ((href, seen) for href, seen in self.events().items() if seen.ref == ref)
        return href, seen

    def edit(self, href: str, *changes: tuple[str, str]) -> None:
        """Change an event's text as an app would: each change replaces a piece of it (line folds undone)."""
        entry = self.app.get(href)
        body = entry.body.replace(b"\r\n", b"\n").replace(b"\n ", b"").decode()
        for old, new in changes:
            assert old in body, (old, body)
            body = body.replace(old, new)
        self.app.replace(href, body.replace("\n", "\r\n").encode(), entry.etag)

    def move(self, href: str, **by) -> None:
        """Drag an event elsewhere."""
        entry = self.app.get(href)
        seen = read(entry.body)
        shift = timedelta(**by)
        lines = []
        for line in entry.body.replace(b"\r\n", b"\n").decode().split("\n"):
            name = line.partition(";")[0]
            at = {"DTSTART": seen.start, "DTEND": seen.end}.get(name)
            lines.append(line if at is None else f"{name}:{at + shift:%Y%m%dT%H%M%SZ}")
        self.app.replace(href, "\r\n".join(lines).encode(), entry.etag)

    def delete(self, href: str) -> None:
        """Delete an event."""
        self.app.remove(href, self.app.get(href).etag)
