"""When things in the suite are due, kept for the locked screen: moments, and nothing else.

Rules kept here: no name, cell or kind of thing lies there, only times, in the encrypted keystore of
this computer, and nowhere on a server; it is a copy of what the record says, made anew whenever
that was read, and nothing is decided by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import stamp, unstamp

if TYPE_CHECKING:
    from custodyhcp.ledger.ledger import Ledger

NAME = "due/times"
LATE = timedelta(minutes=1)
MOST = 500


def keep(ledger: Ledger, times: Iterable[datetime]) -> None:
    """In place of those kept before. On a server nothing is kept."""
    if not ledger.store.alone:
        return
    said = json.dumps([stamp(at) for at in sorted(times)[:MOST]])
    ledger.store.put_sealed(NAME, said.encode("ascii"), replace=True)


def late(ledger: Ledger, now: datetime) -> int:
    """How many are a whole minute past."""
    if not ledger.store.alone:
        return 0
    found = ledger.store.sealed(NAME)
    times = [] if found is None else [unstamp(text) for text in json.loads(found)]
    return sum(now - at >= LATE for at in times)
