"""Chains that wait for a date, and when what follows belongs to the occasion before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadences.cadence import Chain
from cadences.delays import Before, Delay
from cadences.enrollment import StartChain
from tests.cadences.machine.saga import RING, Saga, wait

BEFORE_THE_END = Before(Delay.parse("6 months"), "contract_end")


def chained(told: Saga) -> Saga:
    """Return what the answer just given starts."""
    (chain,) = told.made(StartChain)
    return Saga(RING, since=chain.since, when=f"{chain.since:%Y-%m-%d} 12:00", wait=chain.wait)


# --- a date that nobody knows ----------------------------------------------------------------------------------------
def test_a_win_back_before_a_date_that_was_not_said_waits_as_every_other_no_does():
    waits = {"contract": Chain("win-back", BEFORE_THE_END), "any": Chain("win-back", wait("9 months"))}
    after = chained(Saga(replace(RING, no=waits)).say("no: contract", "2026-11-23 10:00"))
    assert (after.due, after.why, after.next.joins) == ("2027-08-23 00:00", "wait-no-landmark", False)
    assert after.next.reason.args == ("6 months before contract_end", "contract_end", "9 months")


@pytest.mark.parametrize(
    ("not_now", "others", "due"),
    [
        ("6 weeks", None, "2027-01-04 00:00"),
        ("3 days", None, "2026-12-21 00:00"),
        ("3 days", "0", "2026-12-21 00:00"),
        ("3 days", "2 hours", "2026-12-21 00:00"),
    ],
)
def test_a_win_back_before_a_date_that_was_not_said_never_starts_at_once(not_now, others, due):
    waits = {"contract": Chain("win-back", BEFORE_THE_END)}
    waits |= {"any": Chain("win-back", wait(others))} if others else {}
    told = Saga(replace(RING, no=waits, not_now=Delay.parse(not_now))).say("no: contract", "2026-11-23 10:00")
    after = chained(told)
    assert (after.due, after.why, after.next.joins) == (due, "wait-no-landmark", False)


def test_a_chain_after_a_purchase_waits_long_for_a_date_that_nobody_knows():
    told = Saga(replace(RING, yes={"purchase": Chain("look-back", BEFORE_THE_END)})).say("yes purchase")
    assert chained(told).due == "2026-12-21 00:00"
