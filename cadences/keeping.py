"""Which promises stand on a contact: what a newer one replaces, when a one-off is over. Knows no store, places nothing.

A newer promise replaces an older one whose every part it names again: hours, days, dates, an exact time. An exact time
and dates take each other's place, since both say which day. What it names in part stays; the planner lets the newer
hold there. What binds one touch alone never replaces what stands for good: "tomorrow at ten will do" leaves "never
before five" standing behind it. The rep's own promises and the contact's stand beside each other, and an exact time
beside those of other enrollments.
"""

from __future__ import annotations

from collections.abc import Iterable

from cadences.moments import Instant
from cadences.promises import Promise, When, WhenKind

EXACT = "exact"
DATES = "dates"
HOURS = "hours"
DAYS = "days"


def dimensions(when: When) -> frozenset[str]:
    """Return what a constraint names: hours, days (of the week), dates, an exact time.

    >>> sorted(dimensions(When(WhenKind.STANDING, windows=((1020, None),), days=frozenset({1}))))
    ['days', 'hours']
    """
    named = {
        EXACT: when.at is not None,
        DATES: when.not_before is not None or when.not_after is not None,
        HOURS: bool(when.windows or when.not_windows),
        DAYS: bool(when.days or when.not_days),
    }
    return frozenset(name for name, is_named in named.items() if is_named)


def binds_alone(when: When) -> bool:
    """Whether what was said binds the enrollment alone where it was said; all else binds the contact's every touch.

    An exact time does, and what is said for the next try: "tomorrow" in one cadence pulls no mail of another's to
    tomorrow. What stands for good, and "not before", belong to the contact.

    >>> binds_alone(When(WhenKind.ONE_OFF, days=frozenset({2}))), binds_alone(When(WhenKind.STANDING))
    (True, False)
    """
    if when.kind is not WhenKind.ONE_OFF:
        return when.kind is WhenKind.AT
    return when.not_before is None or when.not_after is not None or dimensions(when) != {DATES}


def keep(promises: tuple[Promise, ...], new: Promise) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
    """Return the promises that stand with a new one (the new one last), and those that it replaces."""
    replaced = tuple(old for old in promises if replaces(new, old))
    kept = tuple(old for old in promises if old not in replaced and old != new)
    return (*kept, new), replaced


def replaces(new: Promise, old: Promise) -> bool:
    """Whether a promise takes the place of an older one."""
    if new == old or new.by_rep is not old.by_rep or old.said_at > new.said_at:
        return False
    if None not in {new.enrollment, old.enrollment} and new.enrollment != old.enrollment:
        return False
    if new.when.kind is not WhenKind.STANDING and old.when.kind is WhenKind.STANDING:
        return False
    return _covers(dimensions(new.when), dimensions(old.when))


def _covers(new: frozenset[str], old: frozenset[str]) -> bool:
    """Whether all that an older one names is named again; hours and weekdays beside a date fall with the date."""
    if EXACT in new:
        return True
    return DATES in new if old & {EXACT, DATES} else old <= new


def live(promises: Iterable[Promise], now: Instant) -> tuple[Promise, ...]:
    """Return the promises that hold as of an instant: those said by then and not replaced since, the newest last."""
    standing: tuple[Promise, ...] = ()
    for promise in sorted(promises, key=lambda one: one.said_at):
        if promise.said_at <= now:
            standing, _ = keep(standing, promise)
    return standing


def lapsed(promises: Iterable[Promise], at: Instant, enrollment: str) -> tuple[Promise, ...]:
    """Return the promises that are over because a try of an enrollment reached out at an instant.

    One-offs and exact times said before it, of the contact or of that enrollment; what stands for good stays.
    """
    return tuple(
        promise
        for promise in promises
        if promise.when.kind is not WhenKind.STANDING
        and promise.said_at < at
        and promise.enrollment in {None, enrollment}
    )
