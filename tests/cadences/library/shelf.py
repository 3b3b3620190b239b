"""The shipped cadences, read once for all tests of them."""

from __future__ import annotations

from pathlib import Path

import cadences
from cadences.cadence import Cadence
from cadences.reading.files import Reading, read_file

ROOT = Path(cadences.__file__).parents[1]
FOLDER = ROOT / "cadences/library"
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))}
READINGS: dict[str, Reading] = {name: read_file(text, f"{name}.yaml", set(TEXTS)) for name, text in TEXTS.items()}
SHELF: dict[str, Cadence] = {name: found.cadence for name, found in READINGS.items() if found.cadence is not None}

TEN = (
    "cold-call",
    "business-card",
    "event-leads",
    "referral",
    "inbound-lead",
    "after-meeting",
    "quote-follow-up",
    "silent-deal",
    "existing-customer",
    "win-back",
)
"""The order in which a rep meets them, and in which the page shows them."""
