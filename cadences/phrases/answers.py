"""An answer as a person writes it: an outcome, and what was said with it. Knows words; what follows is the machine's.

The outcome comes first and is matched longest first, so that `no answer` is never `no`; `no_answer`, `no answer` and
`no-answer` are one. Behind it, after a colon or a blank, stands what was said: a time (`callback: after 17:00`,
`no answer, Tue 14:30`), a person (`referred: Eva Ek, 070-123 45 67`), the reason of a no (`no: contract 2028-01-01`),
what is missing (`missing: owner`), the channel that was used instead (`sent by linkedin`), a number or an address that
was found (`done 070-123 45 67`, `wrong number: Eva Ek 070-123 45 67`). A time alone is a callback.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cadences.outcomes import NO_REASONS, Answer, Channel, Missing, Outcome, Person, Yes
from cadences.phrases.whens import EXAMPLES, WhenError, read_when

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cadences.moments import Instant
    from cadences.promises import When


class AnswerError(ValueError):
    """What was written is no answer that can be read; the message is one sentence."""


_OTHERS: Final = {
    "✓": Outcome.DONE,
    "ok": Outcome.DONE,
    "referral": Outcome.REFERRED,
    "call back": Outcome.CALLBACK,
    "optout": Outcome.OPT_OUT,
    "noshow": Outcome.NO_SHOW,
    "voice mail": Outcome.VOICEMAIL,
    "skip": Outcome.SKIPPED,
}
"""Further spellings of an outcome."""

_SPELLINGS: Final = {**{outcome.value.replace("_", " "): outcome for outcome in Outcome}, **_OTHERS}
_SPELLED: Final = re.compile(f"(?:{'|'.join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True)))})(?!\\w)")
"""The longest first."""
_REASONS: Final = {
    "need": "no_need",
    "no need": "no_need",
    "no_need": "no_need",
    "wrong person": "wrong_person",
    "wrong_person": "wrong_person",
    **{reason: reason for reason in NO_REASONS},
}
_CHANNELS: Final = {
    "email": Channel.EMAIL,
    "mail": Channel.EMAIL,
    "mailed": Channel.EMAIL,
    "emailed": Channel.EMAIL,
    "call": Channel.CALL,
    "called": Channel.CALL,
    "phone": Channel.CALL,
    "linkedin": Channel.LINKEDIN,
    "message": Channel.MESSAGE,
    "messaged": Channel.MESSAGE,
    "sms": Channel.MESSAGE,
    "visit": Channel.VISIT,
    "visited": Channel.VISIT,
}
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re.compile(r"(?<![\w:.-])\+?\(?\d[\d ()/-]{5,}\d(?![\w:])")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?")
_INSTEAD: Final = re.compile(r"(?P<how>\w+) instead\b|\b(?:by|via) (?P<by>\w+)\b")
_RUNS_OUT: Final = re.compile(r"^(?:until|till|ends|expires|runs out)\s+(?:on\s+|in\s+)?", re.IGNORECASE)
_CLOCK_OR_DATE: Final = re.compile(r"\d[:.]\d|\d{4}|\d \w{3}|\w{3} \d|\d ?[ap]m\b", re.IGNORECASE)
_BETWEEN_NAMES: Final = frozenset(
    {"af", "al", "da", "de", "den", "der", "di", "du", "el", "la", "le", "ten", "ter", "van", "von"}
)
_MOST_NAMES: Final = 6
_LONGEST: Final = 2000
_LONGEST_WHEN: Final = 120
_FEWEST_DIGITS: Final = 7


def read_answer(text: str, now: Instant, zone: ZoneInfo) -> Answer:
    """Read what came of a touch, as of an instant, times on the clocks of a zone (the contact's).

    Raises:
        AnswerError: It is no answer, or what stands behind the outcome cannot be read.
    """
    plain = " ".join(text.split())
    if not plain or len(plain) > _LONGEST:
        raise AnswerError(f"{plain[:60]!r} is no answer; write one like no answer, callback after 17:00, yes meeting")
    outcome, rest = _outcome(plain)
    if outcome is None:
        return _without_outcome(plain, now, zone)
    return _Reading(outcome, rest, plain, now, zone).answer()


def _outcome(text: str) -> tuple[Outcome | None, str]:
    """Return the outcome that a text begins with, and what stands behind it."""
    lowered = re.sub(r"[_-]", " ", text.casefold())
    found = _SPELLED.match(lowered)
    if found is None:
        return None, text
    return _SPELLINGS[found[0]], text[found.end() :].lstrip(" :,;.-\u2013_").strip()


def _without_outcome(text: str, now: Instant, zone: ZoneInfo) -> Answer:
    """Read what names no outcome: another channel ("mailed instead"), else a time, which is a callback."""
    instead = _INSTEAD.fullmatch(text.casefold())
    channel = _CHANNELS.get(instead["how"] or instead["by"]) if instead else None
    if channel is not None:
        return Answer(Outcome.DONE, channel=channel, words=text)
    try:
        when = read_when(text, now, zone)
    except WhenError as error:
        if re.search(r"\d", text) or "may be" in str(error):
            raise AnswerError(str(error)) from error
        words = ", ".join(outcome.value.replace("_", " ") for outcome in Outcome)
        raise AnswerError(f"{text[:60]!r} is no answer; say one of {words}, or a time like {EXAMPLES}") from error
    return Answer(Outcome.CALLBACK, when=when, words=text)


def _is_name(text: str, fewest: int) -> bool:
    """Whether a text is somebody's name: so many words with a capital ("he has left" is none)."""
    words = [re.sub("[.'\u2019-]", "", word) for word in text.split()]
    names = [word for word in words if word.isalpha() and word[0].isupper()]
    return fewest <= len(names) <= _MOST_NAMES and all(word in names or word in _BETWEEN_NAMES for word in words)


class _Reading:
    """One answer, read part by part: each part is taken out of what stands behind the outcome."""

    def __init__(self, outcome: Outcome, rest: str, words: str, now: Instant, zone: ZoneInfo) -> None:
        self.outcome = outcome
        self.rest = rest
        self.said_apart = bool(re.match(r"\w+\s*[:,;.-]", words))
        self.words = words
        self.now = now
        self.zone = zone

    def answer(self) -> Answer:
        """Return the answer."""
        match self.outcome:
            case Outcome.YES:
                yes = self._yes()
                return Answer(self.outcome, yes=yes, when=self._when(), words=self.words)
            case Outcome.NO:
                return self._no()
            case Outcome.MISSING:
                missing = self._missing()
                return Answer(self.outcome, missing=missing, when=self._when(), words=self.words)
            case Outcome.REFERRED | Outcome.INTRODUCED:
                return self._named()
            case Outcome.WRONG_NUMBER | Outcome.BOUNCED:
                return self._bad()
            case _:
                return self._plain()

    def _yes(self) -> Yes | None:
        for yes in Yes:
            if self._take(yes.value) or self._take(f"to a {yes.value}") or self._take(f"to {yes.value}"):
                return yes
        return None

    def _no(self) -> Answer:
        """Read a no: its reason, and a date ("until 2028"), which is when a contract ends.

        Raises:
            AnswerError: Words follow that make it doubtful ("no problem"); behind a colon they are the reason.
        """
        reason = next((_REASONS[word] for word in sorted(_REASONS, key=len, reverse=True) if self._take(word)), None)
        when = self._when_if_any()
        if when is None and self.rest and not self.said_apart:
            raise AnswerError(f"{self.words[:60]!r} may be a no or not; write no: and the reason, or another answer")
        return Answer(self.outcome, reason=reason, when=when, words=self.words)

    def _missing(self) -> Missing:
        for missing in Missing:
            if self._take(missing.value):
                return missing
        raise AnswerError(f"what is missing? Write missing: and one of {', '.join(Missing)}")

    def _named(self) -> Answer:
        """Read who was named, and a time behind that."""
        phone, email = self._phone(), self._email()
        when = self._trailing_when()
        return Answer(self.outcome, when=when, person=self._person(phone, email), words=self.words)

    def _person(self, phone: str | None, email: str | None) -> Person:
        name, _, company = (part.strip(" ,;") for part in self.rest.partition(","))
        name = re.sub(r"^(to|is|by)\s+", "", name, flags=re.IGNORECASE)
        if not name:
            raise AnswerError(f"{self.outcome} to whom? Write {self.outcome}: and a name, like Eva Ek, 070-123 45 67")
        return Person(name, phone, email, company.strip(" ,;") or None)

    def _plain(self) -> Answer:
        if not self.rest:
            return Answer(self.outcome, words=self.words)
        email, phone = self._email(), self._phone()
        channel = self._channel()
        return Answer(self.outcome, when=self._when(), channel=channel, phone=phone, email=email, words=self.words)

    def _bad(self) -> Answer:
        """Read what holds in place of a number or an address that was wrong: another one, somebody's name, a time.

        (A name alone mends no address, and "bounced: Mailbox Full" has none.)

        Raises:
            AnswerError: The rest is neither a name nor a time.
        """
        email, phone = self._email(), self._phone()
        whole, when = self.rest, self._trailing_when()
        mends = phone or email or self.outcome is Outcome.WRONG_NUMBER
        if mends and _is_name(self.rest, 1 if phone or email else 2) and not self._is_when(whole):
            person = Person(self.rest)
            return Answer(self.outcome, when=when, person=person, phone=phone, email=email, words=self.words)
        self.rest = whole
        return replace(self._plain(), phone=phone, email=email)

    # --- parts -------------------------------------------------------------------------------------------------------
    def _take(self, word: str) -> bool:
        """Take a word if it comes next."""
        found = re.match(re.escape(word) + r"(?!\w)[\s:,;.]*", self.rest, re.IGNORECASE)
        if found is None:
            return False
        self.rest = self.rest[found.end() :]
        return True

    def _cut(self, found: re.Match[str]) -> str:
        """Take out of the rest what was found in it, or in a masked copy of it."""
        taken = self.rest[found.start() : found.end()].strip()
        self.rest = (self.rest[: found.start()] + self.rest[found.end() :]).strip(" ,;:")
        return taken

    def _email(self) -> str | None:
        found = _EMAIL.search(self.rest)
        return self._cut(found) if found else None

    def _phone(self) -> str | None:
        """Take a phone number; a date is none, also beside one."""
        masked = _DATE.sub(lambda date: "x" * len(date[0]), self.rest)
        for found in _PHONE.finditer(masked):
            if sum(character.isdigit() for character in found[0]) >= _FEWEST_DIGITS:
                return self._cut(found)
        return None

    def _channel(self) -> Channel | None:
        found = _INSTEAD.search(self.rest.casefold())
        channel = _CHANNELS.get(found["how"] or found["by"]) if found else None
        if found is None or channel is None:
            return None
        self._cut(found)
        return channel

    def _when(self) -> When | None:
        """Return the time that the rest is, if there is a rest.

        Raises:
            AnswerError: The rest is no time.
        """
        if not self.rest:
            return None
        try:
            return read_when(self.rest, self.now, self.zone)
        except WhenError as error:
            raise AnswerError(f"{self.outcome.value.replace('_', ' ')}: {error}") from error

    def _trailing_when(self) -> When | None:
        """Take the time that the rest ends with, behind a comma, or behind a blank where it has a date or a clock.

        ("Eva May" is a name, and "Studio 7" too.)

        Raises:
            AnswerError: It may be one of two times.
        """
        for found in re.finditer(r"[,;]\s*|\s+", self.rest):
            behind = self.rest[found.end() :].strip(" ,;")
            plain = _CLOCK_OR_DATE.search(behind) is not None
            if not 0 < len(behind) <= _LONGEST_WHEN or not (plain or found[0].strip()):
                continue
            try:
                when = read_when(behind, self.now, self.zone)
            except WhenError as error:
                if "may be" in str(error):
                    raise AnswerError(f"{self.outcome.value.replace('_', ' ')}: {error}") from error
                continue
            self.rest = self.rest[: found.start()].strip(" ,;")
            return when
        return None

    def _is_when(self, text: str) -> bool:
        try:
            read_when(text, self.now, self.zone)
        except WhenError:
            return False
        return True

    def _when_if_any(self) -> When | None:
        """Return the time that the rest is, or nothing ("we have all we need"); "until June" names June, not July."""
        plain = _RUNS_OUT.sub("", self.rest)
        try:
            return read_when(plain, self.now, self.zone) if plain else None
        except WhenError:
            return None
