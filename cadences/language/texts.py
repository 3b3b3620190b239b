"""Filling in the templates of texts: values in, words out, with what was empty. Knows no step and no store."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cadences.enrollment import Enrollment, Touch
from cadences.language.templates import ATTRIBUTES, FOUND, MARKS, environment
from cadences.moments import day_in, zone
from cadences.people import Contact, Rep

if TYPE_CHECKING:
    from jinja2 import Template

Values: TypeAlias = Mapping[str, Any]
"""What templates are filled with: a map by attribute for each root (`contact`, `rep` …), and `found`."""

_KEPT: Final = 512
"""Templates kept ready; a rep's day uses a few dozen."""


def render(template: str, values: Values) -> tuple[str, tuple[str, ...]]:
    """Fill a template in.

    Args:
        template: A text that `check` found right.
        values: What it is filled with; what is not there, nothing, or blank is empty.

    Returns:
        The text, and the names that were needed and empty (they render as nothing), in their order, each once.

    >>> render("Hello {{ contact.name }}{{ contact.role }}!", {"contact": {"name": "Anna"}})
    ('Hello Anna!', ('contact.role',))
    """
    if MARKS.search(template) is None:
        return template, ()
    empty: dict[str, None] = {}
    filled = _ready(template).render(_context(values, empty))
    return filled.strip("\n"), tuple(empty)


def values_for(
    contact: Contact,
    rep: Rep,
    enrollment: Enrollment | None = None,
    touch: Touch | None = None,
    *,
    found: str = "",
) -> Values:
    """Return what templates are filled with, for one touch of one contact.

    Days are those of the contact's zone, as ISO 8601. `found` is what the rep wrote at the last preparation.
    """
    return {
        "contact": _of_contact(contact),
        "rep": {name: getattr(rep, name) for name in ("name", "country", "region", "timezone", "language")}
        | {"first_name": _first(rep.name)},
        "enrollment": _of_enrollment(contact, enrollment),
        "touch": {} if touch is None else {"step": touch.step, "channel": touch.channel.value, "try": touch.attempt},
        "last": _last(contact, enrollment),
        FOUND: found,
    }


def _first(name: str) -> str:
    return next(iter(name.split()), "")


def _of_contact(contact: Contact) -> dict[str, object]:
    same = set(ATTRIBUTES["contact"]) - {"first_name", "last_contact_on"}
    last = contact.last_contact_at
    return {name: getattr(contact, name) for name in same} | {
        "first_name": _first(contact.name),
        "last_contact_on": None if last is None else day_in(last, zone(contact.timezone)).isoformat(),
    }


def _of_enrollment(contact: Contact, enrollment: Enrollment | None) -> dict[str, object]:
    landmarks = {**contact.landmarks, **(enrollment.landmarks if enrollment else {})}
    opened = day_in(enrollment.opened_at, zone(contact.timezone)).isoformat() if enrollment else None
    return {
        "cadence": enrollment.cadence if enrollment else None,
        "opened_on": opened,
        **{mark: landmarks.get(mark) for mark in ("meeting", "valid_until", "contract_end")},
    }


def _last(contact: Contact, enrollment: Enrollment | None) -> dict[str, object]:
    past = [touch for touch in (enrollment.past if enrollment else ()) if not touch.superseded]
    if not past:
        return {}
    last = past[-1]
    return {
        "step": last.step,
        "channel": last.channel.value,
        "outcome": last.outcome.value if last.outcome else None,
        "on": day_in(last.happened_at, zone(contact.timezone)).isoformat(),
    }


@lru_cache(maxsize=_KEPT)
def _ready(template: str) -> Template:
    return environment().from_string(template)


def _context(values: Values, empty: dict[str, None]) -> dict[str, object]:
    """Return the values with something in the place of each empty one that notes its name when it is needed."""
    nothing = _nothing_class()
    context: dict[str, object] = {FOUND: _or_nothing(values.get(FOUND), FOUND, empty, nothing)}
    for root, names in ATTRIBUTES.items():
        given = values.get(root) or {}
        context[root] = {name: _or_nothing(given.get(name), f"{root}.{name}", empty, nothing) for name in names}
    return context


def _or_nothing(value: object, name: str, empty: dict[str, None], nothing: type[Any]) -> object:
    return nothing(name, empty) if value is None or str(value).strip() == "" else value


@lru_cache(maxsize=1)
def _nothing_class() -> type[Any]:
    from jinja2 import Undefined

    class Nothing(Undefined):
        """An empty value: false in a condition, replaced by `default`, and noted when it is written out."""

        __slots__ = ("_empty", "_path")

        def __init__(self, path: str, empty: dict[str, None]) -> None:
            super().__init__(name=path)
            self._path, self._empty = path, empty

        def __str__(self) -> str:
            self._empty[self._path] = None
            return ""

        def _never(self, _other: object) -> bool:
            return False

        __lt__ = __le__ = __gt__ = __ge__ = _never  # type: ignore[assignment]  # Undefined raises here; we compare

    return Nothing
