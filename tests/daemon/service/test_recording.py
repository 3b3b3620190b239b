"""What was said leads to: promises on the contact, chains, people named, opt-outs, details; all in one transaction."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from cadences.enrollment import By, GiveUp, Moved, Noted, Pause, Pin, Resume
from cadences.moments import Span, instant
from cadences.outcomes import Missing, Person, Yes
from cadences.promises import When, WhenKind
from daemon.errors import BadInput
from daemon.service import lifecycle, status
from daemon.service.why import why
from daemon.store import enrollments, ledger, notes, promises, questions, tables, touches

AFTER_FIVE = When(WhenKind.STANDING, windows=((1020, None),))


def live(house, contact):
    return [one.promise.when for one in house.ask(promises.live, [contact]).get(contact, ())]


def open_of(house, contact):
    return [kept.enrollment for kept in house.ask(lambda conn: enrollments.of_contact(conn, contact, only_open=True))]


# --- promises -------------------------------------------------------------------------------------------------------
def test_a_promise_binds_every_enrollment_of_the_contact(house):
    anna = house.add()
    first = house.enroll(anna).enrollment.id
    second = house.enroll(anna, "quote", again=True).enrollment.id
    house.later(hours=1)
    done = house.answer(first, "callback", when=AFTER_FIVE, words="ring efter 17")
    assert house.when(first) == "Mon 23 17:00"
    assert house.when(second) == "Wed 25 17:00"
    assert done.moved == (second,)
    assert house.stands(second).promised
    assert live(house, anna) == [AFTER_FIVE]


def test_a_newer_promise_replaces_an_older_one_in_the_same_dimension(house):
    id_ = house.enrolled()
    house.answer(id_, "callback", when=AFTER_FIVE)
    house.later(hours=1)
    before_ten = When(WhenKind.STANDING, windows=((480, 600),))
    house.answer(id_, "callback", when=before_ten)
    assert live(house, "anna-berg") == [before_ten]
    assert house.when(id_) == "Mon 23 09:15"


def test_a_one_off_lapses_with_the_try_that_it_was_for(house):
    id_ = house.enrolled()
    tomorrow = When(WhenKind.ONE_OFF, not_before=date(2026, 11, 24), not_after=date(2026, 11, 24))
    house.answer(id_, "callback", when=tomorrow)
    assert house.when(id_).startswith("Tue 24")
    house.at(24, "10:10")
    house.answer(id_, "no_answer")
    assert live(house, "anna-berg") == []
    assert house.when(id_).startswith("Wed 25")


def test_a_promise_takes_the_slot_of_another_touch_and_that_one_is_placed_anew(house):
    fresh = [house.enrolled(name, "quote") for name in ("Erik Lund", "Sanne de Vries", "Eva Ek")]
    assert [house.when(id_) for id_ in fresh] == ["Wed 25 09:00", "Wed 25 09:10", "Wed 25 09:20"]
    anna = house.enrolled()
    at = When(WhenKind.AT, at=__import__("datetime").datetime(2026, 11, 25, 9, 10))
    done = house.answer(anna, "callback", when=at)
    assert house.when(anna) == "Wed 25 09:10"
    assert done.moved == (fresh[1],)
    assert house.when(fresh[1]) not in {"Wed 25 09:10", "Wed 25 09:00", "Wed 25 09:20"}
    spans = sorted((row["start"], row["end"]) for row in house.agenda())
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_what_breaks_a_promise_keeps_it_as_soon_as_there_is_room(house):
    at = When(WhenKind.AT, at=__import__("datetime").datetime(2026, 12, 8, 14, 30))
    first, second = house.enrolled("Erik Lund"), house.enrolled()
    for id_ in (first, second):
        house.answer(id_, "callback", when=at)
    assert [house.when(id_) for id_ in (first, second)] == ["Tue 08 14:30", "Tue 08 14:40"]
    assert house.ask(status.status, house.world, house.now)["conflicts"][0]["codes"][0] == "conflict-promise"
    house.answer(first, "no")
    assert house.when(second) == "Tue 08 14:30"
    assert house.ask(status.status, house.world, house.now)["conflicts"] == []


# --- what ends an enrollment ----------------------------------------------------------------------------------------
def test_an_opt_out_ends_all_and_leaves_nothing_in_the_future(house):
    anna = house.add()
    ids = [house.enroll(anna, name, again=True).enrollment.id for name in ("ring", "quote", "fresh")]
    house.answer(ids[0], "opt_out")
    assert [house.state(id_) for id_ in ids] == ["opted_out"] * 3
    assert house.agenda() == []
    assert house.row(anna).do_not_contact_at == house.now
    (other,) = [line for line in house.ask(ledger.lines, ids[1]) if line.entry.seq == 2]
    assert (other.entry.by, other.cause) == (By.DAEMON, house.ask(ledger.lines, ids[0])[1].id)


def test_an_opt_out_is_taken_by_what_is_closed_too(house):
    anna = house.add()
    closed, running = house.enroll(anna).enrollment.id, house.enroll(anna, "quote", again=True).enrollment.id
    house.answer(closed, "no", reason="price")
    house.answer(closed, "opt_out")
    assert house.row(anna).do_not_contact_at is not None
    assert house.state(running) == "opted_out"


@pytest.mark.parametrize(("outcome", "state"), [("yes", "won"), ("no", "lost")])
def test_a_clear_answer_closes_it(house, outcome, state):
    id_ = house.enrolled()
    done = house.answer(id_, outcome, yes=Yes.MEETING if outcome == "yes" else None)
    assert (house.state(id_), done.touch, house.agenda()) == (state, None, [])
    kept = house.ask(enrollments.get, id_)
    assert kept.attend_at is None
    assert house.ask(status.status, house.world, house.now)[state] == 1


def test_giving_up_needs_a_reason(house):
    id_ = house.enrolled()
    with pytest.raises(BadInput, match="needs a reason"), house.store.write() as conn:
        lifecycle.give_up(conn, house.world, id_, "  ", house.now)
    house.record(id_, GiveUp("the firm is closed"))
    assert house.state(id_) == "given_up"


# --- chains ---------------------------------------------------------------------------------------------------------
def test_a_yes_starts_what_the_cadence_says(house):
    id_ = house.enrolled(cadence="write", email="anna@acme.example")
    done = house.answer(id_, "yes", yes=Yes.QUOTE)
    (started,) = done.started
    kept = house.ask(enrollments.get, started)
    assert (kept.enrollment.cadence, kept.enrollment.contact, kept.origin) == ("quote", "anna-berg", id_)
    assert house.stands(started).start is not None
    assert house.ask(enrollments.started_by, id_) == [started]


def test_a_chain_whose_file_is_gone_goes_on_in_the_version_kept_last_and_says_so(house):
    house.enrolled("Erik Lund", "quote")
    id_ = house.enrolled(cadence="write", email="anna@acme.example")
    house.files["quote"] = "cadence: broken ["
    house.reload()
    done = house.answer(id_, "yes", yes=Yes.QUOTE)
    assert house.state(done.started[0]) == "active"
    assert [reason.code for reason in done.told if reason.code.startswith("told-chain")] == ["told-chain-from-store"]


def test_a_chain_to_nowhere_is_asked_about(house):
    id_ = house.enrolled(cadence="write", email="anna@acme.example")
    done = house.answer(id_, "yes", yes=Yes.PURCHASE)
    assert (done.started, [ask.code for ask in done.asked]) == ((), ["ask-chain-missing"])
    (asked,) = house.ask(status.status, house.world, house.now)["questions"]
    assert asked["code"] == "ask-chain-missing"


# --- people who are named -------------------------------------------------------------------------------------------
EVA = Person("Eva Ek", phone="070-765 43 21")


def test_who_is_referred_to_is_made_enrolled_and_linked(house):
    id_ = house.enrolled(company="Acme AB", language="sv")
    done = house.answer(id_, "referred", person=EVA)
    (eva,) = done.started
    kept = house.ask(enrollments.get, eva)
    assert (house.state(id_), kept.enrollment.contact, kept.origin, kept.enrollment.cadence) == (
        "referred", "eva-ek", id_, "ring"
    )  # fmt: skip
    row = house.row("eva-ek")
    assert (row.company, row.country, row.language, row.source) == ("Acme AB", "SE", "sv", "referral by Anna Berg")


def test_who_is_referred_to_and_enrolled_already_is_noted_there(house):
    eva = house.enrolled("Eva Ek", "quote", company="Acme AB")
    id_ = house.enrolled(company="Acme AB")
    done = house.answer(id_, "referred", person=Person("Eva Ek"))
    assert (house.state(id_), done.started, len(open_of(house, "eva-ek"))) == ("referred", (), 1)
    assert "Anna Berg" in house.ask(notes.newest, "eva-ek")[0][1]
    assert house.state(eva) == "active"


def test_who_is_known_and_closed_is_enrolled_anew(house):
    house.answer(house.enrolled("Eva Ek", company="Acme AB"), "no")
    done = house.answer(house.enrolled(company="Acme AB"), "referred", person=Person("Eva Ek"))
    assert [one.id for one in open_of(house, "eva-ek")] == list(done.started)


@pytest.mark.parametrize("who", ["Eva Ek", "Anna Berg"])
def test_who_may_not_be_enrolled_is_not_and_the_rep_decides(house, who):
    house.answer(house.enrolled("Eva Ek", company="Acme AB"), "opt_out")
    id_ = house.enrolled(company="Acme AB")
    done = house.answer(id_, "referred", person=Person(who))
    assert (house.state(id_), done.started) == ("active", ())
    assert house.stands(id_).step == "decide"
    assert house.lost_from_log() == []


def test_who_is_introduced_is_enrolled_and_this_one_goes_on(house):
    id_ = house.enrolled()
    done = house.answer(id_, "introduced", person=EVA)
    assert (house.state(id_), len(done.started)) == ("active", 1)


# --- details, notes, questions --------------------------------------------------------------------------------------
def test_a_number_that_was_found_becomes_the_contacts_and_the_old_one_is_kept_as_bad(house):
    id_ = house.enrolled(phone="08-111 11 11")
    rev = house.stands(id_).wanted_rev
    house.answer(id_, "wrong_number", phone="08-222 22 22")
    row = house.row("anna-berg")
    assert (row.phone, row.phone_key, row.bad[0]["was"], row.details_at) == (
        "08-222 22 22", "+4682222222", "08-111 11 11", house.now
    )  # fmt: skip
    assert house.stands(id_).wanted_rev != rev


def test_a_note_is_kept_and_changes_what_the_events_of_the_contact_show(house):
    id_ = house.enrolled()
    before = house.stands(id_)
    house.record(id_, Noted("She is back in May"))
    after = house.stands(id_)
    assert (after.start, after.number) == (before.start, before.number)
    assert after.wanted_rev > before.wanted_rev
    assert house.ask(notes.newest, "anna-berg") == [(house.now, "She is back in May")]


def test_a_note_on_who_was_never_enrolled_is_kept_too(house):
    anna = house.add()
    with house.store.write() as conn:
        lifecycle.note(conn, house.world, anna, "met at the fair", house.now)
    assert house.ask(notes.newest, anna) == [(house.now, "met at the fair")]


def test_two_words_on_one_touch_are_asked_about_and_the_next_answer_settles_it(house):
    id_ = house.enrolled()
    house.answer(id_, "talked", touch=1)
    house.at(24, "09:20")
    house.answer(id_, "no_answer", touch=2)
    done = house.answer(id_, "no_answer", touch=1)
    assert [ask.code for ask in done.asked] == ["ask-two-words"]
    assert len(house.ask(questions.waiting)) == 1
    house.at(25, "09:20")
    house.answer(id_, "talked")
    assert house.ask(questions.waiting) == []


def test_words_and_names_stand_apart_from_the_log_and_may_be_erased(house):
    id_ = house.enrolled(company="Acme AB")
    house.answer(id_, "referred", person=EVA, words="ask Eva, 070-765 43 21")
    said = house.ask(lambda conn: conn.scalars(select(tables.log.c.fact)).all())
    assert not any("Eva" in str(fact) or "765" in str(fact) for fact in said)
    entry = house.ask(ledger.entries, id_)[1]
    assert (entry.fact.answer.person, entry.fact.answer.words) == (EVA, "ask Eva, 070-765 43 21")
    with house.store.write() as conn:
        assert ledger.erase(conn, "anna-berg") == 1
    entry = house.ask(ledger.entries, id_)[1]
    assert (entry.fact.answer.person.name, entry.fact.answer.words) == ("…", "…")
    assert not any(
        "Eva" in text for text in house.ask(lambda conn: conn.scalars(select(tables.words.c.text)).all()[:1])
    )


def test_what_does_not_fit_is_said_with_the_words_that_fit_and_nothing_is_written(house):
    id_ = house.enrolled()
    lines = house.ask(ledger.lines, id_)
    with pytest.raises(BadInput):
        house.answer(id_, "missing", missing=Missing.OWNER)
    with pytest.raises(BadInput, match="there is no enrollment 'e17'"):
        house.answer("e17", "talked")
    assert house.ask(ledger.lines, id_) == lines


# --- pins and pauses ------------------------------------------------------------------------------------------------
def test_a_moved_touch_stands_where_it_was_put(house):
    id_ = house.enrolled()
    start = instant(house.now + timedelta(days=2, hours=3))
    house.record(id_, Moved(1, Pin(Span(start, instant(start + timedelta(minutes=30))))), by=By.CALENDAR)
    row = house.stands(id_)
    assert (row.start, row.pinned) == (start, True)
    assert house.ask(ledger.lines, id_)[1].entry.by is By.CALENDAR


def test_a_pause_holds_the_next_touch_and_says_until_when(house):
    id_ = house.enrolled()
    house.record(id_, Pause(date(2026, 12, 7)))
    assert (house.state(id_), house.when(id_)) == ("paused", "Mon 07 09:00")
    with pytest.raises(BadInput, match="is over already"), house.store.write() as conn:
        lifecycle.pause(conn, house.world, id_, date(2026, 11, 23), house.now)
    house.record(id_, Resume())
    assert house.state(id_) == "active"


def test_a_word_on_a_contact_means_the_open_enrollment_and_asks_where_there_are_two(house):
    anna = house.add()
    first = house.enroll(anna).enrollment.id
    row = house.row(anna)
    assert house.ask(lifecycle.the_one, row).enrollment.id == first
    house.enroll(anna, "quote", again=True)
    with pytest.raises(BadInput, match="enrolled in quote, ring"):
        house.ask(lifecycle.the_one, row)
    assert house.ask(lifecycle.the_one, row, "ring").enrollment.id == first
    with pytest.raises(BadInput, match="not enrolled in fresh"):
        house.ask(lifecycle.the_one, row, "fresh")


# --- what it tells --------------------------------------------------------------------------------------------------
def test_why_has_codes_sentences_and_the_history(house):
    id_ = house.enrolled()
    house.answer(id_, "callback", when=AFTER_FIVE, words="ring efter 17")
    told = house.ask(why, house.world, id_, house.now)
    assert told["why"][0]["code"] == "promised"
    assert told["why"][0]["text"].startswith("After 17:00, because Anna asked")
    assert told["touch"]["promise"] == "after 17:00"
    assert [one["what"] for one in told["said"]] == ["Enrolled", "Answered"]
    assert told["past"][0]["outcome"] == "callback"


def test_the_rows_of_touches_are_those_of_the_fold(house):
    id_ = house.enrolled()
    house.answer(id_, "no_answer")
    house.later(days=1)
    house.answer(id_, "talked")
    rows = house.ask(touches.of_enrollment, id_)
    assert [(row.number, row.state, row.outcome) for row in rows] == [
        (1, "done", "no_answer"), (2, "done", "talked"), (3, "open", None)
    ]  # fmt: skip
    assert house.ask(lambda conn: conn.scalar(select(func.count()).select_from(tables.log))) == 3


TOMORROW = When(WhenKind.ONE_OFF, not_before=date(2026, 11, 24), not_after=date(2026, 11, 24))


@pytest.mark.parametrize(
    "said",
    [TOMORROW, When(WhenKind.ONE_OFF, windows=((1020, None),)), When(WhenKind.ONE_OFF, days=frozenset({2}))],
    ids=["tomorrow", "after five today", "on Tuesday"],
)
def test_what_is_said_for_one_try_binds_no_other_enrollment(house, said):
    anna = house.add()
    ring, quote = (house.enroll(anna, name, again=True).enrollment.id for name in ("ring", "quote"))
    stood = house.stands(quote)
    house.answer(ring, "callback", when=said)
    again = house.stands(quote)
    assert (again.start, again.conflicts) == (stood.start, [])


def test_not_before_binds_all_of_a_contacts_enrollments(house):
    anna = house.add()
    ring, quote = (house.enroll(anna, name, again=True).enrollment.id for name in ("ring", "quote"))
    house.answer(ring, "not_now", when=When(WhenKind.ONE_OFF, not_before=date(2027, 3, 1)))
    assert house.stands(quote).start.date() >= date(2027, 3, 1)
