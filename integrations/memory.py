"""A calendar in memory, with ETags, tokens and lists of what is gone. Knows the port; knows no protocol and no network.

It serves dry runs and tests, and passes the same contract suite as the servers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from integrations.ports import Changes, Entry, Exists, Stale, Trust, Unreachable

_UID: Final = re.compile(rb"^UID:(.*?)\r?$", re.MULTILINE)
_TRUSTED: Final = Trust(creates=True, replaces=True, removes=True)


def _as_sent(body: bytes) -> bytes:
    return body


@dataclass(slots=True)
class MemoryCalendar:
    """A calendar collection that lives as long as the process.

    `rewrite` is what the server makes of a body before it keeps it; real ones reorder and fold. `epoch` stands in
    its tokens: a change of it makes every token unknown, as a restored server does.
    """

    rewrite: Callable[[bytes], bytes] = _as_sent
    trust: Trust = _TRUSTED
    epoch: int = 1
    requests: int = 0
    _entries: dict[str, Entry] = field(default_factory=dict)
    _touched: dict[str, int] = field(default_factory=dict)
    _count: int = 0
    _closed: bool = False

    def changes(self, token: str | None) -> Changes:
        """List what changed since a token; see the port."""
        self._ask()
        since = self._since(token)
        names = [name for name, at in self._touched.items() if at > since]
        return Changes(
            tuple((name, self._entries[name].etag) for name in names if name in self._entries),
            tuple(name for name in names if name not in self._entries) if since else (),
            f"memory:{self.epoch}:{self._count}",
            complete=not since,
        )

    def fetch(self, hrefs: Sequence[str]) -> Iterable[Entry]:
        """Fetch what is there of these."""
        self._ask()
        return [self._entries[href] for href in hrefs if href in self._entries]

    def get(self, href: str) -> Entry | None:
        """Fetch one, or nothing."""
        self._ask()
        return self._entries.get(href)

    def create(self, href: str, body: bytes) -> str | None:
        """Create one where none is.

        Raises:
            Exists: There is one, there or under the same UID.
        """
        self._ask()
        at = href if href in self._entries else self._where(_uid(body))
        if at is not None:
            raise Exists(f"there is an object at {at} already", 412, at)
        return self._keep(href, body)

    def replace(self, href: str, body: bytes, etag: str) -> str | None:
        """Replace the one that has this ETag.

        Raises:
            Stale: It has another by now, or is gone.
        """
        self._ask()
        self._expect(href, etag)
        return self._keep(href, body)

    def remove(self, href: str, etag: str) -> None:
        """Remove the one that has this ETag.

        Raises:
            Stale: It has another by now.
        """
        self._ask()
        if href in self._entries:
            self._expect(href, etag)
            self._count += 1
            del self._entries[href]
            self._touched[href] = self._count

    def close(self) -> None:
        """Answer nothing from now on."""
        self._closed = True

    def _ask(self) -> None:
        if self._closed:
            raise Unreachable("the calendar was closed")
        self.requests += 1

    def _since(self, token: str | None) -> int:
        kind, _, count = (token or "").rpartition(":")
        return int(count) if kind == f"memory:{self.epoch}" and count.isdigit() else 0

    def _where(self, uid: bytes) -> str | None:
        return next((name for name, entry in self._entries.items() if uid and _uid(entry.body) == uid), None)

    def _expect(self, href: str, etag: str) -> None:
        entry = self._entries.get(href)
        if entry is None or entry.etag != etag:
            raise Stale(f"{href} is not what it was", 412)

    def _keep(self, href: str, body: bytes) -> str | None:
        self._count += 1
        etag = f'"{self.epoch}-{self._count}"'
        self._entries[href] = Entry(href, etag, self.rewrite(body))
        self._touched[href] = self._count
        return etag


def _uid(body: bytes) -> bytes:
    found = _UID.search(body)
    return found[1] if found else b""
