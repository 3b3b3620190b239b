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
    "absent": "first and last date: the rep is away then",
    "agree-meeting": "what was said yes to or not held (meeting), date of that",
    "another-day": "day of the week (1 = Monday), then those of the tries before",
    "another-part": "part of the day, then the parts tried before",
    "ask-chain-missing": "`cadence`: an answer was to start it, and there is none of that name",
    "ask-closed": "`outcome`, `state`: a word on an enrollment that is closed",
    "ask-put-off": "`touch`: put off three times; now, a date, or a clear no?",
    "ask-two-words": "`touch`, `before`, `now`: outcomes that cannot both hold; the second is kept as a note",
    "busy": "date on which the rep had no room left",
    "call-zones": "the zones in all of which call hours hold",
    "cannot-absent": "date: the rep is away (why a promise cannot be kept)",
    "cannot-busy": "date: no room (why a promise cannot be kept)",
    "cannot-call-hours": "the call hours as windows (why a promise cannot be kept)",
    "cannot-holiday": "date, name (why a promise cannot be kept)",
    "cannot-latest": "the rep's earliest and latest clock (why a promise cannot be kept)",
    "cannot-passed": "date on which the promised time passed (why a promise cannot be kept)",
    "chained": "wait as written, instant it counts from: an answer elsewhere started this cadence",
    "conflict-absent": "date: a person put it where the rep is away",
    "conflict-busy": "start and end of the rep's event, local to the rep, that it stands on",
    "conflict-call-hours": "clock in the contact's zone, then the call hours as windows",
    "conflict-holiday": "date, name: it stands on a holiday that counts",
    "conflict-hours": "clock in the rep's zone: outside the rep's hours",
    "conflict-late": "its step's `by` as written, date or instant until which it was to have happened",
    "conflict-limit-day": "date, limit: more occasions with the contact than a day may have",
    "conflict-limit-rep": "date, limit: more touches than the rep has a day",
    "conflict-limit-week": "Monday of the week, limit: more occasions with the contact than a week may have",
    "conflict-nothing-fits": "days searched: no free time that keeps the rules",
    "conflict-overlap": "key of the touch it stands on",
    "conflict-promise": "contact's name, date it was said, words, then the pieces of the When (`promises.of_pieces`)",
    "conflict-windows": "contact's zone, then the windows it stands outside",
    "day-full": "date on which the contact has been touched enough",
    "decide-data": "outcome (wrong_number, bounced): the second in a row",
    "decide-deleted": "number of deletions in a row",
    "decide-fit": "no arguments: the diagnose touch said that it does not fit",
    "decide-long-silence": "date of the last contact (12 months ago or more)",
    "decide-nothing-left": "no arguments: the cadence has no step that could follow",
    "decide-referral": "name of the person who may not be enrolled",
    "decide-returns": "no arguments: the decision touch was put aside, and comes back",
    "decide-skipped-find": "no arguments: the right details were not looked for",
    "detour": "wait as written, outcome that led there, instant of it, channel or role that it leads back to",
    "detour-missing": "wait as written, what is missing, instant of that, channel or role that it leads back to",
    "diagnose": "number of touches unanswered in a row",
    "find-address": "step whose address is not known",
    "find-details": "outcome (wrong_number, bounced), date of it",
    "first-step": "wait as written, instant it counts from",
    "gave-way": "no arguments: a promise or a fresh contact took its time",
    "holiday": "date, name, country",
    "learn": "what is missing (consequence, owner, champion)",
    "no-holidays": "country without data: weekends alone count",
    "own-promise": "date the rep said it, words, then the pieces of the When (`promises.of_pieces`)",
    "pinned": "start in the rep's zone: a person put it there",
    "pinned-day": "date: a person put it on that day",
    "promised": "contact's name, date it was said, words, then the pieces of the When (`promises.of_pieces`)",
    "rep-full": "date on which the rep has enough touches",
    "said": "outcome it was said with, instant: a time was named in place of the wait",
    "same-step": "outcome, instant: the contact named no time, the step's next wait holds",
    "secure-next-step": "date of the yes to a quote",
    "send-quote": "date of the yes to a quote",
    "then-round": "wait as written, outcome before, instant it counts from, round",
    "to-answer": "date on which the contact wrote back",
    "told-chain-from-store": "cadence: its file is gone or faulty, the version that was kept last is followed",
    "told-decide-waits": "date until which the enrollment waits with its decision touch",
    "told-done-on-call": "no arguments: a call set done is one that nobody answered",
    "told-no-referral": "name of the person who is not enrolled",
    "told-not-now-default": "wait as written, date: nothing was said about when",
    "wait-after": "wait as written, outcome before, instant it counts from",
    "wait-before": "wait as written, landmark, its date",
    "wait-no-landmark": "wait as written, landmark that is not known, wait taken instead",
    "waited": "wait as written, what named it (not_now, decide, what is missing), instant it counts from",
    "week-full": "Monday of the week in which the contact has been touched enough",
    "windows": "contact's zone, then the windows",
    "zone-country": "zone, country: it is the country's only one",
    "zone-phone": "zone: it is the phone prefix's only one",
    "zone-rep": "zone: the contact's is not known, the rep's stands in",
}
"""Every code, and what its arguments are, in their order: reasons and conflicts; `told-` are said back (`Tell`), `ask-`
are questions (`Ask`), whose arguments have names.
"""
