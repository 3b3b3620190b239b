"""A rep's time: who holds which slots, in layers. Knows no rule of placing.

Weeks are built as they are asked for: planning a few touches beside thousands costs one pass over the thousands'
starts, and the bits of the weeks it looks at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from enum import IntEnum
from typing import Final, NamedTuple, Protocol

from cadences.cadence import Kind
from cadences.moments import Span
from cadences.placement import RepWorld, Taken
from cadences.planner.slots import BITS, DAY, ORIGIN, WEEK, bits, ceil_slot, floor_slot

_LONG: Final = WEEK
"""Spans longer than this many slots are kept apart and laid over each week."""


class Layer(IntEnum):
    """Who holds slots, the firmest first."""

    AWAY = 0
    BUSY = 1
    PINNED = 2
    FIRM = 3
    PROMISED = 4
    LOOSE = 5


BELOW_EXACT: Final = (Layer.AWAY, Layer.FIRM)
"""What an exact appointment does not stand on."""
BELOW_PROMISE: Final = (Layer.AWAY, Layer.BUSY, Layer.PINNED, Layer.FIRM, Layer.PROMISED)
"""What a promise does not displace."""


class Holder(Protocol):
    """Who holds the slots `[start, end)` in a layer; `asked` = it is one of the requests of this planning."""

    @property
    def key(self) -> str:
        """Its enrollment."""
        ...

    @property
    def layer(self) -> Layer:
        """How firmly it is held."""
        ...

    @property
    def start(self) -> int:
        """The first slot."""
        ...

    @property
    def end(self) -> int:
        """The first slot after it."""
        ...

    @property
    def kind(self) -> Kind | None:
        """Prospecting, where a fresh contact may take its place."""
        ...

    @property
    def asked(self) -> bool:
        """Whether it is one of the requests."""
        ...


class Held(NamedTuple):
    """Slots that something holds which is not asked about."""

    key: str
    layer: Layer
    start: int
    end: int
    kind: Kind | None = None
    asked: bool = False


class Standing:
    """The touches that stand and are not asked about, by the week they start in, and by those contacts asked about."""

    def __init__(self, taken: Iterable[Taken], asked: Collection[str], contacts: Collection[str]) -> None:
        self.weeks: defaultdict[int, list[Taken]] = defaultdict(list)
        self.of: defaultdict[str, list[Taken]] = defaultdict(list)
        for one in taken:
            if one.key not in asked:
                self.weeks[(one.span.start - ORIGIN).days // 7].append(one)
                if one.reaches and one.contact in contacts:
                    self.of[one.contact].append(one)


class RepTime:
    """The layers of one rep, by week."""

    def __init__(self, world: RepWorld, standing: Standing) -> None:
        self._standing = standing
        self._loaded: set[int] = set()
        self._spans: defaultdict[int, list[Holder]] = defaultdict(list)
        self.long: list[Holder] = []
        self._weeks: dict[int, list[int]] = {}
        self._all: dict[int, int] = {}
        self._file(_spans(Layer.AWAY, world.rep.absences))
        self._file(_spans(Layer.BUSY, world.busy))

    def _file(self, spans: Iterable[Holder]) -> None:
        for held in spans:
            if held.end - held.start > _LONG:
                self.long.append(held)
            else:
                self._spans[held.start // WEEK].append(held)

    def _week(self, week: int) -> list[int]:
        """Return the layers of a week, made at the first question."""
        layers = self._weeks.get(week)
        if layers is None:
            layers = self._weeks[week] = [0] * len(Layer)
            near = (held for n in (week - 1, week, week + 1) for held in self._starting(n))
            for held in (*self.long, *near):
                layers[held.layer] |= bits(held.start, held.end, week)
            self._all[week] = layers[0] | layers[1] | layers[2] | layers[3] | layers[4] | layers[5]
        return layers

    def _starting(self, week: int) -> list[Holder]:
        """Return who holds slots from a week on, the standing touches filed at the first question."""
        here = self._spans[week]
        if week not in self._loaded:
            self._loaded.add(week)
            here += [_held(taken) for taken in self._standing.weeks.get(week, ())]
        return here

    def all(self, week: int) -> int:
        """Return every slot of a week that somebody holds."""
        found = self._all.get(week)
        if found is None:
            self._week(week)
            found = self._all[week]
        return found

    def of(self, layers: Iterable[Layer], week: int) -> int:
        """Return the slots of a week that some layers hold."""
        here = self._week(week)
        mask = 0
        for layer in layers:
            mask |= here[layer]
        return mask

    def holds(self, layers: Iterable[Layer], start: int, end: int) -> bool:
        """Whether some layers hold any of the slots `[start, end)`."""
        chosen = tuple(layers)
        week, last = start // WEEK, (end - 1) // WEEK
        return any(self.of(chosen, n) & bits(start, end, n) for n in range(week, last + 1))

    # --- requests -----------------------------------------------------------------------------------------------------
    def hold(self, held: Holder) -> None:
        """Let somebody hold slots."""
        start, end = held.start, held.end
        week = start // WEEK
        self._spans[week].append(held)
        self._mark(held.layer, week, start, end)
        if start - week * WEEK < DAY:
            self._mark(held.layer, week - 1, start, end)
        if end > (week + 1) * WEEK:
            self._mark(held.layer, week + 1, start, end)

    def _mark(self, layer: Layer, week: int, start: int, end: int) -> None:
        layers = self._weeks.get(week)
        if layers is not None:
            mask = bits(start, end, week)
            layers[layer] |= mask
            self._all[week] |= mask

    def release(self, held: Holder) -> None:
        """Take back what somebody holds."""
        self._spans[held.start // WEEK].remove(held)
        for week in range((held.start - DAY) // WEEK, (held.end - 1) // WEEK + 1):
            self._weeks.pop(week, None)
            self._all.pop(week, None)

    def holders(self, layers: Collection[Layer], start: int, end: int) -> list[Holder]:
        """Return who of some layers holds any of the slots `[start, end)`, in order."""
        first, last = start // WEEK - 1, (end - 1) // WEEK
        found = [
            held
            for week in range(first, last + 1)
            for held in self._starting(week)
            if held.layer in layers and held.start < end and start < held.end
        ]
        found += [held for held in self.long if held.layer in layers and held.start < end and start < held.end]
        return sorted(found, key=lambda held: (held.start, held.end, held.key))

    def back_after(self, slot: int) -> int:
        """Return that slot, or the first after the absences that cover it."""
        spans = [held for held in self.long if held.layer is Layer.AWAY]
        for held in sorted(spans, key=lambda held: held.start):
            if held.start <= slot < held.end:
                slot = held.end
        return slot


def _held(taken: Taken) -> Held:
    start, end = floor_slot(taken.span.start), ceil_slot(taken.span.end)
    return Held(taken.key, _layer(taken), start, max(end, start + 1), taken.kind)


def _layer(taken: Taken) -> Layer:
    if taken.pinned:
        return Layer.PINNED
    if taken.movable:
        return Layer.LOOSE
    return Layer.PROMISED if taken.promised else Layer.FIRM


def _spans(layer: Layer, spans: Iterable[Span]) -> Iterable[Held]:
    for span in spans:
        if span.start < span.end:
            yield Held("", layer, floor_slot(span.start), ceil_slot(span.end))


assert BITS - WEEK == DAY  # `hold` relies on how far a week's mask reaches
