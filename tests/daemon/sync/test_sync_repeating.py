"""An event that a person makes repeat: the first counts, and nothing of a record stands in the future."""

import pytest

from cadences.outcomes import Outcome

RULE = "RRULE:FREQ=WEEKLY"


def repeat(desk, href, *lines):
    """Make an event repeat, as a calendar app does."""
    desk.edit(href, ("STATUS:CONFIRMED", "\n".join(["STATUS:CONFIRMED", *lines])))


def bodies(desk):
    return {href: desk.port.get(href).body.decode() for href in desk.events()}


def repeats(body):
    event = body[body.index("BEGIN:VEVENT") :]
    return any(f"\n{name}" in event for name in ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"))


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.OPT_OUT, Outcome.NO])
def test_a_record_repeats_no_more(desk, outcome):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    href, _ = desk.event_of(id_)
    repeat(desk, href, RULE, "EXDATE:20261201T080000Z", "COLOR:tomato")
    done = desk.round()
    assert done.heard.rules_ignored == 1
    assert RULE in desk.port.get(href).body.decode(), "a rule of a person's stays while the touch is open"
    desk.later(hours=1)
    desk.answer(id_, outcome)
    desk.round()
    found = bodies(desk)
    assert href in found
    assert "COLOR:tomato" in found[href]
    assert not any(repeats(body) for body in found.values())
    assert desk.round().wrote == 0


def test_changed_instances_go_with_the_rule(memory):
    (id_,) = memory.enrol("Anna Berg")
    memory.round()
    href, seen = memory.event_of(id_)
    repeat(memory, href, RULE)
    times = "RECURRENCE-ID:20261201T080000Z\nDTSTART:20261202T080000Z\nDTEND:20261202T081000Z"
    changed = f"BEGIN:VEVENT\nUID:{seen.uid}\n{times}\nEND:VEVENT\n"
    memory.edit(href, ("END:VCALENDAR", f"{changed}END:VCALENDAR"))
    memory.round()
    memory.answer(id_, Outcome.NO_ANSWER)
    memory.round()
    body = memory.port.get(href).body.decode()
    assert not repeats(body)
    assert body.count("BEGIN:VEVENT") == body.count("END:VEVENT") == 1


def test_a_record_cannot_be_made_to_repeat(desk):
    (id_,) = desk.enrol("Anna Berg")
    desk.round()
    href, _ = desk.event_of(id_)
    desk.answer(id_, Outcome.NO_ANSWER)
    desk.round()
    repeat(desk, href, RULE)
    assert desk.round().heard.rules_ignored == 1
    assert not repeats(bodies(desk)[href])
    assert desk.round().wrote == 0
