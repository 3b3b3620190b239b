"""`klart why` and `klart next`: the next touch of a contact, and why it stands there. Knows words and tables."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.paint import as_json, plain, tell
from daemon.cli.said import next_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_contact = click.argument("contact", metavar="CONTACT")
_cadence = click.option("--cadence", metavar="NAME", help="Which follow-up, where somebody has two.")
_json = click.option("--json", "json_", is_flag=True, help="In a shape for programs.")


def _shape(ctx: click.Context, contact: str, cadence: str | None) -> dict[str, Any]:
    from daemon import clock
    from daemon.service import contacts
    from daemon.service.lifecycle import the_one
    from daemon.service.why import why as explained
    from daemon.wiring import opened

    with opened(home_of(ctx)) as house, house.store.read() as conn:
        row = contacts.find(conn, contact)
        return explained(conn, house.world, the_one(conn, row, cadence).enrollment.id, clock.now())


@click.command("next", cls=Command)
@_contact
@_cadence
@_json
@click.pass_context
def next_(ctx: click.Context, contact: str, cadence: str | None, *, json_: bool) -> None:
    """The next touch of a contact."""
    shape = _shape(ctx, contact, cadence)
    if json_:
        as_json({"contact": shape["contact"], "state": shape["state"], "touch": shape["touch"]})
    else:
        tell(_head(shape), *(f"  {line}" for line in next_lines(shape["touch"])))


@click.command(cls=Command)
@_contact
@_cadence
@_json
@click.pass_context
def why(ctx: click.Context, contact: str, cadence: str | None, *, json_: bool) -> None:
    """Why the next touch of a contact stands where it stands, what is promised, and what was said before."""
    shape = _shape(ctx, contact, cadence)
    if json_:
        as_json(shape)
        return
    tell(_head(shape), *(f"  {line}" for line in _lines(shape)))


def _head(shape: dict[str, Any]) -> str:
    firm = f" · {plain(shape['company'])}" if shape["company"] else ""
    until = f" until {shape['until'][:10]}" if shape["until"] else ""
    return f"{plain(shape['contact'])}{firm}: {shape['cadence']}, {shape['state'].replace('_', ' ')}{until}"


def _lines(shape: dict[str, Any]) -> Iterator[str]:
    if shape["touch"] is not None:
        yield next(iter(next_lines(shape["touch"])))
    yield from (f"because   {plain(one['text'])}" for one in shape["why"])
    yield from (f"although  {plain(one['text'])}" for one in shape["conflicts"])
    for one in shape["promises"]:
        yield f"promised  {plain(one['words']) or 'as planned'} ({_day(one['said_at'])})"
    for one in shape["past"]:
        outcome = "superseded" if one["superseded"] else (one["outcome"] or "no outcome").replace("_", " ")
        tried = f" (try {one['try']})" if one["try"] > 1 else ""
        yield f"before    {_day(one['at'])}  {one['step'].replace('-', ' ')}{tried}: {outcome}"


def _day(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{at:%a} {at.day} {at:%b} {at:%H:%M}"
