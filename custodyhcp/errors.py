"""The one tree of errors that a person may see.

A ``KnownError`` is not a bug: it carries plain words for a clinician and what to do next.
Anything else that is raised is a bug and is shown with a reference number.
"""

from __future__ import annotations


class KnownError(Exception):
    """Something went wrong that we know about. ``words`` say what; ``then`` says what to do."""

    def __init__(self, words: str, then: str = "") -> None:
        super().__init__(words if not then else f"{words} {then}")
        self.words = words
        self.then = then
