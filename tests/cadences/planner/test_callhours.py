"""Call hours: a table of rules, each with where it stands."""

from datetime import date

from cadences.callhours import DEFAULT, TABLE, call_hours
from cadences.zones import countries


def test_every_rule_names_its_source_and_a_country():
    assert set(TABLE) <= countries().keys()
    for rules in TABLE.values():
        assert rules.source
        assert rules.windows
        assert all(window.start >= 480 and window.end <= 1320 for window in rules.windows)


def test_the_default_is_eight_to_nine_every_day():
    assert call_hours(None) is DEFAULT
    assert call_hours("SE") is DEFAULT
    assert [str(window) for window in DEFAULT.windows] == ["Mon-Sun 08:00-21:00"]


def test_the_dutch_end_early_on_three_days():
    dutch = call_hours("NL")
    assert dutch.end_on(date(2026, 12, 5)) == dutch.end_on(date(2027, 5, 4)) == 18 * 60 + 30
    assert dutch.end_on(date(2026, 12, 6)) is None
