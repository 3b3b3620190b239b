"""A load as a table for people and as a shape for programs. Knows columns; counts nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from daemon.cli.paint import tell

if TYPE_CHECKING:
    from cadences.forward.load import Day, Load
    from cadences.forward.load_rates import Rates
    from cadences.people import Rep

WHY: Final[Mapping[str, str]] = {
    "rep-full": "the rep had touches enough that day",
    "day-full": "the contact had been touched enough that day",
    "week-full": "the contact had been touched enough that week",
    "busy": "the rep's day was full",
}
"""Why a touch waited for room, by the planner's code."""
_BAR: Final = 20
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


def told(name: str, load: Load, rep: Rep, rates: Rates, seed: int) -> None:
    """Write the table, and below it what it rests on."""
    roster = load.roster
    tell(
        f"{name}: {_count(roster.contacts, 'contact')}, {roster.a_day} a working day, from {_long(roster.start)}",
        f"rep: {', '.join(map(str, rep.hours))} ({rep.timezone}{f', {rep.country}' if rep.country else ''})"
        + (f", at most {rep.capacity} touches a day" if rep.capacity else ""),
        "",
        *_weeks(load),
        "",
        *_summed(load),
        "",
        *_assumed(rates, seed),
    )


def _weeks(load: Load) -> Iterator[str]:
    yield f"{'week of':13}{'touches':>8}{'a day':>7}{'hours':>8}{'a day':>7}{'peak':>7}{'later':>7}"
    most = max((_minutes(days) for _, days in load.weeks()), default=0)
    for week, days in load.weeks():
        touches, minutes = sum(day.count for day in days), _minutes(days)
        peak = max((day.count for day in days), default=0)
        late = sum(day.late for day in days)
        of_day = len(days) or 1
        line = (
            f"{_short(week):13}{touches:>8,}{touches / of_day:>7.1f}{minutes / 60:>8.1f}{minutes / 60 / of_day:>7.1f}"
        )
        yield f"{line}{peak:>7}{late or '':>7}  {_bar(minutes, most)}".rstrip()


def _bar(minutes: int, most: int) -> str:
    """Draw a bar in eighths of a letter."""
    eighths = round(minutes / most * _BAR * 8) if most else 0
    return _EIGHTHS[-1] * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _minutes(days: Sequence[Day]) -> int:
    return sum(day.minutes for day in days)


def _summed(load: Load) -> Iterator[str]:
    hours = load.minutes / 60
    yield f"In all {_count(load.touches, 'touch', 'touches')}, {hours:,.0f} hours, {_count(load.enrolled, 'contact')}."
    peaks = load.peaks()
    if peaks:
        yield "Heaviest days:"
        yield from (f"  {_peak(day)}" for day in peaks[:3])
    yield from _delayed(load)
    ended = ", ".join(f"{count:,} {word.replace('_', ' ')}" for word, count in load.ended.items())
    yield f"After {_count(load.roster.weeks, 'week')}: {ended}."
    if load.starts:
        begun = ", ".join(f"{name} {count} times" for name, count in load.starts.items())
        yield f"Answers would start {begun}; what that costs is not counted here."


def _peak(day: Day) -> str:
    return f"{_long(day.day):16} {_count(day.count, 'touch', 'touches')}, {day.minutes / 60:.1f} hours"


def _delayed(load: Load) -> Iterator[str]:
    delays = load.delays
    if not delays.count:
        yield "No touch had to wait for room."
        return
    share = delays.count / load.touches
    yield (
        f"{_count(delays.count, 'touch', 'touches')} ({share:.0%}) waited for room: "
        f"{delays.mean:.1f} days on average, {delays.most} at most."
    )
    for code, count in delays.why.items():
        yield f"  {count:>6,}  {WHY[code]}"


def _assumed(rates: Rates, seed: int) -> Iterator[str]:
    yield f"Assumed (set with --assume, like --assume call.yes=4%; seed {seed}):"
    for channel, of_channel in rates.items():
        said = ", ".join(f"{outcome.replace('_', ' ')} {rate / 100:g}%" for outcome, rate in of_channel.items() if rate)
        yield f"  {channel.value:9} {said or 'nothing'}"
    yield "The rest is silence; of a diagnose touch: nothing is missing."


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _long(day: date) -> str:
    return f"{day:%a} {_short(day)}"


# --- for programs -----------------------------------------------------------------------------------------------------
def shape(name: str, load: Load, rep: Rep, rates: Rates, seed: int) -> dict[str, Any]:
    """Return what `klart load --json` promises to tools."""
    roster, delays = load.roster, load.delays
    return {
        "cadence": name,
        "contacts": roster.contacts,
        "per_day": roster.a_day,
        "start": roster.start.isoformat(),
        "weeks": [_week(week, days) for week, days in load.weeks()],
        "days": [_day(day) for day in load.days],
        "peaks": [_day(day) for day in load.peaks()],
        "touches": load.touches,
        "minutes": load.minutes,
        "delayed": {
            "touches": delays.count,
            "days_mean": round(delays.mean, 2),
            "days_most": delays.most,
            "why": dict(delays.why),
        },
        "ended": dict(load.ended),
        "starts": dict(load.starts),
        "rep": {
            "timezone": rep.timezone,
            "country": rep.country,
            "hours": [str(window) for window in rep.hours],
            "capacity": rep.capacity,
        },
        "assumed": {
            channel.value: {outcome: rate / 10_000 for outcome, rate in of_channel.items()}
            for channel, of_channel in rates.items()
        },
        "seed": seed,
    }


def _week(week: date, days: Sequence[Day]) -> dict[str, Any]:
    return {
        "week": week.isoformat(),
        "touches": sum(day.count for day in days),
        "minutes": _minutes(days),
        "peak": max((day.count for day in days), default=0),
        "delayed": sum(day.late for day in days),
    }


def _day(day: Day) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "touches": day.count,
        "minutes": day.minutes,
        "delayed": day.late,
        "channels": {channel.value: count for channel, count in day.touches.items()},
    }
