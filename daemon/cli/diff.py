"""`klart diff`: what changes for a rep between two versions of a cadence. Knows where versions come from.

A version is a file, the name of a cadence (its file as it is now), or NAME@VERSION (as the store keeps it). How the
changes are told stands in `diff_told`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import click

from daemon.cli.completing import cadences
from daemon.cli.frame import Command, home_of
from daemon.cli.kinds import country as a_country
from daemon.cli.kinds import moment, zone_name
from daemon.cli.paint import as_json
from daemon.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadences.cadence import Cadence
    from cadences.forward.differences_played import Stage


_SHORT: Final = 8
"""Digits of a version by which it is called, where they mean one alone."""


@dataclass(frozen=True, slots=True)
class Version:
    """One side: the cadence, what it is called here, and how many open enrollments go on in it, if that was asked."""

    cadence: Cadence
    called: str
    open: int | None = None


@click.command(cls=Command)
@click.argument("before", metavar="A", shell_complete=cadences)
@click.argument("after", metavar="[B]", required=False, shell_complete=cadences)
@click.option("--start", type=moment, metavar="TIME", help="When the histories begin; else now.")
@click.option("--timezone", type=zone_name, metavar="ZONE", help="Rep's and contact's zone; else this machine's.")
@click.option("--country", type=a_country, metavar="CC", help="Rep's and contact's country; else weekends alone count.")
@click.option("--json", "json_", is_flag=True, help="In a shape for programs.")
@click.pass_context
def diff(
    ctx: click.Context,
    /,
    before: str,
    after: str | None,
    start: datetime | None,
    timezone: str | None,
    country: str | None,
    *,
    json_: bool,
) -> int:
    """What changes for a rep from A to B, told as histories: where they part, and what comes then.

    A and B are cadence files, names of cadences, or NAME@VERSION as the store keeps it. A NAME alone compares the
    versions that open enrollments go on in with its file as it is now.

    Exit 0 when nothing changes for a rep, 1 when something does, 2 when one cannot be read.
    """
    from cadences.forward.differences import same_for_a_rep
    from daemon.cli.diff_told import shape_of, tell_all

    pairs = [(_version(ctx, before), _version(ctx, after))] if after is not None else _since(ctx, before)
    stage = _stage(start, timezone, country)
    shapes = [shape_of(one, other, stage) for one, other in pairs]
    same = all(same_for_a_rep(one.cadence, other.cadence) for one, other in pairs)
    if json_:
        as_json({"same": same, "comparisons": shapes})
    else:
        tell_all(shapes)
    return ExitCode.WELL if same else ExitCode.FOUND


# --- versions --------------------------------------------------------------------------------------------------------
def _version(ctx: click.Context, given: str) -> Version:
    """Return what is meant by a file, a name, or NAME@VERSION.

    Raises:
        BadInput: There is no such thing, or it is faulty.
    """
    name, at, version = given.partition("@")
    if at and "/" not in given and not given.endswith(".yaml"):
        return _kept(ctx, name, version)
    return Version(_newest(ctx, given), given)


def _newest(ctx: click.Context, given: str) -> Cadence:
    from daemon.cli.given import text_given
    from daemon.library import Library
    from daemon.service.world import parse

    file, text, library = text_given(given, Library(home_of(ctx).cadences))
    return parse(text, file, library.text)


def _kept(ctx: click.Context, name: str, version: str) -> Version:
    from daemon.store import versions
    from daemon.wiring import opened

    with opened(home_of(ctx)) as house, house.store.read() as conn:
        known = versions.named(conn, name)
        meant = [one for one in known if version and one.startswith(version)]
        if len(meant) != 1:
            there = ", ".join(f"{name}@{one}" for one in meant or known) or f"none of {name}"
            how = "means several versions" if meant else "is no version that the store keeps"
            raise BadInput(f"{name}@{version} {how}", f"there are {there}")
        return Version(_read_kept(conn, meant[0]), _called(name, meant[0], known))


def _called(name: str, version: str, known: Sequence[str]) -> str:
    """Return what to call a version: as short as it means one alone."""
    short = version[:_SHORT]
    return f"{name}@{short if sum(one.startswith(short) for one in known) == 1 else version}"


def _read_kept(conn: Connection, version: str) -> Cadence:
    from cadences.cadence import Cadence
    from cadences.reading.files import read_kept
    from daemon.store import versions

    kept = versions.get(conn, version)
    found = read_kept(kept.text, f"{kept.name}.yaml", kept.bases.get)
    if not isinstance(found, Cadence):
        raise BadInput(f"the store's version {version} of {kept.name} can no longer be read", str(found[0]))
    return found


def _since(ctx: click.Context, given: str) -> list[tuple[Version, Version]]:
    """Return each version that open enrollments go on in beside the file as it is now.

    Raises:
        BadInput: It is a file, or nobody is enrolled: then two are to be named.
    """
    from daemon.cli.given import name_meant
    from daemon.library import Library
    from daemon.store import versions
    from daemon.wiring import opened

    given = name_meant(given, Library(home_of(ctx).cadences))
    name, at, _ = given.partition("@")
    if at:
        return [(_version(ctx, given), _version(ctx, name))]
    if "/" in given or given.endswith(".yaml"):
        raise BadInput(f"{given} alone can be compared with nothing", "name two files, or a cadence by its name")
    now = Version(_newest(ctx, given), given)
    with opened(home_of(ctx)) as house, house.store.read() as conn:
        counts = _open_versions(conn, name)
        known = versions.named(conn, name)
        before = [Version(_read_kept(conn, one), _called(name, one, known), count) for one, count in counts.items()]
    if not before:
        raise BadInput(f"nobody is enrolled in {name}", "name two versions: klart diff A B")
    return [(one, now) for one in before]


def _open_versions(conn: Connection, name: str) -> dict[str, int]:
    """Return the versions that open enrollments of a cadence go on in, the most usual first."""
    from collections import Counter

    from daemon.store import enrollments

    return dict(Counter(kept.enrollment.version for kept in enrollments.open_in(conn, name)).most_common())


# --- the stage -------------------------------------------------------------------------------------------------------
def _stage(start: datetime | None, timezone: str | None, country: str | None) -> Stage:
    """Return whom the histories are about: a rep and a contact in one place, who can be reached every way."""
    from cadences.forward.differences_played import Stage
    from cadences.moments import instant, zone
    from cadences.people import Contact, Rep
    from daemon import clock
    from integrations.holidays_of import Holidays

    where = timezone or clock.local_zone() or "UTC"
    rep = Rep("rep", "the rep", where, country)
    contact = Contact("contact", "they", where, country=country, phone="+00 000 0000", email="contact@example.com")
    try:
        begins = clock.now() if start is None else instant(start if start.tzinfo else start.replace(tzinfo=zone(where)))
    except OverflowError:
        raise BadInput(f"--start {start} lies outside the calendar", "name a nearer --start") from None
    return Stage(rep, contact, begins, Holidays().name_of)
