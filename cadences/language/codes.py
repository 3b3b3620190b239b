"""Every code that `klart check` may give, with what it means and how it is mended. docs/findings.md says the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cadences.language.codes_proofs import CRAFT, FLOW, TIMES
from cadences.language.finding_kinds import Code

__all__ = ["CODES", "FAMILIES", "STORY_CODES", "Code", "explain", "findings_page"]


FAMILIES: Final[Mapping[str, str]] = {
    "K0": "The text: what stands in the way of reading the file as YAML",
    "K1": "The shape: keys, values, ids, texts",
    "K2": "The flow: what follows what",
    "K3": "The times: what can be kept",
    "K4": "The craft: what a good salesperson would do otherwise",
}
"""The families of codes, by how they begin."""

CODES: Final[Mapping[str, Code]] = {
    "K001": Code(
        "Not YAML",
        "The text breaks YAML's syntax here. What comes after cannot be judged until it is mended.",
        "Look at the line and the one above it: an indentation that fits no neighbour, a quote or bracket not closed.",
    ),
    "K002": Code(
        "Tab",
        "A tab stands outside quoted or block text, where no two programs agree how wide it is.",
        "Use spaces, and tell the editor to.",
    ),
    "K003": Code(
        "Key twice",
        "A key stands a second time in one map. The first is read.",
        "Leave one of the two out.",
    ),
    "K004": Code(
        "Too large",
        "The file is larger than 256 KiB.",
        "Write one cadence a file, and keep long texts elsewhere.",
    ),
    "K005": Code(
        "Too many values",
        "The file holds more than 20,000 values. An alias counts as all that it stands for.",
        "Write less; do not make aliases of aliases.",
    ),
    "K006": Code(
        "Too deep",
        "More than 64 levels lie inside each other.",
        "Flatten it: a cadence needs six.",
    ),
    "K007": Code(
        "Not UTF-8",
        "The file holds bytes that are not UTF-8, at this place first.",
        "Save it as UTF-8.",
    ),
    "K008": Code(
        "Character that no text has",
        "A control character, a line break that editors do not show as one (NEL, LS, PS), or a character that turns "
        "the direction of a text, so that a line looks otherwise than it is read, stands in the file.",
        "Take it out. Line breaks are plain new lines; right-to-left words need no mark around them.",
    ),
    "K009": Code(
        "Empty",
        "There is nothing in the file but blanks and comments.",
        "Begin with `cadence: ` and the file's name.",
    ),
    "K010": Code(
        "Second document",
        "After `---` a second YAML document begins. The first alone is judged.",
        "Write one cadence a file.",
    ),
    "K011": Code(
        "Tag",
        "A value begins with `!`, which is a YAML tag. A cadence has no use for any.",
        "Leave it out; put the value in quotes if the `!` belongs to it.",
    ),
    "K012": Code(
        "Merge key",
        "`<<` would mix another map in. It is not part of YAML 1.2.",
        "Write the keys out, or use an alias for a whole value.",
    ),
    "K013": Code(
        "Text that needs quotes",
        "YAML takes this text for something else: `{{` begins a map, `: ` a key, and `@`, `` ` ``, `%` begin nothing.",
        "Put the text in quotes. The hint has the mended line.",
    ),
    "K014": Code(
        "Swallowed by a comment",
        "The value begins with `#`, so that YAML reads a comment and an empty value.",
        "Put the text in quotes. The hint has the mended line.",
    ),
    "K015": Code(
        "Alias of nothing",
        "`*name` stands for what was anchored above as `&name`, and nothing was.",
        "Mend the name; put the value in quotes if the `*` belongs to it.",
    ),
    "K016": Code(
        "Too many findings",
        "There are more than 1,000 findings in the file; the rest is not listed.",
        "Mend the first ones.",
    ),
    "K101": Code("Unknown key", "The language has no such key here.", "See the hint for the key that was meant."),
    "K102": Code(
        "Wrong kind of value",
        "A list stands where a text belongs, a text where a number belongs, or the like.",
        "Write the value as the reference has it.",
    ),
    "K103": Code("Key missing", "A key that must be there is not.", "Add it."),
    "K104": Code(
        "No duration",
        "A duration is `0`, or a whole number, one space and minute(s), hour(s), day(s), business day(s), week(s) or "
        "month(s); a wait may end `before meeting`, `before valid_until` or `before contract_end`.",
        "Write one like `15 minutes`, `2 business days`, `6 months before contract_end`.",
    ),
    "K105": Code(
        "No window",
        "A window is `DAYS HH:MM-HH:MM`. DAYS is `Mon`, `Mon-Fri`, `Mon+Wed`, `weekdays` or `every day`; it ends after "
        "it starts, at 24:00 at the latest.",
        "Write one like `Mon-Fri 09:00-17:00`.",
    ),
    "K106": Code(
        "No channel, or two",
        "A step begins with its channel, and has one: prepare, call, email, message, linkedin, visit, task, diagnose.",
        "Begin it like `- call: first-call`; make a second channel a step of its own.",
    ),
    "K107": Code(
        "No id",
        "An id begins with a small letter and goes on with small letters, digits and hyphens.",
        "Write one like `first-call`. What people read is the `title`.",
    ),
    "K108": Code("Id twice", "Two steps or detours of the cadence have the same id.", "Rename one."),
    "K109": Code(
        "Reserved id",
        "klart has a use of its own for `answer-reply`, `decide`, `diagnose`, `find-details`, `next`, `retry`, `then`.",
        "Choose another id.",
    ),
    "K110": Code(
        "Id and file differ",
        "A cadence has the name of its file, so that whoever names it finds it.",
        "Rename the one or the other.",
    ),
    "K111": Code(
        "Unknown step",
        "`on`, `then`, `missing`, `change`, `without` or `after` names a step that the cadence does not have, or one "
        "that was left out, or `then` a detour, which lies off the main line.",
        "Mend the id, or keep the step.",
    ),
    "K112": Code(
        "Unknown cadence",
        "`answers` starts, or `extends` names, a cadence that is neither among the files given, nor beside this one, "
        "nor in the home, nor in the library.",
        "Mend the name, or write that cadence.",
    ),
    "K113": Code(
        "Unknown in a template",
        "A template speaks of something that nothing is known of.",
        "Use what the reference lists for contact, rep, enrollment, touch, last and found.",
    ),
    "K114": Code(
        "More than a template may",
        "A text holds `{{ path | filter }}` and `{% if … %}`, and nothing else of Jinja.",
        "Write it with those; the reference lists the filters.",
    ),
    "K115": Code(
        "Outcome that cannot be",
        "The word is no outcome, is a clear answer (which ends the enrollment; `answers` says what follows), or cannot "
        "come of this channel.",
        "Use one that the hint lists.",
    ),
    "K116": Code("Not one of the words", "Only certain words may stand here.", "Use one that the hint lists."),
    "K117": Code(
        "Empty value",
        "A key is there and says nothing.",
        "Fill it in, or leave the key out.",
    ),
    "K118": Code("Number out of bounds", "The number is smaller or larger than makes sense.", "Write another."),
    "K120": Code(
        "Key of another channel",
        "The key has no meaning for a step of this channel, like a `subject` for a call.",
        "Leave it out.",
    ),
    "K121": Code(
        "No language",
        "A text by language has languages for keys, like `en`, `sv` or `pt-BR`.",
        "Mend the key.",
    ),
    "K122": Code(
        "Comes after itself",
        "`extends` goes round: the cadence extends itself, or one that in the end extends it. Or new steps come "
        "`after` each other.",
        "Let one of them extend nothing, or come after a step of the cadence taken over.",
    ),
    "K123": Code(
        "Errors in what is extended",
        "The cadence that `extends` names has errors, so that nothing can be taken over. The first of them is shown.",
        "Mend that cadence first.",
    ),
    "K124": Code(
        "Not to be changed",
        "`change` gives a step another channel or id. A step keeps both for good.",
        "Leave the step out with `without`, and write one of its own, with `after` where it belongs.",
    ),
    "K130": Code(
        "No date or time",
        "In a story a day is written `2026-11-24`, a moment `2026-11-23T08:00`, days `2026-12-21..2027-01-03`, a time "
        "`09:00`; they are days of the calendar.",
        "Write it so. The clocks are the rep's.",
    ),
    "K131": Code(
        "No expectation",
        "`expect` is `CHANNEL STEP`, with `on DATE`, `on DATE at TIME` or `on DATE between TIME and TIME` behind it; "
        "or a state: `waiting until DATE`, `won`, `lost`, `opted_out`, `referred`, `given_up`, `paused until DATE`; or "
        "`nothing before DATE`.",
        "Write one like `call first-call on 2026-11-24 at 09:00`.",
    ),
    "K132": Code(
        "Answer that cannot be read",
        "A story's `answer` takes what `klart log` takes, and its `promises` what a contact may say about when. These "
        "words are neither.",
        "Write one like `no answer`, `callback: after 17:00`, `yes meeting`, or `nothing` for a day that passes.",
    ),
    "K133": Code(
        "Nothing that a person does",
        'In a story a person `moves to 15:00`, `moves to 2026-11-25T15:00`, `deletes`, `writes "…"`, `gives up "…"` or '
        "`pauses until 2026-12-01`.",
        "Write one of these.",
    ),
    "K134": Code(
        "Not the step's channel",
        "A story expects a step by a channel that is not the step's. After `replied` the answer is an email.",
        "Write the step with its own channel.",
    ),
    "K135": Code(
        "Unknown zone or country",
        "A story's `timezone` is a name of the zone database, like Europe/Stockholm, and its `country` two capitals "
        "of ISO 3166-1, like SE.",
        "Mend it.",
    ),
    **FLOW,
    **TIMES,
    **CRAFT,
}
"""All codes, in their order."""

STORY_CODES: Final = frozenset(code for code in CODES if code.startswith("K13"))
"""The codes of what stands in `tests`, on which nothing else in a cadence depends."""


def explain(code: str) -> str | None:
    """Return what a code means, in a few lines, or nothing where there is no such code."""
    known = CODES.get(code.upper())
    if known is None:
        return None
    return f"{code.upper()} ({known.severity}): {known.title}\n\n{known.meaning}\n\nTo mend it: {known.mend}"


def findings_page() -> str:
    """Return docs/findings.md, which a test compares with this table."""
    parts = [
        "# Findings\n",
        "What `klart check` may say about a cadence. A finding has a severity, a code, a place (file, line and column,",
        "both from 1, in characters), a sentence and a hint with the fix. Codes are stable. An error keeps a cadence",
        "from being used until it is mended; a warning does not, unless it is checked with `--strict`. K4xx are",
        "warnings, all others errors, but where it is said below. `klart check --json` gives them to other programs.",
    ]
    for family, about in FAMILIES.items():
        parts.append(f"\n## {family}xx. {about}")
        for name, code in CODES.items():
            if name.startswith(family):
                parts.append(f"\n### {name} {code.title}\n\n{code.meaning}\n\n*To mend it:* {code.mend}")
    return "\n".join(parts) + "\n"
