"""WebDAV's XML, read and written: multistatus answers, error bodies, the reports klart asks for. Pure; no network.

What comes from outside is read without document types, so that no entity can be declared, and none is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser  # no DTD gets through: see _Builder
from xml.sax.saxutils import escape

DAV: Final = "{DAV:}"
CALDAV: Final = "{urn:ietf:params:xml:ns:caldav}"


class MalformedError(Exception):
    """A body is not the XML it ought to be; the message says how."""


@dataclass(frozen=True, slots=True)
class Member:
    """A response of a multistatus: of what, its own status if it has one, and the properties that were given.

    `etag` is as the server wrote it; `body` the calendar data; `folder` = it is a collection; `errors` the names of
    the preconditions that failed.
    """

    href: str
    status: int | None
    etag: str | None = None
    body: bytes | None = None
    folder: bool = False
    errors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Multistatus:
    """All responses of a multistatus, and the sync token if there is one."""

    members: tuple[Member, ...]
    token: str | None


class _Builder(TreeBuilder):
    """Builds the tree, and refuses a document type as soon as it begins."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse."""
        raise MalformedError(f"it declares a document type ({name}, {pubid}, {system})")


def parse(body: bytes) -> Element:
    """Parse XML from outside.

    Raises:
        MalformedError: It is cut, no XML, or declares a document type.
    """
    parser: Any = XMLParser(target=_Builder())  # noqa: S314 - `_Builder` refuses what makes it unsafe
    try:
        parser.feed(body)
        root = parser.close()
    except (ParseError, ValueError) as error:
        raise MalformedError(f"it is no whole XML: {error}") from error
    if not isinstance(root, Element):
        raise MalformedError("it is empty")
    return root


def read(body: bytes) -> Multistatus:
    """Read a multistatus (RFC 4918, 13; RFC 6578, 6.4).

    Raises:
        MalformedError: It is none.
    """
    root = parse(body)
    if root.tag != f"{DAV}multistatus":
        raise MalformedError(f"it is a {root.tag!r}, no multistatus")
    token = (root.findtext(f"{DAV}sync-token") or "").strip()
    return Multistatus(tuple(_member(each) for each in root.iterfind(f"{DAV}response")), token or None)


def _member(response: Element) -> Member:
    found = _granted(response)
    kind, content = found.get(f"{DAV}resourcetype"), found.get(f"{CALDAV}calendar-data")
    etag = found.get(f"{DAV}getetag")
    return Member(
        (response.findtext(f"{DAV}href") or "").strip(),
        status_of(response.findtext(f"{DAV}status")),
        (etag.text or "").strip() or None if etag is not None else None,
        content.text.encode() if content is not None and content.text else None,
        kind is not None and kind.find(f"{DAV}collection") is not None,
        frozenset(_local(each) for error in response.iter(f"{DAV}error") for each in error),
    )


def _granted(response: Element) -> dict[str, Element]:
    """Return the properties that came with a good status, or with none."""
    return {
        each.tag: each
        for propstat in response.iterfind(f"{DAV}propstat")
        if (status_of(propstat.findtext(f"{DAV}status")) or HTTPStatus.OK) < HTTPStatus.MULTIPLE_CHOICES
        for each in propstat.iterfind(f"{DAV}prop/*")
    }


def status_of(line: str | None) -> int | None:
    """Return the number of a status line such as `HTTP/1.1 404 Not Found`."""
    parts = (line or "").split()
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def failed(body: bytes) -> tuple[frozenset[str] | None, str | None]:
    """Return the preconditions that an error body names, and the href it tells; nothing if it is no DAV error.

    An empty `D:error` gives an empty set: Google says so that there were too many requests.
    """
    try:
        root = parse(body)
    except MalformedError:
        return None, None
    if root.tag != f"{DAV}error":
        return None, None
    href = next((each.text.strip() for each in root.iter(f"{DAV}href") if each.text), None)
    return frozenset(_local(each) for each in root), href


def sync_report(token: str | None) -> bytes:
    """Write the report that asks what changed since a token (RFC 6578, 3.2)."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><sync-collection xmlns="DAV:">'
        f"<sync-token>{escape(token or '')}</sync-token><sync-level>1</sync-level>"
        "<prop><getetag/></prop></sync-collection>"
    ).encode()


def multiget(hrefs: Iterable[str]) -> bytes:
    """Write the report that fetches many objects (RFC 4791, 7.9)."""
    wanted = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs)
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
        f"<d:prop><d:getetag/><c:calendar-data/></d:prop>{wanted}</c:calendar-multiget>"
    ).encode()


LISTING: Final = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><getetag/><resourcetype/></prop></propfind>'
)
"""The request for ETags and kinds of a collection and its members."""
