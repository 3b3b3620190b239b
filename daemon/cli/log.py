"""`klart log`: what came of a touch, and what was promised. Knows words; what they mean, the core reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.kinds import moment
from daemon.cli.paint import as_json, tell
from daemon.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadences.moments import Instant
    from cadences.outcomes import Answer
    from daemon.service.record import Recorded
    from daemon.wiring import House


@click.command(cls=Command, context_settings={"ignore_unknown_options": False})
@click.argument("contact", metavar="CONTACT")
@click.argument("words", metavar="OUTCOME [WHEN…]", nargs=-1, required=True)
@click.option("--at", type=moment, metavar="TIME", help="When it happened, if not now, like 2026-11-23T14:30.")
@click.option("--cadence", metavar="NAME", help="Which follow-up, where somebody has two.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def log(
    ctx: click.Context,
    contact: str,
    words: Sequence[str],
    at: datetime | None,
    cadence: str | None,
    *,
    json_: bool,
) -> None:
    """Say what came of a touch.

    \b
    klart log anna no answer
    klart log anna callback after 17:00
    klart log anna yes meeting Tue 14:30
    klart log anna no: contract

    A when alone is a callback: what was promised. OUTCOME is one of yes, no, opt_out, no_answer, busy, voicemail,
    gatekeeper, callback, not_now, talked, done, sent, replied, introduced, no_show, wrong_number, bounced, referred,
    skipped, missing.
    """  # noqa: D301 - the backspace is click's mark for lines to be kept as they are
    from daemon import clock, wake
    from daemon.cli.said import lines_of, shape_apart, shape_of
    from daemon.service import contacts
    from daemon.wiring import opened

    home, now = home_of(ctx), clock.now()
    with opened(home) as house, house.store.write() as conn:
        row = contacts.find(conn, contact)
        said = Said(now, _happened(house, at, now), cadence)
        recorded = _record(conn, house, row, _read(house, row, " ".join(words), said.at), said)
        shape = shape_of(conn, house, recorded, now) if recorded is not None else shape_apart(row, "opted_out")
    wake.poke(home.socket)
    if json_:
        as_json(shape)
    else:
        tell(*lines_of(shape))


class Said:
    """When something was said, when it happened, and of which follow-up."""

    def __init__(self, now: Instant, at: Instant, cadence: str | None) -> None:
        self.now, self.at, self.cadence = now, at, cadence


def _read(house: House, row: Any, words: str, at: Instant) -> Answer:
    """Read the words as they were meant when they were said: whens are in the contact's time."""
    from cadences.moments import zone
    from cadences.phrases.answers import read_answer
    from daemon.store import people

    contact = people.as_contact(row, house.world.rep.timezone)
    try:
        return read_answer(words, at, zone(contact.timezone))
    except ValueError as error:
        raise BadInput(str(error)) from None


def _happened(house: House, at: datetime | None, now: Instant) -> Instant:
    """Return when it happened; a time without an offset is the rep's."""
    from cadences.moments import instant, zone

    if at is None:
        return now
    there = instant(at if at.tzinfo is not None else at.replace(tzinfo=zone(house.world.rep.timezone)))
    if there > now:
        raise BadInput(f"--at {at.isoformat()} has not come yet", "leave it out for now")
    return there


def _record(conn: Connection, house: House, row: Any, answer: Answer, said: Said) -> Recorded | None:
    """Write it down for the follow-up that is meant; an opt-out is for all of them, whichever is named."""
    from cadences.enrollment import Answered
    from cadences.outcomes import Outcome
    from daemon.service.lifecycle import opt_out, the_one
    from daemon.service.record import record

    fact = Answered(answer, said.at)
    if answer.outcome is Outcome.OPT_OUT:
        return opt_out(conn, house.world, row.id, fact, said.now)
    return record(conn, house.world, the_one(conn, row, said.cadence).enrollment.id, fact, said.now)
