"""A house to try the use cases in: a real store, cadences written in the tests, and a clock that is set by hand."""

from datetime import UTC, datetime, timedelta

from cadences.business import no_holidays
from cadences.enrollment import Answered
from cadences.moments import instant
from cadences.outcomes import Answer, Outcome
from cadences.people import Rep
from daemon.service import agenda, attend, contacts, enroll, record, undo
from daemon.service.world import Cadences, World
from daemon.store import rebuild
from daemon.store.engine import open_store
from integrations.people.rows import PersonRow

MONDAY = instant(datetime(2026, 11, 23, 7, tzinfo=UTC))
"""08:00 in Stockholm."""

RING = "cadence: ring\nsteps:\n  - call: ring\n    retry: until clear answer\n"
QUOTE = (
    "cadence: quote\nkind: look-back\nsteps:\n  - call: ask\n    wait: 2 business days\n    retry: until clear answer\n"
)
WRITE = """cadence: write
steps:
  - email: hello
    wait: 0
  - call: ring
    wait: 2 business days
    retry: until clear answer
answers:
  yes:
    quote: {start: quote, wait: 3 business days}
    purchase: {start: gone, wait: 1 week}
  no:
    any: {start: ring, wait: 9 months}
"""
FRESH = "cadence: fresh\nkind: fresh\nsteps:\n  - call: now\n    wait: 0\n    retry: until clear answer\n"


class House:
    """A store and a world; `now` moves only when it is told to."""

    def __init__(self, path):
        self.store = open_store(path)
        self.files = {"ring": RING, "quote": QUOTE, "write": WRITE, "fresh": FRESH}
        self.now = MONDAY
        self.rep = Rep("maja", "Maja Ek", "Europe/Stockholm", "SE")
        self.holiday = no_holidays
        self.reload()

    def reload(self):
        """Read the files anew, as the daemon does when they change."""
        self.world = World(self.rep, Cadences(self.files.get), self.holiday, "an installation")

    # --- time ---------------------------------------------------------------------------------------------------------
    def later(self, **by):
        self.now = instant(self.now + timedelta(**by))

    def at(self, day, clock="08:00"):
        """Set the clock to a day of November 2026 (or an ISO date) and a time of Stockholm."""
        day = f"2026-11-{day:02}" if isinstance(day, int) else day
        self.now = instant(datetime.fromisoformat(f"{day}T{clock}:00+01:00"))

    def wall(self, moment):
        return moment.astimezone(__import__("zoneinfo").ZoneInfo("Europe/Stockholm")).strftime("%a %d %H:%M")

    # --- use cases ----------------------------------------------------------------------------------------------------
    def add(self, name="Anna Berg", **details):
        details = {"country": "SE", "phone": None} | details
        with self.store.write() as conn:
            return contacts.add(conn, self.world, PersonRow(name, **details), self.now).id

    def enroll(self, contact, cadence="ring", **how):
        with self.store.write() as conn:
            return enroll.enroll(conn, self.world, enroll.Wish(contact, cadence, **how), self.now)

    def enrolled(self, name="Anna Berg", cadence="ring", **details):
        """Return the enrollment's id of somebody new."""
        return self.enroll(self.add(name, **details), cadence).enrollment.id

    def record(self, id_, fact, **how):
        with self.store.write() as conn:
            return record.record(conn, self.world, id_, fact, self.now, **how)

    def answer(self, id_, outcome, touch=None, **answer):
        return self.record(id_, Answered(Answer(Outcome(outcome), **answer), self.now, touch))

    def attend(self):
        """Do all that time has done by now; return how many facts it wrote."""
        written, more = 0, True
        while more:
            with self.store.write() as conn:
                done = attend.attend(conn, self.world, self.now)
            written, more = written + done.written, done.more
        return written

    def undo(self, contact):
        with self.store.write() as conn:
            return undo.undo(conn, self.world, contact, self.now)

    # --- looking ------------------------------------------------------------------------------------------------------
    def ask(self, what, *args):
        """Call a function of the store or a service on a reading connection."""
        with self.store.read() as conn:
            return what(conn, *args)

    def agenda(self):
        return self.ask(agenda.agenda, self.world, self.now)["touches"]

    def stands(self, id_):
        """Return the open touch's row, or nothing."""
        from daemon.store import touches

        return self.ask(touches.open_of, [id_]).get(id_)

    def when(self, id_):
        return self.wall(self.stands(id_).start)

    def state(self, id_):
        from daemon.store import enrollments

        kept = self.ask(enrollments.get, id_)
        return None if kept is None else enrollments.NAMES[type(kept.enrollment.state)]

    def row(self, contact):
        from daemon.store import people

        return self.ask(people.row_of, contact)

    def lost_from_log(self):
        """Return the enrollments whose state is not what their log makes of it."""
        with self.store.read() as conn:
            version = self.world.cadences.of_version
            return list(rebuild.differences(conn, lambda name: version(conn, name), self.world.holiday))
