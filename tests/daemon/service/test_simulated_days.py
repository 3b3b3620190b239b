"""What is played through in memory goes as the daemon's own days: the same words, the same places, the same hours."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadences.enrollment import Answered, Deleted, Moved, Pause, Pin, RefusedError, Resume
from cadences.forward.simulate import Simulation, Start
from cadences.moments import Instant, Span, at_wall, instant, zone
from cadences.phrases.answers import read_answer
from cadences.reading.files import read_cadence
from daemon.errors import BadInput
from daemon.store import enrollments, people
from integrations.holidays_of import Holidays
from tests.daemon.service.house import House

STOCKHOLM = zone("Europe/Stockholm")
PAIR = """cadence: pair
limits: {touches_per_contact_per_week: 2}
steps:
  - prepare: read
  - email: hello
    wait: 0
  - message: ask
    wait: 3 hours
  - call: again
    wait: 2 business days
    retry: {times: 2, vary: day}
silence: {after: 2 touches}
"""
NAMES = ("ring", "write", "fresh", "pair")
WORDS = (
    "no answer",
    "callback: after 17:00",
    "callback tomorrow 10:00",
    "callback: not on Tue",
    "callback 15:30",
    "callback next week",
    "talked",
    "replied",
    "sent",
    "done",
    "skipped",
    "not now until 2027-01-11",
    "missing: urgency",
    "missing: nothing",
    "yes meeting",
    "opt out",
)
which = st.integers(0, 3)
deeds = st.one_of(
    st.tuples(st.just("enrol"), st.sampled_from(NAMES), which),
    st.tuples(st.just("answer"), which, st.sampled_from(WORDS)),
    st.tuples(st.just("answer"), which, st.just("no answer")),
    st.tuples(st.just("hours"), st.integers(1, 60)),
    st.tuples(st.just("days"), st.integers(1, 9)),
    st.tuples(st.just("move"), which, st.integers(0, 8), st.integers(7, 19)),
    st.tuples(st.just("move to a day"), which, st.integers(0, 8)),
    st.tuples(st.just("delete"), which),
    st.tuples(st.just("pause"), which, st.integers(2, 20)),
)


class Both:
    """The daemon's store and the simulation, of which all is said to both."""

    def __init__(self, path):
        self.house = House(path)
        self.house.files["pair"] = PAIR
        self.house.holiday = Holidays().name_of
        self.house.reload()
        self.play = Simulation(self.house.rep, self.house.holiday, self.house.now)
        self.ids = []

    def enrol(self, name, number):
        contact = self.house.add(
            f"Contact {len(self.ids)}", phone=f"+4670123456{number}", email=f"c{len(self.ids)}@a.example"
        )
        id_ = self.house.enroll(contact, name).enrollment.id
        known = self.house.ask(people.contact, contact, self.house.rep.timezone)
        cadence = read_cadence(self.house.files[name], f"{name}.yaml")
        self.play.enrol(cadence, known, id_, start=Start(has_phone=True, has_email=True))
        self.ids.append(id_)

    def say(self, number, fact_of):
        """Say a fact to both; refused by one it is refused by the other."""
        if not self.ids:
            return
        course = self.play.roster.courses[self.ids[number % len(self.ids)]]
        if course.touch is None or course.stand is None:
            return
        fact = fact_of(course)
        if fact is None:
            return
        try:
            self.house.record(course.id, fact)
        except BadInput:
            refused = True
        else:
            refused = False
        try:
            self.play.say(course, fact)
        except RefusedError:
            assert refused
        else:
            assert not refused

    def until(self, until):
        """Let time pass; the daemon wakes whenever something is due."""
        while (due := self.house.ask(enrollments.next_due)) is not None and due <= until:
            self.house.now = max(self.house.now, due)
            self.house.attend()
        self.house.now = until
        self.play.run(until)

    def same(self):
        for id_ in self.ids:
            course, row = self.play.roster.courses[id_], self.house.stands(id_)
            kept = self.house.ask(enrollments.get, id_)
            assert course.enrollment == kept.enrollment
            assert (course.stand is None) == (row is None)
            if row is not None:
                reasons = [[one.code, list(one.args)] for one in course.stand.reasons]
                assert (course.stand.span, reasons) == (Span(row.start, row.end), row.reasons)
                assert [[one.code, list(one.args)] for one in course.stand.conflicts] == row.conflicts
                assert course.stand.again == bool(row.again)

    def do(self, deed):
        match deed:
            case ("enrol", name, number) if len(self.ids) < 4:
                self.enrol(name, number)
            case ("answer", number, words):
                self.say(number, lambda course: self.answered(course, words))
            case ("hours", hours):
                self.until(instant(self.house.now + timedelta(hours=hours)))
            case ("days", days):
                self.until(instant(self.house.now + timedelta(days=days)))
            case ("move", number, days, hour):
                self.say(number, lambda course: Moved(course.touch.number, Pin(self.span(course, days, hour))))
            case ("move to a day", number, days):
                self.say(
                    number, lambda course: Moved(course.touch.number, Pin(day=self.today() + timedelta(days=days)))
                )
            case ("delete", number):
                self.say(number, lambda course: Deleted(course.touch.number))
            case ("pause", number, days):
                self.say(number, lambda _: Pause(self.today() + timedelta(days=days)))

    def answered(self, course, words):
        try:
            answer = read_answer(words, self.house.now, STOCKHOLM)
        except ValueError:
            return None
        return Answered(answer, self.house.now, course.touch.number)

    def span(self, course, days, hour):
        start = at_wall(self.today() + timedelta(days=days), hour * 60, STOCKHOLM)
        return Span(start, Instant(start + course.stand.span.length))

    def today(self) -> date:
        return self.house.now.astimezone(STOCKHOLM).date()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(first=st.sampled_from(NAMES), story=st.lists(deeds, min_size=3, max_size=14))
def test_what_is_played_goes_as_the_daemons_days(tmp_path_factory, first, story):
    both = Both(tmp_path_factory.mktemp("house") / "klart.db")
    try:
        both.enrol(first, 0)
        for deed in story:
            both.do(deed)
            both.same()
    finally:
        both.house.store.close()


def test_what_takes_the_place_of_an_unanswered_touch_stands_where_the_daemon_puts_it(tmp_path):
    both = Both(tmp_path / "klart.db")
    try:
        both.enrol("pair", 0)
        for words, hours in (("done", 1), ("sent", 1), ("sent", 30)):
            both.do(("answer", 0, words))
            both.do(("hours", hours))
            both.same()
        for _ in range(12):
            both.do(("hours", 6))
            both.same()
    finally:
        both.house.store.close()


def test_a_promised_time_that_passed_gets_its_second_chance_as_the_daemon_gives_it(tmp_path):
    both = Both(tmp_path / "klart.db")
    try:
        both.enrol("ring", 0)
        both.do(("answer", 0, "callback: after 17:00"))
        starts = []
        for _ in range(40):
            both.until(instant(both.house.now + timedelta(minutes=30)))
            both.same()
            starts.append(both.play.roster.courses[both.ids[0]].stand.span.start.astimezone(STOCKHOLM))
        stood = [f"{start:%d %H:%M}" for start in dict.fromkeys(starts)]
        assert stood[0] == "23 17:00"
        assert stood[1].startswith("23 17:")
        assert stood[2] == "24 17:00"
    finally:
        both.house.store.close()


def test_what_broke_a_promise_and_what_a_pause_had_pushed_away_is_asked_about_again_as_the_daemon_asks(tmp_path):
    both = Both(tmp_path / "klart.db")
    try:
        for number in range(2):
            both.enrol("ring", number)
            both.same()
        both.say(0, lambda _: Pause(date(2026, 12, 7)))
        both.same()
        both.say(0, lambda _: Resume())
        both.same()
        assert both.play.roster.courses[both.ids[0]].stand.span.start < both.house.now + timedelta(days=2)
        both.do(("answer", 0, "callback 15:30"))
        both.do(("answer", 1, "callback 15:30"))
        both.same()
        crossed = [id_ for id_ in both.ids if both.play.roster.courses[id_].stand.conflicts]
        assert len(crossed) <= 1
        both.do(("answer", 0, "opt out"))
        both.same()
        assert both.play.roster.courses[both.ids[1]].stand.conflicts == ()
    finally:
        both.house.store.close()
