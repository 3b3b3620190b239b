"""What went wrong, as one sentence on the error stream and an exit code. Knows kinds of faults, no command."""

from __future__ import annotations

import sys

import click

from daemon.cli.frame import UnknownCommand
from daemon.errors import ExitCode, KlartError

INTERRUPTED = 130
"""The exit code of a program that was interrupted, as shells know it (128 + SIGINT)."""


def tell(error: BaseException) -> int:
    """Say what went wrong on the error stream, and return the exit code."""
    match error:
        case KlartError():
            return _say(str(error), error.exit_code)
        case click.UsageError():
            return _say(_usage(error), ExitCode.USAGE, _path(error))
        case click.FileError():
            return _say(f"{error.ui_filename}: {_sentence(error.message)}; check the path", ExitCode.USAGE)
        case click.ClickException():
            return _say(_sentence(error.format_message()), ExitCode.USAGE)
        case KeyboardInterrupt() | click.Abort() | EOFError():
            return _say("interrupted; what was already done stands", INTERRUPTED)
        case _:
            return _other(error)


def _say(sentence: str, code: int, where: str = "klart") -> int:
    for line in sentence.splitlines():
        print(f"{where}: {line}", file=sys.stderr)  # noqa: T201 - this is the command line's voice
    return code


def _other(error: BaseException) -> int:
    """Tell a fault of the outside world by its meaning, and one of our own as such."""
    from integrations.ports import PortError

    if isinstance(error, PortError):
        return _say(error.what, ExitCode.UNREACHABLE)
    if isinstance(error, OSError) and error.filename is not None:
        return _say(f"{error.filename}: {error.strerror}; check the path and its permissions", ExitCode.USAGE)
    first = next(iter(str(error).splitlines()), "")  # the rest may be a statement with people's names in it
    what = f"{type(error).__name__}: {first}" if first else type(error).__name__
    return _say(f"a fault of klart's own ({what}); the same command with --debug shows where", ExitCode.FOUND)


def _path(error: click.UsageError) -> str:
    """Name the command that was typed."""
    return error.ctx.command_path if error.ctx is not None else "klart"


def _usage(error: click.UsageError) -> str:
    """Say what is wrong with the words typed, and what would be right."""
    helps = f"see {_path(error)} --help"
    match error:
        case UnknownCommand():
            return f"{error.message}; {_near(error.near, helps)}"
        case click.NoSuchOption():
            return f"there is no option {error.option_name}; {_near(error.possibilities, helps)}"
        case click.MissingParameter():
            return f"{_named(error)} is missing; {helps}"
        case click.BadParameter():
            return f"{_named(error)}: {_with_help(_sentence(error.message), helps)}"
        case _:
            return f"{_with_help(_sentence(error.format_message()), helps)}"


def _with_help(sentence: str, helps: str) -> str:
    """Add where to look, unless the sentence already says what to do."""
    return sentence if ";" in sentence else f"{sentence}; {helps}"


def _near(near: list[str] | None, helps: str) -> str:
    return f"did you mean {' or '.join(near)}?" if near else helps


def _named(error: click.BadParameter) -> str:
    """Name the option or argument as it is typed."""
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    if error.param is not None:
        return error.param.make_metavar(error.ctx) if error.ctx else str(error.param.name).upper()
    return str(error.param_hint or "an argument")


def _sentence(text: str) -> str:
    """Make click's own words a part of our sentence: no capital, no full stop."""
    trimmed = text.strip().rstrip(".")
    return trimmed[:1].lower() + trimmed[1:] if trimmed[1:2].islower() else trimmed
