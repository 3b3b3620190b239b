"""What is done with answers: K204 (they lead nowhere), K205 (they start the same cadence at once). Knows no time."""

from __future__ import annotations

from cadences.chains import goes_round, links_of
from cadences.draft import Draft
from cadences.findings import Faults


def lint_answers(draft: Draft, faults: Faults) -> None:
    """Note answers with which nothing, or too much, is done."""
    _starts_itself(draft, faults)


# --- K205 ------------------------------------------------------------------------------------------------------------
def _starts_itself(draft: Draft, faults: Faults) -> None:
    """Note answers that start the same cadence at once; rounds through others are seen where the others are."""
    for link in links_of(draft.cadence.name, draft):
        if link.end == link.start and link.waits_not(draft):
            goes_round([link], faults)
