"""What is wrong with a form, field by field, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from custodyhcp.errors import KnownError

LONGEST = 2_000  # characters in one box: a page and a half


@dataclass(frozen=True, slots=True)
class Problem:
    """``field`` is the form's own name for it, so that a screen can lead to it."""

    field: str
    words: str


class FormNotComplete(KnownError):
    """Raised by the verbs: a form that is not complete is not recorded."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            "This cannot be recorded yet.", " ".join(problem.words for problem in problems)
        )
        self.problems = problems


def needed(field: str, text: str, words: str) -> Iterable[Problem]:
    """A problem where ``text`` has nothing to read in it."""
    return () if text.strip() else (Problem(field, words),)


def ticked(field: str, yes: bool, words: str) -> Iterable[Problem]:
    return () if yes else (Problem(field, words),)


def short_enough(field: str, text: str, longest: int = LONGEST) -> Iterable[Problem]:
    """A problem where ``text`` is longer than ``longest`` characters. It is never cut."""
    if len(text) <= longest:
        return ()
    words = f"This is {len(text):,} characters. Shorten it to {longest:,} or fewer."
    return (Problem(field, words),)
