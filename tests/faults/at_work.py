"""A real process at a real suite: decides and autosaves until it is killed.

Says a line on standard output only after the call has returned, which is when a screen would say
"Recorded": ``entry <seq> <command>`` or ``draft <number> <time>``.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from file_keyring import FileKeyring

from custodyhcp import staff
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.vault.compartments import Compartment


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(folder: str, keyring: str, login: str, passphrase: str, first: str) -> None:
    ledger = staff.open_suite(
        Path(folder), lambda: datetime.now(UTC), backend=FileKeyring(Path(keyring))
    )
    desk = staff.sign_in(ledger, login, passphrase)
    say("ready")
    number = int(first)
    while True:
        number += 1
        person = f"p-{number // 7}"  # a new person every seventh, with keys to be made
        entry = NewEntry(
            "story.told",
            {
                Compartment.CLINICAL: {
                    "scope": "SCR",
                    "number": number,
                    "note": "x" * (number % 900),
                },
                Compartment.OVERSIGHT: {"scope": "SCR", "outcome": "ALLOW"},
            },
            person=person,
            detention=f"d-{number // 7}",
            command=f"command-{number}",
        )
        (made,) = desk.append(entry)
        say("entry", made.header.seq, number)
        if number % 3 == 0:
            desk.save_draft("assessment", {"typed": number}, person=person)
            say("draft", number, time.time())


if __name__ == "__main__":
    main(*sys.argv[1:])
