"""What a move sees, and the small changes that every move is made of. Knows no table and no rule of what follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cadences.business import HolidayName, business_days
from cadences.delays import LONGEST_YEARS
from cadences.enrollment import Enrollment, Past, RefusedError, Role, Terms, Touch
from cadences.moments import Instant, UnknownZoneError, at_wall, day_in, instant, zone
from cadences.outcomes import Answer, Channel, Missing, Outcome, Yes

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cadences.cadence import Cadence
    from cadences.delays import IsBusinessDay
    from cadences.promises import Bound, When

MEETING_MINUTES: Final = 60
"""How long an appointment is taken to last, where a wait counts from its end."""

END_OF_WORK: Final = 17 * 60
"""When an appointment is taken to have ended of which only the day is known (minute of the contact's day)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a move sees besides the enrollment.

    `at` is when what moves it really happened, never after `now`. `corrected_at` is when a correction of it was said.
    """

    cadence: Cadence
    terms: Terms
    is_business_day: IsBusinessDay
    now: Instant
    at: Instant
    corrected_at: Instant | None = None

    @property
    def said_at(self) -> Instant:
        """When it was said: what a promise counts from, where it corrects what happened before."""
        return self.corrected_at or self.at

    @property
    def zone(self) -> ZoneInfo:
        """The contact's time zone."""
        return zone_named(self.terms.contact_zone)

    @property
    def today(self) -> date:
        """The contact's date when it happened."""
        return day_in(self.at, self.zone)

    def local(self, moment: Instant) -> str:
        """Write an instant as the contact's clocks and calendar show it (ISO 8601 with offset)."""
        return moment.astimezone(self.zone).isoformat()


def scene_of(cadence: Cadence, terms: Terms, holiday: HolidayName, now: Instant, at: Instant) -> Scene:
    """Return the scene of something that happened; what is said to happen later happened now."""
    business = business_days(
        cadence.holidays,
        (terms.contact_country, terms.contact_region),
        (terms.rep_country, terms.rep_region),
        holiday,
    )
    return Scene(cadence, terms, business, now, min(at, now))


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone.

    Raises:
        RefusedError: The zone database has none of that name.
    """
    try:
        return zone(name)
    except UnknownZoneError as error:
        raise RefusedError(str(error)) from error


# --- the open touch --------------------------------------------------------------------------------------------------
def open_touch(enrollment: Enrollment) -> Touch:
    """Return the touch that is next; only an open enrollment has one."""
    assert enrollment.next is not None
    return enrollment.next


def close(
    scene: Scene,
    enrollment: Enrollment,
    outcome: Outcome | None,
    *,
    answer: Answer | None = None,
    channel: Channel | None = None,
    spends: bool = True,
) -> Enrollment:
    """Close the open touch, with an outcome or (none) as superseded; `spends` = a try of its step is used up."""
    touch = open_touch(enrollment)
    past = Past(
        touch.number,
        touch.step,
        channel or touch.channel,
        touch.attempt,
        outcome,
        scene.at,
        superseded=outcome is None,
        role=touch.role,
        when=answer.when if answer else None,
        detail=detail_of(answer) if answer else "",
        said=answer.outcome if answer else None,
        round=touch.round,
    )
    tries = dict(enrollment.tries)
    if spends and outcome is not None and touch.role is Role.STEP:
        tries[touch.step] = max(touch.attempt, tries.get(touch.step, 0))
    return replace(enrollment, next=None, past=(*enrollment.past, past), tries=tries)


def detail_of(answer: Answer) -> str:
    """Return what tells two answers of the same outcome apart, in a word of the vocabulary."""
    found: Yes | Missing | str | None = answer.yes or answer.missing or answer.reason
    return str(found) if found else ""


def heard(scene: Scene, enrollment: Enrollment) -> Enrollment:
    """Count that the contact said something: silence, deletions and bad data in a row are over."""
    last = max(scene.at, enrollment.last_contact_at or scene.at)
    return replace(enrollment, silences=0, deletions=0, bad_data=0, last_contact_at=last)


# --- what was said about when ----------------------------------------------------------------------------------------
def start_of(when: When, scene: Scene) -> Instant | None:
    """Return the first instant that was named, or nothing where hours or weekdays alone were.

    Raises:
        RefusedError: It lies further away than any wait.
    """
    bound = when.at if when.at is not None else when.not_before
    return None if bound is None else instant_of(bound, scene, when.tz)


def instant_of(bound: Bound, scene: Scene, tz: str | None = None) -> Instant:
    """Return the instant of a day (its beginning) or of a wall-clock time, in the contact's zone or the one named."""
    if bound.year > scene.now.year + LONGEST_YEARS or bound.year < scene.now.year - LONGEST_YEARS:
        raise RefusedError(f"{bound.isoformat()} is more than {LONGEST_YEARS} years away; write a nearer date")
    where = zone_named(tz) if tz else scene.zone
    if isinstance(bound, datetime):
        return at_wall(bound.date(), bound.hour * 60 + bound.minute, where)
    return at_wall(bound, 0, where)


def appointment(when: When | None, scene: Scene) -> tuple[str, Instant] | None:
    """Return an appointment's landmark (ISO 8601) and the instant at which it is taken to end, or nothing."""
    if when is None:
        return None
    bound = when.at if when.at is not None else when.not_before
    if bound is None:
        return None
    start = instant_of(bound, scene, when.tz)
    if isinstance(bound, datetime):
        minutes = bound.hour * 60 + bound.minute + MEETING_MINUTES
        where = zone_named(when.tz) if when.tz else scene.zone
        return start.astimezone(where).isoformat(), at_wall(bound.date(), min(minutes, 24 * 60), where)
    return bound.isoformat(), at_wall(bound, END_OF_WORK, scene.zone)


def landmark_day(text: str, scene: Scene) -> date | None:
    """Return the contact's date of a landmark (ISO 8601, a date or an instant), or nothing if it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.date() if moment.tzinfo is None else day_in(instant(moment), scene.zone)


def landmark_end(text: str | None, scene: Scene) -> Instant | None:
    """Return when the appointment of a landmark is taken to end, not before now; nothing if it is not known."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        end = at_wall(moment.date(), END_OF_WORK, scene.zone)
    else:
        end = instant(moment + timedelta(minutes=MEETING_MINUTES))
    return max(end, scene.at)
