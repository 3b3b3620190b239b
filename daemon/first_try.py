"""What a failure means to a person who is there: nothing is tried again behind their back, they are to do something.

Knows the port's errors and the sentences that end in what the daemon does next; asks no server.
"""

from __future__ import annotations

from daemon.errors import BadInput, CannotReach, KlartError, RefusedForSafety
from integrations.passwords import Exposed, NoPassword


def for_a_person(what: str) -> str:
    """Return the sentence of a calendar's error with what a person is to do in place of what the daemon would.

    >>> for_a_person("dav.example.com refuses the user name or password; correct it, then klart goes on")
    'dav.example.com refuses the user name or password; correct it'
    """
    again = "; klart tries again"
    text = what.removesuffix(", then klart goes on")
    return f"{text.removesuffix(again)}; check the address and the network" if text.endswith(again) else text


def refused(error: CannotReach) -> KlartError:
    """Return why setting up failed: a password that cannot be had is the caller's input, not a server's silence."""
    match error.__cause__:
        case Exposed() as cause:
            return RefusedForSafety(cause.what, "nothing was changed")
        case NoPassword() as cause:
            return BadInput(cause.what, "nothing was changed")
        case _:
            text = for_a_person(error.message)
            return CannotReach(f"{text}{', then' if ';' in text else ';'} run klart init again", "nothing was changed")
