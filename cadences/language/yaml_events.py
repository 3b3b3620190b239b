"""A YAML text's events, counted as they come: what passes a limit is stopped before anything is built of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from cadences.language.findings import Place

MOST_NODES: Final = 20_000
DEEPEST: Final = 64

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scan:
    """A text's events, as far as they could be read, and what ended the reading."""

    events: list[Any] = field(default_factory=list)
    error: yaml.MarkedYAMLError | None = None
    limit: tuple[str, Place, str, str] | None = None
    extra: Place | None = None


class _TooMuch(Exception):
    """A limit was passed."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.finding = (code, message, hint)


def scan_events(text: str) -> Scan:
    """Return the events of the first document, as far as it can be read within the limits. Never raises."""
    scan, counted, documents = Scan(), _Count(), 0
    event: Any = None
    try:
        for event in iter(_LOADER(text).get_event, None):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    scan.extra = place_of(event)
                    break
            counted.take(event)
            scan.events.append(event)
    except _TooMuch as limit:
        code, message, hint = limit.finding
        scan.limit = (code, place_of(event), message, hint)
    except yaml.MarkedYAMLError as error:
        scan.error = error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        scan.error = yaml.MarkedYAMLError(problem=str(error))
    return scan


def place_of(event: Any) -> Place:
    """Return where an event begins."""
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1)


class _Count:
    """How many nodes a text has and how deep they lie, aliases counted as what they stand for."""

    def __init__(self) -> None:
        self.total = 0
        self.open: list[tuple[str | None, int]] = []
        self.anchored: dict[str, int] = {}

    def take(self, event: Any) -> None:
        """Count an event.

        Raises:
            _TooMuch: A limit is passed.
        """
        if isinstance(event, yaml.ScalarEvent):
            self._grow(1)
            if event.anchor:
                self.anchored[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            self._grow(1)
            self.open.append((event.anchor, self.total - 1))
            if len(self.open) > DEEPEST:
                raise _TooMuch("K006", f"more than {DEEPEST} levels lie inside each other", "flatten it")
        elif isinstance(event, yaml.AliasEvent):
            self._grow(self.anchored.get(str(event.anchor), 1))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self.open.pop()
            if anchor:
                self.anchored[anchor] = self.total - before

    def _grow(self, by: int) -> None:
        self.total += by
        if self.total > MOST_NODES:
            raise _TooMuch(
                "K005",
                f"the file holds more than {MOST_NODES:,} values, aliases counted as what they stand for",
                "write less, and no alias of an alias",
            )
