"""The table of what is done to an object, cell by cell, and its laws; what became of a lost request; merge laws."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadences.moments import Span, instant
from cadences.shown import EventText
from daemon.store.mirror import Held
from daemon.store.outbox import Act, Letter
from daemon.sync.reconcile import Became, Look, Make, Rest, Rewrite, Take, act, became, nearer
from integrations.caldav.mapping import Wanted, merge, read, same, to_body

NOW = instant(datetime(2026, 11, 23, 9, tzinfo=UTC))
LIVE = Held(1, "a.ics", "touch", etag='"1"', state="live")
NO_ETAG = replace(LIVE, etag=None)
STUCK = replace(LIVE, quarantine="the event cannot be read")
VANISHED = replace(LIVE, state="vanished", gone_at=NOW)
DELETED = replace(LIVE, state="gone", etag=None, gone_at=NOW)
NEVER = replace(LIVE, state="gone", etag=None)
GIVEN = replace(LIVE, state="given")


@pytest.mark.parametrize(
    ("objects", "open_", "record", "unwanted"),
    [
        ((), Make(0), Make(0), Rest.SHOWN),
        ((LIVE,), Rewrite(LIVE), Rewrite(LIVE), Take(LIVE)),
        ((NO_ETAG,), Look(NO_ETAG), Look(NO_ETAG), Look(NO_ETAG)),
        ((STUCK,), Rest.HELD, Rest.HELD, Rest.HELD),
        ((VANISHED,), Rest.HELD, Rest.HELD, Rest.HELD),
        ((DELETED,), Make(1), Rest.SHOWN, Rest.SHOWN),
        ((NEVER,), Make(0), Make(0), Rest.SHOWN),
        ((GIVEN,), Make(1), Rest.SHOWN, Rest.SHOWN),
        (
            (DELETED, replace(LIVE, generation=1)),
            *[Rewrite(replace(LIVE, generation=1))] * 2,
            Take(replace(LIVE, generation=1)),
        ),
        ((DELETED, replace(DELETED, generation=1)), Make(2), Rest.SHOWN, Rest.SHOWN),
        (
            (GIVEN, replace(LIVE, generation=1)),
            *[Rewrite(replace(LIVE, generation=1))] * 2,
            Take(replace(LIVE, generation=1)),
        ),
    ],
)
def test_every_cell(objects, open_, record, unwanted):
    assert act(wanted=True, record=False, objects=objects) == open_
    assert act(wanted=True, record=True, objects=objects) == record
    assert act(wanted=False, record=False, objects=objects) == unwanted
    assert act(wanted=False, record=True, objects=objects) == unwanted


held = st.builds(
    lambda base, generation: replace(base, generation=generation, href=f"{generation}.ics"),
    st.sampled_from([LIVE, NO_ETAG, STUCK, VANISHED, DELETED, NEVER, GIVEN]),
    st.integers(0, 5),
)


@given(st.booleans(), st.booleans(), st.lists(held, max_size=4, unique_by=lambda each: each.generation))
def test_no_deleted_name_is_ever_used_again_and_nothing_is_written_without_an_etag(wanted, record, objects):
    step = act(wanted=wanted, record=record, objects=tuple(sorted(objects, key=lambda each: each.generation)))
    if isinstance(step, Make):
        assert all(each.generation < step.generation for each in objects if each.gone_at or each.state == "given")
        assert not any(each.state in {"live", "vanished"} for each in objects)
    if isinstance(step, Rewrite | Take):
        assert step.held.etag is not None
        assert step.held.state == "live"


@pytest.mark.parametrize(
    ("what", "there", "etag", "reported", "found"),
    [
        (Act.CREATE, True, '"2"', False, Became.DONE),
        (Act.CREATE, False, None, False, Became.UNDONE),
        (Act.CREATE, False, None, True, Became.GONE),
        (Act.REPLACE, True, '"1"', False, Became.UNDONE),
        (Act.REPLACE, True, '"2"', False, None),
        (Act.REPLACE, True, None, False, None),
        (Act.REPLACE, False, None, False, Became.GONE),
        (Act.REMOVE, True, '"1"', False, Became.UNDONE),
        (Act.REMOVE, True, '"2"', False, Became.UNDONE),
        (Act.REMOVE, False, None, False, Became.DONE),
    ],
)
def test_what_became_of_a_request_whose_answer_was_lost(what, there, etag, reported, found):
    assert became(Letter("a.ics", what, etag='"1"'), etag=etag, there=there, reported_gone=reported) is found


# --- merge laws -----------------------------------------------------------------------------------------------------
words = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)
starts = st.integers(0, 600).map(lambda minutes: instant(NOW + timedelta(minutes=5 * minutes)))


@st.composite
def wanted(draw):
    start = draw(starts)
    text = EventText(
        draw(words),
        "Answer:\n\n" + "\n".join(draw(st.lists(words, max_size=3))) + "\n\n---\nref 01234567.e.1",
        alarm_minutes=draw(st.sampled_from([None, 0, 10])),
        opaque=draw(st.booleans()),
    )
    return Wanted("u", Span(start, instant(start + timedelta(minutes=15))), "Europe/Stockholm", text, NOW)


def meaning(body):
    return read(body)


@given(wanted(), wanted())
def test_what_nobody_changed_becomes_what_is_wanted(base, new):
    body = merge(to_body(base), to_body(base), new, to_body(base))
    assert same(meaning(body), meaning(to_body(new)))


@given(wanted())
def test_what_is_as_wanted_stays_byte_for_byte(base):
    body = to_body(base)
    assert merge(body, body, base, body) == body


@given(wanted(), wanted(), starts)
def test_a_persons_time_stands_as_a_whole_until_it_was_understood(base, new, start):
    length = timedelta(minutes=25)
    theirs = to_body(replace(base, span=Span(start, instant(start + length))))
    seen = meaning(merge(to_body(base), theirs, new, to_body(base)))
    if start != base.span.start:
        assert (seen.start, seen.end) == (start, start + length)


@given(wanted(), wanted(), words)
def test_a_persons_words_and_place_stand(base, new, said):
    theirs = to_body(base).replace(b"STATUS:CONFIRMED", f"STATUS:CONFIRMED\r\nLOCATION:{said}".encode())
    seen = meaning(merge(theirs, theirs, new, to_body(base)))
    assert seen.location == meaning(theirs).location


# --- which of two it grew from -----------------------------------------------------------------------------------
@given(wanted(), wanted(), words)
def test_an_edit_on_top_of_what_was_sent_shows_that_it_was_executed(before, sent, said):
    one, two = meaning(to_body(before)), meaning(to_body(sent))
    if same(one, two):
        return
    assert nearer(two, one, two)
    assert not nearer(two, one, one)
    assert nearer(two, one, replace(two, location=said)) or one.location == said
