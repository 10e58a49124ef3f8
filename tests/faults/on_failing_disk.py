"""A real process at a real suite, whose disk fails at each operation in turn.

For each n: the n-th file operation of "record a decision" (or of an autosave) fails; what came out
is noted; the disk is mended; the same decision is pressed again. One JSON line each.
"""

from __future__ import annotations

import ctypes
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from file_keyring import FileKeyring

from custodyhcp import staff
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.vault.compartments import Compartment


def decision(number: int) -> NewEntry:
    return NewEntry(
        "story.told",
        {Compartment.CLINICAL: {"number": number}, Compartment.OVERSIGHT: {"outcome": "ALLOW"}},
        person=f"p-{number}",
        detention=f"d-{number}",
        command=f"command-{number}",
    )


def main(
    folder: str, keyring: str, login: str, passphrase: str, errno: str, keep: str, most: str
) -> None:
    disk = ctypes.CDLL(None)
    ledger = staff.open_suite(
        Path(folder), lambda: datetime.now(UTC), backend=FileKeyring(Path(keyring))
    )
    desk = staff.sign_in(ledger, login, passphrase)

    def arm(at: int) -> None:
        disk.fault_arm(folder.encode(), at, int(errno) if at else 0, int(keep))

    for number in range(1, int(most) + 1):
        answer: dict[str, object] = {"n": number, "seq": None, "words": None}
        arm(number)
        try:
            answer["seq"] = desk.append(decision(number))[0].header.seq
            desk.save_draft("assessment", {"typed": number}, person=f"p-{number}")
        except KnownError as error:
            answer["words"] = [type(error).__name__, error.words, error.then]
        answer["operations"] = disk.fault_seen()
        arm(0)
        answer["again"] = desk.append(decision(number))[0].header.seq
        desk.save_draft("assessment", {"typed": number}, person=f"p-{number}")
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
