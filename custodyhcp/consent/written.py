"""Frozen dataclasses to entry bodies and back: only text, numbers, true, false, null and lists.

A field that a body does not have takes its default, so that an entry written before the field
existed still opens; a body that cannot be read at all raises ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from custodyhcp.ledger.entry import stamp, unstamp

Value = TypeVar("Value")
Reader = Callable[[Any], Any]
_READERS: dict[type, dict[str, Reader]] = {}  # worked out once a class: a fold reads hundreds


def to_body(value: Any) -> Any:
    """The JSON-able form of a dataclass, an enum member, a time or plain data."""
    match value:
        case None | bool() | int() | str():
            return value
        case Enum():
            return value.value
        case datetime():
            return stamp(value)
        case tuple() | list():
            return [to_body(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {field.name: to_body(getattr(value, field.name)) for field in fields(value)}
    raise ValueError(f"{type(value).__name__} cannot be written to an entry")


def from_body(kind: type[Value], body: Any) -> Value:
    """The dataclass ``kind`` that ``to_body`` made ``body`` from."""
    if not isinstance(body, Mapping):
        raise ValueError(f"no {kind.__name__} in this entry")
    readers = _readers(kind)
    given = {name: read(body[name]) for name, read in readers.items() if name in body}
    try:
        return kind(**given)
    except TypeError as error:
        raise ValueError(f"{kind.__name__} is missing a field") from error


def _readers(kind: type) -> dict[str, Reader]:
    known = _READERS.get(kind)
    if known is None:
        known = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
        _READERS[kind] = known
    return known


def _reader(hint: Any) -> Reader:
    """How a field of that type is read."""
    if isinstance(hint, UnionType):
        (present,) = (part for part in get_args(hint) if part is not NoneType)
        read = _reader(present)
        return lambda value: None if value is None else read(value)
    if get_origin(hint) is tuple:
        read_item = _reader(get_args(hint)[0])
        return lambda value: tuple(read_item(item) for item in value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if hint is datetime:
        return unstamp
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: from_body(hint, value)
    return lambda value: _plain(hint, value)


def _plain(hint: Any, value: Any) -> Any:
    if type(value) is not hint:
        raise ValueError(f"expected {hint}, found {type(value).__name__}")
    return value
