"""What a cadence takes over from another: value by value, at any depth, each text read once."""

import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from cadences.cadence import Cadence, Chain, Limits
from cadences.delays import NOTHING, Delay, Unit
from cadences.language.hashing import flow_of, words_of
from cadences.outcomes import Missing, Outcome
from cadences.reading.files import bases_of, read_cadence, read_file
from cadences.reading.folder import check_all

FULL = (Path(__file__).parent / "files/base/base-full.yaml").read_text("utf-8")
BDAY, WEEK = Unit.BUSINESS_DAY, Unit.WEEK


def derived(body="", name="mine", **others):
    texts = {"base-full": FULL} | {key.replace("_", "-"): text for key, text in others.items()}
    found = read_cadence(f"cadence: {name}\nextends: base-full\n{body}", f"{name}.yaml", others=texts.get)
    assert isinstance(found, Cadence), found
    return found


def ids(cadence):
    return [step.id for step in cadence.steps]


BASE = read_cadence(FULL, "base-full.yaml")


# --- value by value --------------------------------------------------------------------------------------------------
def test_who_changes_nothing_has_all_but_the_title():
    mine = derived()
    assert mine.titles == {}
    assert flow_of(mine) | {"name": "base-full"} == flow_of(BASE)
    assert words_of(mine)["steps"] == words_of(BASE)["steps"]


def test_its_own_keys_come_before_the_bases_and_lists_are_replaced():
    mine = derived("kind: look-back\ngoal: [quote]\nwindows: [Fri 10:00-12:00]\nholidays: rep\ntitle: Mine\n")
    assert (mine.kind.value, mine.goal, mine.holidays.value) == ("look-back", ("quote",), "rep")
    assert [str(window) for window in mine.windows] == ["Fri 10:00-12:00"]
    assert mine.titles == {"": "Mine"}
    assert (mine.limits, mine.then, mine.yes) == (BASE.limits, BASE.then, BASE.yes)


def test_maps_are_taken_over_key_by_key():
    mine = derived(
        "limits: {touches_per_contact_per_week: 1}\nsilence: {missing: {owner: find-number}}\n"
        "answers: {yes: {quote: {start: a}}, no: {price: {start: b, wait: 1 week}}, not_now: 2 weeks}\n"
    )
    assert mine.limits == Limits(20, 1, 1)
    assert mine.silence_after == 5
    assert mine.missing == BASE.missing | {Missing.OWNER: "find-number"}
    assert mine.yes == BASE.yes | {"quote": Chain("a")}
    assert mine.no == BASE.no | {"price": Chain("b", Delay(1, WEEK))}
    assert mine.not_now == Delay(2, WEEK)


def test_a_chain_and_what_is_repeated_are_one_value():
    mine = derived("answers: {yes: {meeting: {start: other}}, no: {start: b}}\nthen: {repeat: first-call}\n")
    assert mine.yes["meeting"] == Chain("other")
    assert mine.no == BASE.no | {"any": Chain("b")}
    assert mine.then.repeat == "first-call"
    assert mine.then.wait != BASE.then.wait


def test_a_change_keeps_what_it_does_not_say():
    step = derived(
        "change:\n  first-call:\n    retry: {times: 6}\n    on: {talked: next}\n    text: {da: Ring op.}\n"
        "    takes: 5 minutes\n"
    ).step("first-call")
    before = BASE.step("first-call")
    assert (step.retry.times, step.retry.wait, step.retry.after) == (6, before.retry.wait, before.retry.after)
    assert step.on == {Outcome.GATEKEEPER: "find-number", Outcome.TALKED: "next"}
    assert step.texts == {"en": "Ring.", "sv": "Ring upp.", "da": "Ring op."}
    assert (step.takes, step.preparation, step.wait) == (5, 10, before.wait)


def test_one_text_for_all_takes_the_place_of_those_by_language():
    assert derived("change: {first-call: {text: Call.}}\n").step("first-call").texts == {"": "Call."}


def test_a_retry_begun_by_a_change_has_the_defaults_of_a_retry():
    alone = derived("change: {second-round: {retry: {vary: none}}}\n").step("second-round").retry
    assert (alone.times, alone.until_clear) == (None, True)
    until = derived("change: {first-call: {retry: until clear answer, on: {talked: next}}}\n")
    assert until.step("first-call").retry.until_clear
    endless = derived("change: {first-call: {retry: {times: unlimited}, on: {talked: next}}}\n").step("first-call")
    assert (endless.retry.times, endless.retry.until_clear) == (None, False)  # `after` is the base's


def test_an_alarm_taken_over_stays_off_until_it_is_set():
    assert derived().step("second-round").no_reminder
    on = derived("change: {second-round: {remind: 5 minutes}}\n").step("second-round")
    assert (on.remind, on.no_reminder) == (Delay(5, Unit.MINUTE), False)


def test_detours_are_changed_left_out_and_put_in():
    mine = derived(
        "change: {find-number: {takes: 1 hour}}\nwithout: [find-champion]\ndetours:\n  - visit: go-there\n"
        "silence: {missing: {champion: go-there}}\n"
    )
    assert [(step.id, step.takes) for step in mine.detours] == [("find-number", 60), ("go-there", 60)]
    assert mine.detours[1].wait == NOTHING


# --- the order -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("steps", "order"),
    [
        ([("a", None), ("b", None)], "research first-call why-us second-round a b"),
        ([("a", "first-call"), ("b", None)], "research first-call a why-us second-round b"),
        ([("a", "first-call"), ("b", "first-call")], "research first-call a b why-us second-round"),
        ([("a", "b"), ("b", "research"), ("c", "b")], "research b a c first-call why-us second-round"),
        ([("a", None), ("b", "second-round"), ("c", "a")], "research first-call why-us second-round b a c"),
    ],
)
def test_new_steps_come_after_the_bases_or_where_they_say(steps, order):
    lines = [f"  - call: {name}\n" + (f"    after: {after}\n" if after else "") for name, after in steps]
    assert ids(derived("steps:\n" + "".join(lines))) == order.split()


def test_a_new_step_waits_as_its_place_has_it():
    body = (
        "without: [research, first-call, why-us, second-round, find-number]\nthen: {repeat: a}\n"
        "steps:\n  - call: a\n  - call: b\n"
    )
    assert [step.wait for step in derived(body).steps] == [NOTHING, Delay(1, BDAY)]
    assert derived("steps:\n  - call: a\n").steps[-1].wait == Delay(1, BDAY)


def test_a_step_left_out_may_come_back_as_another():
    mine = derived("without: [why-us]\nsteps:\n  - message: why-us\n    after: first-call\n")
    assert ids(mine) == ["research", "first-call", "why-us", "second-round"]
    assert mine.step("why-us").channel.value == "message"


# --- depth, rounds, cost ---------------------------------------------------------------------------------------------
def test_a_cadence_may_extend_one_that_extends_another_at_any_depth():
    texts = {"c0": FULL.replace("cadence: base-full", "cadence: c0")}
    for at in range(1, 400):
        texts[f"c{at}"] = f"cadence: c{at}\nextends: c{at - 1}\nchange: {{research: {{takes: {at} minutes}}}}\n"
    mine = read_file("cadence: mine\nextends: c399\n", "mine.yaml", others=texts.get)
    assert mine.cadence.steps[0].takes == 399
    assert len(mine.draft.bases) == 400


def test_each_base_is_asked_for_and_read_once_for_many_files():
    asked = []

    def others(name):
        asked.append(name)
        return FULL if name == "base-full" else None

    bases = bases_of(others)
    for name in "abc":
        assert read_file(f"cadence: {name}\nextends: base-full\n", f"{name}.yaml", None, bases).cadence is not None
    assert asked == ["base-full"]
    asked.clear()
    check_all({f"{name}.yaml": f"cadence: {name}\nextends: base-full\n" for name in "abc"}, others, ["base-full"])
    assert asked.count("base-full") == 1


def test_files_given_together_may_extend_each_other():
    texts = {"x/mine.yaml": "cadence: mine\nextends: base-full\n", "y/base-full.yaml": FULL}
    known = ["quote-follow-up", "cold-call"]
    assert [f for f in check_all(texts, known=known) if f.severity.value == "error"] == []


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefz"), min_size=1))
def test_whatever_extends_whatever_is_read_or_refused_in_its_own_file(links):
    texts = {name: f"cadence: {name}\nextends: {base}\n" for name, base in links.items()}
    texts["z"] = FULL.replace("cadence: base-full", "cadence: z")
    for name in links:
        chain = [name]
        while chain[-1] in links and links[chain[-1]] not in chain:
            chain.append(links[chain[-1]])
        ends = links.get(chain[-1], chain[-1])
        reading = read_file(texts[name], f"{name}.yaml", others=texts.get)
        codes = [(finding.file, finding.line, finding.code) for finding in reading.findings]
        if chain[-1] == "z":
            assert reading.cadence is not None
            assert reading.draft.bases == tuple(chain[1:])
        elif ends == name:
            assert codes == [(f"{name}.yaml", 2, "K122")]
        else:
            assert codes == [(f"{name}.yaml", 2, "K112" if links[name] not in texts else "K123")]


# --- the law: what extends is what would be written out --------------------------------------------------------------
NAMES = ["s0", "s1", "s2", "s3"]
WAITS = st.sampled_from(["0", "1 day", "2 weeks"])
KEYS = {
    "wait": WAITS,
    "takes": st.sampled_from(["5 minutes", "1 hour"]),
    "text": st.dictionaries(st.sampled_from(["en", "sv"]), st.sampled_from(["a", "b"]), min_size=1),
    "on": st.dictionaries(st.sampled_from(["busy", "talked"]), st.sampled_from([*NAMES, "next"]), min_size=1),
    "retry": st.fixed_dictionaries({"times": st.integers(2, 9), "wait": st.lists(WAITS, min_size=1, max_size=2)}),
    "windows": st.lists(st.sampled_from(["Mon 09:00-10:00", "Tue 09:00-10:00"]), min_size=1, max_size=2),
    "remind": st.sampled_from(["none", "5 minutes"]),
}
STEPS = st.fixed_dictionaries({"wait": WAITS}, optional={key: value for key, value in KEYS.items() if key != "wait"})
TOP = {
    "kind": st.sampled_from(["fresh", "look-back"]),
    "limits": st.dictionaries(
        st.sampled_from(["touches_per_rep_per_day", "touches_per_contact_per_week"]), st.integers(1, 3), min_size=1
    ),
    "answers": st.dictionaries(
        st.sampled_from(["yes"]),
        st.dictionaries(st.sampled_from(["meeting", "quote"]), st.just({"start": "x", "wait": "1 day"}), min_size=1),
        min_size=1,
    ),
    "then": st.just({"repeat": "s0", "wait": ["1 week"]}),
    "silence": st.fixed_dictionaries(
        {}, optional={"after": st.integers(1, 9), "missing": st.just({"owner": "s0"})}
    ).filter(bool),
}


def over(below, above):
    """Return what two maps make together: every map key by key, all else from the one above."""
    if not isinstance(below, dict) or not isinstance(above, dict) or "start" in above or "repeat" in above:
        return above
    return below | {key: over(below[key], value) if key in below else value for key, value in above.items()}


@given(
    st.lists(STEPS, min_size=4, max_size=4),
    st.fixed_dictionaries({}, optional=TOP),
    st.fixed_dictionaries({}, optional=TOP),
    st.dictionaries(st.sampled_from(NAMES), st.fixed_dictionaries({}, optional=KEYS).filter(bool), max_size=2),
    st.sets(st.sampled_from(NAMES[1:]), max_size=2),
    st.lists(st.tuples(STEPS, st.sampled_from([None, *NAMES])), max_size=2),
)
def test_what_extends_is_what_would_be_written_out(steps, below, above, change, without, new):
    base = {
        "cadence": "base",
        **below,
        "steps": [{"call": name, **step} for name, step in zip(NAMES, steps, strict=True)],
    }
    mine = {"cadence": "mine", "extends": "base", **above}
    mine |= {"change": change} if change else {}
    mine |= {"without": sorted(without)} if without else {}
    new = [({"call": f"n{at}", **step}, after) for at, (step, after) in enumerate(new)]
    mine |= {"steps": [step | ({"after": after} if after else {}) for step, after in new]} if new else {}
    texts = {"base": yaml.safe_dump(base)}
    assume(not _wrong(texts["base"], "base.yaml"))
    whole = {**over(below, above), "cadence": "mine", "steps": _line(base["steps"], change, without, new)}
    read = [read_file(yaml.safe_dump(one, sort_keys=False), "mine.yaml", others=texts.get) for one in (mine, whole)]
    assert all(finding.file == "mine.yaml" for finding in read[0].findings)
    if set(change) & without or any(after in without for _, after in new):
        assert read[0].cadence is None
    else:
        assert read[0].cadence == read[1].cadence


def _wrong(text, file):
    return read_file(text, file).cadence is None


def _line(steps, change, without, new):
    line = [over(copy.deepcopy(step), change.get(step["call"], {})) for step in steps if step["call"] not in without]
    for step, after in reversed([pair for pair in new if pair[1]]):
        at = next((at for at, one in enumerate(line) if one["call"] == after), len(line) - 1)
        line.insert(at + 1, step)
    return line + [step for step, after in new if not after]
