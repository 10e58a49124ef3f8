"""A rule that can be asked from outside: JSON in and out, by the function the screens use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """``answer`` takes one case and gives one answer; it raises KnownError for a case it cannot
    accept. ``fields`` says in words what each field of a case may hold."""

    name: str
    summary: str
    fields: Mapping[str, str]
    answer: Callable[[Case], Mapping[str, Any]]
