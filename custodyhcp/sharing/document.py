"""One small model of what leaves the room; screen, paper and paste are renderings of it.

A ``Line`` says one thing: its label, the words, why the reader needs it, and the basis on which
they may be told. Renderers choose size and order of nothing: the order here is the order read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Emphasis(Enum):
    STOP = "STOP"  # NOT FIT: cannot be missed
    CARE = "CARE"  # something must be done or kept to
    GOOD = "GOOD"  # fit to detain
    STRONG = "STRONG"
    NORMAL = "NORMAL"


@dataclass(frozen=True, slots=True)
class Line:
    """``key`` is stable for code; ``label`` and ``text`` are what a person reads."""

    key: str
    label: str
    text: str
    reason: str = ""
    basis: str = ""
    emphasis: Emphasis = Emphasis.NORMAL

    def to_body(self) -> dict[str, str]:
        return {
            "key": self.key,
            "label": self.label,
            "text": self.text,
            "reason": self.reason,
            "basis": self.basis,
            "emphasis": self.emphasis.value,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Line:
        return cls(
            str(body["key"]),
            str(body["label"]),
            str(body["text"]),
            str(body["reason"]),
            str(body["basis"]),
            Emphasis(body["emphasis"]),
        )
