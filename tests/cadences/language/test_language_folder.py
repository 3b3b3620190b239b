"""Many cadences judged together: what their answers make of them."""

from cadences.language.findings import Severity
from cadences.reading.folder import check_all


def cadence(name, answers="", steps="  - call: ring\n"):
    return f"cadence: {name}\nsteps:\n{steps}" + (f"answers:\n{answers}" if answers else "")


def errors(texts, others=None, known=()):
    return [finding for finding in check_all(texts, others, known) if finding.severity is Severity.ERROR]


def found(texts, others=None, known=()):
    return [(f.file, f.line, f.column, f.code) for f in errors(texts, others, known)]


def test_a_round_of_links_without_a_wait_is_told_once_at_the_first_file():
    one = cadence("one", "  yes: {meeting: {start: two}}\n")
    two = cadence("two", "  no: {start: one, wait: 0 days}\n")
    (finding,) = errors({"b/two.yaml": two, "a/one.yaml": one})
    assert (finding.file, finding.line, finding.column, finding.code) == ("b/two.yaml", 5, 26, "K205")
    assert finding.message == (
        "this goes round without ever waiting: `two` on no starts `one`, `one` on yes meeting starts `two`"
    )
    assert errors({"a/one.yaml": one, "b/two.yaml": two})[0].file == "a/one.yaml"


def test_a_wait_anywhere_in_the_round_is_enough():
    one = cadence("one", "  yes: {meeting: {start: two}}\n")
    two = cadence("two", "  no: {start: one, wait: 1 hour}\n")
    assert found({"one.yaml": one, "two.yaml": two}) == []
    waiting = cadence("one", "  yes: {meeting: {start: two}}\n", "  - call: ring\n    wait: 1 day\n")
    assert found({"one.yaml": waiting, "two.yaml": two.replace(", wait: 1 hour", "")}) == []


def test_a_round_may_run_through_cadences_that_were_not_given():
    one = cadence("one", "  yes: {meeting: {start: two}}\n")
    others = {
        "two": cadence("two", "  no: {price: {start: three}, any: {start: two, wait: 1 week}}\n"),
        "three": cadence("three", "  yes: {quote: {start: one}}\n"),
    }
    assert found({"one.yaml": one}, others.get, others) == [("one.yaml", 5, 26, "K205")]
    assert found({"one.yaml": one}, None, others) == []


def test_a_round_beside_the_files_given_is_no_fault_of_theirs():
    one = cadence("one", "  yes: {meeting: {start: two}}\n")
    two = cadence("two", "  yes: {meeting: {start: two}}\n")
    assert found({"one.yaml": one}, {"two": two}.get, ["two"]) == []
    assert found({"one.yaml": one, "two.yaml": two}) == [("two.yaml", 5, 26, "K205")]


def test_others_are_read_only_where_a_link_leads_without_a_wait():
    asked = []

    def others(name):
        asked.append(name)

    found({"one.yaml": cadence("one", "  yes: {meeting: {start: two, wait: 1 day}}\n")}, others, ["two"])
    assert asked == []
    found({"one.yaml": cadence("one", "  yes: {meeting: {start: two}}\n")}, others, ["two"])
    assert asked == ["two"]
