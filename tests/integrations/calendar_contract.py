"""What every calendar port must do. One suite, run over memory and real servers by `test_calendar_contract`."""

from __future__ import annotations

import pytest

from integrations.ports import CalendarPort, Exists, Stale, Unreachable


def event(uid: str, title: str = "Anna Berg", minute: int = 0) -> bytes:
    """Write a plain event as an app would."""
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20261123T080000Z\r\nDTSTART:20261123T09{minute:02}00Z\r\nDTEND:20261123T100000Z\r\n"
        f"SUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def made(calendar: CalendarPort, *uids: str) -> dict[str, str]:
    """Create an event of each UID; return the ETags by name."""
    for uid in uids:
        calendar.create(f"{uid}.ics", event(uid))
    return {entry.href: entry.etag for entry in calendar.fetch([f"{uid}.ics" for uid in uids])}


class CalendarContract:
    """The fixture `calendar` is a fresh empty calendar, `another` a second port onto the same one."""

    def test_an_empty_calendar_has_nothing_but_a_token(self, calendar):
        changes = calendar.changes(None)
        assert (changes.changed, changes.gone, changes.complete) == ((), (), True)
        assert changes.token

    def test_what_is_created_is_there(self, calendar):
        etag = calendar.create("a.ics", event("a"))
        entry = calendar.get("a.ics")
        assert entry.href == "a.ics"
        assert b"SUMMARY:Anna Berg" in entry.body
        assert entry.etag
        assert etag in {None, entry.etag}

    def test_what_is_not_there_is_nothing(self, calendar):
        assert calendar.get("nobody.ics") is None

    def test_creating_twice_overwrites_nothing(self, calendar, another):
        calendar.create("a.ics", event("a"))
        with pytest.raises(Exists):
            another.create("a.ics", event("a", "Somebody else"))
        assert b"Anna Berg" in calendar.get("a.ics").body

    def test_a_uid_lives_in_one_place(self, calendar):
        calendar.create("a.ics", event("a"))
        with pytest.raises(Exists):
            calendar.create("b.ics", event("a"))

    def test_a_write_needs_the_etag_that_was_seen(self, calendar, another):
        seen = made(calendar, "a")["a.ics"]
        another.replace("a.ics", event("a", "Erik Lund"), seen)
        with pytest.raises(Stale):
            calendar.replace("a.ics", event("a", "Too late"), seen)
        entry = calendar.get("a.ics")
        assert b"Erik Lund" in entry.body
        assert entry.etag != seen

    def test_a_removal_needs_the_etag_that_was_seen(self, calendar, another):
        seen = made(calendar, "a")["a.ics"]
        another.replace("a.ics", event("a", "Erik Lund"), seen)
        with pytest.raises(Stale):
            calendar.remove("a.ics", seen)
        assert calendar.get("a.ics") is not None

    def test_what_is_removed_is_gone_and_may_be_removed_again(self, calendar):
        seen = made(calendar, "a")["a.ics"]
        calendar.remove("a.ics", seen)
        assert calendar.get("a.ics") is None
        calendar.remove("a.ics", seen)

    def test_nothing_is_written_where_nothing_is(self, calendar):
        seen = made(calendar, "a")["a.ics"]
        calendar.remove("a.ics", seen)
        with pytest.raises(Stale):
            calendar.replace("a.ics", event("a"), seen)
        assert calendar.get("a.ics") is None

    def test_a_name_may_be_used_again_after_a_removal(self, calendar):
        seen = made(calendar, "a")["a.ics"]
        calendar.remove("a.ics", seen)
        calendar.create("a.ics", event("a", "Again"))
        assert b"Again" in calendar.get("a.ics").body

    def test_changes_tell_what_is_new_changed_and_gone_since_the_token(self, calendar, another):
        etags = made(calendar, "a", "b", "c")
        token = calendar.changes(None).token
        another.replace("a.ics", event("a", "Erik Lund"), etags["a.ics"])
        another.remove("b.ics", etags["b.ics"])
        another.create("d.ics", event("d"))
        changes = calendar.changes(token)
        assert {href for href, _ in changes.changed} == {"a.ics", "d.ics"}
        assert changes.gone == ("b.ics",)
        assert not changes.complete
        assert dict(changes.changed)["a.ics"] in {None, calendar.get("a.ics").etag}

    def test_nothing_changed_means_nothing_told(self, calendar):
        made(calendar, "a")
        token = calendar.changes(None).token
        changes = calendar.changes(token)
        assert (changes.changed, changes.gone, changes.complete) == ((), (), False)

    def test_the_whole_listing_has_the_etags_that_a_fetch_gives(self, calendar):
        etags = made(calendar, "a", "b")
        assert dict(calendar.changes(None).changed) == etags

    @pytest.mark.parametrize(
        "token", ["http://radicale.org/ns/sync/" + "0" * 64, "0" * 40, "memory:9:9", "rubbish <&>"]
    )
    def test_a_token_that_nobody_knows_gives_the_whole_listing(self, calendar, token):
        etags = made(calendar, "a", "b")
        changes = calendar.changes(token)
        assert changes.complete
        assert dict(changes.changed) == etags
        assert changes.token

    def test_many_are_fetched_and_the_missing_left_out(self, calendar):
        names = [f"e{number:03}" for number in range(60)]
        made(calendar, *names)
        entries = list(calendar.fetch([f"{name}.ics" for name in [*names, "nobody"]]))
        assert sorted(entry.href for entry in entries) == [f"{name}.ics" for name in names]
        assert all(entry.etag and b"BEGIN:VEVENT" in entry.body for entry in entries)

    def test_fetching_nothing_gives_nothing(self, calendar):
        assert list(calendar.fetch([])) == []

    def test_an_odd_name_is_one_name_however_it_is_written(self, calendar):
        calendar.create("a@b%20c.ics", event("odd"))
        ((href, etag),) = calendar.changes(None).changed
        assert href == "a@b%20c.ics"
        assert [entry.etag for entry in calendar.fetch([href])] == [etag]

    def test_words_of_all_languages_come_back(self, calendar):
        calendar.create("a.ics", event("a", "☎ Åsa Öberg · Bæk & Sønner <ApS> 🙂"))
        unfolded = calendar.get("a.ics").body.decode().replace("\r\n ", "").replace("\n ", "")
        assert "☎ Åsa Öberg · Bæk & Sønner <ApS> 🙂" in unfolded
        (entry,) = calendar.fetch(["a.ics"])
        assert "☎ Åsa Öberg · Bæk & Sønner <ApS> 🙂" in entry.body.decode().replace("\r\n ", "").replace("\n ", "")

    def test_the_conditions_are_known_to_hold_once_it_was_listed(self, calendar):
        calendar.changes(None)
        assert calendar.trust.creates
        assert calendar.trust.replaces
        assert calendar.trust.removes

    def test_a_closed_one_answers_no_more(self, calendar):
        calendar.close()
        with pytest.raises(Unreachable):
            calendar.changes(None)
