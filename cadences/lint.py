"""The door of what is proved beyond a cadence's shape: its flow, its times, its craft. Knows which is judged when."""

from __future__ import annotations

from cadences.draft import Draft
from cadences.findings import Faults, Findings
from cadences.flow import Flow
from cadences.lint_answers import lint_answers
from cadences.lint_flow import lint_flow


def lint(draft: Draft, file: str) -> Findings:
    """Return what is wrong or unwise in a cadence whose steps could be read."""
    faults = Faults(file)
    flow = Flow(draft.cadence, ends=draft.ends)
    lint_flow(draft, flow, faults)
    lint_answers(draft, faults)
    return faults.all()
