"""Laws over random histories made through the services: what holds after every act, whatever was said before.

Numbers are those of the invariants in the domain's description.
"""

import tempfile
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from cadences.enrollment import By, Deleted, GiveUp, Moved, Noted, Pause, Pin, Resume
from cadences.moments import Span, instant
from cadences.outcomes import Missing, Outcome, Person, Yes
from cadences.promises import When, WhenKind
from daemon.errors import BadInput, RefusedForSafety
from daemon.service.replan import replan
from daemon.store import enrollments as kept_enrollments
from daemon.store.tables import contacts, enrollments, touches
from integrations.holidays_of import Holidays
from tests.daemon.service.house import House

PEOPLE = ("Anna Berg", "Erik Lund", "Eva Ek", "Sanne de Vries")
OUTCOMES = [one for one in Outcome if one is not Outcome.NO_REPLY]
WHENS = (
    None,
    When(WhenKind.STANDING, windows=((1020, None),)),
    When(WhenKind.STANDING, not_days=frozenset({5})),
    When(WhenKind.ONE_OFF, not_before=date(2026, 12, 14)),
    When(WhenKind.AT, at=datetime(2026, 12, 8, 14, 30)),
)


class Histories(RuleBasedStateMachine):
    """Anybody says anything at any time."""

    def __init__(self):
        super().__init__()
        memory = Path("/dev/shm")  # as a disk that is no disk: hundreds of stores are made
        self.folder = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
        self.house = House(Path(self.folder.name) / "home" / "klart.db")
        self.house.holiday = Holidays().name_of
        self.house.reload()
        self.dates = 0

    def teardown(self):
        self.house.store.close()
        self.folder.cleanup()

    def try_to(self, act, *args, **how):
        """What does not fit is refused, and leaves everything as it was (the tests of kills see to that)."""
        try:
            return act(*args, **how)
        except (BadInput, RefusedForSafety):
            return None

    def ids(self):
        return self.house.ask(lambda conn: list(conn.scalars(select(enrollments.c.id).order_by(enrollments.c.id))))

    def one_of(self, choice):
        ids = self.ids()
        return ids[choice % len(ids)]

    @initialize()
    def somebody(self):
        for name, cadence in zip(PEOPLE[:3], ("ring", "write", "fresh"), strict=True):
            self.house.enrolled(name, cadence, email=f"{name.split()[0].lower()}@acme.example", phone="+46 8 100 00 01")

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours):
        self.house.later(hours=hours)
        self.house.attend()

    @rule(
        choice=st.integers(0, 20),
        outcome=st.sampled_from(OUTCOMES),
        when=st.sampled_from(WHENS),
        yes=st.sampled_from([None, *Yes]),
        missing=st.sampled_from([None, *Missing]),
        person=st.sampled_from([None, *map(Person, PEOPLE)]),
        phone=st.sampled_from([None, "+46 8 222 22 22"]),
        number=st.sampled_from([None, None, None, 1, 2]),
    )
    def somebody_says(self, choice, outcome, number, **said):
        self.try_to(self.house.answer, self.one_of(choice), outcome, touch=number, **said)

    @rule(choice=st.integers(0, 20), hours=st.integers(-30, 200), minutes=st.sampled_from([0, 30]))
    def somebody_moves(self, choice, hours, minutes):
        id_ = self.one_of(choice)
        row = self.house.stands(id_)
        if row is not None:
            start = instant(self.house.now + timedelta(hours=hours))
            pin = Pin(Span(start, instant(start + timedelta(minutes=minutes)))) if minutes else Pin(day=start.date())
            self.try_to(self.house.record, id_, Moved(row.number, pin), by=By.CALENDAR)

    @rule(choice=st.integers(0, 20), what=st.sampled_from(["delete", "note", "pause", "resume", "give up"]))
    def somebody_does(self, choice, what):
        id_ = self.one_of(choice)
        row = self.house.stands(id_)
        facts = {
            "delete": Deleted(row.number if row is not None else 1),
            "note": Noted("tall"),
            "pause": Pause(self.house.now.date() + timedelta(days=9)),
            "resume": Resume(),
            "give up": GiveUp("closed down"),
        }
        self.try_to(self.house.record, id_, facts[what], by=By.CALENDAR)

    @rule(who=st.sampled_from(["anna-berg", "erik-lund", "eva-ek"]))
    def somebody_takes_it_back(self, who):
        self.try_to(self.house.undo, who)

    @rule(
        who=st.sampled_from(["anna-berg", "erik-lund", "eva-ek"]),
        cadence=st.sampled_from(["ring", "quote"]),
        again=st.booleans(),
    )
    def somebody_enrolls(self, who, cadence, again):
        self.try_to(self.house.enroll, who, cadence, again=again)

    # --- what holds ---------------------------------------------------------------------------------------------------
    @invariant()
    def one_next_touch_each(self):
        """1, and a place for it."""

        def counts(conn):
            open_ones = {
                kept.enrollment.id: kept.enrollment.next.number for kept in kept_enrollments.open_of_rep(conn, "maja")
            }
            rows = conn.execute(select(touches).where(touches.c.state == "open")).all()
            return open_ones, {row.enrollment: row.number for row in rows}, [row.start for row in rows]

        open_ones, standing, starts = self.house.ask(counts)
        assert open_ones == standing
        assert None not in starts

    @invariant()
    def the_log_makes_the_state(self):
        """14."""
        assert self.house.lost_from_log() == []

    @invariant()
    def klarts_own_placements_never_overlap(self):
        """5: of what lies ahead and no person put there."""

        def ahead(conn):
            here = (touches.c.state == "open", touches.c.start > self.house.now, ~touches.c.pinned)
            return conn.execute(select(touches).where(*here).order_by(touches.c.start, touches.c.end)).all()

        for one, other in pairwise(self.house.ask(ahead)):
            overlap_told = any("overlap" in code or "promise" in code for code, _ in (*one.conflicts, *other.conflicts))
            assert one.end <= other.start or overlap_told, (one, other)

    @invariant()
    def who_opted_out_is_left_in_peace(self):
        """10."""
        query = (
            select(func.count())
            .select_from(touches.join(contacts, contacts.c.id == touches.c.contact))
            .where(touches.c.state == "open", contacts.c.do_not_contact_at.is_not(None))
        )
        assert self.house.ask(lambda conn: conn.scalar(query)) == 0

    @invariant()
    def what_time_will_do_is_known(self):
        """Every open enrollment will be attended to, and no closed one."""
        is_open = enrollments.c.state.in_(("active", "waiting", "diagnosing", "paused"))
        wrong = select(func.count()).where(is_open == enrollments.c.attend_at.is_(None))
        assert self.house.ask(lambda conn: conn.scalar(wrong)) == 0

    @invariant()
    def planning_again_moves_nothing(self):
        """8 and 11: the same store, the same clock, the same plan."""

        def stands(conn):
            # A touch that joins an occasion counts as one to others, and they not to it: left out.
            joining = select(touches.c.contact).where(touches.c.state == "open", touches.c.joins)
            query = select(touches.c.enrollment, touches.c.start, touches.c.end).where(touches.c.state == "open")
            return {tuple(row) for row in conn.execute(query.where(touches.c.contact.not_in(joining)))}

        before = self.house.ask(stands)
        with self.house.store.write() as conn:
            replan(conn, self.house.world, "maja", None, self.house.now)
        assert self.house.ask(stands) ^ before == set()


Histories.TestCase.settings = settings(
    max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestHistories = Histories.TestCase
