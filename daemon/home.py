"""Where klart lives: one folder, or the platform's two. Knows paths and their names; opens none of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from daemon.errors import BadInput


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of the settings and the cadences, and that of the state; with `--home` they are one."""

    config: Path
    state: Path

    @property
    def settings(self) -> Path:
        """The settings."""
        return self.config / "klart.toml"

    @property
    def cadences(self) -> Path:
        """The folder of the user's own cadences."""
        return self.config / "cadences"

    @property
    def store(self) -> Path:
        """The store."""
        return self.state / "klart.db"

    @property
    def lock(self) -> Path:
        """The lock that a daemon holds for its life, and `once` for its round."""
        return self.state / "klart.lock"

    @property
    def socket(self) -> Path:
        """Where commands poke the daemon."""
        return self.state / "klart.sock"

    @property
    def server(self) -> Path:
        """The folder of the embedded calendar server."""
        return self.state / "calendar-server"

    @property
    def backups(self) -> Path:
        """The folder of the store's backups."""
        return self.state / "backups"


def find_home(given: str | None, environ: Mapping[str, str] = os.environ) -> Home:
    """Return the home: `--home`, else KLART_HOME, else the folders systemd hands a unit, else the platform's.

    Raises:
        BadInput: The path is a file, or empty.
    """
    one = given if given is not None else environ.get("KLART_HOME")
    if one is not None:
        return _single(one)
    if "STATE_DIRECTORY" in environ and "CONFIGURATION_DIRECTORY" in environ:
        return Home(Path(environ["CONFIGURATION_DIRECTORY"]), Path(environ["STATE_DIRECTORY"]))
    import platformdirs

    return Home(platformdirs.user_config_path("klart"), platformdirs.user_data_path("klart"))


def _single(text: str) -> Home:
    if not text:
        raise BadInput("--home is empty", "name a folder")
    folder = Path(text).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"--home: {text} is a file", "name a folder")
    return Home(folder, folder)
