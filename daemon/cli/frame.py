"""The frame of every command: common options, grouped help, commands read when asked for. Knows no command by name."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import click

if TYPE_CHECKING:
    from daemon.home import Home

WIDTH: Final = 100
"""Columns of the help, at most."""


class UnknownCommand(click.UsageError):
    """A name that is no command, and the names that are near."""

    def __init__(self, name: str, known: Sequence[str], ctx: click.Context) -> None:
        super().__init__(f"there is no command {name!r}", ctx)
        from difflib import get_close_matches

        self.near = get_close_matches(name, known)


@dataclass(slots=True)
class Invocation:
    """What was said to every command alike, before or after its name."""

    home: str | None = None
    debug: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that is not read yet: where it is (`module:name`), its line in the help, and its group there."""

    where: str
    about: str
    group: str = "Commands"


def _take(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value is not None and value is not False:
        setattr(ctx.find_root().ensure_object(Invocation), str(param.name), value)


def common() -> list[click.Parameter]:
    """Return the options that stand before and after every command's name."""
    return [
        click.Option(
            ["--home"],
            metavar="DIR",
            expose_value=False,
            callback=_take,
            help="Settings and store in this folder.",
            is_eager=True,
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_take,
            help="Show where a fault arose.",
            is_eager=True,
        ),
    ]


class Command(click.Command):
    """A command with the common options; what it returns is the exit code (nothing = 0)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(common())


class Group(click.Group):
    """Commands by name, each read when it is asked for."""

    command_class = Command

    def __init__(self, entries: Mapping[str, Entry], **kwargs: Any) -> None:
        kwargs.setdefault("no_args_is_help", True)
        super().__init__(**kwargs)
        self.entries = entries
        self.params.extend(common())

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own shape
        """Return the names, in the order of the table."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own shape
        """Read the command's module and return it, or nothing where there is none of that name."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        module, name = entry.where.split(":")
        return cast("click.Command", getattr(importlib.import_module(module), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is told with those that are near."""
        if args[0] not in self.entries and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise UnknownCommand(args[0], list(self.entries), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own shape
        """Write the commands under the headings of their groups, without reading any."""
        widest = max(map(len, self.entries))
        for group in dict.fromkeys(entry.group for entry in self.entries.values()):
            with formatter.section(group):
                rows = [(name.ljust(widest), e.about) for name, e in self.entries.items() if e.group == group]
                formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[click.shell_completion.CompletionItem]:
        """Complete the names from the table alone: a completion must be quick."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(n, help=e.about) for n, e in self.entries.items() if n.startswith(incomplete)]
        return found + click.Command.shell_complete(self, ctx, incomplete)


def home_of(ctx: click.Context) -> Home:
    """Return the home that was said, or the one of this user.

    Raises:
        BadInput: It is a file, or empty.
    """
    from daemon.home import find_home

    return find_home(ctx.find_root().ensure_object(Invocation).home)


def settings_of_help() -> dict[str, Any]:
    """Return what click is told about the help of every command."""
    return {"help_option_names": ["-h", "--help"], "max_content_width": WIDTH}


def words(arguments: Sequence[str] | None) -> list[str]:
    """Return the words of the command line."""
    return list(sys.argv[1:] if arguments is None else arguments)
