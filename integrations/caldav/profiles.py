"""What is known of servers' habits, as a table. Data only: the engine asks what holds, never who the server is.

A server is told by the shape of its sync tokens, which proxies do not touch, or by the settings. One that is not
known is trusted in nothing, which costs a GET around each write. What the table says was measured on real servers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from integrations.ports import Trust


@dataclass(frozen=True, slots=True)
class Profile:
    """A server's habits: how far its conditions hold, what python-caldav calls it, and how its sync tokens begin."""

    name: str
    trust: Trust
    features: str | None = None
    tokens: re.Pattern[str] | None = None


UNKNOWN: Final = Profile("unknown", Trust())

PROFILES: Final = (
    Profile(
        "radicale", Trust(creates=True, replaces=True, removes=True), "radicale", re.compile(r"http://radicale\.org/")
    ),
    Profile("xandikos", Trust(creates=True, replaces=True, removes=True), "xandikos", re.compile(r"[0-9a-f]{40}$")),
    Profile("cyrus", Trust(creates=True, replaces=True, removes=True), "cyrus", re.compile(r"http://cyrusimap\.org/")),
    # sabre/dav and what is built on it: conditions hold, but not when two write at once (19 to 23 of 45 lost)
    Profile("sabre", Trust(creates=True, replaces=False, removes=True), "baikal", re.compile(r"http://sabre\.io/")),
    Profile("nextcloud", Trust(creates=True, replaces=False, removes=True), "nextcloud"),
    Profile("davical", Trust(creates=True, replaces=False, removes=True), "davical", re.compile(r"data:,")),
    # overwrites in spite of If-None-Match: *, deletes in spite of If-Match, gives the same ETag to another object
    Profile("sogo", Trust(), "sogo", re.compile(r"-?[0-9]{1,12}$")),
    Profile("zimbra", Trust(), "zimbra"),
    Profile("icloud", Trust(), "icloud"),
    UNKNOWN,
)

BY_NAME: Final = {profile.name: profile for profile in PROFILES}


def told_by(token: str | None) -> Profile:
    """Return the profile of the server that gives such sync tokens.

    >>> told_by("http://radicale.org/ns/sync/e3b0c442").name
    'radicale'
    >>> told_by(None).name
    'unknown'
    """
    found = (each for each in PROFILES if token and each.tokens is not None and each.tokens.match(token))
    return next(found, UNKNOWN)
