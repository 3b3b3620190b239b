"""Reading a CSV of people for a command: rows, or all that is wrong, a line each. Knows the file; keeps nobody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from daemon.errors import BadInput

if TYPE_CHECKING:
    from integrations.people.rows import PersonRow

MOST_SHOWN = 20
"""Faults of a file that are listed; who has more has one cause."""
LARGEST = 64 * 1024 * 1024
"""Bytes of a file that are read."""


def rows_of(file: str) -> tuple[PersonRow, ...]:
    """Return the people of a CSV file.

    Raises:
        BadInput: It cannot be read, or rows of it are faulty; nobody was kept.
    """
    from integrations.people.csv_file import read_contacts
    from integrations.people.rows import Fault

    try:
        with Path(file).open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror})", "check the path") from None
    if len(raw) > LARGEST:
        raise BadInput(f"{file} is larger than 64 MiB", "split it")
    read = read_contacts(raw)
    faults = [row for row in read if isinstance(row, Fault)]
    if faults:
        lines = [f"{file}:{fault.line}: {fault.message}" for fault in faults[:MOST_SHOWN]]
        more = [f"{file}: and {len(faults) - MOST_SHOWN} more"] if len(faults) > MOST_SHOWN else []
        raise BadInput("\n".join([*lines, *more, f"{file}: nobody was kept; mend these rows and try again"]))
    return tuple(row for row in read if not isinstance(row, Fault))
