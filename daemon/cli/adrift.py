"""Who goes on in a cadence whose file is gone: told by `klart check` of the home's own folder. Knows the home alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from daemon.home import Home


def adrift_of(paths: Sequence[str], home: Home) -> list[dict[str, Any]]:
    """Return the cadences without a file and who goes on in them, where a path is the home's folder of cadences.

    A home that was never set up, or cannot be opened, has nobody in it: what is checked are files.
    """
    if not any(_same(Path(path), home.cadences) for path in paths) or not home.store.is_file():
        return []
    from daemon.errors import KlartError
    from daemon.service.status import adrift
    from daemon.wiring import opened

    try:
        with opened(home) as house, house.store.read() as conn:
            return [one for one in adrift(conn, house.world) if one["gone"]]
    except KlartError:
        return []


def _same(path: Path, folder: Path) -> bool:
    """Whether a path is that folder, by whatever name; one that leads nowhere, or round, is not."""
    try:
        return path.samefile(folder)
    except OSError:
        return False


def lines_of(adrift: Sequence[dict[str, Any]]) -> list[str]:
    """Say who goes on, a line a cadence."""
    from daemon.cli.status import going_on

    return [f"{one['cadence']}: its file is gone; {going_on(one['who'])}" for one in adrift]
