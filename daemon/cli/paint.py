"""How things look on a terminal and in a pipe. Knows columns and colours; knows nothing of touches.

On a terminal lines are as wide as it is; in a pipe they are as long as they must be, without colour, so that `grep`
sees whole ones. `NO_COLOR` is obeyed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

LINE: Final = 500
"""Columns of a line in a pipe."""
NARROW: Final = 100
"""Columns below which a table has no room for reasons beside it."""


def console(line: int = LINE) -> Console:
    """Return what writes to the standard output; in a pipe its lines are as long as `line`."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else line, highlight=False, emoji=False, soft_wrap=False)


def put(out: Console, *parts: Any) -> None:
    """Write tables and texts, each on its own lines; in a pipe without the blanks that fill a table's lines."""
    with out.capture() as held:
        for part in parts:
            out.print(part)
    text = held.get()
    if not out.is_terminal:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    sys.stdout.write(text)


def colours() -> bool:
    """Whether the standard output takes colours: it is a terminal, and nobody said NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def narrow(out: Console) -> bool:
    """Whether reasons stand below instead of beside."""
    return out.is_terminal and out.width < NARROW


def grid(*columns: dict[str, Any]) -> Table:
    """Return a table without lines: two spaces between columns, each described as rich has it."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(**column)
    return table


def headed(title: str | None, *names: str, wrap: Sequence[str] = ()) -> Table:
    """Return a table with a heading over each column; those named in `wrap` may break into lines."""
    from rich import box
    from rich.table import Table

    table = Table(
        show_edge=False,
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        header_style="dim",
    )
    for name in names:
        table.add_column(name, overflow="fold", no_wrap=name not in wrap)
    return table


def tell(*lines: str) -> None:
    """Write lines for a person."""
    for line in lines:
        print(line)  # noqa: T201 - this is the command line's voice


def as_json(shape: Any) -> None:
    """Write a shape that tools rely on."""
    print(json.dumps(shape, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))  # noqa: T201 - likewise


def plain(text: str) -> str:
    """Return text that came from outside without what would steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
