"""`klart contact`: the people followed up. Knows words and tables; who is who, the service says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

from daemon.cli.frame import Command, Entry, Group, home_of
from daemon.cli.paint import as_json, console, headed, plain, put, tell

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

COMMANDS: Final = {
    "add": Entry("daemon.cli.contact:add", "Keep a person."),
    "list": Entry("daemon.cli.contact:list_", "Everybody, or those that a word names."),
    "show": Entry("daemon.cli.contact:show", "All that is kept of a person."),
    "import": Entry("daemon.cli.contact:import_", "Keep the people of a CSV file; all of them or none."),
}

contact = Group(COMMANDS, name="contact", help="The people followed up.")

_json = click.option("--json", "json_", is_flag=True, help="In a shape for programs.")


@click.command("add", cls=Command)
@click.argument("name")
@click.option("--company", help="Where they work.")
@click.option("--role", help="What they do there.")
@click.option("--phone", help="A phone number, best with its country: +46 70 123 45 67.")
@click.option("--email", help="An email address.")
@click.option("--country", metavar="CC", help="Their country, like SE: its holidays and call hours hold.")
@click.option("--region", metavar="RR", help="The region whose holidays count.")
@click.option("--timezone", metavar="ZONE", help="Their time zone, where the country has several.")
@click.option("--language", metavar="LL", help="Their language, like sv.")
@click.option("--source", help="Where they come from: fair, list, referral by …")
@click.option("--notes", help="What to know about them.")
@click.pass_context
def add(ctx: click.Context, /, **said: str | None) -> None:
    """Keep a person, or what is new about one who is known already."""
    from daemon import clock, wake
    from daemon.service import contacts
    from daemon.wiring import opened
    from integrations.people.rows import person

    row = person({column: text or "" for column, text in said.items()})
    if isinstance(row, tuple):
        from daemon.errors import BadInput

        raise BadInput("\n".join(fault.message for fault in row))
    home = home_of(ctx)
    with opened(home) as house, house.store.write() as conn:
        kept = contacts.add(conn, house.world, row, clock.now())
    wake.poke(home.socket)
    tell(f"{plain(kept.name)} is {'kept' if kept.new else 'known'} as {kept.id}{_changed(kept)}")


def _changed(kept: Any) -> str:
    if kept.new:
        return ""
    return f"; new: {', '.join(kept.changed)}" if kept.changed else "; nothing new"


@click.command("list", cls=Command)
@click.argument("word", required=False)
@_json
@click.pass_context
def list_(ctx: click.Context, word: str | None, *, json_: bool) -> None:
    """Everybody, or those whose name, company or id holds a word."""
    from daemon.service import contacts
    from daemon.store import people
    from daemon.wiring import opened

    with opened(home_of(ctx)) as house, house.store.read() as conn:
        rows = people.everyone(conn) if word is None else people.find(conn, word, 10_000)
        shown = [contacts.show(conn, row) for row in rows]
    if json_:
        as_json({"contacts": shown})
        return
    if not shown:
        tell("nobody is kept yet: klart contact import people.csv" if word is None else f"nobody is named {word!r}")
        return
    table = headed(None, "contact", "name", "company", "country", "now in", wrap=("name", "company", "now in"))
    for one in shown:
        table.add_row(one["id"], plain(one["name"]), plain(one["company"] or ""), one["country"] or "", _now_in(one))
    put(console(), table)


def _now_in(one: Mapping[str, Any]) -> str:
    if one["do_not_contact"]:
        return "never again"
    return ", ".join(f"{each['cadence']} ({each['state']})" for each in one["enrollments"][:1])


@click.command("show", cls=Command)
@click.argument("contact", metavar="CONTACT")
@_json
@click.pass_context
def show(ctx: click.Context, contact: str, *, json_: bool) -> None:
    """All that is kept of a person."""
    from cadences.moments import zone
    from daemon.service import contacts
    from daemon.wiring import opened

    with opened(home_of(ctx)) as house, house.store.read() as conn:
        one = contacts.show(conn, contacts.find(conn, contact))
        where = zone(house.world.rep.timezone)
    if json_:
        as_json(one)
        return
    tell(f"{plain(one['name'])}" + (f" · {plain(one['company'])}" if one["company"] else ""))
    if one["last_contact_at"] is not None:
        at = _local(one["last_contact_at"], where)
        one["last_contact_at"] = f"{at:%a} {at.day} {at:%b} {at:%Y} {at:%H:%M}"
    for name, value in one.items():
        if name not in {"name", "company", "enrollments", "do_not_contact"} and value is not None:
            tell(f"  {name.replace('_', ' '):16}{plain(str(value))}")
    if one["do_not_contact"]:
        tell("  asked never to be contacted again")
    widest = max((len(each["cadence"]) for each in one["enrollments"]), default=0)
    for each in one["enrollments"]:
        since = _local(each["since"], where).date()
        tell(f"  {each['cadence']:{max(14, widest)}}  {each['state']}, since {since}")


def _local(text: str, where: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(where)


@click.command("import", cls=Command)
@click.argument("file", metavar="FILE.csv")
@_json
@click.pass_context
def import_(ctx: click.Context, file: str, *, json_: bool) -> None:
    """Keep the people of a CSV file: all of them, or none where a row is faulty. Enrols nobody."""
    from daemon import clock, wake
    from daemon.cli.csv_rows import rows_of
    from daemon.service import contacts
    from daemon.wiring import opened

    home = home_of(ctx)
    with opened(home) as house:
        rows = rows_of(file)
        with house.store.write() as conn:
            done = contacts.import_contacts(conn, house.world, rows, clock.now())
    wake.poke(home.socket)
    if json_:
        as_json({"contacts": [{"id": k.id, "name": k.name, "new": k.new, "changed": list(k.changed)} for k in done]})
        return
    new, filled = sum(kept.new for kept in done), sum(bool(kept.changed) and not kept.new for kept in done)
    rows_read = "1 row" if len(done) == 1 else f"{len(done)} rows"
    tell(f"{rows_read}: {new} new, {filled} filled in, {len(done) - new - filled} as they were")
    if new:
        tell(f"Next:  klart enroll --from {file} --cadence cold-call --dry-run")
