"""What a shell may complete: cadences by name or file, codes of findings. Knows names and endings; reads no cadence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from daemon.cli.frame import home_of
from daemon.errors import BadInput

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def cadences(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's own shape
    """Return the names of cadences and the cadence files here that begin so; any file where there are none."""
    from click.shell_completion import CompletionItem

    here = sorted(path.name for path in Path().glob("*.yaml"))
    found = [one for one in (*_names(ctx), *here) if one.startswith(incomplete)]
    return [CompletionItem(one) for one in found] or [CompletionItem(incomplete, type="file")]


def names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's own shape
    """Return the names of cadences that begin so."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in _names(ctx) if name.startswith(incomplete)]


def codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's own shape
    """Return the codes that begin so, each with its title where a shell shows that."""
    from click.shell_completion import CompletionItem

    from cadences.language.codes import CODES

    wanted = incomplete.upper()
    return [CompletionItem(code, help=told.title) for code, told in CODES.items() if code.startswith(wanted)]


def _names(ctx: click.Context) -> tuple[str, ...]:
    from daemon.library import Library

    try:
        return Library(home_of(ctx).cadences).names()
    except (BadInput, OSError):
        return ()
