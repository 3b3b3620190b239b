"""Column types and names of constraints. Knows how an instant and JSON lie in a row, and nothing of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import JSON, DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator

from cadences.moments import Instant, instant

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a migration can speak of it."""


class UtcInstant(TypeDecorator[Instant]):
    """An instant, kept in UTC and given back aware.

    SQLite keeps no offset: what goes in aware would come out naive, and 09:00+02:00 as 09:00.

    Raises:
        ValueError: A naive datetime was to be kept.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - its shape
        """Refuse the naive, and turn all else to UTC."""
        return None if value is None else instant(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> Instant | None:  # noqa: ARG002 - its shape
        """Say that it is UTC."""
        return None if value is None else Instant(value.replace(tzinfo=UTC))


Json: Final = JSON(none_as_null=True)
"""JSON whose nothing is SQL's NULL, not the word `null`."""


def metadata() -> MetaData:
    """Return an empty catalogue whose constraints get names."""
    return MetaData(naming_convention=NAMES)
