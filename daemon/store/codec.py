"""Values of the core as JSON and back, led by their types. Knows dataclasses and unions; knows no value of ours.

Total both ways for every type that the store keeps (a law in the tests). A part that equals its default is left out,
so that a field added with a default reads older rows. A choice between dataclasses is told by `"is"`, its class's
name. Own code, because what it takes (no import, about a hundred lines) is less than what a library would cost every
command to import, and the core may carry none.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, NewType, TypeVar, get_args, get_origin

from cadences.moments import Instant, instant

T = TypeVar("T")


class CodecError(ValueError):
    """What lies in the store does not fit the type that it is read as; the message names both."""


class _Coder(NamedTuple):
    """How a type is written and read."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def encode(kind: Any, value: Any) -> Any:
    """Write a value of a type as what JSON can hold."""
    return _coder(kind).write(value)


def decode(kind: Callable[..., T], plain: Any) -> T:
    """Read a value of a dataclass.

    Raises:
        CodecError: It does not fit.
    """
    return typing.cast("T", decode_as(kind, plain))


def decode_as(kind: Any, plain: Any) -> Any:
    """Read a value of any type the codec knows, unions included.

    Raises:
        CodecError: It does not fit.
    """
    try:
        return _coder(kind).read(plain)
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        msg = f"{plain!r} is no {getattr(kind, '__name__', kind)}: {error}"
        raise CodecError(msg) from error


@cache
def _coder(kind: Any) -> _Coder:
    if kind is Instant:
        return _Coder(_write_instant, _read_instant)
    if isinstance(kind, NewType):
        return _coder(kind.__supertype__)
    origin = get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        return _choice(get_args(kind))
    if origin is not None:
        return _many(origin, get_args(kind))
    return _one(kind)


def _one(kind: Any) -> _Coder:
    if kind in {str, int, float, bool}:
        return _Coder(_same, lambda plain: _exactly(kind, plain))
    if kind is datetime:
        return _Coder(datetime.isoformat, datetime.fromisoformat)
    if kind is date:
        return _Coder(date.isoformat, date.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _Coder(lambda value: value.value, kind)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        parts = _several(tuple(typing.get_type_hints(kind).values()))
        return _Coder(parts.write, lambda plain: kind(*parts.read(plain)))
    if is_dataclass(kind):
        return _record(kind)
    msg = f"the store cannot keep a {kind}"
    raise CodecError(msg)


def _many(origin: Any, args: tuple[Any, ...]) -> _Coder:
    if origin is tuple and args[-1] is not Ellipsis:
        return _several(args)
    if origin in {tuple, frozenset}:
        part = _coder(args[0])
        if origin is frozenset:  # in one order always, so that equal values lie equal in the store
            return _Coder(lambda value: sorted(map(part.write, value)), lambda plain: frozenset(map(part.read, plain)))
        return _Coder(lambda value: [part.write(one) for one in value], lambda plain: tuple(map(part.read, plain)))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, part = map(_coder, args)
        return _Coder(
            lambda value: {key.write(name): part.write(one) for name, one in value.items()},
            lambda plain: {key.read(name): part.read(one) for name, one in plain.items()},
        )
    msg = f"the store cannot keep a {origin}"
    raise CodecError(msg)


def _several(args: tuple[Any, ...]) -> _Coder:
    parts = [_coder(arg) for arg in args]
    return _Coder(
        lambda value: [part.write(one) for part, one in zip(parts, value, strict=True)],
        lambda plain: tuple(part.read(one) for part, one in zip(parts, plain, strict=True)),
    )


def _choice(args: tuple[Any, ...]) -> _Coder:
    kinds = tuple(arg for arg in args if arg is not types.NoneType)
    inner = _coder(kinds[0]) if len(kinds) == 1 else _between(kinds)
    if len(kinds) == len(args):
        return inner
    return _Coder(
        lambda value: None if value is None else inner.write(value),
        lambda plain: None if plain is None else inner.read(plain),
    )


def _between(kinds: tuple[Any, ...]) -> _Coder:
    if set(kinds) == {date, datetime}:  # a day has no clock in it
        return _Coder(
            lambda value: value.isoformat(),
            lambda plain: datetime.fromisoformat(plain) if "T" in plain else date.fromisoformat(plain),
        )
    if not all(is_dataclass(kind) for kind in kinds):
        msg = f"the store cannot tell {kinds} apart"
        raise CodecError(msg)
    by_name = {kind.__name__: _coder(kind) for kind in kinds}

    def write(value: Any) -> Any:
        name = type(value).__name__
        return {"is": name, **by_name[name].write(value)}

    def read(plain: Any) -> Any:
        rest = dict(plain)
        return by_name[rest.pop("is")].read(rest)

    return _Coder(write, read)


def _record(kind: Any) -> _Coder:
    """Return how a dataclass is written and read; found out at its first use, for it may hold its own kind."""

    @cache
    def parts() -> tuple[tuple[str, Callable[[Any], Any], Any], ...]:
        hints = typing.get_type_hints(kind)
        return tuple((one.name, _coder(hints[one.name]).write, _default(one)) for one in fields(kind))

    @cache
    def readers() -> dict[str, Callable[[Any], Any]]:
        hints = typing.get_type_hints(kind)
        return {one.name: _coder(hints[one.name]).read for one in fields(kind)}

    def write(value: Any) -> dict[str, Any]:
        held = ((name, put, default, getattr(value, name)) for name, put, default in parts())
        return {name: put(one) for name, put, default, one in held if one != default}

    def read(plain: Any) -> Any:
        get = readers()
        return kind(**{name: get[name](one) for name, one in plain.items()})

    return _Coder(write, read)


def _default(one: Field[Any]) -> Any:
    return one.default_factory() if one.default_factory is not MISSING else one.default


def _same(value: Any) -> Any:
    return value


def _exactly(kind: type, plain: Any) -> Any:
    if type(plain) is not kind:
        msg = f"{plain!r} is no {kind.__name__}"
        raise CodecError(msg)
    return plain


def _write_instant(value: Instant) -> str:
    return value.isoformat()


def _read_instant(plain: str) -> Instant:
    return instant(datetime.fromisoformat(plain))
