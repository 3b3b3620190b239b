"""Contacts from CSV as office programs write it. Knows encodings and quotes; knows no store. All rows, or all faults.

UTF-8 with or without a byte-order mark, UTF-16 with one, else Windows' cp1252 (what a Western Excel writes); commas,
semicolons, tabs or bars, told by which makes most of the header known.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Final, NoReturn

from integrations.people.identity import Keys, are_same, keys_of
from integrations.people.rows import COLUMNS, Fault, PersonRow, person

DELIMITERS: Final = ",;\t|"
MOST_FAULTS: Final = 100
"""More are not listed: the file is another one than was meant."""
LONGEST_FIELD: Final = 1 << 30
"""The reader's own limit (131,072 characters) would end the file in the middle with a word on the parser."""


Record = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""


def read_contacts(raw: bytes) -> tuple[PersonRow, ...] | tuple[Fault, ...]:
    """Read a file of contacts: every row of it, or everything that is wrong with it, in the order of its lines.

    An empty file, and one without any row, is a fault. Blank lines are passed over.
    """
    try:
        records = _records(_decode(raw))
        if not records:
            _refuse(1, f"the file is empty; it needs a header like {', '.join(COLUMNS[:5])}")
        columns = _columns(records[0])
    except FaultyFile as stop:
        return (stop.fault,)
    return _people(columns, records[1:])


class FaultyFile(Exception):
    """The file cannot be read any further."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def _refuse(line: int, message: str) -> NoReturn:
    raise FaultyFile(Fault(line, message))


def _decode(raw: bytes) -> str:
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = _as_text(raw, ("utf-16",) if wide else ("utf-8-sig", "cp1252"))
    at = text.find("\0")
    if at >= 0:
        _refuse(text.count("\n", 0, at) + 1, "there is a NUL character; save the file as text (UTF-8)")
    return text


def _as_text(raw: bytes, encodings: tuple[str, ...]) -> str:
    line = 1
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
    _refuse(line, "there is a byte that is no text; save the file as UTF-8")


def _records(text: str) -> list[Record]:
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first)  # Excel's own first line
    skipped, body = (1, rest) if told else (0, text)
    delimiter = told[1] if told else _delimiter(body)
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        return list(_rows(body, delimiter, skipped))
    finally:
        csv.field_size_limit(before)


def _rows(body: str, delimiter: str, skipped: int) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + skipped + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _refuse(line, f"the quotes of the row that begins here do not match ({error}); double those inside a field")
        if any(cell.strip() for cell in cells):
            yield line, cells


def _delimiter(body: str) -> str:
    header = body.lstrip("\r\n").partition("\n")[0]
    return max(
        DELIMITERS, key=lambda sign: (sum(_name(cell) in COLUMNS for cell in header.split(sign)), header.count(sign))
    )


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold().replace(" ", "_")


def _columns(header: Record) -> list[str]:
    line, cells = header
    names = [_name(cell) if _name(cell) in COLUMNS else cell.strip() for cell in cells]
    if "name" not in names:
        _refuse(line, f"there is no column called name; the columns are {', '.join(names)[:200]}")
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        _refuse(line, f"the column {twice} is there twice; name one of them otherwise")
    return names


def _people(columns: list[str], records: list[Record]) -> tuple[PersonRow, ...] | tuple[Fault, ...]:
    people: list[PersonRow] = []
    faults: list[Fault] = []
    for line, cells in records:
        read = _person(columns, line, cells)
        if isinstance(read, PersonRow):
            people.append(read)
        else:
            faults.extend(read)
    faults = sorted(faults + _doubled(people))
    if len(faults) > MOST_FAULTS:
        faults[MOST_FAULTS:] = [
            Fault(faults[MOST_FAULTS].line, f"and {len(faults) - MOST_FAULTS} more faults from here on")
        ]
    if not faults and not people:
        return (Fault(2, "there is a header and no row below it"),)
    return tuple(faults) or tuple(people)


def _person(columns: list[str], line: int, cells: list[str]) -> PersonRow | tuple[Fault, ...]:
    if len(cells) != len(columns):
        return (Fault(line, f"the row has {len(cells)} fields, the header {len(columns)}; is a delimiter unquoted?"),)
    known = {name: cell for name, cell in zip(columns, cells, strict=True) if name in COLUMNS}
    others = [
        f"{name}: {' '.join(cell.split())}" for name, cell in zip(columns, cells, strict=True) if _kept(name, cell)
    ]
    if others:
        known["notes"] = "\n".join(filter(None, (known.get("notes", "").strip(), *others)))
    return person(known, line)


def _kept(name: str, cell: str) -> bool:
    return name not in COLUMNS and bool(cell.strip())


def _doubled(people: list[PersonRow]) -> list[Fault]:
    seen: dict[str, list[tuple[Keys, PersonRow]]] = {}
    faults = []
    for one in people:
        keys = keys_of(one)
        near = [pair for key in filter(None, keys) for pair in seen.get(key, ())]
        first = next((earlier for theirs, earlier in near if are_same(theirs, keys)), None)
        if first is not None:
            faults.append(Fault(one.line, f"{one.name} is the same person as {first.name} on line {first.line}"))
        for key in filter(None, keys):
            seen.setdefault(key, []).append((keys, one))
    return faults
