"""A number that is measured: what can be recorded at all, and what is asked about twice. Pure.

Rules kept here (domain clinical 4.1): whole numbers are whole and a temperature has one decimal;
35.05 is refused, not rounded; a number no body has (370 degrees) is refused in plain words; an
unusual one is asked about, never refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from custodyhcp.records.scales.scale import NotAValue, shown

_TYPED = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Measure:
    """``places`` decimals at most. ``possible`` is what may be recorded, ``usual`` what is recorded
    without a second look; both ends belong."""

    key: str
    name: str
    units: str
    places: int
    possible: tuple[Decimal, Decimal]
    usual: tuple[Decimal, Decimal]

    def accept(self, value: object) -> Decimal:
        """``value`` (int, float as JSON gives it, or Decimal) as an exact number. Raises
        ``NotAValue`` for anything else, too many decimals, or what cannot be."""
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise NotAValue(self.key, f"{self.name} is a number, in figures.")
        if self.places == 0 and not isinstance(value, int | Decimal):
            raise NotAValue(self.key, f"{self.name} is a whole number.")
        if isinstance(value, int) and value.bit_length() > 64:
            raise NotAValue(self.key, self._cannot_be("That number"))
        exact = Decimal(str(value))
        if not exact.is_finite():
            raise NotAValue(self.key, f"{self.name} is a number, in figures.")
        self._insist_on_places(exact)
        low, high = self.possible
        if not low <= exact <= high:
            raise NotAValue(self.key, self._cannot_be(shown(value)))
        return exact

    def read(self, text: str) -> Decimal:
        """What somebody typed: figures, with a full stop before a decimal. Raises ``NotAValue``."""
        if not _TYPED.fullmatch(text):
            example = "36.8" if self.places else "16"
            raise NotAValue(self.key, f"{self.name} is a number in figures, such as {example}.")
        return self.accept(Decimal(text))

    def unusual(self, value: Decimal) -> bool:
        low, high = self.usual
        return not low <= value <= high

    def words(self, value: Decimal) -> str:
        """``36.8 °C``."""
        return f"{self.figure(value)} {self.units}".strip()

    def figure(self, value: Decimal) -> str:
        return f"{value:.{self.places}f}"

    def _insist_on_places(self, exact: Decimal) -> None:
        quantum = Decimal(1).scaleb(-self.places)
        if exact == exact.to_integral_value() or (
            self.places and abs(exact) < 10**9 and exact == exact.quantize(quantum)
        ):
            return
        wanted = "a whole number" if not self.places else "given to one decimal place"
        words = f"{self.name} is {wanted}: {shown(exact)} is not, and is not rounded for you."
        raise NotAValue(self.key, words)

    def _cannot_be(self, said: str) -> str:
        low, high = (self.figure(end) for end in self.possible)
        between = f"between {low} and {high} {self.units}".rstrip()
        return f"{said} cannot be right: {self.name.lower()} is {between}."


def read_measure(row: Mapping[str, Any]) -> Measure:
    """A row of ``parameters`` or ``measures`` in a table."""

    def ends(pair: list[Any]) -> tuple[Decimal, Decimal]:
        return Decimal(str(pair[0])), Decimal(str(pair[1]))

    return Measure(
        key=row["key"],
        name=row["name"],
        units=row["units"],
        places=row["places"],
        possible=ends(row["possible"]),
        usual=ends(row["usual"]),
    )
