"""Cadences drawn at random, and the graphs of their flow. Draws texts, as an author writes them."""

from hypothesis import strategies as st

from cadences.channels import CHANNELS
from cadences.language.draft import read_draft
from cadences.language.source import read_source
from cadences.outcomes import Channel, Missing
from cadences.proofs.flow import Flow
from cadences.reading.files import read_file

DETOURS = ("d0", "d1", "d2")
WAITS = st.sampled_from(["0", "0 days", "1 hour", "1 business day", "1 week"])
LADDERS = st.lists(WAITS, min_size=1, max_size=3).map(lambda rungs: f"[{', '.join(rungs)}]")
CHANNEL = st.sampled_from(["call", "email", "task", "prepare", "visit", "diagnose"])


@st.composite
def steps(draw, names, targets, first="s0"):
    lines = []
    for name in names:
        channel = draw(CHANNEL)
        lines.append(f"  - {channel}: {name}")
        if draw(st.booleans()):
            lines.append(f"    wait: {draw(WAITS)}")
        if draw(st.booleans()):
            times = draw(st.sampled_from(["times: 1, ", "times: 3, ", "times: unlimited, ", ""]))
            after = draw(st.sampled_from(["", ", after: [skipped]"]))
            lines.append(f"    retry: {{{times}wait: {draw(LADDERS)}{after}}}")
        outcomes = sorted(CHANNELS[Channel(channel)].outcomes)
        leads = draw(st.dictionaries(st.sampled_from(outcomes), st.sampled_from(targets), max_size=3))
        if leads:
            lines.append(f"    on: {{{', '.join(f'{outcome}: {target}' for outcome, target in leads.items())}}}")
    return lines


@st.composite
def cadences(draw, *, ends=True):
    line = [f"s{at}" for at in range(draw(st.integers(1, 4)))]
    aside = DETOURS[: draw(st.integers(0, 3))]
    targets = ["next", "retry", "then", *line, *aside, *aside]
    lines = ["cadence: x", "steps:", *draw(steps(line, targets))]
    if aside:
        lines += ["detours:", *draw(steps(aside, targets))]
    ways = st.sampled_from([*line, *aside, "{wait: 6 weeks}"])
    missing = draw(st.dictionaries(st.sampled_from(Missing), ways, max_size=6))
    told = f", missing: {{{', '.join(f'{what}: {way}' for what, way in missing.items())}}}" if missing else ""
    lines.append(f"silence: {{after: {draw(st.integers(1, 4))}{told}}}")
    then = draw(st.sampled_from(["", "end", *line] if ends else ["", *line]))
    if then:
        lines.append("then: end" if then == "end" else f"then: {{repeat: {then}, wait: {draw(LADDERS)}}}")
    return "\n".join([*lines, ""])


def draft_of(text):
    draft, findings = read_draft(read_source(text, "x.yaml"))
    assert findings == ()
    return draft


def flow_of(text):
    draft = draft_of(text)
    return Flow(draft.cadence, ends=draft.ends)


def codes(text):
    return {finding.code for finding in read_file(text, "x.yaml").findings}
