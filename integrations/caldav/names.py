"""Names of objects and paths of collections, percent-encoding normalised. Pure; knows RFC 3986, asks nobody."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote, urlsplit

_PLAIN: Final = "-._~!$&'()*+,;=:@"
"""What a path segment may hold unescaped (RFC 3986, 3.3)."""


def name_of(href: str, collection: str) -> str | None:
    """Return the name of a member of a collection from its href, absolute or not; nothing for all else.

    Servers write one address in several ways (`%40` and `@`, with host and without, an alias of the collection), so
    the last segment alone names a member.

    >>> name_of("https://dav.acme.example/anna/klart/a%40b.ics", "/anna/klart/")
    'a@b.ics'
    >>> name_of("/anna/klart/", "/anna/klart/") is None
    True
    """
    path = urlsplit(href.strip()).path
    if not path or path.endswith("/") or normal(path) == normal(collection).rstrip("/"):
        return None
    return segment(path.rpartition("/")[2])


def segment(text: str) -> str:
    """Write one path segment in its one normal form."""
    return quote(unquote(text), safe=_PLAIN)


def normal(path: str) -> str:
    """Write a path with each segment in its normal form."""
    return "/".join(segment(part) for part in path.split("/"))


def collection_path(url: str) -> str:
    """Return the path of a collection's address; it ends with a slash.

    >>> collection_path("https://dav.acme.example/anna/klart")
    '/anna/klart/'
    """
    return normal(urlsplit(url).path).rstrip("/") + "/"
