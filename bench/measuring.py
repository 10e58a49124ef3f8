"""Medians of alternating runs, so that whatever else the machine does falls on both alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Result:
    """``ours`` and ``theirs`` in ``unit``. ``against`` says exactly what theirs was."""

    name: str
    against: str
    reach: float
    ours: float
    theirs: float
    unit: str = "seconds"  # or "bytes"

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def reached(self) -> bool:
        return self.ratio <= self.reach

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "ratio": round(self.ratio, 3),
            "reach": self.reach,
            "against": self.against,
            self.unit: [round(self.ours, 6), round(self.theirs, 6)],
        }

    def line(self) -> str:
        verdict = "reached" if self.reached else "NOT REACHED"
        words = _words if self.unit == "seconds" else _large
        times = f"{words(self.ours)} against {words(self.theirs)}"
        return f"{self.name}: {self.ratio:.2f} of {self.reach:g} ({times}), {verdict}"


def _words(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def _large(size: float) -> str:
    return f"{size / 2**20:.1f} MiB"


def timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def alternately(
    ours: Callable[[], float], theirs: Callable[[], float], times: int
) -> tuple[float, float]:
    """The medians of ``times`` runs of each. Each gives back its own seconds."""
    pairs = [(ours(), theirs()) for _ in range(times)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
