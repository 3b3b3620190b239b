"""Why a touch stands where it stands: reasons and conflicts as data, most important first.

A reason is a code and its arguments; `cadences.wording` renders it for people, in their language.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Reason(NamedTuple):
    """A code of the table of reasons and its arguments (ISO 8601 where they are times)."""

    code: str
    args: tuple[str, ...] = ()


CODES: Final[dict[str, str]] = {
    "agree-meeting": "what was said yes to or not held (meeting), date of that",
    "ask-closed": "`outcome`, `state`: a word on an enrollment that is closed",
    "ask-put-off": "`touch`: put off three times; now, a date, or a clear no?",
    "ask-two-words": "`touch`, `before`, `now`: outcomes that cannot both hold; the second is kept as a note",
    "chained": "wait as written, instant it counts from: an answer elsewhere started this cadence",
    "decide-data": "outcome (wrong_number, bounced): the second in a row",
    "decide-deleted": "number of deletions in a row",
    "decide-fit": "no arguments: the diagnose touch said that it does not fit",
    "decide-long-silence": "date of the last contact (12 months ago or more)",
    "decide-nothing-left": "no arguments: the cadence has no step that could follow",
    "decide-referral": "name of the person who may not be enrolled",
    "decide-returns": "no arguments: the decision touch was put aside, and comes back",
    "decide-skipped-find": "no arguments: the right details were not looked for",
    "diagnose": "number of touches unanswered in a row",
    "find-address": "step whose address is not known",
    "find-details": "outcome (wrong_number, bounced), date of it",
    "first-step": "wait as written, instant it counts from",
    "learn": "what is missing (consequence, owner, champion)",
    "resumed": "no arguments: a person ended the pause",
    "said": "outcome it was said with, instant: a time was named in place of the wait",
    "same-step": "outcome, instant: the contact named no time, the step's next wait holds",
    "secure-next-step": "date of the yes to a quote",
    "send-quote": "date of the yes to a quote",
    "then-round": "wait as written, outcome before, instant it counts from, round",
    "to-answer": "date on which the contact wrote back",
    "told-decide-waits": "date until which the enrollment waits with its decision touch",
    "told-done-on-call": "no arguments: a call set done is one that nobody answered",
    "told-no-referral": "name of the person who is not enrolled",
    "told-not-now-default": "wait as written, date: nothing was said about when",
    "wait-after": "wait as written, outcome before, instant it counts from",
    "wait-before": "wait as written, landmark, its date",
    "wait-no-landmark": "wait as written, landmark that is not known, wait taken instead",
    "waited": "wait as written, what named it (not_now, urgency, decide), instant it counts from",
}
"""Every code, and what its arguments are, in their order: reasons and conflicts; `told-` are said back (`Tell`), `ask-`
are questions (`Ask`), whose arguments have names.
"""
