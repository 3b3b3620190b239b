"""`klart enroll`: one contact, or a file of them. Knows words, paths and tables; the service enrols."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from daemon.cli.completing import cadences
from daemon.cli.frame import Command, home_of
from daemon.cli.given import path_meant
from daemon.cli.paint import as_json, console, headed, plain, put, tell
from daemon.errors import BadInput, RefusedForSafety
from daemon.library import NAME

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from daemon.home import Home
    from daemon.library import Library
    from daemon.service.enroll_many import Outlook
    from daemon.wiring import House

FATES: Final = {
    "new": "new",
    "known": "known, {enrolled}",
    "conflict": "left alone: in {running} already",
    "do-not-contact": "left alone: asked never to be contacted again",
}
TO_TYPE: Final = {
    "or ask for a second enrollment": "or add --again for a second one",
    "only an override with its reason lifts that": "only --despite-opt-out WHY lifts that",
}
"""What the service advises, and the words that do it here."""
UNKNOWN: Final = re.compile(r"there is no cadence '(?P<name>[^']+)'")


@click.command(cls=Command)
@click.argument("contact", metavar="[CONTACT]", required=False)
@click.argument("cadence", metavar="[CADENCE]", required=False, shell_complete=cadences)
@click.option("--from", "file", metavar="FILE.csv", help="Everybody in a CSV file.")
@click.option("--cadence", "named", metavar="CADENCE", help="The cadence for all of the file; else its column says.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--again", is_flag=True, help="Although the contact is followed up already.")
@click.option(
    "--despite-opt-out", metavar="WHY", help="Although the contact asked not to be contacted; the log keeps it."
)
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def enroll(ctx: click.Context, /, **said: Any) -> None:
    """Start following up a contact in a cadence, or, with --from, everybody in a file.

    A cadence is a name, or the path of a cadence file, which is then copied into the home.
    """
    name = said["named"] or said["cadence"]
    if said["file"] is None and (said["contact"] is None or name is None):
        raise BadInput("klart enroll needs CONTACT and CADENCE, or --from FILE.csv", "see klart enroll --help")
    if said["file"] is not None and said["contact"] is not None:
        raise BadInput("--from enrols a whole file; a CONTACT besides it is too much", "leave one out")
    home = home_of(ctx)
    library, name, path = _library(home, name)
    with _advised(library):
        if said["file"] is not None:
            _many(home, library, said, name)
        else:
            _one(home, library, said, str(name))
    if path is not None and not said["dry_run"]:
        library.keep(path)


@contextmanager
def _advised(library: Library) -> Iterator[None]:
    """Say what to type where the service says what is wrong."""
    try:
        yield
    except (BadInput, RefusedForSafety) as error:
        hint = error.hint or ""
        for advice, words in TO_TYPE.items():
            hint = hint.replace(advice, words)
        if unknown := UNKNOWN.search(error.message):
            hint = _known(unknown["name"], library) + ("; nobody was enrolled" if "nobody" in hint else "")
        raise type(error)(error.message, hint or None) from error


def _known(wanted: str, library: Library) -> str:
    """Say which cadence may be meant: a file that lies here, one of a name like it, else which there are."""
    here = f"{wanted}.yaml"
    if NAME.fullmatch(wanted) and Path(here).is_file():
        return f"to take the file that lies here, write {here}"
    near = get_close_matches(wanted, library.names(), 1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(library.names())}"


def _library(home: Home, cadence: str | None) -> tuple[Library, str | None, Path | None]:
    """Return the cadences there are, the one meant, and the file it is to be copied from."""
    from daemon.library import Library

    if cadence is None or not ("/" in cadence or cadence.endswith(".yaml")):
        return Library(home.cadences), cadence, None
    path = Path(cadence)
    if not path.exists() and path_meant(cadence, Library(home.cadences)) != cadence:
        return Library(home.cadences), path.stem, None
    texts = Library(home.cadences).admit_all(path)
    return Library(home.cadences, texts), path.stem, path


class _NothingDone(Exception):
    """Ends a transaction that was only to show what it would do."""


@contextmanager
def _writing(house: House, *, dry_run: bool) -> Iterator[Connection]:
    """Open a transaction that stands afterwards, or, for a dry run, never happened."""
    with suppress(_NothingDone), house.store.write() as conn:
        yield conn
        if dry_run:
            raise _NothingDone


def _one(home: Home, library: Library, said: dict[str, Any], cadence: str) -> None:
    from daemon import clock, wake
    from daemon.cli.said import lines_of, shape_of
    from daemon.service import contacts
    from daemon.service.enroll import Wish, enroll
    from daemon.wiring import opened

    now = clock.now()
    with opened(home, library) as house, _writing(house, dry_run=said["dry_run"]) as conn:
        row = contacts.find(conn, said["contact"])
        wish = Wish(row.id, cadence, again=said["again"], despite_opt_out=said["despite_opt_out"])
        shape = shape_of(conn, house, enroll(conn, house.world, wish, now), now)
    wake.poke(home.socket)
    if said["json_"]:
        as_json({**shape, "dry_run": said["dry_run"]})
    else:
        tell(*(["would do, and did not:"] if said["dry_run"] else []), *lines_of(shape))


def _many(home: Home, library: Library, said: dict[str, Any], cadence: str | None) -> None:
    from daemon import clock, wake
    from daemon.cli.csv_rows import rows_of
    from daemon.service import enroll_many as service
    from daemon.wiring import opened

    now = clock.now()
    with opened(home, library) as house:
        rows, started, late = rows_of(said["file"]), tuple[str, ...](), tuple[tuple[str, str], ...]()
        if said["dry_run"]:
            with house.store.read() as conn:
                seen = service.outlook(conn, house.world, rows, cadence, now)
        else:
            with house.store.write() as conn:
                done = service.enroll_many(conn, house.world, rows, cadence, now)
            seen, started, late = done.outlook, done.started, done.late
    wake.poke(home.socket)
    if said["json_"]:
        told = [{"contact": name, "told": words} for name, words in late]
        as_json({**_shape(seen, started, dry_run=said["dry_run"]), "late": told})
    else:
        _tell(seen, started, dry_run=said["dry_run"])
        tell(*(f"  ! {plain(f'{name}: {words}')}" for name, words in late))


def _shape(seen: Outlook, started: Sequence[str], *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "enrolled": list(started),
        "would_enrol": seen.enrolled,
        "touches_a_day": seen.a_day,
        "minutes_a_day": seen.minutes_a_day,
        "rows": [
            {
                "line": row.person.line,
                "name": row.person.name,
                "company": row.person.company,
                "cadence": row.cadence,
                "fate": row.fate.value,
                "contact": row.contact,
                "running": row.running,
            }
            for row in seen.rows
        ],
    }


def _tell(seen: Outlook, started: Sequence[str], *, dry_run: bool) -> None:
    # The last column gives way first: rich takes from the longest of those that may break.
    heads = ("line", "name", "company", "cadence", "what becomes of it")
    table = headed(None, *heads, wrap=("name", "company", heads[-1]))
    enrolled = "would be enrolled" if dry_run else "enrolled now"
    for row in seen.rows:
        fate = FATES[row.fate.value].format(running=row.running, enrolled=enrolled)
        table.add_row(
            str(row.person.line), plain(row.person.name), plain(row.person.company or ""), row.cadence, plain(fate)
        )
    put(console(), table)
    costs = f"about {seen.a_day:g} touches and {seen.minutes_a_day:g} minutes a day while they run"
    if dry_run:
        tell(f"would enrol {seen.enrolled}: {costs}; nothing was done")
    else:
        tell(f"enrolled {len(started)}: {costs}")
