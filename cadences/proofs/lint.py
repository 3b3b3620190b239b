"""The door of what is proved beyond a cadence's shape: its flow, its times, its craft. Knows which is judged when."""

from __future__ import annotations

from cadences.language.draft import Draft
from cadences.language.findings import Faults, Findings
from cadences.proofs.answers import lint_answers
from cadences.proofs.craft import lint_craft
from cadences.proofs.ends import lint_flow
from cadences.proofs.flow import Flow
from cadences.proofs.hours import lint_lengths, lint_windows
from cadences.proofs.retries import lint_retries


def lint(draft: Draft, file: str, *, shapely: bool = True) -> Findings:
    """Return what is wrong or unwise in a cadence whose steps could be read.

    `shapely` = its shape has no finding; else a value may be a default that the author did not mean, and what depends
    on lengths, numbers and texts is left for later.
    """
    faults = Faults(file)
    lint_flow(draft, Flow(draft.cadence, ends=draft.ends), faults)
    lint_answers(draft, faults)
    lint_windows(draft, faults)
    if shapely:
        lint_lengths(draft, faults)
        lint_retries(draft, faults)
        lint_craft(draft, faults)
    return faults.all()
