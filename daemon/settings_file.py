"""Writing `klart.toml`: made with its comments, later changed in place, so that a person's own comments stay.

Knows keys and TOML; what the keys mean is `daemon.settings`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from daemon import settings
from daemon.errors import BadInput

FRESH: Final = """\
# Settings of klart. Every setting is described in docs/settings.md; an unknown one is an error.
# A running daemon reads them again on SIGHUP (systemctl --user reload klart).

[rep]
# Who follows up: time zone, country (its holidays) and working hours.

[calendar]
# Where the touches stand. Without a url klart runs a calendar server of its own, on this machine alone.
"""

Changes = Mapping[str, Any]
"""Dotted keys and what they are to be; nothing = to be taken out."""


def changed(text: str | None, changes: Changes) -> str:
    """Return the text of the settings with those changes made, all else as it was; checked before it is returned.

    Raises:
        BadInput: What would stand there is wrong.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    old = FRESH if text is None else text
    try:
        document = tomlkit.parse(old)
    except TOMLKitError as error:
        raise BadInput(f"klart.toml is no TOML: {error}", "mend that line") from None
    for key, value in changes.items():
        _put(document, key.split("."), value)
    new = tomlkit.dumps(document)
    settings.parse(new, "klart.toml")
    return new


def _put(table: Any, path: list[str], value: Any) -> None:
    import tomlkit

    for name in path[:-1]:
        if name not in table:
            if value is None:
                return
            table[name] = tomlkit.table()
        table = table[name]
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = value


def write(file: Path, text: str) -> None:
    """Write the settings whole or not at all; nobody else may read them."""
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    fresh.replace(file)
