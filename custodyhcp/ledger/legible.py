"""Whether an entry says what its kind says, or something that no room can read.

A member with a program of their own can seal anything under a kind that they may write. One such
entry must not shut a record, or the board, for everybody. So each room tells here how it reads its
kinds, and what its reader stumbles over says nothing: ``Desk.read`` gives it without bodies and
marked as crooked, and it is still there, signed by its author.

Rules kept here: a reader is asked only where its compartment was opened, so that a part which
somebody has no key to is never taken for a crooked one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.entry import Entry

Reader = Callable[["Entry"], object]
_READERS: dict[str, list[tuple[Compartment, Reader]]] = {}
_STUMBLES = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, StopIteration)


def register(kinds: Iterable[str] | str, compartment: Compartment, reader: Reader) -> None:
    """Have entries of these kinds read by ``reader`` (its result is not used) before they count."""
    for kind in (kinds,) if isinstance(kinds, str) else kinds:
        _READERS.setdefault(kind, []).append((compartment, reader))


def legible(entry: Entry) -> bool:
    """Whether every reader of its kind can read it, as far as it was opened."""
    for compartment, reader in _READERS.get(entry.header.kind, ()):
        if compartment not in entry.bodies:
            continue
        try:
            reader(entry)
        except (*_STUMBLES, RecursionError):
            return False
    return True
