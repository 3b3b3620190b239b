"""Effects: what ought to happen besides the new state of an enrollment, as data. Types only; others carry them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from cadences.delays import Wait
from cadences.moments import Instant
from cadences.outcomes import Yes
from cadences.promises import When


@dataclass(frozen=True, slots=True)
class KeepPromise:
    """A promise is to be kept on the contact (or, for an exact time, on the enrollment)."""

    when: When
    words: str
    said_at: Instant
    own: bool = False


@dataclass(frozen=True, slots=True)
class LapseOneOffs:
    """A try reached out: the contact's one-off promises said before it are over."""

    at: Instant


@dataclass(frozen=True, slots=True)
class StartChain:
    """An answer starts the next cadence. `after`: see `Enrolled`."""

    cadence: str
    wait: Wait | None
    since: Instant
    landmarks: Mapping[str, str] = field(default_factory=dict)
    after: Yes | None = None


@dataclass(frozen=True, slots=True)
class EnrolPerson:
    """Somebody named is to be enrolled in the same cadence; `replaces` = a referral, which closes this enrollment."""

    name: str
    phone: str | None
    email: str | None
    company: str | None
    replaces: bool


@dataclass(frozen=True, slots=True)
class OptOutContact:
    """The contact is do-not-contact; all of the contact's enrollments end."""


@dataclass(frozen=True, slots=True)
class CorrectDetails:
    """New details of the contact were found; the old ones are kept as bad."""

    phone: str | None = None
    email: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class KeepNote:
    """Text to keep on the contact; `touch` is the one in which it was written, where that is known."""

    text: str
    touch: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the rep, shown in `status` and the event: a code of the table of questions, and its arguments."""

    code: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tell:
    """Something to say back to the rep, with nothing to answer: a code of the table of reasons, and its arguments."""

    code: str
    args: tuple[str, ...] = ()


Effect: TypeAlias = (
    KeepPromise | LapseOneOffs | StartChain | EnrolPerson | OptOutContact | CorrectDetails | KeepNote | Ask | Tell
)
