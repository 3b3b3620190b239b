"""A planning under way: the board of one rep: what stands, what counts, which masks are made. Decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from cadences.business import HolidayName
from cadences.moments import Instant, day_in, zone
from cadences.outcomes import REACHING, Channel
from cadences.placement import RepWorld, Request, Taken
from cadences.planner.binds import Bind
from cadences.planner.frames import Frame, Shape, frame_of
from cadences.planner.layers import RepTime, Standing
from cadences.planner.limits import Budget
from cadences.planner.slots import ceil_slot, day_of
from cadences.promises import Promise
from cadences.reasons import Reason
from cadences.zones import country_of

LEAD: Final = timedelta(minutes=15)
"""How far ahead of the planning a start lies at least; exact times and what is hurried aside."""


class Board:
    """One rep's planning: what stands, what is asked, and the instant it is done at.

    `office` is the rep as far as frames depend on one, so that reps with the same hours share them.
    """

    def __init__(self, world: RepWorld, requests: Sequence[Request], holiday: HolidayName, now: Instant) -> None:
        asked: Collection[str] = {request.key for request in requests}
        self.world = world
        self.rep = world.rep
        self.office = replace(world.rep, id="", name="", language="", capacity=None, absences=())
        self.holiday = holiday
        self.now = now
        standing = Standing(world.taken, asked, {request.contact.id for request in requests})
        self.time = RepTime(world, standing)
        self.budget = Budget(world, standing)
        self.displaced: list[str] = []
        self.soonest = ceil_slot(Instant(now + LEAD))
        self.today = day_in(now, zone(world.rep.timezone))
        self.bounds: dict[tuple[Channel, str, tuple[Promise, ...]], tuple[tuple[Promise, ...], Bind]] = {}
        self._frames: dict[tuple[object, ...], Frame] = {}
        self._alive: list[object] = []
        self.notes: dict[tuple[object, ...], tuple[Reason, ...]] = {}
        self._without: dict[tuple[str, str | None], bool] = {}

    def soonest_of(self, request: Request) -> int:
        """The first slot at which a touch may start; one that is hurried has no lead time."""
        return ceil_slot(self.now) if request.hurried else self.soonest

    @cached_property
    def near(self) -> int:
        """The slot at which the day after tomorrow begins for the rep."""
        return day_of(self.rep.timezone, self.today + timedelta(days=2)).start

    @cached_property
    def taken(self) -> dict[str, Taken]:
        """The standing touches by their keys."""
        return {taken.key: taken for taken in self.world.taken}

    def frame(self, request: Request, bound: Bind, length: int) -> Frame:
        """Return the frame of a request, shared by all of its shape."""
        contact, channel = request.contact, request.channel
        reaches, ring = channel in REACHING, channel is Channel.CALL
        place = (contact.country, contact.region) if reaches else None
        country = (contact.country or country_of(contact.phone)) if ring else None
        zones = contact.call_zones if ring else ()
        # `windows` by identity: every request keeps its own alive, and hashing windows is what would cost here.
        shared = (
            contact.timezone,
            place,
            id(request.counts),
            id(request.windows),
            length,
            ring,
            country,
            zones,
            id(bound),
        )
        found = self._frames.get(shared)
        if found is None:
            shape = Shape(contact.timezone, place, request.counts, request.windows, length, ring, country, zones, bound)
            found = self._frames[shared] = frame_of(shape, self.office, self.holiday)
            self._alive.append((request.windows, bound))
        return found

    def without_holidays(self, country: str, region: str | None) -> bool:
        """Whether nothing at all is known of a country's holidays."""
        asked = (country, region)
        if asked not in self._without:
            first = date(self.today.year, 1, 1)
            days = (first + timedelta(days=n) for n in range(366))
            self._without[asked] = all(self.holiday(day, country, region) is None for day in days)
        return self._without[asked]
