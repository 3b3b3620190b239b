"""`klart note, undo, pause, resume, close`: what a person says about a follow-up. Knows words; the service does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.kinds import day
from daemon.cli.paint import plain, tell
from daemon.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadences.moments import Instant
    from daemon.service.record import Recorded
    from daemon.wiring import House

_contact = click.argument("contact", metavar="CONTACT")
_cadence = click.option("--cadence", metavar="NAME", help="Which follow-up, where somebody has two.")

Act = Callable[["Connection", "House", str, "Instant"], "Recorded"]
"""What is done to the enrollment of that id."""


def _on_the_one(ctx: click.Context, contact: str, cadence: str | None, act: Act) -> None:
    """Do something to the follow-up that is meant, and say what came of it."""
    from daemon import clock, wake
    from daemon.cli.said import lines_of, shape_of
    from daemon.service import contacts
    from daemon.service.lifecycle import the_one
    from daemon.wiring import opened

    home, now = home_of(ctx), clock.now()
    with opened(home) as house, house.store.write() as conn:
        row = contacts.find(conn, contact)
        recorded = act(conn, house, the_one(conn, row, cadence).enrollment.id, now)
        shape = shape_of(conn, house, recorded, now)
    wake.poke(home.socket)
    tell(*lines_of(shape))


@click.command(cls=Command)
@_contact
@click.option("--until", type=day, required=True, metavar="DATE", help="The day on which it goes on, like 2027-01-11.")
@_cadence
@click.pass_context
def pause(ctx: click.Context, contact: str, until: date, cadence: str | None) -> None:
    """Leave somebody alone until a date."""
    from daemon.service import lifecycle

    _on_the_one(
        ctx, contact, cadence, lambda conn, house, id_, now: lifecycle.pause(conn, house.world, id_, until, now)
    )


@click.command(cls=Command)
@_contact
@_cadence
@click.pass_context
def resume(ctx: click.Context, contact: str, cadence: str | None) -> None:
    """End a pause."""
    from daemon.service import lifecycle

    _on_the_one(ctx, contact, cadence, lambda conn, house, id_, now: lifecycle.resume(conn, house.world, id_, now))


@click.command(cls=Command)
@_contact
@click.option("--give-up", is_flag=True, help="Say that you mean it: nobody follows up any more.")
@click.option("--why", metavar="TEXT", help="Why; the log keeps it.")
@_cadence
@click.pass_context
def close(ctx: click.Context, contact: str, why: str | None, cadence: str | None, *, give_up: bool) -> None:
    """Give up without an answer, and say why.

    A yes, a no or an opt-out is said with klart log.
    """
    from daemon.service import lifecycle

    if not give_up:
        raise BadInput(
            "a follow-up ends by a clear answer (klart log)", "to give up without one add --give-up --why TEXT"
        )
    if why is None:
        raise BadInput("--why is missing", "add --why TEXT, which the log keeps")
    _on_the_one(
        ctx, contact, cadence, lambda conn, house, id_, now: lifecycle.give_up(conn, house.world, id_, why, now)
    )


@click.command(cls=Command)
@_contact
@click.argument("text", nargs=-1, required=True)
@click.pass_context
def note(ctx: click.Context, contact: str, text: tuple[str, ...]) -> None:
    """Keep a note on a contact; the next event shows it."""
    from daemon import clock, wake
    from daemon.service import contacts, lifecycle
    from daemon.wiring import opened

    home = home_of(ctx)
    with opened(home) as house, house.store.write() as conn:
        row = contacts.find(conn, contact)
        lifecycle.note(conn, house.world, row.id, " ".join(text), clock.now())
    wake.poke(home.socket)
    tell(f"noted on {plain(row.name)}")


@click.command(cls=Command)
@_contact
@click.pass_context
def undo(ctx: click.Context, contact: str) -> None:
    """Take back the last thing said about a contact; refused once somebody has acted on what followed."""
    from daemon import clock, wake
    from daemon.cli.said import lines_of, shape_of
    from daemon.service import contacts
    from daemon.service.undo import undo as take_back
    from daemon.wiring import opened

    home, now = home_of(ctx), clock.now()
    with opened(home) as house, house.store.write() as conn:
        row = contacts.find(conn, contact)
        back = take_back(conn, house.world, row.id, now)
        shape = None if back.recorded is None else shape_of(conn, house, back.recorded, now)
    lines = ["it is as if it had never begun"] if shape is None else lines_of(shape)
    wake.poke(home.socket)
    tell(f"{plain(row.name)}: taken back: {_named(back.entry.fact)}", *lines)


def _named(fact: Any) -> str:
    """Name an act in the words in which it is said."""
    name = type(fact).__name__
    said = {"Enrolled": "the enrolment", "Answered": "the answer", "GiveUp": "giving up", "Noted": "the note"}
    said |= {"Migrated": "going on in another version of the cadence"}
    if name == "Answered":
        return f"the answer {fact.answer.outcome.value.replace('_', ' ')}"
    return said.get(name, f"the {name.lower()}")
