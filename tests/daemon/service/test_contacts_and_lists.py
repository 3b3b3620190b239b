"""Contacts: found, filled in, never emptied. Lists: said first, done whole or not at all."""

import pytest
from sqlalchemy import func, select

from cadences.outcomes import Person
from daemon.errors import BadInput
from daemon.service import contacts, enroll_many
from daemon.service.enroll_many import Fate
from daemon.store import people
from daemon.store.tables import contacts as contact_rows
from daemon.store.tables import enrollments
from integrations.people.rows import PersonRow


def keep(house, *rows):
    with house.store.write() as conn:
        return contacts.import_contacts(conn, house.world, rows, house.now)


def many(house, rows, cadence="ring"):
    with house.store.write() as conn:
        return enroll_many.enroll_many(conn, house.world, rows, cadence, house.now)


def count(house, table):
    return house.ask(lambda conn: conn.scalar(select(func.count()).select_from(table)))


# --- finding --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words", ["anna-berg", "ANNA@acme.example", "Anna", "berg", "anna b", "acme", "hanna-ek", "Ek", "50% off", "a_b"]
)
def test_a_contact_is_found_by_id_email_or_a_part(house, words):
    house.add("Anna Berg", company="Acme AB", email="anna@acme.example")
    house.add("Hanna Ek", company="Fjordkraft ApS")
    house.add("50% Off", company="a_b")
    expected = {"hanna-ek": "hanna-ek", "Ek": "hanna-ek", "50% off": "50-off", "a_b": "50-off"}.get(words, "anna-berg")
    assert house.ask(contacts.find, words).id == expected


def test_who_may_be_several_is_asked_for_by_id(house):
    house.add("Anna Berg", company="Acme AB")
    house.add("Anna Lind", company="Acme AB")
    with pytest.raises(BadInput, match=r"anna-berg \(Anna Berg, Acme AB\); anna-lind \(Anna Lind, Acme AB\)"):
        house.ask(contacts.find, "anna")
    with pytest.raises(BadInput, match="there is no contact 'erik'"):
        house.ask(contacts.find, "erik")
    with pytest.raises(BadInput, match="no contact was named"):
        house.ask(contacts.find, " ")


def test_namesakes_get_ids_of_their_own(house):
    ids = [house.add("Anna Berg", company=f"Firm {n}") for n in range(12)]
    assert ids == ["anna-berg", *(f"anna-berg-{n}" for n in range(2, 13))]
    assert house.add("Åsa Øster-Æsel!") == "asa-oster-aesel"
    assert house.add("王芳").startswith("contact")


# --- filling in -----------------------------------------------------------------------------------------------------
def test_a_second_import_fills_and_updates_and_an_empty_cell_erases_nothing(house):
    keep(house, PersonRow("Anna Berg", "Acme AB", email="anna@acme.example", phone="08-111 11 11", notes="tall"))
    (kept,) = keep(
        house, PersonRow("Anna Berg", email="Anna@acme.example", role="CFO", phone="08-222 22 22", notes="kind")
    )
    row = house.row("anna-berg")
    assert (row.company, row.role, row.phone, row.notes) == ("Acme AB", "CFO", "08-222 22 22", "tall\nkind")
    assert (kept.new, kept.changed) == (False, ("email", "notes", "phone", "role"))
    (again,) = keep(
        house, PersonRow("Anna Berg", email="Anna@acme.example", role="CFO", phone="08-222 22 22", notes="kind")
    )
    assert again.changed == ()


def test_new_details_change_what_her_events_show_and_where_they_may_stand(house):
    id_ = house.enrolled("Anna Berg", email="anna@acme.example")
    rev = house.stands(id_).wanted_rev
    keep(house, PersonRow("Anna Berg", email="anna@acme.example", timezone="America/New_York"))
    assert house.stands(id_).wanted_rev > rev
    assert house.when(id_) == "Mon 23 15:00"


@pytest.mark.parametrize(
    ("known", "new", "same"),
    [
        ({"email": "a@x.example"}, {"email": "A@x.example"}, True),
        ({"phone": "+46 70 123 45 67"}, {"phone": "0046701234567"}, True),
        ({"company": "Acme AB"}, {"company": "acme ab", "phone": "08-1"}, True),
        ({"company": "Acme AB"}, {"company": "Vermeer BV"}, False),
        ({"email": "a@x.example"}, {"email": "b@x.example"}, False),
    ],
)
def test_who_is_the_same_person(house, known, new, same):
    keep(house, PersonRow("Anna Berg", **known), PersonRow("Anna Berg", **new))
    assert count(house, contact_rows) == (1 if same else 2)


def test_a_firms_number_makes_nobody_one_person(house):
    keep(house, PersonRow("Anna Berg", phone="08-100 00 00"), PersonRow("Erik Ek", phone="08-100 00 00"))
    assert count(house, contact_rows) == 2


# --- lists ----------------------------------------------------------------------------------------------------------
def people_of(*names, **more):
    return [PersonRow(name, "Acme AB", country="SE", line=line, **more) for line, name in enumerate(names, start=2)]


def test_a_list_is_said_first_and_nothing_is_written(house):
    house.enrolled("Anna Berg", "quote", company="Acme AB")
    house.answer(house.enrolled("Erik Lund", company="Acme AB"), "opt_out")
    house.add("Eva Ek", company="Acme AB")
    before = count(house, enrollments)
    rows = people_of("Anna Berg", "Erik Lund", "Eva Ek", "Sanne de Vries")
    seen = house.ask(enroll_many.outlook, house.world, rows, "ring", house.now)
    assert [row.fate for row in seen.rows] == [Fate.CONFLICT, Fate.DO_NOT_CONTACT, Fate.KNOWN, Fate.NEW]
    assert (seen.rows[0].running, seen.enrolled) == ("quote", 2)
    assert 0 < seen.a_day < 2
    assert sum(seen.standing.values()) == 1
    assert count(house, enrollments) == before


def test_a_list_is_enrolled_and_planned_whole(house):
    done = many(house, people_of(*(f"Person {n}" for n in "ABCDEFGH")))
    starts = [house.stands(id_).start for id_ in done.started]
    assert len(set(starts)) == len(done.started) == 8
    assert house.lost_from_log() == []


def test_those_in_conflict_are_left_alone_and_named(house):
    running = house.enrolled("Anna Berg", "quote", company="Acme AB")
    done = many(house, people_of("Anna Berg", "Eva Ek"))
    assert len(done.started) == 1
    assert house.state(running) == "active"
    assert done.outlook.of(Fate.CONFLICT)[0].person.name == "Anna Berg"


def test_rows_without_a_cadence_are_named_and_nothing_is_done(house):
    rows = [
        PersonRow("Anna Berg", line=2),
        PersonRow("Eva Ek", cadence="gone", line=3),
        PersonRow("Bo", cadence="ring", line=4),
    ]
    with pytest.raises(
        BadInput, match="line 2: Anna Berg: no cadence is named; line 3: Eva Ek: there is no cadence 'gone'"
    ):
        many(house, rows, None)
    assert count(house, contact_rows) == 0


def test_each_row_may_name_its_cadence(house):
    done = many(house, [*people_of("Anna Berg", cadence="ring"), *people_of("Eva Ek", cadence="quote")], None)
    kept = {row["contact"]: row["cadence"] for row in house.agenda()}
    assert kept == {"Anna Berg": "ring", "Eva Ek": "quote"}
    assert len(done.started) == 2


def test_a_contact_is_shown_with_its_enrollments(house):
    id_ = house.enrolled(company="Acme AB")
    shown = house.ask(lambda conn: contacts.show(conn, people.row_of(conn, "anna-berg")))
    assert shown["enrollments"] == [{"id": id_, "cadence": "ring", "state": "active", "since": house.now.isoformat()}]
    assert (shown["company"], shown["do_not_contact"]) == ("Acme AB", False)


@pytest.mark.parametrize("by", [{"country": "SE"}, {"country": None}], ids=["namer's country", "rep's country"])
@pytest.mark.parametrize("written", ["070-999 88 77", "0046 70 999 88 77", "+46 (0)70 9998877"])
def test_nobody_who_opted_out_is_enrolled_by_a_number_written_otherwise(house, by, written):
    eva = house.enrolled("Eva Ek", phone="+46709998877", company="Fjordkraft ApS", country=None)
    house.answer(eva, "opt_out")
    anna = house.enrolled("Anna Berg", company="Acme AB", **by)
    house.answer(anna, "referred", person=Person("Eva Ek", phone=written))
    assert house.row("eva-ek-2") is None
    assert [row["enrollment"] for row in house.agenda()] == [anna]


def test_a_number_is_kept_as_written_and_compared_as_e164(house):
    house.add("Eva Ek", phone="070-999 88 77", country="SE")
    assert (house.row("eva-ek").phone, house.row("eva-ek").phone_key) == ("070-999 88 77", "+46709998877")
    assert house.add("Eva Ek", phone="+46 70 999 88 77", company="Acme AB") == "eva-ek"


@pytest.mark.parametrize("typed", ["asa", "Åsa", "ASA EK", "ása"])
def test_a_name_is_found_without_its_accents(house, typed):
    house.add("Åsa Ek")
    house.add("Anna Berg")
    assert house.ask(contacts.find, typed).id == "asa-ek"
