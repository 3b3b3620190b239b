"""One CalDAV collection as a `CalendarPort`. Knows WebDAV's methods and conditions; decides nothing about events.

Requests: an idle look is one `sync-collection` report; a server without it is asked for all ETags. Objects come in
batches; whatever a batch leaves out is asked for alone, and never taken for deleted. Every write has its condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from integrations.caldav import multistatus
from integrations.caldav.answers import NOT_THERE, Asked, fault, strong
from integrations.caldav.multistatus import MalformedError, Member, Multistatus
from integrations.caldav.names import collection_path, name_of
from integrations.caldav.profiles import UNKNOWN, Profile, told_by
from integrations.caldav.transport import Answer, Transport
from integrations.ports import Changes, Entry, Exists, Gone, PortError, Refused, Stale, Trust

BATCH: Final = 50
"""Objects asked for at once: 1,459 a second against 971 at 10, and 1,699 with all 800 in one (measured)."""

PAGES: Final = 100
"""Pages of one sync report that are followed (RFC 6578, 3.6)."""

_XML: Final = {"Content-Type": 'application/xml; charset="utf-8"'}
_ICS: Final = {"Content-Type": "text/calendar; charset=utf-8"}
_MULTI: Final = HTTPStatus.MULTI_STATUS
_CUT: Final = HTTPStatus.INSUFFICIENT_STORAGE
_NO_TOKEN: Final = "valid-sync-token"  # noqa: S105 - the name of a precondition, RFC 6578, 3.2


class _NoReportError(Exception):
    """The server knows no sync-collection here, or gives no token with it."""


@dataclass(slots=True)
class CalDavCalendar:
    """The collection at `url`, over a transport. `profile` is what the settings say the server is, if they do."""

    transport: Transport
    url: str
    profile: Profile = UNKNOWN
    _path: str = field(init=False)
    _lists: bool = False
    """It has no sync reports: ETags are listed."""

    def __post_init__(self) -> None:
        """Take the path out of the address once."""
        self._path = collection_path(self.url)

    @property
    def trust(self) -> Trust:
        """How far its conditions hold; known from the first token on."""
        return self.profile.trust

    # --- reading ----------------------------------------------------------------------------------------------------
    def changes(self, token: str | None) -> Changes:
        """List what changed since a token; see the port.

        Raises:
            Gone: The collection is not there.
        """
        if not self._lists:
            try:
                return self._since(token)
            except _NoReportError:
                self._lists = True
        return self._listing()

    def fetch(self, hrefs: Sequence[str]) -> Iterator[Entry]:
        """Fetch objects in batches; see the port."""
        for first in range(0, len(hrefs), BATCH):
            batch = hrefs[first : first + BATCH]
            found = self._multiget(batch)
            yield from found.values()
            alone = (self.get(href) for href in batch if href not in found)
            yield from (entry for entry in alone if entry is not None)

    def get(self, href: str) -> Entry | None:
        """Fetch one object, or nothing if it is not there."""
        asked = self._asked(f"reading {href}")
        answer = self._send("GET", href)
        if answer.status in NOT_THERE:
            return None
        self._good(answer, asked)
        if not answer.body.lstrip()[:15].upper().startswith(b"BEGIN:VCALENDAR"):
            raise asked.lost("answered with something that is no event", answer.status)
        return Entry(href, strong(answer.headers.get("etag")), answer.body)

    # --- writing ----------------------------------------------------------------------------------------------------
    def create(self, href: str, body: bytes) -> str | None:
        """Create an object where none is; see the port."""
        asked = self._asked(f"creating {href}", writes=True)
        answer = self._send("PUT", href, _ICS | {"If-None-Match": "*"}, body)
        if answer.status == HTTPStatus.PRECONDITION_FAILED:
            raise Exists(f"{self.transport.host} has an object at {href} already", answer.status, href)
        return self._written(answer, asked, missing=Refused)

    def replace(self, href: str, body: bytes, etag: str) -> str | None:
        """Replace the object that has this ETag; see the port."""
        asked = self._asked(f"writing {href}", writes=True)
        answer = self._send("PUT", href, _ICS | {"If-Match": etag}, body)
        if answer.status == HTTPStatus.PRECONDITION_FAILED:
            raise Stale(f"{href} is not what it was", answer.status)
        return self._written(answer, asked, missing=Stale)

    def remove(self, href: str, etag: str) -> None:
        """Remove the object that has this ETag; see the port."""
        asked = self._asked(f"removing {href}", writes=True)
        answer = self._send("DELETE", href, {"If-Match": etag})
        if answer.status in NOT_THERE:
            return
        if answer.status == HTTPStatus.PRECONDITION_FAILED:
            if self.get(href) is not None:  # servers say 412 of what is gone, too
                raise Stale(f"{href} is not what it was", answer.status)
            return
        if answer.status != HTTPStatus.OK:  # to a DELETE an empty page is a good answer
            self._good(answer, asked)

    def close(self) -> None:
        """Let go of the connection."""
        self.transport.close()

    # --- how --------------------------------------------------------------------------------------------------------
    def _since(self, token: str | None) -> Changes:
        """Ask what changed, page by page, from the beginning if the token is no longer known."""
        found: dict[str, str | None] = {}
        gone: dict[str, None] = {}
        complete, known = token is None, token
        for _ in range(PAGES):
            page = self._report(known)
            if page is None:  # the token is not known: from the beginning
                found, gone, complete, known = {}, {}, True, None
                continue
            self._sort(page, found, gone)
            if not any(_is_cut(each) for each in page.members):
                self._learn(page.token)
                return Changes(tuple(found.items()), tuple(gone), page.token, complete)
            if page.token == known:
                break
            known = page.token
        raise self._asked("listing changes").lost("gave one part of its answer after the other without an end")

    def _report(self, token: str | None) -> Multistatus | None:
        """Ask for one page; nothing if the server does not know the token.

        Raises:
            _NoReportError: There are no such reports here.
        """
        answer = self._send("REPORT", "", _XML | {"Depth": "0"}, multistatus.sync_report(token))
        if answer.status == _MULTI:
            page = self._multistatus(answer, self._asked("listing changes"))
            if page.token is None:
                raise _NoReportError
            return page
        if answer.status in NOT_THERE:
            raise self._gone(answer.status)
        errors, _ = multistatus.failed(answer.body)
        if token is not None and (_NO_TOKEN in (errors or ()) or answer.status in {409, 410, 412}):
            return None
        if answer.status in {400, 405, 412, 415, 422, 501, _CUT} or (errors and "supported-report" in errors):
            raise _NoReportError
        self._good(answer, self._asked("listing changes"))
        raise _NoReportError  # a good status, but no multistatus

    def _sort(self, page: Multistatus, found: dict[str, str | None], gone: dict[str, None]) -> None:
        for member in page.members:
            name = name_of(member.href, self._path)
            if name is None or member.folder or _is_cut(member):
                continue
            if _is_fault(member):  # 404 by the RFC; 410 and 418 are seen too
                gone[name] = None
                found.pop(name, None)
            else:
                found[name] = strong(member.etag)
                gone.pop(name, None)

    def _listing(self) -> Changes:
        """List all ETags; the collection itself must be among what is listed, else it is no listing."""
        asked = self._asked("listing the calendar")
        answer = self._send("PROPFIND", "", _XML | {"Depth": "1"}, multistatus.LISTING)
        if answer.status in NOT_THERE:
            raise self._gone(answer.status)
        members = self._multistatus(answer, asked).members
        itself = [each for each in members if name_of(each.href, self._path) is None]
        if any(each.status in NOT_THERE for each in itself):
            raise self._gone(404)
        if not any(each.folder for each in itself) or any(_is_cut(each) for each in members):
            raise asked.lost("answered with half a listing", answer.status)
        named = ((name_of(each.href, self._path), each) for each in members if not each.folder)
        found = {name: strong(each.etag) for name, each in named if name is not None and each.status in {None, 200}}
        return Changes(tuple(found.items()), (), None, complete=True)

    def _multiget(self, hrefs: Sequence[str]) -> dict[str, Entry]:
        """Fetch a batch in one request; a server that cannot is asked for each alone."""
        asked = self._asked("reading events")
        answer = self._send(
            "REPORT", "", _XML | {"Depth": "1"}, multistatus.multiget(self._path + each for each in hrefs)
        )
        error = fault(answer, asked)
        if isinstance(error, Refused) or (error is None and answer.status != _MULTI):
            return {}
        self._good(answer, asked)
        try:
            members = multistatus.read(answer.body).members
        except MalformedError:  # one object that the server cannot write as XML spoils the whole batch
            return {}
        return dict(self._entries(members, frozenset(hrefs)))

    def _entries(self, members: Iterable[Member], asked_for: frozenset[str]) -> Iterator[tuple[str, Entry]]:
        for member in members:
            name = name_of(member.href, self._path)
            if name in asked_for and member.body is not None:
                yield name, Entry(name, strong(member.etag), member.body)

    def _written(self, answer: Answer, asked: Asked, missing: type[PortError]) -> str | None:
        """Return the ETag of a write that went well. `missing` is what a 404 means while the collection is there."""
        if answer.status in {404, 405, 409, 410}:
            errors, _ = multistatus.failed(answer.body)
            if not errors:
                self._must_be_there()
                raise missing(f"{self.transport.host} refuses it with {answer.status} ({asked.what})", answer.status)
        self._good(answer, asked)
        if answer.status == _MULTI:  # some servers put the true status inside
            self._good_inside(answer, asked)
        return strong(answer.headers.get("etag"))

    def _good_inside(self, answer: Answer, asked: Asked) -> None:
        for member in self._multistatus(answer, asked).members:
            if _is_fault(member) and member.status is not None:
                self._good(Answer(member.status, answer.headers, b""), asked)

    def _must_be_there(self) -> None:
        """Raise `Gone` if the collection is not there."""
        self._listing()

    def _learn(self, token: str | None) -> None:
        if self.profile is UNKNOWN:
            self.profile = told_by(token)

    def _send(self, method: str, href: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
        return self.transport.request(method, self._path + href, headers or {}, body)

    def _asked(self, what: str, *, writes: bool = False) -> Asked:
        return Asked(self.transport.host, what, writes)

    def _good(self, answer: Answer, asked: Asked) -> None:
        error = fault(answer, asked)
        if error is not None:
            raise error

    def _multistatus(self, answer: Answer, asked: Asked) -> Multistatus:
        self._good(answer, asked)
        try:
            return multistatus.read(answer.body)
        except MalformedError as error:
            raise asked.lost(f"answered with what klart cannot read: {error}", answer.status) from error

    def _gone(self, status: int) -> Gone:
        return Gone(
            f"there is no calendar at {self.transport.host}{self._path}; make it again, or set its address", status
        )


def _is_fault(member: Member) -> bool:
    return member.status is not None and member.status >= HTTPStatus.BAD_REQUEST


def _is_cut(member: Member) -> bool:
    """Whether it says that the answer was cut here (RFC 6578, 3.6)."""
    return member.status == _CUT
