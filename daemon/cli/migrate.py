"""`klart migrate`: open enrollments on to the newest version of their cadence. Knows how it looks; the service does it.

What is shown is what the doing would come to: the same writing, taken back. The mark under it names just that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from daemon.cli.completing import names
from daemon.cli.frame import Command, home_of
from daemon.cli.paint import as_json, console, grid, plain, put, tell
from daemon.errors import BadInput, ExitCode, RefusedForSafety

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadences.moments import Instant
    from daemon.service.migrate import Asked, Course, Outlook
    from daemon.wiring import House

WIDTH = 80
"""Columns in a pipe: it is read, not searched."""


@click.command(cls=Command)
@click.argument("name", metavar="[NAME]", required=False, shell_complete=names)
@click.option("--contact", metavar="CONTACT", help="Of one contact alone.")
@click.option("--apply", "--yes", "apply_", is_flag=True, help="Do it; without it, it is only shown.")
@click.option("--soon", is_flag=True, help="Also where a touch of today or tomorrow would give way.")
@click.option("--as-shown", metavar="MARK", help="With --apply: only if it comes to what was shown under this mark.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def migrate(ctx: click.Context, /, name: str | None, contact: str | None, *, json_: bool, **how: Any) -> int:
    """Take open enrollments on to the newest version of their cadence. NAME is a cadence's; without it, all of them.

    Shows, for each, where it stands, where it would stand, and what would move in the calendar; nobody is sent back to
    the beginning or dropped. With --apply it is done, in one step; klart undo CONTACT takes one back.

    Exit 0 when well, 1 when the file of the cadence is gone, 2 when it is faulty, 4 when --as-shown holds no more.
    """
    from daemon import clock, wake
    from daemon.cli.given import name_meant
    from daemon.library import Library
    from daemon.wiring import opened

    home, now = home_of(ctx), clock.now()
    name = None if name is None else name_meant(name, Library(home.cadences))
    with opened(home) as house, house.store.write() as conn:
        shape = _come_to(conn, house, name, contact, now, **how)
    if shape["applied"]:
        wake.poke(home.socket)
    if json_:
        as_json(shape)
    else:
        _tell(shape)
    return ExitCode.FOUND if name is not None and shape["gone"] else ExitCode.WELL


def _come_to(
    conn: Connection,
    house: House,
    name: str | None,
    contact: str | None,
    now: Instant,
    *,
    apply_: bool,
    soon: bool,
    as_shown: str | None,
) -> dict[str, Any]:
    """Return what it comes to in a shape for programs; with `apply_` it is then done.

    Raises:
        RefusedForSafety: It comes to something else than what was shown under the mark.
    """
    from daemon.service import contacts
    from daemon.service import migrate as service

    if as_shown is not None and not apply_:
        raise BadInput("--as-shown without --apply does nothing", "add --apply")
    who = None if contact is None else contacts.find(conn, contact).id
    there, gone = service.named(conn, house.world, who) if name is None else _one(conn, house, name, who)
    asked = [service.Asked(one, who, soon) for one in there]
    seen = [_outlook(conn, house, one, now, apply_=apply_ and as_shown is None) for one in asked]
    mark = service.mark_of(seen)
    if as_shown is not None:
        if as_shown != mark:
            raise RefusedForSafety(
                f"it would not come to what was shown as {as_shown}: somebody answered or moved something since",
                "look again without --apply",
            )
        seen = [_outlook(conn, house, one, now, apply_=True) for one in asked]
    return {
        "applied": apply_ and any(one.changed for one in seen),
        "mark": mark,
        "cadences": [_shape(house, one) for one in seen],
        "gone": [{"cadence": one.cadence, "open": one.open} for one in gone],
    }


def _one(conn: Connection, house: House, name: str, who: str | None) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """Return the cadence that was named: as there, or as gone where somebody goes on in it.

    Raises:
        BadInput: It is faulty, or neither is there a file nor does anybody go on in it.
    """
    from daemon.service import migrate as service
    from daemon.store import enrollments

    if house.world.cadences.current(name) is not None:
        return (name,), ()
    open_ = [one for one in enrollments.open_in(conn, name) if who in {None, one.enrollment.contact}]
    if not open_:
        names = ", ".join(enrollments.cadences_open(conn))
        raise BadInput(
            f"there is no cadence {plain(name)!r}",
            f"enrollments are open in {names}" if names else "nobody is enrolled",
        )
    return (), (service.Adrift(name, len(open_)),)


def _outlook(conn: Connection, house: House, asked: Asked, now: Instant, *, apply_: bool) -> Outlook:
    from daemon.service import migrate as service

    return (service.migrate if apply_ else service.outlook)(conn, house.world, asked, now)


# --- shapes ----------------------------------------------------------------------------------------------------------
def _shape(house: House, outlook: Outlook) -> dict[str, Any]:
    from daemon.service.migrate import Fate

    counts = {fate.value: len(outlook.of(fate)) for fate in Fate}
    courses = [_course(house, one) for one in outlook.courses]
    return {"cadence": outlook.cadence, "open": len(courses), **counts, "enrollments": courses}


def _course(house: House, course: Course) -> dict[str, Any]:
    return {
        "enrollment": course.enrollment,
        "contact": course.name,
        "company": course.company,
        "fate": course.fate.value,
        "from": _stands(house, course.before),
        "to": _stands(house, course.after),
    }


def _stands(house: House, row: Any) -> dict[str, Any]:
    from cadences.moments import zone

    where = zone(house.world.rep.timezone)
    start = None if row.start is None else row.start.astimezone(where).isoformat()
    end = None if row.end is None else row.end.astimezone(where).isoformat()
    named = {"touch": f"{row.enrollment}/{row.number}", "step": row.step, "channel": row.channel, "try": row.attempt}
    return {**named, "start": start, "end": end}


# --- how it looks ----------------------------------------------------------------------------------------------------
def _tell(shape: dict[str, Any]) -> None:
    for one in shape["gone"]:
        tell(
            f"{one['cadence']}: its file is gone; {_people(one['open'])} in the version kept, nobody new begins in it",
        )
    shown = [one for one in shape["cadences"] if one["open"]]
    for number, one in enumerate(shown):
        if number:
            tell("")
        _tell_cadence(one, applied=shape["applied"])
    if not shown and not shape["gone"]:
        tell("nobody is enrolled there; there is nothing to take on")
    tell(*_ending(shape))


def _people(count: int) -> str:
    return "1 enrollment goes on" if count == 1 else f"{count} enrollments go on"


def _tell_cadence(one: dict[str, Any], *, applied: bool) -> None:
    from rich.text import Text

    out = console(WIDTH)
    put(out, Text(_summary(one, applied=applied), "bold"))
    courses = [each for each in one["enrollments"] if each["fate"] != "newest"]
    if courses:
        put(out, _table(courses))
    for each in courses:
        if each["fate"] == "later":
            tell(
                f"  {plain(each['contact'])} goes on after the touch of {_when(each['from'])}: then klart migrate again"
            )


def _summary(one: dict[str, Any], *, applied: bool) -> str:
    """Say in a line how many stay and how many move."""
    open_ = one["open"]
    stay, move = ("stayed", "moved") if applied else ("stay", "move")
    parts = [
        f"{one['stays']} {stay} where they stand" if one["stays"] != 1 else f"1 {_singular(stay)} where it stands",
        f"{one['moves']} {move}" if one["moves"] != 1 else f"1 {_singular(move)}",
    ]
    parts = parts if one["stays"] or one["moves"] else []
    parts += [f"{one['later']} later"] if one["later"] else []
    parts += [f"{one['newest']} in the newest version already"] if one["newest"] else []
    return f"{open_} open enrollment{'' if open_ == 1 else 's'} in {one['cadence']}: {', '.join(parts)}"


def _singular(word: str) -> str:
    return word if word.endswith("ed") else f"{word}s"


def _table(courses: Sequence[dict[str, Any]]) -> Any:
    from rich.padding import Padding

    table = grid({"overflow": "fold", "max_width": 22}, {"overflow": "fold"}, {"no_wrap": True})
    for each in courses:
        table.add_row(plain(each["contact"]), _steps(each), _slots(each))
    return Padding(table, (0, 0, 0, 2))


def _steps(each: dict[str, Any]) -> str:
    before, after = _step(each["from"]), _step(each["to"])
    return before if before == after else f"{before} → {after}"


def _step(stands: dict[str, Any]) -> str:
    tried = f" (try {stands['try']})" if stands["try"] > 1 else ""
    return f"{plain(stands['step']).replace('-', ' ')}{tried}"


def _slots(each: dict[str, Any]) -> str:
    before, after = _when(each["from"]), _when(each["to"])
    if each["fate"] == "later":
        return f"{before}, first"
    return before if before == after else f"{before} → {after}"


def _when(stands: dict[str, Any]) -> str:
    if stands["start"] is None:
        return "not placed"
    at = datetime.fromisoformat(stands["start"])
    return f"{at:%a} {at.day:>2} {at:%b %H:%M}"


def _ending(shape: dict[str, Any]) -> Iterator[str]:
    """Say how to go on from here."""
    if shape["applied"]:
        yield "\ndone; klart undo CONTACT takes one of them back"
    elif any(one["stays"] or one["moves"] for one in shape["cadences"]):
        yield "\nnothing is changed yet; --apply does it"
        yield f"(with --as-shown {shape['mark']} only if it still comes to just this)"
