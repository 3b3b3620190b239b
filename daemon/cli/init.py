"""`klart init`: sets up a home, or changes how it is set up. Knows questions and answers; `founding` does it."""

from __future__ import annotations

import os
import sys
from typing import Any, Final

import click

from daemon.cli.frame import Command, home_of
from daemon.cli.paint import tell
from daemon.errors import BadInput, CannotReach
from daemon.settings_values import LANGUAGES

FLAGS: Final = {
    "calendar.url": "--caldav",
    "calendar.user": "--user",
    "calendar.name": "--calendar",
    "rep.name": "--name",
    "rep.timezone": "--timezone",
    "rep.country": "--country",
    "rep.language": "--language",
    "rep.hours": "--hours",
}
"""The option that sets each setting."""


@click.command(cls=Command)
@click.option("--caldav", metavar="URL", help="Your CalDAV server; without it klart runs one of its own.")
@click.option("--user", metavar="USER", help="Your user name there.")
@click.option("--password-command", metavar="COMMAND", help="A program that prints the password; no shell runs it.")
@click.option("--password-file", metavar="FILE", help="A file with the password, readable by you alone.")
@click.option("--calendar", metavar="NAME", help="The name of klart's own calendar there (klart).")
@click.option("--name", metavar="NAME", help="Your name.")
@click.option("--timezone", metavar="ZONE", help="Your time zone, like Europe/Stockholm.")
@click.option("--country", metavar="CC", help="Your country, like SE: its public holidays are days off.")
@click.option("--language", metavar="LL", help="The language of your events: en, sv, da, nl.")
@click.option("--hours", metavar="WINDOW", multiple=True, help='Your working hours, like "Mon-Fri 08:00-17:00".')
@click.option("--yes", is_flag=True, help="Ask nothing; take the machine's zone and country.")
@click.pass_context
def init(ctx: click.Context, /, *, yes: bool, **given: Any) -> None:
    """Set up a home: settings, store and calendar. Run again, it changes only what is given.

    Without --caldav klart runs a calendar server of its own. The server is tried before anything is written.
    """
    from daemon import clock, wake
    from daemon.first_try import refused
    from daemon.founding import found

    home = home_of(ctx)
    fresh = not home.settings.exists()
    asked = fresh and not yes and sys.stdin.isatty() and sys.stdout.isatty()
    changes = _changes(given)
    if fresh:
        changes = _defaults(given["timezone"]) | changes
    if asked:
        changes |= _ask(changes)
    try:
        founded = found(home, changes, clock.now())
    except CannotReach as error:
        raise refused(error) from error
    wake.poke(home.socket, wake.RELOAD)
    _tell(founded, home)


def _changes(given: dict[str, Any]) -> dict[str, Any]:
    """Return what the options set, by the settings' keys."""
    if given["password_command"] and given["password_file"]:
        raise BadInput("--password-command and --password-file are both given", "keep one")
    named = {key: given[flag.removeprefix("--")] for key, flag in FLAGS.items()}
    named["rep.hours"] = list(given["hours"]) or None
    changes = {key: value for key, value in named.items() if value is not None}
    _read(changes)
    return changes | _password(given["password_command"], given["password_file"])


def _read(changes: dict[str, Any]) -> None:
    """Read each option's value as the setting is read, so that a slip is told by the word that was typed."""
    from daemon.settings import KEYS

    for key, value in changes.items():
        try:
            KEYS[key].read(value)
        except ValueError as error:
            raise BadInput(f"{FLAGS[key]}: {error}") from None


def _password(command: str | None, file: str | None) -> dict[str, Any]:
    """Return the way to the password that is said; the other ways go."""
    import shlex

    if command is None and file is None:
        return {}
    others: dict[str, Any] = {"calendar.password.credential": None, "calendar.password.keyring": None}
    if file is not None:
        whole = os.path.abspath(os.path.expanduser(file))  # noqa: PTH100, PTH111 - the daemon runs in another folder
        return others | {"calendar.password.file": whole, "calendar.password.command": None}
    assert command is not None
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise BadInput(f"--password-command: {error}", "write it as you would for a shell") from None
    return others | {"calendar.password.command": words, "calendar.password.file": None}


def _defaults(timezone: str | None) -> dict[str, Any]:
    """Return what this machine says about its user: zone, the zone's country, language."""
    from cadences.zones import countries
    from daemon import clock

    zone = timezone or clock.local_zone() or "UTC"
    there = [code for code, zones in countries().items() if zone in zones]
    language = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en")[:2]
    said = {"rep.timezone": zone, "rep.hours": ["Mon-Fri 08:00-17:00"]}
    if len(there) == 1:
        said["rep.country"] = there[0]
    return said | {"rep.language": language if language in LANGUAGES else "en"}


def _ask(known: dict[str, Any]) -> dict[str, Any]:
    """Ask the few things that matter, with what is known as the answer that Enter gives."""
    answers: dict[str, Any] = {}
    for key, question in (
        ("rep.name", "Your name"),
        ("rep.timezone", "Your time zone"),
        ("rep.country", "Your country (two letters; empty = no holidays)"),
        ("rep.language", "Language of your events (en, sv, da, nl)"),
        ("calendar.url", "Your CalDAV server (empty = klart runs one of its own)"),
    ):
        answer = click.prompt(question, default=known.get(key) or "", show_default=bool(known.get(key))).strip()
        if answer:
            answers[key] = answer
    if "calendar.url" in answers:
        answers |= _ask_user(known)
    return answers


def _ask_user(known: dict[str, Any]) -> dict[str, Any]:
    user = click.prompt("Your user name there", default=known.get("calendar.user"))
    if any(key.startswith("calendar.password.") for key in known):
        return {"calendar.user": user}
    command = click.prompt("A command that prints the password (like: secret-tool lookup service klart)")
    return {"calendar.user": user} | _password(command, None)


def _tell(founded: Any, home: Any) -> None:
    calendar, rep = founded.settings.calendar, founded.settings.rep
    tell(f"{'Set up' if founded.fresh else 'Changed'}: {home.settings}")
    tell(f"  you       {rep.name or 'no name'}, {rep.timezone}, {rep.country or 'no country: weekends alone are off'}")
    tell(f"  hours     {', '.join(map(str, rep.hours))}")
    tell(f"  calendar  {calendar.name!r} at {founded.calendar_url}")
    if founded.moved:
        tell("  The calendar is another one now: the next round writes every touch there; the old events stay there.")
    if founded.remade:
        tell("  It was gone, and was made anew: the next round writes every touch there; nothing is taken for deleted.")
    if calendar.url is None:
        tell("  It is on a server that klart runs itself: seen by this machine alone, not by your phone.")
        tell("  klart calendar list says how any calendar app here can subscribe.")
    tell("  A sleeping machine hears nothing: what you write in the calendar is read when it wakes.")
    if founded.fresh:
        tell("", "Next:  klart contact import people.csv   then  klart enroll --from people.csv")
        tell("       klart service install               to let it run, or  klart once  now and then")
