"""Contacts from CSV as office programs write it: all rows, or all faults with their lines."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.people.csv_file import read_contacts
from integrations.people.identity import are_same, keys_of
from integrations.people.rows import Fault, PersonRow

HEADER = "name,company,phone,email,country,timezone,language,source,notes,last_contact_at,cadence"


def faults(raw):
    found = read_contacts(raw if isinstance(raw, bytes) else raw.encode())
    assert all(isinstance(one, Fault) for one in found), found
    return found


def rows(raw):
    found = read_contacts(raw if isinstance(raw, bytes) else raw.encode())
    assert all(isinstance(one, PersonRow) for one in found), found
    return found


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("name,company\nÅsa Ek,Smørrebrød ApS\n".encode(), id="utf-8"),
        pytest.param("name,company\nÅsa Ek,Smørrebrød ApS\n".encode("utf-8-sig"), id="byte-order mark"),
        pytest.param("name,company\nÅsa Ek,Smørrebrød ApS\n".encode("cp1252"), id="cp1252"),
        pytest.param("name,company\nÅsa Ek,Smørrebrød ApS\n".encode("utf-16"), id="utf-16"),
        pytest.param("name;company\r\nÅsa Ek;Smørrebrød ApS\r\n".encode("cp1252"), id="semicolons, Windows lines"),
        pytest.param("name\tcompany\nÅsa Ek\tSmørrebrød ApS".encode(), id="tabs, no last newline"),
        pytest.param("sep=;\nname;company\nÅsa Ek;Smørrebrød ApS\n".encode(), id="Excel says its separator"),
        pytest.param("\n Name , COMPANY \n\nÅsa  Ek ,Smørrebrød ApS\n,\n".encode(), id="capitals, blanks, blank lines"),
        pytest.param('"name","company"\n"Åsa Ek","Smørrebrød ApS"\n'.encode(), id="all quoted"),
    ],
)
def test_it_is_read_however_it_was_saved(raw):
    ((name, company),) = [(row.name, row.company) for row in rows(raw)]
    assert (name, company) == ("Åsa Ek", "Smørrebrød ApS")


def test_all_that_is_known_is_parsed():
    (row,) = rows(
        f"{HEADER}\nAnna Berg,Acme AB,+46 70-123 45 67,a@x.example,se,Europe/Stockholm,sv-SE,fair,big,2026-03-01,ring\n"
    )
    assert (row.country, row.timezone, row.language, row.cadence, row.line) == (
        "SE",
        "Europe/Stockholm",
        "sv-se",
        "ring",
        2,
    )
    assert row.last_contact_at.isoformat() == "2026-03-01T12:00:00+00:00"


def test_what_is_not_known_is_kept_as_a_note():
    (row,) = rows("name,Shoe size,notes,empty\nAnna Berg,39,tall,\n")
    assert row.notes == "tall\nShoe size: 39"


def test_lines_inside_a_quoted_note_are_kept_and_counted():
    raw = 'name,notes,country\nAnna Berg,"one\ntwo",SE\nErik Lund,,XX\n'
    (fault,) = faults(raw)
    assert fault.line == 4
    assert rows(raw.replace("XX", "DK"))[0].notes == "one\ntwo"


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        ("", 1, "the file is empty"),
        ("\n\n", 1, "the file is empty"),
        ("name\n", 2, "no row below"),
        ("namn,company\nAnna,Acme\n", 1, "no column called name"),
        ("name,name\nAnna,Berg\n", 1, "twice"),
        ("name,country\nAnna Berg,SE\nErik Lund,Danmark\n", 3, "'Danmark' is no country"),
        ("name,timezone\nAnna Berg,Europe/Stokholm\n", 2, "no time zone"),
        ("name,phone\nAnna Berg,4.67E+10\n", 2, "no phone number"),
        ("name,phone\nAnna Berg,call her\n", 2, "no phone number"),
        ("name,email\nAnna Berg,anna at acme\n", 2, "no email address"),
        ("name,language\nAnna Berg,Swedish!\n", 2, "no language"),
        ("name,last_contact_at\nAnna Berg,1/2/26\n", 2, "no date"),
        ("name,company\n,Acme AB\n", 2, "there is no name"),
        ("name,company\nAnna Berg,Acme, AB\n", 2, "3 fields, the header 2"),
        ("name,company\nAnna Berg\n", 2, "1 fields, the header 2"),
        ('name,company\nErik Lund,x\nAnna Berg,"Acme AB\n' + "more,rows\n" * 1000, 3, "quotes"),
        ('name,company\nAnna "Berg,Acme\nErik,"Fjord"kraft\n', 3, "quotes"),
        ("name,company\nAnna Berg,Acme\nEr\0ik,x\n", 3, "NUL"),
        (b"name,company\nAnna Berg,Acme\nErik\x81,x\n", 3, "no text"),
        ("name,company\nAnna Berg,Acme\n".encode("utf-16-le"), 1, "NUL"),
        ("name,company\nAnna Berg," + "x" * 1_000_000 + "\n", 2, "1,000,000 characters"),
        ('name,company\nAnna Berg,"Acme AB\nErik Lund,Fjordkraft\n"\n', 2, "quote missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(raw, line, says):
    (fault,) = faults(raw)
    assert (fault.line, says in fault.message) == (line, True), fault


def test_every_fault_is_named_and_no_row_comes_through():
    found = faults("name,country,email\nAnna Berg,XX,anna\nErik Lund,DK,erik@fjord.example\n,SE,\n")
    assert [fault.line for fault in found] == [2, 2, 4]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Berg,Acme AB,,anna@acme.example", "A. Berg,,,ANNA@acme.example"),
        ("Anna Berg,Acme AB,070-123 45 67,", "Anna B,,0701234567,"),
        ("Anna Berg,Acme AB,,", "anna  berg,ACME ab,,"),
    ],
)
def test_a_person_twice_is_a_fault_of_the_second_row(one, other):
    (fault,) = faults(f"name,company,phone,email\n{one}\n{other}\n")
    assert (fault.line, "same person as Anna Berg on line 2" in fault.message) == (3, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Berg,Acme AB,08-100 00 00,", "Erik Ek,Acme AB,08-100 00 00,"),
        ("Anna Berg,Acme AB,,", "Anna Berg,Vermeer BV,,"),
        ("Anna Berg,Acme AB,,a@acme.example", "Anna Berg,Acme AB,,b@acme.example"),
    ],
)
def test_two_people_are_two(one, other):
    assert len(rows(f"name,company,phone,email\n{one}\n{other}\n")) == 2


def test_a_flood_of_faults_is_cut_short_and_says_so():
    found = faults("name,country\n" + "Anna Berg,XX\n" * 5000)
    assert len(found) == 101
    assert "more faults" in found[-1].message


def test_the_readers_own_limit_stays_as_it_was():
    before = csv.field_size_limit()
    read_contacts(b"name\nAnna Berg\n")
    assert csv.field_size_limit() == before


@given(st.binary(max_size=200))
def test_no_bytes_break_it(raw):
    found = read_contacts(raw)
    assert found
    assert len({type(one) for one in found}) == 1


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.split()
)


@given(
    st.lists(
        st.tuples(words, words, words),
        min_size=1,
        max_size=5,
        unique_by=lambda row: " ".join(row[0].split()).casefold(),
    )
)
def test_what_is_written_as_csv_comes_back(people):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "company", "notes"])
    writer.writerows(people)
    found = rows(out.getvalue())
    assert [(row.name, row.company) for row in found] == [
        (" ".join(name.split()), " ".join(company.split())) for name, company, _ in people
    ]


@given(st.builds(PersonRow, words, st.none() | words, phone=st.none(), email=st.none()))
def test_a_person_is_the_same_as_themself(person):
    assert are_same(keys_of(person), keys_of(person))
