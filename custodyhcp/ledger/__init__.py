"""The ledger: entries, the tree over them, the store, and the desk that verbs work at.

Names are loaded when first asked for, because the database libraries are slow to import and the
sign-in window must not wait for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk, PartDamaged
    from custodyhcp.ledger.entry import Entry, NewEntry
    from custodyhcp.ledger.faults import Moved
    from custodyhcp.ledger.ledger import Ledger
    from custodyhcp.ledger.values import Expect, Health, SavedDraft, Stored, Verdict

_WHERE = {
    "Desk": "desk",
    "PartDamaged": "desk",
    "Entry": "entry",
    "NewEntry": "entry",
    "Moved": "faults",
    "Ledger": "ledger",
    "Expect": "values",
    "Health": "values",
    "SavedDraft": "values",
    "Stored": "values",
    "Verdict": "values",
}

__all__ = [
    "Desk",
    "Entry",
    "Expect",
    "Health",
    "Ledger",
    "Moved",
    "NewEntry",
    "PartDamaged",
    "SavedDraft",
    "Stored",
    "Verdict",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"custodyhcp.ledger.{_WHERE[name]}"), name)
