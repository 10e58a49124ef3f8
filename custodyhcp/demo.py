"""``python -m custodyhcp demo``: the program on a throw-away suite of twelve invented people.

The suite lies in a folder that is deleted at the end; its keyring is in this process's memory.
Where there is no screen it says so, and plays the tour instead.
"""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from custodyhcp import supervisor


def main() -> int:
    """Open the demonstration; the exit code of its last window."""
    if not supervisor.has_screen():
        return _tour_instead()
    with tempfile.TemporaryDirectory(prefix="custodyhcp-demo-") as folder:
        store = Path(folder) / "suite"
        held = make(store, datetime.now(UTC))
        return supervisor.run(store, keyring_pipe=True, demonstration=True, held=held)


def make(store: Path, opening: datetime) -> supervisor.Held:
    """Build the suite in ``store`` as of ``opening``; what its keyring then holds."""
    from custodyhcp.demonstration.building import build
    from custodyhcp.vault.keyslots import KdfParams
    from custodyhcp.vault.throwaway import MemoryKeyring

    ring = MemoryKeyring()
    quick = KdfParams(memory_kib=8 * 1024, passes=1, lanes=1)  # shown on the screen anyway
    build(store, opening, backend=ring, kdf=quick).close()
    return {(service, user): value for service, user, value in json.loads(ring.to_text())}


def _tour_instead() -> int:
    from custodyhcp.tour import command

    print("There is no screen here, so the tour is played instead: the real windows, unseen.")
    out = Path(tempfile.mkdtemp(prefix="custodyhcp-tour-"))
    code = command.main(out)
    print(f"Pictures of every step, and what it made, are in {out}")
    return code
