"""The codes of what is proved beyond a cadence's shape: its flow, its times, its craft. A table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cadences.language.finding_kinds import Code
from cadences.language.findings import Severity

FLOW: Final[Mapping[str, Code]] = {
    "K201": Code(
        "Can end without a clear answer",
        "There is a way through the cadence on which a contact is never asked again, though neither yes nor no was "
        "said: `then: end`, nothing that reaches the contact, or a `then` that repeats what does not. The finding "
        "tells the shortest such way as a story.",
        "Leave `then` out, or let it repeat a step that reaches the contact.",
    ),
    "K202": Code(
        "Never reached",
        "No way through the cadence leads to this step, mostly because a step before it is tried until a clear answer; "
        "or it is a detour that no `on` and no `missing` of a step that is reached leads to.",
        "Give the step before it `times`, lead an outcome to it, or take it out.",
    ),
    "K203": Code(
        "Never waits",
        "There is a way round through the cadence in which nothing waits: the contact would be touched without pause. "
        "A wait before a date does not count: that date passes but once.",
        "Give one of its steps, or the last rung of its ladder, a `wait`.",
    ),
    "K204": Code(
        "Answer not handled",
        "The cadence goes on as if something had not been said: every answer to the diagnose touch only waits; "
        "`replied` leads on and nobody answers; after a wrong number, or an address that bounced, comes a step that "
        "needs the same one; or `on` leads away every outcome that a `retry` is for.",
        "Leave the outcome out of `on`, so that klart's own way holds, or lead it to a step that does something "
        "about it.",
    ),
    "K205": Code(
        "Cadences that start each other at once",
        "Answers lead from cadence to cadence, and back to where they began, and none of these links waits: a contact "
        "would be enrolled again the moment an answer is given.",
        "Give one of the links a `wait`, like `{start: cold-call, wait: 9 months}`.",
    ),
}

TIMES: Final[Mapping[str, Code]] = {
    "K301": Code(
        "Window that no business day meets",
        "The window is open on weekends alone, which are never business days, whatever `holidays` says. Where only "
        "some of its days are weekends it is a warning. A contact who asks for a Saturday is still called on it.",
        "Name weekdays, like `Mon-Fri 09:00-17:00`.",
    ),
    "K302": Code(
        "Window outside call hours",
        "Nobody is rung before 08:00 or after 21:00 in their own time, and this window of a call lies outside that. "
        "Where only a part of it does it is a warning. A cadence does not know its contacts' countries: where a "
        "country has narrower hours, these are looked at when a call is placed.",
        "Keep windows for calls between 08:00 and 21:00.",
    ),
    "K303": Code(
        "Touch longer than its window",
        "The touch, with the preparation in front of it, is longer than the window it is to lie in, so that it can "
        "never be placed there. Where another window of the step is long enough it is a warning.",
        "Open the window for longer, or take less time.",
    ),
    "K304": Code(
        "Retry that cannot be kept",
        "The step must have happened within `by`, and after this wait no window is open in time, or the cadence's "
        "limits leave none, on whatever day the try before was.",
        "Wait otherwise, open more windows, raise the limit, or give it longer.",
    ),
}

CRAFT: Final[Mapping[str, Code]] = {
    "K401": Code(
        "Cold call without preparation",
        "In a cadence of the kind `prospecting` (the default) the first call comes before anything was prepared.",
        "Put a step like `- prepare: research` before it, or give the call `preparation: 10 minutes`.",
        Severity.WARNING,
    ),
    "K402": Code(
        "Too many touches",
        "Where nobody answers, some week asks for more touches than `touches_per_contact_per_week` (3), on whatever "
        "weekday it begins. The limit holds, and pushes them back: the waits say what does not happen. Or a day asks "
        "for more than three by one channel: what is minutes or hours apart is one occasion, which no limit holds.",
        "Wait longer between them, or raise the limit if the contact will not mind.",
        Severity.WARNING,
    ),
    "K403": Code(
        "Gives up the phone early",
        "The calls are tried fewer than six times in all, the rounds of `then` counted, before only its longest wait "
        "is left. Many people are reached by the sixth try alone. Cadences of the kind `look-back` are not judged.",
        "Give a call more `times`, or let `then` repeat it.",
        Severity.WARNING,
    ),
    "K404": Code(
        "Same hour every time",
        "A call is tried again and again with `vary: none`, or all windows for calls lie in one part of the day (these "
        "change at 10:00, 12:00 and 15:00). Who cannot talk at that hour is never reached.",
        "Leave `vary` out; open a window in the morning and one in the afternoon.",
        Severity.WARNING,
    ),
    "K405": Code(
        "Only one channel",
        "Every step that reaches the contact goes by the same channel. Some people never answer the phone, and some "
        "never read their mail.",
        "Add a step by another one.",
        Severity.WARNING,
    ),
    "K406": Code(
        "Nothing about the contact",
        "What is sent (or, where nothing is, what the rep reads before reaching out) names nothing of the contact's "
        "and nothing that was found about them: it could go to anybody. Each language is judged for itself.",
        "Speak of `{{ contact.company }}`, or of what was `{{ found }}`.",
        Severity.WARNING,
    ),
    "K407": Code(
        "A yes that leads nowhere",
        "`goal` names a yes after which `answers` starts nothing: it is won, and nobody looks after it.",
        "Say in `answers.yes` which cadence follows.",
        Severity.WARNING,
    ),
}
