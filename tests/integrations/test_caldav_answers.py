"""What each answer of a server means: the whole table of statuses, and the odd ones that were met."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.caldav.answers import LONGEST_WAIT, SHORTEST_WAIT, USUAL_WAIT, Asked, fault, retry_after, strong
from integrations.caldav.multistatus import MalformedError, read
from integrations.caldav.names import name_of, segment
from integrations.caldav.transport import Answer
from integrations.ports import Denied, Exists, PortError, Refused, Throttled, Unknown, Unreachable

READING = Asked("dav.acme.example", "reading a.ics")
WRITING = Asked("dav.acme.example", "writing a.ics", writes=True)


def error(*names):
    inner = "".join(f"<{name} xmlns='DAV:'/>" for name in names)
    return f"<D:error xmlns:D='DAV:'>{inner}</D:error>".encode()


@pytest.mark.parametrize(
    ("status", "headers", "body", "reading", "writing"),
    [
        (200, {"content-type": "text/html"}, b"<html>sign in</html>", Unreachable, Unknown),
        (200, {}, b"  <!DOCTYPE HTML><title>portal</title>", Unreachable, Unknown),
        (200, {}, b"", Unreachable, Unknown),
        (301, {"location": "https://elsewhere.example/"}, b"", Unreachable, Unreachable),
        (302, {}, b"", Unreachable, Unreachable),
        (307, {"location": "/other"}, b"", Unreachable, Unreachable),
        (308, {"location": "/other"}, b"", Unreachable, Unreachable),
        (400, {}, b"", Refused, Refused),
        (401, {}, b"", Denied, Denied),
        (403, {}, b"", Denied, Refused),
        (403, {}, error("need-privileges"), Denied, Denied),
        (403, {}, error(), Throttled, Throttled),
        (403, {}, error("unique-scheduling-object-resource"), Exists, Exists),
        (408, {}, b"", Unreachable, Unknown),
        (409, {}, error("no-uid-conflict"), Exists, Exists),
        (413, {}, b"", Refused, Refused),
        (415, {}, b"", Refused, Refused),
        (423, {}, b"", Unreachable, Unknown),
        (429, {}, b"", Throttled, Throttled),
        (500, {}, b"", Unreachable, Unknown),
        (501, {}, b"", Refused, Refused),
        (502, {}, b"", Unreachable, Unknown),
        (503, {}, b"", Throttled, Throttled),
        (504, {}, b"", Unreachable, Unknown),
        (507, {}, b"", Denied, Denied),
    ],
)
def test_every_status_has_its_meaning(status, headers, body, reading, writing):
    answer = Answer(status, headers, body)
    assert type(fault(answer, READING)) is reading
    assert type(fault(answer, WRITING)) is writing


@given(st.integers(100, 599), st.sampled_from([b"", b"<x", error("valid-sync-token"), b"\xff\xfe"]), st.booleans())
def test_no_answer_is_without_a_meaning(status, body, writes):
    found = fault(Answer(status, {}, body), WRITING if writes else READING)
    assert isinstance(found, PortError) or 200 <= status < 300
    assert found is None or ("dav.acme.example" in found.what and "\n" not in found.what)


def test_a_good_answer_is_no_fault():
    assert fault(Answer(201, {"etag": '"1"'}, b""), WRITING) is None
    assert fault(Answer(204, {}, b""), WRITING) is None
    assert fault(Answer(200, {"etag": '"1"'}, b""), WRITING) is None


def test_a_redirect_names_where_it_points():
    found = fault(Answer(302, {"location": "https://portal.example/sign-in"}, b""), READING)
    assert "https://portal.example/sign-in" in found.what


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"retry-after": "0"}, SHORTEST_WAIT),
        ({"retry-after": "999999999999999"}, LONGEST_WAIT),
        ({"retry-after": "Mon, 23 Nov 2026 09:02:00 GMT", "date": "Mon, 23 Nov 2026 09:00:00 GMT"}, 120),
        ({"retry-after": "Mon, 23 Nov 2026 08:00:00 GMT", "date": "Mon, 23 Nov 2026 09:00:00 GMT"}, SHORTEST_WAIT),
        ({"retry-after": "Mon, 23 Nov 2026 09:02:00 GMT"}, USUAL_WAIT),
        ({"retry-after": "soon"}, USUAL_WAIT),
        ({"retry-after": "-5"}, USUAL_WAIT),
        ({"retry-after": "²"}, USUAL_WAIT),
        ({}, USUAL_WAIT),
    ],
)
def test_retry_after_is_obeyed_within_reason(headers, seconds):
    assert retry_after(Answer(503, headers, b"")) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_retry_after_is_within_reason(text, date):
    assert SHORTEST_WAIT <= retry_after(Answer(503, {"retry-after": text, "date": date}, b"")) <= LONGEST_WAIT


def test_only_a_strong_etag_is_one():
    assert strong('W/"1"') is None
    assert strong("") is None
    assert strong('"1"') == '"1"'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<multistatus xmlns='DAV:'><response>",
        b"<html/>",
        b"\x00\x01",
        b'<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><multistatus xmlns="DAV:">&b;</multistatus>',
        b'<!DOCTYPE m SYSTEM "file:///etc/passwd"><multistatus xmlns="DAV:"/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE m [<!ENTITY a "b">]><multistatus xmlns="DAV:"/>'.encode(
            "utf-16"
        ),
        b"<multistatus xmlns='DAV:'>&#55357;&#56996;</multistatus>",
    ],
)
def test_what_is_no_whole_multistatus_is_refused(body):
    with pytest.raises(MalformedError):
        read(body)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(body):
    with contextlib.suppress(MalformedError):
        read(body)


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30))
def test_a_name_has_one_form(name):
    assert segment(segment(name)) == segment(name)
    if name not in {".", ".."}:
        assert name_of(f"/anna/klart/{segment(name)}", "/anna/klart/") == segment(name)
