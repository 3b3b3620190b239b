"""The commands by name, and how a command line ends. Knows where each command is; reads none before it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

import click
from click.exceptions import NoArgsIsHelpError

from daemon.cli.frame import Entry, Group, Invocation, settings_of_help, words

START: Final = "Start"
PEOPLE: Final = "People"
DAY: Final = "The day"
AUTHOR: Final = "Cadences"
OPERATE: Final = "Operation"

COMMANDS: Final = {
    "init": Entry("daemon.cli.init:init", "Set up a home: settings, store and calendar.", START),
    "demo": Entry("daemon.cli.demo:demo", "Play a week through, in a home and on a server of its own.", START),
    "doctor": Entry("daemon.cli.doctor:doctor", "Look for what is not in order.", START),
    "service": Entry("daemon.cli.service:service", "Let systemd run the daemon.", START),
    "contact": Entry("daemon.cli.contact:contact", "The people followed up: add, list, show, import.", PEOPLE),
    "enroll": Entry("daemon.cli.enroll:enroll", "Start following up a contact, or a file of them.", PEOPLE),
    "pause": Entry("daemon.cli.keep:pause", "Leave somebody alone until a date.", PEOPLE),
    "resume": Entry("daemon.cli.keep:resume", "End a pause.", PEOPLE),
    "close": Entry("daemon.cli.keep:close", "Give up without an answer, and say why.", PEOPLE),
    "agenda": Entry("daemon.cli.agenda:agenda", "What is to be done, day by day.", DAY),
    "log": Entry("daemon.cli.log:log", "Say what came of a touch, and what was promised.", DAY),
    "next": Entry("daemon.cli.why:next_", "The next touch of a contact.", DAY),
    "why": Entry("daemon.cli.why:why", "Why the next touch stands where it stands.", DAY),
    "note": Entry("daemon.cli.keep:note", "Keep a note on a contact.", DAY),
    "undo": Entry("daemon.cli.keep:undo", "Take back the last thing said about a contact.", DAY),
    "new": Entry("daemon.cli.new:new", "Begin a cadence with a file that explains itself.", AUTHOR),
    "check": Entry("daemon.cli.check:check", "Find everything wrong in cadence files.", AUTHOR),
    "explain": Entry("daemon.cli.explain:explain", "Say what a finding means and how to mend it.", AUTHOR),
    "fmt": Entry("daemon.cli.fmt:fmt", "Write cadence files in the one way, comments kept.", AUTHOR),
    "preview": Entry("daemon.cli.preview:preview", "See the touches a cadence would lead to.", AUTHOR),
    "diff": Entry("daemon.cli.diff:diff", "What changes for a rep between two versions of a cadence.", AUTHOR),
    "migrate": Entry("daemon.cli.migrate:migrate", "Take open enrollments to the newest version.", AUTHOR),
    "load": Entry("daemon.cli.load:load", "See what a roster of contacts would cost a rep.", AUTHOR),
    "test": Entry("daemon.cli.stories:test", "Play the stories of cadences.", AUTHOR),
    "schema": Entry("daemon.cli.schema:schema", "Print the JSON Schema of cadence files, for editors.", AUTHOR),
    "status": Entry("daemon.cli.status:status", "How things stand: touches, promises, calendars.", OPERATE),
    "run": Entry("daemon.cli.run:run", "Run the daemon.", OPERATE),
    "once": Entry("daemon.cli.run:once", "Do one full round with the calendar, and end.", OPERATE),
    "calendar": Entry("daemon.cli.calendars:calendar", "The calendars: where they are.", OPERATE),
}

HELP: Final = """\
Follow-up cadences in the calendar you already use: until a clear yes or a clear no.

\b
Begin with:   klart demo        see a week of it, nothing else needed
              klart init        set up your own
"""


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own shape
    if not value:
        return
    from importlib.metadata import version

    click.echo(f"klart {version('klart')}")
    ctx.exit(0)


klart = Group(
    COMMANDS,
    name="klart",
    help=HELP,
    context_settings=settings_of_help(),
    subcommand_metavar="COMMAND …",
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
        )
    ],
)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code. Faults are one sentence on the error stream, no traceback."""
    typed = words(arguments)
    said = Invocation(debug="--debug" in typed)
    try:
        code = klart.main(typed, prog_name="klart", standalone_mode=False, obj=said)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # the second is how click tells the first
        return _nobody_reads()
    except NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if said.debug and not isinstance(error, click.ClickException | click.Abort):
            raise
        from daemon.cli.faults import tell

        return tell(error)
    return code if isinstance(code, int) else 0


def _nobody_reads() -> int:
    """End quietly where the reader of a pipe has seen enough; what was to be done is done by then."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
