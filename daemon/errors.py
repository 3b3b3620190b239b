"""What may go wrong, in words for people, and the exit code that says how. Knows no store, no calendar, no terminal."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """How a command ends; the same for every command, and kept stable for scripts and units."""

    WELL = 0
    FOUND = 1
    """It worked, and found something wrong (a faulty cadence, a failed check)."""
    USAGE = 2
    """Bad usage, settings or input; nothing was changed."""
    UNREACHABLE = 3
    """Something outside could not be reached; what was to be done stands and is tried again."""
    REFUSED = 4
    """Refused for safety: doing it could lose or double something."""


class KlartError(Exception):
    """A fault told to the user: one sentence with where and what; `hint` says what to do about it.

    The command line shows `message`, then `hint`, and ends with `exit_code`; never a traceback.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.FOUND

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the sentence and, after a semicolon, what to do."""
        return self.message if self.hint is None else f"{self.message}; {self.hint}"


class FoundWrong(KlartError):
    """The command did its work, and what it looked at is not in order."""

    exit_code = ExitCode.FOUND


class BadInput(KlartError):
    """A flag, a setting, a file or a name that cannot be read or is not known; nothing was changed."""

    exit_code = ExitCode.USAGE


class CannotReach(KlartError):
    """A server, a socket or a program did not answer as it should."""

    exit_code = ExitCode.UNREACHABLE


class RefusedForSafety(KlartError):
    """What was asked for could lose or double something, or another process is at it."""

    exit_code = ExitCode.REFUSED
